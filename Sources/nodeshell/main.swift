import Glibc
import Posix
import RemoteShell

FileDescriptor.replaceClosedStandard()
exit(RemoteShellProgram(arguments: CommandLine.arguments).run())
