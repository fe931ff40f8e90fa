import DeedCore
@testable import DeedExtract
import DeedSystem
import DeedText
import Glibc
import Testing

/// A file that exists only as long as its descriptor.
final class OpenFile: Sendable {
    let descriptor: Int32

    init(_ bytes: [UInt8]) throws {
        var path = Array("/tmp/deedbox-test-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        try #require(descriptor >= 0)
        unlink(path)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent) }
            try #require(count > 0)
            sent += count
        }
    }

    convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

    deinit { _ = close(descriptor) }
}

/// What unpacking told, put together.
struct Unpacked {
    struct Item: Equatable {
        var path: String
        var refusal: String?
        var crc32: UInt32?
        var modified: Instant?
        var bytes: [UInt8] = []
        var length = 0
        var end: EntryEnd?
    }

    var items: [Item] = []
    var sample: [String] = []
    var format = ""
    var end = ArchiveEnd(format: "", entries: 0, state: .damaged)

    var paths: [String] { items.map(\.path) }

    subscript(path: String) -> Item? { items.first { $0.path == path } }

    func reason(_ path: String) -> String? {
        if let refusal = self[path]?.refusal { return refusal }
        guard case .failed(let reason, _) = self[path]?.end else { return nil }
        return reason
    }

    /// The detail of an entry that failed.
    func detail(_ path: String) -> String? {
        guard case .failed(_, let detail) = self[path]?.end else { return nil }
        return detail
    }

    /// Whether the entry came whole, and what it says.
    func text(_ path: String) -> String? {
        guard let item = self[path], case .complete = item.end else { return nil }
        return String(decoding: item.bytes, as: UTF8.self)
    }
}

extension Extractor {
    /// Workers for a test.
    static func forTest(
        workers: Int = 1, limits: ExtractLimits = ExtractLimits(), observe: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
    ) throws -> Extractor {
        try Extractor(executable: nil, workers: workers, limits: limits, walls: .full, observe: observe)
    }

    /// Unpacks bytes, or volumes, and keeps everything but what is beyond `keep` bytes of an entry.
    func unpacked(
        _ bytes: [UInt8], volumes: [[UInt8]] = [], name: String = "资料.zip", names: TextCharset? = nil, budget: Int64? = nil,
        passwords: [String] = [], keep: Int = 1 << 20, knows: ((ArchiveEntry) -> Bool)? = nil
    ) throws -> Unpacked {
        let file = try OpenFile(bytes)
        let others = try volumes.map { try OpenFile($0) }
        defer { withExtendedLifetime((file, others)) {} }
        var archive = ArchiveFile(file.descriptor, name: name)
        archive.volumes = others.map(\.descriptor)
        (archive.names, archive.budget) = (names, budget)
        archive.passwords = ArchivePasswords(passwords)
        archive.spoolFolder = "/tmp"
        var result = Unpacked()
        result.end = try unpack(archive, knows: knows) { event in
            switch event {
            case .started(let format, _, let sample): (result.format, result.sample) = (format, sample)
            case .entry(let entry):
                result.items.append(
                    Unpacked.Item(
                        path: entry.path, refusal: entry.refusal, crc32: entry.crc32, modified: entry.modified))
            case .bytes(let bytes):
                let at = result.items.count - 1
                result.items[at].length += bytes.count
                result.items[at].bytes += bytes.prefix(max(0, keep - result.items[at].bytes.count))
            case .again:
                let at = result.items.count - 1
                (result.items[at].bytes, result.items[at].length) = ([], 0)
            case .entryEnd(let end): result.items[result.items.count - 1].end = end
            }
        }
        return result
    }
}

/// Runs a tool of the machine in a folder of its own and returns what it wrote there; `nil` when the tool is not installed.
enum Tool {
    static func path(_ name: String) -> String? {
        ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + name }.first { access($0, X_OK) == 0 }
    }

    /// Says in the test's output that something could not be tried.
    static func skip(_ reason: String) { print("SKIPPED: \(reason)") }

    /// Files that a shell script leaves in a fresh folder, as a pattern of the shell names them, in the order of their names.
    static func files(_ script: String, _ pattern: String) throws -> [(name: String, bytes: [UInt8])] {
        let tar = try make("\(script)\n tar --format=gnu -cf .r $(ls \(pattern) | LC_ALL=C sort)", result: ".r")
        var files: [(String, [UInt8])] = []
        var at = 0
        while at + 512 <= tar.count, tar[at] != 0 {
            let name = String(decoding: tar[at..<at + 100].prefix { $0 != 0 }, as: UTF8.self)
            let size = try #require(Int(String(decoding: tar[at + 124..<at + 135], as: UTF8.self), radix: 8))
            files.append((name, Array(tar[at + 512..<at + 512 + size])))
            at += 512 + (size + 511) / 512 * 512
        }
        return files
    }

    /// A shell script run in a fresh folder; the bytes of the file `result` it leaves there.
    static func make(_ script: String, result: String) throws -> [UInt8] {
        var pattern = Array("/tmp/deedbox-test-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&pattern).map { String(cString: $0) })
        let null = open("/dev/null", O_RDONLY)
        defer { _ = close(null) }
        let output = try ChildProcess.capture(
            "/bin/sh",
            arguments: [
                "-c", "cd '\(folder)' && { \(script)\n} >/dev/null && cat '\(result)'; code=$?; rm -rf '\(folder)'; exit $code",
            ],
            environment: ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"], input: null, seconds: 120, outputBytes: 1 << 30)
        try #require(output.end.exit == 0, "\(String(decoding: output.errors, as: UTF8.self))")
        return output.output
    }
}
