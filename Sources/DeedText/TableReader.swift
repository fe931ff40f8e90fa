/// Reads the numbers of a generated table: five bits a digit, least significant first, a digit of value v being the
/// character 48 + v (`tools/foldtable/swiftsource.py`).
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
            let byte = UInt32(at.pointee)
            at += 1
            // Line ends.
            if byte < 48 { continue }
            value |= ((byte - 48) & 31) << shift
            if byte < 80 { return value }
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
}
