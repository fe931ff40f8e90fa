import CPdfium
import Glibc

/// What fields and notes of a page say: the values of a form, and the words of notes, free text and stamps.
///
/// A value counts, not its picture on the page: servers and other programs fill forms and leave the picture out, or leave an old one.
struct PdfNotes {
    /// One field or note with words.
    struct Item {
        var words: String
        /// Where a field stands; `nil` for a note, whose words stand nowhere.
        var box: deed_pdf_box?
    }

    /// Fields and notes of a page that are looked at, and UTF-16 units of one.
    private static let (limit, room) = (5000, 64 << 10)

    private(set) var items: [Item] = []
    private let form: OpaquePointer?
    private var units: [UInt16] = []

    /// Those of a page.
    init(_ page: OpaquePointer, form: OpaquePointer?) {
        self.form = form
        guard deed_pdf_annotation_count(page) > 0 else { return }
        units = [UInt16](repeating: 0, count: PdfNotes.room)
        for index in 0..<min(PdfNotes.limit, max(0, Int(deed_pdf_annotation_count(page)))) {
            guard let note = deed_pdf_annotation_get(page, Int32(index)) else { continue }
            defer { deed_pdf_annotation_close(note) }
            guard Int(deed_pdf_annotation_flags(note)) & DEED_PDF_ANNOT_FLAG_HIDDEN == 0 else { continue }
            add(note)
        }
    }

    private mutating func add(_ note: OpaquePointer) {
        switch Int(deed_pdf_annotation_subtype(note)) {
        // The words of a popup are those of the note it belongs to.
        case DEED_PDF_ANNOT_LINK, DEED_PDF_ANNOT_POPUP: return
        case DEED_PDF_ANNOT_WIDGET:
            guard let form, let value = value(form, note), !value.isBlank else { return }
            var box = deed_pdf_box()
            items.append(Item(words: value, box: deed_pdf_annotation_box(note, &box) ? box : nil))
        default:
            let words = text { deed_pdf_annotation_words(note, "Contents", $0, PdfNotes.room) }
            if !words.isBlank { items.append(Item(words: words, box: nil)) }
        }
    }

    /// What a field is filled with: its text, or the entries that are chosen.
    private mutating func value(_ form: OpaquePointer, _ field: OpaquePointer) -> String? {
        let kind = Int(deed_pdf_field_kind(form, field))
        guard [DEED_PDF_FIELD_TEXT, DEED_PDF_FIELD_COMBO, DEED_PDF_FIELD_LIST].contains(kind),
            Int(deed_pdf_field_flags(form, field)) & DEED_PDF_FIELD_FLAG_PASSWORD == 0 || kind != DEED_PDF_FIELD_TEXT
        else { return nil }
        if kind != DEED_PDF_FIELD_TEXT {
            let options = 0..<Int32(clamping: min(PdfNotes.limit, max(0, Int(deed_pdf_option_count(form, field)))))
            var chosen: [String] = []
            for option in options where deed_pdf_option_is_selected(form, field, option) {
                chosen.append(text { deed_pdf_option_label(form, field, option, $0, PdfNotes.room) })
            }
            if !chosen.isEmpty { return chosen.joined(separator: "\n") }
        }
        return text { deed_pdf_field_value(form, field, $0, PdfNotes.room) }
    }

    private mutating func text(_ read: (UnsafeMutablePointer<UInt16>) -> Int) -> String {
        let count = units.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map(read) ?? 0 }
        return String(decoding: units[..<min(max(0, count), units.count)], as: UTF16.self)
    }
}

extension String {
    fileprivate var isBlank: Bool { !unicodeScalars.contains { !$0.properties.isWhitespace } }
}
