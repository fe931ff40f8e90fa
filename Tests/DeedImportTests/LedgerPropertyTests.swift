import DeedCore
import DeedText
import TestSupport
import Testing

@testable import DeedImport

/// Ledgers that nobody wrote: what holds for every one of them.
@Suite("Ledger: what holds for every ledger")
struct LedgerPropertyTests {
    private static let heading = "合同编号,文件名,客户,电话,生效日期,到期日期,合同期限,金额,序列号,销售日期,保修月数,备注"

    private struct Generator {
        var random: SplitMix
        mutating func pick(_ list: [String]) -> String { list[Int(random.next() % UInt64(list.count))] }

        mutating func row(_ number: Int) -> String {
            switch random.next() % 12 {
            case 0: return pick(["合计,,,,,,,1000,,,,", "制表人：王砚", ",,,,,,,,,,,只有备注"])
            default: break
            }
            // Some files get two rows, which may agree or not.
            let file = number % 7 == 6 ? number - 1 : number
            let cells = [
                "HT-\(1000 + file)", pick(["f\(file).txt", "f\(file)", "", "没有.txt"]), pick(["甲公司", "乙公司", "丙公司", "无", ""]),
                pick(["13800002001", "１３９ ００００ ２００２", "1.38E+10", ""]), pick(["2025-01-01", "2025年1月1日", "", "45658"]),
                pick(["2026-12-31", "2026年12月31日止", "9999-12-31", "25.3.15", "长期", "", "2024-01-01"]),
                pick(["2年", "12", "自签订起", "", "", ""]),
                pick(["\"1,234.50\"", "12.5万元", "(500)", "\"12,34\"", "5%", "", ""]),
                pick(["SN-\(number)", "SN-\(number)、TN-\(number)", "见附件", "", ""]),
                pick(["2025-03-01", "", "2025-02-30"]), pick(["12", "24个月", "0", ""]), pick(["备注", ""]),
            ]
            return cells.joined(separator: ",")
        }
    }

    private func archive(_ count: Int) -> RememberedArchive {
        let archive = RememberedArchive()
        for number in 0..<count where number % 5 != 4 {
            _ = archive.add(file: "f\(number).txt", firstPage: "编号 HT-\(1000 + number)")
        }
        return archive
    }

    private func plan(_ rows: [String], _ archive: RememberedArchive) throws -> LedgerPlan {
        let text = ([Self.heading] + rows).joined(separator: "\n") + "\n"
        let file = try LedgerFile(source: "/台账.csv", bytes: Array(text.utf8), sha256: #require(LedgerPlanTests.object))
        return try LedgerPlan(file, lookup: archive, ownNames: ["本公司"], mint: IdentifierMint())
    }

    @Test("Every row ends in exactly one place, and what was not taken of it has a place and a reason", arguments: 1...12)
    func everyRow(seed: Int) throws {
        var generator = Generator(random: SplitMix(seed: UInt64(seed)))
        let rows = (0..<40).map { generator.row($0) }
        let report = try plan(rows, archive(40)).report
        let outcomes = report.outcomes(sheets: [nil])
        #expect(outcomes.map(\.line) == (2...41).map(Int64.init) && report.rows == 40)
        #expect(LedgerReport.Outcome.allCases.map(report.count).reduce(0, +) == 40)
        for row in outcomes where ["conflict", "waiting", "skipped"].contains(row.outcome) {
            #expect(
                !row.findings.isEmpty && row.findings.allSatisfy { !$0.reason.isEmpty },
                "line \(row.line): \(rows[Int(row.line) - 2])")
        }
        for fault in report.faults { #expect(!fault.heading.isEmpty && !fault.text.isEmpty && !fault.reason.isEmpty) }
        // A row that says what it should of a cell: the cell is a field, or a fault, never lost.
        for line in report.lines where line.row.values[.expires] != nil && line.row.fields[.expires] == nil {
            #expect(
                line.row.fields[.perpetual] != nil || line.row.faults.contains { $0.column == .expires }, "\(line.row.values)")
        }
    }

    @Test("The order of the rows changes nothing", arguments: 1...12)
    func order(seed: Int) throws {
        var generator = Generator(random: SplitMix(seed: UInt64(seed)))
        let rows = (0..<40).map { generator.row($0) }
        var random = SplitMix(seed: UInt64(seed) &+ 77)
        let shuffled = rows.shuffled(using: &random)
        let (one, other) = (archive(40), archive(40))
        let first = try plan(rows, one)
        let second = try plan(shuffled, other)
        one.apply(first.records)
        other.apply(second.records)
        func story(_ archive: RememberedArchive) -> [String] {
            let facts = archive.names.flatMap { name, ids in
                ids.flatMap { id in (archive.facts[id] ?? [:]).map { "\(name) \($0.key) \($0.value.value)" } }
            }
            return (facts + archive.customers.map(\.name) + archive.machines.map(\.number)).sorted()
        }
        #expect(story(one) == story(other))
        for outcome in [LedgerReport.Outcome.conflict, .waiting, .skipped] {
            #expect(first.report.count(outcome) == second.report.count(outcome), "\(outcome)")
        }
    }

    @Test("The same ledger again writes nothing", arguments: 1...12)
    func again(seed: Int) throws {
        var generator = Generator(random: SplitMix(seed: UInt64(seed)))
        let rows = (0..<40).map { generator.row($0) }
        let archive = archive(40)
        archive.apply(try plan(rows, archive).records)
        let again = try plan(rows, archive)
        #expect(again.records.isEmpty && again.report.count(.applied) == 0)
    }

    @Test("Planned in steps, a ledger makes what it makes at once", arguments: 1...4)
    func steps(seed: Int) throws {
        var generator = Generator(random: SplitMix(seed: UInt64(seed)))
        let rows = (0..<40).map { generator.row($0) }
        let (one, other) = (archive(40), archive(40))
        let whole = try plan(rows, one)
        one.apply(whole.records)
        let steps = try plan(rows, other)
        var mint = steps.mint
        let count = steps.report.lines.count
        for start in stride(from: 0, to: count, by: 7) {
            let step = try steps.again(start..<min(start + 7, count), mint: mint)
            other.apply(step.records)
            mint = step.mint
        }
        #expect(one.customers.map(\.name).sorted() == other.customers.map(\.name).sorted())
        #expect(one.machines.map(\.number).sorted() == other.machines.map(\.number).sorted())
        #expect(one.facts.values.map(\.count).sorted() == other.facts.values.map(\.count).sorted())
    }
}
