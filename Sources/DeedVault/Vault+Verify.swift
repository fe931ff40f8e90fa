public import DeedCore
import DeedSystem
import Glibc

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
        try verify(threads: threads, objects: objects, progress: progress) { since in
            try self.checkedJournal(noting: since) { try $0.run(expecting: expected) }
        }
    }

    /// The same, with somebody who knows the catalog's place and hears the records while they are read.
    public func verify(
        threads: Int, objects: Objects, telling listener: any JournalListener,
        progress: (@Sendable (VerifyProgress) -> Void)?
    ) throws -> VerifyReport {
        try verify(threads: threads, objects: objects, progress: progress) { since in
            try self.checkedJournal(noting: since, telling: listener) { journal in
                try listener.hear { try journal.run(expecting: $0) }
            }
        }
    }

    private func verify(
        threads: Int, objects: Objects, progress: (@Sendable (VerifyProgress) -> Void)?,
        reading: @escaping @Sendable (Instant?) throws -> JournalCheck
    ) throws -> VerifyReport {
        try info.require(info.features.check, path)
        return try reporting {
            var since: Instant?
            if case .since(let moment) = objects { since = moment }
            let journal = Later(beside: threads > 1) { [since] in try reading(since) }
            let choice = try choice(objects) { try journal.value().keptSince }
            let check = try ObjectCheck(io: io, layout: layout, choice: choice, progress: progress)
            if threads > 1 {
                // The journal and what is made of it beside take one thread each, and so longest: they go first.
                try WorkerPool(threads: threads, yielding: true).run(Array(0..<threads)) { _ in try check.work() }
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
    private func checkedJournal(
        noting since: Instant? = nil, telling listener: (any JournalListener)? = nil, _ read: (inout JournalCheck) throws -> Void
    ) throws -> JournalCheck {
        var tries = 4
        while true {
            tries -= 1
            let before = try files.growth()
            var journal = JournalCheck(files: files, since: since, telling: listener)
            try read(&journal)
            if try tries == 0 || journal.report.isClean || files.growth() == before { return journal }
        }
    }

    /// How long a verification waits at most for the batch of another process, and seconds between two looks.
    private static let (patience, pause) = (Duration.seconds(10), 0.2)

    /// Leaves objects out of `strangers` that records behind `end` keep: they were put in while this verification read. An object stands
    /// in its place before the journal names it, so while somebody writes, the next batch is waited for.
    ///
    /// - Returns: how many were left out because somebody who writes may still name them.
    private func settle(_ strangers: inout Set<ObjectID>, behind end: JournalPosition) throws -> Int {
        var position = end
        let deadline = ContinuousClock.now + min(Vault.patience, lockWait)
        while !strangers.isEmpty {
            // Asked first: what a process put in that is gone by now is in the journal, or never will be.
            let writing = StagingDirectory.writing(io: io, layout: layout)
            do {
                var scan = try JournalScan(files: files, from: position)
                while let batch = try scan.next() {
                    for record in batch.records { strangers.subtract(record.record.objects) }
                    position = batch.position
                }
            } catch is Failure {
                // A damaged journal is told by whoever checks it.
                return 0
            }
            guard writing.here || writing.elsewhere else { return 0 }
            // This process can only be waited for by others.
            guard writing.elsewhere else { break }
            guard ContinuousClock.now < deadline else { break }
            if !strangers.isEmpty { usleep(UInt32(Vault.pause * 1_000_000)) }
        }
        let left = strangers.count
        strangers = []
        return left
    }

    private func report(_ journal: JournalCheck, _ check: ObjectCheck) throws -> VerifyReport {
        var report = VerifyReport()
        // The journal and the directories were not read at the same moment.
        var present = Set(check.result.present)
        let unseen = journal.kept.filter { !present.contains($0) }
        if !unseen.isEmpty {
            check.readAgain(unseen.sorted())
            present.formUnion(check.result.present)
        }
        let trash = try ObjectCheck.trash(io: io, layout: layout)
        var found = check.result
        found.add(trash)
        present.formUnion(trash.present)
        var missing = journal.kept.filter { !present.contains($0) }
        if !missing.isEmpty { missing.formIntersection(try checkedJournal { try $0.run(expecting: nil) }.kept) }
        report.trash = trash.sum.objects
        report.objects = found.sum.objects
        report.bytes = found.sum.bytes
        report.journal = journal.report
        report.damaged = found.damaged.sorted { $0.object < $1.object }
        report.unsteady = found.unsteady.sorted()
        report.missing = missing.sorted()
        let bad = Set(report.damaged.map(\.object))
        let places = Dictionary(trash.places, uniquingKeysWith: { $1 })
        let unnamed = present.filter { !journal.kept.contains($0) && !bad.contains($0) }
        // What lies in the trash is on no way in.
        var strangers = unnamed.filter { places[$0] == nil }
        report.underWay = try settle(&strangers, behind: journal.end)
        // One that lies in the trash is on its way out.
        report.keys = check.result.keys.sorted()
        report.stray =
            (found.foreign + strangers.map { layout.relativeObject($0) } + unnamed.compactMap { places[$0] }).sorted()
        report.files = try VaultFileCheck(io: io, layout: layout).run(files)
        return report
    }
}
