import DeedCore
import DeedExtract
import DeedText
import Foundation
import Testing

@testable import DeedReaders

/// Mails of the internet: what they say, and the files that they carry.
@Suite struct MailTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    /// A mail with these parts, each with its headers.
    static func mail(_ headers: [String], type: String = "multipart/mixed", parts: [[UInt8]]) -> [UInt8] {
        var mail = Array(
            (headers + ["MIME-Version: 1.0", "Content-Type: \(type); boundary=\"=_b1\"", "", ""]).joined(separator: "\r\n").utf8)
        for part in parts { mail += Array("--=_b1\r\n".utf8) + part + Array("\r\n".utf8) }
        return mail + Array("--=_b1--\r\n".utf8)
    }

    static func part(_ headers: String..., body: [UInt8]) -> [UInt8] {
        Array((headers.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        Array(Data(bytes).base64EncodedString(options: .lineLength76Characters).utf8)
    }

    /// `维保协议` in GBK, as bytes: the test must not use the converter it tests.
    static let gbk: [UInt8] = [0xCE, 0xAC, 0xB1, 0xA3, 0xD0, 0xAD, 0xD2, 0xE9]
    static let from = ["From: =?GB2312?B?zfW3vA==?= <wang@example.cn>", "Date: Sat, 21 Nov 2026 10:00:00 +0800"]

    @Test(arguments: [
        ("=?GB2312?B?zqyxo9Ct0uk=?=", "维保协议"), ("=?gbk?Q?=CE=AC=B1=A3=D0=AD=D2=E9?=", "维保协议"),
        ("=?utf-8?B?57u05L+d?= =?UTF-8?B?5Y2P6K6u?=", "维保协议"),
        // 维 cut in two between the words.
        ("=?utf-8?Q?=E7=BB?=\r\n =?utf-8?Q?=B4=E4=BF=9D_2026?=", "维保 2026"), ("=?big5?B?plis+Q==?=", "合約"),
        ("Re: =?utf-8*zh-CN?Q?=E5=90=88=E5=90=8C?= HT-1", "Re: 合同 HT-1"), ("续签\r\n 通知", "续签 通知"), ("=?x?Z?y?=", "=?x?Z?y?="),
    ]) func `Words of headers are read as mail programs write them`(raw: String, text: String) throws {
        TextCharset.prepare()
        #expect(MailWords.text(Array(raw.utf8)) == text)
    }

    @Test func `A file's name is found however it is written`() throws {
        TextCharset.prepare()
        func name(_ text: [UInt8], _ key: String = "name") -> String? { MailParameters(text)[key] }
        #expect(name(Array("application/pdf; name*0*=gb18030''%CE%AC%B1%A3; name*1*=%D0%AD; name*2=\".pdf\"".utf8)) == "维保协.pdf")
        #expect(name(Array("a/b;\r\n name=\"=?GBK?B?zqyxo9Ct0uk=?=.pdf\"".utf8)) == "维保协议.pdf")
        #expect(name(Array("a/b; name=\"".utf8) + MailTests.gbk + Array(".pdf\"".utf8)) == "维保协议.pdf")
        #expect(name(Array("a/b; name=年度 维保; x=y".utf8)) == "年度 维保")
        #expect(name(Array("attachment; filename*=UTF-8''%E5%90%88%E5%90%8C.pdf; filename=x.pdf".utf8), "filename") == "合同.pdf")
        #expect(name(Array("attachment; filename=\"a\\\"b;c.pdf\"".utf8), "filename") == "a\"b;c.pdf")
        #expect(MailFile.name("C:\\扫描\\合同.pdf", number: 1, media: "application/pdf", limit: 4096) == "合同.pdf")
        #expect(MailFile.name("../..", number: 3, media: "application/pdf", limit: 4096) == "unnamed-3.pdf")
        let long = MailFile.name(String(repeating: "合", count: 3000) + ".pdf", number: 1, media: "", limit: 255)
        #expect(long.utf8.count <= 255 && long.hasSuffix("….pdf"))
    }

    @Test func `What a mail says is text, in GBK that calls itself GB2312`() throws {
        let body = Array("100".utf8) + [0xA9, 0x4F] + MailTests.gbk  // ㎡ is not in GB 2312
        let mail = MailTests.mail(
            MailTests.from + ["Subject: =?GB2312?B?zqyxo9Ct0uk=?="],
            parts: [
                MailTests.part("Content-Type: text/plain; charset=gb2312", body: body),
                MailTests.part("Content-Type: application/pdf; name=\"HT-1.pdf\"", body: Array("x".utf8)),
            ])
        #expect(try media(mail) == "message/rfc822")
        let text = try read(mail).text
        for expected in ["Subject: 维保协议", "From: 王芳 <wang@example.cn>", "Attachments: HT-1.pdf", "维保协议"] {
            #expect(text.contains(expected), "\(expected) in \(text)")
        }
        #expect(text.contains("100㎡"))
    }

    @Test func `Of alternatives the plain one is read; files come out whole, in order, and once`() throws {
        let html = Array("<p>见附件</p><img src=\"cid:logo@x\"><img src='cid:scan'>".utf8)
        let scan = [UInt8](repeating: 7, count: 70 << 10)
        let inner = Array("Subject: =?utf-8?B?6KGl5YWF?=\r\nFrom: a@b.cn\r\nMessage-ID: <2@x>\r\n\r\n补充协议\r\n".utf8)
        let mail = MailTests.mail(
            MailTests.from,
            parts: [
                MailTests.mail(
                    [], type: "multipart/alternative",
                    parts: [
                        MailTests.part("Content-Type: text/plain; charset=utf-8", body: Array("见附件（纯文本）".utf8)),
                        MailTests.part("Content-Type: text/html; charset=utf-8", body: html),
                    ]
                ).withoutBlankStart.changingBoundary,
                MailTests.part("Content-Type: image/png; name=l.png", "Content-ID: <logo@x>", body: Array("small".utf8)),
                MailTests.part(
                    "Content-Type: image/jpeg; name=\"扫描件.jpg\"", "Content-ID: <scan>", "Content-Transfer-Encoding: base64",
                    body: MailTests.base64(scan)),
                MailTests.part("Content-Type: message/rfc822", body: inner),
                MailTests.part(
                    "Content-Type: application/pdf", "Content-Transfer-Encoding: base64",
                    body: MailTests.base64(Array("%PDF-1.4".utf8))),
                MailTests.part("Content-Type: application/ms-tnef; name=winmail.dat", body: [0x78, 0x9F, 0x3E, 0x22]),
                MailTests.part("Content-Type: application/pkcs7-mime; name=smime.p7m", body: [0x30, 0x80]),
            ])
        let text = try read(mail).text
        #expect(text.contains("见附件（纯文本）") && !text.contains("cid:"))
        let result = try extractor.unpacked(mail, name: "来件.eml")
        #expect(result.format == "eml" && result.end.state == .read && result.end.unread == nil)
        #expect(result.paths == ["扫描件.jpg", "补充.eml", "unnamed-3.pdf", "winmail.dat", "smime.p7m"])
        #expect(result["扫描件.jpg"]?.bytes == scan)
        // A mail within a mail comes out byte for byte.
        #expect(result["补充.eml"]?.bytes == Array(inner.dropLast(2)) || result["补充.eml"]?.bytes == inner)
        #expect(result.text("unnamed-3.pdf") == "%PDF-1.4")
    }

    @Test func `Files that uuencode put into the text come out`() throws {
        let mail = Array(
            "From: a@b\r\nMessage-ID: <1@x>\r\n\r\n您好\r\nbegin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n再见\r\nbegin a new life\r\n".utf8)
        let result = try extractor.unpacked(mail, name: "旧.eml")
        #expect(result.paths == ["a.txt"])
        #expect(result.text("a.txt") == "abc")
        let text = try read(mail).text
        #expect(text.contains("您好") && text.contains("再见") && text.contains("begin a new life") && !text.contains("86)C"))
    }

    @Test func `A mailbox holds its mails as they are`() throws {
        let box =
            "From li@example.cn Sat Nov 21 10:00:00 2026\nSubject: =?utf-8?B?5LiA?=\nMessage-ID: <1>\n\n>From here\nFrom us to you\n\nFrom x Sat Nov 21 11:00:00 2026\nMessage-ID: <2>\n\n二\n"
        #expect(try identified(Array(box.utf8)).container)
        let result = try extractor.unpacked(Array(box.utf8), name: "inbox")
        #expect(result.format == "mbox" && result.paths == ["0001 一.eml", "0002.eml"])
        #expect(result.text("0001 一.eml") == "Subject: =?utf-8?B?5LiA?=\nMessage-ID: <1>\n\n>From here\nFrom us to you\n")
        #expect(result.text("0002.eml") == "Message-ID: <2>\n\n二\n")
    }

    @Test(arguments: ["deep", "mails", "parts", "header", "headers", "base64", "cut"])
    func `Hostile mails end within the limits`(kind: String) throws {
        var mail = "From: a@b\nMIME-Version: 1.0\n"
        switch kind {
        case "deep":
            mail += "Content-Type: multipart/mixed; boundary=b0\n\n"
            for level in 0..<5000 { mail += "--b\(level)\nContent-Type: multipart/mixed; boundary=b\(level + 1)\n\n" }
        case "mails": mail += String(repeating: "Content-Type: message/rfc822\n\nFrom: a@b\nMIME-Version: 1.0\n", count: 5000)
        case "parts":
            mail +=
                "Content-Type: multipart/mixed; boundary=X\n\n" + String(repeating: "--X\nContent-Type: a/b\n\n\n", count: 20_000)
                + "--X--\n"
        case "header": mail += "Subject: " + String(repeating: "=?utf-8?B?", count: 500_000) + "\n\nx\n"
        case "headers": mail += (0..<50_000).map { "X-\($0): y\n" }.joined() + "\nx\n"
        case "base64":
            mail += "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n" + String(repeating: "A", count: 20_000_001)
        default: mail += "Content-Type: multipart/mixed; boundary=\"X"
        }
        let bytes = Array(mail.utf8)
        let result = try extractor.unpacked(bytes, name: "x.eml", keep: 16)
        #expect([.read, .limit, .damaged].contains(result.end.state))
        if kind == "parts" { #expect(result.items.count == 20_000) }
        if kind == "base64" { #expect(result.items.first?.length ?? 0 > 14_000_000) }
        #expect(try extractor.unpacked(MailTests.mail([], parts: []), name: "y.eml").end.state == .read, "the worker goes on")
    }
}

extension [UInt8] {
    /// A mail as a part of another: its empty first line away.
    fileprivate var withoutBlankStart: [UInt8] { starts(with: [0x0D, 0x0A]) ? Array(dropFirst(2)) : self }

    /// With a boundary of its own.
    fileprivate var changingBoundary: [UInt8] {
        Array(String(decoding: self, as: UTF8.self).replacingOccurrences(of: "=_b1", with: "=_b2").utf8)
    }
}
