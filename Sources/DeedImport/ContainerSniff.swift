import DeedExtract

/// Tells from the first bytes whether a file could be a container or a mail, so that only those are shown to the worker.
///
/// This never decides: a DOCX begins like a ZIP, a Word document like an Outlook mail, and the worker looks inside. It only spares
/// the worker the files that cannot be one.
enum ContainerSniff {
    /// How many bytes are looked at: a tar header whole, because one of 1979's form has a checksum for its only mark.
    static let length = 512

    /// Marks that a file of another kind hardly begins with by chance; shorter ones (`compress`, LHA) would now and then make an
    /// archive of a photograph.
    private static let marks: [(offset: Int, bytes: [UInt8])] = [
        (0, [0x50, 0x4B, 0x03, 0x04]), (0, [0x50, 0x4B, 0x05, 0x06]), (0, [0x50, 0x4B, 0x07, 0x08]),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (0, Array("Rar!".utf8)), (0, [0x1F, 0x8B, 0x08]),
        (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A]), (0, [0x28, 0xB5, 0x2F, 0xFD]), (4, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
        (0, Array("MSCF".utf8)), (0, [0x04, 0x22, 0x4D, 0x18]), (0, Array("LZIP".utf8)), (0, [0x5D, 0, 0]),
        (257, Array("ustar".utf8)), (0, Array("070701".utf8)), (0, Array("070702".utf8)), (0, Array("070707".utf8)),
        // cpio in its oldest form, either byte first; LZ4 of the first format.
        (0, [0xC7, 0x71]), (0, [0x71, 0xC7]), (0, [0x02, 0x21, 0x4C, 0x18]),
        // A program of Windows: it may extract itself.
        (0, Array("MZ".utf8)),
        // A mail that Outlook packed: `winmail.dat`.
        (0, [0x78, 0x9F, 0x3E, 0x22]),
        (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    ]

    /// Whether the first bytes of a file fit a container.
    static func couldBeContainer(_ head: UnsafeRawBufferPointer) -> Bool {
        for mark in marks where head.count >= mark.offset + mark.bytes.count {
            if mark.bytes.indices.allSatisfy({ head[mark.offset + $0] == mark.bytes[$0] }) { return true }
        }
        // A frame to be skipped, of Zstandard or LZ4.
        if head.count >= 4, head[0] & 0xF0 == 0x50, head[1...3].elementsEqual([0x2A, 0x4D, 0x18]) { return true }
        // An ISO image has its mark behind 32 KiB that are empty.
        if head.count >= length, head.prefix(length).allSatisfy({ $0 == 0 }) { return true }
        return isTarHeader(head) || couldBeMail(head) || couldBeBehind(head)
    }

    /// Whether a zip may stand behind: after some bytes, the header of a web server, or a program of Unix that unpacks it.
    private static func couldBeBehind(_ head: UnsafeRawBufferPointer) -> Bool {
        if [Array("HTTP/".utf8), Array("#!".utf8), [0x7F] + Array("ELF".utf8)].contains(where: { head.starts(with: $0) }) {
            return true
        }
        return (0..<max(0, head.count - 3)).contains {
            head[$0] == 0x50 && head[$0 + 1] == 0x4B && head[$0 + 2] == 3 && head[$0 + 3] == 4
        }
    }

    /// Whether the last bytes of a file are the end of a zip without a comment, whatever it begins with.
    static func endsLikeZip(_ tail: some Collection<UInt8>) -> Bool {
        tail.count == tailLength && tail.starts(with: [0x50, 0x4B, 5, 6])
    }

    /// How many of them are looked at.
    static let tailLength = 22

    /// Whether the octal number at 148 is the sum of the block's bytes, with blanks in its own place.
    private static func isTarHeader(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.count >= 512, head[0] != 0 else { return false }
        let digits = head[148..<156].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty else { return false }
        var sum = 8 * 0x20
        for at in 0..<512 where !(148..<156).contains(at) { sum += Int(head[at]) }
        return digits.reduce(0) { $0 * 8 + Int($1 - 0x30) } == sum
    }

    /// A mail begins with the name of a header field and a colon, a mailbox with a line `From `.
    private static func couldBeMail(_ whole: UnsafeRawBufferPointer) -> Bool {
        let head = UnsafeRawBufferPointer(rebasing: whole[MailLead.length(of: whole)...])
        if head.starts(with: "From ".utf8) || head.starts(with: ">From ".utf8) { return true }
        let name = head.prefix {
            (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
        return (2...60).contains(name.count) && name.count < head.count && head[name.count] == 0x3A
    }
}
