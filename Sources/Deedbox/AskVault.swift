public import DeedCatalog
public import DeedClock
public import DeedCore
public import DeedSearch
import DeedText
import DeedVault

/// Managers ask what ends, and what must be decided first.
public struct ListExpiring {
    /// The days that are looked at, both ends included.
    public var range: DateRange
    /// Which date must fall into the range.
    public var by: Selection.Measure
    /// Only these kinds; `nil`: contracts, service agreements and warranty covers.
    public var kinds: Set<DocumentKind>?

    /// A question about a range of days.
    public init(_ range: DateRange, by: Selection.Measure = .either, kinds: Set<DocumentKind>? = nil) {
        self.range = range
        self.by = by
        self.kinds = kinds
    }

    /// From today on as far as a person writes: 90d, 90, 2w, 3个月, 1y, 一年; `nil` for what is no length, or one of more than a century.
    public static func within(_ text: String, of today: CivilDate) -> DateRange? {
        let short = ["w": "weeks", "m": "months", "y": "years"]
        let word = text.last.flatMap { short[$0.lowercased()] }
        let spelled = word.map { text.dropLast().allSatisfy(\.isNumber) ? text.dropLast() + $0 : text } ?? text
        switch LengthReader.length(spelled) {
        case .days(let count)?, .bare(let count)?: return count <= 36_600 ? .within(days: count, of: today) : nil
        case .months(let count)?: return count <= 1200 ? DateRange(from: today, to: today.adding(months: count)) : nil
        case .workingDays?, nil: return nil
        }
    }

    /// The answer, as known on the day that the session asks for.
    public func run(in session: VaultSession) throws -> ExpiringAnswer {
        try session.require(.read)
        return try session.catalog.expiring(
            Selection(range: range, by: by, today: session.today), kinds: kinds, asKnown: session.asKnownSeq())
    }
}

/// After-sales staff ask whether a machine is covered, by what, and where the card says so.
public struct AskWarranty {
    /// The serial number as the customer reads it out.
    public var number: String

    /// A question about one machine.
    public init(_ number: String) { self.number = number }

    /// What is known about the number, near matches where nothing is.
    public func run(in session: VaultSession) throws -> WarrantyAnswer {
        try session.require(.read)
        return try session.catalog.warranty(serial: number, asKnown: session.asKnownSeq())
    }
}

/// Somebody looks at one machine after changing it.
public struct ShowMachine {
    /// The machine.
    public var machine: Identifier

    /// A look at `machine`.
    public init(_ machine: Identifier) { self.machine = machine }

    /// The machine with its promises and sales; `nil` when it was taken back.
    public func run(in session: VaultSession) throws -> MachineRow? {
        try session.require(.read)
        return try session.catalog.machine(machine)
    }
}

/// Anybody looks for words in the texts and names of the documents.
public struct FindDocuments {
    /// The query in Deedbox's query language.
    public var query: String
    /// What else must hold.
    public var filter = FindFilter()
    /// The order of the hits.
    public var order = FindOrder.relevance
    /// Hits to show.
    public var limit = 20
    /// Hits to leave out before.
    public var offset = 0

    /// A query.
    public init(_ query: String) { self.query = query }

    /// What was found.
    public struct Answer: Sendable {
        /// Hits and sums.
        public var answer: FindAnswer
        /// The documents of the hits, in their order; one that is no more is left out.
        public var documents: [DocumentSummary]
        /// Documents that still wait to be indexed.
        public var waiting: Int
        /// Hits that were left out before.
        public var offset: Int
    }

    /// The answer.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read)
        let answer = try session.index().find(query, filter: filter, order: order, limit: limit, after: offset)
        return Answer(
            answer: answer, documents: try session.catalog.summaries(of: answer.hits.map(\.document)),
            waiting: try session.waitingForIndex(), offset: offset)
    }
}

/// Somebody takes an original out; its bytes are checked while they are read.
public struct OpenDocument {
    /// The document.
    public var document: Identifier

    /// A request for `document`.
    public init(_ document: Identifier) { self.document = document }

    /// What is known of it, before its bytes are read.
    public func details(in session: VaultSession) throws -> DocumentDetails {
        try session.require(.open)
        return try session.catalog.details(of: document)
    }

    /// The bytes in pieces.
    ///
    /// - Throws: ``Failure`` `objectMissing` or `objectDamaged`; after the latter nothing that was handed out may be trusted.
    public func read(in session: VaultSession, _ take: (UnsafeRawBufferPointer) throws -> Void) throws -> DocumentDetails {
        try session.require(.open)
        return try pass(in: session, take)
    }

    /// The same for a use case that has asked for a right of its own.
    func pass(in session: VaultSession, _ take: (UnsafeRawBufferPointer) throws -> Void) throws -> DocumentDetails {
        let details = try session.catalog.details(of: document)
        if let gone = details.summary.gone { throw Failure(gone == .purged ? .documentPurged : .documentInTrash, document.text) }
        let reader = try session.vault.reader(for: details.summary.object)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { return details }
            try take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

/// What was written about a document, line by line of the journal.
public struct DocumentHistory {
    /// The document.
    public var document: Identifier

    /// The history of `document`.
    public init(_ document: Identifier) { self.document = document }

    /// A record about it.
    public struct Line: Sendable {
        /// The record.
        public var record: StampedRecord
        /// The user name behind its actor.
        public var user: String?
    }

    /// Its records, oldest first.
    public func run(in session: VaultSession) throws -> [Line] {
        try session.require(.read)
        let seqs = try session.catalog.recordSeqs(of: document)
        let users = Dictionary(
            try session.catalog.journalLines(seqs).map { ($0.seq, $0.user) }, uniquingKeysWith: { first, _ in first })
        return try session.vault.records(seqs: seqs).map { Line(record: $0, user: users[$0.seq] ?? nil) }
    }
}

/// How the vault stands.
public struct VaultStatus {
    /// A question about the whole vault.
    public init() {}

    /// Counts and dates.
    public struct Answer: Sendable {
        /// Where the vault lies.
        public var path: String
        /// Facts.
        public var counts: CatalogCounts
        /// Texts.
        public var texts: TextCounts
        /// Documents that the index has not caught up with.
        public var waiting: Int
        /// The last verification.
        public var verified: Verification?
        /// Lines that the last checkpoint covers, and when the last of them was written; `nil` where nothing was signed.
        public var signed: (lines: Int64, through: Instant?)?
        /// Bytes free on the vault's file system.
        public var free: Int64
        /// The index was made by other rules and must be made anew.
        public var indexOutdated: Bool
        /// The last backup.
        public var backup: BackupRow?
        /// The last restore drill.
        public var drill: DrillRow?
        /// The last scrub.
        public var scrub: ScrubRow?
        /// Originals that are known to be damaged or missing.
        public var lost: Int64
        /// Requests for a purge that the next run begins or ends.
        public var purgesDue: Int
        /// Redactions that were cut off.
        public var openRedactions: Int
    }

    /// The answer.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read, .administer)
        let index = try session.index()
        let signed = try session.vault.lastCheckpoint()?.size
        return Answer(
            path: session.path, counts: try session.catalog.counts(), texts: try index.counts(),
            waiting: try session.waitingForIndex(), verified: try session.catalog.lastVerification(),
            signed: try signed.map { ($0, try session.times(of: [$0])[$0]) },
            free: try session.vault.freeSpace().available, indexOutdated: try index.isOutdated,
            backup: try session.catalog.lastBackup(), drill: try session.catalog.lastDrill(),
            scrub: try session.catalog.lastScrub(), lost: try session.catalog.lostCount(), purgesDue: try purgesDue(session),
            openRedactions: try session.catalog.openRedactions().count)
    }

    private func purgesDue(_ session: VaultSession) throws -> Int {
        let today = session.today
        let ripe = try session.catalog.purgesInTrash().filter { ($0.until ?? today) <= today }
        return try ripe.count + session.catalog.purgesDue(on: today).count
    }
}

/// A person takes back what a run brought in: it leaves the lists, the objects stay until a purge.
public struct WithdrawImport {
    /// The run.
    public var run: Identifier
    /// The reason given.
    public var why: String?

    /// A withdrawal of `run`.
    public init(_ run: Identifier, why: String?) {
        self.run = run
        self.why = why
    }

    /// Writes the withdrawal; a run that was withdrawn already is left as it is.
    ///
    /// - Throws: ``Failure`` `runNotFound`.
    @discardableResult
    public func run(in session: VaultSession) throws -> Bool {
        try session.write(.bringIn) {
            try session.catalog.run(run).withdrawn ? [] : [Record(ImportWithdrawn(run: run, why: why))]
        } > 0
    }
}
