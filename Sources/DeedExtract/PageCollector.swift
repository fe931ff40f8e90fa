import DeedCore
import Glibc

/// Makes a ``DocumentText`` of a worker's frames, believing none of them: lengths and order are checked, text is repaired to valid
/// UTF-8 without NUL, and the limits hold here whatever the worker says.
struct PageCollector {
    /// What the worker found the file to be; known before its text comes.
    private(set) var media: String?
    /// Pages that came so far.
    private(set) var pages: [PageText] = []
    private let limits: ExtractLimits
    private var open: (number: Int, label: String?, needsOCR: Bool, text: [UInt8])?
    /// Bytes of texts and labels as they are kept: what is ill-formed grows threefold when it is repaired.
    private var textBytes = 0
    /// Pages with text that came so far: what the deadline grows by.
    private(set) var pagesWithText = 0
    private var warnings: [String] = []

    /// An empty document.
    init(limits: ExtractLimits) { self.limits = limits }

    /// Takes one frame; the document when it was the last one.
    mutating func take(_ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer, job: Int) throws(WorkerLoss) -> DocumentText? {
        switch kind {
        case .identified:
            guard media == nil, let found = WorkerWords.code(JSON(parsing: payload)?["media"]?.string) else {
                throw .protocolBroken("identified")
            }
            media = found
        case .page: try begin(payload)
        case .pageMore: try more(payload)
        case .warning:
            let words = PageCollector.clean(payload.prefix(WorkerWords.sentenceBytes))
            if warnings.count < 100 { warnings.append(WorkerWords.sentence(words) ?? "") }
        case .textEnd: return try end(JSON(parsing: payload), job: job)
        default: throw .protocolBroken("a frame that does not belong to a text")
        }
        return nil
    }

    /// What came before the worker was lost: text with a reason when there is some, else a failure.
    func cutOff(reason: String, detail: String) -> DocumentText {
        var collector = self
        collector.closePage()
        collector.warnings.append(detail)
        return collector.document(state: .failed, reason: reason)
    }

    private mutating func begin(_ payload: UnsafeRawBufferPointer) throws(WorkerLoss) {
        closePage()
        guard payload.count >= 7 else { throw .protocolBroken("page") }
        let number = UInt32(littleEndian: payload.loadUnaligned(as: UInt32.self))
        let needsOCR = payload[4] & 1 != 0
        let labelLength = Int(UInt16(littleEndian: payload.loadUnaligned(fromByteOffset: 5, as: UInt16.self)))
        guard payload.count >= 7 + labelLength, labelLength <= PageCollector.labelBytes, number > 0, number <= Int32.max,
            pages.count < PageCollector.maximumPages
        else { throw .protocolBroken("page") }
        let label = labelLength == 0 ? nil : PageCollector.clean(payload[7..<7 + labelLength])
        textBytes += label?.utf8.count ?? 0
        open = (Int(number), label, needsOCR, [])
        try more(UnsafeRawBufferPointer(rebasing: payload[(7 + labelLength)...]))
    }

    private mutating func more(_ text: UnsafeRawBufferPointer) throws(WorkerLoss) {
        guard let length = open?.text.count else { throw .protocolBroken("text without a page") }
        textBytes += text.count
        guard length + text.count <= limits.pageBytes + Frame.maximumPayload, textBytes <= limits.textBytes + Frame.maximumPayload
        else { throw .tooLarge }
        open?.text.append(contentsOf: text)
    }

    private mutating func closePage() {
        guard let page = open else { return }
        open = nil
        let text = PageCollector.clean(page.text)
        textBytes += text.utf8.count - page.text.count
        let kept = PageText(number: page.number, label: page.label, text: text, needsOCR: page.needsOCR)
        if kept.hasText { pagesWithText += 1 }
        pages.append(kept)
    }

    private mutating func end(_ json: JSON?, job: Int) throws(WorkerLoss) -> DocumentText {
        guard let json, json["job"]?.integer == Int64(job), let state = json["state"]?.string.flatMap(DocumentText.State.init),
            media != nil
        else { throw .protocolBroken("text end") }
        closePage()
        let reason = try PageCollector.reason(json)
        if let detail = WorkerWords.sentence(json["detail"]?.string), !detail.isEmpty { warnings.append(detail) }
        var document = document(state: state, reason: reason)
        document.unit = json["unit"]?.string.flatMap(DocumentText.Unit.init) ?? .whole
        document.engine = WorkerWords.sentence(json["engine"]?.string, limit: 100) ?? ""
        document.signatures = json["signatures"]?.integer.map { Int(min(max(0, $0), 1_000_000)) }
        return document
    }

    /// The document: any text at all makes it `text`, except where it is one too large to be wanted.
    private func document(state: DocumentText.State, reason: String?) -> DocumentText {
        var document = DocumentText(media: media ?? "application/octet-stream", state: state, reason: reason, warnings: warnings)
        guard reason != "too-large" else { return document }
        document.pages = pages
        if pages.contains(where: { $0.hasText }) {
            document.state = .text
            document.reason = reason ?? document.remarks.first?.code
        } else if state == .text || reason == nil {
            document.state = .none
            document.reason = reason ?? (pages.contains { $0.needsOCR } ? "needs-ocr" : "no-text")
        }
        return document
    }

    /// The reason code of an end; `nil` for none.
    static func reason(_ json: JSON) throws(WorkerLoss) -> String? {
        guard let text = json["reason"]?.string else { return nil }
        guard let reason = WorkerWords.code(text) else { throw .protocolBroken("reason") }
        return reason
    }

    /// Bytes of a label, and pages of a document; an honest worker keeps to the same.
    private static let (labelBytes, maximumPages) = (1024, 100_000)

    /// Valid UTF-8 without NUL.
    static func clean(_ bytes: some Collection<UInt8>) -> String {
        let hasNUL = bytes.contains(0)
        return hasNUL ? String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self) : String(decoding: bytes, as: UTF8.self)
    }
}

extension PageText {
    /// Whether there is anything but white space.
    var hasText: Bool { text.utf8.contains { $0 > 0x20 } }
}
