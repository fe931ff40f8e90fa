import DeedCore
import DeedExtract
import Testing

/// A tar in a gzip: inflated by zlib, told apart by libarchive.
@Suite struct ArchiveGzipTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    /// Makes `t`, each time the same: a scan that does not compress, a text that does, an empty file and zeros.
    private static let files = """
        python3 -c 'import random; random.seed(3); open("扫描件.pdf", "wb").write(random.randbytes(300000))' &&
        seq 1 60000 > 条款.txt && : > 空.txt && head -c 70000 /dev/zero > 零.bin &&
        tar --mtime=@1700000000 --owner=0 --group=0 --mode=644 -cf t 扫描件.pdf 条款.txt 空.txt 零.bin
        """

    /// What was unpacked, and what a plain tar of the same gives.
    private func expectWhole(_ gzip: [UInt8], like tar: [UInt8], _ what: String) throws {
        let plain = try extractor.unpacked(tar, name: "资料.tar")
        let result = try extractor.unpacked(gzip, name: "资料.tar.gz")
        #expect(result.end.state == .read && plain.items.count == 4, "\(what): \(result.end)")
        #expect(result.paths == plain.paths && result.items.map(\.bytes) == plain.items.map(\.bytes), "\(what)")
    }

    @Test func `Members one behind the other are one stream, wherever one ends`() throws {
        let tar = try Tool.make("\(Self.files)\nmv t r", result: "r")
        for (name, script) in [
            (
                "members of any size, some of them empty",
                """
                import gzip, random
                random.seed(5)
                data, out, at = open("t", "rb").read(), b"", 0
                while at < len(data):
                    end = at + random.choice([0, 1, 13, 700, 5000, 40000, 131072])
                    out += gzip.compress(data[at:end], random.choice([0, 1, 6, 9]))
                    at = end
                open("r", "wb").write(out)
                """
            ),
            (
                "members that end around the end of a block that is read",
                """
                import gzip
                data, out, at = open("t", "rb").read(), b"", 0
                for block in (1, 2):
                    for behind in (-9, -8, -1, 0, 1, 2, 9, 10, 18):
                        size = block * 131072 + behind - len(out) - 23
                        if size <= 0: continue
                        part = data[at:at + size]
                        out += b"\\x1f\\x8b\\x08\\0\\0\\0\\0\\0\\0\\xff" + b"".join(
                            bytes([0]) + len(c).to_bytes(2, "little") + (65535 - len(c)).to_bytes(2, "little") + c
                            for c in [part[i:i + 65535] for i in range(0, len(part), 65535)]) + b"\\1\\0\\0\\xff\\xff"
                        import zlib
                        out += zlib.crc32(part).to_bytes(4, "little") + len(part).to_bytes(4, "little")
                        at += size
                open("r", "wb").write(out + gzip.compress(data[at:]))
                """
            ),
            (
                "a header with all its fields",
                """
                import struct, zlib
                data = open("t", "rb").read()
                packer = zlib.compressobj(6, zlib.DEFLATED, -15)
                head = b"\\x1f\\x8b\\x08\\x1e" + struct.pack("<IBB", 1700000000, 0, 3)
                head += struct.pack("<H", 300) + b"x" * 300 + "合同.tar".encode("gb18030") + b"\\0" + b"a comment" * 100 + b"\\0"
                head += struct.pack("<H", zlib.crc32(head) & 0xffff)
                open("r", "wb").write(
                    head + packer.compress(data) + packer.flush() + struct.pack("<II", zlib.crc32(data), len(data)))
                """
            ),
            (
                "something else behind the last member",
                """
                import gzip
                open("r", "wb").write(gzip.compress(open("t", "rb").read()) + bytes(5000) + b"\\x1fnotes")
                """
            ),
        ] {
            let gzip = try Tool.make("\(Self.files)\npython3 - <<'END'\n\(script)\nEND", result: "r")
            try expectWhole(gzip, like: tar, name)
        }
    }

    @Test func `An old tar and what is no tar`() throws {
        let old = try Tool.make("printf 甲 > a.txt && tar --format=v7 -czf r a.txt", result: "r")
        #expect(try extractor.unpacked(old, name: "旧.tar.gz").text("a.txt") == "甲")
        let text = try Tool.make("seq 1 5000 > 清单.txt && touch -d @1700000000 清单.txt && gzip -c 清单.txt > r", result: "r")
        let single = try extractor.unpacked(text, name: "清单.txt.gz")
        #expect(single.paths == ["清单.txt"] && single.items.first?.modified?.milliseconds == 1_700_000_000_000)
        let cut = try extractor.unpacked(Array(text.dropLast(5)), name: "清单.txt.gz")
        #expect(cut.end.state == .damaged && cut.items.first?.bytes == single.items.first?.bytes)
    }

    @Test func `A byte that was changed anywhere is found, or changes nothing`() throws {
        let gzip = try Tool.make(
            "yes 保修期自验收之日起 | head -n 40 > 合同.txt && printf 乙 > 乙.txt && tar -cf - 合同.txt 乙.txt | gzip -9n > r", result: "r")
        let whole = try extractor.unpacked(gzip, name: "资料.tar.gz")
        #expect(whole.end.state == .read && whole.items.count == 2)
        var found = 0
        for at in 10..<gzip.count {
            var changed = gzip
            changed[at] ^= 0x04
            let result = try extractor.unpacked(changed, name: "资料.tar.gz")
            if result.end.state == .damaged { found += 1 }
            #expect(
                result.end.state == .damaged || result.items.map(\.bytes) == whole.items.map(\.bytes), "byte \(at): \(result.end)"
            )
        }
        #expect(found >= gzip.count - 12)
    }

    @Test func `Cut off anywhere: what came before is right, and the archive is told to be damaged`() throws {
        let gzip = try Tool.make("\(Self.files)\ngzip -c t > r", result: "r")
        let whole = try extractor.unpacked(gzip, name: "资料.tar.gz")
        let cuts = Array(stride(from: 20, to: gzip.count, by: gzip.count / 23)) + (1...12).map { gzip.count - $0 }
        for cut in cuts {
            let result = try extractor.unpacked(Array(gzip.prefix(cut)), name: "资料.tar.gz")
            #expect(result.end.state == .damaged, "\(cut) of \(gzip.count): \(result.end)")
            for (item, expected) in zip(result.items, whole.items) {
                #expect(item.bytes == Array(expected.bytes.prefix(item.bytes.count)), "\(cut)")
                if case .complete = item.end { #expect(item.bytes == expected.bytes) }
            }
        }
        // Cut behind the last file's last byte nothing is lost, but nobody can say so.
        let last = try extractor.unpacked(Array(gzip.dropLast()), name: "资料.tar.gz")
        #expect(last.items.map(\.bytes) == whole.items.map(\.bytes) && last.end.detail?.contains("truncated") == true)
    }
}
