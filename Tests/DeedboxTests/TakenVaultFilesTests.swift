import DeedCatalog
import DeedCore
import DeedVault
import TestSupport
import Testing

@testable import Deedbox

/// What an earlier version took in of a vault: told by verify, gone with a purge.
@Suite("A signing key and files of a vault among the documents")
struct TakenVaultFilesTests {
    private let dir: Dir
    private let path: String

    init() throws {
        dir = try Dir()
        path = dir.file("vault")
        try dir.deedbox("init", path).expect()
        try dir.create("来件/合同.txt", "甲方：上海样例机电有限公司")
        try dir.deedbox("import", "来件", "--vault", path).expect()
        try dir.deedbox("checkpoint", "--vault", path).expect()
    }

    /// Puts a file in as a version did that looked at nothing.
    private func takeIn(_ bytes: [UInt8], as name: String) throws -> Identifier {
        let session = try VaultSession.open(path, access: .write, settings: SessionSettings(.cli))
        let stage = try session.vault.objectStage(expecting: Int64(bytes.count))
        let stored = try stage.store(bytes) { _ in false }
        let document = session.mint.next()
        try session.commit(.bringIn, stage: stage) {
            [
                Record(
                    DocumentAdded(
                        document: document, object: stored.id, source: "/srv/档案", path: "档案/" + name,
                        name: name.split(separator: "/").last.map(String.init) ?? name, size: stored.size, modified: nil))
            ]
        }
        return document
    }

    @Test("Verify names each with what it is and what to do; after the purge nothing is left, neither bytes nor words")
    func told() throws {
        let key = try takeIn(try dir.bytes("vault/keys/checkpoint.pem"), as: "vault/keys/checkpoint.pem")
        let journal = try takeIn(try dir.bytes("vault/records/0000000001.jsonl"), as: "vault/records/0000000001.jsonl")
        let declaration = try takeIn(Array("deedbox_vault_1\n".utf8), as: "vault/0=deedbox_vault_1")
        // A name alone proves nothing.
        _ = try takeIn(Array("第一页\t…".utf8), as: "账册/0000000001.tsv")
        try dir.deedbox("text", "--vault", path).expect()
        let answer = try dir.deedbox("verify", "--vault", path, "--json").expect(3).json
        let taken = answer["taken"]?.array ?? []
        var found: [String: String] = [:]
        for file in taken { found[file["document"]?.string ?? ""] = file["what"]?.string }
        #expect(found == [key.text: "own-key", journal.text: "vault-file", declaration.text: "vault-file"])
        let chinese = try dir.deedbox("verify", "--vault", path).env("DEEDBOX_LANG", "zh-Hans").expect(3).text
        #expect(chinese.contains("为本档案库检查点签名的私钥") && chinese.contains("deedbox purge request"))
        #expect(chinese.contains("deedbox checkpoint init") && !chinese.contains("deedbox repair"))

        try dir.deedbox("purge", "request", key.text, journal.text, declaration.text, "--why", "误收", "--vault", path).expect()
        for day in ["2099-01-01", "2099-02-01"] {
            try dir.deedbox("purge", "run", "--vault", path).env("DEEDBOX_TODAY", day).expect()
        }
        #expect(try dir.deedbox("verify", "--vault", path, "--json").expect().json["taken"] == .array([]))
        #expect(
            try dir.shell("grep -rl 'PRIVATE KEY' vault/objects vault/trash vault/catalog vault/quarantine; true").expect().text
                .isEmpty)
        let hits = try dir.deedbox("find", "PRIVATE", "--vault", path, "--json").expect().json["hits"]?.array ?? []
        #expect(hits.isEmpty)
    }
}
