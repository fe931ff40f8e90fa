public import DeedCatalog
public import DeedCore
public import DeedExtract
public import DeedImport
import DeedSystem
import DeedText
import DeedVault
import Synchronization

/// Legal staff put files, folders and archives into the vault, and get an account that balances.
public struct ImportFiles {
    /// Absolute paths of files and folders.
    public var sources: [String]
    /// Of the one source, a folder, only these files, by their paths in it as the disk has them; `nil`: all there is.
    public var only: [[UInt8]]?
    /// What the person set.
    public var options: ImportOptions
    /// The ledger that comes with the files; noted in the run's first record.
    public var ledger: String?
    /// Whether the texts of the new documents are read next.
    public var readsTexts = true

    /// An import of `sources`.
    public init(sources: [String], options: ImportOptions) {
        self.sources = sources
        self.options = options
    }

    /// One line of the account.
    public struct Line: Sendable {
        /// The file as the person knows it.
        public var path: String
        /// What became of it.
        public var outcome: ImportItem.Outcome
        /// The reason code of a duplicate or a rejection.
        public var reason: String?
        /// More about a rejection.
        public var detail: String?
        /// Of the bytes, where they were read.
        public var object: ObjectID?
        /// The document that has the content.
        public var document: Identifier?
        /// What is noteworthy of a file that was taken in: a code, see ``ImportItem/note``.
        public var note: String?
    }

    /// What the import tells while it runs.
    public enum Event {
        /// The run has begun and has this id.
        case began(run: Identifier)
        /// A batch is durable.
        case committed(ImportProgress)
        /// One line of the account, acknowledged.
        case line(Line)
        /// A container was read.
        case archive(ImportedArchive)
    }

    /// What came of it.
    public struct Answer: Sendable {
        /// The run.
        public var run: Identifier
        /// Whether the vault keeps the run: one that met nothing new, and a dry run, leave no record.
        public var isKept: Bool
        /// The sums.
        public var account: ImportRun.Account
        /// Whether the person stopped it.
        public var stopped: Bool
        /// Seconds from the first to the last file.
        public var seconds: Double
    }

    /// Runs the import.
    ///
    /// - Parameters:
    ///   - extractor: the worker that opens containers.
    ///   - shouldStop: polled between files; what is in flight is still made durable and accounted for.
    ///   - tell: called on this thread.
    /// - Throws: ``Failure`` `sourceNotFound` before anything is written; ``ImportStopped`` with `diskLow`, `diskFull`, `vaultBusy`,
    ///   `syncFailed` or `inputOutput`, and everything acknowledged so far kept.
    public func run(
        in session: VaultSession, extractor: Extractor, shouldStop: @escaping @Sendable () -> Bool, tell: (Event) throws -> Void
    ) throws -> Answer {
        try session.require(.bringIn)
        for source in sources { _ = try SourceFolder.kind(of: Array(source.utf8)) }
        let run = session.mint.next()
        let start = MonotonicClock.seconds()
        try tell(.began(run: run))
        let pipeline = ImportPipeline(
            options: options, intake: try intake(session), extractor: extractor, shouldStop: shouldStop)
        let maker = ImportRecords(run: run, catalog: session.catalog, vault: options.dryRun ? nil : session.vault)
        var account = ImportRun.Account.zero
        var begun = false
        var finished = false
        var progress = ImportProgress()
        func write(_ batch: ImportPipeline.Batch) throws {
            var made = ImportRecords.Made()
            if options.dryRun {
                made = try maker.make(batch, mint: &session.mint)
            } else {
                try session.commit(.bringIn, stage: batch.stage) {
                    made = try maker.make(batch, mint: &session.mint)
                    guard begun || !made.records.isEmpty else { return [] }
                    // A small import is one commit: its end stands in its last batch.
                    let end = batch.isLast ? [ending(run, account + made.account, stopped: shouldStop())] : []
                    return (begun ? [] : [Record(started(run))]) + made.records + end
                }
            }
            begun = begun || !made.records.isEmpty && !options.dryRun
            finished = begun && batch.isLast
            account = account + made.account
            progress.seen = pipeline.seen
            progress.committed += batch.leaves.count
            progress.bytes = Int64(pipeline.bytesRead)
            progress.current = batch.leaves.last?.path ?? ""
            for item in made.items { try tell(.line(Line(item))) }
            for archive in batch.archives { try tell(.archive(archive)) }
            try tell(.committed(progress))
        }
        var failure: (any Error)?
        do { try pipeline.run(sources: sources, only: only, commit: write) } catch { failure = error }
        let stopped = shouldStop() || failure != nil
        if begun, !finished { try finish(run, account, stopped: stopped, in: session, after: failure) }
        let answer = Answer(
            run: run, isKept: begun, account: account, stopped: stopped, seconds: MonotonicClock.seconds() - start)
        if let failure = failure as? Failure, begun { throw ImportStopped(failure: failure, answer: answer) }
        if let failure { throw failure }
        return answer
    }

    /// The ways into the session's vault.
    private func intake(_ session: VaultSession) throws -> ImportPipeline.Intake {
        let vault = session.vault
        let known = try KnownObjects(session)
        let isDry = options.dryRun
        let readsTexts = readsTexts
        var intake = ImportPipeline.Intake(
            stage: { isDry ? nil : try vault.objectStage(expecting: $0, isReadSoon: readsTexts) }, isKnown: known.contains,
            spoolFolder: vault.spoolFolder,
            room: { (try? vault.freeSpace()).map { max(0, $0.available - $0.floor) } ?? 0 })
        intake.vault = VaultIdentity(of: vault.path, id: vault.info.id)
        // Asked of what was committed before this run: its own source is written with its first batch.
        let given = Set(try sources.filter { try session.catalog.wasGiven(source: $0) })
        intake.wasGiven = { given.contains($0) }
        intake.earlier = known.taken
        return intake
    }

    private func started(_ run: Identifier) -> ImportStarted {
        ImportStarted(run: run, sources: sources, names: options.names?.rawValue, ledger: ledger)
    }

    /// The run's last record. After a failure it is tried too, and the failure is what the person hears about.
    private func finish(
        _ run: Identifier, _ account: ImportRun.Account, stopped: Bool, in session: VaultSession, after failure: (any Error)?
    ) throws {
        let record = ending(run, account, stopped: stopped)
        do { try session.commit(.bringIn) { [record] } } catch  where failure != nil {}
    }

    private func ending(_ run: Identifier, _ account: ImportRun.Account, stopped: Bool) -> Record {
        Record(
            ImportFinished(
                run: run, state: stopped ? "stopped" : "complete", seen: account.seen, stored: account.stored,
                duplicate: account.duplicate.plusOrNearest(account.alreadyImported), alreadyImported: account.alreadyImported,
                rejected: account.rejected, bytes: account.bytes))
    }
}

/// An import that met a failure after it had taken something in: that is kept, and its account balances.
public struct ImportStopped: Error, FailureConvertible {
    /// Why it ended.
    public var failure: Failure
    /// What came in before.
    public var answer: ImportFiles.Answer
}

extension ImportFiles.Line {
    init(_ item: ImportRecords.Item) {
        self.init(
            path: item.path, outcome: item.outcome, reason: item.reason, detail: item.detail, object: item.object,
            document: item.document, note: item.note)
    }
}

/// Answers from many threads whether a committed record keeps an object, over a reading connection of its own.
final class KnownObjects: Sendable {
    private let catalog: Mutex<Catalog>

    init(_ session: VaultSession) throws {
        catalog = Mutex(try Catalog.open(at: session.vault.databases.catalog, access: .read, keys: VaultSession.keys))
    }

    /// Whether a committed record keeps `object`, and nothing is known to be wrong with it. When the catalog cannot say, the object is written
    /// again: that is always safe.
    func contains(_ object: ObjectID) -> Bool {
        catalog.withLock { (try? $0.document(for: object)) != nil && KnownObjects.isWell(object, $0) }
    }

    private static func isWell(_ object: ObjectID, _ catalog: Catalog) -> Bool {
        (try? catalog.damage(of: object) == nil) ?? false
    }

    /// The content that a committed record took from this place, when nothing says that it changed.
    func taken(_ place: ImportPipeline.Intake.Place) -> ObjectID? {
        catalog.withLock { catalog in
            let taken = try? catalog.taken(
                from: place.source, path: place.path, size: place.size, modified: place.modified, crc32: place.crc32)
            // A damaged original is read again, so that its file can put it right.
            return taken.flatMap { KnownObjects.isWell($0, catalog) ? $0 : nil }
        }
    }
}
