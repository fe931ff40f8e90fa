import DeedCore
import DeedSystem

/// The one place that knows whether an object is there, and how it is opened: whoever keeps objects elsewhere, or under other bytes, changes this.
struct ObjectPlace {
    let io: any VaultIO
    let layout: VaultLayout

    /// Bytes of what stands in the place of an object; `nil` where nothing does. Says nothing about its content.
    func size(_ id: ObjectID) throws(IOError) -> Int64? { try io.status(layout.object(id))?.size }

    /// Refuses a record that keeps an object which is not there.
    func require(_ id: ObjectID) throws {
        guard try size(id) == nil else { return }
        throw Failure(.objectMissing, layout.object(id), detail: "a record keeps it")
    }

    /// Opens an object for reading; the caller closes it.
    ///
    /// - Throws: ``DeedCore/Failure``: `objectMissing`, `objectDamaged` for what is no file, and whatever else may keep it from being opened.
    func open(_ id: ObjectID) throws -> Int32 {
        let path = layout.object(id)
        do {
            guard try size(id) != nil else { throw Failure(.objectMissing, path) }
            return try io.opened(path, .read)
        } catch let error as IOError {
            throw error.isNoFile ? Failure(.objectDamaged, path, detail: error.description) : error.failure
        }
    }
}
