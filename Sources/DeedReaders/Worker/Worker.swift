import CSandbox
import DeedCore
public import DeedExtract
import DeedText
import Glibc

/// The life of a worker: open what readers need, close the walls, then one job after the other until the parent is gone.
public final class Worker {
    private let socket: WorkerSocket
    private let baseline: UInt64

    /// The socket's descriptor, by agreement with the parent.
    private static let socketDescriptor: Int32 = 3

    /// Runs until the parent closes the socket; the exit code.
    ///
    /// - Parameters:
    ///   - parent: the process that must be the parent; when it is not, it died before this began.
    ///   - memory: address space in bytes.
    public static func run(parent: Int32, walls: Walls, memory: UInt64) -> Int32 {
        let socket = WorkerSocket(descriptor: socketDescriptor)
        do throws(Failure) {
            guard deed_bind_to_parent(parent) == 0 else { throw Failure(.workerFailed, "parent") }
            try prepare()
            let baseline = addressSpace()
            let sandbox = Sandbox(.worker, walls: walls, memory: memory, readable: Sandbox.fonts)
            let report = try sandbox.close()
            socket.send(
                .ready, JSON.object([.init("landlock", JSON(report.landlock)), .init("seccomp", .bool(report.seccomp))]).bytes)
            socket.flush()
            Worker(socket: socket, baseline: baseline).loop()
            return 0
        } catch {
            let detail = error.detail.isEmpty ? error.subject : "\(error.subject): \(error.detail)"
            socket.send(
                .refused, JSON.object([.init("code", .string(error.code.rawValue)), .init("detail", .string(detail))]).bytes)
            socket.flush()
            return 1
        }
    }

    /// Opens what later cannot be opened: tables, databases, libraries, the locale.
    private static func prepare() throws(Failure) {
        // In the C locale libarchive answers NULL for names that are not ASCII.
        setlocale(LC_CTYPE, "C.UTF-8")
        // The times of a zip are local times without a zone.
        tzset()
        TextCharset.prepare()
        do { try Readers.prepare() } catch { throw (error as? Failure) ?? Failure(.workerFailed, "readers", detail: "\(error)") }
    }

    /// Bytes of address space in use now, from /proc/self/statm, which the walls are about to hide.
    private static func addressSpace() -> UInt64 {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 256 << 20 }
        defer { _ = close(file) }
        var line = [UInt8](repeating: 0, count: 64)
        let count = read(file, &line, line.count)
        let pages = String(decoding: line[..<max(0, count)], as: UTF8.self).split(separator: " ").first.flatMap { UInt64($0) }
        return (pages ?? 65536) * UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }

    private init(socket: WorkerSocket, baseline: UInt64) {
        self.socket = socket
        self.baseline = baseline
    }

    private func loop() {
        while let (request, files) = socket.receive() {
            switch request.operation {
            case .identify: identify(request, files[0])
            case .text: text(request, files[0])
            case .unpack: unpack(request, files)
            case .table: table(request, files[0])
            }
            socket.flush()
        }
    }

    // MARK: jobs

    /// Files up to this size are mapped whole.
    private static let mappable = 640 << 20

    private func identify(_ request: ExtractRequest, _ file: Int32) {
        guard let file = WorkerFile(descriptor: file, mapping: Worker.mappable) else {
            return send(Identified(media: "application/octet-stream"))
        }
        send(kind(file, request.name))
    }

    /// What a file is. One too large to be mapped whole is no document: only the start of it decides.
    private func kind(_ file: borrowing WorkerFile, _ name: String) -> Identified {
        guard let bytes = file.bytes else { return Identified(media: "application/octet-stream") }
        if let (format, _) = ArchiveSelfExtracting.archive(in: bytes) { return Identified(media: format.media) }
        let format = ArchiveFormat(sniffing: bytes)
        if file.size > bytes.count, let format { return Identified(media: format.media) }
        let found = Readers.identify(Input(bytes: bytes, name: name))
        // What cannot be opened as the archive that libmagic takes it for is kept as a file.
        let opens =
            switch found.media {
            case Media.zip: format != nil || ZipFront.find(in: bytes) != nil
            case Media.mailbox: format != nil || bytes.count == file.size
            default: format != nil
            }
        return Identified(media: found.media, container: found.container && opens)
    }

    private func send(_ found: Identified) {
        let json: JSON = ["media": .string(found.media), "container": .bool(found.container)]
        socket.send(.identified, json.bytes)
    }

    private func text(_ request: ExtractRequest, _ file: Int32) {
        let sink = WorkerPages(socket: socket, limits: request.limits)
        guard let document = WorkerFile(descriptor: file, mapping: Worker.mappable), let bytes = document.bytes,
            bytes.count == document.size
        else {
            send(Identified(media: "application/octet-stream"))
            return end(request, sink, .tooLarge)
        }
        let input = Input(bytes: bytes, name: request.name)
        let found = Readers.identify(input)
        send(found)
        // At once: should the reader crash, the parent knows which engine to try next.
        socket.flush()
        do throws(ReadError) {
            if found.container { throw ReadError.noReader }
            try Readers.read(input, as: found, into: sink)
            end(request, sink, nil)
        } catch {
            end(request, sink, error)
        }
    }

    private func end(_ request: ExtractRequest, _ sink: WorkerPages, _ error: ReadError?) {
        let state: DocumentText.State =
            switch error {
            case nil, .uncertainCharset, .innerUnread: .text
            case .encrypted, .encryptedForCertificates, .noReader, .unsupported: .none
            case .damaged, .tooLarge: .failed
            }
        let json: JSON = [
            "job": JSON(request.job), "state": .string(state.rawValue), "reason": JSON(error?.reason),
            "detail": JSON(error?.detail), "unit": .string(sink.unit.rawValue), "signatures": JSON(sink.signatures),
            "engine": .string(sink.engine),
        ]
        socket.send(.textEnd, json.bytes)
    }

    private func table(_ request: ExtractRequest, _ file: Int32) {
        let sink = WorkerTable(socket: socket)
        guard let document = WorkerFile(descriptor: file, mapping: Worker.mappable), let bytes = document.bytes,
            bytes.count == document.size
        else { return sink.end(request, .tooLarge) }
        let input = Input(bytes: bytes, name: request.name)
        let found = Readers.identify(input)
        send(found)
        do throws(ReadError) {
            try Readers.readTable(input, as: found, hidden: request.sheets, into: sink)
            sink.end(request, nil)
        } catch {
            sink.end(request, error)
        }
    }

    private func unpack(_ request: ExtractRequest, _ files: [Int32]) {
        defer { for file in files { _ = close(file) } }
        if let file = files.first, let mail = MailUnpack(request: request, file: file, socket: socket) { return mail.run() }
        // A decompressor that asks for more than the limit gets no memory, and says so.
        deed_soften_address_space(baseline + UInt64(request.limits.decompressorBytes) + Worker.slack)
        ArchiveUnpack(request: request, files: files, socket: socket).run()
        deed_soften_address_space(0)
    }

    /// Address space for all that is not a decompressor's: buffers, directories of archives, fragments.
    private static let slack: UInt64 = 96 << 20
}
