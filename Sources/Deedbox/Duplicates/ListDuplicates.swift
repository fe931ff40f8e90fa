public import DeedCatalog
public import DeedCore
import DeedSearch

/// Legal staff sort what came in twice: documents with one number, and documents whose texts are alike.
public struct ListDuplicates {
    /// Percent of the text that has to be the same, from 70.
    public var least = 80
    /// Also pairs that were decided, and pairs that are two papers made from one form: both have a number, and another one.
    public var everything = false
    /// At most so many pairs.
    public var limit = 100

    /// A list.
    public init() {}

    /// Two documents that may be one.
    public struct Pair: Sendable {
        /// The one that came first.
        public var one: DocumentSummary
        /// The one that came later.
        public var other: DocumentSummary
        /// Percent of the text that is the same; `nil` where that is not known to be much.
        public var share: Int?
        /// Whether both carry the same number.
        public var sameNumber: Bool
        /// Whether both carry a number, and another one.
        public var numbersDiffer: Bool
        /// What somebody said of them.
        public var decision: DuplicateDecision?
    }

    /// What was found.
    public struct Answer: Sendable {
        /// The pairs: those of one number first, then the most alike.
        public var pairs: [Pair]
        /// Whether there are more.
        public var capped: Bool
        /// Pairs left out because they were decided.
        public var decided: Int
        /// Pairs left out because their numbers differ.
        public var numbersDiffer: Int
        /// Documents whose text waits to be read, and is not known.
        public var waiting: Int
    }

    /// The pairs that are to be decided.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read)
        let catalog = session.catalog
        let decisions = Dictionary(
            try catalog.duplicateDecisions().map { (PairKey($0.document, $0.other), $0) }, uniquingKeysWith: { first, _ in first }
        )
        var answer = Answer(pairs: [], capped: false, decided: 0, numbersDiffer: 0, waiting: try session.waitingForIndex())
        var shares: [PairKey: Int] = [:]
        var found: [(one: Identifier, other: Identifier)] = []
        // Twice what is shown is enough to tell that there is more, whatever is left out.
        try session.index().alike(atLeast: max(70, least)) { alike in
            guard let one = try catalog.document(for: alike.one), let other = try catalog.document(for: alike.other) else {
                return true
            }
            shares[PairKey(one, other)] = alike.share
            found.append((one, other))
            return found.count < ListDuplicates.most
        }
        let ofOneNumber = try catalog.documentsOfOneNumber()
        let numbered = Set(ofOneNumber.map { PairKey($0.one, $0.other) })
        for pair in ofOneNumber + found.filter({ !numbered.contains(PairKey($0.one, $0.other)) }) {
            let key = PairKey(pair.one, pair.other)
            if !everything, decisions[key] != nil {
                answer.decided += 1
                continue
            }
            guard answer.pairs.count < limit else {
                answer.capped = true
                break
            }
            let summaries = try catalog.summaries(of: key.inOrder).filter { !$0.withdrawn }
            guard summaries.count == 2 else { continue }
            let sameNumber = numbered.contains(key)
            let differ = !sameNumber && summaries[0].number != nil && summaries[1].number != nil
            if differ, !everything {
                answer.numbersDiffer += 1
                continue
            }
            answer.pairs.append(
                Pair(
                    one: summaries[0], other: summaries[1], share: shares[key], sameNumber: sameNumber, numbersDiffer: differ,
                    decision: decisions[key]))
        }
        return answer
    }

    /// Pairs that are looked at.
    private static let most = 20_000
}

/// Two documents, whichever is named first.
struct PairKey: Hashable {
    /// The one with the older id first: ids begin with the time.
    let inOrder: [Identifier]

    init(_ one: Identifier, _ other: Identifier) { inOrder = one.text < other.text ? [one, other] : [other, one] }
}

/// Somebody says what two documents that are alike are to each other.
public struct DecideDuplicate {
    /// The document; the newer one where one is a new version.
    public var document: Identifier
    /// The other document.
    public var other: Identifier
    /// What they are to each other.
    public var decision: DuplicateDecided.Decision
    /// What the person writes about it.
    public var note: String?

    /// A decision on two documents.
    public init(_ document: Identifier, _ other: Identifier, _ decision: DuplicateDecided.Decision, note: String? = nil) {
        self.document = document
        self.other = other
        self.decision = decision
        self.note = note
    }

    /// Writes it; saying the same again writes nothing.
    ///
    /// - Returns: whether anything changed.
    /// - Throws: ``Failure`` `badUse` when both are one document.
    public func run(in session: VaultSession) throws -> Bool {
        guard document != other else { throw Failure(.badUse, detail: "both are document \(document)") }
        return try session.write(.change) {
            let said = try session.catalog.duplicateDecisions(of: document).first {
                PairKey($0.document, $0.other) == PairKey(document, other)
            }
            let isSaid = said?.decision == decision && said?.note == note && (decision != .version || said?.document == document)
            guard !isSaid else { return [] }
            return [Record(DuplicateDecided(document: document, other: other, decision: decision, note: note))]
        } > 0
    }
}
