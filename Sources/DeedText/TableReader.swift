/// Reads the numbers of a generated table: base 64, five bits a digit, least significant first (`tools/foldtable/swiftsource.py`).
struct TableReader {
    private var at: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    init(_ table: StaticString) {
        at = table.utf8Start
        end = table.utf8Start + table.utf8CodeUnitCount
    }

    /// The next number, or `nil` at the end of the table.
    @inline(__always)
    mutating func next() -> UInt32? {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while at < end {
            let digit = TableReader.value(of: at.pointee)
            at += 1
            if digit == 64 { continue }
            value |= (digit & 31) << shift
            if digit < 32 { return value }
            shift += 5
        }
        return nil
    }

    /// The next number with a sign in its lowest bit.
    @inline(__always)
    mutating func nextSigned() -> Int32? {
        guard let coded = next() else { return nil }
        let magnitude = Int32(coded >> 1)
        return coded & 1 == 1 ? -magnitude : magnitude
    }

    /// 0 to 63 for a digit, 64 for a line end.
    @inline(__always)
    private static func value(of byte: UInt8) -> UInt32 {
        switch byte {
        case 65...90: return UInt32(byte) - 65
        case 97...122: return UInt32(byte) - 71
        case 48...57: return UInt32(byte) + 4
        case 43: return 62
        case 47: return 63
        default: return 64
        }
    }
}
