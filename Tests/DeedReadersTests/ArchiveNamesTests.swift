import DeedCore
import DeedExtract
import DeedText
import Testing

/// Names of entries in every charset that bulk archives come in.
@Suite struct ArchiveNamesTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    @Test func `GBK names of a zip without marks are decided together and shown`() throws {
        let zip = ZipWriter.zip([.init(RawName.gbk, "一"), .init(RawName.gbkSales, "二"), .init("readme.txt", "three")])
        let result = try extractor.unpacked(zip)
        #expect(result.paths == ["合同/质保卡.txt", "销售合同.txt", "readme.txt"])
        #expect(result.end.names == .gb18030)
        #expect(result.sample.contains("销售合同.txt"))
        #expect(result.text("合同/质保卡.txt") == "一")
    }

    @Test func `Big5 names are told from GBK`() throws {
        let big5 = [RawName.big5, RawName.big5Backslash].map { ZipWriter.Entry($0, "甲") }
        let result = try extractor.unpacked(ZipWriter.zip(big5))
        #expect(result.end.names == .big5)
        #expect(result.paths == ["買賣合約.txt", "許功蓋.txt"])
    }

    @Test func `A wrong decision is put right by hand`() throws {
        let zip = ZipWriter.zip([.init(RawName.gbkSales, "二")])
        #expect(try extractor.unpacked(zip, names: .gb18030).paths == ["销售合同.txt"])
        #expect(try extractor.unpacked(zip, names: .big5).paths != ["销售合同.txt"])
        #expect(try extractor.unpacked(zip, names: .big5).end.names == .big5)
    }

    @Test func `A 0x5C inside a Chinese character is no separator, a backslash is`() throws {
        var windows = ZipWriter.Entry(Array("a\\".utf8) + RawName.gbkBackslash, "丙")
        windows.host = 0
        windows.mode = 0
        let result = try extractor.unpacked(ZipWriter.zip([windows, .init(RawName.gbkSales, "二")]), names: .gb18030)
        #expect(result.paths == ["a/乗车.txt", "销售合同.txt"])
        #expect(result.text("a/乗车.txt") == "丙")
    }

    @Test func `Flag 11 marks a name as UTF-8 among names in GBK`() throws {
        var marked = ZipWriter.Entry("维修记录é.txt", "甲")
        marked.flags = 0x800
        let result = try extractor.unpacked(ZipWriter.zip([.init(RawName.gbkSales, "乙"), marked, .init(RawName.gbk, "丙")]))
        #expect(result.paths == ["销售合同.txt", "维修记录é.txt", "合同/质保卡.txt"])
    }

    @Test func `The Unicode path field 0x7075 wins when its checksum fits the name, else it is ignored`() throws {
        func field(_ path: String, for name: [UInt8]) -> [UInt8] {
            let body = [1] + ZipWriter.le(Int(ZipWriter.crc(name)), 4) + Array(path.utf8)
            return ZipWriter.le(0x7075, 2) + ZipWriter.le(body.count, 2) + body
        }
        var right = ZipWriter.Entry("hetong.txt", "甲")
        right.extra = field("设备采购合同.txt", for: right.name)
        var stale = ZipWriter.Entry(RawName.gbkSales, "乙")
        stale.extra = field("别的名字.txt", for: Array("old-name.txt".utf8))
        var gbk = ZipWriter.Entry(RawName.gbk, "丙")
        gbk.extra = field("合同/质保卡.txt", for: gbk.name)
        let result = try extractor.unpacked(ZipWriter.zip([right, stale, gbk]))
        #expect(result.paths == ["设备采购合同.txt", "销售合同.txt", "合同/质保卡.txt"])
        #expect(result.text("设备采购合同.txt") == "甲")
    }

    @Test func `Names in GBK inside a tar are decided too`() throws {
        let tar = TarWriter.tar([TarWriter.entry(RawName.gbkSales, "一"), TarWriter.entry(RawName.gbk, "二")])
        let result = try extractor.unpacked(tar, name: "资料.tar")
        #expect(result.format == "tar")
        #expect(result.paths == ["销售合同.txt", "合同/质保卡.txt"])
        #expect(result.end.names == .gb18030)
    }

    @Test func `An entry without a name is stored as unnamed, never skipped`() throws {
        let result = try extractor.unpacked(ZipWriter.zip([.init([], "无名"), .init("有名.txt", "二")]))
        #expect(result.paths == ["unnamed-1", "有名.txt"])
        #expect(result.text("unnamed-1") == "无名")
    }

    @Test func `Control characters in names cannot reach a terminal`() throws {
        let result = try extractor.unpacked(ZipWriter.zip([.init("合\u{1B}[2J同\n.txt", "甲")]))
        #expect(result.paths == ["合\u{FFFD}[2J同\u{FFFD}.txt"])
    }

    @Test func `A name over the limit is refused and the rest goes in`() throws {
        let long = String(repeating: "长", count: 1400) + ".txt"
        let result = try extractor.unpacked(ZipWriter.zip([.init(long, "甲"), .init("短.txt", "乙")]))
        #expect(result.items.map(\.refusal) == ["name-too-long", nil])
        #expect(result.text("短.txt") == "乙")
    }
}
