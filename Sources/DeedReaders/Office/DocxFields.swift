/// The form fields of old (`w:ffData`): what a person chose or ticked stands in the field's data, where no program of today looks for text.
///
/// Source: ECMA-376 part 1, 17.16.17 (`ffData`), 17.16.9 (`ddList`), 17.16.7 (`checkBox`), 17.16.33 (`textInput`).
struct DocxFields {
    /// Fields within each other, and entries of a list; Word makes 25 entries.
    private static let (deepest, mostEntries) = (64, 1000)

    private var open: [Field] = []
    /// Fields that lie deeper than is looked.
    private var deeper = 0

    private struct Field {
        var kind = Kind.other
        var entries: [String] = []
        var standard: String?
        var result: String?
        /// Whether the part that a person sees has begun, and has text.
        var isResult = false
        var hasText = false
    }

    private enum Kind { case other, list, box, text }

    /// An element begins; the text of a field that ends with it.
    mutating func start(_ name: XmlName, _ attributes: XmlAttributes) -> String? {
        if name == "fldChar" { return turn(attributes["fldCharType"]) }
        guard deeper == 0, let last = open.indices.last, !open[last].isResult else { return nil }
        switch name {
        case "ddList": open[last].kind = .list
        case "checkBox": open[last].kind = .box
        case "textInput": open[last].kind = .text
        case "listEntry" where open[last].entries.count < DocxFields.mostEntries:
            open[last].entries.append(attributes["val"] ?? "")
        case "default" where open[last].kind != .other: open[last].standard = attributes["val"] ?? "1"
        case "result", "checked": if open[last].kind != .other { open[last].result = attributes["val"] ?? "1" }
        default: break
        }
        return nil
    }

    /// Text came.
    mutating func text() {
        for index in open.indices where open[index].isResult { open[index].hasText = true }
    }

    /// A field begins, goes over to what is seen, or ends.
    private mutating func turn(_ type: String?) -> String? {
        switch type {
        case "begin":
            if open.count < DocxFields.deepest { open.append(Field()) } else { deeper += 1 }
        case "separate":
            if deeper == 0, let last = open.indices.last { open[last].isResult = true }
        case "end":
            if deeper > 0 {
                deeper -= 1
            } else if let field = open.popLast() {
                return field.hasText ? nil : DocxFields.shown(field)
            }
        default: break
        }
        return nil
    }

    private static func shown(_ field: Field) -> String? {
        switch field.kind {
        case .other: return nil
        case .text: return field.standard
        case .box: return ["0", "false", "off"].contains(field.result ?? field.standard ?? "0") ? "□" : "☑"
        case .list:
            let chosen = Int(field.result ?? field.standard ?? "0") ?? 0
            return field.entries.indices.contains(chosen) ? field.entries[chosen] : nil
        }
    }
}
