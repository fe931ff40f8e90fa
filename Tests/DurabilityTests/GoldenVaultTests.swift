import DeedCore
import DeedVault
import Foundation
import TestSupport
import Testing

/// Every format that a released version wrote stays readable, with the same answers, for ever.
@Suite("Golden vaults")
struct GoldenVaultTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "storage-layout/golden")

    /// A golden vault, unpacked into a directory of its own.
    private struct Golden {
        let dir: Dir
        let vault: KeptVault
        let today: String
        let questions: [JSON.Member]

        init(_ name: String) throws {
            dir = try Dir()
            let base = GoldenVaultTests.folder.path(percentEncoded: false) + "/" + name
            try dir.shell("tar --extract --file '\(base).tar'").expect()
            vault = KeptVault(at: dir.file("vault"), in: dir)
            let bytes = Array(try Data(contentsOf: URL(filePath: base + ".json")))
            let json = try #require(JSON(parsing: bytes))
            today = try #require(json["today"]?.string)
            questions = try #require(json["questions"]?.members)
        }

        func ask(_ question: JSON.Member) throws -> JSON {
            let command = try #require(question.value["command"]?.array).compactMap(\.string)
            return try vault.deedbox(command + ["--json"]).env("DEEDBOX_TODAY", today).expect().json
        }
    }

    private static let names = ["vault-1"]

    @Test("It is intact, gives the answers that it gave when it was made, and none of its bytes changes", arguments: names)
    func answers(name: String) throws {
        let golden = try Golden(name)
        let before = try fingerprint(golden.vault.path)
        #expect(before.count > 270)
        for question in golden.questions {
            let expected = try #require(question.value["answer"])
            let differences = GoldenVaultTests.differences(expected, try golden.ask(question), at: question.name)
            #expect(differences == [], "\(differences.joined(separator: "\n"))")
        }
        let shown = try golden.vault.deedbox("cat", "HT-2024-0031").expect()
        #expect(shown.text.contains("以先到者为准"))
        #expect(try fingerprint(golden.vault.path) == before)
    }

    @Test("It answers from a read-only file system", arguments: names)
    func readOnly(name: String) throws {
        guard let namespace = Namespace.command else {
            print(
                "SKIPPED: this user may not mount anything, not even in a namespace; reading from a read-only disk was not tried")
            return
        }
        let golden = try Golden(name)
        for question in golden.questions {
            let words = try #require(question.value["command"]?.array).compactMap(\.string).map { "'\($0)'" }
            let line = "mount --bind vault vault && mount -o remount,bind,ro vault && exec \"$DEEDBOX\" "
            let ended = try TestCommand(
                path: "/bin/sh",
                ["-c", "\(namespace) sh -c \"$0\"", line + words.joined(separator: " ") + " --json --vault vault"],
                in: golden.dir.path
            ).env("DEEDBOX_TODAY", golden.today).expect()
            #expect(try GoldenVaultTests.differences(#require(question.value["answer"]), ended.json, at: question.name) == [])
        }
    }

    @Test("It can be written on: an import, a change, and all is well", arguments: names)
    func writing(name: String) throws {
        let golden = try Golden(name)
        let before = try golden.vault.documents().count
        try golden.dir.create("新合同.txt", "合同编号：HT-2026-0099\n甲方：上海样例机电有限公司\n")
        try golden.vault.deedbox("import", golden.dir.file("新合同.txt")).expect()
        try golden.vault.deedbox("set", "HT-2024-0031", "decision=renew").expect()
        #expect(try golden.vault.documents().count == before + 1)
        try golden.vault.expectClean()
        try golden.vault.expectRebuilt()
        #expect(KeptVault.size(of: golden.vault.path + "/reserve") > 0)
    }

    @Test("The auditor's shell lines find nothing in it", arguments: names)
    func auditor(name: String) throws {
        let golden = try Golden(name)
        let text = try String(contentsOfFile: golden.vault.path + "/README.txt", encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { $0.drop { $0 == " " } }
        let end = lines.firstIndex { $0.hasPrefix("#fast") } ?? lines.endIndex
        try golden.dir.create("audit.sh", lines[..<end].joined(separator: "\n") + "\n")
        let ended = try golden.dir.shell("cd vault && bash ../audit.sh").run()
        #expect(end > 4 && ended.text.isEmpty && ended.errorText.isEmpty, "\(ended.text)\(ended.errorText)")
    }

    /// Every file and directory with its mode, size and hash. SQLite's `-wal` and `-shm` are working files of whoever has a database
    /// open; they come and go.
    private func fingerprint(_ path: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init() {
            if name.hasSuffix("-wal") || name.hasSuffix("-shm") { continue }
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
            let isFile = attributes[.type] as? FileAttributeType == .typeRegular
            let bytes = isFile ? Array(try Data(contentsOf: URL(filePath: path + "/" + name))) : []
            found[name] = "\(attributes[.posixPermissions] ?? "") \(bytes.count) \(isFile ? ObjectHash.of(bytes).hex : "")"
        }
        return found
    }

    /// Where `actual` lacks or changes something of `expected`. More members are welcome, fewer are not.
    ///
    /// Of the index, which is made anew from the journal and the originals, `status` may say that it is of an older version.
    private static func differences(_ expected: JSON, _ actual: JSON, at place: String) -> [String] {
        switch (expected, actual) {
        case _ where place == "status.text.outdated" && actual == true: return []
        case (.object(let members), .object):
            return members.flatMap { member in
                actual[member.name].map { differences(member.value, $0, at: "\(place).\(member.name)") }
                    ?? ["\(place).\(member.name) is missing"]
            }
        case (.array(let one), .array(let other)) where one.count == other.count:
            return zip(one, other).enumerated().flatMap { differences($1.0, $1.1, at: "\(place)[\($0)]") }
        default: return expected == actual ? [] : ["\(place): was \(expected.text), is \(actual.text)"]
        }
    }
}

/// The way into a mount namespace of one's own: what is mounted there is seen by nobody else and goes with the last process.
enum Namespace {
    /// The command that is put before another; `nil` where the machine allows none.
    static let command: String? = ["unshare --mount", "unshare --user --map-root-user --mount"].first { way in
        (try? Dir().shell("mkdir t && \(way) mount -t tmpfs none t 2>/dev/null").run().code) == 0
    }
}
