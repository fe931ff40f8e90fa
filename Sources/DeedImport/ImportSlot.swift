import DeedCore
import DeedSystem
import DeedVault

/// A batch in the making: its stage, what came in so far, and how much is still being read.
///
/// The walking thread opens slots one after the other; reading threads fill them in any order; the committing thread waits until a
/// slot that was closed is full.
final class ImportSlot: Sendable {
    /// Where the bytes go; `nil` when nothing is to be stored.
    let stage: ObjectStage?
    /// Bytes that may come in before the floor of the disk is met.
    let room: Int64
    /// When the slot was opened, on the monotonic clock.
    let opened = MonotonicClock.seconds()

    private struct State {
        var leaves: [ImportedLeaf] = []
        var archives: [ImportedArchive] = []
        var bytes: Int64 = 0
        var expected = 0
        var failure: (any Error)?
    }

    private let state = Monitor(State())

    init(stage: ObjectStage?, room: Int64 = .max) {
        self.stage = stage
        self.room = room
    }

    /// Announces a leaf that a reading thread will add, of about `bytes` bytes.
    func expect(bytes: Int64) {
        state.withLock { state in
            state.expected += 1
            state.bytes += bytes
        }
    }

    /// Takes an announcement back: the person wants to stop, and the file is read the next time.
    func withdraw(bytes: Int64) {
        state.change { state in
            state.expected -= 1
            state.bytes -= bytes
        }
    }

    /// Adds a leaf that was announced.
    func add(_ leaf: ImportedLeaf) {
        state.changeWaking { state in
            state.leaves.append(leaf)
            return state.leaves.count == state.expected
        }
    }

    /// Adds a container that was read.
    func add(_ archive: ImportedArchive) { state.change { $0.archives.append(archive) } }

    /// Notes that the vault can take no more; the first reason counts.
    func fail(_ error: any Error) { state.change { if $0.failure == nil { $0.failure = error } } }

    /// Files and bytes announced so far.
    var size: (files: Int, bytes: Int64) { state.withLock { ($0.expected, $0.bytes) } }

    /// Waits for all that was announced.
    ///
    /// - Throws: why the vault could not take something.
    func batch() throws -> ImportPipeline.Batch {
        try state.wait { state -> ImportPipeline.Batch? in
            if let failure = state.failure { throw failure }
            guard state.leaves.count == state.expected else { return nil }
            return ImportPipeline.Batch(
                stage: stage, leaves: state.leaves.sorted { $0.ordinal < $1.ordinal }, archives: state.archives)
        }
    }
}
