/// Turns the XML of a Word part into lines: paragraphs end lines, table cells end with a tab, rows with a line.
///
/// Left out: deleted and moved-away text, field codes, phonetic guides, and the forms of a text box that repeat it for other programs.
final class DocxText: XmlHandler {
    let pages: TextPages
    private let styles: DocxStyles
    private let numbering: DocxNumbering?
    private let sectioning: Bool

    /// Paragraphs stand in each other: a text box belongs to a run of the paragraph it is anchored in.
    private var paragraphs: [Paragraph] = []
    private var cellStarts: [Int] = []
    private var skipped = 0
    private var forms = AlternateContent()
    private var fields = DocxFields()
    private var propertyDepth = 0
    private var isText = false

    /// Lines into `pages`; with `sectioning`, headings and articles begin new parts.
    init(_ pages: TextPages, styles: DocxStyles, numbering: DocxNumbering? = nil, sectioning: Bool = false) {
        self.pages = pages
        self.styles = styles
        self.numbering = numbering
        self.sectioning = sectioning
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        if forms.start(name) { return }
        switch name {
        case "del", "moveFrom", "rt": skipped += 1
        case _ where skipped > 0 || forms.isSkipping: break
        case "t": isText = true
        case "p": paragraphs.append(Paragraph())
        case "pPr": propertyDepth += 1
        case _ where propertyDepth > 0: property(name, attributes)
        case "tab", "ptab": add(UInt8(ascii: "\t"))
        case "br", "cr": add(UInt8(ascii: "\n"))
        case "noBreakHyphen": add(UInt8(ascii: "-"))
        case "textpath": if let words = attributes["string"] { art(words) }
        case "sym": if let mark = DocxSymbol.text(attributes) { mark.utf8.forEach(add) }
        case "tc": cellStarts.append(pages.bytes.count)
        default: if let shown = fields.start(name, attributes) { shown.utf8.forEach(add) }
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        if forms.end(name) { return }
        switch name {
        case "del", "moveFrom", "rt": skipped -= 1
        case _ where skipped > 0 || forms.isSkipping: break
        case "t": isText = false
        case "pPr": propertyDepth -= 1
        case "p": try endParagraph()
        case "tc": endCell()
        case "tr": try endRow()
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isText, skipped == 0, !forms.isSkipping else { return }
        forms.text(utf8)
        fields.text()
        if paragraphs.isEmpty {
            pages.append(utf8)
        } else {
            paragraphs[paragraphs.count - 1].bytes.append(contentsOf: utf8)
            // One run of text without end is no paragraph: hand it on before it fills the memory.
            if paragraphs[paragraphs.count - 1].bytes.count > TextPages.pageSize { try flushLongParagraph() }
        }
    }

    private func add(_ byte: UInt8) {
        guard !paragraphs.isEmpty else { return }
        paragraphs[paragraphs.count - 1].bytes.append(byte)
    }

    /// Letters that are drawn as a picture (WordArt, watermarks): a line of their own.
    private func art(_ words: String) {
        if let last = paragraphs.last?.bytes.last, last != 0x0A { add(0x0A) }
        words.utf8.forEach(add)
        add(0x0A)
        Array(words.utf8).withUnsafeBufferPointer { forms.text($0) }
    }

    private func property(_ name: XmlName, _ attributes: XmlAttributes) {
        guard !paragraphs.isEmpty else { return }
        let last = paragraphs.count - 1
        switch name {
        case "pStyle": paragraphs[last].style = attributes["val"]
        case "outlineLvl": paragraphs[last].outline = attributes.number("val")
        case "numId": paragraphs[last].list = attributes.number("val")
        case "ilvl": paragraphs[last].level = attributes.number("val")
        default: break
        }
    }

    private func endParagraph() throws(ReadError) {
        guard var paragraph = paragraphs.popLast() else { return }
        number(&paragraph)
        let trimmed = paragraph.bytes.trimmed
        if sectioning, cellStarts.isEmpty, paragraphs.isEmpty, !trimmed.isEmpty {
            let isHeading = paragraph.outline.map { $0 < 9 } ?? styles.isHeading(paragraph.style)
            if let label = SectionLabel.label(of: trimmed, isHeading: isHeading) {
                try pages.endPart()
                pages.label = label
            }
        }
        pages.bytes.append(contentsOf: paragraph.bytes)
        pages.bytes.append(0x0A)
        if cellStarts.isEmpty { try pages.cut() }
    }

    /// Puts the number or bullet of a list in front, as it is seen: 第三条, 2.1, (a).
    private func number(_ paragraph: inout Paragraph) {
        guard let numbering, !paragraph.bytes.trimmed.isEmpty else { return }
        let own = paragraph.list.map { DocxNumbering.Place(list: $0, level: paragraph.level ?? 0) }
        guard let place = own ?? styles.place(paragraph.style, level: paragraph.level) else { return }
        let mark = numbering.next(place)
        if !mark.isEmpty { paragraph.bytes.insert(contentsOf: Array("\(mark) ".utf8), at: 0) }
    }

    private func endCell() {
        guard let start = cellStarts.popLast() else { return }
        while pages.bytes.count > start, pages.bytes.last == 0x0A { pages.bytes.removeLast() }
        pages.bytes.append(UInt8(ascii: "\t"))
    }

    private func endRow() throws(ReadError) {
        if pages.bytes.last == UInt8(ascii: "\t") { pages.bytes.removeLast() }
        pages.bytes.append(0x0A)
        if cellStarts.isEmpty { try pages.cut() }
    }

    private func flushLongParagraph() throws(ReadError) {
        pages.bytes.append(contentsOf: paragraphs[paragraphs.count - 1].bytes)
        paragraphs[paragraphs.count - 1].bytes.removeAll(keepingCapacity: true)
        if cellStarts.isEmpty { try pages.cut() } else if pages.bytes.count > 8 * TextPages.pageSize { throw .tooLarge }
    }

    /// What is known of a paragraph while it is read.
    private struct Paragraph {
        var bytes: [UInt8] = []
        var style: String?
        var outline: Int?
        var list: Int?
        var level: Int?
    }
}

extension [UInt8] {
    /// Without ASCII space at both ends.
    var trimmed: ArraySlice<UInt8> {
        let front = drop { $0 <= 32 }
        guard let last = front.lastIndex(where: { $0 > 32 }) else { return [] }
        return front[...last]
    }
}
