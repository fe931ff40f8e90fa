import CPdfium
import DeedExtract
import Glibc

/// The files inside a PDF: those that the document lists, as a portfolio does, and those that notes on its pages carry.
final class PdfFiles {
    private let document: OpaquePointer
    private let nameLimit: Int
    private var made: [MailFile] = []
    /// Notes of a page stay open as long as their files are wanted.
    private var notes: [OpaquePointer] = []
    private var pages: [OpaquePointer] = []

    /// A larger file does not fit into the worker.
    private static let largest = 256 << 20
    /// Notes that are looked at, on all pages together.
    private static let notesLimit = 20_000

    /// The files of a document whose bytes outlive this, at most `most`.
    init(_ bytes: UnsafeRawBufferPointer, nameLimit: Int) throws(ReadError) {
        guard PdfLibrary.isPresent else { throw .unsupported("no pdfium") }
        document = try PdfDocument.open(bytes)
        self.nameLimit = nameLimit
    }

    deinit {
        for note in notes { deed_pdf_annotation_close(note) }
        for page in pages { deed_pdf_page_close(page) }
        deed_pdf_close(document)
    }

    /// All of them, at most `most`.
    func all(most: Int) -> [MailFile] {
        for index in 0..<min(most, max(0, Int(deed_pdf_attachment_count(document)))) {
            if let file = deed_pdf_attachment_get(document, Int32(index)) { add(file) }
        }
        var looked = 0
        for index in 0..<min(PdfReader.pageLimit, Int(deed_pdf_page_count(document))) where made.count < most {
            guard let page = deed_pdf_page_load(document, Int32(index)) else { continue }
            let before = notes.count
            for number in 0..<max(0, Int(deed_pdf_annotation_count(page))) where made.count < most && looked < PdfFiles.notesLimit
            {
                looked += 1
                addNote(Int32(number), of: page)
            }
            if notes.count > before { pages.append(page) } else { deed_pdf_page_close(page) }
        }
        return made
    }

    private func addNote(_ index: Int32, of page: OpaquePointer) {
        guard let note = deed_pdf_annotation_get(page, index) else { return }
        guard Int(deed_pdf_annotation_subtype(note)) == DEED_PDF_ANNOT_FILE, let file = deed_pdf_annotation_file(note) else {
            return deed_pdf_annotation_close(note)
        }
        notes.append(note)
        add(file)
    }

    private func add(_ file: OpaquePointer) {
        var units = [UInt16](repeating: 0, count: 4096)
        let count = deed_pdf_attachment_name(file, &units, units.count)
        let given = String(decoding: units[..<min(count, units.count)], as: UTF16.self)
        let name = MailFile.name(given, number: made.count + 1, media: Media.unknown, limit: nameLimit)
        made.append(MailFile(name: name) { [self] take in send(file, take) })
    }

    /// Hands over the bytes of a file; a reason when there are none to be had.
    private func send(_ file: OpaquePointer, _ take: (UnsafeRawBufferPointer) -> Bool) -> String? {
        var size = 0
        guard deed_pdf_attachment_size(file, &size) else { return "damaged" }
        guard size <= PdfFiles.largest else { return "too-large" }
        guard size > 0 else { return nil }
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { bytes.deallocate() }
        guard deed_pdf_attachment_bytes(file, bytes.baseAddress, size) else { return "damaged" }
        _ = take(UnsafeRawBufferPointer(bytes))
        return nil
    }
}
