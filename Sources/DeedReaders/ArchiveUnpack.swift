import CArchive
import DeedCore
import DeedExtract
import DeedText
import Glibc

/// Unpacks one archive into frames: every entry told or refused one by one, damage kept to where it is, limits kept.
final class ArchiveUnpack {
    private let request: ExtractRequest
    private let file: Int32
    private let socket: WorkerSocket
    private let source: ArchiveSource
    private var format = ArchiveFormat.zip
    private var formatName = ""
    private var directory: ArchiveZipDirectory?
    private var names = ArchiveNames(given: nil, format: .zip, directory: nil)
    /// The place of the current entry, from 1, directories counted.
    private var index = 0
    /// Entries so far that are no directories.
    private var files = 0
    private var told = 0
    private var locked = 0
    private var reopened = 0
    private var way = ArchiveHandle.Way.usual

    /// A damaged zip is opened anew behind the damage at most this often.
    private static let maximumReopened = 64

    /// An unpacking of the open file.
    init(request: ExtractRequest, file: Int32, socket: WorkerSocket) {
        self.request = request
        self.file = file
        self.socket = socket
        source = ArchiveSource(descriptor: file)
    }

    /// Unpacks and tells the end.
    func run() {
        let head = source.bytes(at: 0, count: 512)
        guard let format = head.withUnsafeBytes({ ArchiveFormat(sniffing: $0) }) else {
            return end(.damaged, "no archive")
        }
        self.format = format
        formatName = format.rawValue
        if format == .zip {
            directory = ArchiveZipDirectory(source, limit: request.limits.entries)
            way = directory == nil ? .streaming : .usual
        }
        names = ArchiveNames(given: request.names, format: format, directory: directory)
        if let needed = ArchiveDictionary.size(head, format), needed > request.limits.decompressorBytes {
            start()
            return end(.limit, "dictionary-too-large: \(needed) bytes")
        }
        walk()
    }

    /// What one walk through the entries came to.
    private enum Walk {
        case over(ArchiveEnd.State, String?)
        /// The handle is dead, but the entries behind are not: a zip knows where each of them is.
        case again
    }

    private func walk() {
        while true {
            switch walkOnce() {
            case .again: continue
            case .over(let state, let detail): return end(state, detail)
            }
        }
    }

    private func walkOnce() -> Walk {
        _ = source.seek(0, 0)
        guard let handle = ArchiveHandle(source, format: format, way: way) else {
            return .over(.damaged, "no memory")
        }
        switch handle.open() {
        case .fatal(let complaint), .failed(let complaint): return lost(handle, complaint)
        case .fine, .warning, .end: break
        }
        var passed = 0
        var complaints = 0
        while true {
            var entry: OpaquePointer?
            switch handle.next(&entry) {
            case .end: return finished()
            case .fatal(let complaint): return lost(handle, complaint)
            case .failed(let complaint):
                complaints += 1
                if complaints > 1000 { return lost(handle, complaint) }
                continue
            case .fine, .warning: break
            }
            guard let entry else { continue }
            if passed == 0 && index == 0 { begin(handle) }
            passed += 1
            if passed <= index { continue }
            index = passed
            if let walk = take(entry, handle) { return walk }
        }
    }

    /// The archive is open and its first header read: the format is known.
    private func begin(_ handle: borrowing ArchiveHandle) {
        if format.isStream, handle.format & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR {
            formatName = "tar.\(format.rawValue)"
        }
        start()
    }

    private func start() {
        let json: JSON = [
            "format": .string(formatName), "names": JSON(names.charset?.rawValue), "total": JSON(directory?.files),
            "sample": .array(names.sample.map { .string(String($0.prefix(200))) }),
        ]
        socket.send(.archiveStart, json.bytes)
    }

    // MARK: entries

    /// Tells one entry; how the walk ends when it does.
    private func take(_ entry: OpaquePointer, _ handle: borrowing ArchiveHandle) -> Walk? {
        let path = path(of: entry, handle)
        let kind = archive_entry_filetype(entry)
        if kind == ArchiveUnpack.directoryKind || (path.hasSuffix("/") && archive_entry_size(entry) == 0) { return nil }
        files += 1
        if index <= request.skipEntries { return nil }
        guard told < request.limits.entries else { return .over(.limit, "entries") }
        told += 1
        let refusal = refusal(entry, kind, path)
        tell(entry, path, refusal)
        if refusal != nil { return nil }
        // Sent at once: should the data crash this process, the parent knows at which entry.
        socket.flush()
        if archive_entry_is_data_encrypted(entry) != 0 {
            locked += 1
            endEntry("encrypted", nil)
            return nil
        }
        return copy(handle, size: archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil)
    }

    private static let (kindMask, directoryKind, linkKind, fileKind) = (
        mode_t(0o170000), mode_t(0o040000), mode_t(0o120000), mode_t(0o100000)
    )

    private func path(of entry: OpaquePointer, _ handle: borrowing ArchiveHandle) -> String {
        if handle.format & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_RAW { return format.innerName(of: request.name) }
        guard let name = archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry) else {
            names.skipOne()
            return "unnamed-\(index)"
        }
        let raw = Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
        if raw.isEmpty {
            names.skipOne()
            return "unnamed-\(index)"
        }
        let inUnicode = format == .sevenZip || format == .rar || handle.format == ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE
        if names.needsDecision(raw) { names.decide(ArchiveNameSample.collect(file, format, way)) }
        return names.text(raw, marked: inUnicode)
    }

    private func refusal(_ entry: OpaquePointer, _ kind: mode_t, _ path: String) -> String? {
        if kind == ArchiveUnpack.linkKind || archive_entry_hardlink(entry) != nil { return "link" }
        if kind != ArchiveUnpack.fileKind && kind != 0 { return "device" }
        if path.utf8.count > request.limits.nameBytes { return "name-too-long" }
        return ArchiveNames.refusal(path)
    }

    private func tell(_ entry: OpaquePointer, _ path: String, _ refusal: String?) {
        var shown = path
        if shown.utf8.count > request.limits.nameBytes { shown = String(decoding: shown.utf8.prefix(200), as: UTF8.self) + "…" }
        let size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
        var modified: Int64?
        if archive_entry_mtime_is_set(entry) != 0 {
            let (seconds, overflow) = Int64(archive_entry_mtime(entry)).multipliedReportingOverflow(by: 1000)
            modified = overflow ? nil : seconds + Int64(archive_entry_mtime_nsec(entry)) / 1_000_000
        }
        let json: JSON = [
            "index": JSON(index), "path": .string(shown), "size": JSON(size), "modified": JSON(modified),
            "refusal": JSON(refusal),
        ]
        socket.send(.entry, json.bytes)
    }

    private func endEntry(_ reason: String?, _ detail: String?) {
        let json: JSON = ["reason": JSON(reason), "detail": JSON(detail)]
        socket.send(.entryEnd, json.bytes)
    }

    /// Sends the entry's bytes; how the walk ends when it does.
    private func copy(_ handle: borrowing ArchiveHandle, size: Int64?) -> Walk? {
        let skip = index == request.skipEntries + 1 ? request.skipBytes : 0
        var data = ArchiveEntryData(
            socket: socket, source: source, limits: request.limits, skip: skip,
            sparseSize: format == .tar || format.isStream ? size : nil)
        switch data.copy(handle) {
        case .complete: endEntry(nil, nil)
        case .damaged(let message): endEntry("damaged", message)
        case .failed(let complaint):
            if complaint.isEncryption { locked += 1 }
            endEntry(reason(complaint), complaint.message)
        case .tooLarge:
            endEntry("too-large", "more than \(request.limits.ratio) times its packed size")
            return format.canSkip ? nil : .over(.limit, "expansion")
        case .fatal(let complaint):
            if complaint.isEncryption { locked += 1 }
            endEntry(reason(complaint), complaint.message)
            guard let directory, reopened < ArchiveUnpack.maximumReopened else { return lost(handle, complaint) }
            reopened += 1
            return index < directory.count ? .again : finished()
        }
        return nil
    }

    private func reason(_ complaint: ArchiveHandle.Complaint) -> String {
        if complaint.isMemory { return "dictionary-too-large" }
        if complaint.isEncryption { return "encrypted" }
        return complaint.isUnsupported ? "unsupported" : "damaged"
    }

    // MARK: ends

    /// The handle can read nothing more.
    private func lost(_ handle: borrowing ArchiveHandle, _ complaint: ArchiveHandle.Complaint) -> Walk {
        if index == 0 && told == 0 && files == 0 { start() }
        if complaint.isMemory { return .over(.limit, "dictionary-too-large: \(complaint.message)") }
        let sealed = complaint.isEncryption || (told == 0 && handle.hasEncryptedEntries)
        if sealed || (locked > 0 && locked == told) { return .over(.locked, complaint.message) }
        return .over(.damaged, complaint.message)
    }

    /// All entries that libarchive finds were told.
    private func finished() -> Walk {
        if index == 0, format.isStream, way == .usual, !format.innerName(of: request.name).hasSuffix(".tar") {
            // A file of zeros looks like the end of a tar: it is a file of zeros.
            way = .single
            return .again
        }
        if index == 0 { start() }
        if index == 0, format == .rar { return .over(.damaged, "there is nothing behind the signature") }
        if told > 0 && locked == told { return .over(.locked, "every entry is encrypted") }
        guard format == .zip else { return .over(.read, nil) }
        guard let directory else { return .over(.damaged, "the directory at the end is missing") }
        if index < directory.count { return .over(.damaged, "the directory names more entries than there are") }
        return .over(.read, nil)
    }

    private func end(_ state: ArchiveEnd.State, _ detail: String?) {
        let json: JSON = [
            "job": JSON(request.job), "format": .string(formatName), "names": JSON(names.charset?.rawValue),
            "state": .string(state.rawValue), "detail": JSON(detail),
        ]
        socket.send(.archiveEnd, json.bytes)
    }
}
