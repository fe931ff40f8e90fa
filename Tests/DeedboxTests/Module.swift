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
            ("note=a=b", .note, "a=b"),
        ] as [(String, DocumentField, String)])
    func read(text: String, field: DocumentField, value: String) throws {
        let assignment = try DocumentAssignment(text)
        #expect(assignment.field == field && assignment.value == value)
    }

    @Test("An empty value takes the value away; what is no field, no date or no value is refused with its own code")
    func refused() throws {
        #expect(try DocumentAssignment("expires=").value == nil)
        func code(_ text: String) -> Failure.Code? {
            do {
                _ = try DocumentAssignment(text)
                return nil
            } catch { return (error as? Failure)?.code }
        }
        #expect(code("colour=red") == .unknownField && code("expires") == .unknownField && code("=x") == .unknownField)
        #expect(code("expires=昨天") == .badDate && code("signed=2026-02-30") == .badDate)
        #expect(code("noticeDays=-1") == .badValue && code("kind=letter") == .badValue)
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
