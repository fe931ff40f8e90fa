import DeedCore
import Testing

/// Whatever number a person, a script or the environment names: an answer or a refusal, never a signal.
@Suite("Numbers without bounds on the command line")
struct HugeNumberTests {
    /// The last numbers that an integer holds, one that none holds, and one that only a number with a point holds.
    static let numbers = ["9223372036854775807", "-9223372036854775808", "99999999999999999999", "1e308"]

    private static let template = Template { dir in
        try EmptyVault.copy(to: "vault", in: dir)
        try dir.create("来件/合同.txt", "质保期十二个月")
        try dir.deedbox("import", "来件", "--no-text", "--vault", "vault").expect()
    }

    static let lines: [[String]] = [
        ["list", "--limit"], ["find", "质保", "--limit"], ["find", "质保", "--offset"], ["customer", "list", "--limit"],
        ["customer", "list", "样例", "--limit"], ["import", "list", "--limit"], ["duplicates", "list", "--limit"],
        ["duplicates", "list", "--least"], ["expiring", "--within"], ["verify", "--no-record", "--sample"],
        ["scrub", "--budget"],
        ["scrub", "--bytes"], ["checkpoint", "stamp", "--request", "request.tsq", "--lines"], ["list", "--today"],
        ["list", "--as-known"],
        ["list", "--expires-from"], ["find", "--from"], ["retention", "set", "contract", "--years"],
        ["backup", "copy", "--drop-removed", "--grace-days"], ["rebuild", "--accept-loss"],
    ]

    @Test("an option", arguments: lines)
    func options(line: [String]) throws {
        let vault = try Samples.shared()
        // Changes nothing in the vault that all tests share.
        let writes = ["retention", "scrub", "checkpoint", "backup", "rebuild"].contains(line.first)
        let target = writes ? try TestVault(from: HugeNumberTests.template) : vault
        for number in HugeNumberTests.numbers {
            var arguments = line
            arguments[arguments.count - 1] += "=" + number
            let ended = try target.deedbox(arguments).run()
            #expect([0, 64, 3, 4, 10].contains(ended.code), "\(arguments): \(ended.code)")
        }
    }

    @Test("a setting in the environment")
    func environment() throws {
        let vault = try Samples.shared()
        for name in [
            "DEEDBOX_IMPORT_ENTRIES", "DEEDBOX_IMPORT_DEPTH", "DEEDBOX_IMPORT_RATIO", "DEEDBOX_IMPORT_RATIO_FROM_MIB",
            "DEEDBOX_IMPORT_MEMORY_MIB", "DEEDBOX_IMPORT_STALL_SECONDS", "DEEDBOX_IMPORT_NAME_BYTES",
            "DEEDBOX_IMPORT_BATCH_FILES",
            "DEEDBOX_PURGE_GRACE_DAYS", "DEEDBOX_PURGE_TRASH_DAYS", "DEEDBOX_WORKERS", "DEEDBOX_FISCAL_YEAR_START",
            "DEEDBOX_TODAY",
            "COLUMNS",
        ] {
            for number in HugeNumberTests.numbers.dropLast() {
                let ended = try vault.deedbox("status").env(name, number).run()
                #expect([0, 64].contains(ended.code), "\(name)=\(number): \(ended.code)")
            }
        }
    }

    @Test("the last day there is, as today")
    func lastDay() throws {
        let vault = try Samples.shared()
        for today in ["9999-12-31", "0001-01-01"] {
            for line in [
                ["expiring"], ["expiring", "--next-quarter"], ["expiring", "--within", "36600d"], ["status"],
                ["list", "--as-known", today],
            ] {
                let ended = try vault.deedbox(line + ["--today", today]).run()
                #expect([0, 64].contains(ended.code), "\(line) \(today): \(ended.code)")
            }
        }
        #expect(try vault.deedbox("find", "日期:9999-12").run().code == 0)
        #expect(try vault.deedbox("find", "日期:9999").run().code == 0)
    }
}
