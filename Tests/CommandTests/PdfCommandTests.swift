import DeedCore
import Foundation
import Testing

/// PDF files as a vault's owner meets them; written by the tests with a few lines of Python.
@Suite("Import: PDF")
struct PdfCommandTests {
    private static let writer = """
        import zlib
        class Pdf:
            def __init__(self):
                self.objects, self.kids, self.catalog = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"], [], b""
            def add(self, body):
                self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
                return len(self.objects)
            def stream(self, data, more=""):
                data = data.encode("latin-1") if isinstance(data, str) else data
                return self.add(("<<%s/Length %d>>stream\\n" % (more, len(data))).encode() + data + b"\\nendstream")
            def page(self, content, more=""):
                text = self.stream(content)
                self.kids.append(self.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R%s>>" % (text, more)))
            def bytes(self):
                self.objects[0] = b"<</Type/Catalog/Pages 2 0 R" + self.catalog + b">>"
                self.objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.kids), b" ".join(b"%d 0 R" % kid for kid in self.kids))
                out, places = b"%PDF-1.7\\n", []
                for number, body in enumerate(self.objects):
                    places.append(len(out))
                    out += b"%d 0 obj\\n" % (number + 1) + body + b"\\nendobj\\n"
                start = len(out)
                out += b"xref\\n0 %d\\n0000000000 65535 f \\n" % (len(places) + 1) + b"".join(b"%010d 00000 n \\n" % place for place in places)
                return out + b"trailer<</Size %d/Root 1 0 R>>\\nstartxref\\n%d\\n%%%%EOF\\n" % (len(places) + 1, start)
        def utf16(text):
            return "<feff" + text.encode("utf-16-be").hex() + ">"

        """

    /// Runs Python with a writer of PDF files at hand.
    static func write(_ script: String, in vault: TestVault) throws { try vault.dir.python(writer + script) }

    @Test("Pages beyond the limit are told by number in the account, by show and by status")
    func pageLimit() throws {
        let vault = try TestVault()
        try PdfCommandTests.write(
            """
            pdf = Pdf()
            for number in range(1, 5004):
                pdf.page("BT /F 12 Tf 60 780 Td (page mark%d) Tj ET" % number) if number < 3 or number > 5000 else pdf.kids.append(pdf.kids[0])
            open("大合同.pdf", "wb").write(pdf.bytes())
            """, in: vault)
        let account = try vault.json("import", "大合同.pdf")
        #expect(account["text"]?["partly"] == 1 && account["text"]?["leftOut"]?.texts("reason") == ["page-limit"])
        #expect(try vault.json("show", "大合同.pdf")["text"]?["reason"] == "page-limit")
        #expect(try vault.english("show", "大合同.pdf").contains("pages 5,001 to 5,003 were not read"))
        #expect(try vault.chinese("show", "大合同.pdf").contains("第 5,001–5,003 页超过上限，未读取"))
        #expect(try vault.english("status").contains("1 document read in part"))
        let other = try TestVault()
        try vault.dir.shell("cp 大合同.pdf \(other.dir.path)/").expect()
        #expect(try other.chinese("import", "大合同.pdf").contains("大合同.pdf，第 5,001–5,003 页超过上限，未读取"))
    }

    /// Writes `holder.pdf` with files inside: one that it lists, and one that a note on its page carries.
    private func writeHolder(in vault: TestVault) throws {
        try PdfCommandTests.write(
            """
            import os
            def holder(files, note=None, more=""):
                pdf = Pdf()
                names = []
                for name, data in files:
                    file = pdf.stream(zlib.compress(data), "/Type/EmbeddedFile/Filter/FlateDecode")
                    names.append("(%d) <</Type/Filespec/F(file)/UF%s/EF<</F %d 0 R>>>>" % (len(names) + 1, utf16(name), file))
                annots = ""
                if note:
                    file = pdf.stream(note[1], "/Type/EmbeddedFile")
                    annots = "/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[10 10 20 20]/FS<</Type/Filespec/F(file)/UF%s/EF<</F %d 0 R>>>>>>]" % (utf16(note[0]), file)
                pdf.page("BT /F 12 Tf 60 780 Td (open this portfolio in Acrobat) Tj ET", annots)
                pdf.catalog = ("/Names<</EmbeddedFiles<</Names[%s]>>>>%s" % (" ".join(names), more)).encode()
                return pdf.bytes()
            inner = Pdf()
            inner.page("BT /F 12 Tf 60 780 Td (innerword warranty) Tj ET")
            deep = holder([("三级 补充协议.txt", "第三级文件 deepword".encode())])
            os.makedirs("来件", exist_ok=True)
            open("来件/合集.pdf", "wb").write(holder(
                [("附件一 采购合同.pdf", inner.bytes()), ("附件二 合集.pdf", deep)], ("说明/备注.txt", "备注 noteword".encode()), "/Collection<</View/D>>"))
            plain = Pdf()
            plain.page("BT /F 12 Tf 60 780 Td (plain contract) Tj ET")
            open("来件/单件.pdf", "wb").write(plain.bytes())
            """, in: vault)
    }

    @Test("Files inside a PDF are documents that name it, whichever way they lie in it and whatever it lies in")
    func filesInside() throws {
        let vault = try TestVault()
        try writeHolder(in: vault)
        try vault.dir.python(
            """
            import zipfile
            from email.message import EmailMessage
            mail = EmailMessage()
            mail["Subject"], mail["From"], mail["Message-ID"] = "附件", "a@example.cn", "<1@example.cn>"
            mail.set_content("见附件")
            mail.add_attachment(open("来件/合集.pdf", "rb").read() + b"\\n", maintype="application", subtype="pdf", filename="信中合集.pdf")
            open("信.eml", "wb").write(mail.as_bytes())
            with zipfile.ZipFile("归档.zip", "w") as archive:
                archive.writestr("合集.pdf", open("来件/合集.pdf", "rb").read() + b"\\n\\n")
                archive.write("来件/单件.pdf", "单件.pdf")
            """)
        let account = try vault.json("import", "来件")
        #expect(
            account["items"]?.texts("path") == [
                "来件/单件.pdf", "来件/合集.pdf", "来件/合集.pdf!/附件一 采购合同.pdf", "来件/合集.pdf!/附件二 合集.pdf",
                "来件/合集.pdf!/附件二 合集.pdf!/三级 补充协议.txt", "来件/合集.pdf!/备注.txt",
            ])
        #expect(account["stored"] == 6 && account["rejected"] == 0 && account["archives"] == [])
        #expect(try vault.found("innerword") == ["附件一 采购合同"])
        #expect(try vault.found("deepword") == ["三级 补充协议"] && vault.found("noteword") == ["备注"])
        #expect(try vault.deedbox("cat", "合集.pdf").expect().out == vault.dir.bytes("来件/合集.pdf"))
        let shown = try vault.json("show", "合集.pdf")
        #expect(shown["attachments"]?.texts("name") == ["附件一 采购合同.pdf", "附件二 合集.pdf", "备注.txt"])
        #expect(try vault.json("show", "三级 补充协议.txt")["attachedTo"]?.texts("title") == ["附件二 合集"])
        #expect(try vault.english("show", "合集.pdf").contains("Files inside this PDF"))
        // In a mail and in a ZIP they are the same contents under other names
        #expect(try vault.json("import", "信.eml")["duplicate"] == 4)
        #expect(try vault.json("import", "归档.zip")["duplicate"] == 5)
        try vault.expectClean()
    }

    @Test("Beyond the depth, damaged or locked, a PDF is stored, and the account says that files inside were left")
    func filesLeft() throws {
        let vault = try TestVault()
        try writeHolder(in: vault)
        let account = try vault.json("import", "来件", "--max-depth", "1", code: 4)
        let refused = (account["items"]?.array ?? []).filter { $0["outcome"] == "rejected" }
        #expect(refused.compactMap { $0["reason"]?.string } == ["depth"])
        #expect(refused.first?["path"] == "来件/合集.pdf!/附件二 合集.pdf!/…")
        let other = try TestVault()
        try writeHolder(in: other)
        let encrypt =
            "<</Filter/Standard/V 1/R 2/O<\(String(repeating: "41", count: 32))>/U<\(String(repeating: "41", count: 32))>/P -4>>"
        try other.dir.shell("sed -i 's|trailer<<|trailer<</ID[<00><00>]/Encrypt\(encrypt)|' 来件/合集.pdf").expect()
        let locked = try other.json("import", "来件/合集.pdf", code: 4)
        #expect(locked["stored"] == 1 && locked["archives"]?.texts("state") == ["locked"])
    }
}
