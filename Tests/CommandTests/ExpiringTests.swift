import DeedCore
import Foundation
import Testing

/// Managers ask what ends this quarter; the samples' answers stand in docs/samples/README.md.
@Suite("Expiring: what ends, and what must be decided first")
struct ExpiringTests {
    private func rows(_ answer: JSON) -> [String] {
        (answer["confirmed"]?.array ?? []).map { "\($0["number"]?.string ?? "–") \($0["group"]?.string ?? "")" }
    }

    @Test("This quarter, reckoned from 20 November 2026: what must be decided stands first, in the order of the days to act")
    func quarter() throws {
        let vault = try Samples.shared()
        let answer = try vault.json("expiring", "--this-quarter")
        answer.expectKeys("today", "asKnown", "from", "to", "confirmed", "proposed", "unknown")
        #expect(answer["today"] == "2026-11-20" && answer["asKnown"] == .null && answer["proposed"] == [])
        #expect(answer["from"] == "2026-10-01" && answer["to"] == "2026-12-31")
        let expected = [
            "HT-2024-0052 actNow", "FW-2025-012 actNow", "FW-2026-002 actNow", "京采购2025第001号 actNow", "HT-2025-0007 actNow",
            "BX-2024-0108 ends", "FW-2025-018 ends", "HT-2024-0031 ends", "BX-2025-0009 ends",
        ]
        #expect(rows(answer) == expected)
        #expect(try rows(vault.json("expiring")) == expected)
    }

    @Test("A row says who, how much, until when and who must act; unknown values are null")
    func row() throws {
        let rows = try #require(try Samples.shared().json("expiring")["confirmed"])
        for row in rows.array ?? [] {
            row.expectKeys(
                "document", "title", "kind", "number", "customers", "expires", "actBy", "group", "amount", "currency", "owner")
        }
        let framework = try #require(rows.member(where: "number", is: "HT-2024-0052"))
        #expect(framework["expires"] == "2026-12-31" && framework["actBy"] == "2026-10-02")
        #expect(framework["amount"] == "2400000.00" && framework["currency"] == "CNY" && framework["owner"] == "王砚")
        #expect(framework["kind"] == "contract" && framework["customers"]?.texts("name") == ["东昇精密制造（苏州）有限公司"])
        let card = try #require(rows.member(where: "number", is: "BX-2025-0009"))
        #expect(card["kind"] == "warranty-card" && card["serial"] == "HP12-2512-0009")
        #expect(card["actBy"] == .null && card["amount"] == .null && card["currency"] == .null)
    }

    @Test("What has no known end is counted by reason, not left out")
    func unknown() throws {
        let unknown = try #require(try Samples.shared().json("expiring")["unknown"])
        let reasons = (unknown["reasons"]?.members ?? []).compactMap(\.value.integer)
        #expect(unknown["count"]?.integer == reasons.reduce(0, +))
        #expect(unknown["reasons"]?["perpetual"] == nil, "what has no end by its own words is not unknown")
        #expect(try Samples.shared().json("expiring")["perpetual"] == 2)
    }

    @Test("By the end, by the day to act, or by either")
    func measures() throws {
        let vault = try Samples.shared()
        let ends = try Set(rows(vault.json("expiring", "--by", "end")))
        #expect(!ends.contains { $0.hasPrefix("FW-2026-002") || $0.hasPrefix("HT-2025-0007") } && ends.count == 7)
        let acts = try Set(rows(vault.json("expiring", "--by", "act")).map { $0.split(separator: " ")[0] })
        #expect(acts == ["HT-2024-0052", "FW-2025-012", "FW-2026-002", "京采购2025第001号", "HT-2025-0007"])
        #expect(try vault.deedbox("expiring", "--by", "start", "--json").expect(64).error["code"] == "bad-value")
    }

    @Test("Other ranges: some days from today, from … to …, the next quarter, one kind")
    func ranges() throws {
        let vault = try Samples.shared()
        let month = try vault.json("expiring", "--within", "30d")
        #expect(month["from"] == "2026-11-20" && month["to"] == "2026-12-20")
        #expect(rows(month).contains("FW-2025-018 ends") && !rows(month).contains { $0.hasPrefix("BX-2024-0108") })
        let given = try vault.json("expiring", "--from", "2027年2月1日", "--to", "2027-02-28")
        #expect(rows(given) == ["HT-2024-0052 actNow", "FW-2025-012 actNow", "FW-2026-002 ends", "BX-2024-0005 ends"])
        let next = try vault.json("expiring", "--next-quarter")
        #expect(next["from"] == "2027-01-01" && next["to"] == "2027-03-31")
        let cards = try vault.json("expiring", "--kind", "warranty-card")
        #expect(rows(cards) == ["BX-2024-0108 ends", "BX-2025-0009 ends"])
        #expect(try rows(vault.json("expiring", "--kind", "保修卡")) == rows(cards))
    }

    @Test("Wrong ranges end with 64 and say what is right")
    func wrong() throws {
        let vault = try Samples.shared()
        for arguments in [
            ["--within", "90x"], ["--from", "2026-02-01", "--to", "2026-01-01"], ["--from", "2026-01-01"],
            ["--this-quarter", "--within", "30d"],
        ] {
            let ended = try vault.deedbox(["expiring", "--json"] + arguments).expect(64)
            #expect(try ended.error["exit"] == 64 && ended.error["advice"] != .null, "\(arguments)")
        }
        let empty = try vault.json("expiring", "--from", "2010-01-01", "--to", "2010-12-31")
        #expect(empty["confirmed"] == [])
        _ = try vault.json("expiring", "--from", "2010-01-01", "--to", "2010-12-31", "--fail-empty", code: 10)
        // What is overdue stays listed, however far ahead somebody looks.
        let far = try vault.json("expiring", "--from", "2040-01-01", "--to", "2040-12-31")
        #expect(rows(far) == ["HT-2024-0052 actNow", "FW-2025-012 actNow"])
    }

    @Test("A fiscal year that begins in February moves the quarters")
    func fiscalYear() throws {
        let vault = try TestVault.withSamples()
        try vault.dir.create("vault/config.toml", "fiscal_year_start = 2\n")
        let answer = try vault.json("expiring")
        #expect(answer["from"] == "2026-11-01" && answer["to"] == "2027-01-31")
        #expect(rows(answer).contains("HT-2025-0007 actNow"))
    }

    @Test("As known: before the papers came nothing was known; a change counts from the day it was made")
    func asKnown() throws {
        let vault = try TestVault.withSamples()
        try vault.deedbox("set", "HT-2024-0031", "expires=2029-12-04").expect()
        #expect(try !rows(vault.json("expiring")).contains("HT-2024-0031 ends"))
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "Asia/Shanghai")
        format.dateFormat = "yyyy-MM-dd"
        let before = format.string(from: Date(timeIntervalSinceNow: -2 * 86_400))
        let nothing = try vault.json("expiring", "--as-known", before)
        #expect(nothing["asKnown"]?.string == before && nothing["confirmed"] == [] && nothing["unknown"]?["count"] == 0)
        let after = format.string(from: Date(timeIntervalSinceNow: 2 * 86_400))
        let all = try vault.json("expiring", "--as-known", after)
        #expect(all["asKnown"]?.string == after && rows(all).count == 8)
        #expect(try vault.chinese("expiring", "--as-known", after).contains("所知"))
    }

    @Test("A decision takes a contract from what must be decided; another end moves it")
    func decided() throws {
        let vault = try TestVault.withSamples()
        try vault.deedbox("set", "HT-2024-0052", "decision=renew").expect()
        #expect(try !rows(vault.json("expiring")).contains("HT-2024-0052 actNow"))
        try vault.deedbox("set", "HT-2026-0003", "expires=2026-12-24", "noticeDays=").expect()
        #expect(try rows(vault.json("expiring")).contains("HT-2026-0003 ends"))
    }

    @Test("People read a table with groups, in their language")
    func tables() throws {
        let vault = try Samples.shared()
        let chinese = try vault.chinese("expiring")
        #expect(chinese.contains("2026年10月1日 至 2026年12月31日") && chinese.contains("须先处理"))
        #expect(chinese.contains("¥2,400,000.00") && chinese.contains("自动续期") && chinese.contains("长期有效"))
        #expect(chinese.contains("已确认 9，建议 0，到期日未知"))
        let english = try vault.english("expiring")
        #expect(english.contains("act now") && english.contains("renews by itself") && english.contains("2026-12-31  2026-10-02"))
        let terminal = try vault.deedbox("expiring").runOnTerminal(columns: 120)
        #expect(terminal.text.contains("HT-2024-0052") && terminal.code == 0)
    }

    @Test(
        "A length from today on is written as people write it",
        arguments: [
            ("0d", "2026-11-20"), ("90", "2027-02-18"), ("2w", "2026-12-04"), ("3m", "2027-02-20"), ("3个月", "2027-02-20"),
            ("1y", "2027-11-20"), ("一年", "2027-11-20"),
        ])
    func within(_ length: String, _ last: String) throws {
        #expect(try Samples.shared().json("expiring", "--within", length)["to"]?.string == last)
    }

    @Test(
        "What is no length is refused with the ways to write one",
        arguments: ["abc", "15个工作日", "101y", "99999999999999999999d", "本季度"])
    func noLength(_ text: String) throws {
        let error = try Samples.shared().deedbox("expiring", "--within", text, "--json").expect(64).error
        #expect(error["code"] == "bad-value" && error["candidates"]?.array?.contains("3m") == true)
    }
}
