// The answers of the rooms below are what use cases hand out: who imports Deedbox can read them without knowing which room made them.
@_exported public import DeedCatalog
@_exported public import DeedClock
@_exported public import DeedExtract
@_exported public import DeedImport
@_exported public import DeedSearch
@_exported public import DeedVault
