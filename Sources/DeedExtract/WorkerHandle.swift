import DeedCore
import DeedSystem

/// One worker process as its parent sees it: the socket, and one buffer that every frame goes through.
///
/// `@unchecked Sendable`: used by one thread at a time, the one that took it out of the roster; ``Extractor`` hands it from one to the
/// next under a lock.
final class WorkerHandle: @unchecked Sendable {
    let process: ChildProcess
    /// How many jobs it was given.
    private(set) var jobs = 0
    private let socket: ProcessSocket
    private let buffer: UnsafeMutableRawBufferPointer
    private var filled = 0..<0
    private var reaped: ProcessEnd?

    /// Starts a worker; it is not ready before ``awaitReady(until:)``.
    init(executable: String, walls: Walls, limits: ExtractLimits) throws {
        let (mine, its) = try ProcessSocket.pair()
        socket = mine
        process = try ChildProcess.launchToStay(
            executable,
            arguments: [
                "worker", "--parent", "\(ownProcessNumber)", "--walls", walls.rawValue, "--memory", "\(limits.addressSpace)",
            ], environment: WorkerEnvironment.variables, descriptors: [nil, nil, nil, its.descriptor])
        buffer = .allocate(byteCount: Frame.headerBytes + Frame.maximumPayload, alignment: 16)
    }

    deinit {
        destroy()
        buffer.deallocate()
    }

    /// Kills it and frees its number; how it ended. Harmless when called again.
    @discardableResult
    func destroy() -> ProcessEnd {
        if let reaped { return reaped }
        process.kill()
        let end = process.reap()
        reaped = end
        return end
    }

    /// Gives it a job with an open file, or with several: the volumes of one archive in their order.
    func send(_ request: ExtractRequest, file: Int32, volumes: [Int32] = []) throws(WorkerLoss) {
        jobs += 1
        do {
            // Each end of the pair gets openings of the files that cannot write; see LentFile.
            for volume in volumes { try socket.send(Frame.bytes(.volume, []), descriptor: volume) }
            try socket.send(Frame.bytes(.request, request.payload), descriptor: file)
        } catch let error as IOError where error.call == "open" {
            throw .notLent(error.description)
        } catch { throw lost() }
    }

    /// Answers its question whether the entry that it told is known.
    func answer(isKnown: Bool) throws(WorkerLoss) {
        do { try socket.send(Frame.bytes(.verdict, [isKnown ? 1 : 0])) } catch { throw lost() }
    }

    /// The loss, when its end of the socket is gone.
    private func lost() -> WorkerLoss { .crashed(reapEnded()) }

    /// It closed its socket, so it is dying: the kill only makes sure, and a death it died before is what is reported.
    private func reapEnded() -> ProcessEnd { destroy() }

    /// The next frame; the bytes are valid until the next call.
    func next(_ patience: inout Patience) throws(WorkerLoss) -> (kind: Frame.Kind, payload: UnsafeRawBufferPointer) {
        // Frame by frame: a thousand small ones that are here already may take long to handle.
        try patience.check(process)
        while true {
            if filled.count >= Frame.headerBytes {
                let head = UnsafeRawBufferPointer(rebasing: buffer[filled])
                guard let (kind, length) = Frame.parse(head) else { throw .protocolBroken("no frame") }
                let whole = Frame.headerBytes + length
                if filled.count >= whole {
                    let start = filled.lowerBound
                    filled = start + whole..<filled.upperBound
                    return (kind, UnsafeRawBufferPointer(rebasing: buffer[start + Frame.headerBytes..<start + whole]))
                }
            }
            try fill(&patience)
        }
    }

    private func fill(_ patience: inout Patience) throws(WorkerLoss) {
        if filled.isEmpty {
            filled = 0..<0
        } else if filled.lowerBound > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[filled]))
            filled = 0..<filled.count
        }
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled.upperBound...])
        while true {
            try patience.check(process)
            let received: ProcessSocket.Received
            do { received = try socket.receive(into: room, patience: patience.slice) } catch { throw lost() }
            switch received {
            case .bytes(let count):
                filled = 0..<filled.count + count
                return
            case .end: throw lost()
            case .nothing: continue
            }
        }
    }
}
