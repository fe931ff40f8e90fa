import DeedCore
import DeedSystem
import Glibc

extension Extractor {
    /// Unpacks an encrypted archive through 7-Zip; `nil` when nothing was told and a worker shall tell what it can: no password opens
    /// even its list, or 7-Zip does not know the format.
    func unpackWithSevenZip(
        _ archive: ArchiveFile, format: String, _ event: (ArchiveEvent) throws -> Void
    ) throws -> ArchiveEnd? {
        guard SevenZip.reads(format), let joined = try joined(archive) else { return nil }
        defer { joined.close() }
        var run: SevenZipRun?
        for password in archive.passwords.texts {
            guard let listing = try list(joined.file, password: password) else { continue }
            var next =
                run
                ?? SevenZipRun(
                    format: format, listing: listing, limits: limits, packed: joined.size, budget: archive.budget ?? limits.budget
                )
            defer { run = next }
            if try next.start(event) { return next.end }
            let output = try runSevenZip(["x", "-so"], joined.file, password: password) { try next.take($0, event) }
            if try next.finish(output, event) { return next.end }
        }
        return try run?.lock(event)
    }

    /// What the archive holds; `nil` when the password does not open its list.
    private func list(_ file: Int32, password: String) throws -> SevenZipListing? {
        var listing = SevenZipListing()
        let output = try runSevenZip(["l", "-slt"], file, password: password) { bytes in
            listing.take(bytes, maximumItems: limits.entries)
        }
        listing.finish()
        // A damaged end still lists what is there; a list that is empty for want of the password says so.
        if output.stopped == nil, output.end.exit != 0, listing.items.isEmpty { return nil }
        return listing
    }

    /// One descriptor for all of the archive: volumes are joined in a file without a name. `nil` when there is no room for that.
    private func joined(_ archive: ArchiveFile) throws -> JoinedFile? {
        guard !archive.volumes.isEmpty else { return JoinedFile(file: archive.file, spooled: nil) }
        guard let folder = archive.spoolFolder else { return nil }
        let spooled = try UnnamedFile(in: folder)
        var room = archive.budget ?? .max
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        for volume in [archive.file] + archive.volumes {
            var at: off_t = 0
            while case let count = pread(volume, &buffer, buffer.count, at), count > 0 {
                if isStopped {
                    spooled.close()
                    throw ExtractionStopped()
                }
                room -= Int64(count)
                guard room >= 0 else {
                    spooled.close()
                    return nil
                }
                try buffer.withUnsafeBytes { try spooled.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
                at += off_t(count)
            }
        }
        return JoinedFile(file: spooled.descriptor, spooled: spooled)
    }

    private struct JoinedFile {
        var file: Int32
        var spooled: UnnamedFile?

        /// Its bytes.
        var size: Int64 {
            var status = stat()
            return fstat(file, &status) == 0 ? Int64(status.st_size) : 0
        }

        func close() { spooled?.close() }
    }
}
