/// Why a definition, or what a program says about itself, makes no release.
package enum ReleaseModelError: Error, Hashable, Sendable {
    case malformedName(String)
    case productHasNoReleaseName(String)
}

extension ReleaseModelError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformedName(let name):
            "invalid release name '\(name)'; a name starts with a lowercase letter and holds lowercase letters, digits "
                + "and underscores"
        case .productHasNoReleaseName(let product):
            "no release name can be made from the product '\(product)'; name the release in rel/Release.swift"
        }
    }
}
