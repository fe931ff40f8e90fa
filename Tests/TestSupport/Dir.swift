package import DeedCore
import Foundation
package import Testing

/// A directory of one test, removed with it: `let dir = try Dir()`, `try dir.create("合同.txt", "…")`, `dir.deedbox("list")`.
package final class Dir: Sendable {
    /// Its absolute path.
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "deedbox-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // Vault objects are read-only files; their directories are not, so they can go.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file, with the directories above it.
    @discardableResult
    package func create(_ name: String, _ bytes: [UInt8]) throws -> String {
        let target = URL(filePath: file(name))
        try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: target)
        return file(name)
    }

    /// Writes a text file in UTF-8.
    @discardableResult
    package func create(_ name: String, _ text: String) throws -> String { try create(name, Array(text.utf8)) }

    /// The bytes of a file.
    package func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: file(name)))) }

    /// Changes a file with a script for `sed`, and makes sure that it is changed: what a pattern finds may depend on the hour.
    package func edit(_ name: String, _ script: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let before = try bytes(name)
        try shell("sed -i '\(script)' '\(name)'").expect(sourceLocation: sourceLocation)
        #expect(try bytes(name) != before, "\(script) changed nothing in \(name)", sourceLocation: sourceLocation)
    }

    /// `deedbox` with arguments, run in this directory.
    package func deedbox(_ arguments: String...) -> TestCommand { TestCommand("deedbox", arguments, in: self) }

    /// `deedbox` with arguments, run in this directory.
    package func deedbox(_ arguments: [String]) -> TestCommand { TestCommand("deedbox", arguments, in: self) }

    /// `deedbox-import` with arguments, run in this directory.
    package func deedboxImport(_ arguments: String...) -> TestCommand { TestCommand("deedbox-import", arguments, in: self) }

    /// A shell line, run in this directory; `$DEEDBOX` is the program.
    package func shell(_ line: String) -> TestCommand { TestCommand(path: "/bin/sh", ["-c", line], in: path, keeping: self) }
}

/// How a program ended and what it wrote.
package struct Ended: Sendable {
    /// The exit code; 128 + number after a signal, as a shell says it.
    package var code: Int32
    package var out: [UInt8]
    package var err: [UInt8]

    /// An end that somebody noted.
    package init(code: Int32, out: [UInt8], err: [UInt8]) {
        self.code = code
        self.out = out
        self.err = err
    }

    /// Standard output as text.
    package var text: String { String(decoding: out, as: UTF8.self) }

    /// Standard error as text.
    package var errorText: String { String(decoding: err, as: UTF8.self) }

    /// The lines of standard output.
    package var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }

    /// Standard output as JSON.
    package var json: JSON { get throws { try #require(JSON(parsing: out), "no JSON: \(text)") } }

    /// The `error` object of standard error.
    package var error: JSON { get throws { try #require(JSON(parsing: err)?["error"], "no error: \(errorText)") } }
}

/// Where the built programs are: beside the test runner, or where `DEEDBOX_BIN` points.
package enum Built {
    /// The directory.
    package static let directory: String = {
        if let given = ProcessInfo.processInfo.environment["DEEDBOX_BIN"] { return given }
        let runner = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: runner ?? CommandLine.arguments[0]).deletingLastPathComponent().path(percentEncoded: false)
    }()

    /// The path of a program.
    package static func program(_ name: String) -> String { directory + (directory.hasSuffix("/") ? "" : "/") + name }
}
