import DeedCore
import Foundation
import Testing

/// A document on the desk: listed, shown, opened, corrected.
@Suite("Documents: list, show, cat, open, set, link, tag, history")
struct DocumentCommandTests {
    @Test("list has a fixed shape, filters, and pages that fit together")
    func list() throws {
        let vault = try Samples.shared()
        let all = try vault.json("list")
        all.expectKeys("documents", "next")
        #expect(all["next"] == .null && all["documents"]?.array?.count == 41)
        for document in all["documents"]?.array ?? [] {
            document.expectKeys("document", "title", "kind", "number", "customers", "names", "sha256", "expires")
            for customer in document["customers"]?.array ?? [] { customer.expectKeys("id", "name", "role") }
        }
        let ofd = (all["documents"]?.array ?? []).first { $0["title"] == "电子发票 26322000000055500509" }
        #expect(ofd?["kind"] == .null && ofd?["number"] == .null && ofd?["expires"] == .null && ofd?["customers"] == [])
        var seen: [String] = []
        var after: String?
        repeat {
            let part = try vault.deedbox(["list", "--limit", "9", "--json"] + (after.map { ["--after", $0] } ?? [])).expect().json
            seen += part["documents"]?.texts("document") ?? []
            after = part["next"]?.string
        } while after != nil
        #expect(seen == all["documents"]?.texts("document") ?? [])
    }

    @Test("Filters narrow: kind in either language, customer, number, owner, end, run")
    func filters() throws {
        let vault = try Samples.shared()
        #expect(try vault.listed("--kind", "service-agreement").count == 10)
        #expect(try vault.listed("--kind", "服务协议").count == 10)
        #expect(try vault.listed("--customer", "样例机电").count == 5)
        #expect(try vault.listed("--number", "2025第001") == ["京采购2025第001号 立式加工中心采购合同.pdf"])
        #expect(
            try vault.listed("--owner", "赵珩", "--expires-to", "2026-12-31") == [
                "FW-2025-018 驻场运维服务协议.docx", "HT-2020-0027 冷却塔改造合同.docx",
            ])
        #expect(try vault.listed("--run", try Samples.account()["run"]?.string ?? "").count == 42)
        _ = try vault.json("list", "--customer", "样例机电", "--kind", "invoice", "--fail-empty", code: 10)
        #expect(try vault.deedbox("list", "--customer", "没有这家", "--json").expect(10).error["code"] == "customer-not-found")
        #expect(
            try vault.deedbox("list", "--kind", "信件").env("DEEDBOX_LANG", "zh-Hans").expect(64).errorText.contains("“信件”不能用于"))
    }

    @Test("DOC is an id, its beginning, a hash, a number or a file name; several candidates are listed with 64")
    func references() throws {
        let vault = try Samples.shared()
        let shown = try vault.json("show", "HT-2024-0031")
        let id = try #require(shown["document"]?.string)
        let hash = try #require(shown["sha256"]?.string)
        for reference in [
            id, id.uppercased(), hash, String(hash.prefix(8)), "ＨＴ－２０２４－００３１", "HT-2024-0031 激光打标机销售合同.pdf",
            "HT-2024-0031 激光打标机销售合同", "样例机电 打标机合同 最终版.pdf",
        ] { #expect(try vault.json("show", reference)["document"]?.string == id, "\(reference)") }
        let several = try vault.deedbox("show", String(id.prefix(8)), "--json").expect(64)
        #expect(try several.error["code"] == "document-ambiguous" && (several.error["candidates"]?.array?.count ?? 0) > 5)
        let none = try vault.deedbox("show", "HT-1999-0001", "--json").expect(10)
        #expect(try none.error["code"] == "document-not-found" && none.error["exit"] == 10 && none.error["advice"] != .null)
    }

    @Test("show tells facts with their source, places, text and signature, in both languages")
    func show() throws {
        let vault = try Samples.shared()
        let shown = try vault.json("show", "HT-2025-0033")
        shown.expectKeys("document", "title", "fields", "end", "actBy", "endUnknown", "places", "text", "covers", "added")
        #expect(shown["text"]?["signatures"] == 1 && shown["text"]?["state"] == "text")
        let fields = try #require(shown["fields"])
        #expect(fields.member(where: "field", is: "perpetual")?["value"] == "yes")
        #expect(fields.texts("source").allSatisfy { $0 == "ledger" })
        let chinese = try vault.chinese("show", "HT-2025-0033")
        #expect(chinese.contains("有 1 个电子签名，未验证") && chinese.contains("杭州云栖谷智能装备有限公司（甲方）"))
        #expect(chinese.contains("长期有效") && chinese.contains("来自台账"))
        let english = try vault.english("show", "ZL-2022-0006")
        #expect(english.contains("no text: scanned pages, needs text recognition (OCR)") && english.contains("2 pages need OCR"))
        #expect(try vault.chinese("show", "电子发票 26322000000055500509").contains("没有文本：暂不支持读取这种格式"))
    }

    @Test("cat gives back what went in, byte for byte, for every paper of the archive")
    func cat() throws {
        let vault = try Samples.shared()
        let scratch = try Dir()
        try scratch.python(
            """
            import hashlib, io, json, sys, zipfile
            found = []
            def walk(data):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    for info in archive.infolist():
                        content = archive.read(info)
                        if info.filename.endswith(".zip"): walk(content)
                        elif content: found.append(hashlib.sha256(content).hexdigest())
            walk(open(sys.argv[1], "rb").read())
            open("hashes.json", "w").write(json.dumps(sorted(set(found))))
            """, Samples.archive)
        let originals = Set(JSON(parsing: try scratch.bytes("hashes.json"))?.array?.compactMap(\.string) ?? [])
        let documents = try vault.json("list")["documents"]?.array ?? []
        // The Thumbs.db is in the archive and not in the vault.
        #expect(originals.count == documents.count + 1)
        for document in documents {
            let hash = document["sha256"]?.string ?? ""
            #expect(originals.contains(hash))
            let line = "\"$DEEDBOX\" cat \(hash) | sha256sum"
            #expect(try vault.dir.shell(line).env("DEEDBOX_VAULT", vault.path).expect().text.prefix(64) == hash)
        }
    }

    @Test("open -o writes a checked copy; a damaged original never gets the name that was asked for")
    func open() throws {
        let vault = try TestVault(["维保协议.txt": "年度维保服务协议 正本"])
        let opened = try vault.json("open", "维保协议", "-o", "副本.txt", "--no-view")
        #expect(opened["opened"] == false && opened["path"]?.string == vault.dir.file("副本.txt"))
        #expect(try vault.dir.bytes("副本.txt") == Array("年度维保服务协议 正本".utf8))
        let hash = try #require(opened["sha256"]?.string)
        let object = "vault/objects/\(hash.prefix(2))/\(hash)"
        try vault.dir.shell("chmod 644 \(object) && printf X | dd of=\(object) bs=1 seek=3 conv=notrunc 2>/dev/null").expect()
        let damaged = try vault.deedbox("open", "维保协议", "-o", "坏.txt", "--json").expect(3)
        #expect(try damaged.error["code"] == "object-damaged")
        let left = try vault.dir.shell("ls | grep -c 坏; true").expect().text
        #expect(left == "0\n")
        #expect(try vault.deedbox("cat", "维保协议", "--json").expect(3).error["code"] == "object-damaged")
        try vault.dir.shell("rm -f \(object)").expect()
        #expect(try vault.deedbox("cat", "维保协议", "--json").expect(3).error["code"] == "object-missing")
        #expect(try vault.deedbox("open", "维保协议", "-o", "没有的目录/副本.txt", "--json").expect(1).error["code"] == "input-output")
    }

    @Test("set corrects fields and says how many changed; wrong fields, dates and amounts are refused, and nothing is written")
    func set() throws {
        let vault = try TestVault(["合同.txt": "采购合同"])
        let changed = try vault.json(
            "set", "合同", "number=HT-2026-0099", "到期日期=2027年3月31日", "amount=１,286,000.00", "kind=合同", "续期方式=自动续期")
        #expect(changed["changed"] == 5)
        #expect(try vault.json("set", "HT-2026-0099", "expires=2027-03-31")["changed"] == 0)
        let shown = try vault.json("show", "HT-2026-0099")
        #expect(shown["expires"] == "2027-03-31" && shown["amount"] == "1286000.00" && shown["kind"] == "contract")
        let journal = try vault.journal()
        for (assignment, code) in [
            ("expires=明天", "bad-date"), ("colour=red", "unknown-field"), ("amount=很多", "bad-value"), ("kind=信", "bad-value"),
            ("noticeDays=-3", "bad-value"), ("到期", "bad-value"),
        ] {
            let ended = try vault.deedbox("set", "HT-2026-0099", "owner=王砚", assignment, "--json").expect(64)
            #expect(try ended.error["code"]?.string == code, "\(assignment)")
        }
        #expect(try vault.journal() == journal)
        #expect(try vault.json("set", "HT-2026-0099", "expires=")["changed"] == 1)
        #expect(try vault.json("show", "HT-2026-0099")["expires"] == .null)
        let unknown = try vault.deedbox("set", "HT-2026-0099", "colour=red").expect(64).errorText
        #expect(unknown.contains("noticeDays") && unknown.split(separator: "\n").count <= 3)
    }

    @Test("What was set is found at once, by the new words and no longer by the old")
    func searchedAtOnce() throws {
        let vault = try TestVault(["扫描件0001.txt": "第一页"])
        try vault.deedbox("set", "扫描件0001", "title=塔吊租赁合同", "number=ZL-2026-07").expect()
        #expect(try vault.found("塔吊") == ["塔吊租赁合同"] && vault.found("ZL-2026-07") == ["塔吊租赁合同"])
        try vault.deedbox("set", "ZL-2026-07", "title=叉车租赁合同").expect()
        #expect(try vault.found("塔吊").isEmpty && vault.found("叉车") == ["叉车租赁合同"])
    }

    @Test("link ties a document to a customer in a role; tag adds and takes away; twice is once")
    func links() throws {
        let vault = try TestVault(["框架协议.txt": "框架协议"])
        try vault.deedbox("customer", "add", "上海样例机电有限公司").expect()
        #expect(try vault.json("link", "框架协议", "样例机电", "--role", "party-a")["changed"] == 1)
        #expect(try vault.json("link", "框架协议", "样例机电", "--role", "party-a")["changed"] == 0)
        let linked = try vault.json("list", "--customer", "样例机电")["documents"]?.array?.first
        #expect(linked?["customers"]?.array?.first?["role"] == "party-a")
        #expect(try vault.found("客户:样例机电") == ["框架协议"])
        #expect(try vault.json("link", "框架协议", "样例机电", "--role", "party-a", "--remove")["changed"] == 1)
        #expect(try vault.found("客户:样例机电").isEmpty)
        #expect(try vault.json("tag", "框架协议", "重点", "2026续签")["changed"] == 2)
        #expect(try vault.json("tag", "框架协议", "重点")["changed"] == 0)
        #expect(try vault.listed("--tag", "重点") == ["框架协议.txt"])
        #expect(try vault.json("tag", "框架协议", "--remove", "重点")["changed"] == 1)
        #expect(try vault.listed("--tag", "重点").isEmpty)
        #expect(try vault.deedbox("tag", "框架协议", "", "--json").expect(64).error["code"] == "bad-value")
    }

    @Test("history names every record with who and when; old values stay in it")
    func history() throws {
        let vault = try TestVault(["合同.txt": "采购合同"])
        try vault.deedbox("set", "合同", "expires=2026-12-31").expect()
        try vault.deedbox("set", "合同", "expires=2027-12-31").expect()
        try vault.deedbox("tag", "合同", "重点").expect()
        let records = try #require(try vault.json("history", "合同")["records"]?.array)
        #expect(
            records.compactMap { $0["kind"]?.string } == ["document.added", "document.set", "document.set", "document.tagged"])
        #expect(records[1]["body"]?["value"] == "2026-12-31" && records[2]["body"]?["value"] == "2027-12-31")
        #expect(records.allSatisfy { $0["user"]?.string?.isEmpty == false && $0["time"]?.string?.hasSuffix("Z") == true })
        let chinese = try vault.chinese("history", "合同")
        #expect(chinese.contains("存入") && chinese.contains("到期日期 = 2027年12月31日") && chinese.contains("加标签"))
        #expect(try vault.english("history", "合同").contains("ends = 31 Dec 2027"))
    }

    @Test("Times are shown in the vault's zone")
    func zone() throws {
        let vault = try TestVault(["合同.txt": "采购合同"])
        let time = try #require(try vault.json("history", "合同")["records"]?.array?.first?["time"]?.string)
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "Asia/Shanghai")
        format.dateFormat = "yyyy年M月d日 HH:mm"
        let parser = ISO8601DateFormatter()
        parser.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        let expected = format.string(from: try #require(parser.date(from: time)))
        #expect(try vault.chinese("history", "合同").contains(expected))
    }
}
