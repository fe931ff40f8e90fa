/// How names and numbers are folded for look-ups. The catalog stores the folded forms, so they have to be pure functions that do
/// not change within one schema version; the room above gives the text room's.
public struct Keys: Sendable {
    /// Of names of customers, people and files, and of titles.
    public var name: @Sendable (String) -> String
    /// Of contract numbers, invoice numbers, credit codes and phone numbers.
    public var number: @Sendable (String) -> String
    /// Of serial numbers: as ``number``, and O = 0, I = L = 1.
    public var serial: @Sendable (String) -> String
    /// Of serial numbers that are the same label: case and width apart, nothing else.
    public var exact: @Sendable (String) -> String

    /// What the end of a phone number is asked by; `nil` for a text that is none.
    public var phoneTail: @Sendable (String) -> String? = { text in
        let digits = text.utf8.filter { $0 >= 48 && $0 <= 57 }
        return digits.count >= 4 && digits.count == text.utf8.count ? text : nil
    }
    /// Whether one of the persons of a contact is called so, or one of its addresses is this; case and width apart.
    public var isContact: @Sendable (_ cell: String, _ asked: String) -> Bool = { $0 == $1 }
    /// Whether one of the numbers of a contact ends so.
    public var phoneEnds: @Sendable (String, String) -> Bool = { $0.hasSuffix($1) }

    /// Four ways of folding.
    public init(
        name: @escaping @Sendable (String) -> String, number: @escaping @Sendable (String) -> String,
        serial: @escaping @Sendable (String) -> String, exact: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.name = name
        self.number = number
        self.serial = serial
        self.exact = exact
    }

    /// The digits of a phone number, however it is written.
    func digits(_ phone: String) -> String {
        String(decoding: number(phone).utf8.filter { (48...57).contains($0) }, as: UTF8.self)
    }

    /// A file's name without its extension: a dot and one to five ASCII letters or digits at the end.
    static func stem(_ name: String) -> String {
        let bytes = name.utf8
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot != bytes.startIndex else { return name }
        let tail = bytes[bytes.index(after: dot)...]
        let plain = tail.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
        return (1...5).contains(tail.count) && plain ? String(name[..<dot]) : name
    }
}
