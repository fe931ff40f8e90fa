import DeedCore
import Testing

/// Mailboxes as mail programs export them, with an import of their own or within a zip.
@Suite("Import: mailboxes")
struct MailboxCommandTests {
    /// Writes `来件/归档.mbox`, the same in `来件/全部.zip`, and beside them what only looks like one.
    private func mailboxes(in vault: TestVault) throws {
        try vault.dir.python(
            """
            import os, zipfile
            from email.message import EmailMessage
            def mail(number, text, attached=None):
                made = EmailMessage()
                made["Subject"], made["From"], made["To"] = f"合同 HT-{number}", "李明 <li@example.cn>", "法务部 <legal@example.cn>"
                made["Date"], made["Message-ID"] = "Sat, 21 Nov 2026 10:00:00 +0800", f"<{number}@example.cn>"
                made.set_content(text)
                if attached: made.add_attachment(attached.encode(), maintype="text", subtype="plain", filename=f"附件{number}.txt")
                return made.as_bytes()
            def box(*mails, line="From li@example.cn Sat Nov 21 10:00:00 2026\\n"):
                return b"".join(line.encode() + m + (b"" if m.endswith(b"\\n") else b"\\n") + b"\\n" for m in mails)
            os.makedirs("来件", exist_ok=True)
            def put(name, data): open("来件/" + name, "wb").write(data)
            first = mail(1, "MBOX0001 维保\\n\\n>From the start of the term\\n\\nFrom li@example.cn Sat Nov 21 10:00:00 2026\\n而后正文\\n", "第一条 维保")
            second = mail(2, "MBOX0002 质保", "第二条 质保")
            put("归档.mbox", box(first, second))
            put("Inbox", box(mail(3, "MBOX0003"), mail(4, "MBOX0004"), line="From - Sat Nov 21 10:00:00 2026\\n").replace(b"\\n", b"\\r\\n"))
            put("旧.mbx", box(mail(5, "MBOX0005"), mail(6, "MBOX0006"), line="From li@example.cn Sat Nov 21 10:00 2026 +0800\\n"))
            put("一封.eml", box(mail(7, "MBOX0007", "第七条")))
            put("说明.txt", b"From 2026-01-01 10:00 on the price is 5:30 higher.\\n\\nSubject: to change.\\n")
            put("记录.txt", ("From now on: at 10:00 in 2026 we meet.\\n\\n" * 3).encode())
            put("空.mbox", b"")
            with zipfile.ZipFile("来件/全部.zip", "w") as z: z.writestr("box/归档", box(mail(8, "MBOX0008", "第八条"), mail(9, "MBOX0009")))
            """)
    }

    @Test("A mailbox is an archive of mails: its mails and their attachments are documents and are found")
    func mailboxes() throws {
        let vault = try TestVault()
        try mailboxes(in: vault)
        let account = try vault.json("import", "来件", code: 4)
        #expect(
            Set(account["archives"]?.texts("path") ?? []) == [
                "来件/Inbox", "来件/全部.zip", "来件/全部.zip!/box/归档", "来件/归档.mbox", "来件/旧.mbx",
            ])
        let boxes = (account["archives"]?.array ?? []).filter { $0["format"] == "mbox" }
        #expect(boxes.count == 4 && boxes.allSatisfy { $0["state"] == "read" && $0["entries"] == 2 }, "\(boxes)")
        let paths = account["items"]?.texts("path") ?? []
        for expected in [
            "来件/归档.mbox!/0001 合同 HT-1.eml", "来件/归档.mbox!/0001 合同 HT-1.eml!/附件1.txt", "来件/Inbox!/0002 合同 HT-4.eml",
            "来件/旧.mbx!/0001 合同 HT-5.eml", "来件/全部.zip!/box/归档!/0001 合同 HT-8.eml!/附件8.txt", "来件/一封.eml",
            "来件/一封.eml!/附件7.txt", "来件/说明.txt", "来件/记录.txt",
        ] { #expect(paths.contains(expected), "\(expected) in \(paths)") }
        #expect(account["rejected"] == 1, "only the empty one: \(paths)")
        for number in 1...9 { #expect(try vault.found("MBOX000\(number)").count == 1, "\(number)") }
        // What a mail holds stays as it is: no line of it is taken for the beginning of another mail.
        let kept = String(decoding: try vault.deedbox("cat", "0001 合同 HT-1.eml").expect().out, as: UTF8.self)
        #expect(kept.contains("\n>From the start of the term") && kept.contains("\nFrom li@example.cn"), "\(kept)")
        // One mail with the line of a mailbox before it is that mail, byte for byte.
        #expect(try vault.json("show", "一封.eml")["text"]?["media"] == "message/rfc822")
        #expect(try vault.deedbox("cat", "一封.eml").expect().out == vault.dir.bytes("来件/一封.eml"))
        #expect(try vault.json("show", "附件7.txt")["attachedTo"]?.array?.count == 1)
        #expect(try vault.json("show", "说明.txt")["text"]?["media"] == "text/plain")
        #expect(try vault.json("import", "来件", code: 4)["stored"] == 0)
        try vault.expectClean()
    }
}
