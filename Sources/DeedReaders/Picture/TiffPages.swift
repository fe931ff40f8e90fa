/// How many pages a TIFF has, by the chain of its directories; small pictures for a list, and masks, are no pages.
///
/// Sources: TIFF 6.0, section 2 and the tags NewSubfileType and SubfileType; "The BigTIFF File Format", AWare Systems.
struct TiffPages {
    /// Pages, at least one.
    let count: Int
    /// What is wrong with the chain, when something is.
    let fault: String?
    /// Whether there are more pages than are counted.
    let isCut: Bool

    /// Pages that are counted, and directories that are looked at.
    static let (mostPages, mostDirectories) = (5000, 20_000)

    /// `nil` when the bytes are no TIFF.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let file = TiffBytes(bytes) else { return nil }
        var (count, fault, isCut) = (0, nil as String?, false)
        var seen: Set<UInt64> = []
        var next = file.first
        while next != 0 {
            guard seen.insert(next).inserted else {
                fault = "the chain of pages comes back to one"
                break
            }
            guard let directory = file.directory(at: next) else {
                fault = "a page cannot be read"
                break
            }
            if directory.isPage {
                guard count < TiffPages.mostPages, seen.count < TiffPages.mostDirectories else {
                    isCut = true
                    break
                }
                count += 1
            }
            if seen.count >= TiffPages.mostDirectories { isCut = true }
            next = isCut ? 0 : directory.next
        }
        (self.count, self.fault, self.isCut) = (max(1, count), fault, isCut)
    }
}

/// The numbers of a TIFF, in the order of bytes and the width that its header says.
private struct TiffBytes {
    private let bytes: UnsafeRawBufferPointer
    private let isBigEndian: Bool
    /// BigTIFF: places and counts of eight bytes.
    private let isWide: Bool

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 8, bytes.starts(with: "II".utf8) || bytes.starts(with: "MM".utf8) else { return nil }
        self.bytes = bytes
        isBigEndian = bytes[0] == UInt8(ascii: "M")
        let mark = isBigEndian ? UInt16(bytes[2]) << 8 | UInt16(bytes[3]) : UInt16(bytes[3]) << 8 | UInt16(bytes[2])
        guard mark == 42 || mark == 43 && bytes.count >= 16 else { return nil }
        isWide = mark == 43
    }

    /// Where the first directory stands.
    var first: UInt64 { number(isWide ? 8 : 4, isWide ? 8 : 4) ?? 0 }

    /// The directory at a place: whether it is a page, and where the next one is; `nil` when it does not lie in the file.
    func directory(at place: UInt64) -> (isPage: Bool, next: UInt64)? {
        guard let start = Int(exactly: place), start <= bytes.count, let entries = number(start, isWide ? 8 : 2),
            entries > 0, entries <= 65_535
        else { return nil }
        let (head, size) = isWide ? (8, 20) : (2, 12)
        let (base, behind) = (start + head, start + head + Int(entries) * size)
        guard behind <= bytes.count else { return nil }
        // A file that ends behind its last directory has no more.
        let next = number(behind, isWide ? 8 : 4) ?? 0
        var isPage = true
        // Tags stand in their order: both are among the first.
        for entry in 0..<min(Int(entries), 64) {
            let at = base + entry * size
            guard let tag = number(at, 2), tag <= 255 else { break }
            // The value stands behind the tag, its type and how many there are; a short one at the beginning of its place.
            let (type, value) = (number(at + 2, 2) ?? 4, at + (isWide ? 12 : 8))
            guard let kind = number(value, type == 3 ? 2 : 4) else { continue }
            if tag == 254, kind & 0b101 != 0 { isPage = false }
            if tag == 255, kind == 2 { isPage = false }
        }
        return (isPage, next)
    }

    /// A number of `width` bytes; `nil` when it does not lie in the file.
    private func number(_ at: Int, _ width: Int) -> UInt64? {
        guard at >= 0, at <= bytes.count - width else { return nil }
        let digits = bytes[at..<at + width]
        return isBigEndian ? digits.reduce(0) { $0 << 8 | UInt64($1) } : digits.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
