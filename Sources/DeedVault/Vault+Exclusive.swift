import DeedCore

extension Vault {
    /// Runs `body` while no other process can commit: for replacing what is made from the journal.
    ///
    /// - Throws: ``DeedCore/Failure`` `vaultBusy` when another process holds the lock for too long, and what `body` throws.
    public func exclusively<Result>(_ body: () throws -> Result) throws -> Result {
        try requireWritable()
        return try reporting {
            let lock = try VaultLock.acquire(io: io, layout: layout, wait: lockWait)
            defer { withExtendedLifetime(lock) {} }
            return try body()
        }
    }
}
