import CArchive
import DeedCore
import DeedExtract
import Glibc

extension ArchiveUnpack {
    /// Tells one entry and sends its bytes; how the walk ends when it does.
    func take(_ entry: OpaquePointer, _ handle: borrowing ArchiveHandle) -> Walk? {
        let given = path(of: entry, handle)
        let path = EntryName.inside(given) ?? given
        let kind = archive_entry_filetype(entry)
        let isFolder = kind == ArchiveUnpack.directoryKind || path.hasSuffix("/")
        // A folder of a zip may have bytes, which no program shows: they are told.
        if isFolder, bytesOfFolder(entry) == 0 { return nil }
        files += 1
        if path != given { isShortened = true }
        if index <= request.skipEntries { return nil }
        guard told < request.limits.entries else { return .over(.limit, "entries") }
        told += 1
        let refusal = isFolder ? "folder-with-bytes" : refusal(entry, kind, path)
        let asks = request.asks && refusal == nil && names.crc32 != nil
        tell(entry, path, refusal, asks: asks)
        if refusal != nil { return nil }
        if asks, socket.verdict() { return nil }
        // Sent at once: should the data crash this process, the parent knows at which entry.
        socket.flush()
        header = rarHeaders?.entry(index, path: ArchiveUnpack.rawPath(of: entry) ?? [])
        if let rarHeaders, header == nil {
            // What no header of ours vouches for may be encrypted.
            if rarHeaders.isSealed { locked += 1 }
            endEntry(rarHeaders.isSealed ? "encrypted" : "damaged", "no header")
            return nil
        }
        let isEncrypted = archive_entry_is_data_encrypted(entry) != 0 || header?.isEncrypted ?? false
        if isEncrypted, format != .zip || passwords.isEmpty {
            locked += 1
            endEntry("encrypted", nil)
            return nil
        }
        if sendWhole(entry) { return nil }
        return copy(entry, handle)
    }

    /// Sends a plain entry of a zip without libarchive, which passes over it then; `false` when it has to take it.
    private func sendWhole(_ entry: OpaquePointer) -> Bool {
        guard trial == nil, request.skipBytes == 0 || index > request.skipEntries + 1, let whole, let record = names.record,
            archive_entry_size(entry) == record.size, let bytes = whole.bytes(record, limit: request.limits.ratioFreeBytes)
        else { return false }
        socket.sendBytes(bytes)
        opened += 1
        endEntry(nil, nil)
        return true
    }

    /// Bytes that a folder's entry has; only those of a zip are looked for, others use the size for something else.
    private func bytesOfFolder(_ entry: OpaquePointer) -> Int {
        guard format == .zip else {
            return archive_entry_filetype(entry) == ArchiveUnpack.directoryKind ? 0 : Int(archive_entry_size(entry))
        }
        return max(directory?.record(index - 1)?.size ?? 0, Int(archive_entry_size(entry)))
    }

    private static let (directoryKind, linkKind, fileKind) = (mode_t(0o040000), mode_t(0o120000), mode_t(0o100000))

    private func path(of entry: OpaquePointer, _ handle: borrowing ArchiveHandle) -> String {
        if handle.format & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_RAW { return format.innerName(of: request.name) }
        guard let raw = ArchiveUnpack.rawPath(of: entry), !raw.isEmpty else {
            return names.unnamed() ?? "unnamed-\(index)"
        }
        let inUnicode = format == .sevenZip || format == .rar || handle.format == ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE
        handleIsUnicode = inUnicode
        if names.needsDecision(raw) { names.decide(ArchiveNameSample.collect(source, format, way)) }
        return names.text(raw, marked: inUnicode)
    }

    /// The path as libarchive has it, `nil` where it has none.
    private static func rawPath(of entry: OpaquePointer) -> [UInt8]? {
        (archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)).map { name in
            Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
        }
    }

    private func refusal(_ entry: OpaquePointer, _ kind: mode_t, _ path: String) -> String? {
        if kind == ArchiveUnpack.linkKind || archive_entry_hardlink(entry) != nil { return "link" }
        if kind != ArchiveUnpack.fileKind && kind != 0 { return "device" }
        if path.utf8.count > request.limits.nameBytes { return "name-too-long" }
        return EntryName.inside(path) == nil ? "path-escapes" : nil
    }

    private func tell(_ entry: OpaquePointer, _ path: String, _ refusal: String?, asks: Bool) {
        var shown = path
        while shown.utf8.count > 1, shown.hasSuffix("/") { shown.removeLast() }
        if shown.utf8.count > request.limits.nameBytes { shown = String(decoding: shown.utf8.prefix(200), as: UTF8.self) + "…" }
        let size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
        var modified: Int64?
        if archive_entry_mtime_is_set(entry) != 0 {
            let seconds = Int64(archive_entry_mtime(entry))
            modified = Instant(seconds: seconds, nanoseconds: Int64(archive_entry_mtime_nsec(entry))).milliseconds
        }
        let json: JSON = [
            "index": JSON(index), "path": .string(shown), "size": JSON(size), "modified": JSON(modified),
            "refusal": JSON(refusal), "sameAs": JSON(refusal == "link" ? sameAs(entry) : nil),
            "crc32": JSON(names.crc32.map { Int($0) }), "asks": .bool(asks),
        ]
        socket.send(.entry, json.bytes)
    }

    /// The entry that a hard link is another name of; `nil` for other links, and where its name leads out.
    private func sameAs(_ entry: OpaquePointer) -> String? {
        guard let target = archive_entry_hardlink(entry) else { return nil }
        let raw = Array(UnsafeRawBufferPointer(start: target, count: strlen(target)))
        let name = names.text(raw, marked: handleIsUnicode)
        return EntryName.inside(name).flatMap { $0.utf8.count <= request.limits.nameBytes ? $0 : nil }
    }

    private func endEntry(_ reason: String?, _ detail: String?) {
        let json: JSON = ["reason": JSON(reason), "detail": JSON(detail)]
        socket.send(.entryEnd, json.bytes)
    }

    /// Sends the entry's bytes; how the walk ends when it does.
    func copy(_ entry: OpaquePointer, _ handle: borrowing ArchiveHandle) -> Walk? {
        let size = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil
        let isEncrypted = archive_entry_is_data_encrypted(entry) != 0
        let skip = index == request.skipEntries + 1 && trial == nil ? request.skipBytes : 0
        var data = ArchiveEntryData(
            socket: socket, source: source, limits: request.limits, skip: skip,
            sparseSize: format == .tar || format.isStream ? size : nil, sums: rarHeaders != nil)
        switch data.copy(handle) {
        case .complete:
            // libarchive takes the end of a RAR's last volume for the end of a file that goes on in the next.
            if let size, data.length < size { return fail("damaged", "ends after \(data.length) of \(size) bytes", isEncrypted) }
            if let sum = data.sum, let stated = header?.crc32, sum != stated {
                return fail("damaged", "wrong checksum", isEncrypted)
            }
            if data.length > 0 { opened += 1 }
            endEntry(nil, nil)
            if trial != nil {
                keepTrial()
                return .again
            }
        case .damaged(let message):
            return fail("damaged", message, isEncrypted)
        case .failed(let complaint): return fail(reason(complaint), complaint.message, isEncrypted)
        case .tooLarge:
            if isEncrypted, tryNextPassword() { return beginAgain() }
            endEntry("too-large", "more than \(request.limits.ratio) times its packed size")
            return format.canSkip ? nil : .over(.limit, "expansion")
        case .fatal(let complaint):
            let walk = fail(reason(complaint), complaint.message, isEncrypted)
            return walk ?? reopen(handle, complaint)
        }
        return nil
    }

    /// Ends an entry that did not come right. One in a hundred or so of wrong passwords looks right to ZipCrypto's one byte of check:
    /// then what came is void, and each password is tried alone.
    private func fail(_ reason: String, _ message: String, _ isEncrypted: Bool) -> Walk? {
        let looksRight = reason == "damaged" || reason == "unsupported"
        if isEncrypted, looksRight || trial != nil, tryNextPassword() { return beginAgain() }
        if reason == "encrypted" { locked += 1 }
        endEntry(reason, isEncrypted && looksRight ? "wrong password, or \(message)" : message)
        guard trial != nil else { return nil }
        trial = nil
        return .again
    }

    private func beginAgain() -> Walk {
        socket.send(.entryAgain, [])
        return .again
    }

    private func reason(_ complaint: ArchiveHandle.Complaint) -> String {
        if complaint.isMemory { return "dictionary-too-large" }
        if complaint.isEncryption { return "encrypted" }
        return complaint.isUnsupported ? "unsupported" : "damaged"
    }
}
