/// A run of words joined by `- _ / .` while it is read. Parts wait until the run ends, because the joined form stands
/// right behind the first one.
struct CodeRun {
    /// A finished word: its folded bytes, and its place in the text.
    struct Part {
        let from: Int
        let to: Int
        let start: Int
        let end: Int
    }

    /// Longest token of a word, in bytes.
    static let longestWord = 63
    /// Longest joined form, in bytes.
    static let longestCode = 48
    /// Waiting parts have at most ``longestCode`` bytes, and one word may follow.
    static let capacity = longestCode + longestWord + 1
    static let partCapacity = longestCode + 1

    private let bytes: UnsafeMutablePointer<UInt8>
    private let parts: UnsafeMutablePointer<Part>
    private let joins: Bool
    private let emit: HanRun.Emit

    private var count = 0
    private var partCount = 0
    private var wordFrom = 0
    private var wordStart = 0
    private var wordEnd = 0
    private var wordIsDigits = false
    private var wordIsGrouped = false
    private var inWord = false
    private var isFull = false
    private var joinerWaits = false
    private var joinerIsDot = false
    private var hasDigit = false
    private var hasLetter = false
    private var onlyDots = true
    private var isTooLong = false

    init(
        bytes: UnsafeMutablePointer<UInt8>, parts: UnsafeMutablePointer<Part>, joins: Bool, emit: @escaping HanRun.Emit
    ) {
        self.bytes = bytes
        self.parts = parts
        self.joins = joins
        self.emit = emit
    }

    /// Whether a word is being read that ends in a group of digits a comma may follow: `1`, `12`, `123`, `1,234`.
    @inline(__always)
    var takesComma: Bool { inWord && wordIsDigits && (wordIsGrouped || count - wordFrom <= 3) }

    /// A comma between groups of digits was read: the word goes on.
    mutating func passComma() { wordIsGrouped = true }

    /// Takes the next letter or digit.
    @inline(__always)
    mutating func add(_ point: UInt32, start: Int, end: Int) {
        if !inWord { beginWord(start) }
        wordEnd = end
        if point >= 48, point <= 57 {
            hasDigit = true
        } else {
            hasLetter = true
            wordIsDigits = false
        }
        if isFull { return }
        let added = UTF8Scalar.encode(point, bytes + count)
        if count - wordFrom + added > CodeRun.longestWord {
            isFull = true
        } else {
            count += added
        }
    }

    private mutating func beginWord(_ start: Int) {
        inWord = true
        isFull = false
        wordIsDigits = true
        wordIsGrouped = false
        wordFrom = count
        wordStart = start
        if joinerWaits {
            joinerWaits = false
            if !joinerIsDot { onlyDots = false }
        }
    }

    /// A joiner: the run goes on if the next character is a letter or digit; false when the receiver wants no more.
    @inline(__always)
    mutating func join(isDot: Bool) -> Bool {
        if !inWord { return finish() }
        joinerWaits = true
        joinerIsDot = isDot
        return finishWord()
    }

    /// Ends the run; false when the receiver wants no more.
    @inline(__always)
    mutating func finish() -> Bool {
        if !inWord, partCount == 0, !isTooLong { return true }
        return finishRun()
    }

    private mutating func finishWord() -> Bool {
        inWord = false
        parts[partCount] = Part(from: wordFrom, to: count, start: wordStart, end: wordEnd)
        partCount += 1
        if count <= CodeRun.longestCode { return true }
        isTooLong = true
        return flush()
    }

    private mutating func finishRun() -> Bool {
        var goesOn = true
        if inWord, partCount == 0 {
            inWord = false
            goesOn = emit(UnsafeBufferPointer(start: bytes + wordFrom, count: count - wordFrom), wordStart, wordEnd, false)
        } else {
            if inWord { goesOn = finishWord() }
            if goesOn { goesOn = flush() }
        }
        count = 0
        partCount = 0
        joinerWaits = false
        hasDigit = false
        hasLetter = false
        onlyDots = true
        isTooLong = false
        return goesOn
    }

    /// Sends the waiting parts, with the joined form behind the first.
    private mutating func flush() -> Bool {
        let waiting = partCount
        let length = count
        partCount = 0
        count = 0
        for index in 0..<waiting {
            let part = parts[index]
            let word = UnsafeBufferPointer(start: bytes + part.from, count: part.to - part.from)
            if !emit(word, part.start, part.end, false) { return false }
            if index == 0, waiting > 1, joins, !isTooLong, hasDigit, hasLetter || !onlyDots {
                let joined = UnsafeBufferPointer(start: bytes, count: length)
                if !emit(joined, part.start, parts[waiting - 1].end, true) { return false }
            }
        }
        return true
    }
}
