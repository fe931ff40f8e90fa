import DeedCore
import DeedText

@testable import DeedExtract
@testable import DeedImport
@testable import DeedReaders

/// Ledgers: a CSV file as it lies on the disk, and the parts of a workbook.
enum FuzzLedgers {
    static func csv(_ bytes: UnsafeRawBufferPointer) throws {
        guard let object = ObjectID(hex: String(repeating: "0c", count: 32)) else { return }
        let file = try? LedgerFile(source: "/台账.csv", bytes: Array(bytes), sha256: object)
        try plan(file)
    }

    /// A workbook, read by the worker's reader, sent as frames, taken by the parent, and read as a ledger.
    static func table(_ bytes: UnsafeRawBufferPointer) throws {
        guard let object = ObjectID(hex: String(repeating: "0c", count: 32)) else { return }
        let sink = FuzzTable()
        do {
            try FuzzParts.zip(bytes).withUnsafeBytes {
                try XlsxTable.read(Input(bytes: $0, name: "台账.xlsx"), hidden: ["隐藏"], into: sink)
            }
        } catch is ReadError { return }
        let book = try sink.book()
        let tables = book.sheets.map { LedgerTable($0, uses1904: book.uses1904) }
        try plan(try? LedgerFile(source: "/台账.xlsx", sha256: object, charset: nil, tables: tables, choices: LedgerChoices()))
    }

    /// Every record that a ledger makes is written, and reads as the same record again.
    private static func plan(_ file: LedgerFile?) throws {
        guard let file else { return }
        var mint = IdentifierMint()
        let plan = try LedgerPlan(file, lookup: FuzzArchive(document: mint.next()), ownNames: [], mint: mint)
        for record in plan.records {
            guard let written = JSON(parsing: record.body.bytes) else { throw Broken("\(record.kind): no JSON") }
            let again = try? Record(kind: record.kind, objects: record.objects, body: written)
            try hold(again == record, "\(record.kind) reads as another record")
            guard let body = record.payload as? DocumentSet, let value = body.value else { continue }
            try hold(DocumentField(rawValue: body.field)?.canonical(value) == value, "\(body.field)=\(value) is no value")
        }
    }
}

/// An archive in which every row finds the same document.
private struct FuzzArchive: LedgerLookup {
    let document: Identifier

    func documents(fileName: String) -> [Identifier] { [document] }
    func documents(number: String) -> [Identifier] { [document] }
    func documents(_ candidates: [Identifier], written number: String) -> [Identifier] { [] }
    func documents(nameHas number: String) -> [Identifier] { [] }
    func documents(firstPageHas number: String) -> [Identifier] { [] }
    func facts(of document: Identifier) -> [DocumentField: (value: String, source: String)] { [:] }
    func links(of document: Identifier) -> [LedgerLink] { [] }
    func customers(creditCode: String) -> [CustomerIdentity.Known] { [] }
    func customers(named name: String) -> [CustomerIdentity.Known] { [] }
    func contacts(of customer: Identifier) -> [LedgerKnown<LedgerContact>] { [] }
    func machines(folding number: String) -> [LedgerMachine] { [] }
    func isMachineTakenBack(_ number: String) -> Bool { false }
    func purchases(of serial: Identifier) -> [LedgerKnown<LedgerPurchase>] { [] }
    func covers(of serial: Identifier) -> [LedgerKnown<LedgerCover>] { [] }
    func coversTakenBack(of serial: Identifier) -> [LedgerCover] { [] }
    func page(of document: Identifier, having text: String) -> Int64? { 1 }
}

/// Takes a table as the worker's sink does and hands it to the parent's collector, frame by frame.
private final class FuzzTable: TableSink {
    private var frames: [(Frame.Kind, JSON)] = [(.identified, ["media": .string(Media.xlsx)])]

    func begin(_ name: String, isHidden: Bool, isRead: Bool, uses1904: Bool) {
        frames.append(
            (
                .sheet,
                [
                    "name": .string(String(name.prefix(255))), "hidden": .bool(isHidden), "read": .bool(isRead),
                    "uses1904": .bool(uses1904),
                ]
            ))
    }

    func row(_ row: TableRow) throws(ReadError) {
        guard frames.count < 20_000 else { throw .tooLarge }
        frames.append((.rows, .array([row.json])))
    }

    func merge(_ range: TableRange) { if frames.count < 20_000 { frames.append((.merges, .array([range.json]))) } }

    func end() {}

    func warn(_ message: String) {}

    /// What the parent makes of it: an honest worker is never called a liar.
    func book() throws -> TableBook {
        var collector = TableCollector()
        for (kind, json) in frames + [(.tableEnd, ["job": 1])] {
            let bytes = json.bytes
            try hold(bytes.count <= Frame.maximumPayload, "a frame of \(bytes.count) bytes")
            do {
                switch try bytes.withUnsafeBytes({ try collector.take(kind, $0, job: 1) }) {
                case .success(let book): return book
                case .failure, nil: break
                }
            } catch let loss as WorkerLoss {
                guard case .tooLarge = loss else { throw Broken("the parent refuses \(kind): \(loss.detail)") }
                return TableBook()
            }
        }
        throw Broken("the table has no end")
    }
}
