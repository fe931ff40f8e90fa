import DeedCore
import DeedSystem

/// Lets threads that commit at the same time share the journal's flushes.
///
/// One thread at a time is at the journal. When it has added its records and others wait at the door, it leaves the group open for the
/// next; the last one, behind whom nobody waits, writes the batch for all. Whoever comes meanwhile makes up the next group. So a group
/// is what came in during the flushes before: no timer, and one thread alone waits for nobody.
final class CommitQueue: Sendable {
    private struct State {
        /// Whether a thread is at the journal.
        var isTaken = false
        /// Threads at the door.
        var waiting = 0
        /// A group that the next thread joins.
        var group: CommitGroup?
    }

    private let state = Monitor(State())

    /// How many threads wait at the door.
    var waiting: Int { state.withLock { $0.waiting } }

    /// Adds one request to a group, sees to it that the group is written, and waits until it is.
    ///
    /// - Parameters:
    ///   - open: takes the vault's lock and begins a group.
    ///   - add: adds the request; an error is this request's alone.
    ///   - write: writes a group.
    /// - Returns: what was written of the request; `nil` when it had no records.
    func run(
        applier: any Applier, open: () throws -> CommitGroup, add: (CommitGroup) throws -> CommitGroup.Share,
        write: (CommitGroup) -> Void
    ) throws -> Commit? {
        var group = enter()
        if let other = group, other.applier !== applier {
            write(other)
            group = nil
        }
        let mine: CommitGroup
        do { mine = try group ?? open() } catch {
            leave()
            throw error
        }
        let share = Result { try add(mine) }
        if !passOn(mine) {
            write(mine)
            leave()
        }
        // Also who failed or wrote nothing waits: the answer may stand on what others of the group have added.
        let position = try mine.outcome.get()
        return try share.get().commit(position, mine)
    }

    private func enter() -> CommitGroup? {
        state.withLock { $0.waiting += 1 }
        return state.wait { state -> CommitGroup?? in
            guard !state.isTaken else { return nil }
            state.isTaken = true
            state.waiting -= 1
            defer { state.group = nil }
            return .some(state.group)
        }
    }

    /// Leaves the group to the next thread, if one waits and there is room.
    private func passOn(_ group: CommitGroup) -> Bool {
        state.changeForOne { state in
            guard state.waiting > 0, !group.isFull else { return false }
            state.group = group
            state.isTaken = false
            return true
        }
    }

    private func leave() { state.changeForOne { $0.isTaken = false } }
}
