public import DeedCore
import FoundationEssentials
import GRDB

/// What is missing of an object's text, and why: words of it cannot be found.
public struct TextLack: Sendable, Hashable {
    /// What came of reading.
    public var state: DocumentText.State
    /// Why there is no text, or not all of it: `encrypted`, `damaged`, `needs-ocr` …; ``waiting`` before it was read.
    public var reason: String
    /// How many pages there are.
    public var pages: Int
    /// How many of them are pictures without text.
    public var pagesForOCR: Int

    /// The reason of a document that was not read yet.
    public static let waiting = "waiting"

    /// A lack.
    public init(state: DocumentText.State, reason: String, pages: Int, pagesForOCR: Int) {
        self.state = state
        self.reason = reason
        self.pages = pages
        self.pagesForOCR = pagesForOCR
    }

    /// Reasons that say nothing against the reader: it read what there is, up to a limit that is said, or never claimed to know the format.
    private static let expected: Set<String> = [
        "needs-ocr", "no-text", "empty", "no-reader", "charset-uncertain", "page-limit", "files-inside", "inner-unread",
        "dynamic-form", waiting,
    ]

    /// Whether a document that ends reading like this is one that the program claims to read, and could not.
    public static func isFailure(state: DocumentText.State, reason: String?) -> Bool {
        state == .failed || !(reason.map { expected.contains($0) } ?? true)
    }

    /// Which lacks a list is about.
    public enum Filter: Sendable, Hashable {
        /// No text, or not all of it for another reason than OCR; with a reason, whatever lacks for it.
        case noText(reason: String?)
        /// Pages that are pictures without text.
        case needsOCR
        /// Behind a password.
        case locked
        /// The file is broken.
        case damaged

        /// Whether it is about this lack.
        public func holds(_ lack: TextLack) -> Bool {
            switch self {
            case .noText(nil): lack.state != .text || lack.reason != "needs-ocr"
            case .noText(let reason?): lack.reason == reason
            case .needsOCR: lack.pagesForOCR > 0
            case .locked: lack.reason == "encrypted" || lack.reason == "encrypted-for-certificates"
            case .damaged: lack.reason == "damaged" || lack.reason == "crashed"
            }
        }
    }
}

extension SearchIndex {
    /// The objects that were read and whose text is not all there.
    public func lacks() throws -> [ObjectID: TextLack] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT object, state, reason, pages, ocr_pages FROM text
                    WHERE state <> 'text' OR reason IS NOT NULL OR ocr_pages > 0
                    """)
            var lacks: [ObjectID: TextLack] = [:]
            while let row = try rows.next() {
                guard let object = ObjectID(bytes: row[0] as Data) else { continue }
                let (state, pages) = (DocumentText.State(rawValue: row[1]) ?? .failed, row[4] as Int)
                let reason: String? = row[2]
                lacks[object] = TextLack(
                    state: state, reason: reason ?? (pages > 0 ? "needs-ocr" : "no-text"), pages: row[3], pagesForOCR: pages)
            }
            return lacks
        }
    }
}
