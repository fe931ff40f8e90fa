import DeedCore
import DeedSystem
import Glibc

/// The vault's lock: held for one commit or one recovery, by one process (and one thread) at a time. The kernel gives it up when the
/// process dies, so nothing can be stale.
final class VaultLock {
    private let io: any VaultIO
    private let descriptor: Int32

    private init(io: any VaultIO, descriptor: Int32) {
        self.io = io
        self.descriptor = descriptor
    }

    /// Waits at most `wait` for the lock; every caller opens the file anew, so threads of one process exclude each other too.
    ///
    /// - Throws: ``DeedCore/Failure`` with `vaultBusy`, naming who holds it.
    static func acquire(io: any VaultIO, layout: VaultLayout, wait: Duration) throws -> VaultLock {
        let descriptor = try io.opened(layout.lock, [.write, .create])
        let deadline = ContinuousClock.now + wait
        var pause: UInt32 = 200
        do {
            while try !io.lock(descriptor, .exclusive) {
                guard ContinuousClock.now < deadline else {
                    throw Failure(.vaultBusy, layout.root, detail: holder(io: io, layout: layout))
                }
                usleep(pause)
                pause = min(pause * 2, 20_000)
            }
        } catch {
            io.close(descriptor)
            throw error
        }
        let lock = VaultLock(io: io, descriptor: descriptor)
        lock.noteHolder()
        return lock
    }

    /// Who holds the lock, as far as the file tells.
    private static func holder(io: any VaultIO, layout: VaultLayout) -> String {
        guard let bytes = try? io.contents(layout.lock, limit: 4096), !bytes.isEmpty else { return "" }
        return String(decoding: bytes, as: UTF8.self).trimmedASCII
    }

    /// The text is information for a person; the lock is the kernel's, so an error here costs nothing.
    private func noteHolder() {
        let text = Array("process \(io.processID) since \(Instant.now)\n".utf8)
        do {
            try io.truncated(descriptor, to: 0)
            try text.withUnsafeBytes { try io.writeAll(descriptor, $0) }
        } catch {
            return
        }
    }

    /// Gives the lock up.
    deinit { io.close(descriptor) }
}
