import DeedCore
import DeedSystem

extension Vault {
    /// The path below the vault.
    public func relative(_ path: String) -> String { layout.relative(path) }

    /// A name below `quarantine/` for a file that is to be kept there.
    public func quarantineName(_ path: String) -> String {
        "quarantine/\(path.split(separator: "/").joined(separator: "-"))-\(Instant.now.milliseconds)"
    }

    /// Moves files of the vault, such as a database and its log, to other names in it; durable when it returns. One that is not there is passed over.
    ///
    /// - Parameter moves: pairs of paths below the vault.
    public func setAside(_ moves: [(from: String, to: String)]) throws {
        try requireWritable()
        try reporting {
            try io.ensureDirectory(layout.quarantine, mode: 0o700)
            for (from, to) in moves where try io.status(layout.directory(from)) != nil {
                try io.rename(layout.directory(from), to: layout.directory(to))
                if let slash = from.lastIndex(of: "/") { try io.syncDirectory(layout.directory(String(from[..<slash]))) }
            }
            try io.syncDirectory(layout.quarantine)
        }
    }
}
