import CArchive
import Glibc

/// One opened archive of libarchive, freed once.
///
/// Format and compression are fixed by the caller from the first bytes: libarchive's own guessing would unpack compression inside
/// compression (a gz that holds itself never ends) and take texts for archives.
struct ArchiveHandle: ~Copyable {
    /// The library's object.
    let archive: OpaquePointer
    private let source: ArchiveSource
    /// What inflates a gzip before libarchive sees it.
    private let gzip: ArchiveGzipStream?

    /// How a step ended.
    enum Step: Equatable {
        case fine
        case end
        /// Usable, with a complaint.
        case warning(String)
        /// This entry is lost, the next may be read.
        case failed(Complaint)
        /// Nothing more can be read with this handle.
        case fatal(Complaint)
    }

    /// What the library says is wrong.
    struct Complaint: Equatable {
        let number: Int32
        let message: String

        /// Whether memory was refused: a dictionary larger than the limit.
        var isMemory: Bool {
            !isUnsupported && (number == ENOMEM || message.mentions("memory") || message.mentions("dictionary"))
        }

        /// Whether a password is missing.
        var isEncryption: Bool {
            message.mentions("encrypt") || message.mentions("passphrase") || message.mentions("crypto codec")
        }

        /// Whether the library lacks the method, in the words it has for that: `Unknown codec ID: 4f71101`, `No support for RAR VM program
        /// filter`, `RAR solid archive support unavailable.`
        var isUnsupported: Bool {
            let words = [
                "unsupported", "not supported", "unknown codec", "unexpected codec", "no support for", "support unavailable",
            ]
            // A header that is longer than any is a broken one.
            return !isEncryption && !message.mentions("block header size") && words.contains { message.mentions($0) }
        }
    }

    /// Which of two ways to read a format.
    enum Way {
        case usual
        /// A zip from front to back: its directory is missing.
        case streaming
        /// A compressed stream as one file, even if it might be a tar.
        case single
    }

    /// Opens the archive; `nil` when the library has no memory. `passwords` are tried in their order on each encrypted entry.
    init?(_ source: ArchiveSource, format: ArchiveFormat, way: Way, passwords: [[UInt8]] = []) {
        guard let archive = archive_read_new() else { return nil }
        self.archive = archive
        self.source = source
        gzip = format == .gzip ? ArchiveGzipStream(source) : nil
        ArchiveHandle.support(archive, format, way)
        for password in passwords {
            (password + [0]).withUnsafeBytes { bytes in
                _ = bytes.baseAddress.map { archive_read_add_passphrase(archive, $0.assumingMemoryBound(to: CChar.self)) }
            }
        }
        if let gzip { ArchiveHandle.read(archive, gzip) } else { ArchiveHandle.read(archive, source) }
    }

    /// Inflated bytes come one after the other; there is no jumping in them.
    private static func read(_ archive: OpaquePointer, _ gzip: ArchiveGzipStream) {
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(gzip).toOpaque())
        archive_read_set_read_callback(archive) { _, data, block in
            guard let data else { return -1 }
            guard let bytes = Unmanaged<ArchiveGzipStream>.fromOpaque(data).takeUnretainedValue().next() else { return -1 }
            block?.pointee = bytes.baseAddress
            return bytes.count
        }
    }

    private static func read(_ archive: OpaquePointer, _ source: ArchiveSource) {
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(source).toOpaque())
        archive_read_set_read_callback(archive) { _, data, block in
            guard let data, let bytes = Unmanaged<ArchiveSource>.fromOpaque(data).takeUnretainedValue().next() else { return -1 }
            block?.pointee = bytes.baseAddress
            return bytes.count
        }
        archive_read_set_skip_callback(archive) { _, data, count in
            guard let data else { return 0 }
            return Unmanaged<ArchiveSource>.fromOpaque(data).takeUnretainedValue().skip(count)
        }
        archive_read_set_seek_callback(archive) { _, data, offset, whence in
            guard let data else { return Int64(ARCHIVE_FATAL) }
            return Unmanaged<ArchiveSource>.fromOpaque(data).takeUnretainedValue().seek(offset, whence)
        }
    }

    deinit { archive_read_free(archive) }

    private static func support(_ archive: OpaquePointer, _ format: ArchiveFormat, _ way: Way) {
        switch format {
        case .zip:
            if way == .streaming {
                archive_read_support_format_zip_streamable(archive)
            } else {
                archive_read_support_format_zip_seekable(archive)
            }
        case .sevenZip: archive_read_support_format_7zip(archive)
        case .rar:
            archive_read_support_format_rar(archive)
            archive_read_support_format_rar5(archive)
        case .tar: archive_read_support_format_tar(archive)
        case .cpio: archive_read_support_format_cpio(archive)
        case .iso: archive_read_support_format_iso9660(archive)
        case .cab: archive_read_support_format_cab(archive)
        case .gzip, .bzip2, .xz, .zstd, .lz4, .lzip, .lzma:
            if way != .single { archive_read_support_format_tar(archive) }
            archive_read_support_format_raw(archive)
        }
        let filters: [ArchiveFormat: Int32] = [
            .bzip2: ARCHIVE_FILTER_BZIP2, .xz: ARCHIVE_FILTER_XZ, .zstd: ARCHIVE_FILTER_ZSTD,
            .lz4: ARCHIVE_FILTER_LZ4, .lzip: ARCHIVE_FILTER_LZIP, .lzma: ARCHIVE_FILTER_LZMA,
        ]
        archive_read_append_filter(archive, filters[format] ?? ARCHIVE_FILTER_NONE)
    }

    /// Opens it for reading.
    func open() -> Step { step(archive_read_open1(archive)) }

    /// Goes to the next entry.
    func next(_ entry: inout OpaquePointer?) -> Step {
        let result = step(archive_read_next_header(archive, &entry))
        if let entry, let modified = gzip?.modified, format & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_RAW {
            archive_entry_set_mtime(entry, time_t(modified), 0)
        }
        return result
    }

    /// The next block of the entry and where in the entry it stands.
    func block(_ bytes: inout UnsafeRawBufferPointer, _ offset: inout Int64) -> Step {
        var start: UnsafeRawPointer?
        var count = 0
        let result = step(archive_read_data_block(archive, &start, &count, &offset))
        bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
        return result
    }

    /// Whether it holds entries that need a password. Asked before a format is found, libarchive 3.6.2 crashes.
    var hasEncryptedEntries: Bool { format != 0 && archive_read_has_encrypted_entries(archive) > 0 }

    /// What is wrong behind the last entry, where the library reads no more: a gzip's checksum stands there.
    var faultAtEnd: Complaint? { gzip?.faultAtEnd.map { Complaint(number: 0, message: $0) } }

    /// The library's number for the format it found.
    var format: Int32 { archive_format(archive) }

    private func step(_ code: Int32) -> Step {
        if code == ARCHIVE_OK { return .fine }
        if code == ARCHIVE_EOF { return .end }
        let message = gzip?.complaint ?? archive_error_string(archive).map { String(cString: $0) } ?? "no reason given"
        if code == ARCHIVE_WARN || code == ARCHIVE_RETRY { return .warning(message) }
        let complaint = Complaint(number: archive_errno(archive), message: message)
        return code == ARCHIVE_FAILED ? .failed(complaint) : .fatal(complaint)
    }
}

extension String {
    /// Whether the ASCII text `part` occurs, in any case.
    fileprivate func mentions(_ part: String) -> Bool { lowercased().contains(part) }
}
