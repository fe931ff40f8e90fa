import Glibc

/// A PDF whose end is missing: pdfium finds the objects by itself, but not which of them is the first, which the trailer says.
enum PdfTrailer {
    /// A larger file is not copied for a second try.
    private static let largest = 64 << 20
    /// Places that are looked at, and bytes between an object's beginning and the word that tells it.
    private static let (places, reach) = (64, 4096)

    /// The file with a trailer behind it that names its catalog; `nil` when none is found. The caller frees the bytes.
    static func added(to bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawBufferPointer? {
        guard bytes.count <= largest, let catalog = catalog(in: bytes) else { return nil }
        let trailer = Array("\ntrailer\n<</Root \(catalog) R>>\nstartxref\n0\n%%EOF\n".utf8)
        let whole = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + trailer.count, alignment: 16)
        whole.copyMemory(from: bytes)
        UnsafeMutableRawBufferPointer(rebasing: whole[bytes.count...]).copyBytes(from: trailer)
        return whole
    }

    /// The number and generation of the last object that says it is the catalog, as `1 0`.
    private static func catalog(in bytes: UnsafeRawBufferPointer) -> String? {
        var found: String?
        var at = 0
        for _ in 0..<places {
            guard let place = UnsafeRawBufferPointer(rebasing: bytes[at...]).firstIndex(of: "/Catalog") else { break }
            at += place
            if let number = object(before: at, in: bytes) { found = number }
            at += 8
        }
        return found
    }

    /// The number and generation of the object whose dictionary holds a place: what stands before the nearest `obj`.
    private static func object(before place: Int, in bytes: UnsafeRawBufferPointer) -> String? {
        var at = place
        while at >= 3, place - at < reach {
            at -= 1
            guard bytes[at - 2] == UInt8(ascii: "o"), bytes[at - 1] == UInt8(ascii: "b"), bytes[at] == UInt8(ascii: "j") else {
                continue
            }
            let numbers = bytes[max(0, at - 32)..<(at - 2)].split { $0 <= 0x20 }.suffix(2).map { Array($0) }
            let isNumbers = numbers.allSatisfy { $0.count < 10 && $0.allSatisfy { (0x30...0x39).contains($0) } }
            guard numbers.count == 2, isNumbers else { return nil }
            return numbers.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }
        return nil
    }
}
