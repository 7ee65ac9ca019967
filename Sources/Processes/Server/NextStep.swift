/// What a callback asked for.
struct NextStep {
    var timeout: Duration?
    var hibernates = false
    /// What is to be handled before any message, in this order.
    var continuations: [any ServerWork] = []
}
