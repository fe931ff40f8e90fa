import DeedCore

/// Word documents (DOCX, DOCM, DOTX): body, text boxes, tables, then headers and footers, notes, comments.
///
/// The format has no pages, so the parts are sections: a heading or an article (第N条) with the paragraphs under it.
enum DocxReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        let package = try OfficePackage(input.bytes, usual: "word/document.xml", sink)
        sink.unit = .section
        sink.engine = "deedbox docx 1"
        let arrows = try package.relationships(of: package.main)
        let styles = DocxStyles()
        if let part = target("styles", arrows) { try package.parse(part, styles, sink) }
        let numbering = DocxNumbering()
        if let part = target("numbering", arrows) { try package.parse(part, numbering, sink) }

        let pages = TextPages(sink)
        let body = DocxText(pages, styles: styles, numbering: numbering, sectioning: true)
        try package.parse(package.main, body, sink)
        try pages.endPart()
        for (label, types) in besides {
            try readBeside(arrows.filter { types.contains($0.type) }, label, package, DocxText(pages, styles: styles), sink)
        }
        try readChunks(arrows.filter { $0.type == "aFChunk" }, package, pages, sink)
        if pages.isEmpty { try pages.endPart(keepingEmpty: true) }
    }

    /// Bytes of a document that another program put in as it was.
    private static let chunkLimit = 16 << 20

    /// Reads what was put in as it was (`altChunk`): pages of HTML, alone or as a mail, RTF and plain text; of a Word document within, nothing.
    private static func readChunks(
        _ arrows: [OfficePackage.Relationship], _ package: OfficePackage, _ pages: TextPages, _ sink: any PageSink
    ) throws(ReadError) {
        for arrow in arrows where package.zip.has(arrow.target) {
            let bytes = try package.zip.bytes(of: arrow.target, limit: chunkLimit)
            pages.label = "inserted"
            let media = bytes.withUnsafeBytes { Identify.media(of: Input(bytes: $0, name: arrow.target)) }
            switch media {
            case Media.html: try HtmlReader.add(bytes, declared: nil, to: pages)
            case Media.rtf: try RtfReader.add(bytes, to: pages)
            case Media.plain, Media.csv: try MailReader.plain(MailCharset.guess(bytes), pages)
            case Media.mail:
                let parts = bytes.withUnsafeBytes {
                    MimeMail($0)?.bodies.map { ($0.media, $0.type["charset"], $0.bytes(limit: chunkLimit)) }
                }
                for (media, charset, body) in parts ?? [] {
                    if media == Media.html {
                        try HtmlReader.add(body, declared: charset, to: pages)
                    } else {
                        try MailReader.plain(MailCharset.text(body, label: charset), pages)
                    }
                    pages.endLine()
                }
            default: sink.warn("\(arrow.target): \(media) put in as it was is not read")
            }
            try pages.endPart()
        }
    }

    /// What stands beside the body, with the label of its section, in the order it is read.
    private static let besides: [(label: String, types: Set<String>)] = [
        ("header/footer", ["header", "footer"]), ("diagram", ["diagramData"]), ("footnotes", ["footnotes"]),
        ("endnotes", ["endnotes"]),
        ("comments", ["comments"]),
    ]

    /// Reads the parts of one kind into one section. Documents repeat the same header for every section: once is enough.
    private static func readBeside(
        _ arrows: [OfficePackage.Relationship], _ label: String, _ package: OfficePackage, _ text: DocxText, _ sink: any PageSink
    ) throws(ReadError) {
        var seen: Set<[UInt8]> = []
        var all: [UInt8] = []
        for arrow in arrows where package.zip.has(arrow.target) {
            try package.parse(arrow.target, text, sink)
            if seen.insert(text.pages.bytes).inserted { all.append(contentsOf: text.pages.bytes) }
            text.pages.bytes.removeAll(keepingCapacity: true)
            if all.count > TextPages.pageSize {
                text.pages.label = label
                text.pages.bytes = all
                try text.pages.cut()
                all = []
            }
        }
        text.pages.label = label
        text.pages.bytes = all
        try text.pages.endPart()
    }

    private static func target(_ type: String, _ arrows: [OfficePackage.Relationship]) -> String? {
        arrows.first { $0.type == type }?.target
    }
}
