/// Codes that the program keeps in the journal or in JSON, with the words people read for them.
public struct Vocabulary: Sendable {
    /// What the vocabulary is about, for tests.
    public let name: String
    /// The words in the order of definition.
    public let terms: [Term]

    /// A code with its words.
    public struct Term: Sendable, Hashable {
        /// The code; never changes.
        public let code: String
        /// The English words.
        public let english: String
        /// The Chinese words.
        public let chinese: String
    }

    init(_ name: String, _ terms: [(String, String, String)]) {
        self.name = name
        self.terms = terms.map { Term(code: $0.0, english: $0.1, chinese: $0.2) }
    }

    /// The term of a code; `nil` for an unknown one.
    public subscript(code: String) -> Term? { terms.first { $0.code == code } }
}

extension Messages {
    /// The words for a code of a vocabulary. A code that this version does not know is shown as it is.
    public func word(_ code: String, in vocabulary: Vocabulary) -> String {
        let own = surface == .page ? Vocabulary.onPage[vocabulary.name]?[code] : nil
        guard let term = own ?? vocabulary[code] else { return code }
        return language == .english ? term.english : term.chinese
    }
}
