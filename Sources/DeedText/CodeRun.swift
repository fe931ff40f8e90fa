/// A run of words joined by `- _ / .` while it is read. Parts wait until the run ends, because the joined form stands
/// right behind the first one.
struct CodeRun {
    /// A finished word: its folded bytes, and its place in the text.
    struct Part {
        let from: Int
        let to: Int
        let start: Int
        let end: Int
        let form: Form
        /// Whether a line ended behind the hyphen in front of it: war-⏎ranty.
        let isBehindBreak: Bool

        enum Form { case digits, letters, mixed }
    }

    /// Longest token of a word, in bytes.
    static let longestWord = 63
    /// Longest joined form, in bytes.
    static let longestCode = 48
    /// Waiting parts have at most ``longestCode`` bytes, and one word may follow.
    static let capacity = wordCapacity + PhoneTail.capacity
    private static let wordCapacity = longestCode + longestWord + 1
    static let partCapacity = longestCode + 1

    private let bytes: UnsafeMutablePointer<UInt8>
    private let parts: UnsafeMutablePointer<Part>
    private let joins: Bool
    private var phone: PhoneTail
    private let emit: HanRun.Emit

    private var count = 0
    private var partCount = 0
    private var wordFrom = 0
    private var wordStart = 0
    private var wordEnd = 0
    private var wordIsDigits = false
    private var wordHasDigit = false
    private var wordIsGrouped = false
    private var inWord = false
    private var isFull = false
    private var joinerWaits = false
    private var joinerIsDot = false
    private var joinerIsHyphen = false
    /// A line ended behind the hyphen that waits.
    private var breakWaits = false
    private var wordIsBehindBreak = false
    private var endsInSoftHyphen = false
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
        phone = PhoneTail(bytes: bytes + CodeRun.wordCapacity, emit: emit)
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
        endsInSoftHyphen = false
        if point >= 48, point <= 57 {
            hasDigit = true
            wordHasDigit = true
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
        wordHasDigit = false
        wordIsGrouped = false
        wordFrom = count
        wordStart = start
        wordIsBehindBreak = breakWaits
        breakWaits = false
        if joinerWaits {
            joinerWaits = false
            if !joinerIsDot { onlyDots = false }
        }
    }

    /// A joiner: the run goes on if the next character is a letter or digit; false when the receiver wants no more.
    @inline(__always)
    mutating func join(_ joiner: UInt32) -> Bool {
        if !inWord { return finish() }
        joinerWaits = true
        joinerIsDot = joiner == 0x2E
        joinerIsHyphen = joiner == 0x2D || joiner == 0x2010 || joiner == 0x2011
        return finishWord()
    }

    /// A soft hyphen: a word that a line ends behind goes on in the next.
    @inline(__always)
    mutating func softHyphen() { endsInSoftHyphen = inWord }

    /// A blank: the run ends, but for the margin of a line that a word goes on in.
    @inline(__always)
    mutating func space() -> Bool { breakWaits || finish() }

    /// A line end; false when the receiver wants no more.
    @inline(__always)
    mutating func lineEnd() -> Bool {
        if endsInSoftHyphen, !join(0x2D) { return false }
        endsInSoftHyphen = false
        guard !inWord, joinerWaits, joinerIsHyphen, !breakWaits else { return finish() && endNumber() }
        breakWaits = true
        return true
    }

    /// What is no blank: a number does not go on behind it. Always true.
    @inline(__always)
    mutating func endNumber() -> Bool {
        phone.end()
        return true
    }

    /// Ends the run; false when the receiver wants no more.
    @inline(__always)
    mutating func finish() -> Bool {
        if !inWord, partCount == 0, !isTooLong { return true }
        return finishRun()
    }

    private mutating func finishWord() -> Bool {
        inWord = false
        parts[partCount] = Part(
            from: wordFrom, to: count, start: wordStart, end: wordEnd, form: wordForm, isBehindBreak: wordIsBehindBreak)
        partCount += 1
        if count <= CodeRun.longestCode { return true }
        isTooLong = true
        return flush()
    }

    private var wordForm: Part.Form { wordIsDigits && !wordIsGrouped ? .digits : wordHasDigit ? .mixed : .letters }

    private mutating func finishRun() -> Bool {
        var goesOn = true
        if inWord, partCount == 0 {
            inWord = false
            let word = UnsafeBufferPointer(start: bytes + wordFrom, count: count - wordFrom)
            goesOn = emit(word, wordStart, wordEnd, false)
            if goesOn { goesOn = number(word, wordStart, wordEnd, wordForm) }
        } else {
            if inWord { goesOn = finishWord() }
            if goesOn { goesOn = flush() }
        }
        count = 0
        partCount = 0
        joinerWaits = false
        breakWaits = false
        endsInSoftHyphen = false
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
            if !sendBroken(index, of: waiting) { return false }
            if !number(word, part.start, part.end, waiting > 1 && onlyDots ? .mixed : part.form) { return false }
        }
        return true
    }

    /// A word that a line's end broke stands whole beside both of its halves, so that phrases find it from either side.
    private func sendBroken(_ index: Int, of waiting: Int) -> Bool {
        guard joins else { return true }
        let part = parts[index]
        if index + 1 < waiting, parts[index + 1].isBehindBreak, let whole = whole(index) {
            if !emit(whole, part.start, parts[index + 1].end, true) { return false }
        }
        if index > 0, part.isBehindBreak, let whole = whole(index - 1) {
            return emit(whole, part.start, part.end, true)
        }
        return true
    }

    /// A word's two halves, side by side in memory; `nil` where they are no letters, as in HT-⏎2024.
    private func whole(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
        let (half, rest) = (parts[index], parts[index + 1])
        guard half.form == .letters, rest.form == .letters, rest.to - half.from <= CodeRun.longestWord else { return nil }
        return UnsafeBufferPointer(start: bytes + half.from, count: rest.to - half.from)
    }

    private mutating func number(_ word: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ form: Part.Form) -> Bool {
        guard joins, form == .digits else { return endNumber() }
        return phone.take(word, start, end)
    }
}
