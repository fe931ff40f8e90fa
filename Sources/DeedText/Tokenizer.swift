/// The tokens of the full-text index: overlapping pairs of Han, whole Latin words, and codes joined.
///
/// One pure function over raw UTF-8, used for indexing, for queries and for snippets. Without a dictionary, because a
/// word that a dictionary cuts one way in the text and another way in the query is lost (measured: jieba finds 0 of
/// 6,411 texts with 质量保证期).
///
/// 1. Ill-formed bytes separate. Soft hyphens, characters without width, variation selectors and combining marks are
///    skipped.
/// 2. Every character is folded (``Folding``).
/// 3. Characters are words (letters, digits), Han (with kana and Hangul), spaces, joiners (`- _ / .` and the dashes)
///    or separators.
/// 4. A run of Han goes on over spaces and a single line end, and ends at a separator, a tab, a form feed or a blank
///    line. It gives one pair a position; the last character stands once more by itself, colocated on the last pair, so
///    that `质保` ends where `5` begins in 质保5. A lone character is a token.
/// 5. A run of letters and digits is one token of at most 63 bytes.
/// 6. Words joined by single joiners, with a digit among them, are a code: its parts, and the joined form of at most 48
///    bytes colocated on the first part (`HT-2024-0031`: `ht`+`ht20240031`, `2024`, `0031`). Not where dots join
///    digits only.
/// 7. `1,234,500` is `1234500`.
/// 8. A word that a hyphen breaks at the end of a line stands whole beside both of its halves (`war-⏎ranty`:
///    `war`+`warranty`, `ranty`+`warranty`). Three words between quotes with such a one in the middle are not found.
/// 9. The last four to eight digits of a phone stand colocated on it (``PhoneTail``).
/// 10. A kana with a mark behind it, and the letters of a Korean syllable, are one character (``Composition``).
/// 11. No stemming, no stop words.
///
/// A form feed ends everything, so the tokens of a document are those of its pages, one after the other.
public enum Tokenizer {
    /// Stored with an index; any change of the rules or of the fold table is a new version, and the index is rebuilt.
    public static let version = 2

    /// The word that stands for these last digits of a phone.
    public static func phoneTail(_ digits: String) -> String? {
        let isTail = PhoneTail.lengths.contains(digits.utf8.count) && digits.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
        return isTail ? PhoneTail.prefix + digits : nil
    }

    /// What the tokens are for.
    public enum Mode: Sendable, CaseIterable {
        /// A text to be found.
        case document
        /// A query: pairs only, and neither the last character nor the joined form of a code.
        case query
        /// Titles, numbers and names: every Han character stands also by itself, so that one is enough to find them.
        case names
    }

    /// One token with where it stands in the text.
    public struct Token: Hashable, Sendable {
        /// Folded.
        public let text: String
        /// Bytes of UTF-8 from the start of the text.
        public let start: Int
        /// The first byte behind the token.
        public let end: Int
        /// Stands at the position of the token before it.
        public let colocated: Bool
    }

    /// Calls `token` with each token in order until it returns false.
    ///
    /// - Parameters:
    ///   - utf8: any bytes; what is ill-formed separates.
    ///   - token: the folded bytes (valid during the call only), the token's byte range in `utf8`, and whether it
    ///     stands at the position of the token before it. Starts never go back.
    public static func scan(
        _ utf8: UnsafeBufferPointer<UInt8>, mode: Mode,
        _ token: (_ folded: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ colocated: Bool) -> Bool
    ) {
        withoutActuallyEscaping(token) { token in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: HanRun.capacity + CodeRun.capacity) { bytes in
                withUnsafeTemporaryAllocation(of: CodeRun.Part.self, capacity: CodeRun.partCapacity) { parts in
                    guard let base = bytes.baseAddress, let partBase = parts.baseAddress else { return }
                    let han = HanRun(pair: base, mode: mode, emit: token)
                    let code = CodeRun(bytes: base + HanRun.capacity, parts: partBase, joins: mode != .query, emit: token)
                    var scanner = TokenScanner(han: han, code: code)
                    scanner.scan(utf8)
                }
            }
        }
    }

    /// The tokens of a string.
    public static func tokens(_ text: String, mode: Mode) -> [Token] {
        var found: [Token] = []
        var text = text
        text.withUTF8 { utf8 in
            scan(utf8, mode: mode) { folded, start, end, colocated in
                found.append(Token(text: String(decoding: folded, as: UTF8.self), start: start, end: end, colocated: colocated))
                return true
            }
        }
        return found
    }

    /// The joined form of a query that is one code and nothing else: `ＨＴ－２０２４` → `ht2024`; `nil` for anything else.
    ///
    /// A query looks for it beside the parts, because ``Mode/query`` gives the parts only.
    public static func joinedCode(_ text: String) -> String? {
        let tokens = tokens(text, mode: .document)
        guard tokens.count > 2, tokens[1].colocated, let last = tokens.last else { return nil }
        let joined = tokens[1]
        // From the first word to the last, and nothing else beside its parts.
        guard joined.start == tokens[0].start, joined.end == last.end, tokens.filter({ $0.colocated }).count == 1 else {
            return nil
        }
        return joined.text
    }
}
