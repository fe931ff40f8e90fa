import DeedCore
import DeedExtract

/// The sink of the worker: turns pages into frames and keeps the limits, so that a bomb ends early; the parent checks again.
final class WorkerPages: PageSink {
    var unit = DocumentText.Unit.whole
    var signatures: Int?
    var engine = ""
    private let socket: WorkerSocket
    private let limits: ExtractLimits
    private var textBytes = 0
    private var warnings = 0

    /// A sink for one document.
    init(socket: WorkerSocket, limits: ExtractLimits) {
        self.socket = socket
        self.limits = limits
    }

    func page(number: Int, label: String?, text: UnsafeBufferPointer<UInt8>, needsOCR: Bool) throws(ReadError) {
        var length = text.count
        if length > limits.pageBytes {
            length = limits.pageBytes
            while length > 0, text[length] & 0xC0 == 0x80 { length -= 1 }
            warn("page \(number) is cut at \(length) of \(text.count) bytes")
        }
        textBytes += length
        guard textBytes <= limits.textBytes else { throw .tooLarge }
        send(UInt32(clamping: number), label, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[..<length])), needsOCR)
    }

    private func send(_ number: UInt32, _ label: String?, _ text: UnsafeRawBufferPointer, _ needsOCR: Bool) {
        let labelBytes = Array((label ?? "").utf8.prefix(1024))
        let first = min(text.count, Frame.maximumPayload - 2048)
        var payload: [UInt8] = []
        payload.reserveCapacity(7 + labelBytes.count + first)
        withUnsafeBytes(of: number.littleEndian) { payload.append(contentsOf: $0) }
        payload.append(needsOCR ? 1 : 0)
        withUnsafeBytes(of: UInt16(labelBytes.count).littleEndian) { payload.append(contentsOf: $0) }
        payload += labelBytes
        payload.append(contentsOf: text[..<first])
        socket.send(.page, payload)
        var at = first
        while at < text.count {
            let end = min(text.count, at + Frame.maximumPayload)
            socket.send(.pageMore, UnsafeRawBufferPointer(rebasing: text[at..<end]))
            at = end
        }
    }

    func warn(_ message: String) {
        warnings += 1
        if warnings <= 100 { socket.send(.warning, Array(message.utf8.prefix(2000))) }
    }
}
