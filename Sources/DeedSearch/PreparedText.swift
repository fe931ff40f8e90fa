public import DeedCore
import DeedText

/// A text ready to be stored: pages counted in tokens and compressed.
///
/// Making it is the part of storing that needs no database; it may run on any thread, so that a pipeline's writer only writes.
public struct PreparedText: Sendable {
    /// Whose text it is.
    public let object: ObjectID
    let summary: TextSummary
    let pages: [Page]
    /// `nil` where the text is too short.
    let sketch: TextSketch?

    struct Page: Sendable {
        let number: Int
        let label: String?
        let tokenStart: Int
        let needsOCR: Bool
        let size: Int
        let deflated: [UInt8]
    }

    /// Counts and compresses `text`, the text of `object`. About 40 MB of text a second.
    public init(_ text: DocumentText, for object: ObjectID) throws {
        self.object = object
        let deflater = try Deflater()
        var pages: [Page] = []
        pages.reserveCapacity(text.pages.count)
        var tokens = 0
        var sketcher = TextSketcher()
        for page in text.pages {
            var bytes = page.text
            try bytes.withUTF8 { utf8 in
                pages.append(
                    Page(
                        number: page.number, label: page.label, tokenStart: tokens, needsOCR: page.needsOCR, size: utf8.count,
                        deflated: try deflater.deflate(utf8)))
                tokens += TokenCount.positions(in: utf8, sketching: &sketcher)
            }
        }
        self.pages = pages
        sketch = sketcher.finish()
        summary = TextSummary(
            state: text.state, reason: text.reason, media: text.media, engine: text.engine, unit: text.unit, pages: pages.count,
            pagesForOCR: text.pages.filter(\.needsOCR).map(\.number), signatures: text.signatures, warnings: text.warnings)
    }
}

enum TokenCount {
    /// How many positions a page takes up in the index. Pages are joined by form feeds, at which every run ends, so they add up.
    static func positions(in utf8: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        Tokenizer.scan(utf8, mode: .document) { _, _, _, colocated in
            if !colocated { count += 1 }
            return true
        }
        return count
    }

    /// The same, while the tokens go into a sketch.
    static func positions(in utf8: UnsafeBufferPointer<UInt8>, sketching sketcher: inout TextSketcher) -> Int {
        var count = 0
        Tokenizer.scan(utf8, mode: .document) { folded, _, _, colocated in
            if !colocated {
                count += 1
                sketcher.add(folded)
            }
            return true
        }
        return count
    }
}
