/// Which paragraph styles are headings, and which carry list numbers. Styles inherit from each other.
final class DocxStyles: XmlHandler {
    private struct Style {
        var base: String?
        var isHeading: Bool?
        var list: Int?
        var level: Int?
    }

    private var styles: [String: Style] = [:]
    private var id: String?
    private var style = Style()

    /// Whether paragraphs of the style are headings.
    func isHeading(_ id: String?) -> Bool {
        inherited(id) { $0.isHeading } ?? false
    }

    /// Where paragraphs of the style are numbered; `level` is the paragraph's own, if it has one.
    func place(_ id: String?, level: Int?) -> DocxNumbering.Place? {
        guard let list = inherited(id, { $0.list }), list != 0 else { return nil }
        return DocxNumbering.Place(list: list, level: level ?? inherited(id) { $0.level } ?? 0)
    }

    /// The nearest value along the chain of bases; a chain of more than ten is a circle.
    private func inherited<Value>(_ id: String?, _ value: (Style) -> Value?) -> Value? {
        var next = id
        for _ in 0..<10 {
            guard let name = next, let style = styles[name] else { return nil }
            if let found = value(style) { return found }
            next = style.base
        }
        return nil
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "style":
            id = attributes["styleId"]
            style = Style()
        case "name":
            let name = attributes["val"]?.lowercased() ?? ""
            if name.hasPrefix("heading ") || name.hasPrefix("标题 ") || name == "title" { style.isHeading = true }
        case "basedOn": style.base = attributes["val"]
        case "outlineLvl": style.isHeading = attributes.number("val").map { $0 < 9 }
        case "numId": style.list = attributes.number("val")
        case "ilvl": style.level = attributes.number("val")
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        guard name == "style", let id else { return }
        styles[id] = style
        self.id = nil
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {}
}
