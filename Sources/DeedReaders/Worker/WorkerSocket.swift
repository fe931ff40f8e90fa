import CSandbox
import DeedExtract
import Glibc

/// The worker's end of the socket: requests in, frames out.
///
/// Small frames are gathered and sent together; large blocks go out without being copied. A parent that is gone ends the process:
/// there is nobody left to work for.
final class WorkerSocket {
    private let descriptor: Int32
    private var pending: [UInt8] = []

    /// Frames up to this many bytes are gathered.
    private static let gathered = 32 << 10

    /// The socket at `descriptor`.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        pending.reserveCapacity(4 * WorkerSocket.gathered)
    }

    /// The most volumes of one archive.
    private static let maximumVolumes = 1000

    /// The next request with its open files: the file, then the other volumes of an archive. `nil` when the parent is gone or does
    /// not keep to the protocol.
    func receive() -> (request: ExtractRequest, files: [Int32])? {
        var volumes: [Int32] = []
        while true {
            var file: Int32 = -1
            guard let header = read(Frame.headerBytes, &file),
                let (kind, length) = header.withUnsafeBytes({ Frame.parse($0, limit: Frame.maximumRequest) }),
                let payload = read(length, &file), file >= 0
            else { return nil }
            if kind == .volume, volumes.count < WorkerSocket.maximumVolumes {
                volumes.append(file)
                continue
            }
            guard kind == .request, let request = ExtractRequest(payload: payload) else { return nil }
            return (request, [file] + volumes)
        }
    }

    /// The parent's verdict on the entry just told: whether it has that entry. A parent that is gone ends the process.
    func verdict() -> Bool {
        flush()
        var file: Int32 = -1
        guard let header = read(Frame.headerBytes, &file),
            let (kind, length) = header.withUnsafeBytes({ Frame.parse($0, limit: 1) }), kind == .verdict,
            let payload = read(length, &file)
        else { exit(0) }
        return payload == [1]
    }

    private func read(_ count: Int, _ file: inout Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            var passed: Int32 = -1
            let received = bytes.withUnsafeMutableBytes { buffer in
                deed_receive(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, &passed)
            }
            if passed >= 0 {
                if file >= 0 { _ = close(file) }
                file = passed
            }
            guard received > 0 else { return nil }
            filled += received
        }
        return bytes
    }

    /// Sends a frame of at most 1 MiB.
    func send(_ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer) {
        var header = Frame.header(kind, length: payload.count)
        withUnsafeBytes(of: &header) { pending.append(contentsOf: $0) }
        if payload.count <= WorkerSocket.gathered {
            pending.append(contentsOf: payload)
            if pending.count > WorkerSocket.gathered { flush() }
        } else {
            flush()
            write(payload)
        }
    }

    /// Sends a frame of at most 1 MiB.
    func send(_ kind: Frame.Kind, _ payload: [UInt8]) {
        payload.withUnsafeBytes { send(kind, $0) }
    }

    /// Bytes of an entry in one frame: the parent works on one while the next is sent.
    private static let pieceBytes = 128 << 10

    /// Sends bytes of an entry, in as many frames as they take.
    func sendBytes(_ bytes: UnsafeRawBufferPointer) {
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + WorkerSocket.pieceBytes)
            send(.bytes, UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
            at = end
        }
    }

    /// Sends what was gathered.
    func flush() {
        pending.withUnsafeBytes { write($0) }
        pending.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) {
        var sent = 0
        while sent < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
            let count = deed_send(descriptor, rest.baseAddress, rest.count, -1)
            guard count > 0 else { exit(0) }
            sent += count
        }
    }
}
