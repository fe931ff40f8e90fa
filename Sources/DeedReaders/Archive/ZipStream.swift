import CArchive

/// libarchive reading one ZIP file from memory, entry by entry.
struct ZipStream: ~Copyable {
    private let archive: OpaquePointer
    private let state = State()

    /// Why the last step ended; a class because reading borrows.
    private final class State {
        var failed = false
    }

    /// Opens the bytes, which must outlive it.
    init(_ bytes: UnsafeRawBufferPointer) throws(ReadError) {
        archive = try ZipStream.open(bytes)
    }

    private static func open(_ bytes: UnsafeRawBufferPointer) throws(ReadError) -> OpaquePointer {
        guard let archive = archive_read_new() else { throw .tooLarge }
        archive_read_support_format_zip_seekable(archive)
        archive_read_support_format_zip_streamable(archive)
        guard archive_read_open_memory(archive, bytes.baseAddress, bytes.count) == ARCHIVE_OK else {
            let why = message(archive)
            archive_read_free(archive)
            throw .damaged(why)
        }
        return archive
    }

    deinit { archive_read_free(archive) }

    /// Whether reading ended in damage and not at the end.
    var failed: Bool { state.failed }

    /// libarchive's word for it.
    var message: String { ZipStream.message(archive) }

    private static func message(_ archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "zip"
    }

    /// The next entry's header, valid until the next call; `nil` at the end or at damage.
    func next() -> OpaquePointer? {
        var entry: OpaquePointer?
        let result = archive_read_next_header(archive, &entry)
        if result == ARCHIVE_OK || result == ARCHIVE_WARN { return entry }
        state.failed = result != ARCHIVE_EOF
        return nil
    }

    /// The next inflated bytes of the entry, valid until the next call; `nil` at its end or at damage.
    func block() -> UnsafeRawBufferPointer? {
        var start: UnsafeRawPointer?
        var count = 0
        var offset: la_int64_t = 0
        let result = archive_read_data_block(archive, &start, &count, &offset)
        // A bad checksum is a warning: the bytes are still the best there is.
        if result == ARCHIVE_OK || (result == ARCHIVE_WARN && count > 0) {
            return UnsafeRawBufferPointer(start: start, count: count)
        }
        state.failed = result != ARCHIVE_EOF
        return nil
    }

    /// The entry's name; the empty string when libarchive cannot convert it.
    static func name(of entry: OpaquePointer) -> String {
        (archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)).map { String(cString: $0) } ?? ""
    }
}
