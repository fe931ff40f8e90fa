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
        try verify(threads: threads, objects: objects, asking: { expected }, progress: progress)
    }

    /// The same, while the catalog's place is still being found out: `expected` is asked on the thread that reads the journal.
    public func verify(
        threads: Int, objects: Objects, asking expected: @escaping @Sendable () -> JournalPosition?,
        progress: (@Sendable (VerifyProgress) -> Void)?
    ) throws -> VerifyReport {
        try info.require(info.features.check, path)
        return try reporting {
            var since: Instant?
            if case .since(let moment) = objects { since = moment }
            let journal = Later(beside: threads > 1) { [since] in try self.checkedJournal(expecting: expected(), noting: since) }
            let choice = try choice(objects) { try journal.value().keptSince }
            let check = try ObjectCheck(io: io, layout: layout, choice: choice, progress: progress)
            if threads > 1 {
                try WorkerPool(threads: threads).run(Array(0..<threads)) { _ in
                    // The journal and what is made of it beside take one thread each, and so longest: they go first.
                    ProcessPriority.stepBack()
                    try check.work()
                }
            } else {
                try check.work()
            }
            return try report(try journal.value(), check)
        }
    }

    /// What was put in since a day is known from the journal only; else both are read at the same time.
    private func choice(_ objects: Objects, recent: () throws -> Set<ObjectID>) throws -> ObjectChoice {
        switch objects {
        case .all: return .all
        case .sample(let share): return ObjectChoice { _ in Double.random(in: 0..<1) < share }
        case .since:
            let recent = try recent()
            return ObjectChoice { recent.contains($0) }
        }
    }

    /// Reads the journal. Another process may write while this one reads, and what it has half seen then looks like damage: where the
    /// journal grew meanwhile, what was found is looked for once more.
    private func checkedJournal(expecting expected: JournalPosition?, noting since: Instant? = nil) throws -> JournalCheck {
        var tries = 4
        while true {
            tries -= 1
            let before = try files.growth()
            var journal = JournalCheck(files: files, since: since)
            try journal.run(expecting: expected)
            if try tries == 0 || journal.report.isClean || files.growth() == before { return journal }
        }
    }

    private func report(_ journal: JournalCheck, _ check: ObjectCheck) throws -> VerifyReport {
        var report = VerifyReport()
        // The journal and the directories were not read at the same moment.
        let unseen = journal.kept.subtracting(check.result.present)
        if !unseen.isEmpty { check.readAgain(unseen.sorted()) }
        let trash = try ObjectCheck.trash(io: io, layout: layout)
        var found = check.result
        found.add(trash)
        var kept = journal.kept
        if !kept.isSubset(of: found.present) { kept.formIntersection(try checkedJournal(expecting: nil).kept) }
        report.trash = trash.sum.objects
        report.objects = found.sum.objects
        report.bytes = found.sum.bytes
        report.journal = journal.report
        report.damaged = found.damaged.sorted { $0.object < $1.object }
        report.unsteady = found.unsteady.sorted()
        let present = Set(found.present)
        report.missing = kept.subtracting(present).sorted()
        let bad = Set(report.damaged.map(\.object))
        let places = Dictionary(trash.places, uniquingKeysWith: { $1 })
        let strangers = present.subtracting(journal.kept).subtracting(bad).map { places[$0] ?? layout.relativeObject($0) }
        report.stray = (found.foreign + strangers).sorted()
        report.files = try VaultFileCheck(io: io, layout: layout).run(files)
        return report
    }
}
