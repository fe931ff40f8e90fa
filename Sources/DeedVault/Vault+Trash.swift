public import DeedCore
import DeedSystem
import Glibc

/// An object on its way out, and the folder in `trash/` that the journal gave it.
public struct TrashedObject: Sendable, Hashable {
    /// The object.
    public var object: ObjectID
    /// The folder.
    public var day: CivilDate

    /// An object in the folder of `day`.
    public init(_ object: ObjectID, day: CivilDate) {
        self.object = object
        self.day = day
    }
}

/// The steps of a purge on the disk: renames and unlinks only, so that they work where there is no room.
///
/// They belong into the `make` of a ``Vault/commit(applier:actor:stage:make:)`` (or into ``Vault/exclusively(_:)``): the lock is held there, and the
/// caller has looked once more whether the object may go. Each may be done again after it was cut off anywhere. The order with the records:
/// `purge.intended` is durable before an object moves; an object is gone before `object.purged` says so; it is back before `object.restored`
/// says so. So whatever is lost, the object is where the journal says, or where the next step takes it from.
extension Vault {
    /// Moves objects from `objects/` into the trash; the names are durable when it returns. What lies there already, and what is nowhere, is
    /// passed over.
    public func moveToTrash(_ objects: [TrashedObject]) throws {
        try requirePurging()
        try reporting {
            var moved: [TrashedObject] = []
            for trashed in objects where try io.status(layout.object(trashed.object)) != nil {
                try ensureTrashFolder(trashed.day, known: moved)
                try io.rename(layout.object(trashed.object), to: layout.trashed(trashed.object, trashed.day))
                moved.append(trashed)
            }
            try syncTrash(moved, trashFirst: true)
        }
    }

    /// Moves objects from the trash back; the names are durable when it returns. What is not in the trash is passed over: it never left, or was
    /// stored again.
    public func bringBack(_ objects: [TrashedObject]) throws {
        try requireWritable()
        try reporting {
            for trashed in objects where try io.status(layout.trashed(trashed.object, trashed.day)) != nil {
                try io.ensureDirectory(layout.objectDirectory(trashed.object.firstByte), mode: 0o700)
                try io.rename(layout.trashed(trashed.object, trashed.day), to: layout.object(trashed.object))
            }
            // Also those that were back before: whoever brought them may not have lived to make their names durable.
            try syncTrash(objects, trashFirst: false)
        }
    }

    /// Removes objects from the trash, and from `objects/` where a power cut undid the move; durable when it returns.
    ///
    /// - Returns: the bytes that became free.
    public func removeFromTrash(_ objects: [TrashedObject]) throws -> Int64 {
        try requirePurging()
        return try reporting {
            var freed: Int64 = 0
            for trashed in objects {
                for path in [layout.trashed(trashed.object, trashed.day), layout.object(trashed.object)] {
                    guard let size = try io.status(path)?.size else { continue }
                    try io.unlink(path)
                    freed += size
                }
            }
            try syncTrash(objects, trashFirst: true)
            for day in Set(objects.map(\.day)) where try io.status(layout.trashFolder(day)) != nil {
                // A folder that is not empty stays, and so does one that cannot be removed: it holds nothing.
                if try io.list(layout.trashFolder(day)).isEmpty { try? io.removeDirectory(layout.trashFolder(day)) }
            }
            return freed
        }
    }

    /// Where a kept object lies: in its place, or in the trash. A copy puts both into their places: whoever restores it moves them again.
    func place(of id: ObjectID) throws -> String {
        let path = layout.object(id)
        guard try io.status(path) == nil, try io.status(layout.trash) != nil else { return path }
        for name in try io.list(layout.trash) {
            guard let day = CivilDate(name), try io.status(layout.trashed(id, day)) != nil else { continue }
            return layout.trashed(id, day)
        }
        return path
    }

    private func requirePurging() throws {
        try requireWritable()
        try info.require(info.features.purge, path)
    }

    private func ensureTrashFolder(_ day: CivilDate, known: [TrashedObject]) throws {
        guard !known.contains(where: { $0.day == day }) else { return }
        try io.ensureDirectory(layout.trash, mode: 0o700)
        try io.ensureDirectory(layout.trashFolder(day), mode: 0o700)
        try io.syncDirectory(layout.trash)
    }

    /// Makes the names on both sides durable, first on the side where they appear.
    private func syncTrash(_ objects: [TrashedObject], trashFirst: Bool) throws {
        let folders = Set(objects.map { layout.trashFolder($0.day) }).sorted()
        let directories = Set(objects.map { layout.objectDirectory($0.object.firstByte) }).sorted()
        for directory in trashFirst ? folders + directories : directories + folders {
            guard try io.status(directory) != nil else { continue }
            do { try io.syncDirectory(directory) } catch {
                if error.isLostDurability { _ = noteLostSync(error) }
                throw error
            }
        }
    }
}
