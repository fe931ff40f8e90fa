import DeedSystem

/// Where the databases of a vault stand: the one place that says so. They are made again from the vault's other files, and nothing but they
/// need a local disk.
public struct VaultDatabases: Sendable, Hashable {
    /// Their folder.
    public let folder: String

    /// Those of the vault in a folder, which may be so damaged that it cannot be opened.
    public init(ofVaultAt path: String) { folder = VaultLayout(root: Vault.trimmed(path)).databases }

    /// Facts, made again from the journal.
    public var catalog: String { folder + "/catalog.sqlite" }
    /// Texts and index, made again from objects and catalog.
    public var derived: String { folder + "/derived.sqlite" }
    /// What a machine notes and may lose.
    public var local: String { folder + "/local.sqlite" }
}

extension Vault {
    /// Where its databases stand.
    public var databases: VaultDatabases { VaultDatabases(ofVaultAt: path) }

    /// Where files without a name may be made while a vault is written: on the disk that takes its objects.
    public var spoolFolder: String { layout.tmp }
}
