import HostSystem
import ReleaseCommands

#if canImport(Glibc)
    import Glibc
#endif

// Subprocesses that end early must not end us: their descriptors report it.
signal(SIGPIPE, SIG_IGN)
Interruption.endSubprocessesWhenSignalled()
exit(ReleaseTool(in: .live()).run(Array(CommandLine.arguments.dropFirst())))
