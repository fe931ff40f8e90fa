/// Writes a storage of a compound file as a compound file of its own, deterministically: the same mail gives the same bytes.
///
/// A mail within a mail is a folder there, with a shorter header of its properties and without the map of named properties.
/// Source: [MS-OXMSG] 2.2.3, 2.4.1.1.
struct EmbeddedMail {
    /// The map of named properties: there is one, for the whole file.
    static let nameMap = "__nameid_version1.0"
    /// {00020D0B-0000-0000-C000-000000000046}: a mail.
    private static let mailClass: [UInt8] = [0x0B, 0x0D, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]
    private static let (deepest, largest) = (16, 256 << 20)

    private let storage: CompoundStorage
    private let names: CompoundStorage?

    init(_ storage: CompoundStorage, names: CompoundStorage?) {
        self.storage = storage
        self.names = names
    }

    /// The file's bytes; `nil` when it cannot be read, is nested too deeply or is too large.
    func file() -> [UInt8]? {
        let isMail = storage.names.contains(OutlookProperties.stream)
        guard let writer = CompoundWriter(classIdentifier: isMail ? EmbeddedMail.mailClass : []) else { return nil }
        var left = EmbeddedMail.largest
        if let names {
            guard writer.add(EmbeddedMail.nameMap, to: writer.top, { copy(names, writer, $0, depth: 1, &left) }) else {
                return nil
            }
        }
        guard copy(storage, writer, writer.top, depth: 0, &left) else { return nil }
        return writer.finish()
    }

    private func copy(
        _ from: CompoundStorage, _ writer: CompoundWriter, _ place: CompoundWriter.Place, depth: Int, _ left: inout Int
    ) -> Bool {
        guard depth < EmbeddedMail.deepest else { return false }
        for name in from.names {
            if let inner = from.storage(name) {
                guard writer.add(name, to: place, { copy(inner, writer, $0, depth: depth + 1, &left) }) else { return false }
            } else {
                guard var bytes = from.bytes(name, limit: left) else { return false }
                left -= bytes.count
                if depth == 0, name == OutlookProperties.stream { lengthen(&bytes) }
                guard writer.add(name, bytes, to: place) else { return false }
            }
        }
        return true
    }

    /// The header of an embedded mail's properties has 24 bytes, that of a file's 32: eight reserved ones at its end.
    private func lengthen(_ properties: inout [UInt8]) {
        guard properties.count >= 24 else { return }
        properties.insert(contentsOf: [UInt8](repeating: 0, count: 8), at: 24)
    }
}
