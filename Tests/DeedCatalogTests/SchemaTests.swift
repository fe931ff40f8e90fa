import DeedCatalog
import DeedClock
import DeedCore
import Foundation
import Testing

@Suite("The schema that strangers read")
struct SchemaTests {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.package.appendingPathComponent(path), encoding: .utf8)
    }

    @Test("storage-layout/catalog.sql is the text that the program runs")
    func sameText() throws {
        #expect(try text("storage-layout/catalog.sql") == Catalog.schema)
    }

    @Test("the shell makes the same tables of the file as the program does")
    func sameTables() throws {
        guard let shell = Shell() else { return }
        let directory = try Directory()
        let made = directory.path + "/program.sqlite"
        try Catalog.open(at: made, access: .write, keys: folding).close()
        let list = "SELECT type, name, sql FROM sqlite_schema ORDER BY name; PRAGMA user_version; PRAGMA application_id;"
        let fromFile = try shell.run(":memory:", try text("storage-layout/catalog.sql") + list)
        #expect(try shell.run(made, list) == fromFile)
        #expect(fromFile.contains("CREATE TABLE document"))
    }

    @Test("every query of docs/sql.md runs, and answers what the program answers")
    func documentation() throws {
        guard let shell = Shell() else { return }
        let directory = try Directory()
        let path = directory.path + "/catalog.sqlite"
        let story = try Self.quarter(path)
        let blocks = try text("docs/sql.md").components(separatedBy: "```sql\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        #expect(blocks.count >= 8)

        var parameters = ""
        var answers: [String: [String]] = [:]
        for block in blocks {
            let lines = block.components(separatedBy: "\n")
            parameters += lines.filter { $0.hasPrefix(".") }.map { $0 + "\n" }.joined()
            let name = try #require(lines.first { $0.hasPrefix("-- ") }).dropFirst(3)
            let query = lines.filter { !$0.hasPrefix(".") }.joined(separator: "\n")
            answers[String(name)] = try shell.run(path, parameters + query).split(separator: "\n").map(String.init)
        }

        #expect(answers["warranty"]?.count == 1)
        #expect(
            answers["warranty"]?.first?.hasPrefix("SN-2024-003|X200|上海样例机电有限公司|whole|2025-03-15|2027-03-15|covered|114|") == true)
        #expect(answers["purchase"] == ["SN-2024-003|2025-03-15|FP-77|上海样例机电有限公司|李雷|138-0000-1234"])
        let expiring = try story.catalog.expiring(ClockQueryTests.thisQuarter).rows
        let expected = expiring.map { "\($0.deadlines.actBy?.description ?? "")|\($0.deadlines.end?.description ?? "")" }
        let shown = answers["expiring"]?.map {
            $0.split(separator: "|", omittingEmptySubsequences: false).prefix(2).joined(separator: "|")
        }
        #expect(shown?.sorted() == expected.sorted())
        let agreement = "2026-11-30|2027-01-31|act now|维保协议|京采购2025第001号|120000.00|CNY|张三|上海样例机电有限公司"
        #expect(answers["expiring"]?.contains(agreement) == true)
        let lease = "2026-10-01|2026-10-31|missed|租赁合同.pdf|||||"
        #expect(answers["expiring"]?.first == lease)
        #expect(answers["unknown"] == ["no-end-given|1", "term-without-start|1"])
        #expect(answers["known"]?.count == 1)
        #expect(answers["known"]?.first?.hasSuffix("|2026-12-31") == true)
        #expect(answers["account"]?.first?.hasSuffix("|done|3|2|0|0|1|1") == true)
        #expect(answers["rejected"] == ["合同.zip!/Thumbs.db|system-file|"])
        #expect(answers["history"]?.last?.contains("|王小明|document.linked|") == true)
        #expect(answers["history"]?.first?.hasSuffix("|document.added|合同.zip!/销售/维保协议.pdf") == true)
        #expect(answers["objects"]?.count == 7)
    }

    @Test("the views' ends and last days to act are the clock's, on every odd day of the calendar")
    func viewsAgreeWithTheClock() throws {
        guard let shell = Shell() else { return }
        let directory = try Directory()
        let path = directory.path + "/catalog.sqlite"
        let story = try Story(try Catalog.open(at: path, access: .write, keys: folding))
        var expected: [String] = []
        var number = 0
        for start in ["2024-01-31", "2024-02-29", "2025-02-28", "2025-03-31", "2025-08-30", "2025-12-31", "2023-10-29"] {
            for months in [0, 1, 2, 3, 6, 11, 12, 13, 18, 24, 48] {
                for notice in [nil, (DocumentField.noticeDays, 30), (.noticeMonths, 1), (.noticeMonths, 13)]
                    as [(DocumentField, Int)?]
                {
                    number += 1
                    var facts: [DocumentField: String] = [
                        number % 2 == 0 ? .effective : .signed: start, .termMonths: String(months),
                    ]
                    if let notice { facts[notice.0] = String(notice.1) }
                    if number % 3 == 0 { facts[.noticeMonths] = "2" }
                    if number % 5 == 0 { facts[.expires] = "2026-03-31" }
                    if number % 7 == 0 { facts[.perpetual] = "yes" }
                    let id = try story.document("合同\(number).pdf", object: number, facts)
                    let deadlines = Deadlines(try story.catalog.terms(of: id))
                    if let end = deadlines.end { expected.append("\(id)|\(end)|\(deadlines.actBy?.description ?? "")") }
                }
            }
        }
        let shown = try shell.run(path, "SELECT id, ends, act_by FROM document_deadline ORDER BY seq;").split(separator: "\n")
            .map(String.init)
        #expect(shown == expected)
        #expect(expected.count > 200)
    }

    @Test("somebody reads while a batch is open and while it is committed, and sees whole batches only")
    func readers() throws {
        let directory = try Directory()
        let path = directory.path + "/catalog.sqlite"
        let story = try Story(try Catalog.open(at: path, access: .write, keys: folding))
        try story.customer("上海样例机电有限公司")

        let early = try Catalog.open(at: path, access: .read, keys: folding)
        try story.catalog.begin()
        let added = CustomerAdded(customer: try story.mint(), name: "北京东昇科技有限公司", source: "manual")
        try story.catalog.apply(
            StampedRecord(seq: story.last + 1, time: story.now, actor: story.actor, record: Record(added)))
        let late = try Catalog.open(at: path, access: .read, keys: folding)
        for reader in [early, late] {
            #expect(try reader.customers(named: "北京东昇科技有限公司").isEmpty)
            #expect(try reader.customers().rows.count == 1)
        }
        try story.catalog.commit(
            JournalPosition(segment: 1, offset: 9000, bodyOffset: 9000, seq: story.last + 2, head: try Story.object(5)))
        for reader in [early, late] { #expect(try reader.customers().rows.count == 2) }
        #expect(throws: Failure.self) { try early.begin() }
    }

    @Test("a file that is no catalog, is missing, or is a later version's, is refused with the right code")
    func foreign() throws {
        let directory = try Directory()
        func code(_ path: String, _ access: Catalog.Access) -> Failure.Code? {
            do {
                _ = try Catalog.open(at: path, access: access, keys: folding)
                return nil
            } catch let failure as Failure {
                return failure.code
            } catch {
                return .internalError
            }
        }
        #expect(code(directory.path + "/none.sqlite", .read) == .catalogDamaged)
        guard let shell = Shell() else { return }
        _ = try shell.run(directory.path + "/other.sqlite", "CREATE TABLE t (x);")
        #expect(code(directory.path + "/other.sqlite", .write) == .catalogDamaged)
        #expect(code(directory.path + "/other.sqlite", .read) == .catalogDamaged)
        _ = try shell.run(directory.path + "/later.sqlite", "CREATE TABLE t (x); PRAGMA user_version = 999;")
        #expect(code(directory.path + "/later.sqlite", .read) == .vaultTooNew)
    }

    /// A quarter with something of every sort.
    private static func quarter(_ path: String) throws -> Story {
        let story = try Story(try Catalog.open(at: path, access: .write, keys: folding))
        let run = try story.run("/srv/合同.zip")
        let agreement = try story.document(
            "维保协议.pdf", object: 1, run: run,
            [
                .kind: "service-agreement", .title: "维保协议", .number: "京采购2025第001号", .effective: "2025-01-31", .termMonths: "24",
                .noticeMonths: "2", .amount: "120000.00", .currency: "CNY", .owner: "张三",
            ])
        try story.document("保洁合同.pdf", object: 2, run: run, [.kind: "contract", .expires: "2026-12-31"])
        try story.write(
            Record(ImportRejected(run: run, source: "/srv/合同.zip", path: "合同.zip!/Thumbs.db", reason: "system-file")),
            Record(
                ImportFinished(
                    run: run, state: "done", seen: 3, stored: 2, duplicate: 0, alreadyImported: 0, rejected: 1, bytes: 2003)))
        let customer = try story.customer("上海样例机电有限公司", phone: "138-0000-1234", contact: "李雷")
        let serial = try story.serial("SN-2024-003", model: "X200", customer: customer)
        let sold: CivilDate = try #require(CivilDate("2025-03-15"))
        try story.write(
            Record(
                PurchaseAdded(
                    purchase: try story.mint(), serial: serial, customer: customer, date: sold, invoice: "FP-77", source: "ledger"
                )))
        try story.cover(serial, starts: "2025-03-15", months: 24, card: agreement, page: 2)
        try story.day("2026-05-01")
        try story.link(agreement, customer)
        try story.document("租赁合同.pdf", object: 3, [.kind: "contract", .expires: "2026-10-31", .noticeDays: "30"])
        try story.document("明年.pdf", object: 4, [.expires: "2027-12-31"])
        try story.document("无期限.pdf", object: 5, [.perpetual: "yes"])
        try story.document("缺日期.pdf", object: 6, [.termMonths: "12"])
        try story.document("什么都没有.pdf", object: 7)
        return story
    }
}

/// The `sqlite3` shell, where the machine has it.
private struct Shell {
    let executable: String

    init?() {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let found = path.split(separator: ":").map { $0 + "/sqlite3" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            print("SKIPPED: no sqlite3 shell in PATH")
            return nil
        }
        executable = found
    }

    /// What the shell prints; anything on its error output fails the test.
    func run(_ database: String, _ script: String) throws -> String {
        // popen and not Foundation.Process: its wait needs a thread of the pool that waiting tests fill.
        let files = FileManager.default.temporaryDirectory.appending(path: "deedbox-sql-\(UUID().uuidString)")
        try Data(script.utf8).write(to: files)
        defer { try? FileManager.default.removeItem(at: files) }
        let command = "'\(executable)' -batch -init /dev/null '\(database)' < '\(files.path)' 2>&1"
        let pipe = try #require(popen(command, "r"))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { answer += buffer[..<count] }
        #expect(pclose(pipe) == 0)
        #expect(!String(decoding: answer, as: UTF8.self).contains("Error"))
        return String(decoding: answer, as: UTF8.self)
    }
}
