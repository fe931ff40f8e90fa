import DeedCore
import DeedSearch
import Glibc

/// An index in a directory of its own, filled by a test and removed with it.
final class Archive {
    let directory: String
    let index: SearchIndex
    private var mint = IdentifierMint()
    private(set) var documents: [String: IndexedDocument] = [:]
    private var seq: Int64 = 0

    var path: String { directory + "/derived.sqlite" }

    init() throws {
        var template = Array("/tmp/deed-search-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(.inputOutput, "/tmp") }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        index = try SearchIndex.open(at: directory + "/derived.sqlite", access: .write)
    }

    deinit {
        for suffix in ["", "-wal", "-shm"] { unlink(directory + "/derived.sqlite" + suffix) }
        rmdir(directory)
    }

    /// An object id that depends on the name only.
    static func object(_ name: String) -> ObjectID {
        var bytes = [UInt8](repeating: 0, count: 32)
        for (at, byte) in name.utf8.enumerated() { bytes[at % 32] = bytes[at % 32] &* 31 &+ byte }
        guard let object = ObjectID(bytes: bytes) else { preconditionFailure("32 bytes are an object id") }
        return object
    }

    static func text(_ pages: [String], unit: DocumentText.Unit = .page, labels: [String?] = []) -> DocumentText {
        DocumentText(
            media: "application/pdf", state: .text, unit: unit,
            pages: pages.enumerated().map { at, text in
                PageText(number: at + 1, label: at < labels.count ? labels[at] : nil, text: text)
            }, engine: "test 1")
    }

    /// Puts a document with a text in, or changes the one of the same name.
    @discardableResult
    func put(
        _ name: String, _ pages: [String] = [], title: String? = nil, number: String? = nil, parties: [String] = [],
        people: [String] = [], folders: [String] = [], customers: [Identifier] = [], kind: DocumentKind? = nil,
        tags: [String] = [],
        date: String = "2024-03-15",
        unit: DocumentText.Unit = .page, labels: [String?] = []
    ) throws -> Identifier {
        let id = documents[name]?.id ?? mint.next()
        let object = Archive.object(name)
        guard let day = CivilDate(date) else { throw Failure(.badDate, date) }
        let document = IndexedDocument(
            id: id, object: object, title: title ?? name, folders: folders, number: number, parties: parties, people: people,
            customerIDs: customers,
            kind: kind, tags: tags, keyDate: day)
        documents[name] = document
        seq += 1
        if !pages.isEmpty { try index.store(Archive.text(pages, unit: unit, labels: labels), for: object) }
        try index.index([document], appliedSeq: seq)
        return id
    }

    func mintID() -> Identifier { mint.next() }

    /// The names of the documents that a query finds, sorted.
    func names(_ query: String, _ filter: FindFilter = FindFilter()) throws -> [String] {
        try ranked(query, filter).sorted()
    }

    /// The names of the documents that a query finds, best first.
    func ranked(_ query: String, _ filter: FindFilter = FindFilter(), order: FindOrder = .relevance) throws -> [String] {
        let names = Dictionary(documents.map { ($0.value.id, $0.key) }) { first, _ in first }
        return try index.find(query, filter: filter, order: order, limit: 2000).hits.map { names[$0.document] ?? "?" }
    }

    /// The only hit of a query.
    func hit(_ query: String) throws -> FindHit? {
        let hits = try index.find(query).hits
        return hits.count == 1 ? hits[0] : nil
    }
}
