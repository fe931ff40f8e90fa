import DeedCore
import DeedExtract
import TestSupport
import Testing

/// Archives in volumes and archives behind a program; formats beside the everyday ones; knowing entries again.
@Suite struct ArchiveVolumeTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    private static let made = "head -c 300000 /dev/urandom > 大.bin; printf '甲方：上海样例' > 合同.txt;"

    @Test(arguments: [
        ("7z", "7zz a -t7z -v64k r.7z 大.bin 合同.txt", "r.7z.*"), ("zip", "7zz a -tzip -v64k r.zip 大.bin 合同.txt", "r.zip.*"),
        ("zip", "zip -q -s 64k r.zip 大.bin 合同.txt", "r.z*"), ("zip", "zip -q -fz -s 64k r.zip 大.bin 合同.txt", "r.z*"),
        (
            "tar.gz", "tar -czf r.tar.gz 大.bin 合同.txt && split -b 64k -d -a 3 --numeric-suffixes=1 r.tar.gz r.tar.gz.",
            "r.tar.gz.*"
        ),
    ]) func `Volumes are one archive`(format: String, command: String, pattern: String) throws {
        let files = try Tool.files("\(ArchiveVolumeTests.made) \(command)", pattern)
        #expect(files.count >= 4, "\(files.map(\.name))")
        let result = try extractor.unpacked(files[0].bytes, volumes: files.dropFirst().map(\.bytes), name: files[0].name)
        #expect(result.format == format && result.end.state == .read, "\(result.end)")
        #expect(result.text("合同.txt") == "甲方：上海样例")
        #expect(result["大.bin"]?.end == .complete(bytes: 300_000))
    }

    @Test func `An encrypted zip in volumes opens`() throws {
        let files = try Tool.files("\(ArchiveVolumeTests.made) zip -q -s 64k -P pw r.zip 大.bin 合同.txt", "r.z*")
        let result = try extractor.unpacked(
            files[0].bytes, volumes: files.dropFirst().map(\.bytes), name: "r.zip", passwords: ["pw"])
        #expect(result.end.state == .read && result.text("合同.txt") == "甲方：上海样例", "\(result.end)")
    }

    @Test func `Volumes of RAR 4 and RAR 5 are one archive`() throws {
        let data = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let five = RarWriter.volumes5("合同.bin", data, size: 70_000)
        let new = try extractor.unpacked(five[0], volumes: Array(five.dropFirst()), name: "合同.part1.rar")
        #expect(new.end.state == .read && new["合同.bin"]?.bytes == data, "\(new.end) \(String(describing: new.items.first?.end))")
        let four = RarWriter.volumes4(Array("a.bin".utf8), data, size: 70_000)
        let old = try extractor.unpacked(four[0], volumes: Array(four.dropFirst()), name: "a.rar")
        #expect(old.end.state == .read && old["a.bin"]?.bytes == data, "\(old.end) \(String(describing: old.items.first?.end))")
    }

    @Test func `A volume that is missing at the end is damage behind what came before`() throws {
        let data = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        for volumes in [
            RarWriter.volumes5("b.bin", data, size: 70_000), RarWriter.volumes4(Array("b.bin".utf8), data, size: 70_000),
        ] {
            let result = try extractor.unpacked(volumes[0], volumes: [volumes[1]], name: "b.part1.rar")
            #expect(result.items.first?.end != .complete(bytes: 200_000), "\(result.end)")
            #expect(result.reason("b.bin") == "damaged" || result.end.state == .damaged, "\(result)")
        }
        let files = try Tool.files("\(ArchiveVolumeTests.made) zip -q -s 64k r.zip 大.bin 合同.txt", "r.z*")
        let short = [files[0]] + files.dropFirst(2)
        let zip = try extractor.unpacked(short[0].bytes, volumes: short.dropFirst().map(\.bytes), name: "r.zip")
        #expect(zip.end.state == .damaged && zip.end.detail?.contains("volumes") == true, "\(zip.end)")
        let seven = try Tool.files("\(ArchiveVolumeTests.made) 7zz a -t7z -v64k r.7z 大.bin 合同.txt", "r.7z.*")
        let cut = try extractor.unpacked(seven[0].bytes, volumes: [seven[1].bytes], name: "r.7z.001")
        #expect(cut.end.state == .damaged, "\(cut.end)")
    }

    @Test func `RAR 4 is read, with names in GBK and in UTF-8`() throws {
        let rar = RarWriter.rar4([(RawName.gbkSales, Array("甲".utf8)), (Array("readme.txt".utf8), Array("乙".utf8))])
        let result = try extractor.unpacked(rar, name: "资料.rar")
        #expect(result.format == "rar" && result.end.state == .read, "\(result.end)")
        #expect(result.text("销售合同.txt") == "甲" && result.text("readme.txt") == "乙", "\(result.paths)")
        var wrong = rar
        wrong[wrong.count - 8] ^= 1
        let broken = try extractor.unpacked(wrong, name: "资料.rar")
        #expect(broken.reason("readme.txt") == "damaged" && broken.text("销售合同.txt") == "甲", "\(broken)")
    }

    @Test func `A wrong byte in a RAR 5, and in a volume of either, is noticed`() throws {
        let data = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        var five = RarWriter.rar5([("甲.bin", data), ("乙.txt", Array("乙".utf8))])
        five[100_000] ^= 1
        #expect(try extractor.unpacked(five, name: "资料.rar").reason("甲.bin") == "damaged")
        for var volumes in [
            RarWriter.volumes5("a.bin", data, size: 70_000), RarWriter.volumes4(Array("a.bin".utf8), data, size: 70_000),
        ] {
            volumes[1][40_000] ^= 1
            let result = try extractor.unpacked(volumes[0], volumes: Array(volumes.dropFirst()), name: "a.part1.rar")
            #expect(result.reason("a.bin") == "damaged", "\(result.end) \(String(describing: result.items.first?.end))")
        }
    }

    @Test func `Archives that extract themselves are archives; other programs are files`() throws {
        func kind(_ bytes: [UInt8]) throws -> Bool {
            let file = try OpenFile(bytes)
            defer { withExtendedLifetime(file) {} }
            return extractor.identify(file.descriptor, name: "归档.exe").container
        }
        let seven = try Tool.make("printf 甲方 > 合同.txt; 7zz a -t7z r.7z 合同.txt; mv r.7z r", result: "r")
        let zip = ZipWriter.zip([.init("合同.txt", "甲方")])
        for archive in [seven, zip, RarWriter.rar("合同.txt", "甲方"), RarWriter.rar4([(Array("合同.txt".utf8), Array("甲方".utf8))])] {
            let program = ProgramWriter.program(before: archive)
            #expect(try kind(program))
            let result = try extractor.unpacked(program, name: "归档.exe")
            #expect(result.text("合同.txt") == "甲方" && result.end.state == .read, "\(result)")
        }
        #expect(try !kind(ProgramWriter.program(before: Array("设置数据".utf8))))
        #expect(try !kind(ProgramWriter.program(before: [UInt8](repeating: 0, count: 100) + zip)))
        #expect(try !kind([0x4D, 0x5A]))
    }

    @Test(arguments: [
        ("tar.lz4", "tar -cf - 合同.txt | lz4 -c > r"), ("tar.lz", "bsdtar --lzip -cf r 合同.txt"),
        ("tar.lzma", "tar -cf - 合同.txt | xz --format=lzma -c > r"),
        ("cpio", "bsdtar --format newc -cf r 合同.txt"), ("cpio", "bsdtar --format odc -cf r 合同.txt"),
        ("iso", "bsdtar --format iso9660 -cf r 合同.txt"), ("tar", "bsdtar --format ustar -cf r 合同.txt"),
        ("tar", "tar --format=gnu -cf r 合同.txt"), ("tar", "tar --format=v7 -cf r 合同.txt"),
        ("zip", "7zz a -tzip -mm=BZip2 r.zip 合同.txt && mv r.zip r"), ("zip", "7zz a -tzip -mm=LZMA r.zip 合同.txt && mv r.zip r"),
        ("zip", "7zz a -tzip -mm=PPMd r.zip 合同.txt && mv r.zip r"), ("zip", "7zz a -tzip -mm=Copy r.zip 合同.txt && mv r.zip r"),
        ("zip", "cat 合同.txt | zip -q -fz r.zip - && mv r.zip r"),
    ]) func `Less common formats and methods give their file`(format: String, command: String) throws {
        let bytes = try Tool.make(
            "for i in 1 2 3 4 5 6 7 8 9; do printf '甲方：上海样例有限公司 '; done > 合同.txt; \(command)", result: "r")
        let result = try extractor.unpacked(bytes, name: "资料.\(format)")
        #expect(result.format == format && result.end.state == .read, "\(result.end)")
        #expect(result.items.map { String(decoding: $0.bytes.prefix(6), as: UTF8.self) } == ["甲方"], "\(result)")
    }

    @Test func `Zstandard in a zip is read`() throws {
        let text = String(repeating: "甲方：上海样例 ", count: 30)
        var entry = ZipWriter.Entry("合同.txt", "")
        entry.data = try Tool.make("printf '\(text)' > a; bsdtar --zstd --format raw -cf r a", result: "r")
        (entry.method, entry.plainSize, entry.checksum) = (93, text.utf8.count, ZipWriter.crc(Array(text.utf8)))
        #expect(try extractor.unpacked(ZipWriter.zip([entry])).text("合同.txt") == text)
    }

    @Test func `Deflate64 in a zip is refused by name, the rest comes`() throws {
        let bytes = try Tool.make(
            "head -c 90000 /dev/zero > 大.bin; printf 乙 > 合同.txt; 7zz a -tzip -mm=Deflate64 r.zip 大.bin; 7zz a -tzip r.zip 合同.txt; mv r.zip r",
            result: "r")
        let result = try extractor.unpacked(bytes)
        #expect(result.reason("大.bin") == "unsupported" && result.text("合同.txt") == "乙", "\(result)")
    }

    @Test func `What the caller knows is not unpacked again, and what it does not know is`() throws {
        var marked = ZipWriter.Entry("空白.txt", "")
        marked.data = []
        let zip = ZipWriter.zip([.init("一.txt", "甲"), .init("二.txt", "乙"), .init("../三", "x"), marked, .init("四.txt", "丁")])
        var asked: [String] = []
        let result = try extractor.unpacked(zip) { entry in
            asked.append(entry.path)
            #expect(entry.crc32 != nil && entry.size != nil && entry.modified != nil)
            return entry.path == "二.txt" && entry.crc32 == ZipWriter.crc(Array("乙".utf8))
        }
        #expect(asked == ["一.txt", "二.txt", "空白.txt", "四.txt"])
        #expect(result.items.map(\.end) == [.complete(bytes: 3), .unchanged, nil, .complete(bytes: 0), .complete(bytes: 3)])
        #expect(result["二.txt"]?.length == 0 && result.text("四.txt") == "丁" && result.end.state == .read)
    }
}
