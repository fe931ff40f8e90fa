import CPdfium
import DeedCore

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
        sink.engine = PdfLibrary.name
        let document = try PdfDocument(input.bytes)
        sink.signatures = document.signatures
        let count = document.pageCount
        guard count > 0 else { throw .damaged("no pages") }
        if count > pageLimit { sink.warn("page-limit: \(pageLimit) of \(count) pages read") }
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
    }
}

/// An open document of pdfium; the bytes must outlive it.
private struct PdfDocument: ~Copyable {
    private let handle: OpaquePointer
    private let hasForm: Bool

    init(_ bytes: UnsafeRawBufferPointer) throws(ReadError) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { throw .damaged("empty") }
        guard let handle = deed_pdf_load(base, bytes.count) else {
            let code = deed_pdf_last_error()
            if code == UInt(DEED_PDF_ERROR_PASSWORD) { throw .encrypted }
            throw .damaged("pdfium error \(code)")
        }
        self.handle = handle
        hasForm = deed_pdf_form_type(handle) > 0
    }

    deinit { deed_pdf_close(handle) }

    var pageCount: Int { Int(deed_pdf_page_count(handle)) }

    /// Signature fields that are signed or wait to be; pdfium tells no more without parsing them.
    var signatures: Int { max(0, Int(deed_pdf_signature_count(handle))) }

    /// Reads page `index` (from 0) and sends it; false when pdfium cannot load it.
    func readPage(_ index: Int, buffer: inout PdfBuffer, into sink: any PageSink) throws(ReadError) -> Bool {
        guard var page = deed_pdf_page_load(handle, Int32(index)) else { return false }
        // Flattening costs 40 % of the time of a page (measured on 971 PDFs), so only where it can add text.
        if deed_pdf_page_has_annotated_text(page, hasForm), deed_pdf_page_flatten(page) {
            deed_pdf_page_close(page)
            guard let flat = deed_pdf_page_load(handle, Int32(index)) else { return false }
            page = flat
        }
        defer { deed_pdf_page_close(page) }
        let text = buffer.text(of: page)
        let encoder = buffer.encoder
        let needsOCR = encoder.isUnreadable || (encoder.isSparse && PdfPictures.share(of: page) > 0.5)
        try sink.page(number: index + 1, label: nil, text: text, needsOCR: needsOCR)
        return true
    }
}

/// Room for one page's text, grown to the biggest page and used again for the next.
private struct PdfBuffer: ~Copyable {
    var encoder = PdfText()
    private var units = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: 1 << 14)
    private var bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3 << 14)

    deinit {
        units.deallocate()
        bytes.deallocate()
    }

    /// The page's text; valid until the next call.
    mutating func text(of page: OpaquePointer) -> UnsafeBufferPointer<UInt8> {
        guard let handle = deed_pdf_text_load(page) else { return encode(0) }
        defer { deed_pdf_text_close(handle) }
        let count = Int(deed_pdf_text_count(handle))
        guard count > 0 else { return encode(0) }
        // A character outside the BMP is one for pdfium and two units here.
        if units.count < 2 * count + 2 {
            units.deallocate()
            bytes.deallocate()
            units = .allocate(capacity: 2 * count + 2)
            bytes = .allocate(capacity: 3 * (2 * count + 2))
        }
        return encode(Int(deed_pdf_text_get(handle, Int32(count), units.baseAddress)))
    }

    private mutating func encode(_ count: Int) -> UnsafeBufferPointer<UInt8> {
        guard let out = bytes.baseAddress else { return UnsafeBufferPointer(start: nil, count: 0) }
        let written = encoder.encode(UnsafeBufferPointer(rebasing: units[..<count]), to: out)
        return UnsafeBufferPointer(start: out, count: written)
    }
}
