import ControlServer
import ControlSocket
import Posix

extension ControlLimits {
    /// The limits that the environment sets, else `vm.args`, else the usual ones.
    static func read(_ settings: NodeSettings, _ flags: NodeArguments) throws(BootError) -> ControlLimits {
        let variables = SettingReader(environment: settings.environment)
        let frame = try variables.number("RELEASE_SOCKET_FRAME_LIMIT", atLeast: 1024).map(Int.init)
        let connections = try variables.number("RELEASE_SOCKET_CONNECTIONS", atLeast: 1).map(Int.init)
        let idle = try variables.decimal("RELEASE_SOCKET_IDLE_TIMEOUT")
        var limits = ControlLimits()
        limits.frame = frame ?? flags.frameLimit ?? limits.frame
        limits.connections = connections ?? flags.connectionLimit ?? limits.connections
        limits.idleSeconds = idle ?? flags.idleLimit ?? limits.idleSeconds
        return limits
    }
}
