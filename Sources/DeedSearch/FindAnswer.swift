public import DeedCore

/// What a query found.
public struct FindAnswer: Sendable, Hashable {
    /// How many documents match, counted up to ``SearchIndex/candidateLimit``, by date as far as hits were asked for.
    public var total: Int
    /// Whether there are more than ``total``: the hits are then the best of the newest ones.
    public var capped: Bool
    /// The asked-for slice.
    public var hits: [FindHit]
    /// What of the query was not taken as written.
    public var hints: [FindHint]

    /// An answer.
    public init(total: Int, capped: Bool, hits: [FindHit], hints: [FindHint]) {
        self.total = total
        self.capped = capped
        self.hits = hits
        self.hints = hints
    }
}

/// What of a query was not taken as written. Raw values are stable.
public enum FindHint: String, Sendable, Hashable, CaseIterable {
    /// `a*` or `12*`: a prefix needs two letters or three digits; the word was searched as it stands.
    case prefixTooShort = "prefix-too-short"
    /// `*0031`: only the end of a word can be left open; the word was searched as it stands.
    case starInFront = "star-in-front"
    /// `nmae:样例`: what stands before the colon is no field; it was looked for as a word.
    case unknownField = "unknown-field"
    /// `4444` found nothing: a number is found whole or by its beginning, not by its end.
    case numberFromItsEnd = "number-from-its-end"
    /// `文件夹:样例` where an earlier version made the index: what it does not hold is not found.
    case indexOutdated = "index-outdated"
    /// The query has only punctuation.
    case nothingToSearch = "nothing-to-search"
    /// The query is longer than 2,000 characters or has more than 60 terms; the rest was left out.
    case queryCut = "query-cut"
}

/// A found document.
public struct FindHit: Sendable, Hashable {
    /// The document.
    public var document: Identifier
    /// Its bytes.
    public var object: ObjectID
    /// What people call it.
    public var title: String
    /// The page (or slide) of the best place; `nil` where the format has none or the place is not in the text.
    public var page: Int?
    /// The sheet or section of the best place, where it has a name.
    public var section: String?
    /// The best places, at most three from different pages: HTML-escaped text in which hits stand in `<mark>`.
    public var snippet: String
    /// How well it fits, 0 to 1.25; only to compare within one answer. A hit in the names of a document counts 1 more when the query
    /// is a single Han character.
    public var score: Double
    /// Every page with a hit in the text, in the order of pages.
    public var pages: [PageHits]
    /// What it lay in, where the words stand there and nowhere else; never a part of the snippet, which is the paper's own text.
    public var folders: String?

    /// A hit.
    public init(
        document: Identifier, object: ObjectID, title: String, page: Int?, section: String?, snippet: String, score: Double,
        pages: [PageHits], folders: String? = nil
    ) {
        self.document = document
        self.object = object
        self.title = title
        self.page = page
        self.section = section
        self.snippet = snippet
        self.score = score
        self.pages = pages
        self.folders = folders
    }
}

/// A page with hits.
public struct PageHits: Sendable, Hashable {
    /// Its ``DeedCore/PageText/number``.
    public var number: Int
    /// How often the query's terms stand on it, counted up to 512 a term and document.
    public var count: Int

    /// A page with `count` hits.
    public init(number: Int, count: Int) {
        self.number = number
        self.count = count
    }
}
