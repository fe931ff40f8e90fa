import DeedCore
import DeedExtract
import DeedSearch
import DeedSystem
import DeedVault
import Glibc
import Synchronization

/// Sends objects to the workers and stores the texts that come back, in whatever order they come.
///
/// One thread asks and collects; as many threads as there are workers wait for them and prepare what they read.
final class TextDesk {
    /// Objects whose texts are stored in one transaction.
    private static let batch = 64

    private let vault: Vault
    private let index: SearchIndex
    private let extractor: Extractor
    private let shouldStop: @Sendable () -> Bool
    private let pool: WorkerPool
    private let results: BoundedQueue<Result>
    private var outstanding: Set<ObjectID> = []
    private var unstored: [PreparedText] = []

    /// What has been read so far.
    private(set) var answer = ReadTexts.Answer()
    /// The first texts that are not all there.
    private(set) var lacks: [(object: ObjectID, name: String, lack: TextLack)] = []
    /// The name of the last document that came back.
    private(set) var current = ""

    private struct Result: Sendable {
        var object: ObjectID
        var name: String
        var text: PreparedText?
        var summary: Summary
        var failure: (any Error)?
    }

    private struct Summary: Sendable {
        var state: DocumentText.State
        var reason: String?
        var pages: Int
        var needOCR: Int
        var remarks: [TextRemark] = []

        /// What is missing, where something is.
        var lack: TextLack? {
            if state == .text, reason == nil, needOCR == 0 { return nil }
            return TextLack(
                state: state, reason: reason ?? (needOCR > 0 ? "needs-ocr" : "no-text"), pages: pages, pagesForOCR: needOCR)
        }
    }

    init(vault: Vault, index: SearchIndex, extractor: Extractor, workers: Int, shouldStop: @escaping @Sendable () -> Bool) {
        self.vault = vault
        self.index = index
        self.extractor = extractor
        self.shouldStop = shouldStop
        pool = WorkerPool(threads: workers)
        // Without threads, who submits reads, and nobody takes results meanwhile.
        results = BoundedQueue(capacity: pool.threads > 0 ? 32 : .max)
    }

    /// Sends an object on its way, once.
    func submit(_ object: ObjectID, name: String) {
        guard outstanding.insert(object).inserted else { return }
        pool.submit { [vault, extractor, results, shouldStop] in
            guard !shouldStop() else {
                results.push(
                    Result(
                        object: object, name: name, text: nil, summary: Summary(state: .none, reason: nil, pages: 0, needOCR: 0)))
                return
            }
            let text = TextDesk.read(object, name: name, vault: vault, extractor: extractor)
            guard text.reason != Extractor.stopped else {
                results.push(
                    Result(
                        object: object, name: name, text: nil, summary: Summary(state: .none, reason: nil, pages: 0, needOCR: 0)))
                return
            }
            let summary = Summary(
                state: text.state, reason: text.reason, pages: text.pages.count, needOCR: text.pages.count { $0.needsOCR },
                remarks: text.remarks)
            do {
                let prepared = try PreparedText(text, for: object)
                results.push(Result(object: object, name: name, text: prepared, summary: summary))
            } catch {
                results.push(Result(object: object, name: name, text: nil, summary: summary, failure: error))
            }
        }
    }

    private static func read(_ object: ObjectID, name: String, vault: Vault, extractor: Extractor) -> DocumentText {
        do {
            let descriptor = try vault.descriptor(for: object)
            defer { close(descriptor) }
            return extractor.text(of: descriptor, name: name)
        } catch {
            return DocumentText(media: "", state: .failed, reason: "object-missing", warnings: [String(describing: error)])
        }
    }

    /// Whether some of these objects have not been stored.
    func isWaiting(for objects: Set<ObjectID>) -> Bool {
        !outstanding.isDisjoint(with: objects) || unstored.contains { objects.contains($0.object) }
    }

    /// Takes the next text that comes back; stores what has gathered when it is enough, or when nothing of `objects` is on its way.
    func collect(for objects: Set<ObjectID>) throws {
        if !outstanding.isDisjoint(with: objects), let result = results.pop() {
            outstanding.remove(result.object)
            current = result.name
            if let failure = result.failure { throw failure }
            if let text = result.text {
                unstored.append(text)
                note(result)
            }
        }
        if unstored.count >= TextDesk.batch || outstanding.isDisjoint(with: objects) {
            try index.store(unstored)
            unstored.removeAll(keepingCapacity: true)
        }
    }

    /// Documents that are told by name.
    private static let told = 20

    private func note(_ result: Result) {
        let summary = result.summary
        if !summary.remarks.isEmpty {
            answer.partlyCount += 1
            let room = max(0, TextDesk.told - answer.partly.count)
            answer.partly += summary.remarks.prefix(room).map { (result.name, $0) }
        }
        answer.read += 1
        answer.pages += summary.pages
        answer.needOCR += summary.needOCR
        if summary.state == .text {
            answer.withText += 1
        } else {
            answer.without[summary.reason ?? "none", default: 0] += 1
        }
        if TextLack.isFailure(state: summary.state, reason: summary.reason) { answer.unreadable += 1 }
        guard let lack = summary.lack else { return }
        answer.lacking += 1
        if lacks.count < ReadTexts.named { lacks.append((result.object, result.name, lack)) }
    }

    /// Lets what is in flight come back and forgets it: it will be read again.
    func finish() {
        results.cancel()
        pool.wait()
    }
}
