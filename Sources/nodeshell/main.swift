import Glibc
import RemoteShell

exit(RemoteShellProgram(arguments: CommandLine.arguments).run())
