import CZlib
import DeedCore
import DeedExtract
import Glibc
import Synchronization

@testable import DeedReaders

/// Collects what a reader sends, within the limits of the worker's own sink.
final class ReaderSink: PageSink {
    var unit: DocumentText.Unit = .whole
    var signatures: Int?
    var engine = ""
    private(set) var pages: [PageText] = []
    private(set) var warnings: [String] = []
    private(set) var bytes = 0

    func page(number: Int, label: String?, text: UnsafeBufferPointer<UInt8>, needsOCR: Bool) throws(ReadError) {
        bytes += text.count
        if bytes > 64 << 20 { throw .tooLarge }
        pages.append(PageText(number: number, label: label, text: String(decoding: text, as: UTF8.self), needsOCR: needsOCR))
    }

    func warn(_ message: String) { warnings.append(message) }

    var text: String { pages.map(\.text).joined(separator: "\u{C}") }
    var labels: [String?] { pages.map(\.label) }
}

/// The worker reads with one thread, and pdfium and libmagic count on it; tests run side by side.
private let oneAtATime = Mutex(())

/// Identifies and reads a document, as the worker does.
@discardableResult
func read(_ bytes: [UInt8], name: String = "未命名", into sink: ReaderSink = ReaderSink()) throws -> ReaderSink {
    try oneAtATime.withLock { _ in
        try Readers.prepare()
        try bytes.withUnsafeBytes { raw in
            let input = Input(bytes: raw, name: name)
            try Readers.read(input, as: Readers.identify(input), into: sink)
        }
    }
    return sink
}

/// What a document is found to be.
func identified(_ bytes: [UInt8], name: String = "未命名") throws -> Identified {
    try oneAtATime.withLock { _ in
        try Readers.prepare()
        return bytes.withUnsafeBytes { Readers.identify(Input(bytes: $0, name: name)) }
    }
}

/// The media type a document is found to be.
func media(_ bytes: [UInt8], name: String = "未命名") throws -> String {
    try identified(bytes, name: name).media
}

/// The error that reading ends with, `nil` when it succeeds.
func failure(_ bytes: [UInt8]) throws -> ReadError? {
    do {
        try read(bytes)
        return nil
    } catch let error as ReadError {
        return error
    }
}

/// Writes ZIP files, stored or deflated, from scratch, so that every byte of a hostile one can be chosen.
struct ZipFixture {
    private var file: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// A ZIP of these parts, stored.
    static func stored(_ parts: [(String, String)]) -> [UInt8] {
        var zip = ZipFixture()
        for (name, text) in parts { zip.add(name, Array(text.utf8)) }
        return zip.finished()
    }

    mutating func add(_ name: String, _ content: [UInt8], deflated: Bool = false, encrypted: Bool = false) {
        let offset = file.count
        let data = deflated ? ZipFixture.deflate(content) : content
        let checksum = UInt32(content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
        var header: [UInt8] = []
        header.add16(20, encrypted ? 0x801 : 0x800, deflated ? 8 : 0, 0, 0x5A21)
        header.add32(checksum, UInt32(data.count), UInt32(content.count))
        header.add16(UInt16(name.utf8.count), 0)
        file.add32(0x0403_4B50)
        file += header + Array(name.utf8) + data
        directory.add32(0x0201_4B50)
        directory.add16(20)
        directory += header
        directory.add16(0, 0, 0)
        directory.add32(0, UInt32(offset))
        directory += Array(name.utf8)
        count += 1
    }

    /// With `wide`, counts and places stand in a zip64 record only (APPNOTE 4.3.14 to 4.3.16).
    mutating func finished(wide: Bool = false) -> [UInt8] {
        var end: [UInt8] = []
        if wide {
            end.add32(0x0606_4B50, 44, 0)
            end.add16(45, 45)
            end.add32(0, 0, UInt32(count), 0, UInt32(count), 0, UInt32(directory.count), 0, UInt32(file.count), 0)
            end.add32(0x0706_4B50, 0, UInt32(file.count + directory.count), 0, 1)
            end.add32(0x0605_4B50)
            end.add16(0, 0, 0xFFFF, 0xFFFF)
            end.add32(0xFFFF_FFFF, 0xFFFF_FFFF)
            end.add16(0)
            return file + directory + end
        }
        end.add32(0x0605_4B50)
        end.add16(0, 0, UInt16(count), UInt16(count))
        end.add32(UInt32(directory.count), UInt32(file.count))
        end.add16(0)
        return file + directory + end
    }

    /// Raw deflate: zlib's stream without its header of 2 and its checksum of 4 bytes.
    static func deflate(_ content: [UInt8]) -> [UInt8] {
        var length = compressBound(UInt(content.count))
        var out = [UInt8](repeating: 0, count: Int(length))
        guard compress2(&out, &length, content, UInt(content.count), 9) == Z_OK else { return [] }
        return Array(out[2..<Int(length) - 4])
    }
}

extension [UInt8] {
    mutating func add16(_ values: UInt16...) {
        for value in values { self += [UInt8(value & 0xFF), UInt8(value >> 8)] }
    }

    mutating func add32(_ values: UInt32...) {
        for value in values { for shift in [0, 8, 16, 24] { append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) } }
    }
}

/// Office documents with as few parts as a program accepts.
enum OfficeFixture {
    private static let namespace = "http://schemas.openxmlformats.org/"

    static func types(_ part: String, _ type: String) -> (String, String) {
        (
            "[Content_Types].xml",
            "<Types xmlns='\(namespace)package/2006/content-types'><Override PartName='/\(part)' ContentType='\(type)'/></Types>"
        )
    }

    static func relationships(_ part: String, _ arrows: [(id: String, type: String, target: String)]) -> (String, String) {
        let list = arrows.map {
            "<Relationship Id='\($0.id)' Type='\(namespace)officeDocument/2006/relationships/\($0.type)' Target='\($0.target)'/>"
        }
        return (part, "<Relationships xmlns='\(namespace)package/2006/relationships'>\(list.joined())</Relationships>")
    }

    /// A Word document around the content of its body.
    static func docx(_ body: String, parts: [(type: String, name: String, xml: String)] = []) -> [UInt8] {
        ZipFixture.stored(docxParts(body, parts: parts))
    }

    static func docxParts(_ body: String, parts: [(type: String, name: String, xml: String)] = []) -> [(String, String)] {
        [
            types("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
            relationships("_rels/.rels", [("rId1", "officeDocument", "word/document.xml")]),
            relationships("word/_rels/document.xml.rels", parts.enumerated().map { ("r\($0)", $1.type, $1.name) }),
            ("word/document.xml", "<w:document xmlns:w='w' xmlns:mc='mc' xmlns:wps='wps'><w:body>\(body)</w:body></w:document>"),
        ] + parts.map { ("word/\($0.name)", $0.xml) }
    }

    static func paragraph(_ text: String, style: String? = nil, properties: String = "") -> String {
        let style = style.map { "<w:pStyle w:val='\($0)'/>" } ?? ""
        return "<w:p><w:pPr>\(style)\(properties)</w:pPr><w:r><w:t>\(text)</w:t></w:r></w:p>"
    }

    /// A workbook of sheets, given as the rows' XML.
    static func xlsx(
        _ sheets: [(name: String, rows: String)], strings: [String] = [], styles: String = "", workbook: String = ""
    ) -> [UInt8] {
        ZipFixture.stored(xlsxParts(sheets, strings: strings, styles: styles, workbook: workbook))
    }

    static func xlsxParts(
        _ sheets: [(name: String, rows: String)], strings: [String] = [], styles: String = "", workbook: String = ""
    ) -> [(String, String)] {
        let items = strings.map { "<si><t>\($0)</t></si>" }.joined()
        let list = sheets.enumerated().map { "<sheet name='\($1.name)' sheetId='\($0 + 1)' r:id='s\($0)'/>" }.joined()
        let arrows = sheets.indices.map { ("s\($0)", "worksheet", "worksheets/sheet\($0).xml") }
        return [
            types("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
            relationships("_rels/.rels", [("rId1", "officeDocument", "xl/workbook.xml")]),
            relationships(
                "xl/_rels/workbook.xml.rels",
                arrows + [("st", "styles", "styles.xml"), ("sh", "sharedStrings", "/xl/sharedStrings.xml")]),
            ("xl/workbook.xml", "<workbook xmlns:r='r'>\(workbook)<sheets>\(list)</sheets></workbook>"),
            ("xl/sharedStrings.xml", "<sst>\(items)</sst>"), ("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"),
        ]
            + sheets.enumerated().map {
                ("xl/worksheets/sheet\($0).xml", "<worksheet><sheetData>\($1.rows)</sheetData></worksheet>")
            }
    }

    /// A presentation: each slide's shapes, and its notes where there are some.
    static func pptx(_ slides: [(shapes: String, notes: String?)]) -> [UInt8] { ZipFixture.stored(pptxParts(slides)) }

    static func pptxParts(_ slides: [(shapes: String, notes: String?)]) -> [(String, String)] {
        var parts = [
            types("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            relationships("_rels/.rels", [("rId1", "officeDocument", "ppt/presentation.xml")]),
            relationships(
                "ppt/_rels/presentation.xml.rels",
                slides.indices.map { ("s\($0)", "slide", "slides/slide\(slides.count - $0).xml") }),
            (
                "ppt/presentation.xml",
                "<p:presentation xmlns:p='p' xmlns:r='r'><p:sldIdLst>\(slides.indices.map { "<p:sldId id='\($0)' r:id='s\($0)'/>" }.joined())</p:sldIdLst></p:presentation>"
            ),
        ]
        for (index, slide) in slides.enumerated() {
            let number = slides.count - index
            parts.append(("ppt/slides/slide\(number).xml", "<p:sld xmlns:p='p' xmlns:a='a'>\(slide.shapes)</p:sld>"))
            guard let notes = slide.notes else { continue }
            parts.append(
                relationships(
                    "ppt/slides/_rels/slide\(number).xml.rels", [("n", "notesSlide", "../notesSlides/notesSlide\(number).xml")]))
            parts.append(
                ("ppt/notesSlides/notesSlide\(number).xml", "<p:notes xmlns:p='p' xmlns:a='a'>\(shape(notes))</p:notes>"))
        }
        return parts
    }

    static func shape(_ text: String, placeholder: String? = nil) -> String {
        let place = placeholder.map { "<p:nvSpPr><p:nvPr><p:ph type='\($0)'/></p:nvPr></p:nvSpPr>" } ?? ""
        let lines = text.split(separator: "\n").map { "<a:p><a:r><a:t>\($0)</a:t></a:r></a:p>" }.joined()
        return "<p:sp>\(place)<p:txBody>\(lines)</p:txBody></p:sp>"
    }
}
