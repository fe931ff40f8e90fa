public import DeedCore
import DeedSystem

/// What recovery found and did.
public struct Recovery: Sendable, Hashable {
    /// The end of the journal, or the last place that this version can apply.
    public var position: JournalPosition
    /// Records that the applier had not seen.
    public var applied = 0
    /// Bytes of an incomplete batch that were cut off; they lie in `quarantine/`.
    public var cut: Int64 = 0
    /// Files in `quarantine/` with what was cut off, below the vault.
    public var quarantined: [String] = []
    /// Directories of dead processes that were removed from `tmp/`.
    public var cleared = 0
    /// Why the vault cannot be written by this version; then the catalog stands before the record named.
    public var tooNew: Failure?
}

extension Vault {
    /// Brings journal and catalog together after whatever happened: cuts an incomplete batch off (keeping it in `quarantine/`), lets the
    /// applier catch up, clears `tmp/` of dead processes. Reads only what lies behind the applier's place.
    ///
    /// - Throws: ``DeedCore/Failure``: `journalBehindCatalog` when the catalog has applied what the journal does not hold,
    ///   `journalDamaged`, `vaultBusy`. A record of an unknown kind is no error: see ``Recovery/tooNew``.
    public func recover(applier: any Applier) throws -> Recovery {
        try requireOpenForWriting()
        return try reporting {
            let lock = try VaultLock.acquire(io: io, layout: layout, wait: lockWait)
            defer { withExtendedLifetime(lock) {} }
            var recovery = try catchUp(applier, stopsQuietly: true)
            recovery.cleared = try StagingDirectory.clearDead(io: io, layout: layout)
            _ = try reserve.restore()
            return recovery
        }
    }

    private func requireOpenForWriting() throws {
        guard access == .write else { throw Failure(.vaultReadOnly, path, detail: "opened for reading") }
    }

    /// Under the lock: the journal's end as a place, the applier brought to it.
    func catchUp(_ applier: any Applier, stopsQuietly: Bool = false) throws -> Recovery {
        let known = try applier.position() ?? .start
        try files.check(known)
        var recovery = Recovery(position: known)
        let last = try files.lastSegment()
        let recordsSize = try files.recordsSize(last)
        let bodiesSize = try files.bodiesSize(last)
        if last == known.segment, recordsSize == known.offset, bodiesSize == known.bodyOffset {
            // Whoever made the vault may have been killed before its declaration was durable.
            if known.seq == 0 { try io.syncDirectory(layout.root) }
            return recovery
        }
        try syncSegments(from: known, to: last)
        var scan = try JournalScan(files: files, from: known)
        while let batch = try scan.next() {
            if let failure = unknownKind(in: batch) {
                guard stopsQuietly else { throw failure }
                recovery.tooNew = failure
                return recovery
            }
            try apply(batch, to: applier)
            recovery.applied += batch.records.count
            recovery.position = batch.position
        }
        if case .damaged(let failure) = scan.end { throw failure }
        recovery.position = scan.position
        try cutTail(&recovery)
        return recovery
    }

    /// What a process wrote and did not live to sync is made durable before a catalog builds on it.
    ///
    /// In the last segment the bytes are written over themselves first: after a failed sync the kernel takes them for clean, and a
    /// sync alone would report success for bytes that are not on the disk.
    private func syncSegments(from known: JournalPosition, to last: Int) throws {
        try io.syncDirectory(layout.records)
        try io.syncDirectory(layout.bodies)
        for segment in known.segment...last {
            let isKnown = segment == known.segment
            try sync(layout.bodiesFile(segment), rewritingFrom: segment == last ? (isKnown ? known.bodyOffset : 0) : nil)
            try sync(layout.recordsFile(segment), rewritingFrom: segment == last ? (isKnown ? known.offset : 0) : nil)
        }
    }

    private func sync(_ path: String, rewritingFrom offset: Int64?) throws {
        guard let size = try io.status(path)?.size else { return }
        let descriptor = try io.opened(path, .write)
        defer { io.close(descriptor) }
        var at = offset ?? size
        while at < size {
            let bytes = try files.bytes(path, at..<min(size, at + (1 << 20)))
            guard !bytes.isEmpty else { break }
            try bytes.withUnsafeBytes { try io.writeAll(descriptor, $0, at: at) }
            at += Int64(bytes.count)
        }
        try io.fdatasync(descriptor)
    }

    private func unknownKind(in batch: JournalScan.Batch) -> Failure? {
        for stamped in batch.records {
            if !stamped.record.isKnown { return refuse(unknownKind: stamped.record.kind, seq: stamped.seq) }
        }
        return nil
    }

    private func apply(_ batch: JournalScan.Batch, to applier: any Applier) throws {
        try applier.begin()
        do {
            for record in batch.records { try applier.apply(record) }
            try applier.commit(batch.position)
        } catch {
            applier.rollback()
            throw error
        }
    }

    /// Cuts off what stands behind the last complete batch, after a copy of it is safe.
    private func cutTail(_ recovery: inout Recovery) throws {
        let end = recovery.position
        try cut(layout.recordsFile(end.segment), at: end.offset, as: "records", &recovery)
        try cut(layout.bodiesFile(end.segment), at: end.bodyOffset, as: "bodies", &recovery)
    }

    private func cut(_ path: String, at offset: Int64, as name: String, _ recovery: inout Recovery) throws {
        guard let size = try io.status(path)?.size, size > offset else { return }
        let tail = try files.bytes(path, offset..<size)
        let file = "\(name)-\(recovery.position.segment)-\(offset)-\(Instant.now.milliseconds)"
        let copy = layout.quarantine + "/" + file
        do {
            try io.writeDurably(copy, tail, mode: 0o400)
        } catch {
            guard error.failure.code == .diskFull else { throw error }
            try reserve.release()
            try io.writeDurably(copy, tail, mode: 0o400)
        }
        try io.syncDirectory(layout.quarantine)
        let descriptor = try io.opened(path, [.write, .append])
        defer { io.close(descriptor) }
        try io.truncated(descriptor, to: offset)
        try io.fdatasync(descriptor)
        recovery.cut += size - offset
        recovery.quarantined.append("quarantine/" + file)
    }
}

extension JournalPosition {
    /// Before the first line of the first segment.
    static let start = JournalPosition(segment: 1, offset: 0, bodyOffset: 0, seq: 0, head: .zero)
}
