// What a program gets with `import Boot`.
@_exported public import Applications
@_exported public import ConfigurationProviders
@_exported public import Expressions
@_exported public import NodeConfiguration
@_exported public import NodeLogging
