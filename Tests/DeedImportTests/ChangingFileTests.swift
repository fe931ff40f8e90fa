import DeedCore
import DeedSystem
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DeedImport

/// A scanner, an editor or a copy goes on writing while the file is read.
@Suite("Files that change while they are read") struct ChangingFileTests {
    let dir: Dir
    let path: String
    /// More than one read takes, so that the change falls between two of them.
    static let pages = [UInt8](repeating: 0x41, count: 9 << 20)

    init() throws {
        dir = try Dir()
        path = dir.path + "/扫描合同.pdf"
        try Data(ChangingFileTests.pages).write(to: URL(fileURLWithPath: path))
    }

    /// Reads the file; after its `n`th block, counted over all readings, `change` is done.
    private func take(_ change: @escaping @Sendable (FileHandle, Int) throws -> Void) throws -> ImportedLeaf.Outcome {
        let blocks = Mutex(0)
        let writer = try #require(FileHandle(forUpdatingAtPath: path))
        let intake = FileIntake(
            buffers: ReadBuffers(), stage: nil, isKnown: { _ in false },
            count: { _ in
                let block = blocks.withLock {
                    $0 += 1
                    return $0
                }
                do { try change(writer, block) } catch { Issue.record(error) }
            }, isStopped: { false })
        return try intake.take(try SourceReader(path: Array(path.utf8)))
    }

    /// The file's hash as coreutils sees it.
    private func hash() throws -> ObjectID? {
        ObjectID(hex: try dir.shell("sha256sum 扫描合同.pdf").expect().text.prefix(64))
    }

    @Test("Changed once, grown or overwritten in place: what is taken is what it was at one moment", arguments: [true, false])
    func once(grows: Bool) throws {
        let outcome = try take { writer, block in
            guard block == 1 else { return }
            if grows { try writer.seekToEnd() } else { try writer.seek(toOffset: 3) }
            try writer.write(contentsOf: Data("又一页".utf8))
        }
        guard case .taken(let object, let size) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(size == Int64(ChangingFileTests.pages.count + (grows ? 9 : 0)))
        #expect(try object == hash())
    }

    @Test("Written to for ever: it is rejected as changed, and nothing is taken")
    func always() throws {
        let outcome = try take { writer, block in
            try writer.seek(toOffset: UInt64(block))
            try writer.write(contentsOf: Data("改".utf8))
        }
        guard case .rejected(let rejection) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(rejection.reason == "changed")
    }

    @Test("Cut while it is read: what is taken is what is left")
    func cut() throws {
        let outcome = try take { writer, block in if block == 1 { try writer.truncate(atOffset: 5) } }
        guard case .taken(let object, 5) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try object == hash())
    }

    @Test(
        "What systems and programs leave behind is passed over",
        arguments: [
            ("资料/~$合同.docx", true), ("资料/._合同.pdf", true), ("资料/.~lock.合同.odt#", true), ("资料/.合同.txt.swp", true),
            ("资料/@eaDir/合同.txt@SynoResource", true), ("资料/ehthumbs.db", true), ("资料/.Trashes/合同.txt", true),
            ("资料/Thumbs.db", true), ("资料/合同~.docx", false), ("资料/合同._1.pdf", false), ("资料/合同.swp", false),
        ])
    func leftovers(path: String, isLeftover: Bool) { #expect(ImportPath.isSystemFile(path) == isLeftover) }
}
