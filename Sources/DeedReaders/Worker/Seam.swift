public import DeedCore

/// One document as a reader sees it: its bytes and, as a hint only, what somebody called it.
///
/// Readers are handed memory, never a path: the worker they run in cannot open a file.
public struct Input {
    /// The whole file, mapped read-only; valid while the reader runs, never empty of an address even when the file is.
    public let bytes: UnsafeRawBufferPointer
    /// The file's name as decoded by the importer; a hint where content leaves a choice, never a decision.
    public let name: String

    /// A document over mapped memory.
    public init(bytes: UnsafeRawBufferPointer, name: String) {
        self.bytes = bytes
        self.name = name
    }

    /// The name's last extension in lower case without its dot; empty where there is none.
    public var nameExtension: String {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}

/// Where a reader puts what it reads, page by page, in the document's order.
///
/// The sink enforces 64 MB of text a document and 2 MB a page and throws ``ReadError/tooLarge`` past the first; a longer page is
/// cut at a character and warned about. Text need not be clean: the sink makes it valid UTF-8 and takes NUL out.
public protocol PageSink: AnyObject {
    /// Takes one page. Numbers count from 1 and rise.
    ///
    /// - Parameters:
    ///   - label: the sheet's name or the section's heading, where there is one.
    ///   - needsOCR: whether what the page says stands in a picture, or its text means nothing (``PageCover``, ``TextLayer``).
    func page(number: Int, label: String?, text: UnsafeBufferPointer<UInt8>, needsOCR: Bool) throws(ReadError)

    /// Keeps what an engine complained about, untranslated; the first 100 are kept.
    func warn(_ message: String)

    /// What the page numbers count; set it before the first page. Default: whole.
    var unit: DocumentText.Unit { get set }
    /// How many electronic signatures the document carries, where the reader can tell.
    var signatures: Int? { get set }
    /// The engine and its version, for example `pdfium 8149`.
    var engine: String { get set }
}

/// Why a reader stopped. The raw codes that users see are in ``reason``.
public enum ReadError: Error, Hashable {
    /// A password is needed.
    case encrypted
    /// Only the holders of certificates can open it.
    case encryptedForCertificates
    /// The bytes break the format's rules; how, in the parser's words.
    case damaged(String)
    /// More text, memory or expansion than the limits allow.
    case tooLarge
    /// No reader for this kind of file.
    case noReader
    /// All of it was read, in a charset that is no more than a guess; which.
    case uncertainCharset(String)
    /// All of its own text was read; of the files that lie in it, nothing; which.
    case innerUnread(String)
    /// The kind is known, this variety of it is not read; which.
    case unsupported(String)

    /// The reason code of ``DocumentText/reason``.
    public var reason: String {
        switch self {
        case .encrypted: "encrypted"
        case .encryptedForCertificates: "encrypted-for-certificates"
        case .damaged: "damaged"
        case .tooLarge: "too-large"
        case .noReader: "no-reader"
        case .unsupported: "unsupported"
        case .uncertainCharset: "charset-uncertain"
        case .innerUnread: "inner-unread"
        }
    }

    /// The parser's words; empty where there are none.
    public var detail: String {
        switch self {
        case .damaged(let detail), .unsupported(let detail), .innerUnread(let detail): detail
        case .uncertainCharset(let charset): "read as \(charset), which is not certain"
        case .encrypted, .encryptedForCertificates, .tooLarge, .noReader: ""
        }
    }
}
