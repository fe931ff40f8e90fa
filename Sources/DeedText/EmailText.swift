import DeedCore

/// E-mail addresses as people write them into cells and commands: one, several between commas, `mailto:` in front, a name beside `<…>`.
public enum EmailText {
    /// Whether all of a text is addresses, each with a name, an @ and a domain that has a dot.
    public static func isWritten(_ text: String) -> Bool {
        let pieces = Folding.folded(text).split { ",;、/|\n".contains($0) }.map { String($0).trimmedASCII }.filter { !$0.isEmpty }
        let addresses = pieces.flatMap { piece -> [String] in
            if let open = piece.lastIndex(of: "<"), piece.hasSuffix(">") {
                return [String(piece[piece.index(after: open)...].dropLast())]
            }
            return piece.split(separator: " ").map(String.init)
        }
        return !addresses.isEmpty && addresses.allSatisfy(isAddress)
    }

    /// Whether a cell of persons or addresses names this one as a whole: 李明 of 王工/李明（财务）, b@x.example of a@x.example; b@x.example.
    public static func names(_ cell: String, _ asked: String) -> Bool {
        let folded = Folding.folded(cell)
        if asked.contains(where: { "@＠".contains($0) }) {
            let wanted = Folding.folded(asked).trimmedASCII
            let addresses = folded.split { ",;、/|()<> \n".contains($0) }
            return addresses.contains { $0 == wanted || $0.hasPrefix("mailto:") && $0.dropFirst(7) == wanted }
        }
        let wanted = Folding.nameKey(asked)
        let persons = [folded[...]] + folded.split { ",;、/|()<>\n".contains($0) }
        return !wanted.isEmpty && persons.contains { Folding.nameKey(String($0)) == wanted }
    }

    private static func isAddress(_ text: String) -> Bool {
        let address = text.hasPrefix("mailto:") ? text.dropFirst(7) : text[...]
        let halves = address.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, address.utf8.count <= 254 else { return false }
        let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            } && halves[0].allSatisfy { !$0.isWhitespace && !"()<>[]:\"".contains($0) }
    }
}
