import DeedCore
import DeedSearch
import Foundation
import Glibc
import TestSupport
import Testing

/// A vault on the real disk that is driven through the programs, and the questions that tell whether it kept its promises.
struct KeptVault: Sendable {
    let dir: Dir
    /// Its directory, absolute.
    let path: String

    /// Makes a vault in `dir`.
    init(in dir: Dir, named name: String = "档案库") throws {
        self.dir = dir
        path = dir.file(name)
        try EmptyVault.copy(to: path, in: dir)
    }

    /// A vault that is there.
    init(at path: String, in dir: Dir) {
        self.dir = dir
        self.path = path
    }

    /// The same vault, copied: `cp -a` of everything.
    func copy(named name: String) throws -> KeptVault {
        try dir.shell("cp -a '\(path)' '\(dir.file(name))'").expect()
        return KeptVault(at: dir.file(name), in: dir)
    }

    /// A command on this vault.
    func deedbox(_ arguments: [String]) -> TestCommand { dir.deedbox(arguments + ["--vault", path]) }

    /// A command on this vault.
    func deedbox(_ arguments: String...) -> TestCommand { deedbox(arguments) }

    /// An import of papers, in many small batches.
    func importing(_ papers: Papers, text: Bool = false, ledger: Bool = true) -> TestCommand {
        var arguments = ["import", papers.folder, "--json"]
        if ledger { arguments += ["--ledger", papers.ledger] }
        if !text { arguments.append("--no-text") }
        return deedbox(arguments).env("DEEDBOX_IMPORT_BATCH_FILES", "16")
    }

    // MARK: What stands on the disk

    /// The first file of the chain.
    var chain: String { path + "/records/0000000001.jsonl" }
    /// The first file of bodies.
    var bodies: String { path + "/bodies/0000000001.tsv" }

    /// Bytes of a file; 0 where there is none.
    static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Names in a directory of the vault.
    func list(_ directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + directory).sorted()
    }

    // MARK: What it says

    /// Every listed document as JSON.
    func documents() throws -> [JSON] {
        let answer = try deedbox("list", "--json", "--limit", "5000").expect().json
        #expect(answer["next"] == .null)
        return try #require(answer["documents"]?.array)
    }

    /// The contents that the lists show.
    func contents() throws -> [String] { try documents().compactMap { $0["sha256"]?.string } }

    /// What the lists show, without the ids that differ from vault to vault: equal for two vaults that hold the same.
    func says() throws -> Set<String> {
        Set(
            try documents().map { document in
                let keys = ["sha256", "title", "kind", "number", "names", "expires"]
                let customers = (document["customers"]?.array ?? []).map {
                    "\($0["name"]?.string ?? "") \($0["role"]?.string ?? "")"
                }
                return keys.map { document[$0]?.text ?? "" }.joined(separator: " ") + customers.sorted().joined(separator: " ")
            })
    }

    // MARK: Promises

    /// Nothing is damaged, missing or at odds; the verification leaves no record.
    func expectClean(_ when: String = "", sourceLocation: SourceLocation = #_sourceLocation) throws {
        let ended = try deedbox("verify", "--no-record", "--json").run()
        #expect(ended.code == 0, "\(when) \(ended.text) \(ended.errorText)", sourceLocation: sourceLocation)
    }

    /// The catalog is what a rebuild makes of the journal.
    func expectRebuilt(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try deedbox("rebuild", "--json").expect().json["same"] == true, sourceLocation: sourceLocation)
    }

    /// Every run's account balances, and what the runs stored is what there is.
    func expectBalance(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let runs = try #require(try deedbox("import", "list", "--json", "--limit", "1000").expect().json["imports"]?.array)
        var stored: Int64 = 0
        for run in runs {
            func count(_ key: String) -> Int64 { run[key]?.integer ?? -1 }
            let sum = count("stored") + count("duplicate") + count("rejected")
            #expect(count("seen") == sum, "\(run.text)", sourceLocation: sourceLocation)
            stored += count("stored")
        }
        let documents = try contents()
        #expect(Int(stored) == documents.count, sourceLocation: sourceLocation)
        #expect(Set(documents).count == documents.count, "a content twice", sourceLocation: sourceLocation)
    }

    /// Every paper is there once, under every name that it has.
    func expectAll(of papers: Papers, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var found: [String: Set<String>] = [:]
        for document in try documents() {
            let names = (document["names"]?.array ?? []).compactMap(\.string)
            found[document["sha256"]?.string ?? "", default: []].formUnion(names)
        }
        #expect(found == papers.names, sourceLocation: sourceLocation)
    }

    /// No text waits, and the index holds exactly the words of the documents.
    func expectIndexed(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let status = try deedbox("status", "--json").expect().json
        #expect(status["text"]?["waiting"] == 0, sourceLocation: sourceLocation)
        #expect(status["text"]?["withText"] == status["documents"], "\(status.text)", sourceLocation: sourceLocation)
        let index = try SearchIndex.open(at: path + "/catalog/derived.sqlite", access: .write)
        #expect(try index.isSound(), sourceLocation: sourceLocation)
    }
}

extension Ended {
    /// Whether SIGKILL ended it.
    var wasKilled: Bool { code == 128 + SIGKILL }

    /// The account lines that an import had printed when it ended: what it acknowledged.
    var acknowledged: [JSON] {
        text.split(separator: "\n").compactMap { line in
            // Between two lines stands a comma; an import that failed closes its list behind the last.
            let item = line.hasSuffix(",") ? line.dropLast() : line.hasSuffix("}]}") ? line.dropLast(2) : line
            guard let json = JSON(parsing: Array(item.utf8)), json["outcome"] != nil else { return nil }
            return json
        }
    }

    /// The contents that it acknowledged as being in the vault.
    var acknowledgedContents: Set<String> {
        Set(acknowledged.filter { $0["outcome"] != "rejected" }.compactMap { $0["sha256"]?.string })
    }

    /// The account of a finished import balances and has a line for every leaf.
    func expectBalance(of papers: Papers, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let account = try json
        func count(_ key: String) -> Int { account[key]?.integer.map(Int.init) ?? -1 }
        #expect(count("seen") == papers.leaves, sourceLocation: sourceLocation)
        #expect(count("seen") == count("stored") + count("duplicate") + count("rejected"), sourceLocation: sourceLocation)
        #expect(count("rejected") == papers.rejected, sourceLocation: sourceLocation)
        #expect(account["items"]?.array?.count == papers.leaves, sourceLocation: sourceLocation)
        #expect(account["state"] == "complete", sourceLocation: sourceLocation)
    }
}
