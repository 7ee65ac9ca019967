package import JSONValues

/// What one line from a client asks for.
package enum RequestFrame: Hashable, Sendable {
    case one(Result<ControlRequest, InvalidRequest>)
    /// Answered by one line with an array of the answers; never empty.
    case batch([Result<ControlRequest, InvalidRequest>])

    /// The most requests a batch may hold.
    package static let largestBatch = 1000

    /// Reads a line; anything can be read, since what is wrong becomes the error to answer with.
    package init(parsing line: some Collection<UInt8>, limits: JSONLimits) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: line, limits: limits)
        } catch {
            self = .one(.failure(InvalidRequest(id: .null, error: .malformed(error.description))))
            return
        }
        guard case .array(let elements) = json else {
            self = .one(Self.request(json))
            return
        }
        switch elements.count {
        case 0:
            self = .one(.failure(InvalidRequest(id: .null, error: .invalidRequest("the batch is empty"))))
        case ...Self.largestBatch:
            self = .batch(elements.map(Self.request))
        default:
            let reason = "a batch of \(elements.count) requests; \(Self.largestBatch) are allowed"
            self = .one(.failure(InvalidRequest(id: .null, error: .limit(reason))))
        }
    }

    private static func request(_ json: JSONValue) -> Result<ControlRequest, InvalidRequest> {
        do throws(InvalidRequest) {
            return .success(try ControlRequest(json: json))
        } catch {
            return .failure(error)
        }
    }
}
