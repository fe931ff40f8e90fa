/// Files that stand in a plain text as uuencode writes them: `begin 644 合同.pdf`, lines, `end`.
enum UuText {
    /// One such file: where it stands in the text, and its name as raw bytes.
    struct Found {
        var range: Range<Int>
        var name: [UInt8]
        var lines: Range<Int>
    }

    /// The files in a text; one that does not end is text.
    static func find(in text: [UInt8], most: Int = 1000) -> [Found] {
        var found: [Found] = []
        var begun: (start: Int, name: [UInt8], lines: Int)?
        var at = 0
        while at < text.count, found.count < most {
            let end = text[at...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
            var line = text[at..<end]
            while let last = line.last, last == 0x0A || last == 0x0D { line.removeLast() }
            if let open = begun {
                if line.elementsEqual("end".utf8) {
                    found.append(Found(range: open.start..<end, name: open.name, lines: open.lines..<at))
                    begun = nil
                } else if !isData(line) {
                    begun = name(line).map { (at, $0, end) }
                }
            } else if let name = name(line) {
                begun = (at, name, end)
            }
            at = end
        }
        return found
    }

    private static func name(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        guard line.starts(with: "begin ".utf8) else { return nil }
        let rest = line.dropFirst(6)
        let mode = rest.prefix { (48...55).contains($0) }
        guard (3...4).contains(mode.count), rest.dropFirst(mode.count).first == 32 else { return nil }
        let name = rest.dropFirst(mode.count + 1)
        return name.isEmpty ? nil : Array(name)
    }

    /// A line of data says its length in its first byte; trailing spaces may have been lost.
    private static func isData(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return true }
        guard (32...96).contains(first) else { return false }
        let count = Int(first - 32) & 63
        return line.count <= 1 + (count + 2) / 3 * 4 + 2 && line.allSatisfy { (32...96).contains($0) }
    }

    /// The bytes of a file found in `text`.
    static func decode(_ found: Found, in text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in text[found.lines].split(separator: 0x0A) {
            guard let first = line.first, (32...96).contains(first) else { continue }
            let count = Int(first - 32) & 63
            var values = line.dropFirst().filter { (32...96).contains($0) }.map { UInt32($0 - 32) & 63 }
            while values.count < (count + 2) / 3 * 4 { values.append(0) }
            var made: [UInt8] = []
            for at in stride(from: 0, to: values.count - 3, by: 4) {
                let bits = values[at] << 18 | values[at + 1] << 12 | values[at + 2] << 6 | values[at + 3]
                made += [
                    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits),
                ]
            }
            bytes += made.prefix(count)
        }
        return bytes
    }
}
