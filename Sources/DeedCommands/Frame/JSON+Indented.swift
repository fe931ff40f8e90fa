import DeedCore

extension JSON {
    /// The value over several lines, two spaces a level; members keep their order. For people who look at JSON on a terminal.
    var indented: String {
        var output = ""
        indent(into: &output, level: 0)
        return output
    }

    private func indent(into output: inout String, level: Int) {
        let margin = "\n" + String(repeating: "  ", count: level + 1)
        let end = "\n" + String(repeating: "  ", count: level)
        switch self {
        case .array(let values) where !values.isEmpty:
            output += "["
            for (at, value) in values.enumerated() {
                output += at > 0 ? "," + margin : margin
                value.indent(into: &output, level: level + 1)
            }
            output += end + "]"
        case .object(let members) where !members.isEmpty:
            output += "{"
            for (at, member) in members.enumerated() {
                output += (at > 0 ? "," : "") + margin + JSON.string(member.name).text + ": "
                member.value.indent(into: &output, level: level + 1)
            }
            output += end + "}"
        default: output += text
        }
    }
}
