import Glibc

/// What happens in a tree of folders, told by the kernel (inotify(7)). It may lose events and knows nothing of what other machines
/// do on a network share: a look at the folders themselves has the last word.
public final class FolderEvents {
    /// One thing that happened.
    public enum Event: Sendable, Hashable {
        /// Somebody writes into this file.
        case written([UInt8])
        /// Somebody who could write closed this file, or it was moved here whole.
        case complete([UInt8])
        /// A name came or went: look there.
        case changed([UInt8])
        /// A folder came.
        case folder([UInt8])
        /// Events were lost: look everywhere.
        case lost
    }

    private let descriptor: Int32
    /// Watch to folder, absolute.
    private var folders: [Int32: [UInt8]] = [:]
    /// Whether the kernel would not watch another folder (`fs.inotify.max_user_watches`).
    public private(set) var isFull = false

    private static let wanted = UInt32(
        IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_ONLYDIR | IN_DONT_FOLLOW
    )

    /// Nothing watched yet.
    ///
    /// - Throws: ``IOError``.
    public init() throws(IOError) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw IOError(errno, "inotify_init1", "") }
    }

    deinit { _ = close(descriptor) }

    /// Watches a folder, not those in it; watching it again changes nothing.
    public func add(_ folder: [UInt8]) {
        let watch = withCPath(folder) { inotify_add_watch(descriptor, $0, FolderEvents.wanted) }
        if watch >= 0 {
            folders[watch] = folder
        } else if errno == ENOSPC || errno == ENOMEM {
            isFull = true
        }
    }

    /// Waits until something happened, at most `seconds`; a signal ends the waiting too.
    public func wait(seconds: Double) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, Int32(max(0, min(seconds, 3600)) * 1000))
    }

    /// What happened since the last call, in order.
    public func read() -> [Event] {
        var events: [Event] = []
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 8) { buffer in
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                var at = 0
                while at + MemoryLayout<inotify_event>.size <= count {
                    let head = buffer.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
                    let start = at + MemoryLayout<inotify_event>.size
                    let name = buffer[start..<min(count, start + Int(head.len))].prefix { $0 != 0 }
                    events += told(head, Array(name))
                    at = start + Int(head.len)
                }
            }
        }
        return events
    }

    private func told(_ head: inotify_event, _ name: [UInt8]) -> [Event] {
        let mask = Int32(truncatingIfNeeded: head.mask)
        if mask & IN_Q_OVERFLOW != 0 { return [.lost] }
        if mask & IN_IGNORED != 0 {
            folders[head.wd] = nil
            return []
        }
        guard let folder = folders[head.wd], !name.isEmpty else { return [] }
        let path = folder + [UInt8(ascii: "/")] + name
        if mask & IN_ISDIR != 0 { return mask & (IN_CREATE | IN_MOVED_TO) != 0 ? [.folder(path)] : [] }
        if mask & (IN_CLOSE_WRITE | IN_MOVED_TO) != 0 { return [.complete(path)] }
        return mask & IN_MODIFY != 0 ? [.written(path)] : [.changed(path)]
    }
}
