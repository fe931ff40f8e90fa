/// What a ZIP says of one of its files: the headers of PKWARE's APPNOTE 6.3, without ZIP64.
public struct ZipEntry: Sendable {
    /// How the bytes are packed.
    public enum Method: UInt16, Sendable {
        case stored = 0
        case deflated = 8
    }

    /// A ZIP without ZIP64 ends below this size.
    public static let limit: Int64 = 0xFFFF_FFFF

    /// The path in the ZIP; every program is told that it is UTF-8.
    public var name: String
    public var method: Method
    /// The moment that it bears, in the form of MS-DOS: see ``stamp(_:)``.
    public var stamp: UInt32
    /// The mode that Unix gives it.
    public var mode: UInt16
    /// Where its header begins.
    public var offset: UInt32
    public var crc: UInt32 = 0
    public var packedSize: UInt32 = 0
    public var size: UInt32 = 0

    /// An entry whose bytes are not known yet.
    public init(name: String, method: Method, stamp: UInt32, mode: UInt16, offset: UInt32) {
        self.name = name
        self.method = method
        self.stamp = stamp
        self.mode = mode
        self.offset = offset
    }

    /// The first day that a ZIP can say, 1980-01-01.
    public static let firstDay: UInt32 = (1 << 5 | 1) << 16

    /// An instant in UTC, in steps of two seconds, within 1980 to 2107.
    public static func stamp(_ time: Instant) -> UInt32 {
        let day = time.day
        let second = UInt32(((time.milliseconds / 1000) % 86_400 + 86_400) % 86_400)
        let date = UInt32(min(max(day.year, 1980), 2107) - 1980) << 9 | UInt32(day.month << 5 | day.day)
        return date << 16 | second / 3600 << 11 | second / 60 % 60 << 5 | second % 60 / 2
    }

    /// What stands before the packed bytes.
    public var header: [UInt8] { little(0x0403_4B50 as UInt32) + shared + Array(name.utf8) }

    /// Its record in the directory.
    public var record: [UInt8] {
        // Made on Unix, so that the mode counts; no comment, the first disk.
        little(0x0201_4B50 as UInt32) + little(0x0314 as UInt16) + shared + [UInt8](repeating: 0, count: 6)
            + little(UInt32(mode) << 16) + little(offset) + Array(name.utf8)
    }

    /// What stands behind the directory.
    public static func end(count: UInt16, directory: UInt32, at start: UInt32) -> [UInt8] {
        little(0x0605_4B50 as UInt32) + little(0 as UInt32) + little(count) + little(count) + little(directory) + little(start)
            + little(0 as UInt16)
    }

    /// What the header and the record have alike: version 2.0, UTF-8, no extra field.
    private var shared: [UInt8] {
        little(20 as UInt16) + little(0x0800 as UInt16) + little(method.rawValue) + little(stamp) + little(crc)
            + little(packedSize) + little(size) + little(UInt16(truncatingIfNeeded: name.utf8.count)) + little(0 as UInt16)
    }
}

private func little<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
