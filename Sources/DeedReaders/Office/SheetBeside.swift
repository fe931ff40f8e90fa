/// What stands on a sheet beside its cells: comments, and the text boxes of its drawing. A paragraph or a comment is a line.
final class SheetBeside: XmlHandler {
    private let pages: TextPages
    /// Whether characters that XML cannot hold are escaped: in comments, not in drawings.
    private let isEscaped: Bool
    private var forms = AlternateContent()
    private var isText = false
    private var start = 0
    private var phonetic = 0
    /// Threaded comments have their words right in `text`.
    private var isThread = false
    /// Shapes of old have HTML in `textbox`.
    private var boxes = 0

    /// The kinds of parts that are read, by the last word of their relationship.
    static let kinds: Set<String> = ["comments", "threadedComment", "drawing", "vmlDrawing", "diagramData"]

    init(_ pages: TextPages, kind: String) {
        self.pages = pages
        isEscaped = kind == "comments" || kind == "threadedComment"
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        if forms.start(name) { return }
        switch name {
        case "rPh": phonetic += 1
        case "ThreadedComments": isThread = true
        case "t": begin()
        case "text" where isThread: begin()
        case "br": pages.endLine()
        case "textbox": boxes += 1
        case "textpath": if let words = attributes["string"] { art(words) }
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        if forms.end(name) { return }
        switch name {
        case "rPh": phonetic -= 1
        case "t": finish()
        case "textbox", "div":
            if name == "textbox" { boxes -= 1 }
            pages.endLine()
        case "text", "p", "comment":
            if isThread { finish() }
            pages.endLine()
            try pages.cut()
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isText || boxes > 0, phonetic == 0, !forms.isSkipping else { return }
        forms.text(utf8)
        if isText {
            pages.append(utf8)
        } else {
            box(utf8)
        }
    }

    /// White space of HTML is one space.
    private func box(_ utf8: UnsafeBufferPointer<UInt8>) {
        for byte in utf8 {
            if byte > 32 {
                pages.bytes.append(byte)
            } else if let last = pages.bytes.last, last > 32 {
                pages.bytes.append(32)
            }
        }
    }

    private func begin() {
        isText = true
        start = pages.bytes.count
    }

    private func finish() {
        isText = false
        if isEscaped { XlsxString.decode(&pages.bytes, from: start) }
    }

    /// Letters that are drawn as a picture (WordArt).
    private func art(_ words: String) {
        guard !forms.isSkipping else { return }
        pages.endLine()
        pages.bytes.append(contentsOf: words.utf8)
        pages.endLine()
    }
}
