import DeedCore
import Testing

@testable import Deedbox

@Suite("Use cases: what people write, checked before it is kept")
struct AssignmentTests {
    @Test(
        "field=value in the forms people write",
        arguments: [
            ("expires=2026年12月31日", DocumentField.expires, "2026-12-31"), ("kind=warranty-card", .kind, "warranty-card"),
            ("number= HT-2024-0031 ", .number, "HT-2024-0031"), ("amount=1,286,000.50", .amount, "1286000.50"),
            ("note=a=b", .note, "a=b"), ("amount=100万元", .amount, "1000000.00"), ("amount=（500）", .amount, "-500.00"),
            ("amount=1.5亿", .amount, "150000000.00"), ("noticeDays=30天", .noticeDays, "30"), ("noticeDays=两周", .noticeDays, "14"),
            ("termMonths=2年", .termMonths, "24"), ("termMonths=一年半", .termMonths, "18"), ("renewal=是", .renewal, "auto"),
            ("renewal=协商续签", .renewal, "manual"), ("perpetual=长期", .perpetual, "yes"), ("perpetual=否", .perpetual, "no"),
            ("currency=人民币", .currency, "CNY"), ("currency=chf", .currency, "CHF"), ("decision=续签", .decision, "renew"),
            ("decision=不续", .decision, "end"), ("expires=2026年12月31日止", .expires, "2026-12-31"),
            ("expires=31-Dec-26", .expires, "2026-12-31"),
        ] as [(String, DocumentField, String)])
    func read(text: String, field: DocumentField, value: String) throws {
        let assignment = try DocumentAssignment(text)
        #expect(assignment.values.map(\.field) == [field] && assignment.values.first?.value == value)
    }

    @Test("An empty value takes the value away; what is no field, no date or no value is refused with its own code")
    func refused() throws {
        #expect(try DocumentAssignment("expires=").values.map(\.value) == [nil])
        let dollars = try DocumentAssignment("amount=USD 5,000")
        #expect(dollars.values.map(\.field) == [.amount, .currency] && dollars.values.map(\.value) == ["5000.00", "USD"])
        func code(_ text: String) -> Failure.Code? {
            do {
                _ = try DocumentAssignment(text)
                return nil
            } catch { return (error as? Failure)?.code }
        }
        #expect(code("colour=red") == .unknownField && code("expires") == .badValue && code("=x") == .badValue)
        #expect(code("expires=昨天") == .badDate && code("signed=2026-02-30") == .badDate)
        #expect(code("noticeDays=-1") == .badValue && code("kind=letter") == .badValue)
        func why(_ text: String) -> String? {
            do {
                _ = try DocumentAssignment(text)
                return nil
            } catch { return (error as? Failure)?.detail }
        }
        #expect(why("termMonths=0") == "zero" && why("renewalMonths=0个月") == "zero" && why("termMonths=100000") == "not-a-count")
        #expect(
            why("termMonths=2000") == "too-long" && why("noticeDays=一个月") == "counts-days"
                && why("noticeMonths=30天") == "counts-months")
        #expect(why("currency=XYZ") == "not-known" && why("currency=ABC") == "not-known" && why("renewal=也许") == "not-known")
        #expect(
            why("amount=12,34") == "comma-not-thousands" && why("amount=5%") == "percentage"
                && why("amount=1.2E+06") == "damaged-number")
        #expect(
            why("expires=03/04/2026") == "ambiguous-date" && why("expires=9999-12-31") == "sentinel"
                && why("expires=2026年3月") == "no-day")
    }
}

@Suite("Use cases: files that a dry run would bring in")
struct PlannedFilesTests {
    @Test("They are found by their names, with and without extension, as a ledger writes them")
    func names() {
        var mint = IdentifierMint()
        var files = PlannedFiles()
        let (contract, copy) = (mint.next(), mint.next())
        files.add(path: "归档.zip!/销售/HT-2024-0031 激光打标机销售合同.pdf", document: contract)
        files.add(path: "备份/HT-2024-0031 激光打标机销售合同.docx", document: copy)
        #expect(files.documents(fileName: "HT-2024-0031 激光打标机销售合同.pdf") == [contract])
        #expect(files.documents(fileName: "ＨＴ－２０２４－００３１激光打標機銷售合同") == [contract, copy])
        #expect(files.documents(fileName: "别的.pdf").isEmpty)
        #expect(files.contains(contract) && !files.contains(mint.next()))
    }
}
