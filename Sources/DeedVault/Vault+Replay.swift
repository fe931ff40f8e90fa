public import DeedCore

extension Vault {
    /// Walks over all complete batches behind `position` (`nil`: from the beginning), checking chain and commitments. Takes no lock;
    /// an incomplete batch at the end is left out. Of a redacted record what is left is handed out.
    ///
    /// - Parameters:
    ///   - body: gets every record.
    ///   - commit: gets the place behind every batch.
    /// - Throws: ``DeedCore/Failure``: `journalBehindCatalog` when the journal does not have `position`, `journalDamaged`; or what the
    ///   closures throw.
    public func replay(
        after position: JournalPosition?, _ body: (StampedRecord) throws -> Void, commit: (JournalPosition) throws -> Void
    ) throws {
        try reporting {
            let start = position ?? .start
            try files.check(start)
            var scan = try JournalScan(files: files, from: start)
            while let batch = try scan.next() {
                for record in batch.records { try body(record) }
                try commit(batch.position)
            }
            if case .damaged(let failure) = scan.end { throw failure }
        }
    }

    /// The records with these numbers, in the order of the numbers; a number without a record is left out.
    ///
    /// Lines are sorted by number, so each is found by bisection: a few small reads, whatever the journal's length.
    public func records(seqs: [Int64]) throws -> [StampedRecord] {
        guard !seqs.isEmpty else { return [] }
        return try reporting {
            let finder = try JournalFinder(files: files)
            return try Set(seqs).sorted().compactMap { try finder.record($0) }
        }
    }
}
