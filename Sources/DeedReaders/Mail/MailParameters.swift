/// A header with parameters, as `Content-Type: application/pdf; name="合同.pdf"`: names in RFC 2231, in encoded words that do not
/// belong there but are usual, or in raw bytes.
struct MailParameters {
    /// What stands before the first parameter, in lower case.
    let value: String
    private var parameters: [String: String] = [:]

    /// The most bytes and parameters that are looked at.
    private static let (longest, most) = (64 << 10, 256)

    /// Reads a raw header value.
    init(_ raw: [UInt8]) {
        var rest = raw.prefix(MailParameters.longest)
        value = String(decoding: MailParameters.upToSemicolon(&rest), as: UTF8.self).trimmed.lowercased()
        var parts: [(key: String, bytes: [UInt8])] = []
        while !rest.isEmpty, parts.count < MailParameters.most {
            let part = MailParameters.upToSemicolon(&rest)
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = String(decoding: part[..<equals], as: UTF8.self).trimmed.lowercased()
            parts.append((key, MailParameters.unquoted(part[(equals + 1)...])))
        }
        for (key, bytes) in parts where !key.contains("*") && parameters[key] == nil { parameters[key] = MailWords.text(bytes) }
        for (key, text) in MailParameters.extended(parts) { parameters[key] = text }
    }

    /// The parameter's text; `nil` when it is not there or empty.
    subscript(_ key: String) -> String? {
        guard let text = parameters[key], !text.isEmpty else { return nil }
        return text
    }

    /// The bytes up to the next semicolon outside quotes, which is taken away too.
    private static func upToSemicolon(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var quoted = false
        var at = rest.startIndex
        while at < rest.endIndex {
            if rest[at] == UInt8(ascii: "\"") { quoted.toggle() }
            if rest[at] == UInt8(ascii: ";"), !quoted { break }
            if quoted, isEscape(rest, at) { at += 1 }
            at += 1
        }
        at = min(at, rest.endIndex)
        let part = rest[rest.startIndex..<at]
        rest = rest[min(at + 1, rest.endIndex)...]
        return part
    }

    /// Only before a quote or another one: else 0x5C may be the second half of a character in GBK or Big5.
    private static func isEscape(_ bytes: ArraySlice<UInt8>, _ at: Int) -> Bool {
        guard bytes[at] == 0x5C, at + 1 < bytes.endIndex else { return false }
        return bytes[at + 1] == 0x5C || bytes[at + 1] == UInt8(ascii: "\"")
    }

    /// The value without the quotes around it. Unquoted values may hold spaces: that is wrong, and usual.
    private static func unquoted(_ part: ArraySlice<UInt8>) -> [UInt8] {
        var part = part.drop { $0 <= 32 }
        while let last = part.last, last <= 32 { part.removeLast() }
        guard part.first == UInt8(ascii: "\"") else { return Array(part) }
        part.removeFirst()
        var bytes: [UInt8] = []
        var at = part.startIndex
        while at < part.endIndex, part[at] != UInt8(ascii: "\"") {
            if isEscape(part, at) { at += 1 }
            bytes.append(part[at])
            at += 1
        }
        return bytes
    }

    /// Parameters of RFC 2231: `name*=gb18030''%BA%CF`, in pieces as `name*0*=…; name*1=…`.
    private static func extended(_ parts: [(key: String, bytes: [UInt8])]) -> [String: String] {
        var pieces: [String: [(number: Int, isEncoded: Bool, bytes: [UInt8])]] = [:]
        for (key, bytes) in parts {
            let split = key.split(separator: "*", omittingEmptySubsequences: false)
            guard split.count >= 2, let name = split.first else { continue }
            pieces[String(name), default: []].append((Int(split[1]) ?? 0, key.hasSuffix("*"), bytes))
        }
        return pieces.mapValues { pieces in
            var label: String?
            var whole: [UInt8] = []
            for (index, piece) in pieces.sorted(by: { $0.number < $1.number }).enumerated() {
                guard piece.isEncoded else {
                    whole += piece.bytes
                    continue
                }
                var text = piece.bytes[...]
                if index == 0, let charset = charset(&text) { label = charset }
                whole += MailWords.percent(text, mark: UInt8(ascii: "%"))
            }
            // Encoded words inside are against the RFC, and sent.
            return label == nil ? MailWords.text(whole) : MailCharset.text(whole, label: label).trimmed
        }
    }

    /// Takes `charset'language'` away from the first piece.
    private static func charset(_ text: inout ArraySlice<UInt8>) -> String? {
        let quote = UInt8(ascii: "'")
        guard let first = text.firstIndex(of: quote), let second = text[(first + 1)...].firstIndex(of: quote) else { return nil }
        let label = String(decoding: text[..<first], as: UTF8.self).trimmed
        text = text[(second + 1)...]
        return label.isEmpty ? "utf-8" : label
    }
}
