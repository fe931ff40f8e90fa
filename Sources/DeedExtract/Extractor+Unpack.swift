import DeedCore
import DeedSystem
public import DeedText

extension Extractor {
    /// Unpacks the archive behind a seekable descriptor, one level deep, and tells every entry to `event`.
    ///
    /// A worker that dies is replaced and goes on at the same byte; when it dies there again the entry fails and the rest goes on.
    /// Memory stays constant whatever the archive holds. `event` may call ``identify(_:name:)`` and ``text(of:name:)``.
    ///
    /// - Parameters:
    ///   - names: the charset of names that do not say theirs; `nil`: decided once for the archive.
    ///   - budget: bytes all entries may have together; `nil`: as in ``ExtractLimits/budget``.
    /// - Throws: what `event` throws, and ``Failure`` when no worker can be started. A bad archive is told by its end.
    public func unpack(
        _ file: Int32, name: String, names: TextCharset? = nil, budget: Int64? = nil, _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd {
        var progress = UnpackProgress(limits: limits, budget: budget ?? limits.budget)
        var lastLoss: (entry: Int, bytes: Int64)?
        for _ in 0..<Extractor.maximumLosses {
            do {
                return try unpackOnce(file, name: name, names: names, &progress, event)
            } catch let loss as WorkerLoss {
                if case .notStarted(let failure) = loss { throw failure }
                let place = (entry: progress.open ?? -progress.skip, bytes: progress.delivered)
                let again = lastLoss.map { $0.entry == place.entry } ?? false
                lastLoss = place
                guard case .crashed = loss else { return try giveUp(loss, &progress, event) }
                if !again {
                    progress.resume()
                } else if progress.open != nil {
                    try event(.entryEnd(progress.close(.failed(reason: "crashed", detail: loss.detail))))
                } else {
                    return try giveUp(loss, &progress, event)
                }
            }
        }
        return try giveUp(.protocolBroken("too many workers died"), &progress, event)
    }

    /// Workers one archive may cost.
    private static let maximumLosses = 32

    /// Ends an archive after a loss that a fresh worker would only meet again.
    private func giveUp(
        _ loss: WorkerLoss, _ progress: inout UnpackProgress, _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd {
        let reason = loss == .tooLarge ? "dictionary-too-large" : loss.reason
        if progress.open != nil { try event(.entryEnd(progress.close(.failed(reason: reason, detail: loss.detail)))) }
        return ArchiveEnd(
            format: progress.format, names: progress.names, entries: progress.told, state: loss == .tooLarge ? .limit : .damaged,
            detail: "\(reason): \(loss.detail)", unread: progress.unread)
    }

    private func unpackOnce(
        _ file: Int32, name: String, names: TextCharset?, _ progress: inout UnpackProgress, _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd {
        let worker = try archives.take()
        let end: ArchiveEnd?
        do {
            end = try unpack(with: worker, file, name: name, names: names, &progress, event)
        } catch {
            if let loss = error as? WorkerLoss { observe(.lost(pid: worker.process.pid, reason: loss.reason)) }
            archives.drop(worker)
            throw error
        }
        guard let end else {
            archives.drop(worker)
            return try overBudget(&progress, event)
        }
        archives.giveBack(worker)
        return end
    }

    private func unpack(
        with worker: WorkerHandle, _ file: Int32, name: String, names: TextCharset?, _ progress: inout UnpackProgress,
        _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd? {
        let skip = progress.open.map { $0 - 1 } ?? progress.skip
        let request = ExtractRequest(
            job: worker.jobs + 1, operation: .unpack, name: name, names: names, skipEntries: skip, skipBytes: progress.delivered,
            limits: limits)
        observe(.assigned(pid: worker.process.pid, job: request.job))
        try worker.send(request, file: file)
        var patience = Patience(
            stallSeconds: limits.stallSeconds, residentBytes: limits.decompressorBytes + limits.residentBytes)
        while true {
            patience.restartStall()
            let (kind, payload) = try worker.next(&patience)
            if kind == .archiveEnd { return try progress.end(payload, job: request.job) }
            guard let told = try progress.event(kind, payload) else { continue }
            if let left = progress.budget, left < 0 { return nil }
            try event(told)
        }
    }

    private func overBudget(_ progress: inout UnpackProgress, _ event: (ArchiveEvent) throws -> Void) throws -> ArchiveEnd {
        if progress.open != nil { try event(.entryEnd(progress.close(.failed(reason: "budget", detail: nil)))) }
        return ArchiveEnd(
            format: progress.format, names: progress.names, entries: progress.told, state: .limit, detail: "budget",
            unread: progress.unread)
    }
}
