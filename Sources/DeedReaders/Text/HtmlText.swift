/// Lines of HTML: blocks begin and end lines, cells are parted by tabs, white space is one space except in `pre`.
final class HtmlText {
    private let pages: TextPages
    private var hidden = 0
    private var preformatted = 0
    private var isSpacePending = false

    /// How many elements are open.
    var depth = 0
    /// Stops the parser; set while it runs.
    var stop: (() -> Void)?
    /// Why the parser was stopped.
    private(set) var failure: ReadError?

    /// Lines into `pages`.
    init(_ pages: TextPages) {
        self.pages = pages
    }

    /// Stops the parser with a reason, the first one counts.
    func fail(_ error: ReadError) {
        if failure == nil { failure = error }
        stop?()
    }

    /// An element begins.
    func start(_ name: XmlName) {
        switch name {
        case "script", "style", "template": hidden += 1
        case "br": pages.append("\n")
        case "pre", "textarea":
            preformatted += 1
            endLine()
        case "td", "th": tab()
        default: if HtmlText.isBlock(name) { endLine() }
        }
    }

    /// An element ends.
    func end(_ name: XmlName) {
        switch name {
        case "script", "style", "template": hidden -= 1
        case "pre", "textarea":
            preformatted -= 1
            endLine()
        case "td", "th": isSpacePending = false
        default: if HtmlText.isBlock(name) { endLine() }
        }
    }

    /// Characters between tags.
    func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard hidden == 0, failure == nil else { return }
        if preformatted > 0 {
            pages.append(utf8)
        } else {
            collapse(utf8)
        }
        // Text without any block: cut between two pieces of it.
        if pages.bytes.count >= TextPages.pageSize * 3 / 2 { cut() }
    }

    private func cut() {
        do {
            try pages.cut()
        } catch {
            fail(error)
        }
    }

    private func collapse(_ utf8: UnsafeBufferPointer<UInt8>) {
        for byte in utf8 {
            if byte <= 32 {
                isSpacePending = true
                continue
            }
            if isSpacePending {
                isSpacePending = false
                if let last = pages.bytes.last, last > 32 { pages.append(" ") }
            }
            pages.bytes.append(byte)
        }
    }

    private func tab() {
        isSpacePending = false
        if let last = pages.bytes.last, last != 0x0A { pages.append("\t") }
    }

    private func endLine() {
        isSpacePending = false
        pages.endLine()
        cut()
    }

    private static func isBlock(_ name: XmlName) -> Bool {
        switch name {
        case "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "title", "table", "ul", "ol", "dl", "dt", "dd",
            "blockquote",
            "section", "article", "header", "footer", "form", "fieldset", "hr", "body", "option", "caption", "center", "address",
            "nav",
            "aside", "main", "figure", "figcaption", "thead", "tbody", "tfoot":
            true
        default: false
        }
    }
}
