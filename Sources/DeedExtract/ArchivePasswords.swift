import DeedCore
import DeedText

/// Passwords that a person gave for archives. They live in memory only: no log, no record and no command line ever has one, and
/// printing a value of this type tells how many there are.
public struct ArchivePasswords: Sendable {
    /// As they were written, in their order.
    let texts: [String]

    /// Bytes that all passwords may have together: a request to a worker has room for these in two charsets.
    public static let maximumBytes = 12 << 10

    /// No passwords.
    public init() { texts = [] }

    /// Passwords in the order in which they are tried; an empty one, one that came before, and one with a NUL are left out.
    public init(_ texts: [String]) {
        var seen: Set<String> = []
        self.texts = texts.filter { !$0.isEmpty && !$0.utf8.contains(0) && seen.insert($0).inserted }
    }

    /// Whether there is none.
    public var isEmpty: Bool { texts.isEmpty }

    /// The bytes that programs make of them, in hexadecimal digits: in UTF-8, and in GBK as Chinese Windows does.
    var forms: [String] {
        texts.flatMap { text -> [String] in
            let unicode = Array(text.utf8)
            guard unicode.contains(where: { $0 >= 0x80 }), let chinese = TextCharset.gb18030Bytes(of: text) else {
                return [ArchivePasswords.hexadecimal(unicode)]
            }
            return [ArchivePasswords.hexadecimal(unicode), ArchivePasswords.hexadecimal(chinese)]
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// The bytes of hexadecimal digits; `nil` for anything else.
    public static func bytes(_ hexadecimal: String) -> [UInt8]? {
        let values = hexadecimal.utf8.map { digits.firstIndex(of: $0) }
        guard values.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for at in stride(from: 0, to: values.count, by: 2) {
            guard let high = values[at], let low = values[at + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}

extension ArchivePasswords: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(texts.count) passwords" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
