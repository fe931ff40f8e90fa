import DeedCore
import Foundation
import Testing

/// What is known of machines, customers and terms is corrected, taken back, and known again.
@Suite("Corrections: a warranty never vanishes, a decision holds for its term, a good file heals a bad one")
struct CorrectionTests {
    private static let ledger = "客户,序列号,型号,销售日期,保修月数,文件名\n甲公司,SN-0001,M1,2025-03-15,36,卡.txt\n"

    private func vaultWithCard() throws -> (vault: TestVault, run: String) {
        let vault = try TestVault()
        try vault.dir.create("来件/卡.txt", "保修卡 SN-0001 扫描有误")
        try vault.dir.create("台账.csv", Self.ledger)
        let run = try #require(try vault.json("import", "来件", "--ledger", "台账.csv")["run"]?.string)
        return (vault, run)
    }

    @Test("The wrong scan is withdrawn, the right one comes with the same ledger: the warranty is known again")
    func otherPaper() throws {
        let (vault, run) = try vaultWithCard()
        #expect(try vault.json("warranty", "SN-0001")["verdict"] == "covered")
        try vault.deedbox("import", "withdraw", run).expect()
        let gone = try vault.json("warranty", "SN-0001")
        #expect(gone["verdict"] == "unknown" && gone["known"] == true && gone["covers"] == [])
        #expect(try vault.chinese("warranty", "SN-0001").hasPrefix("SN-0001  没有保修记录\n"))
        #expect(try vault.chinese("warranty", "SN-9999").contains("没有序列号为 SN-9999 的设备"))
        try vault.dir.create("重扫/卡.txt", "保修卡 SN-0001 清晰")
        let again = try vault.json("import", "重扫", "--ledger", "台账.csv")
        #expect(again["ledger"]?["outcomes"]?["applied"] == 1)
        let answer = try vault.json("warranty", "SN-0001")
        #expect(answer["verdict"] == "covered" && answer["covers"]?.array?.count == 1)
        #expect(try vault.json("show", "卡.txt")["covers"]?.array?.count == 1)
        #expect(try vault.json("ledger", "台账.csv")["written"] == 0)
        try vault.expectClean()
    }

    @Test("The paper was purged: the ledger alone makes it known again, and so does the same paper")
    func purged() throws {
        for again in ["ledger", "paper"] {
            let (vault, _) = try vaultWithCard()
            try vault.deedbox("purge", "request", "卡.txt", "--why", "误收").expect()
            try vault.deedbox("purge", "run", "--today", "2027-01-15").expect()
            try vault.deedbox("purge", "run", "--today", "2027-02-15").expect()
            #expect(try vault.json("warranty", "SN-0001")["covers"] == [])
            if again == "ledger" {
                try vault.deedbox("ledger", "台账.csv", "--json").expect(4)
            } else {
                try vault.deedbox("import", "来件").expect()
            }
            #expect(try vault.json("warranty", "SN-0001")["verdict"] == "covered", "\(again)")
            try vault.expectClean()
        }
    }

    @Test("A person corrects, ends, takes back and adds promises; what was known before stays known for its days")
    func covers() throws {
        let (vault, _) = try vaultWithCard()
        let set = try vault.json("warranty", "set", "SN-0001", "--months", "24")
        #expect(set["covers"]?.array?.first?["ends"] == "2027-03-15")
        #expect(try vault.json("warranty", "end", "SN-0001", "--on", "2026年6月30日")["verdict"] == "expired")
        try vault.deedbox("warranty", "set", "SN-0001", "--ends", "2024-01-01").expect(64)
        try vault.deedbox("warranty", "add", "SN-0001", "--covers", "零部件", "--starts", "2026-01-01", "--months", "24").expect()
        #expect(try vault.json("warranty", "SN-0001")["verdict"] == "partly")
        try vault.deedbox("warranty", "remove", "SN-0001").expect(64)
        let left = try vault.json("warranty", "remove", "SN-0001", "--cover", "parts", "--why", "误登")
        #expect(left["covers"]?.array?.count == 1)
        // The same ledger does not bring back what a person changed.
        #expect(try vault.json("ledger", "台账.csv", code: 4)["conflicts"]?.array?.first?["field"] == "cover")
        let history = try vault.json("history", "卡.txt")["records"]?.texts("kind") ?? []
        #expect(history.filter { $0 == "cover.changed" }.count == 2)
        // A machine that nobody knew.
        let new = try vault.json("warranty", "add", "SN-1OO", "--ends", "2027-01-01", "--model", "M2", "--customer", "甲公司")
        #expect(new["verdict"] == "covered" && new["customer"]?["name"] == "甲公司")
        try vault.deedbox("machine", "add", "SN-100").expect()
        #expect(try vault.json("warranty", "SN-100")["verdict"] == "unknown")
        let asked = try vault.json("warranty", "sn 10o")
        #expect(asked["verdict"] == "ambiguous" && asked["others"]?.array?.count == 2)
        try vault.deedbox("warranty", "set", "sn 10o", "--months", "1").expect(64)
        try vault.deedbox("machine", "add", "ＳＮ－１００").expect(64)
        try vault.expectClean()
    }

    @Test("Machines, sales, contacts and customers are corrected and taken back")
    func rest() throws {
        let (vault, _) = try vaultWithCard()
        try vault.deedbox("customer", "add", "乙公司", "--contact", "李工", "--phone", "138 0000 1111").expect()
        let sold = try vault.json("machine", "sell", "SN-0001", "--to", "乙公司", "--on", "2026-05-01", "--invoice", "F2")
        #expect(sold["customer"]?["name"] == "乙公司" && sold["purchases"]?.array?.count == 2)
        try vault.deedbox("machine", "sale", "SN-0001", "--on", "2026-05-02").expect(64)
        let moved = try vault.json("machine", "sale", "SN-0001", "--sale", "F2", "--on", "2026-05-02")
        #expect(moved["purchases"]?.texts("date") == ["2025-03-15", "2026-05-02"])
        let back = try vault.json("machine", "sale", "SN-0001", "--sale", "F2", "--remove")
        #expect(back["purchases"]?.array?.count == 1)
        #expect(try vault.json("machine", "set", "SN-0001", "--customer", "甲公司")["customer"]?["name"] == "甲公司")
        let contact = try vault.json("customer", "contact", "乙公司", "1111", "--phone", "139 0000 2222")
        #expect(contact["contacts"]?.texts("phone") == ["139 0000 2222"])
        #expect(try vault.json("customer", "contact", "乙公司", "李工", "--remove")["contacts"] == [])
        try vault.deedbox("customer", "remove", "甲公司").expect(64)
        try vault.deedbox("customer", "remove", "乙公司").expect()
        #expect(try vault.json("customer", "list")["customers"]?.texts("name") == ["甲公司"])
        try vault.deedbox("machine", "remove", "SN-0001", "--why", "误登").expect()
        #expect(try vault.json("warranty", "SN-0001")["known"] == false)
        try vault.expectClean()
    }

    @Test("A decision holds for the term it was made for, and set says when it ended")
    func decision() throws {
        let vault = try TestVault(["合同.txt": "合同 HT-2026-0001"])
        try vault.deedbox("set", "合同.txt", "number=HT-2026-0001", "expires=2026-12-31", "noticeDays=60").expect()
        func group(_ today: String) throws -> String? {
            try vault.json("expiring", "--within", "90d", "--today", today)["confirmed"]?.array?.first?["group"]?.string
        }
        #expect(try group("2026-11-20") == "actNow")
        try vault.deedbox("set", "HT-2026-0001", "decision=renew").expect()
        #expect(try group("2026-11-20") == "ends")
        let set = try vault.deedbox("set", "HT-2026-0001", "expires=2027-12-31").expect()
        #expect(set.errorText.contains("undecided"))
        #expect(try group("2027-11-20") == "actNow")
        try vault.deedbox("set", "HT-2026-0001", "decision=renew").expect()
        #expect(try group("2027-11-20") == "ends")
        // Said in one breath: the renewal is of the old term, an ending of the new one.
        try vault.deedbox("set", "HT-2026-0001", "decision=renegotiate", "expires=2028-12-31").expect()
        #expect(try group("2028-11-20") == "actNow")
        try vault.deedbox("set", "HT-2026-0001", "decision=end", "expires=2029-06-30").expect()
        #expect(try group("2029-05-20") == "ends")
    }

    @Test("What renewed by itself is listed until somebody acknowledges it")
    func acknowledged() throws {
        let vault = try TestVault(["框架.txt": "框架合同 HT-2024-0052"])
        try vault.deedbox(
            "set", "框架.txt", "effective=2024-01-01", "expires=2026-12-31", "renewal=auto", "renewalMonths=12", "noticeDays=90"
        ).expect()
        func row(_ today: String) throws -> JSON? {
            try vault.json("expiring", "--within", "30d", "--today", today)["confirmed"]?.array?.first
        }
        #expect(try row("2026-10-05")?["group"] == "actNow" && row("2026-11-20")?["group"] == "actNow")
        let renewed = try row("2027-02-01")
        #expect(renewed?["group"] == "renewed" && renewed?["renewed"] == "2026-12-31" && renewed?["expires"] == "2027-12-31")
        #expect(renewed?["actBy"] == "2027-10-02" && renewed?["renewals"] == 1)
        #expect(try vault.json("show", "框架.txt", "--today", "2029-02-01")["end"] == "2029-12-31")
        let noted = try vault.json("acknowledge", "框架.txt", "--today", "2027-02-01")
        #expect(noted["acknowledged"]?.array?.first?["term"] == "2026-12-31")
        #expect(try row("2027-02-01") == nil)
        #expect(try row("2028-02-01")?["group"] == "renewed")
        #expect(try vault.json("history", "框架.txt")["records"]?.texts("kind").last == "renewal.acknowledged")
        try vault.expectClean()
    }

    @Test("A damaged original is put right by the good file when it is imported again, and the account says so")
    func healed() throws {
        let vault = try TestVault(["合同.txt": "合同原件，一字不差"])
        let object = try vault.dir.shell("ls vault/objects/*/*").expect().lines[0]
        try vault.dir.shell("chmod u+w '\(object)' && printf 'X' | dd of='\(object)' bs=1 conv=notrunc status=none").expect()
        try vault.deedbox("verify").expect(3)
        let account = try vault.json("import", "来件")
        #expect(
            account["items"]?.array?.first?["outcome"] == "duplicate" && account["items"]?.array?.first?["reason"] == "healed")
        #expect(try vault.kinds().contains("object.repaired"))
        // What was damaged is kept beside, as a repair keeps it, and the record says where.
        let kept = try vault.dir.shell("cd vault && ls quarantine/*").expect().lines
        #expect(try kept.count == 1 && vault.dir.bytes("vault/" + kept[0]).first == UInt8(ascii: "X"))
        #expect(try vault.dir.shell("grep -c '\(kept[0])' vault/bodies/*").expect().text == "1\n")
        try vault.deedbox("verify").expect()
        #expect(try vault.json("import", "来件")["items"]?.array?.first?["reason"] == "already-imported")
        // In an archive, unread as long as it is known.
        try vault.dir.shell("chmod u+w '\(object)' && printf 'Y' | dd of='\(object)' bs=1 conv=notrunc status=none").expect()
        try vault.deedbox("verify").expect(3)
        #expect(try vault.json("status")["lost"] == 1)
        try vault.deedbox("import", "来件").expect()
        #expect(try vault.json("status")["lost"] == 0)
        try vault.deedbox("verify").expect()
    }

    @Test("Days are the vault's: what came in at night is found under the day that show says")
    func zone() throws {
        for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let dir = try Dir()
            let vault = TestVault(in: dir)
            try dir.deedbox("init", vault.path, "--time-zone", zone).expect()
            try dir.create("来件/合同.txt", "一份没有日期的合同")
            try vault.deedbox("import", "来件").expect()
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.timeZone = TimeZone(identifier: zone)
            format.dateFormat = "yyyy-MM-dd"
            let days = [format.string(from: Date(timeIntervalSinceNow: -300)), format.string(from: Date())]
            #expect(try days.contains { try vault.found("date:\($0)") == ["合同"] }, "\(zone)")
        }
    }
}
