import DeedCore
import Foundation
import Synchronization
import Testing

/// The corpora that fuzzing has gathered, and every input that once broke something, without a fuzzer: what is kept stays mended.
@Suite("Kept inputs of the fuzzer")
struct CorpusTests {
    /// `tools/fuzz`.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The libraries behind the readers count on one thread, as in the worker.
    private static let oneAtATime = Mutex(())

    @Test("a target takes every input that is kept for it", arguments: FuzzTarget.allCases)
    func replay(target: FuzzTarget) throws {
        let folder = CorpusTests.root.appending(path: "corpus/\(target.rawValue)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files.sorted(by: { $0.path < $1.path }) {
            let bytes = Array(try Data(contentsOf: file))
            #expect(throws: Never.self, "\(target.rawValue)/\(file.lastPathComponent)") {
                try CorpusTests.oneAtATime.withLock { _ in
                    try FuzzTarget.prepare()
                    try bytes.withUnsafeBytes { try target.run($0) }
                }
            }
        }
    }

    @Test("every folder of inputs belongs to a target, and stays small")
    func folders() throws {
        let corpus = CorpusTests.root.appending(path: "corpus")
        let names = try FileManager.default.contentsOfDirectory(atPath: corpus.path(percentEncoded: false))
        #expect(Set(names) == Set(FuzzTarget.allCases.map(\.rawValue)))
        for name in names {
            let folder = corpus.appending(path: name)
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.fileSizeKey])
            let sizes = try files.map { try $0.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0 }
            #expect(sizes.reduce(0, +) <= 128 << 10, "\(name)")
        }
    }
}
