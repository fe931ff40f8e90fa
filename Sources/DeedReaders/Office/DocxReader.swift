import DeedCore

/// Word documents (DOCX, DOCM, DOTX): body, text boxes, tables, then headers and footers, notes, comments.
///
/// The format has no pages, so the parts are sections: a heading or an article (第N条) with the paragraphs under it.
enum DocxReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        let package = try OfficePackage(input.bytes, usual: "word/document.xml", sink)
        sink.unit = .section
        sink.engine = "deedbox docx 2"
        let pages = TextPages(sink)
        var embedded = OfficeEmbedded()
        try read(package, to: pages, sink, &embedded)
        if pages.isEmpty { try pages.endPart(keepingEmpty: true) }
        try embedded.tell()
    }

    /// Adds the text of a document, which may lie in another.
    static func read(
        _ package: OfficePackage, to pages: TextPages, _ sink: any PageSink, _ embedded: inout OfficeEmbedded, depth: Int = 0
    ) throws(ReadError) {
        let arrows = try package.relationships(of: package.main)
        let styles = DocxStyles()
        if let part = target("styles", arrows) { try package.parse(part, styles, sink) }
        let numbering = DocxNumbering()
        if let part = target("numbering", arrows) { try package.parse(part, numbering, sink) }

        let body = DocxText(pages, styles: styles, numbering: numbering, sectioning: true)
        try package.parse(package.main, body, sink)
        try pages.endPart()
        for (label, types) in besides {
            try readBeside(arrows.filter { types.contains($0.type) }, label, package, DocxText(pages, styles: styles), sink)
        }
        pages.label = "charts"
        try package.readCharts(arrows, to: pages, readsNames: true, sink)
        try pages.endPart()
        try embedded.add(arrows, of: package)
        let chunks = DocxChunks(package: package, pages: pages, sink: sink, depth: depth)
        try chunks.read(arrows.filter { $0.type == "aFChunk" }, &embedded)
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
