import DeedSystem
import Testing

@testable import DeedReaders

/// Which entries of a zip are inflated whole, and which are left to libarchive.
@Suite("Plain entries of a zip")
struct ArchiveZipWholeTests {
    /// What the first entry of a zip comes to; `nil` when it is left to libarchive.
    private func first(_ zip: [UInt8], limit: Int = 64 << 20) throws -> [UInt8]? {
        let file = try OpenFile(zip)
        let source = ArchiveSource(descriptors: [file.descriptor])
        let directory = try #require(ArchiveZipDirectory(source, limit: 100))
        let record = try #require(directory.record(0))
        let whole = try #require(ArchiveZipWhole(source))
        return whole.bytes(record, limit: limit).map { Array($0) }
    }

    private static let text = Array(String(repeating: "第一条 保修期为验收合格后二十四个月。", count: 400).utf8)

    /// A deflated entry whose directory and header say the same; `change` makes it something else.
    private func deflated(_ change: (inout ZipWriter.Entry) -> Void = { _ in }) -> [UInt8] {
        var entry = ZipWriter.Entry("合同/HT-2024-0031 保修条款.txt", "")
        entry.data = ZipFixture.deflate(ArchiveZipWholeTests.text)
        entry.method = 8
        entry.plainSize = ArchiveZipWholeTests.text.count
        entry.checksum = ZipWriter.crc(ArchiveZipWholeTests.text)
        change(&entry)
        return ZipWriter.zip([entry])
    }

    @Test("Stored and deflated, with and without a field behind the name, short or long")
    func plain() throws {
        #expect(try first(ZipWriter.zip([.init("质保卡.txt", "质保三年")])) == Array("质保三年".utf8))
        #expect(try first(deflated()) == ArchiveZipWholeTests.text)
        #expect(try first(deflated { $0.extra = [UInt8](repeating: 0, count: 40) }) == ArchiveZipWholeTests.text)
        #expect(try first(deflated { $0.extra = [UInt8](repeating: 0, count: 4000) }) == ArchiveZipWholeTests.text)
    }

    @Test("One after the other in the same memory, large ones before small ones and behind them")
    func several() throws {
        var zip = ZipFixture()
        let contents = [70_000, 3, 900_000, 1, 200_000].map { size in (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) } }
        for (at, content) in contents.enumerated() { zip.add("合同 \(at).bin", content, deflated: at != 3) }
        let file = try OpenFile(zip.finished())
        let source = ArchiveSource(descriptors: [file.descriptor])
        let directory = try #require(ArchiveZipDirectory(source, limit: 100))
        let whole = try #require(ArchiveZipWhole(source))
        for (at, content) in contents.enumerated() {
            #expect(whole.bytes(try #require(directory.record(at)), limit: 1 << 20).map { Array($0) } == content)
        }
    }

    @Test("A wrong checksum, a stream that is cut, too long, too short, or followed by more: libarchive says what is wrong")
    func damaged() throws {
        #expect(try first(deflated { $0.checksum = 1 }) == nil)
        #expect(try first(deflated { $0.data.removeLast(9) }) == nil)
        #expect(try first(deflated { $0.data += [1, 2, 3] }) == nil)
        #expect(try first(deflated { $0.plainSize = ArchiveZipWholeTests.text.count - 1 }) == nil)
        #expect(try first(deflated { $0.plainSize = ArchiveZipWholeTests.text.count + 1 }) == nil)
        #expect(try first(deflated { $0.data = Array("这不是压缩数据，只是文字".utf8) }) == nil)
        #expect(
            try first(
                ZipWriter.zip(
                    [ZipWriter.Entry("甲.txt", "甲")].map { entry in
                        var entry = entry
                        entry.plainSize = 7
                        return entry
                    })) == nil)
    }

    @Test("An encrypted entry, another method, an empty or a large one are libarchive's")
    func others() throws {
        #expect(try first(deflated { $0.flags = 1 }) == nil)
        #expect(try first(deflated { $0.method = 9 }) == nil)
        #expect(try first(deflated { $0.plainSize = 0 }) == nil)
        #expect(try first(deflated(), limit: ArchiveZipWholeTests.text.count - 1) == nil)
        #expect(try first(deflated { $0.plainSize = ArchiveZipWhole.largest + 1 }) == nil)
        #expect(try first(deflated { $0.plainSize = 0xFFFF_FFFF }) == nil)
    }

    @Test("A header in front of the data that says something else than the directory, or is not there")
    func headers() throws {
        let honest = deflated()
        // Signature, flags, method, checksum, both sizes, length of the name, the name.
        for at in [0, 6, 8, 14, 18, 22, 26, 30] {
            var changed = honest
            changed[at] ^= 1
            #expect(try first(changed) == nil, "byte \(at)")
        }
        // The date is nobody's business here.
        var dated = honest
        dated[12] ^= 1
        #expect(try first(dated) == ArchiveZipWholeTests.text)
    }

    @Test("With the sums behind the data the directory is believed, and the bytes are checked all the same")
    func sumsBehind() throws {
        var zip = deflated { $0.flags = 8 }
        for at in 14..<26 { zip[at] = 0 }
        #expect(try first(zip) == ArchiveZipWholeTests.text)
        var wrong = deflated {
            $0.flags = 8
            $0.checksum = 99
        }
        for at in 14..<26 { wrong[at] = 0 }
        #expect(try first(wrong) == nil)
    }
}
