import DeedCore
import DeedSystem

extension VaultLayout {
    /// Folders that may be lost: nothing in them is needed to read the vault, and many ways of copying leave empty folders out.
    static let losable = ["checkpoints", "keys", "trash", "quarantine", "tmp", "catalog"]
}

extension Vault {
    /// Makes the folders again that a copy, or a person, may have lost, and that are needed to write.
    ///
    /// - Throws: ``DeedCore/Failure`` when one cannot be made.
    public func restoreFolders() throws {
        try requireWritable()
        try reporting {
            for name in VaultLayout.losable where try io.status(layout.directory(name)) == nil {
                try io.ensureDirectory(layout.directory(name), mode: 0o700)
                try io.syncDirectory(layout.root)
            }
        }
    }
}
