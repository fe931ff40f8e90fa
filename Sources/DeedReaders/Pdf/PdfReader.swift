import CPdfium
import DeedCore
import DeedExtract

/// PDF through pdfium, page by page.
enum PdfReader {
    /// Pages beyond this are not read; a warning says so.
    static let pageLimit = 5000

    /// Sends every page of `input` to `sink`.
    ///
    /// Throws `encrypted` when a password is needed, `damaged` when pdfium can make nothing of it (the supervisor then tries
    /// pdftotext), `noReader` when this machine has no pdfium.
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        guard PdfLibrary.isPresent else { throw .noReader }
        sink.unit = .page
        sink.engine = "\(PdfLibrary.name), deedbox pdf 2"
        let document = try PdfDocument(input.bytes)
        sink.signatures = document.signatures
        if document.isDynamicForm { sink.warn(TextRemark.dynamicForm.warning) }
        // The import takes files out where it sees the sign of them.
        if document.fileCount > 0, !PdfHolderSign.stands(in: input.bytes) {
            sink.warn(TextRemark.filesInside(document.fileCount).warning)
        }
        let count = document.pageCount
        guard count > 0 else { throw .damaged("no pages") }
        if count > pageLimit { sink.warn(TextRemark.pages(read: pageLimit, of: count).warning) }
        var buffer = PdfBuffer()
        var unread = 0
        for index in 0..<min(count, pageLimit) {
            if try !document.readPage(index, buffer: &buffer, into: sink) {
                unread += 1
                sink.warn("page \(index + 1): damaged")
                try sink.page(number: index + 1, label: nil, text: UnsafeBufferPointer(start: nil, count: 0), needsOCR: false)
            }
        }
        if unread == min(count, pageLimit) { throw .damaged("no page can be loaded") }
        if document.isCutOff { throw .damaged("its end is missing; pages may be missing too") }
    }
}

/// An open document of pdfium; the bytes must outlive it.
struct PdfDocument: ~Copyable {
    private let handle: OpaquePointer
    private let rebuilt: UnsafeMutableRawBufferPointer?
    private let hasForm: Bool
    private let form: OpaquePointer?
    /// Whether nothing but the XML of a dynamic form says what it asks and what was filled in.
    let isDynamicForm: Bool

    /// Opens a document without a password; whoever asks closes it.
    static func open(_ bytes: UnsafeRawBufferPointer) throws(ReadError) -> OpaquePointer {
        guard let base = bytes.baseAddress, bytes.count > 0 else { throw .damaged("empty") }
        guard let handle = deed_pdf_load(base, bytes.count) else {
            let code = deed_pdf_last_error()
            if code == UInt(DEED_PDF_ERROR_PASSWORD) { throw .encrypted }
            if code == UInt(DEED_PDF_ERROR_SECURITY) { throw .encryptedForCertificates }
            throw .damaged("pdfium error \(code)")
        }
        return handle
    }

    init(_ bytes: UnsafeRawBufferPointer) throws(ReadError) {
        (handle, rebuilt) = try PdfDocument.openAtAll(bytes)
        let kind = Int(deed_pdf_form_type(handle))
        hasForm = kind > 0
        form = hasForm ? deed_pdf_form_open(handle) : nil
        isDynamicForm = kind == DEED_PDF_FORM_XFA_FULL
    }

    deinit {
        if let form { deed_pdf_form_close(form) }
        deed_pdf_close(handle)
        rebuilt?.deallocate()
    }

    /// Whether its end was missing: pages may be missing too.
    var isCutOff: Bool { rebuilt != nil }

    /// Opens a document, with a trailer made for it when it has none that can be read.
    private static func openAtAll(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ReadError) -> (OpaquePointer, UnsafeMutableRawBufferPointer?) {
        do {
            return (try open(bytes), nil)
        } catch {
            guard case .damaged = error, let rebuilt = PdfTrailer.added(to: bytes) else { throw error }
            do {
                return (try open(UnsafeRawBufferPointer(rebuilt)), rebuilt)
            } catch {
                rebuilt.deallocate()
                throw error
            }
        }
    }

    var pageCount: Int { Int(deed_pdf_page_count(handle)) }

    /// Files that the document lists.
    var fileCount: Int { max(0, Int(deed_pdf_attachment_count(handle))) }

    /// Signature fields that are signed or wait to be; pdfium tells no more without parsing them.
    var signatures: Int { max(0, Int(deed_pdf_signature_count(handle))) }

    /// Reads page `index` (from 0) and sends it; false when pdfium cannot load it.
    func readPage(_ index: Int, buffer: inout PdfBuffer, into sink: any PageSink) throws(ReadError) -> Bool {
        guard var page = deed_pdf_page_load(handle, Int32(index)) else { return false }
        let notes = PdfNotes(page, form: form)
        let bare = PdfDocument.words(under: notes, on: page)
        // Flattening costs 40 % of the time of a page (measured on 971 PDFs), so only where it can add text.
        if deed_pdf_page_has_annotated_text(page, hasForm), deed_pdf_page_flatten(page) {
            deed_pdf_page_close(page)
            guard let flat = deed_pdf_page_load(handle, Int32(index)) else { return false }
            page = flat
        }
        defer { deed_pdf_page_close(page) }
        let text = deed_pdf_text_load(page)
        defer { if let text { deed_pdf_text_close(text) } }
        var bytes = buffer.text(text)
        if let text, !notes.items.isEmpty {
            let filled = PdfFilledText(text, notes, bare: bare)
            if !filled.isPlain { bytes = buffer.text(units: filled.units) }
        }
        let needsOCR = buffer.encoder.isUnreadable || PdfDocument.isUnmapped(text) || PdfCover.needsOCR(page, text: text)
        try sink.page(number: index + 1, label: nil, text: bytes, needsOCR: needsOCR)
        return true
    }

    /// What stands in the places of fields before they are drawn.
    private static func words(under notes: PdfNotes, on page: OpaquePointer) -> [String] {
        guard notes.items.contains(where: { $0.box != nil }), let text = deed_pdf_text_load(page) else { return [] }
        defer { deed_pdf_text_close(text) }
        return notes.items.map { item in item.box.map { PdfFilledText.words(in: $0, of: text) } ?? "" }
    }

    /// Whether the fonts say of most characters not what they mean: pdfium then gives the numbers of their glyphs as characters.
    private static func isUnmapped(_ text: OpaquePointer?) -> Bool {
        guard let text else { return false }
        let count = Int(deed_pdf_text_count(text))
        // A sample is enough.
        let step = max(1, count / 500)
        let looked = stride(from: 0, to: count, by: step)
        let unmapped = looked.count { deed_pdf_text_is_unmapped(text, Int32($0)) }
        return TextLayer.isUnreadable(visible: (count + step - 1) / step, meaningless: unmapped)
    }
}

/// Room for one page's text, grown to the biggest page and used again for the next.
struct PdfBuffer: ~Copyable {
    var encoder = PdfText()
    private var units = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: 1 << 14)
    private var bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3 << 14)

    deinit {
        units.deallocate()
        bytes.deallocate()
    }

    /// The page's text; valid until the next call.
    mutating func text(_ handle: OpaquePointer?) -> UnsafeBufferPointer<UInt8> {
        guard let handle else { return encode(0) }
        let count = Int(deed_pdf_text_count(handle))
        guard count > 0 else { return encode(0) }
        // A character outside the BMP is one for pdfium and two units here.
        makeRoom(2 * count + 2)
        return encode(Int(deed_pdf_text_get(handle, Int32(count), units.baseAddress)))
    }

    /// The text of these units; valid until the next call.
    mutating func text(units given: [UInt16]) -> UnsafeBufferPointer<UInt8> {
        makeRoom(given.count)
        _ = units.update(fromContentsOf: given)
        return encode(given.count)
    }

    private mutating func makeRoom(_ count: Int) {
        guard units.count < count else { return }
        units.deallocate()
        bytes.deallocate()
        units = .allocate(capacity: count)
        bytes = .allocate(capacity: 3 * count)
    }

    private mutating func encode(_ count: Int) -> UnsafeBufferPointer<UInt8> {
        guard let out = bytes.baseAddress else { return UnsafeBufferPointer(start: nil, count: 0) }
        let written = encoder.encode(UnsafeBufferPointer(rebasing: units[..<count]), to: out)
        return UnsafeBufferPointer(start: out, count: written)
    }
}
