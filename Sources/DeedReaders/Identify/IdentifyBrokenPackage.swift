import Glibc

/// What a ZIP whose directory cannot be used is by the headers in front of its entries: an office document stays one when it is broken.
/// Word and others often mend it, so it is kept as it is; taken apart, its parts would come in as documents.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, section 4.3.7. Only where no header can be read does the file's name decide.
enum IdentifyBrokenPackage {
    /// The document's media type; `nil` for an archive of files.
    static func media(of bytes: UnsafeRawBufferPointer, nameExtension: String) -> String? {
        let named = byExtension[nameExtension]
        // A document has its deciding parts among the first; in an archive of gigabytes nobody looks for them to its end.
        let names = localNames(bytes, within: named == nil ? 8 << 20 : bytes.count)
        // What begins with a file of another kind is an archive of files, whatever lies in those.
        if named == nil, let first = names.first, !isPart(first.name) { return nil }
        if let first = names.first, first.name == "mimetype" {
            let content = bytes[first.data...].prefix(120).prefix { $0 > 32 && $0 < 127 }
            if let known = byMimetype.first(where: { content.starts(with: $0.utf8) }) { return known }
            if named != nil { return named }
        }
        if names.contains(where: { $0.name.hasPrefix("word/") && $0.name.hasSuffix(".xml") }), isPackage(names) {
            return Media.docx
        }
        if names.contains(where: { $0.name.hasPrefix("xl/") && $0.name.hasSuffix(".xml") }), isPackage(names) {
            return Media.xlsx
        }
        if names.contains(where: { $0.name.hasPrefix("ppt/") && $0.name.hasSuffix(".xml") }), isPackage(names) {
            return Media.pptx
        }
        if names.contains(where: { $0.name == "ofd.xml" }) { return Media.ofd }
        if names.contains(where: { $0.name == "[content_types].xml" }) { return named ?? package }
        if names.first?.name.hasPrefix("meta-inf/") ?? false { return named ?? "application/java-archive" }
        let isDocument = names.isEmpty || names.contains { isPart($0.name) }
        return isDocument ? named : nil
    }

    /// The name in the header that the file begins with, as ``localNames(_:within:)`` gives it.
    static func firstName(_ bytes: UnsafeRawBufferPointer) -> String? { localNames(bytes, within: 1).first?.name }

    private static let package = "application/vnd.openxmlformats-package"

    /// Whether there are more marks of a package than a folder's name.
    private static func isPackage(_ names: [(name: String, data: Int)]) -> Bool {
        names.contains { ["[content_types].xml", "_rels/.rels", "docprops/app.xml", "docprops/core.xml"].contains($0.name) }
            || names.contains { ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"].contains($0.name) }
    }

    private static func isPart(_ name: String) -> Bool { parts.contains { name.hasPrefix($0) } }

    /// How the parts of documents begin.
    private static let parts = [
        "[content_types].xml", "ofd.xml", "word/", "xl/", "ppt/", "_rels/", "docprops/", "customxml/", "meta-inf/", "content.xml",
        "styles.xml", "doc_0/", "doc_1/",
        "mimetype", "visio/",
    ]

    /// What names of office files say; asked only where the file begins as a ZIP and is broken.
    private static let byExtension: [String: String] = [
        "docx": Media.docx, "docm": Media.docx, "dotx": Media.docx, "dotm": Media.docx, "wps": Media.docx, "xlsx": Media.xlsx,
        "xlsm": Media.xlsx, "xltx": Media.xlsx, "xltm": Media.xlsx, "et": Media.xlsx,
        "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12", "pptx": Media.pptx, "pptm": Media.pptx,
        "potx": Media.pptx, "potm": Media.pptx, "ppsx": Media.pptx, "ppsm": Media.pptx, "dps": Media.pptx, "ofd": Media.ofd,
        "odt": opened + "text", "ott": opened + "text", "ods": opened + "spreadsheet", "ots": opened + "spreadsheet",
        "odp": opened + "presentation", "otp": opened + "presentation", "odg": opened + "graphics", "vsdx": package,
        "epub": "application/epub+zip",
    ]
    private static let opened = "application/vnd.oasis.opendocument."
    /// Longer ones first: `text-template` begins as `text` does.
    private static let byMimetype =
        ["text-template", "text-master", "text", "spreadsheet", "presentation", "graphics", "chart", "formula"].map {
            opened + $0
        }
        + ["application/epub+zip"]

    /// The names in the headers that stand in front of entries, in lower case with `/`, and where the data behind begins.
    private static func localNames(_ bytes: UnsafeRawBufferPointer, within limit: Int) -> [(name: String, data: Int)] {
        var names: [(name: String, data: Int)] = []
        guard let base = bytes.baseAddress else { return [] }
        let mark: [UInt8] = [0x50, 0x4B, 3, 4]
        var at = 0
        let end = min(bytes.count, limit)
        while names.count < 20_000, at < end, let found = memchr(base + at, 0x50, end - at) {
            let place = base.distance(to: UnsafeRawPointer(found))
            at = place + 1
            guard place + 30 <= bytes.count else { break }
            guard bytes[place..<place + 4].elementsEqual(mark) else { continue }
            at = place + 4
            let length = Int(bytes[place + 26]) | Int(bytes[place + 27]) << 8
            let extra = Int(bytes[place + 28]) | Int(bytes[place + 29]) << 8
            guard length > 0, length <= 1024, place + 30 + length <= bytes.count else { continue }
            let raw = bytes[(place + 30)..<(place + 30 + length)]
            guard raw.allSatisfy({ $0 >= 32 }) else { continue }
            let name = String(decoding: raw.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }, as: UTF8.self).lowercased()
            let data = min(bytes.count, place + 30 + length + extra)
            names.append((String(name.drop { $0 == "/" }), data))
            // A document that lies in an archive as it is has headers of its own: they are passed over.
            let packed = bytes.loadUnaligned(fromByteOffset: place + 18, as: UInt32.self).littleEndian
            let behind = data + Int(packed)
            if packed > 0, behind + 2 <= bytes.count, bytes[behind] == 0x50, bytes[behind + 1] == 0x4B { at = behind }
        }
        return names
    }
}
