/// Files that lie in an Office document as documents of their own: a workbook in a contract, a PDF behind an icon.
///
/// They are not read with the document; that they are there is said. Pictures of formulas and the tables behind charts are no such files.
struct OfficeEmbedded {
    /// Objects that are looked into, and the largest; beyond that an object is taken for a file.
    private static let (mostObjects, largest) = (200, 16 << 20)
    /// Streams of an object of another program that hold a file. Sources: [MS-OLEDS] 2.3.6 for the first two; the programs' own for the rest.
    private static let streams: Set<String> = [
        "\u{1}Ole10Native", "Package", "CONTENTS", "WordDocument", "Workbook", "Book", "PowerPoint Document",
    ]

    private var names: [String] = []
    private var seen: Set<String> = []
    private var looked = 0

    /// Notes a part that is not read.
    mutating func add(_ part: String) {
        guard seen.insert(part.lowercased()).inserted else { return }
        names.append(String(part[(part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex)...]))
    }

    /// Notes those that `arrows` lead to.
    mutating func add(_ arrows: [OfficePackage.Relationship], of package: OfficePackage) throws(ReadError) {
        for arrow in arrows where package.zip.has(arrow.target) && !seen.contains(arrow.target.lowercased()) {
            if arrow.type == "package" { add(arrow.target) }
            if arrow.type == "oleObject", try holdsFile(arrow.target, package) { add(arrow.target) }
        }
    }

    /// Ends the reading of a document that has such files with the reason that says so.
    func tell() throws(ReadError) {
        guard !names.isEmpty else { return }
        let list = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
        throw .innerUnread("\(names.count) embedded: \(list)")
    }

    private mutating func holdsFile(_ part: String, _ package: OfficePackage) throws(ReadError) -> Bool {
        looked += 1
        guard looked <= OfficeEmbedded.mostObjects else { return true }
        var bytes: [UInt8] = []
        _ = try package.zip.read(part) { (block) throws(ReadError) in
            bytes.append(contentsOf: block)
            return bytes.count <= OfficeEmbedded.largest
        }
        guard bytes.count <= OfficeEmbedded.largest else { return true }
        return bytes.withUnsafeBytes { raw in
            guard let storage = CompoundStorage(raw) else { return !raw.isEmpty }
            return !OfficeEmbedded.streams.isDisjoint(with: storage.names)
        }
    }
}
