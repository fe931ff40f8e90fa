public import DeedCore
import DeedSystem
import Glibc

extension Extractor {
    /// What the file behind a seekable descriptor is, by content. Where the worker dies of it twice, or ``isStopped``: unknown bytes.
    public func identify(_ file: Int32, name: String) -> Identified {
        for _ in 0..<2 {
            if let found = try? identifyOnce(file, name: name) { return found }
            if isStopped { break }
        }
        return Identified(media: "application/octet-stream")
    }

    /// The text of the file behind a seekable descriptor.
    ///
    /// Never throws: a document that cannot be read says so in its state. A worker that crashes or hangs is replaced and the file
    /// tried once more; a PDF then goes to pdftotext. When the person wants to stop, the reason is ``stopped``.
    public func text(of file: Int32, name: String) -> DocumentText {
        var best = PageCollector(limits: limits)
        var loss: WorkerLoss?
        for _ in 0..<2 {
            var collector = PageCollector(limits: limits)
            do throws(WorkerLoss) {
                let document = try read(file, name: name, into: &collector)
                guard wantsSecondEngine(document) else { return document }
                let second = secondEngine(file)
                if isStopped { return DocumentText(media: "", state: .failed, reason: Extractor.stopped) }
                guard let second else { return document }
                // A password is believed until the other engine opens the file without.
                return document.reason == "encrypted" && second.state != .text ? document : second
            } catch {
                loss = error
                if error == .stopped { return DocumentText(media: "", state: .failed, reason: Extractor.stopped) }
                if best.media == nil || collector.pages.count > best.pages.count { best = collector }
                if error == .tooLarge { break }
            }
        }
        let isPDF = best.media.map { $0 == Extractor.pdf } ?? beginsLikePDF(file)
        if isPDF, loss != .tooLarge, let document = secondEngine(file) { return document }
        if isStopped { return DocumentText(media: "", state: .failed, reason: Extractor.stopped) }
        return best.cutOff(reason: loss?.reason ?? "crashed", detail: loss?.detail ?? "")
    }

    static let pdf = "application/pdf"

    /// Whether the other engine may do better: never for a bomb. Some files open for it without a password that pdfium asks for.
    private func wantsSecondEngine(_ document: DocumentText) -> Bool {
        guard document.media == Extractor.pdf, document.state != .text, let reason = document.reason else { return false }
        return ["damaged", "no-reader", "unsupported", "encrypted"].contains(reason)
    }

    private func beginsLikePDF(_ file: Int32) -> Bool {
        var head = [UInt8](repeating: 0, count: 1024)
        let count = pread(file, &head, head.count, 0)
        guard count > 5 else { return false }
        let sign = Array("%PDF-".utf8)
        return (0...count - sign.count).contains { head[$0..<$0 + sign.count].elementsEqual(sign) }
    }

    private func read(_ file: Int32, name: String, into collector: inout PageCollector) throws(WorkerLoss) -> DocumentText {
        let worker = try texts.take()
        do throws(WorkerLoss) {
            let job = try give(worker, file, ExtractRequest.Operation.text, name: name)
            var patience = Patience(
                seconds: limits.seconds, residentBytes: limits.residentBytes, isStopped: { self.isStopped })
            while true {
                let (kind, payload) = try worker.next(&patience)
                if let document = try collector.take(kind, payload, job: job) {
                    texts.giveBack(worker)
                    return document
                }
                let seconds = limits.seconds + limits.secondsPerPage * Double(collector.pagesWithText)
                patience.extend(toSeconds: min(seconds, max(limits.seconds, limits.maximumSeconds)))
            }
        } catch {
            observe(.lost(pid: worker.process.pid, reason: error.reason))
            texts.drop(worker)
            throw error
        }
    }

    private func identifyOnce(_ file: Int32, name: String) throws(WorkerLoss) -> Identified {
        let worker = try texts.take()
        do throws(WorkerLoss) {
            _ = try give(worker, file, .identify, name: name)
            var patience = Patience(
                seconds: limits.seconds, residentBytes: limits.residentBytes, isStopped: { self.isStopped })
            let (kind, payload) = try worker.next(&patience)
            guard kind == .identified, let json = JSON(parsing: payload), let media = WorkerWords.code(json["media"]?.string),
                let container = json["container"]?.bool
            else { throw .protocolBroken("identified") }
            texts.giveBack(worker)
            return Identified(media: media, container: container)
        } catch {
            observe(.lost(pid: worker.process.pid, reason: error.reason))
            texts.drop(worker)
            throw error
        }
    }

    private func give(
        _ worker: WorkerHandle, _ file: Int32, _ operation: ExtractRequest.Operation, name: String
    ) throws(WorkerLoss) -> Int {
        let request = ExtractRequest(job: worker.jobs + 1, operation: operation, name: name, limits: limits)
        observe(.assigned(pid: worker.process.pid, job: request.job))
        try worker.send(request, file: file)
        return request.job
    }
}
