import DeedText

/// A list of properties in a TNEF: of the mail, or of a file in it. Source: [MS-OXTNEF] 2.1.3.4.
struct TnefProperties {
    private static let most = 20_000

    /// The first value of each, by number and type.
    private var values: [UInt32: UnsafeRawBufferPointer] = [:]

    init() {}

    /// Reads as far as the list can be understood.
    init(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 4 else { return }
        var at = 4
        for _ in 0..<min(Int(bytes.wide(0)), TnefProperties.most) {
            guard at + 4 <= bytes.count else { return }
            let (type, number) = (bytes.small(at), bytes.small(at + 2))
            at += 4
            if number >= 0x8000 { guard TnefProperties.skipName(bytes, &at) else { return } }
            guard let value = TnefProperties.value(bytes, &at, type) else { return }
            if let value { values[UInt32(number) << 16 | UInt32(type)] = value }
        }
    }

    /// A named property has its name here: a set, and a number or words.
    private static func skipName(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) -> Bool {
        guard at + 24 <= bytes.count else { return false }
        let (kind, number) = (bytes.wide(at + 16), Int(bytes.wide(at + 20)))
        at += 24
        if kind != 0 { at += padded(number) }
        return at <= bytes.count
    }

    /// Passes over the values of one property; the first of them, which may be empty, or `nil` where the list cannot be understood.
    private static func value(_ bytes: UnsafeRawBufferPointer, _ at: inout Int, _ type: UInt16) -> UnsafeRawBufferPointer?? {
        let isMany = type & 0x1000 != 0
        let width: Int? =
            switch type & 0x0FFF {
            case 0x0002, 0x0003, 0x0004, 0x000A, 0x000B: 4
            case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040: 8
            case 0x0048: 16
            case 0x000D, 0x001E, 0x001F, 0x0102: nil
            case 0x0001: 0
            default: -1
            }
        guard width != -1 else { return nil }
        var count = 1
        if isMany || width == nil {
            guard at + 4 <= bytes.count else { return nil }
            count = Int(bytes.wide(at))
            at += 4
        }
        var first: UnsafeRawBufferPointer?
        for index in 0..<count {
            var length = width ?? 0
            if width == nil {
                guard at + 4 <= bytes.count else { return nil }
                length = Int(bytes.wide(at))
                at += 4
            }
            guard length <= bytes.count - at, length > 0 || width == nil || count == 1 else { return nil }
            if index == 0 { first = UnsafeRawBufferPointer(rebasing: bytes[at..<at + length]) }
            at = min(bytes.count, at + padded(length))
        }
        return .some(first)
    }

    private static func padded(_ length: Int) -> Int { (length + 3) / 4 * 4 }

    // MARK: values

    /// A text; `nil` when there is none or it is empty. One that is not Unicode is in `charset`.
    func text(_ number: UInt16, _ charset: TextCharset?) -> String? {
        if let units = value(number, 0x001F) {
            let text = TextCharset.utf16le.decode(Array(units)).filter { $0 != "\0" }.trimmed
            return text.isEmpty ? nil : text
        }
        return value(number, 0x001E).flatMap { TnefProperties.narrow($0, charset) }
    }

    /// A text in a charset, up to its zero.
    static func narrow(_ bytes: UnsafeRawBufferPointer, _ charset: TextCharset?) -> String? {
        let bytes = Array(bytes.prefix { $0 != 0 })
        let text = (charset?.decode(bytes) ?? MailCharset.guess(bytes)).trimmed
        return text.isEmpty ? nil : text
    }

    /// Bytes.
    func binary(_ number: UInt16) -> UnsafeRawBufferPointer? { value(number, 0x0102) }

    /// An object, with the 16 bytes in front that say which kind it is.
    func object(_ number: UInt16) -> UnsafeRawBufferPointer? { value(number, 0x000D) }

    /// A number of 32 bits.
    func integer(_ number: UInt16) -> Int? { value(number, 0x0003).map { Int(Int32(bitPattern: $0.wide(0))) } }

    /// Milliseconds since 1970.
    func time(_ number: UInt16) -> Int64? {
        value(number, 0x0040).flatMap { OutlookProperties.milliseconds(UInt64($0.wide(4)) << 32 | UInt64($0.wide(0))) }
    }

    private func value(_ number: UInt16, _ type: UInt16) -> UnsafeRawBufferPointer? {
        values[UInt32(number) << 16 | UInt32(type)]
    }
}
