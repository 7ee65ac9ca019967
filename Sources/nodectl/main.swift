import Glibc
import NodeControl
import Posix

FileDescriptor.replaceClosedStandard()
exit(NodeControlProgram(arguments: CommandLine.arguments).run())
