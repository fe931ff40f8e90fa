import CGsf
import CMime
import DeedCore
public import DeedExtract
import DeedText
import Glibc

/// What is read out of documents, and by whom: the worker's one door to the readers.
public enum Readers {
    /// Opens what readers need from the file system; call it before the sandbox closes.
    ///
    /// Throws when libmagic has no database. A missing pdfium is no error: reading PDF then throws ``ReadError/noReader``,
    /// and the supervisor gives the file to pdftotext.
    public static func prepare() throws {
        // In the C locale libarchive has no names for Chinese entries.
        setlocale(LC_CTYPE, "C.UTF-8")
        try Magic.open()
        _ = PdfLibrary.isPresent
        _ = PdfLibrary.name
        TextCharset.prepare()
        XmlParser.prepare()
        g_mime_init()
        gsf_init()
    }

    /// What a file is, by content; the name decides nothing.
    public static func identify(_ input: Input) -> Identified {
        Identified(media: Identify.media(of: input))
    }

    /// Sends the text of a document to `sink`, page by page.
    public static func read(_ input: Input, as kind: Identified, into sink: any PageSink) throws(ReadError) {
        switch kind.media {
        case Media.pdf: try PdfReader.read(input, into: sink)
        case Media.docx: try office(input, sink, DocxReader.read)
        case Media.xlsx: try office(input, sink, XlsxReader.read)
        case Media.pptx: try office(input, sink, PptxReader.read)
        case Media.html: try HtmlReader.read(input, into: sink)
        case Media.csv: try PlainTextReader.read(input, isCSV: true, into: sink)
        case Media.plain: try PlainTextReader.read(input, isCSV: false, into: sink)
        case Media.rtf: try RtfReader.read(input, into: sink)
        case Media.mail: try MailReader.read(input, into: sink)
        case Media.outlook: try OutlookReader.read(input, into: sink)
        case Media.tnef: try TnefReader.read(input, into: sink)
        case let media where Media.pictures.contains(media): try PictureReader.read(input, into: sink)
        case Media.encrypted: throw .encrypted
        default:
            if input.bytes.starts(with: "PK\u{3}\u{4}".utf8), IdentifyZip.isBroken(input.bytes) {
                throw .damaged(brokenDirectory)
            }
            throw .noReader
        }
    }

    private static let brokenDirectory = "the directory at the end is missing or broken"

    /// Reads an office document. Of one without its directory the text that is there is kept, and it is said that there may be more.
    private static func office(
        _ input: Input, _ sink: any PageSink, _ read: (Input, any PageSink) throws(ReadError) -> Void
    ) throws(ReadError) {
        let input = Input(bytes: ZipFront.dropped(from: input.bytes), name: input.name)
        var unread: ReadError?
        do throws(ReadError) {
            try read(input, sink)
        } catch .innerUnread(let files) {
            unread = .innerUnread(files)
        }
        if input.bytes.starts(with: "PK\u{3}\u{4}".utf8), ZipDirectoryNames(input.bytes) == nil {
            throw .damaged(brokenDirectory)
        }
        if let unread { throw unread }
    }

    /// Sends the sheets of a workbook to `sink`, as rows of typed cells.
    static func readTable(_ input: Input, as kind: Identified, hidden: [String], into sink: any TableSink) throws(ReadError) {
        let input = Input(bytes: ZipFront.dropped(from: input.bytes), name: input.name)
        switch kind.media {
        case Media.xlsx: try XlsxTable.read(input, hidden: hidden, into: sink)
        case Media.encrypted: throw .encrypted
        default: throw .noReader
        }
    }
}
