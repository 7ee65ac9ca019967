/// Where the running code stands: in which process, or at least in which process system.
///
/// Tasks that a callback starts inherit it. New processes do not: they are started detached and set their own.
@usableFromInline enum Ambient {
    @TaskLocal @usableFromInline static var process: ProcessCore?
    @TaskLocal @usableFromInline static var system: ProcessSystem?
}
