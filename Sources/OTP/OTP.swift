@_exported public import NodeLogging
@_exported public import Processes
@_exported public import Supervision
