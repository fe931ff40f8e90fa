import DeedCore
import DeedSystem
import DeedVault
import Synchronization

/// The SHA-256 of a container, of volumes that of all in their order, worked out while the worker unpacks it.
///
/// Only for containers that fit well into memory: from a disk that has to move its head, two who read a large file at different
/// places would both wait.
final class ContainerHash {
    private let later: Later<ObjectID?>
    private let isAbandoned: Flag

    /// Begins; `nil` when the container is so large that it is better hashed behind the unpacking.
    init?(_ parts: [SourceReader], size: Int64, isStopped: @escaping @Sendable () -> Bool) {
        guard size <= Memory.size / 4 else { return nil }
        let isAbandoned = Flag()
        self.isAbandoned = isAbandoned
        // The worker and who takes from it set the pace; this has time until they are through.
        later = Later(yielding: true) {
            try ContainerHash.hash(parts) { isAbandoned.value.load(ordering: .relaxed) || isStopped() }
        }
    }

    /// Waits for it; `nil` when the container cannot be read.
    var value: ObjectID? { try? later.value() }

    /// Gives it up, if it is not done yet; when this returns nobody reads the container any more.
    func abandon() {
        isAbandoned.value.store(true, ordering: .relaxed)
        _ = value
    }

    private static func hash(_ parts: [SourceReader], isAbandoned: () -> Bool) throws -> ObjectID? {
        var hash = ObjectHash()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { buffer.deallocate() }
        for part in parts {
            var offset: Int64 = 0
            while case let count = try part.fill(buffer, at: offset), count > 0 {
                if isAbandoned() { return nil }
                hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                offset += Int64(count)
            }
        }
        return hash.finish()
    }

    private final class Flag: Sendable {
        let value = Atomic<Bool>(false)
    }
}
