import DeedCore
import DeedSystem
import Foundation
import Testing

@testable import DeedVault

/// A vault on the real disk, removed at the end.
final class HostVault {
    let path: String
    let vault: Vault
    let catalog = MemoryCatalog()
    let io = HostIO()

    init() throws {
        path = NSTemporaryDirectory() + "deedbox-vault-" + newID().text
        vault = try Vault.create(at: path, io: io, timeZone: "Asia/Shanghai", program: "deedbox 测试", syncThreads: 4)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Runs lines in the vault with bash; what they print, errors too.
    func bash(_ script: String) throws -> String {
        // popen and not Foundation.Process: its wait needs a thread of the pool that waiting tests fill.
        let file = FileManager.default.temporaryDirectory.appending(path: "deedbox-auditor-\(UUID().uuidString)")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let pipe = try #require(popen("cd '\(path)' && bash '\(file.path)' 2>&1", "r"))
        var data: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { data += buffer[..<count] }
        pclose(pipe)
        return String(decoding: data, as: UTF8.self)
    }

    func change(_ file: String, _ change: (String) -> String) throws {
        let url = URL(fileURLWithPath: path + "/" + file)
        try Data(change(String(contentsOf: url, encoding: .utf8)).utf8).write(to: url)
    }
}

@Suite("The auditor's shell lines")
struct AuditorTests {
    private let host: HostVault

    init() throws {
        host = try HostVault()
        try host.vault.add(["采购合同 一", "保修卡 二", "服务协议 三"], to: host.catalog)
        try host.vault.add(["补充\"协议\"\\四\t末"], to: host.catalog)
    }

    /// The lines of the vault's README.txt as an auditor would copy them; with `fast`, the fast form of the third.
    private func audit(fast: Bool = false) throws -> String {
        let readme = try String(contentsOf: URL(fileURLWithPath: host.path + "/README.txt"), encoding: .utf8)
        let lines = readme.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
        let begin = try #require(lines.firstIndex(of: "export LC_ALL=C"))
        let fastLine = try #require(lines.firstIndex(of: "#fast 3"))
        var script = Array(lines[begin..<fastLine])
        if fast { script = [script[0], lines[fastLine + 1]] }
        return try host.bash(script.joined(separator: "\n"))
    }

    private func object(_ at: Int) throws -> (id: ObjectID, path: String) {
        let id = try #require(host.catalog.records[at].record.objects.first)
        return (id, host.vault.layout.relativeObject(id))
    }

    @Test("A clean vault prints nothing, and so does an empty one")
    func clean() throws {
        #expect(try audit() == "")
        #expect(try audit(fast: true) == "")
        let empty = try HostVault()
        let readme = try String(contentsOf: URL(fileURLWithPath: empty.path + "/README.txt"), encoding: .utf8)
        let script = readme.split(separator: "\n").filter { $0.hasPrefix("    ") }.prefix { !$0.hasPrefix("    #fast") }
        #expect(try empty.bash(script.joined(separator: "\n")) == "")
    }

    @Test("A flipped byte in an object")
    func flipped() throws {
        let (_, path) = try object(1)
        _ = try host.bash("chmod 600 \(path); printf X | dd of=\(path) bs=1 seek=2 conv=notrunc 2>/dev/null")
        #expect(try audit() == "DAMAGED \(path)\n")
        let report = try host.vault.verify(threads: 2)
        #expect(report.damaged.map(\.path) == [path])
    }

    @Test("A changed journal line")
    func changedLine() throws {
        try host.change("records/0000000001.jsonl") { $0.replacing("\"seq\":2,", with: "\"seq\":7,") }
        let output = try audit()
        #expect(output.hasPrefix("BROKEN {\"seq\":3,"))
        #expect(try host.vault.verify(threads: 1).journal.problems.contains { $0.line == 3 })
    }

    @Test("A journal line taken out")
    func lineTakenOut() throws {
        try host.change("records/0000000001.jsonl") { text in
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            lines.remove(at: 1)
            return lines.joined(separator: "\n")
        }
        let output = try audit()
        #expect(output.contains("BROKEN {\"seq\":3,"))
        #expect(output.contains("> 2 "))
    }

    @Test("A changed body", arguments: [false, true])
    func changedBody(fast: Bool) throws {
        try host.change("bodies/0000000001.tsv") { $0.replacing("保修卡 二", with: "保修卡 三") }
        let lines = try audit(fast: fast).split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("< 2 ") && lines[1].hasPrefix("> 2 "))
        #expect(try host.vault.verify(threads: 1).journal.problems.map(\.seq) == [2])
    }

    @Test("A missing body, and a redacted one", arguments: [false, true])
    func missingBody(fast: Bool) throws {
        try host.change("bodies/0000000001.tsv") { text in
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            lines[0] = "1\tredacted\t{\"by\":\"x\"}"
            lines.remove(at: 2)
            return lines.joined(separator: "\n")
        }
        let lines = try audit(fast: fast).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("< 3 ") } && !lines.contains { $0.hasPrefix("> 3 ") })
        if !fast { #expect(lines.contains("> 1 redacted-by-nobody")) }
    }

    @Test("A missing object")
    func missingObject() throws {
        let (id, path) = try object(3)
        _ = try host.bash("rm \(path)")
        #expect(try audit() == "MISSING \(id)\n")
        #expect(try host.vault.verify(threads: 1).missing == [id])
    }

    @Test("A redaction with its record is told as redacted, and its partner is not shown")
    func redacted() throws {
        let rest = Array("redacted\t{\"by\":\"x\",\"rest\":{}}".utf8)
        let hash = ObjectHash.of(rest).hex
        try host.vault.beginSegment(applier: host.catalog)
        let order = RedactionOrdered(redaction: newID(), why: "个人信息删除", time: .now, lines: ["2": .string(hash)])
        _ = try host.vault.commit(applier: host.catalog, stage: nil) {
            Proposal(actor: try actor(), records: [Record(order)])
        }
        try host.vault.replaceBodies([2: rest])
        #expect(try audit() == "> 2 redacted\n")
        let report = try host.vault.verify(threads: 1, expecting: host.catalog.place)
        #expect(report.isClean && report.journal.redacted == 1)
        // The same line for another record is nobody's order.
        try host.vault.replaceBodies([3: rest])
        #expect(try audit() == "< 3 \(try commitment(of: 3))\n> 2 redacted\n> 3 redacted-by-nobody\n")
        #expect(try host.vault.verify(threads: 1).journal.problems.map(\.seq) == [3])
    }

    private func commitment(of seq: Int) throws -> String {
        try host.bash("sed -n \(seq)p records/0000000001.jsonl | grep -oE '[0-9a-f]{64}' | tail -n 1").prefix(64).description
    }

    @Test("An object in the trash is there and checked; one that was purged is not missing; kept again it is")
    func purged() throws {
        let day = CivilDate(dayNumber: 20_000)
        let (id, _) = try object(1)
        try host.vault.moveToTrash([TrashedObject(id, day: day)])
        #expect(try audit() == "")
        #expect(try host.vault.verify(threads: 1).trash == 1)
        _ = try host.bash("chmod 600 trash/*/\(id); printf X | dd of=trash/\(day)/\(id) bs=1 seek=2 conv=notrunc 2>/dev/null")
        #expect(try audit() == "DAMAGED trash/\(day)/\(id)\n")
        #expect(try host.vault.verify(threads: 1).damaged.map(\.path) == ["trash/\(day)/\(id)"])
        #expect(try host.vault.removeFromTrash([TrashedObject(id, day: day)]) > 0)
        #expect(try audit() == "MISSING \(id)\n")
        let purge = Record(ObjectPurged(purge: newID(), document: newID(), object: id))
        _ = try host.vault.commit(applier: host.catalog, stage: nil) { Proposal(actor: try actor(), records: [purge]) }
        #expect(try audit() == "")
        #expect(try host.vault.verify(threads: 1).isClean)
        let again = try #require(host.catalog.records[1].record.objects.first == id ? host.catalog.names[1] : nil)
        try host.vault.add([again], to: host.catalog)
        let (name, path) = (id, host.vault.layout.relativeObject(id))
        #expect(try audit() == "" && host.vault.objectExists(id))
        _ = try host.bash("rm \(path)")
        #expect(try audit() == "MISSING \(name)\n")
        #expect(try host.vault.verify(threads: 1).missing == [id])
    }

    @Test("The hash of the last line is the catalog's head")
    func lastLine() throws {
        let readme = try String(contentsOf: URL(fileURLWithPath: host.path + "/README.txt"), encoding: .utf8)
        let line = try #require(readme.split(separator: "\n").first { $0.hasPrefix("    tail -n 1") })
        #expect(try host.bash(String(line)).prefix(64) == host.catalog.place?.head.hex ?? "")
    }
}

@Suite("A vault on the real disk")
struct HostVaultTests {
    @Test("What create makes: names, permissions, 256 directories, texts")
    func created() throws {
        let host = try HostVault()
        let listing = try host.bash(
            "stat -c '%a %n' . objects objects/00 objects/ff records bodies tmp quarantine 0=deedbox_vault_1 vault.json README.txt spec.md"
        )
        #expect(
            listing == """
                700 .
                700 objects
                700 objects/00
                700 objects/ff
                700 records
                700 bodies
                700 tmp
                700 quarantine
                444 0=deedbox_vault_1
                444 vault.json
                444 README.txt
                444 spec.md

                """)
        #expect(try host.bash("ls objects | wc -l; cat 0=deedbox_vault_1") == "256\ndeedbox_vault_1\n")
        #expect(try host.io.contents(host.path + "/spec.md").count > 10_000)
        let reserve = try #require(try host.io.status(host.path + "/reserve"))
        #expect(reserve.size == min(64 << 20, try host.io.space(host.path).total / 16))
        let info = try Vault.open(at: host.path + "/", access: .read).info
        #expect(info == host.vault.info && info.timeZone == "Asia/Shanghai" && info.id.count == 36)
    }

    @Test("Objects are 0444 whatever the umask, tmp/ is empty afterwards, another process's directory is refused")
    func permissions() throws {
        let host = try HostVault()
        let old = umask(0o077)
        try host.vault.add(["合同"], to: host.catalog)
        umask(old)
        let object = try #require(host.catalog.kept.first)
        #expect(try host.io.status(host.vault.layout.object(object))?.mode == 0o444)
        let descriptor = try host.vault.descriptor(for: object)
        #expect(try host.io.status(descriptor).size == 6)
        host.io.close(descriptor)
        #expect(failure { _ = try Vault.create(at: host.path, timeZone: "UTC", program: "") }?.code == .vaultExists)
        _ = try host.bash("mkdir -p other; touch other/合同.pdf")
        #expect(failure { _ = try Vault.create(at: host.path + "/other", timeZone: "UTC", program: "") }?.code == .vaultExists)
    }

    @Test("Two thousand files through sixteen threads, then verified")
    func many() throws {
        let host = try HostVault()
        let vault = try Vault.open(at: host.path, access: .write)
        for start in stride(from: 0, to: 2000, by: 500) {
            try vault.add((start..<start + 500).map { "合同 \($0)" }, to: host.catalog)
        }
        let report = try vault.verify(threads: 2, expecting: host.catalog.place)
        #expect(report.isClean && report.objects == 2000 && report.stray.isEmpty)
        let again = MemoryCatalog()
        #expect(try vault.recover(applier: again).applied == 2000)
        #expect(again.records == host.catalog.records)
    }
}
