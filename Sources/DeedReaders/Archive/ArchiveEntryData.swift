import DeedCore
import DeedExtract

/// The bytes of one entry on their way to the parent.
struct ArchiveEntryData {
    private let socket: WorkerSocket
    private let source: ArchiveSource
    private let limits: ExtractLimits
    private let consumedBefore: Int64
    /// The size of a file that may end in a hole, which libarchive leaves out.
    private let sparseSize: Int64?
    /// Bytes still to be passed over in silence: the parent has them.
    private var skip: Int64
    /// Bytes of the entry so far, holes included.
    private(set) var length: Int64 = 0
    private var checksum: CRC32Sum?
    /// The CRC-32 of the bytes so far, where it is reckoned.
    var sum: UInt32? { checksum?.value }

    /// How the entry ended.
    enum End {
        case complete
        /// All came, but a checksum or a size is wrong.
        case damaged(String)
        case failed(ArchiveHandle.Complaint)
        case fatal(ArchiveHandle.Complaint)
        case tooLarge
    }

    /// What libarchive may have read ahead before the entry began.
    private static let readAhead = Int64(4 * ArchiveSource.blockSize)

    init(socket: WorkerSocket, source: ArchiveSource, limits: ExtractLimits, skip: Int64, sparseSize: Int64?, sums: Bool) {
        self.socket = socket
        self.source = source
        self.limits = limits
        self.skip = skip
        self.sparseSize = sparseSize
        checksum = sums ? CRC32Sum() : nil
        consumedBefore = source.consumed
    }

    /// Sends all of it.
    mutating func copy(_ handle: borrowing ArchiveHandle) -> End {
        var complaint: String?
        while true {
            var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            var offset: Int64 = 0
            switch handle.block(&bytes, &offset) {
            case .end:
                if let sparseSize, !fill(to: sparseSize) { return .tooLarge }
                return complaint.map(End.damaged) ?? .complete
            case .failed(let complaint): return .failed(complaint)
            case .fatal(let complaint): return .fatal(complaint)
            case .warning(let message):
                // A warning that never ends must not be asked for ever.
                if complaint != nil && bytes.isEmpty { return .damaged(message) }
                complaint = message
            case .fine: break
            }
            guard fill(to: offset), send(bytes) else { return .tooLarge }
        }
    }

    /// Sends the hole of a sparse file as zeros; `false` when the entry is too large.
    private mutating func fill(to offset: Int64) -> Bool {
        while length < offset {
            let step = min(offset - length, Int64(ArchiveEntryData.zeros.count))
            let sent = ArchiveEntryData.zeros.withUnsafeBytes { send(UnsafeRawBufferPointer(rebasing: $0[..<Int(step)])) }
            if !sent { return false }
        }
        return true
    }

    private static let zeros = [UInt8](repeating: 0, count: 64 << 10)

    /// Sends bytes in frames; `false` when the entry is too large.
    private mutating func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
        length += Int64(bytes.count)
        checksum?.update(bytes)
        if length > limits.ratioFreeBytes {
            let packed = source.consumed - consumedBefore + ArchiveEntryData.readAhead
            if length / Int64(max(1, limits.ratio)) > packed { return false }
        }
        let passed = Int(min(skip, Int64(bytes.count)))
        skip -= Int64(passed)
        socket.sendBytes(UnsafeRawBufferPointer(rebasing: bytes[passed...]))
        return true
    }
}
