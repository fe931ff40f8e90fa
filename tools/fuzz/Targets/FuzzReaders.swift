import DeedCore

@testable import DeedExtract
@testable import DeedReaders

/// Readers of documents: what they send is what the parent takes.
enum FuzzReaders {
    static func read(_ bytes: UnsafeRawBufferPointer, _ target: FuzzTarget) throws {
        switch target {
        case .docx, .xlsx, .pptx: try FuzzParts.zip(bytes).withUnsafeBytes { try send(Input(bytes: $0, name: "合同"), target) }
        case .outlook where bytes.starts(with: "%%".utf8):
            guard let file = FuzzParts.compound(bytes) else { return }
            try file.withUnsafeBytes { try send(Input(bytes: $0, name: "邮件"), target) }
        default:
            // An input is never empty of an address.
            if bytes.isEmpty { return }
            try send(Input(bytes: bytes, name: "合同"), target)
        }
    }

    private static func send(_ input: Input, _ target: FuzzTarget) throws {
        let sink = FuzzPages()
        do throws(ReadError) {
            switch target {
            case .plain:
                _ = IdentifyText.media(of: input.bytes, magic: "text/plain")
                try PlainTextReader.read(input, isCSV: input.bytes.count % 2 == 1, into: sink)
            case .html: try HtmlReader.read(input, into: sink)
            case .rtf:
                try RtfReader.read(input, into: sink)
                _ = try CompressedRtf.unpack(Array(input.bytes))
            case .mail: try MailReader.read(input, into: sink)
            case .outlook: try OutlookReader.read(input, into: sink)
            case .docx: try DocxReader.read(input, into: sink)
            case .xlsx: try XlsxReader.read(input, into: sink)
            case .pptx: try PptxReader.read(input, into: sink)
            case .pdf: try PdfReader.read(input, into: sink)
            default:
                let kind = Readers.identify(input)
                try Readers.read(input, as: kind, into: sink)
            }
        } catch {
            if case .damaged(let reason) = error { _ = reason }
        }
        try sink.end()
    }
}

/// Takes pages as the worker's sink does and hands them to the parent's collector, frame by frame.
private final class FuzzPages: PageSink {
    var unit = DocumentText.Unit.whole
    var signatures: Int?
    var engine = ""
    private var collector: PageCollector
    private var last = 0
    private var bytes = 0
    private var broken: String?
    private static let limits = ExtractLimits()

    init() { collector = PageCollector(limits: FuzzPages.limits) }

    func page(number: Int, label: String?, text: UnsafeBufferPointer<UInt8>, needsOCR: Bool) throws(ReadError) {
        if number <= last { broken = "page \(number) behind page \(last)" }
        last = number
        bytes += text.count
        guard bytes <= 8 << 20 else { throw .tooLarge }
        let name = Array((label ?? "").utf8.prefix(1024))
        var payload = withUnsafeBytes(of: UInt32(clamping: number).littleEndian) { Array($0) } + [needsOCR ? 1 : 0]
        payload += withUnsafeBytes(of: UInt16(name.count).littleEndian) { Array($0) } + name + Array(text.prefix(1 << 20))
        send(.page, payload)
    }

    func warn(_ message: String) { send(.warning, Array(message.utf8.prefix(2000))) }

    private func send(_ kind: Frame.Kind, _ payload: [UInt8]) {
        do {
            _ = try payload.withUnsafeBytes { try collector.take(kind, $0, job: 1) }
        } catch WorkerLoss.tooLarge {
        } catch {
            broken = broken ?? "the parent refuses \(kind): \(error)"
        }
    }

    /// Throws where a page was out of order, or the parent took an honest worker for a liar.
    func end() throws {
        if let broken { throw Broken(broken) }
        if let signatures { try hold(signatures >= 0, "\(signatures) signatures") }
    }
}
