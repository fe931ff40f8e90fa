import DeedCore
import Foundation
import Testing

/// A vault of one test in a directory of its own, and the programs that work on it, on a fixed day.
final class TestVault {
    /// Where the vault and everything else of the test lie.
    let dir: Dir
    /// The day that commands reckon from: the one that the samples were made for.
    static let today = "2026-11-20"

    /// The vault's folder.
    var path: String { dir.file("vault") }

    /// A new vault.
    convenience init() throws {
        self.init(in: try Dir())
        try EmptyVault.copy(to: path, in: dir)
    }

    init(in dir: Dir) { self.dir = dir }

    /// A vault with the files of a story, by name and text.
    convenience init(_ files: [String: String]) throws {
        try self.init()
        for (name, text) in files { try dir.create("来件/" + name, text) }
        try deedbox("import", "来件", "--json").expect()
    }

    /// A private copy of a template whose vault is called `vault`.
    convenience init(from template: Template) throws {
        self.init(in: try Dir())
        try template.copy(into: dir)
    }

    /// A private copy of the vault with the samples.
    static func withSamples() throws -> TestVault {
        let vault = TestVault(in: try Dir())
        try vault.dir.shell("cp -a '\(try Samples.shared().path)' vault").expect()
        return vault
    }

    /// `deedbox` on this vault, in English, on the samples' day.
    func deedbox(_ arguments: String...) -> TestCommand { deedbox(arguments) }

    /// `deedbox` on this vault, in English, on the samples' day.
    func deedbox(_ arguments: [String]) -> TestCommand {
        dir.deedbox(arguments).env("DEEDBOX_VAULT", path).env("DEEDBOX_TODAY", TestVault.today)
    }

    /// The JSON answer of a command that ends with `code`.
    func json(_ arguments: String..., code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
        try deedbox(arguments + ["--json"]).expect(code, sourceLocation: sourceLocation).json
    }

    /// The text answer of a command in Chinese.
    func chinese(_ arguments: String..., code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        try deedbox(arguments).env("DEEDBOX_LANG", "zh-Hans").expect(code, sourceLocation: sourceLocation).text
    }

    /// The text answer of a command in English.
    func english(_ arguments: String..., code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        try deedbox(arguments).expect(code, sourceLocation: sourceLocation).text
    }

    /// The bytes of the journal: records and bodies.
    func journal() throws -> [UInt8] {
        try dir.shell("cat vault/records/* vault/bodies/*").expect().out
    }

    /// The kinds of the journal's records behind line `first`, without the commits.
    func kinds(after first: Int = 0) throws -> [String] {
        try dir.shell("cat vault/records/*").expect().lines.dropFirst(first).compactMap { line in
            JSON(parsing: Array(line.utf8))?["kind"]?.string
        }.filter { $0 != "commit" }
    }

    /// How many lines the journal has.
    func lineCount() throws -> Int { try dir.shell("cat vault/records/*").expect().lines.count }

    /// The titles that `find` gives, in its order.
    func found(_ query: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        let answer = try deedbox(["find", "--limit", "100", "--json"] + query).expect(sourceLocation: sourceLocation).json
        return (answer["hits"]?.array ?? []).compactMap { $0["title"]?.string }
    }

    /// The names of the documents that `list` gives, with more options.
    func listed(_ options: String...) throws -> Set<String> {
        let answer = try deedbox(["list", "--limit", "1000", "--json"] + options).expect().json
        return Set((answer["documents"]?.array ?? []).flatMap { $0["names"]?.array ?? [] }.compactMap(\.string))
    }

    /// Everything is as it should be, says `verify`.
    func expectClean(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try deedbox("verify", "--json").expect(sourceLocation: sourceLocation)
    }
}

/// `docs/samples`, and a vault with them that tests may read but not change.
enum Samples {
    /// The folder of the samples.
    static let folder = repository + "/docs/samples"
    /// The bulk archive.
    static let archive = folder + "/合同归档2026.zip"
    /// The ledger.
    static let ledger = folder + "/合同台账.csv"

    /// The checked-out repository.
    static let repository: String = {
        var url = URL(filePath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path(percentEncoded: false).hasSuffix("/")
            ? String(url.path(percentEncoded: false).dropLast()) : url.path(percentEncoded: false)
    }()

    private static let made = Result {
        let vault = try TestVault()
        let account = try vault.deedbox("import", archive, "--ledger", ledger, "--json").expect(4).json
        // The directory goes when the tests end: no object's deinit runs for a global.
        atexit { Samples.remove() }
        return Made(vault: vault, account: account)
    }

    private struct Made: @unchecked Sendable {  // tests only read the vault, and both members never change
        let vault: TestVault
        let account: JSON
    }

    private static func remove() {
        if let made = try? made.get() { try? FileManager.default.removeItem(atPath: made.vault.dir.path) }
    }

    /// The vault. Only for commands that read.
    static func shared() throws -> TestVault { try made.get().vault }

    /// What `import --json` said when the samples came in with their ledger.
    static func account() throws -> JSON { try made.get().account }
}

extension JSON {
    /// The texts of an array's members under a key.
    func texts(_ name: String) -> [String] { (array ?? []).compactMap { $0[name]?.string } }

    /// Expects that an object has keys, whatever stands under them.
    func expectKeys(_ keys: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        let given = Set((members ?? []).map(\.name))
        #expect(given.isSuperset(of: keys), "\(Set(keys).subtracting(given).sorted())", sourceLocation: sourceLocation)
    }

    /// The member of an array whose `key` is `value`.
    func member(where key: String, is value: String) -> JSON? { array?.first { $0[key]?.string == value } }
}
