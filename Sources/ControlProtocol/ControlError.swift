package import JSONValues

/// The error a request is answered with: what happened, and the exit code a command should end with.
package struct ControlError: Error, Hashable, Sendable, CustomStringConvertible {
    /// JSON-RPC's own codes, and ours from -32001 on.
    package enum Code {
        package static let malformed = -32700
        package static let invalidRequest = -32600
        package static let unknownMethod = -32601
        package static let invalidParameters = -32602
        package static let fault = -32603
        package static let failed = -32001
        package static let notNow = -32002
        package static let refused = -32003
        package static let deadline = -32004
        package static let limit = -32005
    }

    package let code: Int
    package let message: String
    package let data: JSONValue?

    package init(code: Int, message: String, data: JSONValue?) {
        self.code = code
        self.message = message
        self.data = data
    }

    package init(code: Int, message: String, exit: Int32) {
        self.init(code: code, message: message, data: ["exit": .int(Int(exit))])
    }

    /// The exit code for whoever asked; errors of others that carry none count as a failure.
    package var exit: Int32 {
        data?["exit"]?.asInt.flatMap { Int32(exactly: $0) } ?? ExitCode.failed.rawValue
    }

    package var description: String { message }

    /// The line is not JSON.
    package static func malformed(_ reason: String) -> ControlError {
        ControlError(code: Code.malformed, message: "not JSON: \(reason)", exit: ExitCode.usage.rawValue)
    }

    /// The line is JSON, but no request.
    package static func invalidRequest(_ reason: String) -> ControlError {
        ControlError(code: Code.invalidRequest, message: "not a request: \(reason)", exit: ExitCode.usage.rawValue)
    }

    /// Nothing of that name can be called.
    package static func unknownMethod(_ name: String) -> ControlError {
        ControlError(
            code: Code.unknownMethod,
            message: "unknown method '\(name)'; the method 'methods' lists what there is",
            exit: ExitCode.usage.rawValue
        )
    }

    /// The parameters do not fit the method.
    package static func invalidParameters(_ reason: String) -> ControlError {
        ControlError(code: Code.invalidParameters, message: reason, exit: ExitCode.usage.rawValue)
    }

    /// A fault of ours.
    package static func fault(_ reason: String) -> ControlError {
        ControlError(code: Code.fault, message: reason, exit: ExitCode.fault.rawValue)
    }

    /// The user's code threw, or asked for that status.
    package static func failed(_ reason: String, exit: Int32 = ExitCode.failed.rawValue) -> ControlError {
        ControlError(code: Code.failed, message: reason, exit: exit)
    }

    /// The node is booting, or stopping.
    package static func notNow(_ reason: String, exit: Int32 = ExitCode.notNow.rawValue) -> ControlError {
        ControlError(code: Code.notNow, message: reason, exit: exit)
    }

    /// The node is set up not to do this.
    package static func refused(_ reason: String, exit: Int32 = ExitCode.configuration.rawValue) -> ControlError {
        ControlError(code: Code.refused, message: reason, exit: exit)
    }

    /// It took too long.
    package static func deadline(_ reason: String) -> ControlError {
        ControlError(code: Code.deadline, message: reason, exit: ExitCode.deadline.rawValue)
    }

    /// Too much at once: too long a line, too many connections or requests.
    package static func limit(_ reason: String) -> ControlError {
        ControlError(code: Code.limit, message: reason, exit: ExitCode.notNow.rawValue)
    }
}

extension ControlError {
    /// The error object of a response.
    package var json: JSONValue {
        var object: JSONObject = ["code": .int(code), "message": .string(message)]
        object["data"] = data
        return .object(object)
    }

    /// The error of a response's error object; what is missing is filled in.
    package init(json: JSONValue) {
        self.init(
            code: json["code"]?.asInt ?? Code.fault,
            message: json["message"]?.asString ?? "an error without a message",
            data: json["data"]
        )
    }
}
