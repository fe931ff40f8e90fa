import DeedCore
import Foundation
import TestSupport
import Testing

/// Every file of a vault damaged in every way: each ends in a state that the program names, with advice that works when it is followed.
@Suite("Damages and their advice")
struct DamagesTests {
    /// Where the damage lies, below the vault.
    static let places = [
        "records/0000000001.jsonl", "bodies/0000000001.tsv", "vault.json", "0=deedbox_vault_1", "catalog/catalog.sqlite",
        "catalog/derived.sqlite", "lock", "reserve", "README.txt", "objects/*/*",
    ]

    /// What is done to `$f`.
    static let damages = [
        "rm -f $f", ": >$f", "truncate -s $(($(stat -c %s $f) / 2)) $f", "truncate -s -1 $f",
        "printf 'X' | dd of=$f bs=1 seek=$(($(stat -c %s $f) / 3)) conv=notrunc status=none",
        "head -c 512 /dev/zero | dd of=$f bs=1 seek=$(($(stat -c %s $f) / 2)) conv=notrunc status=none",
        "head -c 700 /dev/urandom >>$f", "sed -i 's/$/\\r/' $f", "cat $f $f >twice && cp twice $f",
    ]

    /// A vault with papers and its backup, made once.
    private static let template = Template { dir in
        let vault = try KeptVault(in: dir)
        for number in 0..<3 { try dir.create("资料/合同\(number).txt", "合同编号：HT-2024-000\(number) 设备采购合同，保修十二个月") }
        try vault.deedbox("import", dir.file("资料")).expect()
        let document = try #require(try vault.documents().first?["document"]?.string)
        try vault.deedbox("set", document, "title=最后的更改").expect()
        // 64 MiB of reserved blocks in every copy would be slow.
        try vault.deedbox("backup", "副本").expect()
        try dir.shell("truncate -s 0 档案库/reserve 副本/reserve && chmod -R u+w 档案库").expect()
    }

    @Test("Each damage of a place ends well when the advice is followed", arguments: places)
    func adviceWorks(place: String) throws {
        // What a damage leaves of a short file another one may leave too, or it was so before: each state is followed once.
        var states: Set<String> = [try damaged(place, "true").state]
        for damage in DamagesTests.damages {
            let (vault, state) = try damaged(place, damage)
            if states.insert(state).inserted { try follow(vault, "\(place): \(damage)") }
        }
        #expect(states.count > 3)
    }

    /// A copy of the vault with its backup and a damaged file, and the hash of what is left of that.
    private func damaged(_ place: String, _ damage: String) throws -> (vault: KeptVault, state: String) {
        let dir = try Dir()
        try DamagesTests.template.copy(into: dir)
        let vault = KeptVault(at: dir.file("档案库"), in: dir)
        let file = "f=$(ls -d \(vault.path)/\(place) | head -n 1); rm -f $f-wal $f-shm"
        return (vault, try dir.shell("\(file); \(damage); sha256sum <$f 2>/dev/null || echo gone").expect().text)
    }

    private func follow(_ vault: KeptVault, _ when: String) throws {
        for command in [["list"], ["find", "采购合同"], ["status"], ["expiring"]] {
            let ended = try vault.deedbox(command + ["--json"]).run()
            #expect([0, 1, 3, 10].contains(ended.code), "\(when): \(command) \(ended.code) \(ended.errorText)")
        }
        var said = ""
        var sound = false
        var tried: Set<String> = []
        for _ in 0..<8 {
            let verified = try vault.deedbox("verify", "--no-record", "--index").run()
            said += "\nverify \(verified.code) \(verified.text)\(verified.errorText)"
            sound = verified.code == 0
            if sound { break }
            #expect([1, 3, 10].contains(verified.code), "\(when) \(said)")
            let next = DamagesTests.advice(verified.text + verified.errorText).first {
                !tried.contains($0.joined(separator: " "))
            }
            guard let next else { break }
            try take(next, vault, &tried, &said, when)
        }
        #expect(sound, "\(when)\(said)")
        try vault.deedbox("text").expect()
        try #expect(vault.deedbox("find", "采购合同", "--json").expect().json["total"] == 3, "\(when)\(said)")
        let documents = try vault.documents()
        #expect(documents.contains { $0["title"] == "最后的更改" } && documents.count == 3, "\(when)\(said)")
        try vault.deedbox("set", try #require(documents.first?["document"]?.string), "note=之后").expect()
    }

    /// Runs a command that was advised, and then what it advises itself.
    private func take(
        _ command: [String], _ vault: KeptVault, _ tried: inout Set<String>, _ said: inout String, _ when: String
    ) throws {
        var next: [String]? = command
        while let command = next {
            tried.insert(command.joined(separator: " "))
            let ended = try vault.deedbox(command.map { $0 == "DIR" ? "副本" : $0 }).run()
            said += "\n\(command) \(ended.code) \(ended.text)\(ended.errorText)"
            #expect([0, 1, 3].contains(ended.code), "\(when) \(said)")
            next = DamagesTests.advice(ended.text + ended.errorText).first { !tried.contains($0.joined(separator: " ")) }
        }
    }

    /// The commands that a text advises.
    private static func advice(_ text: String) -> [[String]] {
        let pattern = /deedbox (repair --from DIR|repair|rebuild --accept-loss [0-9]+|rebuild|text|purge run)/
        return text.matches(of: pattern).map { $0.1.split(separator: " ").map(String.init) }
    }
}
