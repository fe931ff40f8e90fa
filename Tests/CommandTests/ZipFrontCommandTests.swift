import DeedCore
import TestSupport
import Testing

/// Zips that do not begin where their file begins, that hold nothing, or whose folders hold something.
@Suite("Import: zips with bytes in front, empty zips, folders with bytes")
struct ZipFrontCommandTests {
    /// Writes `来件/…`: zips and documents behind other bytes, with places that count from the file's start and from the zip's.
    private static let script = """
        import io, os, struct, zipfile
        os.makedirs("来件"); os.makedirs("别的")
        def packed(parts):
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as z:
                for name, text in parts: z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
            return made.getvalue()
        def moved(b, front):
            # As a program that knows what stands in front writes it.
            end = b.rindex(b"PK\\5\\6"); count, size, start = struct.unpack("<HII", b[end + 10:end + 20])
            data = bytearray(b); at = start
            for _ in range(count):
                n, e, c = struct.unpack("<HHH", data[at + 28:at + 34])
                place, = struct.unpack("<I", data[at + 42:at + 46]); data[at + 42:at + 46] = struct.pack("<I", place + len(front)); at += 46 + n + e + c
            data[end + 16:end + 20] = struct.pack("<I", start + len(front))
            return front + bytes(data)
        types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
        def docx(word): return packed([("[Content_Types].xml", types), ("word/document.xml", f"<document><body><p><r><t>{word}</t></r></p></body></document>")])
        http = b"HTTP/1.1 200 OK\\r\\nContent-Type: application/zip\\r\\nDate: Mon, 2 Mar 2026 09:00:00 GMT\\r\\n\\r\\n"
        noise = bytes((j * 73 + 41) % 251 for j in range(3000))
        shell = b"#!/bin/sh\\nexec unzip -o $0\\n"
        elf = b"\\x7fELF\\x02\\x01\\x01" + bytes(9) + b"\\x02\\0\\x3e\\0\\1\\0\\0\\0" + bytes(4000)
        def write(name, data): open(name, "wb").write(data)
        write("来件/下载.zip", http + packed([("合同甲.txt", "甲 FRONT0001"), ("扫描.pdf", "%PDF-1.4 ")]))
        write("来件/下载后移.zip", moved(packed([("合同乙.txt", "乙 FRONT0002")]), http))
        write("来件/前有杂字.zip", noise + packed([("合同丙.txt", "丙 FRONT0003")]))
        write("来件/自解压.sh", moved(packed([("合同丁.txt", "丁 FRONT0004")]), shell))
        write("来件/自解压程序", elf + packed([("合同戊.txt", "戊 FRONT0005")]))
        write("来件/合同己.docx", http + docx("己 FRONT0006"))
        write("来件/合同庚.docx", moved(docx("庚 FRONT0007"), noise))
        write("来件/套.zip", packed([("里/合同辛.docx", http + docx("辛 FRONT0008")), ("里/下载.zip", http + packed([("壬.txt", "壬 FRONT0009")]))]))
        # What is something else stays what it is; what is cut off has no zip any more.
        jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes(600) + b"\\xff\\xd9"
        write("别的/图.jpg", jpeg + packed([("藏.txt", "HIDDEN1")]))
        write("别的/说明.txt", "标记 PK\\3\\4 与 PK\\5\\6 是 ZIP 的标记。".encode() * 40)
        write("别的/断.zip", (http + packed([("癸.txt", "癸" * 3000)]))[:-30])
        """

    @Test("Zips and documents behind a web server's header, noise or a program come in as what they are")
    func inFront() throws {
        let vault = try TestVault()
        try vault.dir.python(ZipFrontCommandTests.script)
        // Of 扫描.pdf there is only its first line: it is kept, and said to be damaged.
        let account = try vault.json("import", "来件", code: 4)
        let paths = Set(account["items"]?.texts("path") ?? [])
        #expect(
            paths == [
                "来件/下载.zip!/合同甲.txt", "来件/下载.zip!/扫描.pdf", "来件/下载后移.zip!/合同乙.txt", "来件/前有杂字.zip!/合同丙.txt",
                "来件/自解压.sh!/合同丁.txt", "来件/自解压程序!/合同戊.txt", "来件/合同己.docx", "来件/合同庚.docx",
                "来件/套.zip!/里/合同辛.docx", "来件/套.zip!/里/下载.zip!/壬.txt",
            ], "\(account)")
        #expect(account["rejected"] == 0)
        for number in 1...9 { #expect(try vault.found("FRONT000\(number)").count == 1, "\(number)") }
        let shown = try vault.json("show", "合同己.docx")["text"]
        #expect(
            shown?["reason"] == .null && shown?["engine"]?.string?.hasPrefix("deedbox docx") == true,
            "\(String(describing: shown))")
        #expect(try vault.deedbox("cat", "合同己.docx").expect().out == vault.dir.bytes("来件/合同己.docx"))
    }

    @Test("A picture with a zip behind it stays a picture, a text about zips a text, a cut one a file")
    func somethingElse() throws {
        let vault = try TestVault()
        try vault.dir.python(ZipFrontCommandTests.script)
        let account = try vault.json("import", "别的")
        #expect(Set(account["items"]?.texts("path") ?? []) == ["别的/图.jpg", "别的/说明.txt", "别的/断.zip"], "\(account)")
        #expect(account["archives"] == [] && account["stored"] == 3)
    }

    @Test("A zip without files is told to be empty, and a folder that has bytes is told")
    func emptyAndFolders() throws {
        let vault = try TestVault()
        try vault.dir.python(
            """
            import io, struct, zipfile
            open("空.zip", "wb").write(b"PK\\5\\6" + bytes(18))
            with zipfile.ZipFile("只有文件夹.zip", "w") as z: z.writestr(zipfile.ZipInfo("合同/", (2026, 1, 1, 0, 0, 0)), "")
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as z: z.writestr("合同X", "文件夹里的字"); z.writestr("合同/质保.txt", "质保"); z.writestr("附件/", "")
            open("目录项.zip", "wb").write(made.getvalue().replace("合同X".encode(), "合同/".encode()))
            """)
        for (name, detail) in [("空.zip", "no-files"), ("只有文件夹.zip", "no-files")] {
            let account = try vault.json("import", name, code: 4)
            let item = account["items"]?.array?.first
            #expect(
                item?["path"]?.string == name && item?["reason"] == "empty" && item?["detail"]?.string == detail, "\(account)")
            #expect(account["archives"]?.array?.first?["state"] == "read")
        }
        let account = try vault.json("import", "目录项.zip", code: 4)
        let items = account["items"]
        #expect(items?.member(where: "path", is: "目录项.zip!/合同")?["reason"] == "folder-with-bytes", "\(account)")
        #expect(items?.member(where: "path", is: "目录项.zip!/合同/质保.txt")?["outcome"] == "stored")
        #expect(account["archives"]?.array?.first?["state"] == "read")
    }
}
