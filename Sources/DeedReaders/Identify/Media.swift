/// The media types that decide which reader reads.
enum Media {
    static let pdf = "application/pdf"
    static let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    static let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    static let pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    static let html = "text/html"
    static let csv = "text/csv"
    static let plain = "text/plain"
    static let rtf = "application/rtf"
    static let mail = "message/rfc822"
    static let mailbox = "application/mbox"
    /// A mail as Outlook saves it: a compound file.
    static let outlook = "application/vnd.ms-outlook"
    /// A mail as Outlook packs it for others: `winmail.dat`.
    static let tnef = "application/vnd.ms-tnef"
    /// A compound file whose stream is an encrypted office document.
    static let encrypted = "application/encrypted"
    static let signedMail = "application/pkcs7-mime"
    static let ofd = "application/ofd"
    /// Pictures made of points, which OCR can read; drawings (SVG, DWG, EMF) are not.
    static let pictures: Set<String> = [
        "image/jpeg", "image/png", "image/tiff", "image/bmp", "image/x-ms-bmp", "image/gif", "image/webp", "image/jp2",
        "image/heic",
        "image/heif",
    ]
    static let zip = "application/zip"
    static let unknown = "application/octet-stream"

    /// The office reader for the main part's content type, as `[Content_Types].xml` gives it; `nil` when it is none of ours.
    ///
    /// Source: ECMA-376 part 1, annex "Content types"; templates and files with macros have types of their own and the same text.
    static func office(mainPart: String) -> String? {
        let type = mainPart.lowercased()
        if type.contains("sheet.binary") { return "application/vnd.ms-excel.sheet.binary.macroenabled.12" }
        guard type.hasSuffix(".main+xml") else { return nil }
        if type.contains("wordprocessingml") || type.contains("ms-word") { return docx }
        if type.contains("spreadsheetml") || type.contains("ms-excel") { return xlsx }
        if type.contains("presentationml") || type.contains("ms-powerpoint") { return pptx }
        return nil
    }
}
