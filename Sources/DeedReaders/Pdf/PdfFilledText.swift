import CPdfium

/// The text of a page with what its fields and notes say: each once, the value of a field in the place of an old picture of it.
struct PdfFilledText {
    private let text: OpaquePointer
    private let count: Int
    /// Characters that are left out, by their index.
    private var dropped: Set<Int> = []
    /// What stands in the place of a character that is left out.
    private var instead: [Int: String] = [:]
    private var behind: [String] = []

    /// Characters of a page up to which its fields are compared one by one.
    private static let limit = 200_000

    /// `shown`: the page's text with its fields as they are drawn; `bare`: what stood in the fields' places before they were drawn.
    init(_ shown: OpaquePointer, _ notes: PdfNotes, bare: [String]) {
        text = shown
        count = min(PdfFilledText.limit, max(0, Int(deed_pdf_text_count(shown))))
        let whole = PdfFilledText.plain(all)
        for (at, item) in notes.items.enumerated() {
            let words = PdfFilledText.plain(item.words)
            guard let box = item.box else {
                if !whole.contains(words) { behind.append(item.words) }
                continue
            }
            let drawn = PdfFilledText.plain(PdfFilledText.words(in: box, of: shown))
            if drawn.contains(words) || PdfFilledText.isFormatted(words, as: drawn) { continue }
            if !drawn.isEmpty, at < bare.count, PdfFilledText.plain(bare[at]).isEmpty {
                replace(box, by: item.words)
            } else {
                behind.append(item.words)
            }
        }
    }

    /// Whether the page's own text is all there is to say.
    var isPlain: Bool { dropped.isEmpty && behind.isEmpty }

    /// The whole text, as pdfium's own call gives it.
    var units: [UInt16] {
        var units: [UInt16] = []
        for index in 0..<count {
            if let words = instead[index] { units += Array(words.utf16) }
            guard !dropped.contains(index) else { continue }
            units += Array(PdfFilledText.scalar(text, index).utf16)
        }
        for words in behind { units += [0x0A] + Array(words.utf16) }
        return units
    }

    private var all: String {
        var all = ""
        for index in 0..<count { all += PdfFilledText.scalar(text, index) }
        return all
    }

    private mutating func replace(_ box: deed_pdf_box, by words: String) {
        var character = deed_pdf_character()
        var first: Int?
        for index in 0..<count {
            guard deed_pdf_text_character(text, Int32(index), &character), character.unicode > 0x20 else { continue }
            let x = (character.box.left + character.box.right) / 2
            let y = (character.box.bottom + character.box.top) / 2
            guard x >= box.left, x <= box.right, y >= box.bottom, y <= box.top else { continue }
            dropped.insert(index)
            first = first ?? index
        }
        if let first { instead[first, default: ""] += words } else { behind.append(words) }
    }

    /// What stands in a place of the page.
    static func words(in box: deed_pdf_box, of text: OpaquePointer) -> String {
        var units = [UInt16](repeating: 0, count: 16 << 10)
        let count = Int(deed_pdf_text_bounded(text, box, &units, Int32(units.count)))
        return String(decoding: units[..<min(max(0, count), units.count)], as: UTF16.self)
    }

    private static func scalar(_ text: OpaquePointer, _ index: Int) -> String {
        Unicode.Scalar(deed_pdf_text_unicode(text, Int32(index))).map { String($0) } ?? ""
    }

    /// Without white space: where lines break in a field does not matter.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace && $0.value > 0x20 }))
    }

    /// Whether a number is drawn in the form that a script gave it: `¥12,000.00` for `12000`.
    private static func isFormatted(_ value: String, as drawn: String) -> Bool {
        let digits = value.filter { $0.isNumber }
        guard !digits.isEmpty, value.allSatisfy({ $0.isNumber || ".,-".contains($0) }) else { return false }
        return drawn.filter { $0.isNumber }.hasPrefix(digits)
    }
}
