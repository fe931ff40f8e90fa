import DeedCore

/// Reads the part of TOML 1.0 that `config.toml` needs: `[section]`, `key = value` with strings, integers, booleans, comments.
///
/// An error names its line, because a setting that is silently ignored costs more than one that is refused.
enum Toml {
    /// A value with the line it stands in, from 1.
    struct Entry: Hashable {
        /// The key with its section: `import.depth`.
        var key: String
        /// The value as text: a string without quotes, an integer in digits, `true` or `false`.
        var value: String
        /// The line, from 1.
        var line: Int
    }

    /// Reads a whole file.
    ///
    /// - Throws: ``Failure/Code/badSettings`` naming `file` and the line.
    static func entries(of text: String, file: String) throws -> [Entry] {
        var first: Failure?
        let entries = entries(of: text, file: file) { first = first ?? $0 }
        if let first { throw first }
        return entries
    }

    /// Reads what can be read of a file; each line that is not understood is told, ``Failure/Code/badSettings`` with `file` and the line.
    static func entries(of text: String, file: String, tell: (Failure) -> Void) -> [Entry] {
        var section: String? = ""
        var entries: [Entry] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (at, raw) in lines.enumerated() {
            let line = String(raw).trimmedASCII
            if line.isEmpty || line.hasPrefix("#") { continue }
            func refuse(_ why: String) {
                tell(Failure(.badSettings, "\(file):\(at + 1)", detail: "\(why): \(line.prefix(200))"))
            }
            if line.hasPrefix("[") {
                section = sectionName(line).map { $0 + "." }
                if section == nil { refuse("not a [section]") }
                continue
            }
            // Nobody can say what belongs to a section that has no name.
            guard let section else { continue }
            switch assignment(line) {
            case .failure(let fault): refuse(fault.why)
            case .success(let found):
                let key = section + found.name
                guard !entries.contains(where: { $0.key == key }) else {
                    refuse("given twice")
                    continue
                }
                entries.append(Entry(key: key, value: found.value, line: at + 1))
            }
        }
        return entries
    }

    private struct Fault: Error {
        var why: String
    }

    /// `key = value`
    private static func assignment(_ line: String) -> Result<(name: String, value: String), Fault> {
        guard let equals = line.firstIndex(of: "=") else { return .failure(Fault(why: "not key = value")) }
        let name = String(line[..<equals]).trimmedASCII
        guard isBareKey(name) else { return .failure(Fault(why: "not a key")) }
        guard let value = value(String(line[line.index(after: equals)...]).trimmedASCII) else {
            return .failure(Fault(why: "not a string, an integer, true or false"))
        }
        return .success((name, value))
    }

    private static func sectionName(_ line: String) -> String? {
        guard let end = line.firstIndex(of: "]"), isRemark(line[line.index(after: end)...]) else { return nil }
        let name = String(line[line.index(after: line.startIndex)..<end]).trimmedASCII
        return isBareKey(name) ? name : nil
    }

    private static func isBareKey(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
            }
    }

    /// Whether nothing but a comment follows a value.
    private static func isRemark(_ rest: some StringProtocol) -> Bool {
        let trimmed = String(rest).trimmedASCII
        return trimmed.isEmpty || trimmed.hasPrefix("#")
    }

    private static func value(_ text: String) -> String? {
        if text.hasPrefix("\"") { return basicString(text) }
        if text.hasPrefix("'") {
            let body = text.dropFirst()
            guard let end = body.firstIndex(of: "'"), isRemark(body[body.index(after: end)...]) else { return nil }
            return String(body[..<end])
        }
        let bare = (text.split(separator: "#", omittingEmptySubsequences: false).first.map(String.init) ?? "").trimmedASCII
        if bare == "true" || bare == "false" { return bare }
        return integer(bare)
    }

    /// A decimal integer, with `_` between digits as TOML allows.
    private static func integer(_ text: String) -> String? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }), let value = Int64(parts.joined()) else { return nil }
        return String(value)
    }

    /// A string in double quotes with the escapes `\"`, `\\`, `\n`, `\t`, `\uXXXX`.
    private static func basicString(_ text: String) -> String? {
        var output = String.UnicodeScalarView()
        var rest = text.unicodeScalars.dropFirst()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return isRemark(String(rest)) ? String(output) : nil
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                switch escaped {
                case "\"", "\\": output.append(escaped)
                case "n": output.append("\n")
                case "t": output.append("\t")
                case "u":
                    let digits = String(String.UnicodeScalarView(rest.prefix(4)))
                    guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), let code = UInt32(digits, radix: 16),
                        let real = Unicode.Scalar(code)
                    else {
                        return nil
                    }
                    output.append(real)
                    rest = rest.dropFirst(4)
                default: return nil
                }
            default: output.append(scalar)
            }
        }
        return nil
    }
}
