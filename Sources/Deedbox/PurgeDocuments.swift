public import DeedCatalog
public import DeedCore

/// A person asks that documents be purged. Nothing happens before the grace is over, and nothing that is held or must be kept ever goes.
public struct RequestPurge {
    /// The documents.
    public var documents: [Identifier]
    /// The reason.
    public var why: String

    /// A request for `documents`.
    public init(_ documents: [Identifier], why: String) {
        self.documents = documents
        self.why = why
    }

    /// What was asked for.
    public struct Answer: Sendable {
        /// Requests that were made now.
        public var requested: [Identifier]
        /// Documents that are being purged already, or were.
        public var unchanged: [Identifier]
        /// The first day on which it may begin.
        public var due: CivilDate
        /// Kept containers that hold what was asked for too, by name: they stay.
        public var containers: [String] = []
    }

    /// The documents that a run brought, those that were withdrawn too.
    public static func documents(of run: Identifier, in session: VaultSession) throws -> [Identifier] {
        try session.require(.read)
        return try session.catalog.ids(DocumentFilter(run: run, withdrawnToo: true))
    }

    /// Writes the requests in batches of at most 1,000. An open request stays as it is, unless the content came in again after it: then a new one
    /// with a new grace takes its place.
    ///
    /// - Throws: ``Failure`` `badValue` without a reason.
    public func run(in session: VaultSession) throws -> Answer {
        let why = why.trimmedASCII
        guard !why.isEmpty else { throw Failure(.badValue, self.why, detail: "why") }
        var answer = Answer(requested: [], unchanged: [], due: session.today.adding(days: session.settings.graceDays))
        var seen: Set<Identifier> = []
        let all = documents.filter { seen.insert($0).inserted }
        for start in stride(from: 0, to: all.count, by: 1000) {
            var made: [Identifier] = []
            var left: [Identifier] = []
            try session.commitOnFullDisk(.purge) {
                made = []
                left = []
                return try all[start..<min(start + 1000, all.count)].compactMap { document in
                    let open = try session.catalog.purges(of: document)
                    let isGone = try session.catalog.details(of: document).summary.gone != nil
                    guard try !isGone && (open.isEmpty || session.catalog.purgeGrounds(of: document).cameAgain) else {
                        left.append(document)
                        return nil
                    }
                    let id = session.mint.next()
                    made.append(document)
                    return Record(PurgeRequested(purge: id, document: document, why: why, due: answer.due))
                }
            }
            answer.requested += made
            answer.unchanged += left
        }
        answer.containers = Set(try answer.requested.flatMap { try session.catalog.keptContainers(of: $0) }).sorted()
        return answer
    }
}

/// A person takes requests back. A document whose object lies in the trash comes back.
public struct CancelPurge {
    /// The documents.
    public var documents: [Identifier]
    /// The reason.
    public var why: String?

    /// A cancellation for `documents`.
    public init(_ documents: [Identifier], why: String?) {
        self.documents = documents
        self.why = why
    }

    /// Writes it.
    ///
    /// - Returns: documents whose request was taken back, and those that came back from the trash.
    /// - Throws: ``Failure`` `documentPurged` for a document that is no more, `purgeNotFound` for one that nobody asked for.
    public func run(in session: VaultSession) throws -> (cancelled: [Identifier], restored: [Identifier]) {
        var cancelled: [Identifier] = []
        var restored: [Identifier] = []
        try session.commitOnFullDisk(.purge) {
            cancelled = []
            restored = []
            var records: [Record] = []
            for document in documents {
                guard let open = try session.catalog.purges(of: document).first else {
                    let isPurged = try session.catalog.details(of: document).summary.gone == .purged
                    throw Failure(isPurged ? .documentPurged : .purgeNotFound, document.text)
                }
                if open.trash == nil {
                    records.append(Record(PurgeCancelled(purge: open.id, why: why)))
                    cancelled.append(document)
                } else {
                    records += try session.bringBack([(open, nil)])
                    restored.append(document)
                }
            }
            return records
        }
        return (cancelled, restored)
    }
}

/// A person looks before anything goes: what was asked for, from when, and what keeps it.
public struct ListPurges {
    /// Also what ended: purged, cancelled, brought back.
    public var endedToo = false

    /// A list.
    public init() {}

    /// One request.
    public struct Row: Sendable {
        /// The request.
        public var purge: PurgeRow
        /// How far it is.
        public var state: State
        /// What keeps the document.
        public var blocks: [PurgeBlock]
        /// Kept containers that hold the document too: they stay.
        public var containers: [String]
    }

    /// How far a request is. Raw values stand in JSON.
    public enum State: String, Sendable, CaseIterable {
        /// The grace runs.
        case waiting
        /// The next run begins it.
        case due
        /// Something keeps it.
        case blocked
        /// Its object lies in the trash.
        case trash
        /// Its object is no more.
        case purged
        /// It was taken back.
        case cancelled
        /// Another request took its place.
        case renewed
        /// Its object came back from the trash.
        case restored
    }

    /// The requests, oldest first.
    public func run(in session: VaultSession) throws -> [Row] {
        try session.require(.read)
        let judge = PurgeJudge(session)
        return try session.catalog.purges(endedToo: endedToo).map { try row($0, judge) }
    }

    func row(_ purge: PurgeRow, _ judge: PurgeJudge) throws -> Row {
        let containers = try judge.catalog.keptContainers(of: purge.document.id)
        if let ended = purge.ended {
            return Row(purge: purge, state: State(rawValue: ended) ?? .cancelled, blocks: [], containers: containers)
        }
        let blocks = try judge.blocks(purge.document.id)
        let state: State =
            purge.trash != nil ? .trash : !blocks.isEmpty ? .blocked : purge.due <= judge.today ? .due : .waiting
        return Row(purge: purge, state: state, blocks: blocks, containers: containers)
    }
}
