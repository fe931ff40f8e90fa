/// What a ZIP file is by its directory: an office document, an OFD, a program's package, or an archive of files.
enum IdentifyZip {
    /// The media type; `application/zip` for an archive of files. A document whose directory cannot be read, or not to its end, is told by
    /// the headers of its parts, see ``IdentifyBrokenPackage``.
    static func media(of bytes: UnsafeRawBufferPointer, nameExtension: String = "") -> String {
        var names = ZipDirectoryNames(bytes)
        let couldBe = names?.contains(where: couldDecide)
        if couldBe == false { return Media.zip }
        let (media, isWhole, begins) = byReading(bytes)
        // An archive that was cut off may end with a document that it holds, directory and all: that is not the directory of what is first.
        if let media, couldBe != nil || begins { return media }
        if isWhole, couldBe != nil { return Media.zip }
        return IdentifyBrokenPackage.media(of: bytes, nameExtension: nameExtension) ?? Media.zip
    }

    /// Whether its directory is not where the end says, or cannot be read to its end.
    static func isBroken(_ bytes: UnsafeRawBufferPointer) -> Bool {
        ZipDirectoryNames(bytes) == nil || !byReading(bytes).isWhole
    }

    /// Whether the directory has a name that may decide, or cannot be read by itself.
    static func couldBeDocument(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var names = ZipDirectoryNames(bytes)
        return names?.contains(where: couldDecide) ?? true
    }

    /// What document it is by all its entries, whether they could all be read, and whether the first of the file is among them.
    static func byReading(_ bytes: UnsafeRawBufferPointer) -> (media: String?, isWhole: Bool, begins: Bool) {
        do throws(ReadError) {
            let zip = try ZipContainer(bytes, keepingSmallParts: false)
            let first = IdentifyBrokenPackage.firstName(bytes)
            return (try document(zip), !zip.isCutShort, first.map { zip.has($0) } ?? true)
        } catch {
            return (nil, error == .tooLarge, true)
        }
    }

    /// Names without which a zip is an archive of files, in lower case; see ``document(_:)``.
    private static let decisive = [
        "[content_types].xml", "mimetype", "ofd.xml", "androidmanifest.xml", "word/document.xml", "xl/workbook.xml",
        "ppt/presentation.xml",
    ].map { Array($0.utf8) }
    private static let folder = Array("meta-inf/".utf8)

    /// Whether a name of the directory is one of them, written in whatever way ``ZipContainer`` takes.
    private static func couldDecide(_ name: UnsafeRawBufferPointer) -> Bool {
        let plain = name.lazy.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "\\"): UInt8(ascii: "/")
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            default: byte
            }
        }.drop { $0 == UInt8(ascii: "/") }
        return decisive.contains { plain.elementsEqual($0) } || plain.starts(with: folder)
    }

    /// The kind of document, `nil` for an archive.
    private static func document(_ zip: ZipContainer) throws(ReadError) -> String? {
        if zip.has("[Content_Types].xml") {
            let types = ContentTypes()
            try XmlParser.parse("[Content_Types].xml", of: zip, types)
            return types.main ?? byFolder(zip) ?? "application/vnd.openxmlformats-package"
        }
        if zip.has("mimetype") {
            let bytes = try zip.bytes(of: "mimetype", limit: 4096)
            if let media = mediaType(bytes) { return media }
        }
        if zip.has("OFD.xml") { return Media.ofd }
        // The first entry decides, as for libmagic: a folder META-INF may stand in any archive.
        if let first = zip.names.first, first.hasPrefix("META-INF/") { return "application/java-archive" }
        if zip.has("AndroidManifest.xml") { return "application/vnd.android.package-archive" }
        return byFolder(zip)
    }

    /// Documents whose list of types is missing or unreadable.
    private static func byFolder(_ zip: ZipContainer) -> String? {
        if zip.has("word/document.xml") { return Media.docx }
        if zip.has("xl/workbook.xml") { return Media.xlsx }
        if zip.has("ppt/presentation.xml") { return Media.pptx }
        return nil
    }

    /// The content of `mimetype` (ODF, EPUB), when it looks like a media type.
    private static func mediaType(_ bytes: [UInt8]) -> String? {
        let trimmed = bytes.prefix { $0 > 32 && $0 < 127 }
        guard trimmed.count > 3, trimmed.count < 128, trimmed.contains(UInt8(ascii: "/")) else { return nil }
        return String(decoding: trimmed, as: UTF8.self).lowercased()
    }
}

/// Finds the main part's type in `[Content_Types].xml`.
private final class ContentTypes: XmlHandler {
    var main: String?

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        guard main == nil, name == "Override" || name == "Default", let type = attributes["ContentType"] else { return }
        main = Media.office(mainPart: type)
    }

    func end(_ name: XmlName) throws(ReadError) {}
    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {}
}
