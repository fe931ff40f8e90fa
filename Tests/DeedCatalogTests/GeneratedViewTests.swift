import DeedCatalog
import DeedClock
import DeedCore
import Foundation
import Testing

/// One table of cases, generated once, answered by the views of the schema and by the program.
@Suite("The views say what the program says, over generated cases")
struct GeneratedViewTests {
    /// Numbers that are the same in every run.
    private struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
        mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }
    }

    private static let days = [
        "2023-12-31", "2024-01-31", "2024-02-28", "2024-02-29", "2024-03-31", "2024-06-30", "2024-08-01", "2025-01-01",
        "2025-02-28",
        "2025-10-31", "2025-12-31", "2026-03-30",
    ]

    @Test("current terms: ends, days to act, decisions, renewals, on many days")
    func terms() throws {
        guard let shell = CatalogShell() else { return }
        let path = shell.folder + "/catalog.sqlite"
        let story = try Story(try Catalog.open(at: path, access: .write, keys: folding), on: "2023-06-01")
        var dice = Dice(state: 7)
        var documents: [Identifier] = []
        for number in 1...160 {
            var facts: [DocumentField: String] = [:]
            if dice.roll(3) > 0 { facts[.effective] = dice.pick(Self.days) }
            if dice.roll(3) == 0 { facts[.signed] = dice.pick(Self.days) }
            if dice.roll(2) == 0 { facts[.expires] = dice.pick(Self.days) }
            if dice.roll(4) > 0 { facts[.termMonths] = String(dice.pick([0, 1, 2, 6, 12, 18, 24])) }
            if dice.roll(4) > 0 { facts[.renewal] = dice.pick(["auto", "auto", "manual", "none"]) }
            if dice.roll(3) > 0 { facts[.renewalMonths] = String(dice.pick([0, 1, 3, 12, 24])) }
            if dice.roll(2) == 0 { facts[.noticeDays] = String(dice.pick([0, 15, 30, 90])) }
            if dice.roll(3) == 0 { facts[.noticeMonths] = String(dice.pick([1, 2, 13])) }
            if dice.roll(9) == 0 { facts[.perpetual] = "yes" }
            // Literal terms: from a day to the day before the corresponding one.
            if dice.roll(5) == 0, let start = facts[.effective] {
                facts[.expires] = try day(start).adding(months: dice.pick([1, 6, 12])).adding(days: -1).description
            }
            let id = try story.document("合同\(number).pdf", object: number, facts)
            documents.append(id)
            try decide(id, story, &dice)
        }
        for today in ["2023-07-01", "2024-02-29", "2024-03-01", "2025-01-01", "2026-03-31", "2026-11-20", "2031-05-31"] {
            let shown = try shell.run(path, Self.current.replacing(":today", with: "'\(today)'"))
            let expected = try documents.compactMap { id -> String? in
                let terms = try story.catalog.terms(of: id)
                let deadlines = Deadlines(terms, on: try day(today))
                guard let end = deadlines.end else { return nil }
                let parts = [deadlines.actBy?.description ?? "", deadlines.decision?.rawValue ?? "", "\(deadlines.renewals)"]
                return "\(id)|\(end)|" + parts.joined(separator: "|")
            }
            #expect(shown.split(separator: "\n").map(String.init) == expected, "seen on \(today)")
            #expect(expected.count > 80)
        }
    }

    /// Decides about the term that is current on some day, changes the decision, takes it away, acknowledges.
    private func decide(_ id: Identifier, _ story: Story, _ dice: inout Dice) throws {
        for _ in 0..<dice.roll(3) {
            let deadlines = Deadlines(try story.catalog.terms(of: id), on: try day(dice.pick(Self.days)))
            guard let end = deadlines.end else { continue }
            if dice.roll(4) == 0 { try story.write(Record(RenewalAcknowledged(document: id, term: end))) }
            let value = dice.pick(["renew", "end", "renegotiate"])
            // A record of version 0.1 names no term: the current one of its day is meant.
            let term = dice.roll(3) == 0 ? nil : end
            try story.write(
                Record(DocumentSet(document: id, field: "decision", value: value, source: "manual", term: term)))
            if dice.roll(5) == 0 { try story.set(id, .decision, nil) }
        }
    }

    private static let current = """
        SELECT t.id, t.ends, t.act_by, t.decision, t.number FROM document_term t JOIN documents d USING (seq)
        WHERE t.number = coalesce((SELECT min(x.number) FROM document_term x WHERE x.seq = t.seq AND x.ends >= :today),
                (SELECT max(x.number) FROM document_term x WHERE x.seq = t.seq))
            AND NOT (coalesce(d.renewal, '') = 'auto' AND NOT t.rolls AND t.ends < :today AND coalesce(t.decision, '') <> 'end')
        ORDER BY t.seq;
        """

    @Test("covers: through papers that stay, left, were purged, came again under another id, and without papers")
    func covers() throws {
        guard let shell = CatalogShell() else { return }
        let path = shell.folder + "/catalog.sqlite"
        let story = try Story(try Catalog.open(at: path, access: .write, keys: folding))
        var dice = Dice(state: 11)
        let runs = try (1...4).map { try story.run("/srv/\($0)") }
        let papers = try (1...40).map { number in
            try story.document("保修卡\(number).pdf", object: number, run: dice.pick(runs))
        }
        let customers = try (1...5).map { try story.customer("客户\($0)") }
        var machines: [(id: Identifier, number: String)] = []
        for number in 1...60 {
            let text = "SN-\(number)"
            let id = try story.serial(text, customer: dice.pick(customers))
            machines.append((id, text))
            for _ in 0..<dice.roll(4) {
                let ends = dice.roll(3) == 0 ? dice.pick(Self.days) : nil
                let cover = try story.cover(
                    id, dice.pick(["whole", "parts", "labour"]), starts: dice.roll(5) == 0 ? nil : dice.pick(Self.days),
                    months: dice.roll(4) == 0 ? nil : Int64(dice.pick([0, 1, 12, 25])), ends: ends,
                    card: dice.roll(3) == 0 ? nil : dice.pick(papers))
                switch dice.roll(6) {
                case 0: try story.write(Record(CoverEnded(cover, source: "manual")))
                case 1:
                    try story.write(Record(CoverChanged(cover, changes: ["months": 36, "ends": .null], source: "manual")))
                case 2: try story.write(Record(CoverChanged(cover, changes: ["document": .null], source: "manual")))
                default: break
                }
            }
            if dice.roll(8) == 0 {
                try story.write(
                    Record(SerialChanged(id, changes: ["customer": .string(dice.pick(customers).text)], source: "manual")))
            }
            if dice.roll(15) == 0 { try story.write(Record(SerialEnded(id, source: "manual"))) }
        }
        try story.write(Record(ImportWithdrawn(run: runs[0])))
        for (number, paper) in papers.enumerated() where number % 7 == 0 {
            let purge = try story.mint()
            let object = try Story.object(number + 1)
            let due = try day("2026-02-01")
            try story.write(
                Record(PurgeRequested(purge: purge, document: paper, why: "误收", due: due)),
                Record(PurgeIntended(purge: purge, document: paper, object: object, trash: due, until: due)))
            guard number % 2 == 0 else { continue }
            try story.write(Record(ObjectPurged(purge: purge, document: paper, object: object)))
            // The same bytes come in again, as a new document.
            if number % 4 == 0 { try story.document("又来了\(number).pdf", object: number + 1) }
        }
        var expected: [String] = []
        for machine in machines {
            guard let row = try story.catalog.machine(machine.id) else { continue }
            for cover in row.covers {
                let parts = [
                    cover.kind, cover.cover.starts?.description ?? "", cover.cover.ends?.description ?? "",
                    cover.document?.text ?? "",
                    row.customer?.name ?? "",
                ]
                expected.append("\(machine.number)|" + parts.joined(separator: "|"))
            }
        }
        let shown = try shell.run(path, "SELECT serial, covers, starts, ends, document, customer FROM covers;")
        #expect(shown.split(separator: "\n").map(String.init).sorted() == expected.sorted())
        #expect(expected.count > 30)
        // What stands through a paper that left does not stand; what lost its paper by a correction does.
        #expect(try story.catalog.counts().covers == Int64(expected.count))
    }
}

/// The `sqlite3` shell over a catalog in a folder of its own.
private final class CatalogShell {
    let folder: String
    private let executable: String

    init?() {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let found = path.split(separator: ":").map { $0 + "/sqlite3" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            print("SKIPPED: no sqlite3 shell in PATH")
            return nil
        }
        executable = found
        folder = FileManager.default.temporaryDirectory.appending(path: "deedbox-views-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func run(_ database: String, _ script: String) throws -> String {
        let file = folder + "/script.sql"
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        let pipe = try #require(popen("'\(executable)' -batch -init /dev/null '\(database)' < '\(file)' 2>&1", "r"))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { answer += buffer[..<count] }
        #expect(pclose(pipe) == 0)
        return String(decoding: answer, as: UTF8.self)
    }
}
