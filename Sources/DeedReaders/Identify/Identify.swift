import DeedText

/// What a file is: the signatures that are certain, Chinese prose, then libmagic, then a look inside where libmagic cannot tell.
///
/// Measured over 2,246 files, libmagic calls every OFD a ZIP, every p7m unknown bytes and half of the mails plain text; names lie
/// too (DOCX called .doc, compound files called .docx). So the name is asked only of a ZIP of which nothing else can be read.
enum Identify {
    /// The media type; never empty.
    static func media(of input: Input) -> String {
        let bytes = input.bytes
        if bytes.isEmpty { return "application/x-empty" }
        if let certain = signature(bytes, input.nameExtension) { return certain }
        if IdentifyText.isChineseProse(bytes) { return IdentifyText.media(of: bytes, magic: Media.plain) }
        let magic = Magic.media(of: bytes)
        if ZipFront.mayStand(before: magic), !looksLikeMail(bytes), ZipFront.find(in: bytes) != nil {
            return IdentifyZip.media(of: ZipFront.dropped(from: bytes), nameExtension: input.nameExtension)
        }
        if let known = renamed(magic) { return known }
        // Two bytes of a short text are enough for libmagic to take it for a program of DOS.
        let isProgram = magic == "application/x-dosexec" && bytes.starts(with: "MZ".utf8)
        guard magic.hasPrefix("text/") || undecided.contains(magic) || magic == "application/x-dosexec" && !isProgram else {
            return magic
        }
        return IdentifyText.media(of: bytes, magic: magic)
    }

    /// Formats whose first bytes leave no doubt.
    private static func signature(_ bytes: UnsafeRawBufferPointer, _ nameExtension: String) -> String? {
        if bytes.starts(with: "%PDF-".utf8) { return Media.pdf }
        if bytes.starts(with: "PK\u{3}\u{4}".utf8) || bytes.starts(with: "PK\u{5}\u{6}".utf8) {
            return IdentifyZip.media(of: bytes, nameExtension: nameExtension)
        }
        if bytes.starts(with: IdentifyCompound.signature) { return IdentifyCompound.media(of: bytes) }
        if bytes.starts(with: TnefMail.signature) { return Media.tnef }
        if let signed = IdentifySigned.media(of: bytes) { return signed }
        // A PDF may have up to 1,024 bytes in front, which pdfium skips (ISO 32000-1, annex H.3.4.1).
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(1024))
        guard let pdf = head.firstIndex(of: "%PDF-"), !looksLikeMail(head) else { return nil }
        // It may be the first file of a zip that has bytes in front.
        let isInZip = head.firstIndex(of: "PK\u{3}\u{4}").map { $0 < pdf } ?? false && ZipFront.find(in: bytes) != nil
        return isInZip ? nil : Media.pdf
    }

    private static func looksLikeMail(_ bytes: UnsafeRawBufferPointer) -> Bool {
        IdentifyText.mail(UnsafeRawBufferPointer(rebasing: bytes.prefix(64 << 10))) != nil
    }

    /// libmagic's names that differ from the registered ones, or from what is meant here.
    private static func renamed(_ magic: String) -> String? {
        switch magic {
        case "application/x-rar", "application/x-rar-compressed": "application/vnd.rar"
        case "application/x-gzip": "application/gzip"
        case "application/x-zstd": "application/zstd"
        case "application/x-bzip": "application/x-bzip2"
        case "text/rtf": "application/rtf"
        case "application/csv": Media.csv
        default: nil
        }
    }

    /// Answers of libmagic that Chinese text, mail and HTML get too.
    private static let undecided: Set<String> = [
        Media.unknown, Media.mail, Media.mailbox, "application/x-wine-extension-ini", "application/javascript",
        "application/json",
        "application/x-ndjson", "application/x-setupscript",
    ]
}

extension UnsafeRawBufferPointer {
    /// Where `needle` first stands. For short stretches only.
    func firstIndex(of needle: StaticString) -> Int? {
        let length = needle.utf8CodeUnitCount
        guard length > 0, count >= length else { return nil }
        let wanted = UnsafeRawBufferPointer(start: needle.utf8Start, count: length)
        return (0...(count - length)).first { self[$0] == wanted[0] && self[$0..<$0 + length].elementsEqual(wanted) }
    }
}
