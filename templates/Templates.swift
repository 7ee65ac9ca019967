/// The templates of the files that assembly writes into every release, embedded in the tool.
package enum ReleaseTemplate: String, CaseIterable, Sendable {
    /// `bin/NAME`, the control script.
    case startScript = "bin.sh.mustache"
    /// `releases/VERSION/env.sh`, settings in shell.
    case environment = "env.sh.mustache"
    /// `releases/VERSION/vm.args`, flags for the program.
    case programArguments = "vm.args.mustache"
    /// `releases/VERSION/remote.vm.args`, flags for the remote shell.
    case remoteArguments = "remote.vm.args.mustache"

    /// The template's name in the `templates/release` folder.
    package var fileName: String { rawValue }

    /// The template's text, as it stands in the folder.
    package var text: String {
        let bytes =
            switch self {
            case .startScript: PackageResources.bin_sh_mustache
            case .environment: PackageResources.env_sh_mustache
            case .programArguments: PackageResources.vm_args_mustache
            case .remoteArguments: PackageResources.remote_vm_args_mustache
            }
        return String(decoding: bytes, as: UTF8.self)
    }
}
