import DeedCore

@testable import DeedExtract

/// Frames of a worker that has been taken over: the parent keeps its limits whatever they say.
enum FuzzFrames {
    /// The input is cut into frames: a byte for the kind, two for the length, the payload; a kind of 0 or 1 stands for the ends that
    /// close a job.
    static func frames(_ bytes: UnsafeRawBufferPointer) throws {
        var limits = ExtractLimits()
        (limits.textBytes, limits.pageBytes, limits.entries) = (1 << 16, 1 << 14, 50)
        var pages: PageCollector? = PageCollector(limits: limits)
        var table: TableCollector? = TableCollector()
        var progress: UnpackProgress? = UnpackProgress(limits: limits, budget: 1 << 16)
        var budget: Int64 = 1 << 16
        var at = 0
        while at + 3 <= bytes.count {
            let kinds = Frame.Kind.allCases
            let kind = Frame.Kind(rawValue: bytes[at]) ?? kinds[Int(bytes[at]) % kinds.count]
            let length = min(Int(bytes[at + 1]) | Int(bytes[at + 2]) << 8, bytes.count - at - 3)
            let payload = UnsafeRawBufferPointer(rebasing: bytes[at + 3..<at + 3 + length])
            at += 3 + length
            try take(kind, payload, pages: &pages, limits)
            do { if try table?.take(kind, payload, job: 1) != nil { table = nil } } catch { table = nil }
            try take(kind, payload, &progress, &budget, limits)
        }
        _ = Frame.parse(bytes)
        if let request = ExtractRequest(payload: bytes) {
            guard let again = ExtractRequest(payload: request.payload) else { throw Broken("a request cannot be read") }
            try hold(again.job == request.job && again.skipBytes == request.skipBytes, "a request reads as another one")
        }
        var listing = SevenZipListing()
        _ = listing.take(bytes, maximumItems: 50)
        listing.finish()
        for item in listing.items { if let time = item.modified { try hold(Instant(time.description) == time, "7-Zip's time") } }
    }

    private static func take(
        _ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer, pages: inout PageCollector?, _ limits: ExtractLimits
    ) throws {
        guard var collector = pages else { return }
        do throws(WorkerLoss) {
            if let document = try collector.take(kind, payload, job: 1) {
                try? hold(document.pages.count <= 100_000, "pages")
                pages = nil
                return
            }
            pages = collector
        } catch {
            let document = collector.cutOff(reason: "crashed", detail: error.detail)
            pages = nil
            let size = document.pages.reduce(0) { $0 + $1.text.utf8.count }
            // U+FFFD is three times as long as the byte it stands for.
            try hold(size <= 3 * (limits.textBytes + 2 * Frame.maximumPayload), "\(size) bytes of text are kept")
        }
    }

    private static func take(
        _ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer, _ progress: inout UnpackProgress?, _ budget: inout Int64,
        _ limits: ExtractLimits
    ) throws {
        guard var now = progress else { return }
        do throws(WorkerLoss) {
            if kind == .archiveEnd {
                _ = try now.end(payload, job: 1)
                progress = nil
                return
            }
            let event = try now.event(kind, payload)
            progress = now
            guard let event else { return }
            if case .entry(let entry) = event {
                let isWritten = entry.modified.map { Instant($0.description) == $0 } ?? true
                if !isWritten { throw WorkerLoss.protocolBroken("time") }
            }
            if let left = now.budget, left < 0 { progress = nil }
        } catch {
            if case .protocolBroken("time") = error { throw Broken("a time that cannot be read again is handed on") }
            if now.open != nil { _ = now.close(.failed(reason: "crashed", detail: error.detail)) }
            now.resume()
            progress = nil
        }
    }
}
