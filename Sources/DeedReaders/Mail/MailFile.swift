/// A file that a mail carries: what it is called, and a way to its bytes.
struct MailFile {
    /// Its name, without folders; never empty.
    var name: String
    /// Its size in bytes, where the mail says it.
    var size: Int64?
    /// Milliseconds since 1970, where the mail says when it was changed.
    var modified: Int64?
    /// Why there are no bytes to be had.
    var refusal: String?
    /// Hands its bytes over in blocks until the block is not taken; a reason when they are not the whole file.
    var send: ((UnsafeRawBufferPointer) -> Bool) -> String?

    /// Pictures in the text up to this many bytes are letterheads and smileys, and stay in the mail alone.
    static let smallPicture = 64 << 10

    /// What a mail calls a file, made fit for a list: no folders, not longer than names are, never empty.
    static func name(_ given: String?, number: Int, media: String, limit: Int) -> String {
        let last = (given ?? "").unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } ?? ""
        let name = last.trimmed
        if name.isEmpty || name == "." || name == ".." { return "unnamed-\(number)\(endings[media] ?? "")" }
        return name.utf8.count <= limit ? name : shortened(name, limit: limit)
    }

    /// A name with its middle taken out: its beginning and its extension tell.
    private static func shortened(_ name: String, limit: Int) -> String {
        let ending = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[$0...]) } ?? ""
        let kept = ending.utf8.count <= 16 ? ending : ""
        var start = String.UnicodeScalarView()
        var count = kept.utf8.count + 3
        for scalar in name.unicodeScalars {
            count += UTF8.width(scalar)
            if count > limit { break }
            start.append(scalar)
        }
        return String(start) + "…" + kept
    }

    /// Extensions for parts without a name: only for the eye, content decides.
    private static let endings = [
        "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/tiff": ".tif",
        "application/zip": ".zip", "application/msword": ".doc", "application/vnd.ms-excel": ".xls", Media.docx: ".docx",
        Media.xlsx: ".xlsx", Media.pptx: ".pptx", Media.mail: ".eml", Media.outlook: ".msg", "text/calendar": ".ics",
        "text/html": ".html", "text/plain": ".txt", "text/csv": ".csv", "application/pkcs7-mime": ".p7m",
        "application/x-pkcs7-mime": ".p7m", "application/ms-tnef": ".dat",
    ]
}

/// The pictures that a text in HTML shows from within its mail: `src="cid:…"`.
struct MailPictures {
    private var shown: Set<String> = []

    /// Notes those of one text.
    mutating func add(_ html: [UInt8]) {
        var at = 0
        while at + 4 < html.count {
            guard html[at] == UInt8(ascii: ":"), at >= 3, html[(at - 3)..<at].elementsEqual("cid".utf8) else {
                at += 1
                continue
            }
            let rest = html[(at + 1)...].prefix(512)
            let name = rest.prefix { $0 > 32 && !"\"'<>)\\".utf8.contains($0) }
            shown.insert(String(decoding: MailWords.percent(name, mark: UInt8(ascii: "%")), as: UTF8.self))
            at += 1 + name.count
        }
    }

    /// Whether a part is part of the letter's look: a small picture that the text shows.
    func isLook(media: String, contentID: String?, size: Int) -> Bool {
        guard let contentID, media.hasPrefix("image/"), size <= MailFile.smallPicture else { return false }
        return shown.contains(contentID)
    }
}
