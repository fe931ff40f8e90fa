import Glibc

/// An element's local name, compared without making a String: `switch name { case "p": … }`.
struct XmlName {
    private let pointer: UnsafePointer<UInt8>

    /// A NUL-terminated name, valid during the event.
    init(_ pointer: UnsafePointer<UInt8>) {
        self.pointer = pointer
    }

    static func ~= (pattern: StaticString, name: XmlName) -> Bool { name.equals(pattern) }
    static func == (name: XmlName, other: StaticString) -> Bool { name.equals(other) }

    private func equals(_ other: StaticString) -> Bool {
        let bytes = UnsafeRawPointer(other.utf8Start).assumingMemoryBound(to: CChar.self)
        return strcmp(UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self), bytes) == 0
    }
}

/// The attributes of one element, found by local name; valid during the event.
struct XmlAttributes {
    /// Five pointers for each: local name, prefix, namespace, value, end of value.
    private let values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    private let count: Int

    /// The attributes as libxml2 hands them over.
    init(_ values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int) {
        self.values = values
        self.count = count
    }

    /// The value of an attribute, with or without prefix.
    subscript(_ name: StaticString) -> String? {
        bytes(name).map(XmlAttributes.unescaped)
    }

    /// The value of an attribute that has a prefix, as `r:id` beside `id`.
    subscript(prefixed name: StaticString) -> String? {
        bytes(name, prefixed: true).map(XmlAttributes.unescaped)
    }

    /// The value as a whole number.
    func number(_ name: StaticString) -> Int? {
        guard let bytes = bytes(name), !bytes.isEmpty, bytes.count <= 15 else { return nil }
        var value = 0
        for (index, byte) in bytes.enumerated() {
            if index == 0, byte == UInt8(ascii: "-"), bytes.count > 1 { continue }
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return bytes[0] == UInt8(ascii: "-") ? -value : value
    }

    /// The value's bytes, valid during the event.
    func bytes(_ name: StaticString, prefixed: Bool = false) -> UnsafeBufferPointer<UInt8>? {
        guard let values else { return nil }
        for index in 0..<count {
            let at = index * 5
            guard let found = values[at], XmlName(found) == name, !prefixed || values[at + 1] != nil else { continue }
            guard let start = values[at + 3], let end = values[at + 4] else { return nil }
            return UnsafeBufferPointer(start: start, count: end - start)
        }
        return nil
    }

    /// As long as entities are not replaced, libxml2 leaves `&` in a value as `&#38;`.
    private static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        let escape = Array("&#38;".utf8)
        var out: [UInt8] = []
        var at = 0
        while at < bytes.count {
            out.append(bytes[at])
            at += bytes[at...].starts(with: escape) ? escape.count : 1
        }
        return String(decoding: out, as: UTF8.self)
    }
}
