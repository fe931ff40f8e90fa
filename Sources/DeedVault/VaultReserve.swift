import DeedCore
import DeedSystem

/// Room that is kept: a file of real blocks for the moment when the disk is full, and a floor below which no object is taken in.
struct VaultReserve: Sendable {
    let io: any VaultIO
    let layout: VaultLayout

    /// Bytes of a batch of objects at most; two may be on their way.
    static let batch: Int64 = 128 << 20

    /// min(64 MiB, 1/16 of the file system).
    func wanted() throws -> Int64 { min(64 << 20, try io.space(layout.root).total / 16) }

    /// The room that stays free: the reserve and two batches, but never more than 1/8 of the file system.
    func floor(_ space: FileSystemSpace) -> Int64 {
        min(min(64 << 20, space.total / 16) + 2 * VaultReserve.batch, space.total / 8)
    }

    /// Refuses objects that would leave less than the floor; the bytes above it that are left otherwise.
    func checkRoom(for size: Int64) throws -> Int64 {
        let space: FileSystemSpace
        do { space = try io.space(layout.root) } catch { throw error.failure }
        let left = space.available - size - floor(space)
        guard left >= 0 else {
            throw Failure(
                .diskLow, layout.root,
                detail:
                    "\(space.available >> 20) MiB are free, \(size >> 20) MiB are wanted, \(floor(space) >> 20) MiB stay free for the vault itself"
            )
        }
        return left
    }

    /// Makes the reserve.
    func make() throws {
        let descriptor = try io.opened(layout.reserve, [.write, .create])
        defer { io.close(descriptor) }
        try io.allocated(descriptor, try wanted())
        try io.fsync(descriptor)
    }

    /// Gives the blocks back to the file system, so that recovery can go on where there is no room.
    func release() throws {
        let descriptor = try io.opened(layout.reserve, [.write, .create])
        defer { io.close(descriptor) }
        try io.truncated(descriptor, to: 0)
        try io.fsync(descriptor)
    }

    /// Gives back an eighth of what is left, and not less than 1 MiB: enough for a change, and the rest stays for the next one, whoever takes
    /// what became free meanwhile.
    ///
    /// - Returns: whether there was anything to give back.
    func releaseStep() throws -> Bool {
        guard let size = try io.status(layout.reserve)?.size, size > 0 else { return false }
        let descriptor = try io.opened(layout.reserve, .write)
        defer { io.close(descriptor) }
        try io.truncated(descriptor, to: max(0, size - max(1 << 20, size / 8)))
        try io.fsync(descriptor)
        return true
    }

    /// Makes a released reserve again once there is room enough; whether it is there in full.
    func restore() throws -> Bool {
        let wanted = try wanted()
        guard try io.status(layout.reserve)?.size ?? 0 < wanted else { return true }
        let space = try io.space(layout.root)
        guard space.available > wanted + floor(space) else { return false }
        do { try make() } catch let error as IOError where error.failure.code == .diskFull {
            // Somebody was faster.
            try release()
            return false
        }
        return true
    }
}
