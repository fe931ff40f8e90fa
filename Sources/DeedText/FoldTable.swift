/// What a folded character is to the tokenizer. The raw values are those of `tools/foldtable/foldtable.py`.
enum CharacterClass {
    static let separator: UInt32 = 0
    /// Letters and digits that are not East Asian.
    static let word: UInt32 = 1
    /// Han of all planes, 々 〇, kana, Hangul.
    static let han: UInt32 = 2
    static let space: UInt32 = 3
    static let newline: UInt32 = 4
    /// Soft hyphens, joiners without width, variation selectors, combining marks.
    static let ignored: UInt32 = 5
    /// `- _ / .` and the dashes.
    static let joiner: UInt32 = 6
}

/// The table behind ``Folding`` and ``Tokenizer``: every character's folded form with its class.
///
/// Decoded from a string literal once a process, in about a third of a millisecond.
/// `@unchecked Sendable`: the memory is written in `init` only, and never freed.
struct FoldTable: @unchecked Sendable {
    static let shared = FoldTable()

    /// One folded character: its code point in the low 21 bits, its class above; or, with the top bit, a place in `several`.
    typealias Entry = UInt32

    private let plane0: UnsafeMutablePointer<Entry>
    private let several: UnsafeMutablePointer<Entry>
    private let highFolds: [(point: UInt32, entry: Entry)]
    private let highClasses: [(first: UInt32, end: UInt32, kind: UInt32)]

    private static let severalFlag: Entry = 1 << 31
    private static let classShift: Entry = 24
    private static let pointMask: Entry = 0x1F_FFFF

    @inline(__always) static func point(of entry: Entry) -> UInt32 { entry & pointMask }
    @inline(__always) static func kind(of entry: Entry) -> UInt32 { entry >> classShift }
    @inline(__always) static func isSeveral(_ entry: Entry) -> Bool { entry & severalFlag != 0 }

    /// Another character of the same class.
    @inline(__always) static func entry(_ point: UInt32, like entry: Entry) -> Entry { entry & ~pointMask | point }

    /// Whether folding leaves nothing of a character: a mark that stands by itself, a soft hyphen.
    func isDropped(_ point: UInt32) -> Bool { FoldTable.kind(of: entry(of: point)) == CharacterClass.ignored }

    /// A folded character and the one behind it as one; `nil` where they stay two.
    func pair(_ point: UInt32, _ mark: UInt32) -> UInt32? {
        let behind = entry(of: mark)
        return Composition.pair(point, mark: mark, folded: FoldTable.isSeveral(behind) ? 0 : FoldTable.point(of: behind))
    }

    /// The folded form of one character.
    @inline(__always)
    func entry(of point: UInt32) -> Entry {
        point < 0x1_0000 ? plane0[Int(point)] : highEntry(of: point)
    }

    /// The characters behind an entry with the top bit.
    @inline(__always)
    func sequence(_ entry: Entry) -> UnsafeBufferPointer<Entry> {
        let start = several + Int(entry & FoldTable.pointMask)
        return UnsafeBufferPointer(start: start + 1, count: Int(start.pointee))
    }

    private func highEntry(of point: UInt32) -> Entry {
        if let found = FoldTable.search(highFolds, { $0.point <= point }), highFolds[found].point == point {
            return highFolds[found].entry
        }
        return FoldTable.identity(point, in: highClasses)
    }

    private static func identity(_ point: UInt32, in classes: [(first: UInt32, end: UInt32, kind: UInt32)]) -> Entry {
        guard let found = search(classes, { $0.first <= point }), point < classes[found].end else { return point }
        return point | classes[found].kind << classShift
    }

    /// The last element that fulfils a condition which the first ones fulfil and the rest do not.
    private static func search<Element>(_ sorted: [Element], _ fulfils: (Element) -> Bool) -> Int? {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if fulfils(sorted[middle]) { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }

    private init() {
        plane0 = .allocate(capacity: 0x1_0000)
        for point in 0..<0x1_0000 { plane0[point] = Entry(point) }
        highClasses = FoldTable.readClasses(into: plane0)
        var sequences: [Entry] = []
        highFolds = FoldTable.readFolds(into: plane0, sequences: &sequences, classes: highClasses)
        several = .allocate(capacity: sequences.count + 1)
        several.initialize(from: sequences, count: sequences.count)
    }

    private static func readClasses(
        into plane0: UnsafeMutablePointer<Entry>
    ) -> [(first: UInt32, end: UInt32, kind: UInt32)] {
        var reader = TableReader(FoldData.classes)
        var high: [(first: UInt32, end: UInt32, kind: UInt32)] = []
        var end: UInt32 = 0
        while let gap = reader.next(), let count = reader.next(), let kind = reader.next() {
            let first = end + gap
            end = first + count
            if first < 0x1_0000 {
                for point in first..<min(end, 0x1_0000) { plane0[Int(point)] |= kind << classShift }
            }
            if end > 0x1_0000 { high.append((max(first, 0x1_0000), end, kind)) }
        }
        return high
    }

    private static func readFolds(
        into plane0: UnsafeMutablePointer<Entry>, sequences: inout [Entry], classes: [(first: UInt32, end: UInt32, kind: UInt32)]
    ) -> [(point: UInt32, entry: Entry)] {
        var reader = TableReader(FoldData.folds)
        var high: [(point: UInt32, entry: Entry)] = []
        var end: UInt32 = 0
        // A folded character is its own fold, so its entry holds its class whether or not its turn has come.
        func plain(_ point: UInt32) -> Entry {
            point < 0x1_0000 ? plane0[Int(point)] : identity(point, in: classes)
        }
        func set(_ point: UInt32, _ entry: Entry) {
            if point < 0x1_0000 { plane0[Int(point)] = entry } else { high.append((point, entry)) }
        }
        while let gap = reader.next(), let count = reader.next() {
            let first = end + gap
            end = first + max(count, 1)
            if count > 0, let distance = reader.nextSigned() {
                for point in first..<end { set(point, plain(UInt32(bitPattern: Int32(bitPattern: point) + distance))) }
            } else if let length = reader.next() {
                set(first, severalFlag | Entry(sequences.count))
                sequences.append(length)
                for _ in 0..<length { sequences.append(plain(reader.next() ?? 0xFFFD)) }
            }
        }
        return high
    }
}
