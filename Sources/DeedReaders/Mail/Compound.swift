import CGsf

/// A storage of an OLE compound file (a folder in it), through libgsf. Source: [MS-CFB].
final class CompoundStorage {
    private let file: OpaquePointer

    /// The root of a compound file in memory, which has to outlive this; `nil` when it is none.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let file = deed_compound_open(bytes.baseAddress, bytes.count) else { return nil }
        self.file = file
    }

    private init(taking file: OpaquePointer) { self.file = file }

    deinit { release(file) }

    /// The names in it, in the file's order.
    var names: [String] {
        (0..<max(0, Int(gsf_infile_num_children(file)))).compactMap { index in
            gsf_infile_name_by_index(file, Int32(index)).map { String(cString: $0) }
        }
    }

    /// The storage of this name; `nil` when there is none.
    func storage(_ name: String) -> CompoundStorage? {
        guard let child = gsf_infile_child_by_name(file, name) else { return nil }
        guard let storage = deed_storage(child) else {
            release(child)
            return nil
        }
        return CompoundStorage(taking: storage)
    }

    /// The stream of this name; `nil` when there is none.
    func stream(_ name: String) -> CompoundStream? {
        guard let child = gsf_infile_child_by_name(file, name) else { return nil }
        guard deed_storage(child) == nil else {
            release(child)
            return nil
        }
        return CompoundStream(taking: child)
    }

    /// The bytes of the stream of this name, at most `limit`; `nil` when there is none or it is longer.
    func bytes(_ name: String, limit: Int = 64 << 20) -> [UInt8]? {
        guard let stream = stream(name), stream.size <= limit else { return nil }
        var bytes: [UInt8] = []
        guard
            stream.read({
                bytes.append(contentsOf: $0); return true
            })
        else { return nil }
        return bytes
    }
}

/// A stream of a compound file (a file in it).
final class CompoundStream {
    private let input: OpaquePointer

    fileprivate init(taking input: OpaquePointer) { self.input = input }

    deinit { release(input) }

    /// Its bytes.
    var size: Int { Int(gsf_input_size(input)) }

    /// Hands its bytes over in blocks until one is not taken; `false` when they cannot all be read.
    func read(_ take: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        guard gsf_input_seek(input, 0, G_SEEK_SET) == 0 else { return false }
        var rest = size
        while rest > 0 {
            let count = min(rest, 64 << 10)
            guard let block = gsf_input_read(input, count, nil) else { return false }
            guard take(UnsafeRawBufferPointer(start: block, count: count)) else { return true }
            rest -= count
        }
        return true
    }
}

/// A compound file that is being written in memory.
final class CompoundWriter {
    private let sink: UnsafeMutablePointer<GsfOutput>
    private let root: OpaquePointer

    /// An empty one; `identifier`: the class of its root, 16 bytes.
    init?(classIdentifier identifier: [UInt8]) {
        guard let sink = deed_memory_output() else { return nil }
        guard let root = deed_compound_write(sink) else {
            release(sink)
            return nil
        }
        self.sink = sink
        self.root = root
        if identifier.count == 16 { deed_compound_class(root, identifier) }
    }

    deinit {
        release(root)
        release(sink)
    }

    /// A place to write into: the root, or a storage in it.
    struct Place {
        fileprivate let file: OpaquePointer
    }

    /// The root.
    var top: Place { Place(file: root) }

    /// Writes a stream.
    func add(_ name: String, _ bytes: [UInt8], to place: Place) -> Bool {
        guard let stream = gsf_outfile_new_child(place.file, name, 0) else { return false }
        defer { release(stream) }
        let written = bytes.isEmpty || gsf_output_write(stream, bytes.count, bytes) != 0
        return gsf_output_close(stream) != 0 && written
    }

    /// Writes a storage with what `body` writes into it.
    func add(_ name: String, to place: Place, _ body: (Place) -> Bool) -> Bool {
        guard let storage = gsf_outfile_new_child(place.file, name, 1) else { return false }
        defer { release(storage) }
        let written = body(Place(file: deed_outfile(storage)))
        return gsf_output_close(storage) != 0 && written
    }

    /// Ends the file; its bytes, or `nil` when it could not be written.
    func finish() -> [UInt8]? {
        guard gsf_output_close(deed_output(root)) != 0, let bytes = deed_memory_bytes(sink) else { return nil }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(gsf_output_size(sink))))
    }
}

private func release(_ output: UnsafeMutablePointer<GsfOutput>) { deed_gsf_release(output) }

private func release(_ object: OpaquePointer) { deed_gsf_release(UnsafeMutableRawPointer(object)) }
