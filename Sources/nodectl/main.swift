import Glibc
import NodeControl

exit(NodeControlProgram(arguments: CommandLine.arguments).run())
