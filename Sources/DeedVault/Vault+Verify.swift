public import DeedCore
import DeedSystem

extension Vault {
    /// Which objects a verification reads.
    public enum Objects: Sendable {
        /// Every one.
        case all
        /// One in so many by chance: a number above 0, up to 1.
        case sample(Double)
        /// Those that were put in at this moment or later.
        case since(Instant)
    }

    /// Reads everything: the journal's chain and bodies, and every object with `threads` threads. Takes no lock and changes nothing.
    ///
    /// - Parameters:
    ///   - threads: how many objects are read at once, at least 1.
    ///   - objects: which objects are read; that they are there is looked at for all of them.
    ///   - expected: the catalog's place: the only witness of the journal's very last line.
    ///   - progress: called after every object, from several threads.
    /// - Throws: ``DeedCore/Failure`` when the vault needs a feature to be checked, or its directories cannot be read at all. Damage is
    ///   no error but in the report.
    public func verify(
        threads: Int, objects: Objects = .all, expecting expected: JournalPosition? = nil,
        progress: (@Sendable (VerifyProgress) -> Void)? = nil
    ) throws -> VerifyReport {
        try info.require(info.features.check, path)
        return try reporting {
            // What was put in since a day is known from the journal only; else both are read at the same time.
            if case .since(let since) = objects {
                let journal = try checkedJournal(expecting: expected, noting: since)
                let recent = journal.keptSince
                return try report(journal, try check(threads: threads, ObjectChoice { recent.contains($0) }, progress))
            }
            let choice: ObjectChoice
            if case .sample(let share) = objects {
                choice = ObjectChoice { _ in Double.random(in: 0..<1) < share }
            } else {
                choice = .all
            }
            guard threads > 1 else {
                let journal = try checkedJournal(expecting: expected)
                return try report(journal, try check(threads: 1, choice, progress))
            }
            let journal = Later { try self.checkedJournal(expecting: expected) }
            let found = try check(threads: threads, choice, progress)
            return try report(try journal.value(), found)
        }
    }

    private func checkedJournal(expecting expected: JournalPosition?, noting since: Instant? = nil) throws -> JournalCheck {
        var journal = JournalCheck(files: files, since: since)
        try journal.run(expecting: expected)
        return journal
    }

    private func check(
        threads: Int, _ choice: ObjectChoice, _ progress: (@Sendable (VerifyProgress) -> Void)?
    ) throws -> ObjectCheck.Found {
        let check = try ObjectCheck(io: io, layout: layout, choice: choice, progress: progress)
        if threads > 1 {
            try WorkerPool(threads: threads).run(Array(0..<threads)) { _ in try check.work() }
        } else {
            try check.work()
        }
        return check.result
    }

    private func report(_ journal: JournalCheck, _ found: ObjectCheck.Found) throws -> VerifyReport {
        var report = VerifyReport()
        report.objects = found.sum.objects
        report.bytes = found.sum.bytes
        report.journal = journal.report
        report.damaged = found.damaged.sorted { $0.object < $1.object }
        report.unsteady = found.unsteady.sorted()
        let present = Set(found.present)
        report.missing = journal.kept.subtracting(present).sorted()
        let bad = Set(report.damaged.map(\.object))
        let strangers = present.subtracting(journal.kept).subtracting(bad).map(layout.relativeObject)
        report.stray = (found.foreign + strangers).sorted()
        report.files = try VaultFileCheck(io: io, layout: layout).run(files)
        return report
    }
}
