/// The text that was read out of one object, page by page, or why there is none.
public struct DocumentText: Sendable, Hashable {
    /// Media type found by content (never by extension), for example `application/pdf`.
    public var media: String
    /// Whether there is text.
    public var state: State
    /// Why there is no text, or not all of it: a reason code such as `encrypted`, `no-reader`, `too-large`, `damaged`, `timeout`.
    public var reason: String?
    /// What a ``PageText/number`` counts.
    public var unit: Unit
    /// The pages in order; empty when there is no text.
    public var pages: [PageText]
    /// The engine and its version, for example `pdfium 8149`; the empty string when none read it.
    public var engine: String
    /// How many electronic signatures the document carries, where the reader can tell.
    public var signatures: Int?
    /// What the engine complained about, untranslated.
    public var warnings: [String]

    /// What came of reading.
    public enum State: String, Sendable, CaseIterable {
        /// Some page has text.
        case text
        /// Nothing to index: the reason says why.
        case none
        /// The reader failed: the reason says how.
        case failed
    }

    /// What the format counts.
    public enum Unit: String, Sendable, CaseIterable {
        case page
        case sheet
        case slide
        /// A heading or an article; the format has no pages.
        case section
        /// One text without parts.
        case whole
    }

    /// The text of one object.
    public init(
        media: String, state: State, reason: String? = nil, unit: Unit = .whole, pages: [PageText] = [], engine: String = "",
        signatures: Int? = nil, warnings: [String] = []
    ) {
        self.media = media
        self.state = state
        self.reason = reason
        self.unit = unit
        self.pages = pages
        self.engine = engine
        self.signatures = signatures
        self.warnings = warnings
    }
}

/// One page, sheet, slide or section.
public struct PageText: Sendable, Hashable {
    /// From 1.
    public var number: Int
    /// The sheet's name or the section's heading, where there is one.
    public var label: String?
    /// Valid UTF-8 without NUL.
    public var text: String
    /// Whether what it says stands in a picture, or its text means nothing.
    public var needsOCR: Bool

    /// A page with its text.
    public init(number: Int, label: String? = nil, text: String, needsOCR: Bool = false) {
        self.number = number
        self.label = label
        self.text = text
        self.needsOCR = needsOCR
    }
}
