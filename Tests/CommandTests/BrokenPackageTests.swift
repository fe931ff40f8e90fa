import DeedCore
import TestSupport
import Testing

/// Office files whose ZIP is broken stay documents; archives that are broken are told as such; what is whole but packed in a way nobody
/// here can unpack is not called damaged.
@Suite("Import: broken and unusual containers")
struct BrokenPackageTests {
    /// Writes `坏/NAME` of each kind of office file, broken in several ways, and archives broken in the same ways.
    private static let script = """
        import io, os, zipfile
        os.makedirs("坏"); os.makedirs("档")
        office = "application/vnd.openxmlformats-officedocument."
        def package(parts, stored=()):
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as z:
                for name, text in parts: z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
            return made.getvalue()
        def ooxml(kind, main, more=""):
            types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{main}" ContentType="{office}{kind}.main+xml"/></Types>'
            return package([("[Content_Types].xml", types), ("_rels/.rels", "<Relationships/>"), (main, "<x>" + "合同" * 300 + more + "</x>")])
        files = {
            "a.docx": ooxml("wordprocessingml.document", "word/document.xml"), "a.docm": ooxml("wordprocessingml.document", "word/document.xml", "甲"),
            "a.xlsx": ooxml("spreadsheetml.sheet", "xl/workbook.xml"), "a.pptx": ooxml("presentationml.presentation", "ppt/presentation.xml"),
            "无后缀": ooxml("wordprocessingml.document", "word/document.xml", "乙"),
            "a.odt": package([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>" * 300)]),
            "a.ofd": package([("OFD.xml", "<ofd/>" * 100), ("Doc_0/Document.xml", "<x/>" * 300)]),
        }
        def cut(b): return b[:b.index(b"PK\\1\\2")]
        def cutIn(b): return b[:b.index(b"PK\\1\\2") + 20]
        def noEnd(b): return b[:b.rindex(b"PK\\5\\6")] + bytes(22)
        def wrongStart(b): i = b.rindex(b"PK\\5\\6"); return b[:i + 16] + b"\\xff\\xff\\xff\\x7f" + b[i + 20:]
        def noise(b): i = b.index(b"PK\\1\\2"); return b[:i] + bytes((j * 73 + 41) % 251 for j in range(len(b) - i))
        ways = {"cut": cut, "cut-in": cutIn, "no-end": noEnd, "wrong-start": wrongStart, "noise": noise}
        for way, broken in ways.items():
            for name, data in files.items(): open(f"坏/{way}-{name}", "wb").write(broken(data) + way.encode())
        inner = package([("合同/维保.txt", "维保 ARCH0001"), ("质保.txt", "质保" * 40)])
        for way, broken in ways.items(): open(f"档/{way}.zip", "wb").write(broken(inner))
        # An archive that holds an office file as it is: stored, not packed.
        plain = io.BytesIO()
        with zipfile.ZipFile(plain, "w") as z: z.writestr("来件/完好.docx", files["a.docx"]); z.writestr("b.txt", "ARCH0002")
        open("档/holds.zip", "wb").write(plain.getvalue()[:plain.getvalue().rindex(b"PK\\1\\2") - 60])
        """

    @Test("Office files with a broken directory are kept whole and said to be damaged, on disk and in a zip")
    func officeFiles() throws {
        let vault = try TestVault()
        try vault.dir.python(BrokenPackageTests.script)
        let account = try vault.json("import", "坏", code: 4)
        #expect(account["seen"] == 35 && account["stored"] == 35 && account["rejected"] == 0, "\(account)")
        #expect(account["archives"] == [])
        for name in [
            "cut-a.docx", "noise-a.docm", "no-end-a.xlsx", "wrong-start-a.pptx", "cut-无后缀", "cut-in-a.odt", "noise-a.ofd",
        ] {
            let text = try vault.json("show", name)["text"]
            #expect(text?["reason"] == "damaged", "\(name): \(String(describing: text))")
            #expect(try vault.deedbox("cat", name).expect().out == vault.dir.bytes("坏/" + name))
        }
        try vault.dir.shell("mkdir 套 && python3 -m zipfile -c 套/all.zip 坏/*").expect()
        let again = try vault.json("import", "套")
        #expect(again["seen"] == 35 && again["stored"] == 0 && again["duplicate"] == 35, "\(again)")
        try vault.expectClean()
    }

    @Test("Archives with a broken directory are told as damaged as before, whatever lies in them")
    func archives() throws {
        let vault = try TestVault()
        try vault.dir.python(BrokenPackageTests.script)
        let account = try vault.json("import", "档", code: 4)
        let archives = account["archives"]?.array ?? []
        #expect(archives.count == 6 && archives.allSatisfy { $0["state"] == "damaged" }, "\(archives)")
        #expect(try vault.found("ARCH0001") == ["维保"])
        let paths = account["items"]?.texts("path") ?? []
        #expect(paths.contains("档/holds.zip!/来件/完好.docx"), "\(paths)")
    }

    @Test("Containers of rare forms are opened on disk and in a zip alike")
    func rareForms() throws {
        let vault = try TestVault()
        try vault.dir.python(
            """
            import os, struct, subprocess, zipfile
            os.makedirs("罕"); os.makedirs("原")
            def put(name, data): open("罕/" + name, "wb").write(data)
            text = lambda n: f"RARE{n:04d} 合同".encode()
            def v7(name, data):
                h = bytearray(512)
                h[0:len(name)] = name
                for at, n, v in ((100, 8, 0o644), (108, 8, 0), (116, 8, 0), (124, 12, len(data)), (136, 12, 1700000000)): h[at:at + n] = (f"{v:0{n - 1}o} ").encode()
                h[148:156] = b"        "; h[148:156] = f"{sum(h):06o}".encode() + b"\\0 "
                return bytes(h) + data + bytes(-len(data) % 512)
            put("old.tar", v7(b"v7.txt", text(1)) + bytes(1024))
            def bin(name, data, order):
                name += b"\\0"; n = lambda v: struct.pack(order + "HH", v >> 16, v & 0xffff)
                h = struct.pack(order + "HHHHHHHH", 0o070707, 1, 2, 0o100644, 0, 0, 1, 0) + n(1700000000) + struct.pack(order + "H", len(name)) + n(len(data))
                return h + name + bytes(len(name) % 2) + data + bytes(len(data) % 2)
            for number, order in ((2, "<"), (3, ">")): put(f"bin{number}.cpio", bin(f"bin{number}.txt".encode(), text(number), order) + bin(b"TRAILER!!!", b"", order))
            skip = lambda n: struct.pack("<II", 0x184D2A53, n) + bytes(n)
            zstd = lambda d: b"\\x28\\xb5\\x2f\\xfd\\x20" + bytes([len(d)]) + struct.pack("<I", len(d) << 3 | 1)[:3] + d
            lz4 = lambda d: b"\\x04\\x22\\x4d\\x18\\x60\\x40\\x82" + struct.pack("<I", len(d) | 0x80000000) + d + bytes(4)
            put("a.txt.zst", skip(12) + skip(0) + zstd(text(4))); put("b.txt.lz4", skip(700) + lz4(text(5)))
            put("c.txt.lz4", b"\\x02\\x21\\x4c\\x18" + struct.pack("<I", len(text(6)) + 2) + bytes([0xF0, len(text(6)) - 15]) + text(6))
            open("原/iso.txt", "wb").write(text(7) * 5000)
            subprocess.run(["bsdtar", "--format", "iso9660", "-cf", "罕/image.iso", "-C", "原", "iso.txt"], check=True)
            with zipfile.ZipFile("全.zip", "w") as z:
                for name in sorted(os.listdir("罕")): z.write("罕/" + name, name)
            """)
        let account = try vault.json("import", "罕")
        #expect(account["archives"]?.array?.count == 7 && account["stored"] == 7 && account["rejected"] == 0, "\(account)")
        for number in 1...7 { #expect(try vault.found("RARE000\(number)").count == 1, "\(number)") }
        let packed = try vault.json("import", "全.zip")
        #expect(packed["archives"]?.array?.count == 8 && packed["duplicate"] == 7 && packed["stored"] == 0, "\(packed)")
    }

    @Test("What is packed in a way that cannot be unpacked is unsupported, not damaged, and the advice is true")
    func unsupported() throws {
        let vault = try TestVault()
        // A 7z whose list names Zstandard (4F71101): its header is written plainly.
        try vault.dir.python(
            """
            import os, struct, zlib, zipfile
            os.makedirs("新")
            def seven(*coders):
                data = b"0123456789abcdef" * 2; name = "合同.txt\\0".encode("utf-16-le")
                h = bytes([1, 4, 6, 0, 1, 9, len(data), 0, 7, 11, 1, 0, len(coders)])
                for codec, props in coders: h += bytes([len(codec) | (0x20 if props else 0)]) + codec + (bytes([len(props)]) + props if props else b"")
                h += bytes([0, 1] * (len(coders) - 1) + [12] + [len(data)] * len(coders) + [0, 8, 10, 1]) + struct.pack("<I", zlib.crc32(data)) + bytes([0, 0])
                h += bytes([5, 1, 17, len(name) + 1, 0]) + name + bytes([0, 0])
                start = struct.pack("<QQI", len(data), len(h), zlib.crc32(h))
                return b"7z\\xbc\\xaf\\x27\\x1c\\0\\4" + struct.pack("<I", zlib.crc32(start)) + start + data + h
            copy = (b"\\0", b"")
            for name, coders in (("zstd", [(b"\\x04\\xf7\\x11\\x01", b"\\1\\5\\1\\0\\0")]), ("arm64", [(b"\\x0a", b""), copy]), ("riscv", [(b"\\x0b", b""), copy])):
                open(f"新/{name}.7z", "wb").write(seven(*coders))
            with zipfile.ZipFile("新/wavpack.zip", "w") as z: z.writestr("a.txt", "aaaa"); z.writestr("b.txt", "METHOD0001")
            b = bytearray(open("新/wavpack.zip", "rb").read())
            b[8] = 97; i = b.index(b"PK\\1\\2"); b[i + 10] = 97
            open("新/wavpack.zip", "wb").write(b)
            """)
        let account = try vault.json("import", "新", code: 4)
        let refused = (account["items"]?.array ?? []).filter { $0["outcome"] == "rejected" }
        #expect(refused.count >= 4 && refused.allSatisfy { $0["reason"] == "unsupported" }, "\(account)")
        #expect((account["archives"]?.array ?? []).allSatisfy { $0["state"] != "damaged" }, "\(account)")
        let said = try vault.english("import", "新", code: 4)
        #expect(said.contains("Unpack it with the program that made it") && !said.contains("Get it again"), "\(said)")
        #expect(try vault.found("METHOD0001") == ["b"])
    }

    @Test(
        "Volumes of RAR 4 in a folder, .rar, .r00, .r01, are one archive; without the last the paper is damaged, not half of it a document"
    )
    func oldVolumes() throws {
        let vault = try TestVault()
        let text = Array("年度维保服务协议 RARV0001\n".utf8) + Array(String(repeating: "第三条 保修范围见附件。\n", count: 2000).utf8)
        let volumes = RarWriter.volumes4(Array("agreement.txt".utf8), text, size: 30_000)
        let names = ["旧合同.rar"] + (0..<volumes.count - 1).map { "旧合同.r0\($0)" }
        for (name, bytes) in zip(names, volumes) { _ = try vault.dir.create("来件/\(name)", bytes) }
        for (name, bytes) in zip(names, volumes).dropLast() { _ = try vault.dir.create("缺卷/\(name)", bytes) }
        let account = try vault.json("import", "来件")
        #expect(account["seen"] == 1 && account["stored"] == 1 && account["archives"]?.array?.count == 1, "\(account)")
        #expect(try vault.found("RARV0001") == ["agreement"])
        #expect(try vault.deedbox("cat", "agreement.txt").expect().text == String(decoding: text, as: UTF8.self))
        let short = try vault.deedbox("import", "缺卷", "--json").expect(4).json
        #expect(short["stored"] == 0 && (short["rejected"]?.integer ?? 0) > 0, "\(short)")
        try vault.expectClean()
    }
}
