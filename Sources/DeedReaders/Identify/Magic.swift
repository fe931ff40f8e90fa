import CMagic
import DeedCore

/// libmagic with its database, opened once before the sandbox.
///
/// One thread of the worker uses it, as it does everything else.
enum Magic {
    /// The handle lives as long as the process.
    // `nonisolated(unsafe)`: set once by `open()` in the worker's start, then read by its only thread; a `magic_t` has no lock.
    nonisolated(unsafe) private static var cookie: magic_t?

    /// As much of a file as libmagic looks at; its own default is 1 MiB.
    private static let window = 1 << 20

    /// Loads the database; throws ``Failure`` when there is none.
    static func open() throws {
        guard cookie == nil else { return }
        // Compound files and archives are looked into here, compressed ones are not unpacked.
        let flags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF
        guard let fresh = magic_open(Int32(flags)) else { throw Failure(.workerFailed, "libmagic") }
        guard magic_load(fresh, nil) == 0 else {
            let why = magic_error(fresh).map { String(cString: $0) } ?? "no database"
            magic_close(fresh)
            throw Failure(.workerFailed, "libmagic", detail: why)
        }
        cookie = fresh
    }

    /// libmagic's media type; `application/octet-stream` when it has no opinion or was not opened.
    static func media(of bytes: UnsafeRawBufferPointer) -> String {
        guard let cookie, let found = magic_buffer(cookie, bytes.baseAddress, min(bytes.count, window)) else {
            return Media.unknown
        }
        return String(cString: found)
    }
}
