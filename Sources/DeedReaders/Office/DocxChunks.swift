/// What other programs put into a Word document as it was (`altChunk`): pages of HTML, alone or as a mail, RTF, plain text, and Word documents.
///
/// Source: ECMA-376 part 1, 17.17.2.1. Word shows it in its place; here it follows the body, a section each.
struct DocxChunks {
    let package: OfficePackage
    let pages: TextPages
    let sink: any PageSink
    /// How many documents this one lies in.
    let depth: Int

    /// Bytes of one, how many of a document, and how deep documents lie in each other.
    private static let (largest, most, deepest) = (16 << 20, 500, 3)

    /// Reads them; of what is not read `embedded` is told.
    func read(_ arrows: [OfficePackage.Relationship], _ embedded: inout OfficeEmbedded) throws(ReadError) {
        for (index, arrow) in arrows.enumerated() where package.zip.has(arrow.target) {
            guard index < DocxChunks.most else {
                embedded.add(arrow.target)
                continue
            }
            let bytes = try package.zip.bytes(of: arrow.target, limit: DocxChunks.largest)
            pages.label = "inserted"
            do throws(ReadError) {
                try read(bytes, arrow.target, &embedded)
            } catch .damaged(let why) {
                // What can be read of the document around it is not given up.
                sink.warn("\(arrow.target): \(why)")
                embedded.add(arrow.target)
            } catch .encrypted {
                embedded.add(arrow.target)
            }
            try pages.endPart()
        }
    }

    private func read(_ bytes: [UInt8], _ part: String, _ embedded: inout OfficeEmbedded) throws(ReadError) {
        let media = bytes.withUnsafeBytes { Identify.media(of: Input(bytes: $0, name: part)) }
        switch media {
        case Media.html: try HtmlReader.add(bytes, declared: nil, to: pages)
        case Media.rtf: try RtfReader.add(bytes, to: pages)
        case Media.plain, Media.csv: try MailReader.plain(MailCharset.guess(bytes), pages)
        case Media.mail: try mail(bytes)
        case Media.docx where depth < DocxChunks.deepest: try document(bytes, &embedded)
        case "application/x-empty": break
        default:
            sink.warn("\(part): \(media) put in as it was is not read")
            embedded.add(part)
        }
    }

    private func mail(_ bytes: [UInt8]) throws(ReadError) {
        let parts = bytes.withUnsafeBytes {
            MimeMail($0)?.bodies.map { ($0.media, $0.type["charset"], $0.bytes(limit: DocxChunks.largest)) }
        }
        for (media, charset, body) in parts ?? [] {
            if media == Media.html {
                try HtmlReader.add(body, declared: charset, to: pages)
            } else {
                try MailReader.plain(MailCharset.text(body, label: charset), pages)
            }
            pages.endLine()
        }
    }

    private func document(_ bytes: [UInt8], _ embedded: inout OfficeEmbedded) throws(ReadError) {
        var inner = embedded
        try bytes.withUnsafeBufferPointer { (buffer) throws(ReadError) in
            let package = try OfficePackage(UnsafeRawBufferPointer(buffer), usual: "word/document.xml", sink)
            try DocxReader.read(package, to: pages, sink, &inner, depth: depth + 1)
        }
        embedded = inner
    }
}
