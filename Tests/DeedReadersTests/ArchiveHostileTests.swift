import DeedCore
import DeedExtract
import TestSupport
import Testing

/// Archives made to harm: everything is refused or failed one by one, and the rest goes in.
@Suite struct ArchiveHostileTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    @Test func `Names that lead out are refused one by one`() throws {
        let zip = ZipWriter.zip([
            .init("合同.txt", "甲"), .init("../../etc/cron.d/x", "x"), .init("合同/../../y", "x"), .init("/etc/passwd", "x"),
            .init("C:\\Windows\\x.dll", "x"), .init("..\\..\\x", "x"), .init("\\\\server\\x", "x"), .init("合同/..", "x"),
            .init("合同..txt", "乙"), .init("...", "丙"), .init("a/../合同8.txt", "丁"),
        ])
        let result = try extractor.unpacked(zip)
        #expect(
            result.items.map(\.refusal) == [
                nil, "path-escapes", "path-escapes", nil, nil, "path-escapes", nil, "path-escapes", nil, nil, nil,
            ])
        // What leads nowhere outside comes in without what made it absolute, and the archive's line says so.
        #expect(["etc/passwd", "Windows/x.dll", "x", "合同8.txt"].allSatisfy { result.paths.contains($0) })
        #expect(result.end.detail == "whole-paths")
        #expect(result.text("合同.txt") == "甲")
        #expect(result.text("合同..txt") == "乙")
        #expect(result.end.state == .read)
    }

    @Test func `Links, devices and pipes are refused, files behind them come`() throws {
        let name = { (text: String) in Array(text.utf8) }
        let tar = TarWriter.tar([
            TarWriter.entry(name("甲.txt"), "甲"), TarWriter.entry(name("软.txt"), type: "2", link: "/etc/passwd"),
            TarWriter.entry(name("硬.txt"), type: "1", link: "甲.txt"), TarWriter.entry(name("字符"), type: "3"),
            TarWriter.entry(name("块"), type: "4"), TarWriter.entry(name("管"), type: "6"), TarWriter.entry(name("夹/"), type: "5"),
            TarWriter.entry(name("乙.txt"), "乙"),
        ])
        let result = try extractor.unpacked(tar, name: "资料.tar")
        #expect(result.paths == ["甲.txt", "软.txt", "硬.txt", "字符", "块", "管", "乙.txt"])
        #expect(result.items.map(\.refusal) == [nil, "link", "link", "device", "device", "device", nil])
        #expect(result.text("乙.txt") == "乙")
        var link = ZipWriter.Entry("软.txt", "/etc/passwd")
        link.mode = 0o120777
        let zip = try extractor.unpacked(ZipWriter.zip([link, .init("乙.txt", "乙")]))
        #expect(zip.items.map(\.refusal) == ["link", nil])
    }

    @Test func `A bomb fails at the ratio and the entries behind it come`() throws {
        let zip = try Tool.make(
            "head -c 400000000 /dev/zero > 炸弹.bin && printf 乙 > 后.txt && bsdtar --format zip -cf r 炸弹.bin 后.txt", result: "r")
        let result = try extractor.unpacked(zip, keep: 16)
        #expect(result.reason("炸弹.bin") == "too-large")
        #expect((result["炸弹.bin"]?.length ?? .max) < 160 << 20)
        #expect(result.text("后.txt") == "乙")
        #expect(result.end.state == .read)
        let stream = try Tool.make("head -c 400000000 /dev/zero | gzip > r", result: "r")
        let single = try extractor.unpacked(stream, name: "炸弹.gz", keep: 16)
        #expect(single.reason("炸弹") == "too-large")
        #expect(single.end.state == .limit)
    }

    @Test func `A sparse file is not blown up beyond the ratio`() throws {
        let tar = try Tool.make("truncate -s 3G 稀疏.bin && tar --sparse -cf r 稀疏.bin", result: "r")
        let result = try extractor.unpacked(tar, name: "稀疏.tar", keep: 16)
        #expect(result.reason("稀疏.bin") == "too-large")
    }

    @Test func `A gz that holds a gz is unpacked one level`() throws {
        let nested = try Tool.make("printf 甲 | gzip | gzip | gzip > r", result: "r")
        let result = try extractor.unpacked(nested, name: "层.gz.gz.gz")
        #expect(result.paths == ["层.gz.gz"])
        let inner = try extractor.unpacked(result.items.first?.bytes ?? [], name: "层.gz.gz")
        #expect(inner.paths == ["层.gz"])
        #expect(inner.end.state == .read)
    }

    @Test func `A zip cut off keeps what came before`() throws {
        let entries = (1...5).map { ZipWriter.Entry("合同\($0).txt", String(repeating: "条款\($0)", count: 2000)) }
        let whole = ZipWriter.zip(entries, directory: false)
        let result = try extractor.unpacked(Array(whole.prefix(whole.count - 15_000)))
        #expect(result.end.state == .damaged)
        #expect(result.items.prefix(3).allSatisfy { $0.end == .complete(bytes: 14_000) })
        #expect(result.items.last?.end != .complete(bytes: 14_000))
        let noEnd = try extractor.unpacked(whole)
        #expect(noEnd.items.count == 5)
        #expect(noEnd.end.state == .damaged)
    }

    @Test func `A tar cut off keeps what came before`() throws {
        let bytes = try Tool.make(
            "for i in 1 2 3 4; do head -c 100000 /dev/urandom > 合同$i.bin; done && tar -czf r 合同*.bin", result: "r")
        let result = try extractor.unpacked(Array(bytes.prefix(bytes.count * 8 / 10)), name: "资料.tar.gz")
        #expect(result.end.state == .damaged)
        for number in 1...3 { #expect(result["合同\(number).bin"]?.end == .complete(bytes: 100_000)) }
        #expect(result.reason("合同4.bin") == "damaged")
        #expect(result.end.unread == nil)
    }

    @Test func `A wrong checksum fails its entry only`() throws {
        var wrong = ZipWriter.Entry("坏.txt", "改过的内容")
        wrong.checksum = 0x1234_5678
        let result = try extractor.unpacked(ZipWriter.zip([.init("前.txt", "甲"), wrong, .init("后.txt", "乙")]))
        #expect(result.text("前.txt") == "甲")
        #expect(result.reason("坏.txt") == "damaged")
        #expect(result.text("后.txt") == "乙")
    }

    @Test func `A broken stream inside a zip fails its entry, and the entries behind it come`() throws {
        var broken = ZipWriter.Entry("坏.txt", "")
        broken.method = 8
        broken.data = Array(repeating: 0xFF, count: 4000)
        broken.plainSize = 9000
        let result = try extractor.unpacked(
            ZipWriter.zip([.init("前.txt", "甲"), broken, .init("中.txt", "丙"), broken, .init("后.txt", "乙")]))
        #expect(result.text("前.txt") == "甲")
        #expect(result.reason("坏.txt") == "damaged")
        #expect(result.text("中.txt") == "丙")
        #expect(result.text("后.txt") == "乙")
        #expect(result.end.entries == 5)
        #expect(result.end.state == .read)
    }

    @Test func `An unknown compression method is unsupported`() throws {
        var odd = ZipWriter.Entry("旧.txt", "x")
        odd.method = 6
        let result = try extractor.unpacked(ZipWriter.zip([odd, .init("后.txt", "乙")]))
        #expect(result.reason("旧.txt") == "unsupported")
        #expect(result.text("后.txt") == "乙")
    }

    @Test func `Encrypted entries are locked, the others come`() throws {
        guard Tool.path("7zz") != nil else { return Tool.skip("7zz not installed") }
        let mixed = try Tool.make(
            "printf 甲 > 开.txt && printf 乙 > 密.txt && 7zz a -tzip -p123 r.zip 密.txt && 7zz a -tzip r.zip 开.txt && mv r.zip r",
            result: "r")
        let result = try extractor.unpacked(mixed)
        #expect(result.reason("密.txt") == "encrypted")
        #expect(result.text("开.txt") == "甲")
        #expect(result.end.state == .read)
        for options in ["-tzip -p123", "-tzip -mem=AES256 -p123", "-t7z -p123", "-t7z -mhe=on -p123"] {
            let bytes = try Tool.make("printf 乙 > 密.txt && 7zz a \(options) r.x 密.txt && mv r.x r", result: "r")
            let locked = try extractor.unpacked(bytes)
            #expect(locked.end.state == .locked, "\(options): \(locked)")
            #expect(locked.items.allSatisfy { $0.end != .complete(bytes: 3) })
        }
    }

    @Test func `A dictionary larger than the limit is refused as such`() throws {
        var limits = ExtractLimits()
        limits.decompressorBytes = 64 << 20
        let bytes = try Tool.make("head -c 1000000 /dev/urandom > a && tar -cf - a | xz --lzma2=dict=512MiB -c > r", result: "r")
        let result = try Extractor.forTest(limits: limits).unpacked(bytes, name: "大.tar.xz")
        #expect(result.end.state == .limit)
        #expect(result.end.detail?.hasPrefix("dictionary-too-large") == true)
        #expect(try extractor.unpacked(bytes, name: "大.tar.xz").end.state == .read)
    }

    @Test func `Noise behind every signature ends, and no worker dies of it`() throws {
        let signatures: [[UInt8]] = [
            [0x50, 0x4B, 3, 4], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0],
            [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 1, 0], [0x1F, 0x8B, 8], [0x42, 0x5A, 0x68, 0x39],
            [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0],
            [0x28, 0xB5, 0x2F, 0xFD],
        ]
        var random = SystemRandomNumberGenerator()
        for signature in signatures {
            for length in [0, 7, 300, 5000] {
                let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
                let result = try extractor.unpacked(signature + noise, name: "噪.bin")
                #expect(!result.items.contains { $0.end == nil && $0.refusal == nil })
                #expect(result.end.detail?.contains("worker") != true, "\(signature) \(length): \(result.end)")
            }
        }
        #expect(try extractor.unpacked(Array("不是压缩包".utf8)).end.state == .damaged)
    }

    @Test func `Flipped bytes in an honest archive never lose an entry without a word`() throws {
        let entries = (1...20).map { ZipWriter.Entry("合同\($0).txt", "第\($0)条") }
        let honest = ZipWriter.zip(entries)
        var random = SplitMix(seed: 20260115)
        for _ in 0..<150 {
            var bytes = honest
            for _ in 0..<3 {
                bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(truncatingIfNeeded: 1 << (random.next() % 8))
            }
            let result = try extractor.unpacked(bytes)
            let whole = result.items.count { if case .complete = $0.end { true } else { false } }
            #expect(whole == 20 || result.end.state != .read || whole < result.items.count, "\(result.end)")
            #expect(result.end.detail?.contains("worker died") != true, "\(bytes)")
        }
    }
}
