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
        var archive = ArchiveFile(file, name: name)
        (archive.names, archive.budget) = (names, budget)
        return try unpack(archive, event)
    }

    /// Unpacks an archive, with passwords, of several volumes, or anew.
    ///
    /// What is encrypted in a way that libarchive cannot undo goes through 7-Zip, a sandboxed process of its own, when a password is
    /// given and the program is there.
    ///
    /// - Parameter knows: asked before the bytes of an entry whose checksum the archive's directory gives; an entry that is known
    ///   ends as `.unchanged`. `nil`: never asked, which is faster.
    /// - Throws: what `event` throws, ``Failure`` when no worker can be started, and ``ExtractionStopped``. A bad archive is told by its end.
    public func unpack(
        _ archive: ArchiveFile, knows: ((ArchiveEntry) -> Bool)? = nil, _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd {
        let leaves = !archive.passwords.isEmpty && SevenZip.executable != nil
        let end = try unpackInWorkers(archive, leavesLocked: leaves, knows, event)
        guard leaves, end.state == .locked, end.detail == Extractor.left else { return end }
        if let end = try unpackWithSevenZip(archive, format: end.format, event) { return end }
        return try unpackInWorkers(archive, leavesLocked: false, knows, event)
    }

    /// What a worker says of an archive that it left to the parent.
    public static let left = "left"

    private func unpackInWorkers(
        _ archive: ArchiveFile, leavesLocked: Bool, _ knows: ((ArchiveEntry) -> Bool)?, _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd {
        var progress = UnpackProgress(
            limits: limits, budget: archive.budget ?? limits.budget, packed: archive.size,
            passwords: archive.passwords.forms.count)
        var lastLoss: (entry: Int, bytes: Int64)?
        for _ in 0..<Extractor.maximumLosses {
            do {
                return try unpackOnce(archive, leavesLocked: leavesLocked, &progress, knows, event)
            } catch let loss as WorkerLoss {
                if case .notStarted(let failure) = loss { throw failure }
                if loss == .stopped { throw ExtractionStopped() }
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
        _ archive: ArchiveFile, leavesLocked: Bool, _ progress: inout UnpackProgress, _ knows: ((ArchiveEntry) -> Bool)?,
        _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd {
        let worker = try archives.take()
        let end: ArchiveEnd?
        do {
            end = try unpack(with: worker, archive, leavesLocked: leavesLocked, &progress, knows, event)
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
        with worker: WorkerHandle, _ archive: ArchiveFile, leavesLocked: Bool, _ progress: inout UnpackProgress,
        _ knows: ((ArchiveEntry) -> Bool)?, _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd? {
        let request = ExtractRequest(
            job: worker.jobs + 1, operation: .unpack, name: archive.name, names: archive.names,
            skipEntries: progress.open.map { $0 - 1 } ?? progress.skip, skipBytes: progress.delivered,
            passwords: archive.passwords.forms, asks: knows != nil, leavesLocked: leavesLocked, limits: limits)
        observe(.assigned(pid: worker.process.pid, job: request.job))
        try worker.send(request, file: archive.file, volumes: archive.volumes)
        var patience = Patience(
            stallSeconds: limits.stallSeconds, bytesPerSecond: limits.slowestBytesPerSecond,
            residentBytes: limits.decompressorBytes.addingOrMost(limits.residentBytes), isStopped: { self.isStopped })
        progress.beginWorker()
        while true {
            let (kind, payload) = try worker.next(&patience)
            if kind == .archiveEnd { return try progress.end(payload, job: request.job) }
            let told = try progress.event(kind, payload)
            let done = progress.takeDone()
            patience.gain(bytes: done.bytes, seconds: Double(done.entries) * limits.secondsPerEntry)
            if kind == .entry, progress.isAsked {
                // An entry that another worker had begun is not asked for again: its first bytes are with the caller.
                guard case .entry(let entry) = told, let knows, knows(entry) else {
                    try worker.answer(isKnown: false)
                    if let told { try patience.pausing { try event(told) } }
                    continue
                }
                try worker.answer(isKnown: true)
                try patience.pausing {
                    try event(.entry(entry))
                    try event(.entryEnd(progress.close(.unchanged)))
                }
                continue
            }
            guard let told else { continue }
            if let left = progress.budget, left < 0 { return nil }
            try patience.pausing { try event(told) }
        }
    }

    private func overBudget(_ progress: inout UnpackProgress, _ event: (ArchiveEvent) throws -> Void) throws -> ArchiveEnd {
        if progress.open != nil { try event(.entryEnd(progress.close(.failed(reason: "budget", detail: nil)))) }
        return ArchiveEnd(
            format: progress.format, names: progress.names, entries: progress.told, state: .limit, detail: "budget",
            unread: progress.unread)
    }
}
