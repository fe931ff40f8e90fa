public import DeedCore
import DeedSystem

/// Streams an object's bytes and checks them on the way: the end is only reached when the bytes were the right ones.
public final class ObjectReader {
    /// The object.
    public let id: ObjectID
    /// Bytes of the file.
    public let size: Int64
    private let io: any VaultIO
    private let path: String
    private let descriptor: Int32
    private var digest = Digest()
    private var offset: Int64 = 0
    private var isChecked = false

    /// - Throws: ``DeedCore/Failure`` with `objectMissing`.
    init(io: any VaultIO, layout: VaultLayout, id: ObjectID) throws {
        self.io = io
        self.id = id
        path = layout.object(id)
        descriptor = try ObjectPlace(io: io, layout: layout).open(id)
        do {
            size = try io.status(descriptor).size
        } catch {
            io.close(descriptor)
            throw error.failure
        }
    }

    deinit { io.close(descriptor) }

    /// Reads the next bytes; 0 when the object ended.
    ///
    /// - Throws: ``DeedCore/Failure`` with `objectDamaged` at the end when the bytes do not hash to the object's name.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count: Int
        do { count = try io.readFully(descriptor, into: buffer, at: offset) } catch { throw error.failure }
        offset += Int64(count)
        if count > 0 {
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } else if !isChecked {
            isChecked = true
            guard digest.finish() == id else { throw Failure(.objectDamaged, path, detail: "its SHA-256 is \(digest.finish())") }
        }
        return count
    }

    /// The whole object, checked, when it has at most `limit` bytes; else `nil`.
    public func contents(limit: Int = 64 << 20) throws -> [UInt8]? {
        guard size <= Int64(limit) else { return nil }
        var all: [UInt8] = []
        all.reserveCapacity(Int(size))
        var chunk = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = try chunk.withUnsafeMutableBytes { try read(into: $0) }
            if count == 0 { return all }
            all.append(contentsOf: chunk[..<count])
        }
    }
}
