import DeedCore
import DeedText

/// The properties of one object in an Outlook mail: the mail, a recipient or an attachment. Source: [MS-OXMSG] 2.1, 2.4.
struct OutlookProperties {
    let storage: CompoundStorage
    private let charset: TextCharset?
    /// What fits into eight bytes, by the property's number.
    private var fixed: [UInt16: UInt64] = [:]

    /// Where the entries begin in `__properties_version1.0`.
    enum Header: Int {
        case mail = 32
        case embedded = 24
        case part = 8
    }

    static let stream = "__properties_version1.0"

    /// The properties of `storage`; texts that are not Unicode are in `charset`, or in the one that the properties name.
    init(_ storage: CompoundStorage, header: Header, charset: TextCharset? = nil) {
        self.storage = storage
        let entries = storage.bytes(OutlookProperties.stream, limit: 16 << 20) ?? []
        var fixed: [UInt16: UInt64] = [:]
        entries.withUnsafeBytes { bytes in
            for at in stride(from: header.rawValue, to: bytes.count - 15, by: 16) {
                fixed[bytes.loadUnaligned(fromByteOffset: at + 2, as: UInt16.self)] =
                    bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
            }
        }
        self.fixed = fixed
        // PidTagMessageCodepage, PidTagInternetCodepage.
        let named = [0x3FFD, 0x3FDE].compactMap { fixed[UInt16($0)] }.map { Int(truncatingIfNeeded: $0 & 0xFFFF_FFFF) }
        self.charset = charset ?? named.lazy.compactMap { MailCharset.ofCodePage($0) }.first
    }

    /// The charset of texts that are not Unicode, for the parts of this one.
    var ownCharset: TextCharset? { charset }

    /// A text; `nil` when there is none or it is empty.
    func text(_ number: UInt16) -> String? {
        let text: String
        if let units = storage.bytes(OutlookProperties.name(number, 0x001F)) {
            text = TextCharset.utf16le.decode(units)
        } else if let bytes = storage.bytes(OutlookProperties.name(number, 0x001E)) {
            text = charset?.decode(bytes) ?? MailCharset.guess(bytes)
        } else {
            return nil
        }
        let clean = text.trimmed
        return clean.isEmpty ? nil : clean
    }

    /// Bytes.
    func binary(_ number: UInt16) -> [UInt8]? { storage.bytes(OutlookProperties.name(number, 0x0102)) }

    /// A number of 32 bits.
    func integer(_ number: UInt16) -> Int? { fixed[number].map { Int(Int32(truncatingIfNeeded: $0)) } }

    /// Milliseconds since 1970; the property counts 100 ns since 1601.
    func time(_ number: UInt16) -> Int64? { fixed[number].flatMap { OutlookProperties.milliseconds($0) } }

    /// Milliseconds since 1970 of a count since 1601; `nil` for none and for one that is no time.
    static func milliseconds(_ ticks: UInt64) -> Int64? {
        guard ticks > 0, ticks < 1 << 62 else { return nil }
        return Int64(ticks / 10_000) - 11_644_473_600_000
    }

    /// The name of a property's stream.
    static func name(_ number: UInt16, _ type: UInt16) -> String {
        func hex(_ value: UInt16) -> String {
            let digits = String(value, radix: 16, uppercase: true)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "__substg1.0_" + hex(number) + hex(type)
    }
}
