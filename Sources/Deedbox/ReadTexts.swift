import DeedCatalog
public import DeedCore
public import DeedExtract
public import DeedSearch
import DeedSystem
import DeedVault

/// Reads the text of documents that wait for it and brings the index up to the catalog: after an import, and in `deedbox text`.
///
/// Works through the journal's changes in order and notes how far it came, so that it can be killed anywhere and goes on from there.
public struct ReadTexts {
    /// Documents handled in one step.
    static let step = 200

    /// Read documents again whose reader failed the last time.
    public var retryFailed = false

    /// How many documents are read at once unless the settings say otherwise: one a core.
    public static var cores: Int { Cores.count }

    /// Reads what waits.
    public init() {}

    /// What it tells while it runs.
    public struct Progress: Sendable {
        /// Documents handled so far.
        public var done = 0
        /// Documents that had changed when it began.
        public var total = 0
        /// Pages read so far.
        public var pages = 0
        /// The document in hand.
        public var current = ""
    }

    /// What came of it.
    public struct Answer: Sendable {
        /// Documents read now.
        public var read = 0
        /// Of them with text.
        public var withText = 0
        /// Pages read now.
        public var pages = 0
        /// Pages read now that need OCR.
        public var needOCR = 0
        /// Documents without text, by reason.
        public var without: [String: Int] = [:]
        /// Of them those that are of a format the program reads.
        public var unreadable = 0
        /// The first ones whose text is not all there; pages that need OCR are among that.
        public var first: [Unread] = []
        /// How many there are of them.
        public var lacking = 0
        /// What was left out of documents with text, of the first ones; and how many documents.
        public var partly: [(name: String, remark: TextRemark)] = []
        /// Documents with text of which something was left out.
        public var partlyCount = 0
        /// Whether the person stopped it.
        public var stopped = false
        /// Seconds it took.
        public var seconds = 0.0
    }

    /// A document that was read now, and whose text is not all there.
    public struct Unread: Sendable {
        /// Where it came from, as a person knows it.
        public var path: String
        /// The document; `nil` when it went while it was read.
        public var document: Identifier?
        /// What it lacks.
        public var lack: TextLack
    }

    /// How many of them are named.
    static let named = 10

    /// Reads and indexes until nothing waits.
    ///
    /// While one step is being indexed, the documents of the next are being read: both cores stay busy.
    ///
    /// - Throws: ``Failure`` of the index or the catalog; a document that cannot be read is no failure.
    public func run(
        in session: VaultSession, extractor: Extractor, shouldStop: @escaping @Sendable () -> Bool,
        tell: (Progress) throws -> Void
    ) throws -> Answer {
        let start = MonotonicClock.seconds()
        try session.require(.bringIn)
        let index = try session.index()
        let desk = TextDesk(
            vault: session.vault, index: index, extractor: extractor, workers: session.settings.workers ?? Cores.count,
            shouldStop: shouldStop)
        defer { desk.finish() }
        if retryFailed { try readAgain(in: session, desk: desk) }
        let plan = try Plan(session, index)
        var progress = Progress()
        progress.total = plan.documents.count
        var step = try nextStep(of: plan, from: 0, in: session, desk: desk)
        while let current = step, !shouldStop() {
            step = try current.end < plan.documents.count ? nextStep(of: plan, from: current.end, in: session, desk: desk) : nil
            while desk.isWaiting(for: current.wanted) {
                try desk.collect(for: current.wanted)
                progress.pages = desk.answer.pages
                progress.current = desk.current
                try tell(progress)
            }
            if shouldStop() { break }
            try index.index(current.documents, through: current.through)
            progress.done = current.end
            try tell(progress)
        }
        if desk.answer.read >= ReadTexts.step { try index.tidy() }
        var answer = desk.answer
        answer.first = try desk.lacks.map { try ReadTexts.unread($0.object, $0.lack, name: $0.name, in: session) }
        answer.stopped = shouldStop()
        answer.seconds = MonotonicClock.seconds() - start
        return answer
    }

    private static func unread(
        _ object: ObjectID, _ lack: TextLack, name: String, in session: VaultSession
    ) throws -> Unread {
        guard let document = try session.catalog.document(for: object) else {
            return Unread(path: name, document: nil, lack: lack)
        }
        let names = try session.catalog.details(of: document).names
        let path = (names.first { !$0.withdrawn } ?? names.first)?.path
        return Unread(path: path ?? name, document: document, lack: lack)
    }

    /// What had changed when it began.
    private struct Plan {
        /// In the order they came in.
        var documents: [Identifier]
        /// The journal line that the index knows when all of them are done.
        var target: Int64
        /// The journal line that the index knew before.
        var start: Int64

        init(_ session: VaultSession, _ index: SearchIndex) throws {
            start = try index.appliedSeq
            target = try session.catalog.position()?.seq ?? 0
            documents = target > start ? try session.catalog.documentsChanged(since: start) : []
        }
    }

    private struct Step {
        var documents: [DocumentForIndex]
        var wanted: Set<ObjectID>
        var through: Int64
        var end: Int
    }

    /// The next documents; those without text are on their way to the workers when this returns.
    ///
    /// The first step may hold none: lines of the journal that concern no document move the index on too.
    ///
    /// Documents come in the order in which they were added, so a step that ends with the one of line S leaves nothing unread at or
    /// before S: what changed there later is found again, and what was added later too.
    private func nextStep(of plan: Plan, from begin: Int, in session: VaultSession, desk: TextDesk) throws -> Step? {
        guard begin < plan.documents.count || begin == 0 && plan.target > plan.start else { return nil }
        let end = min(begin + ReadTexts.step, plan.documents.count)
        let documents = try session.catalog.documentsForIndex(Array(plan.documents[begin..<end]))
        let waiting = Set(try session.index().waiting(among: documents.map(\.object)))
        let wanted = documents.filter { waiting.contains($0.object) && $0.listed }
        for document in wanted { desk.submit(document.object, name: document.names.first ?? "") }
        let through = end == plan.documents.count ? plan.target : max(plan.start, documents.last?.seq ?? plan.start)
        return Step(documents: documents, wanted: Set(wanted.map(\.object)), through: through, end: end)
    }

    private func readAgain(in session: VaultSession, desk: TextDesk) throws {
        let failed = try session.index().objects(in: .failed)
        for object in failed { desk.submit(object, name: "") }
        let wanted = Set(failed)
        while desk.isWaiting(for: wanted) { try desk.collect(for: wanted) }
        let documents = try session.catalog.documentsForIndex(failed.compactMap { try session.catalog.document(for: $0) })
        try session.index().index(documents, through: session.index().appliedSeq)
    }
}

extension VaultSession {
    /// How many documents changed since the index last caught up.
    func waitingForIndex() throws -> Int {
        let known = try index().appliedSeq
        guard let last = try catalog.position()?.seq, last > known else { return 0 }
        return try catalog.countOfDocumentsChanged(since: known)
    }
}

extension IndexedDocument {
    init(_ document: DocumentForIndex) {
        self.init(
            id: document.id, object: document.object, title: document.title, otherNames: document.names,
            folders: document.folders, number: document.number,
            parties: document.parties, people: document.people + document.serials, customerIDs: document.customers,
            kind: document.kind, tags: document.tags, keyDate: document.keyDate)
    }
}

extension SearchIndex {
    /// Brings listed documents in, takes others out, and forgets the texts of those that were purged: thoroughly, before the index says that it
    /// knows the journal that far.
    func index(_ documents: [DocumentForIndex], through seq: Int64) throws {
        let forgotten = documents.filter(\.forgotten).map(\.object)
        try index(
            documents.filter(\.listed).map(IndexedDocument.init), removed: documents.filter { !$0.listed }.map(\.id),
            appliedSeq: forgotten.isEmpty ? seq : min(seq, appliedSeq))
        guard !forgotten.isEmpty else { return }
        try forget(forgotten)
        try scrub()
        try index([], appliedSeq: seq)
    }
}
