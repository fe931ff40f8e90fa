/// Judges names of entries. No name is ever used as a path; what would lead out of the archive is refused all the same, and said.
public enum EntryName {
    /// The name without what makes it absolute (`/`, `C:`, `\\\\server`) and with `a/../b` followed; `nil` when it leads out, or nothing is
    /// left of it.
    public static func inside(_ path: String) -> String? {
        var rest = path.unicodeScalars[...]
        var slashes = 0
        while let first = rest.first {
            if first == "/" || first == "\\" {
                slashes += 1
                rest = rest.dropFirst()
            } else if rest.dropFirst().first == ":", first.isASCII, first.properties.isAlphabetic {
                slashes = 0
                rest = rest.dropFirst(2)
            } else if slashes == 2 {
                slashes = 0
                rest = rest.drop { $0 != "/" && $0 != "\\" }.dropFirst()
            } else {
                break
            }
        }
        guard rest.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains(where: { $0.elementsEqual("..".unicodeScalars) })
        else { return rest.isEmpty ? nil : String(rest) }
        var parts: [Substring.UnicodeScalarView] = []
        for part in rest.split(whereSeparator: { $0 == "/" || $0 == "\\" }) where !part.elementsEqual(".".unicodeScalars) {
            if !part.elementsEqual("..".unicodeScalars) {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        // Behind `a/../` a drive may stand: `a/../C:\\合同.docx`.
        return parts.isEmpty ? nil : inside(parts.map { String($0) }.joined(separator: "/"))
    }
}
