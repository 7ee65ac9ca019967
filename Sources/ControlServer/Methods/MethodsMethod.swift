import ControlProtocol
import ControlSocket
import JSONValues

/// `methods`: the names of all methods with their parameters.
enum MethodsMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .methods)
        let methods = ControlMethod.allCases.map { method in
            let parameters = JSONValue.array(method.parameters.map { .string($0) })
            return ["name": .string(method.rawValue), "parameters": parameters] as JSONValue
        }
        call.reply.send(result: .array(methods))
    }
}
