/// Writes a stretch of a text as HTML: escaped, white space made one space, line wraps inside Han words taken out, hits marked.
struct Excerption {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Ascending, disjoint ranges of bytes.
    let marks: [Range<Int>]

    func html(_ range: Range<Int>) -> String {
        var writer = Writer()
        var mark = marks.drop { $0.upperBound <= range.lowerBound }[...]
        for unit in TextStep.scalars(in: range, of: bytes) {
            while let next = mark.first, next.upperBound <= unit.offset { mark = mark.dropFirst() }
            let current = mark.first.flatMap { $0.contains(unit.offset) ? $0.lowerBound : nil }
            writer.write(unit.scalar, mark: current)
        }
        let body = writer.finished()
        let before = TextStep.hasText(bytes[..<range.lowerBound]) ? "…" : ""
        let after = TextStep.hasText(bytes[range.upperBound...]) ? "…" : ""
        return before + body + after
    }

    private struct Writer {
        private var output = ""
        private var open: Int?
        private var last: Unicode.Scalar?
        private var waitingSpace = false
        private var waitingWrap = false

        /// Adds a character; `mark` is the place it belongs to.
        mutating func write(_ scalar: Unicode.Scalar, mark: Int?) {
            switch Writer.kind(scalar) {
            case .space:
                waitingSpace = true
                waitingWrap = waitingWrap || scalar == "\n" || scalar == "\r"
                return
            // Marks of direction could turn a terminal's line around.
            case .hidden: return
            case .visible: break
            }
            if open != mark { close() }
            space(before: scalar)
            if open == nil, mark != nil { output += "<mark>" }
            open = mark
            append(scalar)
            last = scalar
        }

        private enum Kind {
            case visible
            case space
            case hidden
        }

        private static func kind(_ scalar: Unicode.Scalar) -> Kind {
            // Nearly all of a text; the properties of the others cost a search in a table.
            if (0x21...0x7E).contains(scalar.value) || (0x3001...0x9FFF).contains(scalar.value) { return .visible }
            let properties = scalar.properties
            if properties.isWhitespace || properties.generalCategory == .control { return .space }
            return properties.generalCategory == .format ? .hidden : .visible
        }

        mutating func finished() -> String {
            close()
            return output
        }

        private mutating func close() {
            if open != nil { output += "</mark>" }
            open = nil
        }

        private mutating func space(before scalar: Unicode.Scalar) {
            if waitingSpace, let last, !(waitingWrap && TextStep.isHan(last) && TextStep.isHan(scalar)) { output += " " }
            waitingSpace = false
            waitingWrap = false
        }

        private mutating func append(_ scalar: Unicode.Scalar) {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.unicodeScalars.append(scalar)
            }
        }
    }
}

/// Steps over UTF-8 by characters.
enum TextStep {
    static func back(from start: Int, by count: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var at = min(start, bytes.count)
        var left = count
        while at > 0, left > 0 {
            at -= 1
            while at > 0, bytes[at] & 0xC0 == 0x80 { at -= 1 }
            left -= 1
        }
        return at
    }

    static func forward(from start: Int, by count: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var at = start
        var left = count
        while at < bytes.count, left > 0 {
            at += 1
            while at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += 1 }
            left -= 1
        }
        return at
    }

    /// The characters of a range that begins and ends between two of them.
    static func scalars(in range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> [(offset: Int, scalar: Unicode.Scalar)] {
        var scalars: [(offset: Int, scalar: Unicode.Scalar)] = []
        var offset = range.lowerBound
        for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
            scalars.append((offset, scalar))
            offset += UTF8.width(scalar)
        }
        return scalars
    }

    static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x2E80 && scalar.value < 0xFE00 || scalar.value >= 0xFF00
    }

    static func isHan(_ folded: [UInt8]) -> Bool {
        String(decoding: folded, as: UTF8.self).unicodeScalars.first.map(isHan) ?? false
    }

    static func hasText(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool { bytes.contains { $0 > 0x20 } }
}
