import Glibc
import JSONValues
import NodeConfiguration

/// Lets a program outside of a release read its configuration files, when it links this module.
///
/// Boot finds this function by its name, so that programs without YAML need no library for it. It returns the form of
/// `runtime.config`, or an object with `error`, as JSON in memory that the caller frees.
@_cdecl("swift_release_read_yaml")
func readForDevelopment(_ path: UnsafePointer<CChar>) -> UnsafeMutablePointer<CChar>? {
    let path = String(cString: path)
    let json: JSONValue
    do {
        json = RuntimeConfiguration(file: path, configuration: try YAMLReader().read(path).configuration).json
    } catch {
        json = ["error": .string(error.description)]
    }
    return strdup(json.text())
}
