import DeedCore
import DeedExtract
import Glibc

/// Takes the files out of a mail or a PDF, or the mails out of a mailbox, into the same frames as an archive's entries.
final class MailUnpack {
    private let request: ExtractRequest
    private let socket: WorkerSocket
    private let mail: WorkerFile
    private let media: String
    /// What is wrong with a mail of which all that is there was told.
    private var fault: String?

    /// Bytes that are mapped: a larger file is no mail.
    private static let mappable = 640 << 20

    /// An unpacking of the open file, which stays the caller's; `nil` when it is no mail, mailbox or PDF.
    init?(request: ExtractRequest, file: Int32, socket: WorkerSocket) {
        let head = ArchiveSource(descriptors: [file]).bytes(at: 0, count: 512)
        guard head.withUnsafeBytes({ ArchiveFormat(sniffing: $0) }) == nil,
            let mail = WorkerFile(descriptor: dup(file), mapping: MailUnpack.mappable), let bytes = mail.bytes,
            bytes.count == mail.size
        else { return nil }
        media = Readers.identify(Input(bytes: bytes, name: request.name)).media
        guard [Media.mail, Media.outlook, Media.mailbox, Media.tnef, Media.pdf].contains(media) else { return nil }
        self.request = request
        self.socket = socket
        self.mail = mail
    }

    /// Tells every file and the end.
    func run() {
        guard let bytes = mail.bytes else { return }
        do throws(ReadError) {
            let files = try files(bytes)
            start(files.count)
            for (index, file) in files.enumerated() {
                guard index < request.limits.entries else { return end("limit", "entries") }
                tell(file, index: index + 1)
            }
            end(fault == nil ? "read" : "damaged", fault)
        } catch {
            start(nil)
            switch error {
            case .tooLarge: end("limit", error.reason)
            case .encrypted, .encryptedForCertificates: end("locked", error.reason)
            case .unsupported: end("limit", "unsupported: \(error.detail)")
            default: end("damaged", error.detail)
            }
        }
    }

    private var format: String { MailUnpack.formats[media] ?? "mbox" }

    private static let formats = [Media.mail: "eml", Media.outlook: "msg", Media.tnef: "tnef", Media.pdf: "pdf"]

    private func files(_ bytes: UnsafeRawBufferPointer) throws(ReadError) -> [MailFile] {
        let limit = request.limits.nameBytes
        switch media {
        case Media.mail:
            guard let mail = MimeMail(bytes) else { throw .damaged("no mail") }
            return mail.attachments(nameLimit: limit)
        case Media.outlook: return try OutlookMail(bytes).attachments(nameLimit: limit)
        case Media.pdf: return try PdfFiles(bytes, nameLimit: limit).all(most: request.limits.entries)
        case Media.tnef:
            let mail = try TnefMail(bytes)
            fault = mail.fault
            return mail.attachments(nameLimit: limit)
        default: return mailbox(bytes, limit)
        }
    }

    private func mailbox(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> [MailFile] {
        let mails = Mailbox.mails(in: bytes, most: request.limits.entries + 1)
        let digits = max(4, "\(mails.count)".utf8.count)
        return mails.enumerated().map { index, range in
            let content = UnsafeRawBufferPointer(rebasing: bytes[range])
            let number = String(repeating: "0", count: digits - "\(index + 1)".utf8.count) + "\(index + 1)"
            let subject = MimeMail.subject(of: content).map { " " + $0.filter { $0 != "/" && $0 != "\\" } } ?? ""
            let name = MailFile.name(number + subject + ".eml", number: index + 1, media: Media.mail, limit: min(limit, 240))
            return MailFile(name: name, size: Int64(content.count)) { take in
                _ = take(content)
                return nil
            }
        }
    }

    private func start(_ total: Int?) {
        let json: JSON = ["format": .string(format), "names": .null, "total": JSON(total), "sample": .array([])]
        socket.send(.archiveStart, json.bytes)
    }

    private func tell(_ file: MailFile, index: Int) {
        guard index > request.skipEntries else { return }
        let json: JSON = [
            "index": JSON(index), "path": .string(file.name), "size": JSON(file.size), "modified": JSON(file.modified),
            "refusal": JSON(file.refusal),
        ]
        socket.send(.entry, json.bytes)
        guard file.refusal == nil else { return }
        // Sent at once: should the data crash this process, the parent knows at which file.
        socket.flush()
        var skip = index == request.skipEntries + 1 ? Int(request.skipBytes) : 0
        let reason = file.send { block in
            let passed = min(skip, block.count)
            skip -= passed
            var at = passed
            while at < block.count {
                let end = min(block.count, at + Frame.maximumPayload)
                socket.send(.bytes, UnsafeRawBufferPointer(rebasing: block[at..<end]))
                at = end
            }
            return true
        }
        let ending: JSON = ["reason": JSON(reason), "detail": .null]
        socket.send(.entryEnd, ending.bytes)
    }

    private func end(_ state: String, _ detail: String?) {
        let json: JSON = [
            "job": JSON(request.job), "format": .string(format), "names": .null, "state": .string(state), "detail": JSON(detail),
        ]
        socket.send(.archiveEnd, json.bytes)
    }
}
