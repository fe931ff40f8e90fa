import Foundation
import Testing

/// The directions of docs/architecture.md: a room may import only what stands below it, and what it declares.
@Suite struct LayeringTests {
    /// Every room with its height; imports point down only.
    static let height: [String: Int] = [
        "DeedCore": 0, "DeedText": 1, "DeedTables": 1, "DeedClock": 1, "DeedSystem": 1, "DeedMessages": 1, "DeedVault": 2,
        "DeedExtract": 2, "DeedDatabase": 2, "DeedCatalog": 3, "DeedSearch": 3, "DeedReaders": 3, "DeedImport": 4, "Deedbox": 5,
        "DeedAnswers": 6, "DeedCommands": 7, "deedbox": 8, "deedbox-import": 8, "deedbox-extract": 8, "deedbox-bench": 8,
    ]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Target → names of the dependencies in the manifest, as `swift package dump-package` tells.
    static func declared() throws -> [String: Set<String>] {
        // A scratch path of its own: the build folder's lock is held by the `swift test` that runs this. And no Foundation.Process:
        // its wait needs a thread of the pool that the waiting tests fill.
        let scratch = FileManager.default.temporaryDirectory.appending(path: "deedbox-layering-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let command =
            "TMPDIR='\(scratch.path)' swift package --package-path '\(root.path)' --scratch-path '\(scratch.path)' dump-package 2>/dev/null </dev/null"
        let pipe = try #require(popen(command, "r"))
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { data.append(contentsOf: buffer[..<count]) }
        #expect(pclose(pipe) == 0)
        let package = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let targets = try #require(package["targets"] as? [[String: Any]])
        var declared: [String: Set<String>] = [:]
        for target in targets {
            guard let name = target["name"] as? String, let dependencies = target["dependencies"] as? [[String: Any]] else {
                continue
            }
            declared[name] = Set(
                dependencies.compactMap { ($0["byName"] as? [Any] ?? $0["product"] as? [Any])?.first as? String })
        }
        return declared
    }

    static func imports(of target: String) throws -> [(file: String, module: String)] {
        let folder = root.appending(path: "Sources").appending(path: target)
        var found: [(String, String)] = []
        for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init() {
            guard file.pathExtension == "swift" else { continue }
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), words.count > at + 1,
                    words[..<at].allSatisfy({ $0 == "public" || $0 == "package" || $0.hasPrefix("@") })
                else { continue }
                let module = words.last?.split(separator: ".").first.map(String.init) ?? ""
                found.append((file.lastPathComponent, module))
            }
        }
        return found
    }

    @Test func `the manifest's arrows point down`() throws {
        let declared = try LayeringTests.declared()
        for (target, height) in LayeringTests.height {
            for dependency in try #require(declared[target], "no target \(target)") {
                guard let below = LayeringTests.height[dependency] else { continue }
                #expect(below < height, "\(target) → \(dependency) points up")
            }
        }
    }

    @Test func `a file imports only what its target declares`() throws {
        let declared = try LayeringTests.declared()
        let system: Set<String> = ["Glibc", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch"]
        var seen = 0
        for target in LayeringTests.height.keys {
            let allowed = try #require(declared[target]).union(system)
            for (file, module) in try LayeringTests.imports(of: target) {
                seen += 1
                #expect(allowed.contains(module), "\(target)/\(file) imports \(module)")
            }
        }
        #expect(seen > 50)
    }

    @Test func `only the catalog and the search know SQLite, only the worker knows the parsers`() throws {
        for target in LayeringTests.height.keys {
            for (file, module) in try LayeringTests.imports(of: target) {
                if ["GRDB", "GRDBSQLite", "CFullText"].contains(module) {
                    #expect(["DeedCatalog", "DeedDatabase", "DeedSearch"].contains(target), "\(file)")
                }
                if ["CArchive", "CGsf", "CMagic", "CMime", "CXML", "CPdfium"].contains(module) {
                    #expect(target == "DeedReaders", "\(file)")
                }
                if module == "ArgumentParser" { #expect(target == "DeedCommands" || target.hasPrefix("deedbox"), "\(file)") }
                if module == "Crypto" { #expect(target == "DeedVault", "\(file)") }
            }
        }
    }

    @Test func `commands and programs ask use cases, never the catalog or the vault behind them`() throws {
        let rooms = LayeringTests.height.keys.filter {
            LayeringTests.height[$0, default: 0] > LayeringTests.height["Deedbox", default: 0]
        }
        var seen = 0
        for room in rooms {
            let folder = LayeringTests.root.appending(path: "Sources").appending(path: room)
            for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init() {
                guard file.pathExtension == "swift" else { continue }
                seen += 1
                let text = try String(contentsOf: file, encoding: .utf8)
                for door in [#"session\.(catalog|vault)\b"#, #"\b(Catalog|Vault|SearchIndex)\.(open|create|rebuild)\b"#] {
                    #expect(
                        text.range(of: door, options: .regularExpression) == nil,
                        "\(room)/\(file.lastPathComponent) goes past the use cases")
                }
            }
        }
        #expect(seen > 90)
    }

    /// Files under `Sources` that say one of these words, as `Room/File.swift`.
    private func files(saying words: [String], except rooms: Set<String> = []) throws -> Set<String> {
        let sources = LayeringTests.root.appending(path: "Sources")
        var found: Set<String> = []
        for case let file as URL in FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil) ?? .init()
        where file.pathExtension == "swift" {
            let path = file.pathComponents.drop { $0 != "Sources" }.dropFirst()
            guard let room = path.first, !rooms.contains(room) else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            if words.contains(where: text.contains) { found.insert("\(room)/\(file.lastPathComponent)") }
        }
        return found
    }

    @Test func `only the database room opens SQLite's files`() throws {
        #expect(try files(saying: ["DatabaseQueue(", "DatabasePool(", "sqlite3_open"]) == ["DeedDatabase/DatabaseFile.swift"])
    }

    @Test func `the journal grows in one place, and is cut in one other`() throws {
        #expect(try files(saying: [".append]"]) == ["DeedVault/Vault+Commit.swift", "DeedVault/Vault+Recover.swift"])
    }

    @Test func `above the vault a place in the journal is a number of a line, and nothing knows this machine`() throws {
        // The catalog keeps its place for the vault.
        #expect(
            try files(saying: ["bodyOffset", "position.segment", "place.segment"], except: ["DeedVault", "DeedCore"]) == [
                "DeedCatalog/Catalog+Applier.swift", "DeedCatalog/Catalog+Memory.swift",
            ])
        #expect(
            try files(saying: ["bootID", "gethostname", "hostName", "machine-id"], except: ["DeedSystem"]) == [
                "DeedVault/StagingDirectory.swift"
            ])
    }

    @Test func `what an answer is as JSON is said below the commands, where a page and a program share it`() throws {
        let folder = LayeringTests.root.appending(path: "Sources").appending(path: "DeedCommands")
        // Settings and wrong use are of the command line alone.
        let own: Set<String> = ["ConfigCommand.swift", "UsageReport.swift"]
        var seen = 0
        for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init() {
            guard file.pathExtension == "swift", !own.contains(file.lastPathComponent) else { continue }
            seen += 1
            let text = try String(contentsOf: file, encoding: .utf8)
            let member = #""\w+": (\.(string|integer|bool|array|number)\(|JSON\()|JSON\.Member\("[a-z]"#
            let found = text.range(of: member, options: .regularExpression)
            #expect(
                found == nil || file.lastPathComponent == "Frame.swift",
                "\(file.lastPathComponent) makes JSON: \(found.map { String(text[$0]) } ?? "")")
        }
        #expect(seen > 80)
    }
}
