import DeedCore

/// Presentations (PPTX, PPTM, PPSX): slides in their order, each with its diagrams and notes, labelled by its title.
enum PptxReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        let package = try OfficePackage(input.bytes, usual: "ppt/presentation.xml", sink)
        sink.unit = .slide
        sink.engine = "deedbox pptx 2"
        let order = SlideOrder()
        try package.parse(package.main, order, sink)
        let arrows = try package.relationships(of: package.main)
        let targets = Dictionary(arrows.map { ($0.id, $0.target) }, uniquingKeysWith: { first, _ in first })
        let pages = TextPages(sink)
        var embedded = OfficeEmbedded()
        for id in order.ids {
            guard let slide = targets[id], package.zip.has(slide) else {
                sink.warn("slide \(id): no such part")
                try pages.endPart(keepingEmpty: true)
                continue
            }
            let text = SlideText(pages)
            try package.parse(slide, text, sink)
            let beside = try package.relationships(of: slide)
            try package.readCharts(beside, to: pages, readsNames: true, sink)
            try embedded.add(beside, of: package)
            for arrow in beside
            where arrow.type == "diagramData" || arrow.type == "notesSlide" || arrow.type == "comments" {
                pages.endLine()
                try package.parse(arrow.target, SlideText(pages, isBeside: true), sink)
            }
            pages.label = text.title
            try pages.endPart(keepingEmpty: true)
        }
        try embedded.tell()
    }
}

/// The slides' relationship ids, in the order they are shown.
private final class SlideOrder: XmlHandler {
    var ids: [String] = []

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        if name == "sldId", let id = attributes[prefixed: "id"] { ids.append(id) }
    }

    func end(_ name: XmlName) throws(ReadError) {}
    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {}
}

/// The lines of one slide.
private final class SlideText: XmlHandler {
    private let pages: TextPages
    private let isBeside: Bool
    private var skipped = 0
    private var forms = AlternateContent()
    private var isText = false
    private var isTitle = false
    private var titleStart = 0
    /// The text of the first title placeholder.
    private(set) var title: String?

    init(_ pages: TextPages, isBeside: Bool = false) {
        self.pages = pages
        self.isBeside = isBeside
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        if forms.start(name) { return }
        switch name {
        case "fld" where skipped > 0 || attributes["type"] == "slidenum": skipped += 1
        case _ where skipped > 0 || forms.isSkipping: break
        case "t", "text": isText = true
        case "sp":
            isTitle = false
            titleStart = pages.bytes.count
        case "ph": isTitle = attributes["type"] == "title" || attributes["type"] == "ctrTitle"
        case "tab": pages.append("\t")
        case "br": pages.append("\n")
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        if forms.end(name) { return }
        switch name {
        case "fld" where skipped > 0: skipped -= 1
        case _ where skipped > 0 || forms.isSkipping: break
        case "t", "text": isText = false
        case "p": pages.endLine()
        case "tc": endCell()
        case "tr": pages.endLine()
        case "sp": endShape()
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isText, skipped == 0, !forms.isSkipping else { return }
        forms.text(utf8)
        pages.append(utf8)
        if pages.bytes.count > 8 * TextPages.pageSize { throw .tooLarge }
    }

    private func endCell() {
        if pages.bytes.last == 0x0A { pages.bytes.removeLast() }
        pages.append("\t")
    }

    private func endShape() {
        guard isTitle, !isBeside, title == nil, titleStart <= pages.bytes.count else { return }
        let line = Array(pages.bytes[titleStart...]).trimmed.prefix(240).map { $0 < 32 ? 32 : $0 }
        if !line.isEmpty { title = String(decoding: line, as: UTF8.self).withoutDamage }
    }
}

extension String {
    /// Without the replacement character that cutting UTF-8 in the middle leaves at the end.
    fileprivate var withoutDamage: String {
        hasSuffix("\u{FFFD}") ? String(dropLast()) : self
    }
}
