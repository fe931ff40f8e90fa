import DeedCore

/// JSON, and the bodies of all kinds of records.
enum FuzzRecords {
    /// What parses is written, and reads as the same again.
    static func json(_ bytes: UnsafeRawBufferPointer) throws {
        guard let value = JSON(parsing: bytes) else { return }
        let written = value.bytes
        guard let again = JSON(parsing: written) else { throw Broken("what was written is no JSON") }
        try hold(again == value, "it reads as another value")
        try hold(again.bytes == written, "it is written differently")
    }

    /// A body that any kind of record can be read from is written, and reads as the same record again.
    static func record(_ bytes: UnsafeRawBufferPointer) throws {
        guard let body = JSON(parsing: bytes), let object = ObjectID(hex: String(repeating: "ab", count: 32)) else { return }
        for kind in kinds {
            guard let record = try? Record(kind: kind, objects: [object], body: body) else { continue }
            try hold(record.kind == kind, "\(kind) became \(record.kind)")
            guard let written = JSON(parsing: record.body.bytes) else { throw Broken("\(kind): what was written is no JSON") }
            do {
                let again = try Record(kind: kind, objects: record.objects, body: written)
                try hold(again == record, "\(kind) reads as another record")
                _ = record.withoutContent
                _ = record.purged
            } catch let error as BodyError {
                throw Broken("\(kind): what was written cannot be read: \(error.member)")
            }
        }
    }

    /// Every kind there is, and one that is not.
    static let kinds = RecordKind.all.map(\.name) + ["unknown.kind"]
}
