import DeedCore
import Foundation
import Testing

/// Mails as people keep them, written by Python's own library.
@Suite("Import: mails")
struct MailCommandTests {
    /// Writes `来件/确认.eml` with a contract, an archive with two files, and a forwarded mail with an attachment of its own.
    private func mail(in vault: TestVault) throws {
        try vault.dir.python(
            """
            import io, os, zipfile
            from email.message import EmailMessage
            def mail(subject, text):
                made = EmailMessage()
                made["Subject"], made["From"], made["To"] = subject, "李明 <li@example.cn>", "法务部 <legal@example.cn>"
                made["Date"], made["Message-ID"] = "Sat, 21 Nov 2026 10:00:00 +0800", "<1@example.cn>"
                made.set_content(text)
                return made
            outer = mail("采购合同确认 HT-2024-0031", "各位好，附件请查收。以盖章版为准。\\n")
            outer.add_attachment("甲方：上海样例机电有限公司".encode("gbk"), maintype="text", subtype="plain", filename="采购合同.txt")
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr("质保卡/CH30.txt", "序列号 CH30-2506-0042")
                archive.writestr("空.txt", "")
            outer.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="质保卡.zip")
            inner = mail("转发：补充协议", "见附件")
            inner.add_attachment("补充协议第一条".encode(), maintype="text", subtype="plain", filename="补充协议.txt")
            outer.add_attachment(inner)
            os.makedirs("来件", exist_ok=True)
            open("来件/确认.eml", "wb").write(outer.as_bytes())
            """)
    }

    @Test("A mail is stored as it is; its attachments, and what lies in them, are documents that name their mail")
    func attachments() throws {
        let vault = try TestVault()
        try mail(in: vault)
        let account = try vault.json("import", "来件", code: 4)
        #expect(
            account["items"]?.texts("path") == [
                "来件/确认.eml", "来件/确认.eml!/采购合同.txt", "来件/确认.eml!/质保卡.zip!/质保卡/CH30.txt",
                "来件/确认.eml!/质保卡.zip!/空.txt", "来件/确认.eml!/转发：补充协议.eml", "来件/确认.eml!/转发：补充协议.eml!/补充协议.txt",
            ])
        #expect(account["seen"] == 6 && account["stored"] == 5 && account["rejected"] == 1)
        #expect(account["archives"]?.texts("path") == ["来件/确认.eml!/质保卡.zip"])
        #expect(try vault.deedbox("cat", "确认.eml").expect().out == vault.dir.bytes("来件/确认.eml"))

        let shown = try vault.json("show", "确认.eml")
        #expect(shown["attachments"]?.texts("name") == ["采购合同.txt", "CH30.txt", "转发：补充协议.eml"])
        #expect(shown["text"]?["media"] == "message/rfc822" && shown["attachedTo"] == [])
        let contract = try vault.json("show", "采购合同.txt")
        #expect(contract["attachedTo"]?.array?.first?["document"] == shown["document"])
        #expect(try vault.json("show", "补充协议.txt")["attachedTo"]?.texts("title") == ["转发：补充协议"])
        #expect(try vault.english("show", "采购合同.txt").contains("Attached to the mail"))
        #expect(try vault.chinese("show", "确认.eml").contains("邮件附件"))

        #expect(try vault.found("以盖章版为准") == ["确认"])
        #expect(try vault.found("CH30-2506-0042") == ["CH30"])
        try vault.expectClean()
        #expect(try vault.json("rebuild")["same"] == true)
    }

    @Test(
        "Behind a byte order mark, empty lines, or both, a mail is a mail",
        arguments: ["printf '\\357\\273\\277'", "printf '\\n'", "printf '\\357\\273\\277\\r\\n \\t\\n\\n'"])
    func leads(lead: String) throws {
        let vault = try TestVault()
        try mail(in: vault)
        try vault.dir.shell("mv 来件/确认.eml 信; { \(lead); cat 信; } > 来件/确认.eml").expect()
        let account = try vault.json("import", "来件", code: 4)
        #expect(account["stored"] == 5 && account["seen"] == 6)
        #expect(try vault.json("find", "补充协议第一条")["total"] == 1)
        #expect(try vault.json("show", "确认.eml")["attachments"]?.texts("name").count == 3)
        #expect(try vault.deedbox("cat", "确认.eml").expect().out == vault.dir.bytes("来件/确认.eml"))
    }

    @Test("A text with an empty line in front, and a memorandum, stay texts")
    func noMail() throws {
        let vault = try TestVault()
        try vault.dir.shell(
            "mkdir 件; printf '\\n合同: 第一条\\nFrom: 甲方\\n' > 件/甲.txt; printf '\\n\\nFrom: 张\\nTo: 李\\n\\n正文\\n' > 件/乙.txt"
        ).expect()
        let account = try vault.json("import", "件")
        #expect(account["stored"] == 2)
        for name in ["甲.txt", "乙.txt"] { #expect(try vault.json("show", name)["text"]?["media"] == "text/plain") }
    }

    @Test("The same again writes nothing; an attachment of two mails is one document that names both")
    func twice() throws {
        let vault = try TestVault()
        try mail(in: vault)
        _ = try vault.json("import", "来件", code: 4)
        let lines = try vault.lineCount()
        try vault.dir.shell("rm -f 来件/空.txt").expect()
        #expect(try vault.json("import", "来件", "--max-depth", "1", code: 4)["stored"] == 0)
        try vault.dir.shell("sed 's/HT-2024-0031/HT-2024-0032/' 来件/确认.eml | sed '1s/^/X-Copy: 1\\r\\n/' > 来件/再次.eml").expect()
        let again = try vault.json("import", "来件/再次.eml", code: 4)
        #expect(again["stored"] == 1 && again["duplicate"] == 4)
        #expect(try vault.json("show", "采购合同.txt")["attachedTo"]?.array?.count == 2)
        #expect(try vault.lineCount() > lines)
    }

    @Test("Beyond the depth a mail is stored, and the account says that its attachments were not taken out")
    func depth() throws {
        let vault = try TestVault()
        try mail(in: vault)
        let account = try vault.json("import", "来件", "--max-depth", "1", code: 4)
        #expect(account["stored"] == 3)
        let refused = (account["items"]?.array ?? []).filter { $0["outcome"] == "rejected" }
        #expect(refused.compactMap { $0["reason"]?.string } == ["depth", "depth"])
        #expect(refused.last?["path"] == "来件/确认.eml!/转发：补充协议.eml!/…")
    }
}
