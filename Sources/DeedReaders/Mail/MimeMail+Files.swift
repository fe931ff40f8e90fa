import CMime

extension MimeMail {
    /// Bytes of one text that are looked through for pictures and uuencoded files.
    static let textLimit = 64 << 20

    /// The files that this mail carries, in its order. Small pictures that its text shows are part of its look, and signatures that
    /// lie beside what they sign part of the mail: neither is a file.
    func attachments(nameLimit: Int) -> [MailFile] {
        var pictures = MailPictures()
        for page in pages { pictures.add(page.bytes(limit: MimeMail.textLimit)) }
        var made: [MailFile] = []
        for part in files
        where !pictures.isLook(media: part.media, contentID: part.contentID, size: part.estimatedSize) {
            made.append(file(part, number: made.count + 1, nameLimit))
        }
        for body in bodies where body.media == "text/plain" {
            let text = body.bytes(limit: MimeMail.textLimit)
            for found in UuText.find(in: text) {
                let name = MailFile.name(
                    MailCharset.guess(found.name), number: made.count + 1, media: Media.unknown, limit: nameLimit)
                made.append(
                    MailFile(name: name) { take in
                        UuText.decode(found, in: text).withUnsafeBytes { _ = take($0) }
                        return nil
                    })
            }
        }
        return made
    }

    private func file(_ part: MailPart, number: Int, _ limit: Int) -> MailFile {
        var given = part.fileName
        if given == nil, part.isMail { given = MimeMail.subject(of: part.content).map { $0.filter { $0 != "/" } + ".eml" } }
        let name = MailFile.name(given, number: number, media: part.isMail ? Media.mail : part.media, limit: limit)
        return MailFile(name: name, size: part.isMail ? Int64(part.content.count) : nil) { take in
            part.decode(take)
            return nil
        }
    }

    /// The subject in the headers of a nested mail; `nil` where there is none.
    static func subject(of mail: UnsafeRawBufferPointer) -> String? {
        let head = mail.prefix(256 << 10)
        var raw: [UInt8]?
        for line in head.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard let first = line.first, first != 0x0D else { break }
            if raw != nil {
                guard first == 32 || first == 9 else { break }
                raw?.append(contentsOf: line)
            } else if line.count >= 8, String(decoding: line.prefix(8), as: UTF8.self).lowercased() == "subject:" {
                raw = Array(line.dropFirst(8))
            }
        }
        guard let text = raw.map({ MailWords.text($0) }), !text.isEmpty else { return nil }
        return text
    }
}
