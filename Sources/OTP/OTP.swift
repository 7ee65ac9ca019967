@_exported public import Agents
@_exported public import NodeLogging
@_exported public import Processes
@_exported public import Registries
@_exported public import Supervision
@_exported public import Tasks
