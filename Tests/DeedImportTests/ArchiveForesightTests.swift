import Foundation
import Glibc
import Testing

@testable import DeedImport

@Suite("What a person has named, before the vault is opened")
struct ArchiveForesightTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "deedbox-foresight-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    @Test("A file that begins like an archive, and nothing else; a pipe is not waited for")
    func looks() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let zip = try file("归档.zip", [0x50, 0x4B, 3, 4, 20, 0])
        #expect(ArchiveForesight.looksLikeContainer(zip))
        #expect(!ArchiveForesight.looksLikeContainer(try file("合同.pdf", Array("%PDF-1.7".utf8))))
        #expect(!ArchiveForesight.looksLikeContainer(try file("空白.zip", [])))
        #expect(!ArchiveForesight.looksLikeContainer(folder))
        #expect(!ArchiveForesight.looksLikeContainer(folder + "/没有.zip"))
        #expect(symlink(zip, folder + "/快捷方式.zip") == 0)
        #expect(!ArchiveForesight.looksLikeContainer(folder + "/快捷方式.zip"))
        #expect(mkfifo(folder + "/管道.zip", 0o600) == 0)
        #expect(!ArchiveForesight.looksLikeContainer(folder + "/管道.zip"))
    }
}
