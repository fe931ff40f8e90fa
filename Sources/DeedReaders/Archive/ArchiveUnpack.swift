import CArchive
import DeedCore
import DeedExtract
import DeedText
import Glibc

/// Unpacks one archive into frames: every entry told or refused one by one, damage kept to where it is, limits kept.
///
/// This file walks; `ArchiveUnpack+Entry.swift` takes an entry.
final class ArchiveUnpack {
    let request: ExtractRequest
    let socket: WorkerSocket
    let source: ArchiveSource
    var format = ArchiveFormat.zip
    private var formatName = ""
    private(set) var directory: ArchiveZipDirectory?
    /// Takes the plain entries of a zip that has a directory.
    private(set) var whole: ArchiveZipWhole?
    /// Whether the format keeps the names of the entry in hand in Unicode.
    var handleIsUnicode = false
    var names = ArchiveNames(given: nil, format: .zip, directory: nil)
    /// The place of the current entry, from 1, directories counted.
    var index = 0
    /// Entries so far that are no directories.
    var files = 0
    /// Whether a name came in without what made it absolute.
    var isShortened = false
    /// Entries told so far.
    var told = 0
    /// Of them those that no password opened.
    var locked = 0
    /// Of them those that came whole and were not empty.
    var opened = 0
    /// Of a RAR: what libarchive does not look at.
    private(set) var rarHeaders: ArchiveRarHeaders?
    /// What its header says of the entry in hand.
    var header: ArchiveRarHeaders.Entry?
    /// Whether every entry that there is was told.
    private var isThrough = false
    var way = ArchiveHandle.Way.usual
    /// Passwords in the order in which they are tried.
    var passwords: [[UInt8]]
    /// The one password that the entry in hand is tried with, after one that looked right was wrong.
    var trial: Int?
    private var reopened = 0

    /// A damaged zip is opened anew behind the damage at most this often.
    private static let maximumReopened = 64
    /// How often another password is tried on an entry that a password that looked right did not open.
    private var maximumTrials: Int { max(64, min(4096, 20_000_000 / max(1, directory?.count ?? 1))) }
    private var trials = 0

    /// An unpacking of the open file, or of the volumes in their order.
    init(request: ExtractRequest, files: [Int32], socket: WorkerSocket) {
        self.request = request
        self.socket = socket
        source = ArchiveSource(descriptors: files)
        passwords = request.passwords.compactMap { ArchivePasswords.bytes($0) }
    }

    /// Unpacks and tells the end.
    func run() {
        guard let (format, head) = findFormat() else { return end(.damaged, "no archive") }
        self.format = format
        formatName = format.rawValue
        if format == .zip {
            do throws(ArchiveZipVolumes.Fault) { try ArchiveZipVolumes.join(source) } catch {
                start()
                return end(.damaged, error.text)
            }
            directory = ArchiveZipDirectory(source, limit: request.limits.entries)
            way = directory == nil ? .streaming : .usual
            whole = directory == nil ? nil : ArchiveZipWhole(source)
        }
        if format == .rar {
            rarHeaders = ArchiveRarHeaders(source, limit: request.limits.entries)
            rarHeaders?.join(source)
        }
        names = ArchiveNames(given: request.names, format: format, directory: directory)
        // libarchive takes a zip of nothing but its end for damaged.
        if format == .zip, directory?.count == 0, head.starts(with: [0x50, 0x4B, 5, 6]) {
            start()
            isThrough = true
            return end(.read, nil)
        }
        if let needed = ArchiveDictionary.size(head, format), needed > request.limits.decompressorBytes {
            start()
            return end(.limit, "dictionary-too-large: \(needed) bytes")
        }
        if request.leavesLocked, format == .sevenZip || format == .rar, isLocked() { return end(.locked, Extractor.left) }
        walk()
    }

    /// What it is by its first bytes, or by those behind the program that extracts it.
    private func findFormat() -> (ArchiveFormat, head: [UInt8])? {
        let head = source.bytes(at: 0, count: ArchiveFormat.headBytes)
        if let start = head.withUnsafeBytes({ ArchiveSelfExtracting.start($0) }) {
            let behind = source.bytes(at: start, count: 512)
            if let format = behind.withUnsafeBytes({ ArchiveSelfExtracting.format(behind: $0) }) {
                // A zip is read from its end, and its places may count from the program's first byte.
                if format != .zip { source.drop(start) }
                return (format, behind)
            }
        }
        if let format = head.withUnsafeBytes({ ArchiveFormat(sniffing: $0) }) { return (format, head) }
        // libarchive and the directory find their way with other bytes in front.
        return ZipFront.find(size: source.size, read: { source.bytes(at: $0, count: $1) }).map { _ in (.zip, head) }
    }

    /// Whether its list or one of its entries is encrypted; looked for with a handle of its own.
    private func isLocked() -> Bool {
        if let rarHeaders, rarHeaders.hasEncrypted { return true }
        guard let handle = ArchiveHandle(source.again(), format: format, way: way) else { return false }
        if case .fatal(let complaint) = handle.open() { return complaint.isEncryption }
        for _ in 0...request.limits.entries {
            var entry: OpaquePointer?
            switch handle.next(&entry) {
            case .end: return false
            case .fatal(let complaint), .failed(let complaint): return complaint.isEncryption || handle.hasEncryptedEntries
            case .fine, .warning: break
            }
            if let entry, archive_entry_is_encrypted(entry) != 0 { return true }
        }
        return false
    }

    /// What one walk through the entries came to.
    enum Walk {
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
        let given = trial.map { [passwords[$0]] } ?? passwords
        guard let handle = ArchiveHandle(source, format: format, way: way, passwords: given) else {
            return .over(.damaged, "no memory")
        }
        switch handle.open() {
        case .fatal(let complaint), .failed(let complaint): return lost(handle, complaint)
        case .fine, .warning, .end: break
        }
        var passed = 0
        var complaints = 0
        // The entry that is tried with another password comes again.
        let done = trial == nil ? index : index - 1
        while true {
            var entry: OpaquePointer?
            switch handle.next(&entry) {
            case .end: return handle.faultAtEnd.map { lost(handle, $0) } ?? finished()
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
            if passed <= done { continue }
            if passed == index {
                if let walk = copy(entry, handle) { return walk }
                continue
            }
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

    // MARK: going on

    /// The handle is dead; a zip can be opened anew behind the entry that killed it.
    func reopen(_ handle: borrowing ArchiveHandle, _ complaint: ArchiveHandle.Complaint) -> Walk {
        guard let directory, reopened < ArchiveUnpack.maximumReopened else { return lost(handle, complaint) }
        reopened += 1
        return index < directory.count ? .again : finished()
    }

    /// Tries the entry in hand with the next password alone; `false` when all were tried.
    func tryNextPassword() -> Bool {
        let next = trial.map { $0 + 1 } ?? 0
        guard passwords.count > 1, directory != nil, next < passwords.count, trials < maximumTrials else {
            return false
        }
        trials += 1
        trial = next
        return true
    }

    /// The password tried alone was right: it is the first to be tried from now on.
    func keepTrial() {
        if let trial { passwords.insert(passwords.remove(at: trial), at: 0) }
        trial = nil
    }

    // MARK: ends

    /// The handle can read nothing more.
    func lost(_ handle: borrowing ArchiveHandle, _ complaint: ArchiveHandle.Complaint) -> Walk {
        if format == .zip, way == .usual, index == 0, handle.format == 0, !complaint.isMemory {
            // libarchive does not find the directory where it is: what is in front of it can be read without.
            (way, directory, whole) = (.streaming, nil, nil)
            names = ArchiveNames(given: request.names, format: format, directory: nil)
            return .again
        }
        if index == 0 && told == 0 && files == 0 { start() }
        if complaint.isMemory { return .over(.limit, "dictionary-too-large: \(complaint.message)") }
        let sealed = complaint.isEncryption || (told == 0 && handle.hasEncryptedEntries)
        if sealed || (locked > 0 && opened == 0) { return .over(.locked, complaint.message) }
        if complaint.isUnsupported { return .over(.limit, "\(ArchiveEnd.unsupported): \(complaint.message)") }
        return .over(.damaged, complaint.message)
    }

    /// All entries that libarchive finds were told.
    func finished() -> Walk {
        if index == 0, format.isStream, way == .usual, !format.innerName(of: request.name).hasSuffix(".tar") {
            // A file of zeros looks like the end of a tar: it is a file of zeros.
            way = .single
            return .again
        }
        if index == 0 { start() }
        if index == 0, format == .rar { return .over(.damaged, "there is nothing behind the signature") }
        if let rarHeaders, index < rarHeaders.entries.count {
            return .over(.damaged, "the headers name more entries than there are")
        }
        isThrough = true
        if locked > 0 && opened == 0 { return .over(.locked, "every entry is encrypted") }
        guard format == .zip else { return .over(.read, nil) }
        guard let directory else { return .over(.damaged, "the directory at the end is missing") }
        if index < directory.count { return .over(.damaged, "the directory names more entries than there are") }
        return .over(.read, nil)
    }

    private func end(_ state: ArchiveEnd.State, _ detail: String?) {
        let json: JSON = [
            "job": JSON(request.job), "format": .string(formatName), "names": JSON(names.charset?.rawValue),
            "state": .string(state.rawValue), "detail": JSON(detail ?? (isShortened ? ArchiveEnd.wholePaths : nil)),
            "through": .bool(isThrough),
        ]
        socket.send(.archiveEnd, json.bytes)
    }
}
