/// The last digits of phone numbers in a text, as words of their own: people ask for a phone by its last four to eight digits, and
/// an index finds words from their beginning only.
///
/// A mobile number, one with an area code, a 400 number or a local one of eight digits, in one piece, in groups with blanks
/// between them or joined by hyphens. Not a day (20240315), not an amount.
struct PhoneTail {
    /// What stands before the digits, so that 2001 as the end of a phone is no other word than the year.
    static let prefix = "zp"
    /// How many of the last digits are asked for.
    static let lengths = 4...8
    /// Room for the digits, and for one word.
    static let capacity = mostDigits + 2 + lengths.upperBound

    private static let mostDigits = 16

    private let digits: UnsafeMutablePointer<UInt8>
    private let emit: HanRun.Emit
    private var count = 0
    /// At which of the digits a group begins, one bit each.
    private var starts: UInt32 = 0

    init(bytes: UnsafeMutablePointer<UInt8>, emit: @escaping HanRun.Emit) {
        digits = bytes
        self.emit = emit
    }

    /// Something else than blanks came: a number does not go on over it.
    @inline(__always)
    mutating func end() {
        count = 0
        starts = 0
    }

    /// Takes a group of digits that was sent as a word; sends the tails where a number ends with it. False when the receiver wants no
    /// more.
    mutating func take(_ group: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        if group.count > PhoneTail.mostDigits {
            self.end()
            return true
        }
        if count + group.count > PhoneTail.mostDigits { self.end() }
        starts |= 1 << UInt32(count)
        for digit in group {
            digits[count] = digit
            count += 1
        }
        for from in 0..<count where starts >> UInt32(from) & 1 == 1 && isPhone(from) { return sendTails(from, start, end) }
        return true
    }

    private func isPhone(_ from: Int) -> Bool {
        let number = UnsafeBufferPointer(start: digits + from, count: count - from)
        func begins(_ text: StaticString) -> Bool {
            text.withUTF8Buffer { number.count > $0.count && number.prefix($0.count).elementsEqual($0) }
        }
        switch number.count {
        case 8: return (0x32...0x38).contains(number[0]) && !begins("20")
        case 10: return begins("0") || begins("400") || begins("800")
        case 11: return number[0] == 0x31 && number[1] >= 0x33 || begins("0")
        case 12: return begins("0")
        case 13: return begins("861")
        default: return false
        }
    }

    private mutating func sendTails(_ from: Int, _ start: Int, _ end: Int) -> Bool {
        let word = digits + PhoneTail.mostDigits
        (word[0], word[1]) = (0x7A, 0x70)
        for length in PhoneTail.lengths where length <= count - from {
            for at in 0..<length { word[2 + at] = digits[count - length + at] }
            if !emit(UnsafeBufferPointer(start: word, count: 2 + length), start, end, true) { return false }
        }
        self.end()
        return true
    }
}
