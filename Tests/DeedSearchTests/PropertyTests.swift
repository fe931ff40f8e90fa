import DeedCore
import DeedSearch
import DeedText
import TestSupport
import Testing

/// Random documents and random queries against a matcher that knows nothing of tokens: it looks for substrings in folded text.
@Suite("Finds what a plain search in the text finds")
struct PropertyTests {
    /// A text as a person reads it: Han with the gaps and wraps taken out, and the Latin words.
    ///
    /// One thing it shares with the index, which has no positions for punctuation: 保修，修期 also reads 保修期.
    private struct Plain {
        var runs: [String] = []
        var words: Set<String> = []

        init(_ text: String) {
            let scalars = Array(Folding.folded(text).unicodeScalars)
            // Runs in order; an empty one stands for a word between two of them.
            var pieces: [String] = [""]
            var word = ""
            for (at, scalar) in scalars.enumerated() {
                if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                    word.unicodeScalars.append(scalar)
                    continue
                }
                if !word.isEmpty { words.insert(word) }
                if !word.isEmpty { pieces += ["", ""] }
                word = ""
                if (0x4E00...0x9FFF).contains(scalar.value) {
                    pieces[pieces.count - 1].unicodeScalars.append(scalar)
                } else if !Plain.isGap(scalars, at), pieces.last != "" {
                    pieces.append("")
                }
            }
            if !word.isEmpty { words.insert(word) }
            join(pieces)
        }

        private mutating func join(_ pieces: [String]) {
            var last = ""
            for piece in pieces {
                if piece.count > 1, last.count > 1, piece.first == last.last {
                    runs[runs.count - 1] += piece.dropFirst()
                } else if !piece.isEmpty {
                    runs.append(piece)
                }
                last = piece
            }
        }

        /// A space or a single line end.
        private static func isGap(_ scalars: [Unicode.Scalar], _ at: Int) -> Bool {
            let isEnd = { (at: Int) in scalars.indices.contains(at) && scalars[at] == "\n" }
            return scalars[at] == " " || isEnd(at) && !isEnd(at - 1) && !isEnd(at + 1)
        }
    }

    private indirect enum Query {
        case han(String)
        case word(String)
        case prefix(String)
        case all([Query])
        case any([Query])
        case but(Query, not: Query)

        var text: String {
            switch self {
            case .han(let text), .word(let text): text
            case .prefix(let text): text + "*"
            case .all(let parts): "(" + parts.map(\.text).joined(separator: " ") + ")"
            case .any(let parts): "(" + parts.map(\.text).joined(separator: " OR ") + ")"
            case .but(let wanted, let excluded): "(\(wanted.text) -\(excluded.text))"
            }
        }

        func fits(_ plain: Plain) -> Bool {
            switch self {
            case .han(let text): plain.runs.contains { $0.contains(Folding.folded(text)) }
            case .word(let text): plain.words.contains(text.lowercased())
            case .prefix(let text): plain.words.contains { $0.hasPrefix(text.lowercased()) }
            case .all(let parts): parts.allSatisfy { $0.fits(plain) }
            case .any(let parts): parts.contains { $0.fits(plain) }
            case .but(let wanted, let excluded): wanted.fits(plain) && !excluded.fits(plain)
            }
        }
    }

    private static let han = ["保", "修", "质", "質", "期", "东", "東", "升", "昇", "金"]
    private static let latin = ["warranty", "warrant", "War", "SN12345", "sn123", "５", "12", "123"]

    private func text(_ random: inout SplitMix) -> String {
        let gaps = ["", "", "", "", "", " ", "\n", "，", "。", "\n\n", "\t"]
        return (0..<Int.random(in: 3...25, using: &random)).map { _ in
            Int.random(in: 0..<6, using: &random) == 0
                ? " \(random.pick(PropertyTests.latin)) " : random.pick(PropertyTests.han) + random.pick(gaps)
        }.joined()
    }

    private func query(_ random: inout SplitMix, depth: Int) -> Query {
        let choice = Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &random)
        switch choice {
        case 0...2: return .han((0..<Int.random(in: 1...4, using: &random)).map { _ in random.pick(PropertyTests.han) }.joined())
        case 3: return .word(random.pick(["warranty", "WARRANT", "war", "sn12345", "sn123", "5", "12", "123"]))
        case 4: return .prefix(random.pick(["war", "warr", "sn", "SN12", "123"]))
        case 5, 6: return .all([query(&random, depth: depth - 1), query(&random, depth: depth - 1)])
        case 7: return .any([query(&random, depth: depth - 1), query(&random, depth: depth - 1)])
        default: return .but(query(&random, depth: depth - 1), not: query(&random, depth: depth - 1))
        }
    }

    @Test("on random texts", arguments: 1...4)
    func random(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let archive = try Archive()
        var plain: [Identifier: Plain] = [:]
        var texts: [PreparedText] = []
        var documents: [IndexedDocument] = []
        let day = try #require(CivilDate(year: 2024, month: 5, day: 1))
        for number in 0..<60 {
            let object = Archive.object("p\(number)")
            let text = text(&random)
            let document = IndexedDocument(id: archive.mintID(), object: object, title: "-", keyDate: day)
            plain[document.id] = Plain(text)
            texts.append(try PreparedText(Archive.text([text]), for: object))
            documents.append(document)
        }
        try archive.index.store(texts)
        try archive.index.index(documents, appliedSeq: 1)
        #expect(try archive.index.isSound())
        var found = 0
        for _ in 0..<150 {
            let query = query(&random, depth: 3)
            let expected = Set(plain.filter { query.fits($0.value) }.keys)
            let hits = try archive.index.find(query.text, limit: 100).hits
            found += hits.count
            #expect(Set(hits.map(\.document)) == expected, "\(query.text)")
        }
        #expect(found > 300)
    }

    @Test("every snippet of a word marks it and nothing else")
    func snippets() throws {
        var random = SplitMix(seed: 99)
        let archive = try Archive()
        for number in 0..<40 { try archive.put("s\(number)", [text(&random), text(&random)], title: "-") }
        for word in ["保修", "质保", "东", "sn123*", "warranty"] {
            for hit in try archive.index.find(word, limit: 50).hits {
                let marks = hit.snippet.split(separator: "<mark>", omittingEmptySubsequences: false).dropFirst().map {
                    String($0.split(separator: "</mark>")[0])
                }
                #expect(!marks.isEmpty, "\(word): \(hit)")
                for mark in marks {
                    let folded = Folding.nameKey(mark)
                    let wanted = Folding.nameKey(word)
                    let fits = word.hasSuffix("*") ? folded.hasPrefix(wanted) : folded.replacing(wanted, with: "").isEmpty
                    #expect(fits, "\(word): \(hit.snippet)")
                }
            }
        }
    }
}
