/// What a callback asked for.
struct NextStep {
    var timeout: Duration?
    var hibernates = false
    var continuation: (any ServerWork)?

    /// Whether nothing but waiting for mail comes next.
    var isWait: Bool {
        timeout == nil && !hibernates && continuation == nil
    }
}
