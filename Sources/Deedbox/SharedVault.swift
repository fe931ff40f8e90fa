import DeedCatalog
import DeedVault

/// An opened vault that several threads write into at once, each over a session of its own: what a server has.
///
/// Their commits share the journal's flushes (``Vault/commit(applier:stage:make:)``), because vault and catalog are the same objects.
/// Inside a commit a session sees what the commit stands on. Questions outside of one belong to a session opened for reading.
public struct SharedVault: Sendable {
    private let vault: Vault
    private let catalog: Catalog
    private let settings: SessionSettings

    /// What `session`, opened for writing, works on.
    init(_ session: VaultSession) {
        vault = session.vault
        catalog = session.catalog
        settings = session.settings
    }

    /// A session for one more thread.
    public func session() -> VaultSession {
        VaultSession(vault: vault, catalog: catalog, recovery: nil, access: .write, settings: settings)
    }
}

extension VaultSession {
    /// A way for other threads to write through what this session has opened.
    public var shared: SharedVault { SharedVault(self) }
}
