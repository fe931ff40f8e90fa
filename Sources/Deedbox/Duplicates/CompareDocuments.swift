public import DeedCatalog
public import DeedCore
import DeedSearch
import DeedText

/// Two documents side by side: what is known of each, and where their texts differ.
public struct CompareDocuments {
    /// The one that came first.
    public var one: Identifier
    /// The one that came later.
    public var other: Identifier

    /// A comparison.
    public init(_ one: Identifier, _ other: Identifier) {
        self.one = one
        self.other = other
    }

    /// Something that stands in one text only.
    public struct Difference: Sendable, Hashable {
        /// Whether it stands in the other document, and not in the first.
        public var isAdded: Bool
        /// The page of the document that has it.
        public var page: Int
        /// One sentence.
        public var text: String
    }

    /// What they have and do not have in common.
    public struct Answer: Sendable {
        /// Everything that is known of each.
        public var documents: [DocumentDetails]
        /// Pages of each; 0 without text.
        public var pages: [Int]
        /// Percent of the text that is the same; `nil` when a text is too short, or there is none.
        public var share: Int?
        /// Sentences that stand in one only, in the order of reading.
        public var differences: [Difference]
        /// Whether the texts were too long, or too different, for all differences to be listed.
        public var capped: Bool
        /// What somebody said of them.
        public var decision: DuplicateDecision?
    }

    /// Sentences of a text that are compared, and differences that are listed.
    private static let mostSentences = 4000
    private static let mostDifferences = 500

    /// Compares.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read)
        let details = try [one, other].map { try session.catalog.details(of: $0) }
        let index = try session.index()
        let pages = try details.map { try index.pages(of: $0.summary.object) }
        let sketches = pages.map { TextSketch(of: $0.map(\.text).joined(separator: "\u{c}")) }
        let sentences = pages.map(Sentence.all)
        var answer = Answer(documents: details, pages: pages.map(\.count), differences: [], capped: false)
        if let first = sketches[0], let second = sketches[1] { answer.share = Int((first.likeness(to: second) * 100).rounded()) }
        answer.capped = sentences.contains { $0.count > CompareDocuments.mostSentences }
        let parts = sentences.map { Array($0.prefix(CompareDocuments.mostSentences)) }
        // Two papers that have little in common differ everywhere, and finding the shortest way between them takes the square of their length.
        guard answer.share ?? 100 >= 30 else {
            answer.capped = true
            return answer
        }
        answer.differences = differences(from: parts[0], to: parts[1])
        if answer.differences.count > CompareDocuments.mostDifferences {
            answer.differences.removeSubrange(CompareDocuments.mostDifferences...)
            answer.capped = true
        }
        answer.decision = try session.catalog.duplicateDecisions(of: one).first {
            PairKey($0.document, $0.other) == PairKey(one, other)
        }
        return answer
    }

    private func differences(from old: [Sentence], to new: [Sentence]) -> [Difference] {
        let change = new.difference(from: old) { $0.key == $1.key }
        // In the order of reading: where a sentence was taken out, and then what stands there instead.
        var found: [(place: Int, difference: Difference)] = []
        let moved = Set(change.removals.map { Sentence.place($0) })
        for step in change {
            switch step {
            case .remove(let offset, let sentence, _):
                found.append((offset * 2, Difference(isAdded: false, page: sentence.page, text: sentence.text)))
            case .insert(let offset, let sentence, _):
                // The place in the old text: behind what was kept before it.
                let kept = offset - change.insertions.filter { Sentence.place($0) < offset }.count
                var place = 0
                var count = 0
                while count < kept, place < old.count {
                    if !moved.contains(place) { count += 1 }
                    place += 1
                }
                while moved.contains(place) { place += 1 }
                found.append((place * 2 - 1, Difference(isAdded: true, page: sentence.page, text: sentence.text)))
            }
        }
        return found.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(
            \.element.difference)
    }
}

/// A sentence, or a line without an end, of a page.
private struct Sentence {
    let page: Int
    let text: String
    /// Its letters and digits, folded: another font, line wrap or space makes no difference.
    let key: String

    static func all(_ pages: [PageText]) -> [Sentence] {
        pages.flatMap { page in
            page.text.split { "。；！？;!?\n\u{c}".contains($0) }.compactMap { part in
                let text = part.trimmingSpaces
                let key = String(Folding.folded(text).unicodeScalars.filter(\.properties.isAlphabeticOrDigit))
                return key.isEmpty ? nil : Sentence(page: page.number, text: text, key: key)
            }
        }
    }

    static func place(_ change: CollectionDifference<Sentence>.Change) -> Int {
        switch change {
        case .remove(let offset, _, _), .insert(let offset, _, _): offset
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
            return ""
        }
        return String(self[first...last])
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isAlphabeticOrDigit: Bool { isAlphabetic || numericType != nil }
}
