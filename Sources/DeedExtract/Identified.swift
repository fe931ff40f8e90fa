/// What a file is, found by looking inside.
public struct Identified: Sendable, Hashable {
    /// Its media type, for example `application/pdf`; `application/octet-stream` when nothing fits.
    public let media: String
    /// Whether it is a container whose entries are files of their own. DOCX, XLSX, OFD, EPUB, JAR and the like are documents.
    public let container: Bool

    /// A media type; whether it is a container follows from it.
    public init(media: String) {
        self.init(media: media, container: Identified.containers.contains(media))
    }

    /// A media type and whether it is a container.
    public init(media: String, container: Bool) {
        self.media = media
        self.container = container
    }

    /// Media types whose entries are imported one by one. `application/zip` stands for a zip that is no document.
    public static let containers: Set<String> = [
        "application/zip", "application/x-7z-compressed", "application/vnd.rar", "application/x-tar", "application/gzip",
        "application/x-bzip2", "application/x-xz", "application/zstd", "application/x-lz4", "application/x-lzip",
        "application/x-lzma", "application/x-cpio", "application/x-iso9660-image", "application/vnd.ms-cab-compressed",
        "application/mbox",
    ]

    /// Whether it is a mail: a document, whose attachments are documents too.
    public var isMail: Bool { Identified.mails.contains(media) }

    /// Whether it is a document that may have files inside, which are documents too: a mail, or a PDF.
    public var isHolder: Bool { isMail || media == "application/pdf" }

    /// Media types of mails.
    public static let mails: Set<String> = ["message/rfc822", "application/vnd.ms-outlook", "application/vnd.ms-tnef"]
}
