import DeedCore
import Testing

@testable import DeedVault

@Suite("What is written can be read")
struct ReadBackTests {
    /// Texts that a careless writer or reader would trip over.
    private static let texts = [
        "", " ", "\u{0}", "\n", "\r\n", "\t", "\"", "\\", "\\u0000", "\u{7F}", "\u{2028}", "\u{FEFF}", "\u{202E}fdp.合同",
        "合同编号：HT-2024-0031",
        "𠮷野家", "e\u{301}", "👨‍👩‍👧", String(repeating: "长", count: 70_000), "2026-12-31", "0000-00-00", "null", "-1", "1e999",
        "{\"a\":[1]}",
        "redacted\t{}", "9223372036854775808",
    ]
    private static let dates = ["0001-01-01", "9999-12-31", "2024-02-29", "0000-12-31", "10000-01-01", "2026-02-30"]
    private static let instants = [
        "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "0000-12-31T23:59:59.999Z", "10000-01-01T0",
        "292278994-08-17T25635",
        "00-1-12-31T86399", "-292275055-05-16T60264", "2026-11-21T24:00:00.000Z",
    ]
    private static let numbers: [JSON] = [
        .integer(.min), .integer(.max), 0, -1, .integer(1 << 53), .number(1e308), .number(-0.0), .number(0.1),
        .number(.leastNonzeroMagnitude),
    ]

    /// The value and everything that stands in its place or below it.
    private static func variants(of value: JSON) -> [JSON] {
        switch value {
        case .null, .bool: return [.bool(true), .bool(false)]
        case .integer, .number: return numbers
        case .string(let text):
            let strange = (CivilDate(text) != nil ? dates : Instant(text) != nil ? instants : []) + texts
            return strange.map(JSON.string)
        case .array(let values):
            let inner = values.enumerated().flatMap { at, value in
                variants(of: value).map { new in JSON.array(values.prefix(at) + [new] + values.dropFirst(at + 1)) }
            }
            return [[], .array(values + values)] + inner
        case .object(let members):
            let inner = members.indices.flatMap { at in
                variants(of: members[at].value).map { new in
                    var changed = members
                    changed[at].value = new
                    return JSON.object(changed)
                }
            }
            let names = texts.map { JSON.object(members + [JSON.Member($0, 1)]) }
            let less = members.indices.map { at in JSON.object(members.enumerated().filter { $0.offset != at }.map(\.element)) }
            return inner + names + less
        }
    }

    @Test(
        "A record of any kind with the strangest values is written so that it reads the same, whatever a reader takes",
        arguments: Sample.all)
    func everyKind(sample: Sample) throws {
        let start = JournalBatch(after: .start, time: .latest, actor: .zero)
        var taken = 0
        for body in ReadBackTests.variants(of: sample.record.body) {
            guard let record = try? Record(kind: sample.record.kind, objects: sample.record.objects, body: body) else { continue }
            guard record.purged == nil || record.purged == sample.record.purged else { continue }
            var batch = start
            try batch.append(record, salt: Salt(high: 1, low: 2))
            batch.finish()
            let line = try #require(
                batch.bodies.dropLast().withUnsafeBytes { BodyLine(parsing: $0).map { JSON(parsing: $0.json) } } ?? nil)
            #expect(try Record(kind: record.kind, objects: record.objects, body: line) == record)
            taken += 1
        }
        #expect(taken > 0)
    }

    @Test(
        "A time that no calendar has is kept as the nearest one",
        arguments: [
            (Int64.min, "0001-01-01T00:00:00.000Z"), (-62_135_596_800_001, "0001-01-01T00:00:00.000Z"),
            (253_402_300_800_000, "9999-12-31T23:59:59.999Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ])
    func farTimes(milliseconds: Int64, text: String) throws {
        let instant = Instant(milliseconds: milliseconds)
        #expect(instant.description == text)
        #expect(Instant(text) == instant)
        #expect(Instant(seconds: milliseconds, nanoseconds: .max).milliseconds >= Instant.earliest.milliseconds)
        var batch = JournalBatch(after: .start, time: instant, actor: .zero)
        try batch.append(
            Record(DocumentNamed(document: .zero, source: "/资料", path: "/资料/合同.txt", name: "合同.txt", modified: instant)),
            salt: Salt(high: 1, low: 2))
        #expect(batch.count == 1)
    }

    @Test(
        "What version 0.1 wrote for far times is read as the nearest one",
        arguments: [
            ("10000-01-01T0", Instant.latest), ("292278994-08-17T25635", .latest), ("0000-12-31T23:59:59.000Z", .earliest),
            ("00-1-12-31T86399", .earliest), ("-292275055-05-16T60264", .earliest), ("-12345-01-01T1", .earliest),
        ])
    func olderForms(text: String, instant: Instant) throws {
        let body: JSON = [
            "document": "00000000000000000000000000", "source": "/a", "path": "a", "name": "a", "modified": .string(text),
        ]
        guard let named = try Record(kind: "document.named", objects: [], body: body).payload as? DocumentNamed else {
            Issue.record("it is another record")
            return
        }
        #expect(named.modified == instant)
    }

    @Test(
        "A time in no form at all is no time",
        arguments: [
            "", "T", "2026-11-21", "12345-13-1T0", "0000-13-01T00:00:00.000Z", "10000-01-01", "10000-01-01Tx", "2026-01-01T5",
            "--01-01T0",
        ])
    func noForm(text: String) { #expect(Instant(outsideOfYears: text) == nil) }

    @Test("A record that would not read as it was is refused, and the batch stays as it was")
    func refused() throws {
        var batch = JournalBatch(after: .start, time: .now, actor: .zero)
        try batch.append(Record(CustomerChanged(customer: .zero, changes: ["name": "上海南麓机电有限公司"])), salt: Salt(high: 1, low: 2))
        let (chain, bodies) = (batch.chain, batch.bodies)
        let deep = (0..<80).reduce(JSON.null) { value, _ in .array([value]) }
        for changes in [JSON.object([.init("name", deep)]), ["tier": .number(.nan)], ["tier": .number(.infinity)]] {
            #expect(throws: Failure.self) {
                try batch.append(Record(CustomerChanged(customer: .zero, changes: changes)), salt: Salt(high: 1, low: 2))
            }
        }
        #expect(batch.chain == chain && batch.bodies == bodies && batch.count == 1)
    }
}
