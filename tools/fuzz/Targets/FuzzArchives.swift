import DeedCore
import DeedSystem
import Glibc

@testable import DeedExtract
@testable import DeedReaders

/// Archives: the unpacker's frames go over a socket to the parent's bookkeeping, as in an import.
enum FuzzArchives {
    static func unpack(_ bytes: UnsafeRawBufferPointer, _ target: FuzzTarget) throws {
        let file = try MemoryFile(bytes)
        defer { file.close() }
        if target == .zip { try headers(file, bytes) }
        if target == .rar {
            let headers = ArchiveRarHeaders(ArchiveSource(descriptors: [file.descriptor]), limit: 1000)
            try hold(headers.entries.count <= 1001, "\(headers.entries.count) headers")
        }
        let head = Array(bytes.prefix(ArchiveFormat.headBytes))
        for format in ArchiveFormat.allCases { _ = ArchiveDictionary.size(head, format) }
        _ = ArchiveSelfExtracting.archive(in: bytes)
        for passwords in target == .zip ? [[], ["313233", "e5bd92e6a1a3"]] : [[]] {
            try pipe(file.descriptor, size: bytes.count, passwords, isMail: target == .mailbox)
        }
    }

    /// The directory of a zip, read in the four ways in which it is read.
    private static func headers(_ file: MemoryFile, _ bytes: UnsafeRawBufferPointer) throws {
        let source = ArchiveSource(descriptors: [file.descriptor])
        if let directory = ArchiveZipDirectory(source, limit: 1000) {
            try hold(directory.count <= 1001, "\(directory.count) entries")
            let whole = ArchiveZipWhole(source)
            for index in 0..<min(directory.count, 20) {
                if let record = directory.record(index) { _ = whole?.bytes(record, limit: 1 << 20) }
            }
        }
        if var names = ZipDirectoryNames(bytes) { _ = names.contains { $0.isEmpty } }
        // The same bytes as two volumes.
        let half = try MemoryFile(UnsafeRawBufferPointer(rebasing: bytes[(bytes.count / 2)...]))
        defer { half.close() }
        let volumes = ArchiveSource(descriptors: [file.descriptor, half.descriptor])
        do throws(ArchiveZipVolumes.Fault) { try ArchiveZipVolumes.join(volumes) } catch { return }
        _ = ArchiveZipDirectory(volumes, limit: 1000)?.count
    }

    private static func pipe(_ descriptor: Int32, size: Int, _ passwords: [String], isMail: Bool) throws {
        var limits = ExtractLimits()
        (limits.entries, limits.ratioFreeBytes, limits.decompressorBytes) = (200, 1 << 20, 64 << 20)
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else { throw Broken("no socket") }
        let request = ExtractRequest(
            job: 1, operation: .unpack, name: "合同", passwords: passwords, limits: limits)
        let parent = Parent(pair[1], limits, packed: size, passwords: passwords.count)
        let thread = parent.start()
        let socket = WorkerSocket(descriptor: pair[0])
        var isTaken = true
        if isMail {
            if let mail = MailUnpack(request: request, file: descriptor, socket: socket) { mail.run() } else { isTaken = false }
        } else {
            ArchiveUnpack(request: request, files: [descriptor], socket: socket).run()
        }
        socket.flush()
        _ = close(pair[0])
        pthread_join(thread, nil)
        _ = close(pair[1])
        if let broken = parent.broken { throw Broken(broken) }
        try hold(parent.isOver || !isTaken, "the archive has no end")
    }
}

/// Bytes as a file without a name.
private struct MemoryFile {
    private let file: UnnamedFile
    var descriptor: Int32 { file.descriptor }

    init(_ bytes: UnsafeRawBufferPointer) throws {
        file = try UnnamedFile(in: "/tmp")
        try file.append(bytes)
    }

    func close() { file.close() }
}

/// The other end of the socket: reads frames as the importer does, and checks their order.
///
/// `@unchecked Sendable`: its thread has it alone until that is joined.
private final class Parent: @unchecked Sendable {
    private(set) var broken: String?
    private(set) var isOver = false
    private let descriptor: Int32
    private var progress: UnpackProgress

    init(_ descriptor: Int32, _ limits: ExtractLimits, packed: Int, passwords: Int) {
        self.descriptor = descriptor
        progress = UnpackProgress(limits: limits, budget: .max, packed: Int64(packed), passwords: passwords)
        progress.beginWorker()
    }

    func start() -> pthread_t {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Parent>.fromOpaque(argument).takeRetainedValue().read()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        return thread
    }

    private func read() {
        while let header = bytes(Frame.headerBytes) {
            guard let (kind, length) = header.withUnsafeBytes({ Frame.parse($0) }), let payload = bytes(length) else {
                broken = broken ?? "no frame"
                return
            }
            if broken == nil { payload.withUnsafeBytes { take(kind, $0) } }
        }
    }

    private func take(_ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer) {
        do throws(WorkerLoss) {
            if kind == .archiveEnd {
                _ = try progress.end(payload, job: 1)
                isOver = true
            } else {
                _ = try progress.event(kind, payload)
            }
        } catch {
            broken = "the parent refuses \(kind): \(error.detail)"
        }
    }

    private func bytes(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let received = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), count - filled)
            }
            guard received > 0 else { return nil }
            filled += received
        }
        return bytes
    }
}
