import DeedCore
import TestSupport
import Testing

/// The same command once more changes nothing: what a person does after a kill, and what cron does every night.
@Suite("The same import again")
struct RepeatedImportTests {
    @Test("Nothing is written, and a ledger that comes later is applied, once")
    func again() throws {
        let dir = try Dir()
        let vault = try KeptVault(in: dir)
        for number in 0..<5 { try dir.create("资料/HT-\(number) 采购合同.txt", "合同编号：HT-\(number)\n") }
        try dir.create("台账.csv", "客户,合同编号,到期日期,文件名\n上海样例机电有限公司,HT-1,2026-12-04,HT-1 采购合同.txt\n")
        try vault.deedbox("import", "资料", "--json").expect()
        let before = KeptVault.size(of: vault.chain)
        let second = try vault.deedbox("import", "资料", "--json").expect().json
        #expect(second["alreadyImported"] == 5 && second["seen"] == 5)
        #expect(KeptVault.size(of: vault.chain) == before)
        // All papers are there; the ledger still has something to say.
        try vault.deedbox("import", "资料", "--ledger", "台账.csv", "--json").expect()
        #expect(try vault.documents().compactMap { $0["expires"]?.string } == ["2026-12-04"])
        let applied = KeptVault.size(of: vault.chain)
        try vault.deedbox("import", "资料", "--ledger", "台账.csv", "--json").expect()
        #expect(KeptVault.size(of: vault.chain) == applied)
        try vault.expectBalance()
    }
}
