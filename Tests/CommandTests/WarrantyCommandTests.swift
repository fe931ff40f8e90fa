import DeedCore
import Testing

/// After-sales staff have a customer on the phone.
@Suite("Warranty: is this machine covered?")
struct WarrantyCommandTests {
    @Test(
        "The samples' machines, on 20 November 2026",
        arguments: [
            ("AC75-2503-0017", "covered"), ("LM200-2411-0108", "expired"), ("CH30-2506-0042", "partly"),
            ("VMC850-2504-0003", "covered"), ("HP12-2512-0009", "covered"), ("ROB6-2605-0031", "covered"),
        ])
    func verdicts(serial: String, verdict: String) throws {
        let answer = try Samples.shared().json("warranty", serial)
        answer.expectKeys("today", "serial", "verdict", "covers", "near")
        #expect(answer["verdict"]?.string == verdict && answer["serial"]?.string == serial && answer["near"] == [])
        for cover in answer["covers"]?.array ?? [] {
            cover.expectKeys("kind", "starts", "ends", "daysLeft", "document", "page")
            #expect(cover["document"]?.string != nil)
        }
    }

    @Test("Parts and labour end apart; the answer names the card and its page")
    func apart() throws {
        let covers = try #require(try Samples.shared().json("warranty", "CH30-2506-0042")["covers"])
        let parts = covers.member(where: "kind", is: "parts")
        #expect(parts?["starts"] == "2025-06-18" && parts?["ends"] == "2027-06-18" && parts?["daysLeft"] == 210)
        let labour = covers.member(where: "kind", is: "labour")
        #expect(labour?["ends"] == "2026-06-18" && labour?["daysLeft"] == -155)
        let card = try #require(parts?["document"]?.string)
        #expect(try Samples.shared().json("show", card)["number"] == "BX-2025-0042")
    }

    @Test("The days of a cover: its last day counts, the day after is the first without")
    func days() throws {
        let vault = try Samples.shared()
        #expect(try vault.json("warranty", "HP12-2512-0009", "--today", "2026-12-10")["verdict"] == "covered")
        #expect(try vault.json("warranty", "HP12-2512-0009", "--today", "2026-12-11")["verdict"] == "expired")
        #expect(try vault.json("warranty", "CH30-2506-0042", "--today", "2026-06-18")["verdict"] == "covered")
        #expect(try vault.json("warranty", "CH30-2506-0042", "--today", "2025-01-01")["verdict"] == "notStarted")
        // The card's own warranty is over; the service agreement goes on.
        let extended = try vault.json("warranty", "VMC850-2504-0003", "--today", "2027-07-15")
        #expect(extended["verdict"] == "covered" && extended["covers"]?.array?.count == 2)
    }

    @Test(
        "However the customer reads it out: O for 0, I for 1, spaces, hyphens, full width, small letters",
        arguments: ["ch30-25O6-OO42", "CH30 2506 0042", "CH3025060042", "ＣＨ３０－２５０６－００４２", "CH30‐2506—0042"])
    func spellings(spelling: String) throws {
        let answer = try Samples.shared().json("warranty", spelling)
        #expect(answer["serial"] == "CH30-2506-0042" && answer["verdict"] == "partly")
    }

    @Test("An unknown number gives the nearest ones; nothing is made up")
    func near() throws {
        let vault = try Samples.shared()
        let answer = try vault.json("warranty", "LM200-2411-0180")
        #expect(answer["verdict"] == "unknown" && answer["covers"] == [] && answer["serial"] == "LM200-2411-0180")
        #expect(answer["near"]?.texts("serial") == ["LM200-2411-0108"])
        let nothing = try vault.json("warranty", "没有这台")
        #expect(nothing["verdict"] == "unknown" && nothing["near"] == [])
        _ = try vault.json("warranty", "没有这台", "--fail-empty", code: 10)
        #expect(try vault.chinese("warranty", "LM200-2411-0180").contains("相近的序列号"))
    }

    @Test("People read the verdict first, with customer, days and page, in their language")
    func pages() throws {
        let vault = try Samples.shared()
        let chinese = try vault.chinese("warranty", "CH30-2506-0042")
        #expect(chinese.hasPrefix("CH30-2506-0042  部分在保\n") && chinese.contains("深圳南麓电子科技有限公司"))
        #expect(chinese.contains("还有 210 天") && chinese.contains("已过 155 天") && chinese.contains("林嘉文 134 0000 2006"))
        let english = try vault.english("warranty", "LM200-2411-0108")
        #expect(english.hasPrefix("LM200-2411-0108  expired\n") && english.contains("12 days ago"))
        #expect(try vault.chinese("warranty", "LM200-2411-0108").contains("过保"))
        #expect(try vault.deedbox("warranty").expect(64).errorText.contains("serial"))
    }
}
