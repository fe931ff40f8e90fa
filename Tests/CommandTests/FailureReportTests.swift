import DeedCore
import DeedMessages
import Testing

@testable import DeedCommands

@Suite("Telling failures")
struct FailureReportTests {
    @Test("For a program: the four keys of the contract in their order, then detail and candidates")
    func json() {
        let failure = Failure(.vaultNotFound, "/srv/档案", detail: "openat: ENOENT")
        let report = FailureReport(failure: failure, messages: Messages(.english))
        let members = report.json["error"]?.members ?? []
        #expect(members.map(\.name) == ["code", "exit", "message", "advice", "detail", "candidates"])
        #expect(report.json["error"]?["code"] == "vault-not-found")
        #expect(report.json["error"]?["exit"] == 10)
        #expect(report.json["error"]?["message"] == "There is no vault at /srv/档案.")
    }

    @Test("For a person: what happened, why, what could be meant, what to do")
    func text() {
        let failure = Failure(.documentAmbiguous, "01hz", candidates: ["01hzaa 维护保养协议", "01hzbb 采购\u{1B}[2J合同"])
        let report = FailureReport(failure: failure, messages: Messages(.chinese))
        #expect(
            report.text(on: .pipe) == """
                错误：有多份文档符合“01hz”。
                  - 01hzaa 维护保养协议
                  - 01hzbb 采购[2J合同
                  处理办法：请用编号（id）指定其中一个。

                """)
    }

    @Test("Every failure ends with a code of the public table", arguments: Failure.Code.allCases)
    func exitCodes(code: Failure.Code) {
        #expect(ExitStatus.table.contains { $0.code == code.exit })
    }

    @Test("A failure is found inside what the parser wraps around it")
    func wrapped() {
        struct Wrapper: Error { var inner: any Error }
        let failure = Failure(.badDate, "2026-02-30")
        #expect(Failure(within: Wrapper(inner: Wrapper(inner: failure))) == failure)
        struct Low: FailureConvertible { var failure: Failure { Failure(.diskFull, "/srv") } }
        #expect(Failure(within: Low()) == Failure(.diskFull, "/srv"))
        #expect(Failure(within: Wrapper(inner: CancellationError())) == nil)
    }
}
