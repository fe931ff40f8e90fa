/// The loop of ``Tokenizer/scan(_:mode:_:)``: decodes, folds, and hands each character to the run it belongs to.
struct TokenScanner {
    private var han: HanRun
    private var code: CodeRun
    private let table = FoldTable.shared

    init(han: HanRun, code: CodeRun) {
        self.han = han
        self.code = code
    }

    mutating func scan(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard let base = utf8.baseAddress else { return }
        let end = base + utf8.count
        var at = base
        while at < end {
            let (point, length) = UTF8Scalar.decode(at, end)
            let start = at - base
            at += length
            if point == UTF8Scalar.invalid {
                if !finishAll() { return }
                continue
            }
            if point == 0x0D, at < end, at[0] == 0x0A { continue }
            if point == 0xAD {
                code.softHyphen()
                continue
            }
            var entry = table.entry(of: point)
            if Composition.begins(FoldTable.point(of: entry)), !FoldTable.isSeveral(entry) { entry = composed(entry, &at, end) }
            if !FoldTable.isSeveral(entry) {
                if !take(entry, start: start, at, end, base) { return }
                continue
            }
            for each in table.sequence(entry) where !take(each, start: start, at, end, base) { return }
        }
        _ = finishAll()
    }

    /// The character with what behind it becomes one with it.
    private func composed(_ entry: FoldTable.Entry, _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>)
        -> FoldTable.Entry
    {
        var point = FoldTable.point(of: entry)
        var next = at
        while next < end {
            let (mark, length) = UTF8Scalar.decode(next, end)
            guard mark != UTF8Scalar.invalid else { break }
            next += length
            if let whole = table.pair(point, mark) {
                point = whole
                at = next
            } else if !table.isDropped(mark) {
                break
            }
        }
        return FoldTable.entry(point, like: entry)
    }

    /// Takes one folded character whose source lies from `start` to `at`; false when the receiver wants no more.
    @inline(__always)
    private mutating func take(
        _ entry: FoldTable.Entry, start: Int, _ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
        _ base: UnsafePointer<UInt8>
    ) -> Bool {
        switch FoldTable.kind(of: entry) {
        case CharacterClass.han:
            if !code.finish() { return false }
            _ = code.endNumber()
            return han.add(FoldTable.point(of: entry), start: start, end: at - base)
        case CharacterClass.word:
            if !han.finish() { return false }
            code.add(FoldTable.point(of: entry), start: start, end: at - base)
            return true
        case CharacterClass.ignored:
            return true
        case CharacterClass.space:
            return code.space()
        case CharacterClass.newline:
            return code.lineEnd() && han.lineEnd()
        case CharacterClass.joiner:
            return han.finish() && code.join(FoldTable.point(of: entry))
        default:
            if FoldTable.point(of: entry) == 0x2C, code.takesComma, threeDigits(at, end) {
                code.passComma()
                return true
            }
            return finishAll()
        }
    }

    private mutating func finishAll() -> Bool { code.finish() && code.endNumber() && han.finish() }

    /// Whether exactly three digits follow.
    private func threeDigits(_ from: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
        var at = from
        var count = 0
        while at < end, count < 4 {
            let (point, length) = UTF8Scalar.decode(at, end)
            if point == UTF8Scalar.invalid { break }
            let entry = table.entry(of: point)
            at += length
            if FoldTable.kind(of: entry) == CharacterClass.ignored { continue }
            let digit = FoldTable.point(of: entry)
            if FoldTable.isSeveral(entry) || digit < 48 || digit > 57 { break }
            count += 1
        }
        return count == 3
    }
}
