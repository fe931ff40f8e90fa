public import DeedCore

/// What is known of an object's text without the text.
public struct TextSummary: Sendable, Hashable {
    /// What came of reading.
    public var state: DocumentText.State
    /// Why there is no text, or not all of it.
    public var reason: String?
    /// Media type found by content.
    public var media: String
    /// Who read it; empty when nobody did.
    public var engine: String
    /// What a page's number counts.
    public var unit: DocumentText.Unit
    /// How many pages there are.
    public var pages: Int
    /// The numbers of the pages that are pictures without text.
    public var pagesForOCR: [Int]
    /// Electronic signatures, where the reader could tell.
    public var signatures: Int?
    /// What the engine complained about.
    public var warnings: [String]

    /// A summary.
    public init(
        state: DocumentText.State, reason: String?, media: String, engine: String, unit: DocumentText.Unit, pages: Int,
        pagesForOCR: [Int], signatures: Int?, warnings: [String]
    ) {
        self.state = state
        self.reason = reason
        self.media = media
        self.engine = engine
        self.unit = unit
        self.pages = pages
        self.pagesForOCR = pagesForOCR
        self.signatures = signatures
        self.warnings = warnings
    }
}

/// How many objects have text, and why others have none.
public struct TextCounts: Sendable, Hashable {
    /// Objects by what came of reading them; most frequent first.
    public var groups: [Group]
    /// Pages of all objects.
    public var pages: Int
    /// Pages that are pictures without text.
    public var pagesForOCR: Int
    /// Objects with at least one such page.
    public var objectsForOCR: Int

    /// Objects with the same state and reason.
    public struct Group: Sendable, Hashable {
        /// What came of reading.
        public var state: DocumentText.State
        /// Why there is no text, or not all of it.
        public var reason: String?
        /// How many objects.
        public var count: Int

        /// Whether there is text, and not all of it.
        public var isPartly: Bool { state == .text && reason != nil && reason != "charset-uncertain" }

        /// A group of `count` objects.
        public init(state: DocumentText.State, reason: String?, count: Int) {
            self.state = state
            self.reason = reason
            self.count = count
        }
    }

    /// Counts.
    public init(groups: [Group], pages: Int, pagesForOCR: Int, objectsForOCR: Int) {
        self.groups = groups
        self.pages = pages
        self.pagesForOCR = pagesForOCR
        self.objectsForOCR = objectsForOCR
    }

    /// How many objects are in a state.
    public func count(_ state: DocumentText.State) -> Int {
        groups.reduce(0) { $0 + ($1.state == state ? $1.count : 0) }
    }
}
