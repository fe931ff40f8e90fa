/// A run of Han while it is read: pairs go out, the last character waits for its follower.
struct HanRun {
    typealias Emit = (_ folded: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ colocated: Bool) -> Bool

    /// Room for two characters.
    static let capacity = 8

    private let pair: UnsafeMutablePointer<UInt8>
    private let mode: Tokenizer.Mode
    private let emit: Emit
    private var length = 0
    private var start = 0
    private var end = 0
    private var isFirst = true
    private var sawLineEnd = false

    init(pair: UnsafeMutablePointer<UInt8>, mode: Tokenizer.Mode, emit: @escaping Emit) {
        self.pair = pair
        self.mode = mode
        self.emit = emit
    }

    /// Takes the next character; false when the receiver wants no more.
    @inline(__always)
    mutating func add(_ point: UInt32, start newStart: Int, end newEnd: Int) -> Bool {
        let added = UTF8Scalar.encode(point, pair + length)
        sawLineEnd = false
        var goesOn = true
        if length > 0 {
            goesOn = emit(UnsafeBufferPointer(start: pair, count: length + added), start, newEnd, false)
            if goesOn, mode == .names { goesOn = emit(UnsafeBufferPointer(start: pair, count: length), start, end, true) }
            let waiting = pair + length
            for index in 0..<added { pair[index] = waiting[index] }
            isFirst = false
        } else {
            isFirst = true
        }
        length = added
        start = newStart
        end = newEnd
        return goesOn
    }

    /// A line end: the first one is a wrap inside a word, the second makes a blank line and ends the run.
    @inline(__always)
    mutating func lineEnd() -> Bool {
        if length == 0 { return true }
        if sawLineEnd { return finish() }
        sawLineEnd = true
        return true
    }

    /// Ends the run; false when the receiver wants no more.
    @inline(__always)
    mutating func finish() -> Bool {
        if length == 0 { return true }
        let count = length
        length = 0
        sawLineEnd = false
        if isFirst { return emit(UnsafeBufferPointer(start: pair, count: count), start, end, false) }
        if mode == .query { return true }
        return emit(UnsafeBufferPointer(start: pair, count: count), start, end, true)
    }
}
