import DeedCore
import DeedVault
import TestSupport

/// What a sales office hands over, generated: a folder of papers with copies under other names, a ZIP with papers, copies and another ZIP
/// in it, things that are no papers, and a ledger.
struct Papers {
    /// The folder, absolute.
    let folder: String
    /// The ledger, absolute.
    let ledger: String
    /// Every distinct content, with every name that it has.
    private(set) var names: [String: Set<String>] = [:]
    /// Leaf files, papers or not.
    private(set) var leaves = 0
    /// Leaf files that an import must reject.
    let rejected = 2

    private let dir: Dir

    /// Writes them into `dir`.
    ///
    /// - Parameters:
    ///   - count: distinct papers in the folder; of those in the ZIP there are a sixth, in the inner ZIP a twentieth.
    ///   - bytes: filler for each paper, so that a disk can be filled.
    init(in dir: Dir, count: Int = 240, bytes: Int = 0) throws {
        self.dir = dir
        folder = dir.file("资料")
        ledger = dir.file("台账.csv")
        for number in 0..<count { try write("销售合同/\(number % 7)/HT-\(1000 + number) 采购合同.txt", paper(number, bytes)) }
        for number in stride(from: 0, to: count, by: 9) { try write("备份/HT-\(1000 + number) 最终版.txt", paper(number, bytes)) }
        var inner = StoredZip()
        for number in 0..<count / 20 {
            let name = "FW-\(3000 + number) 服务协议.txt"
            inner.add("历史/" + name, paper(3000 + number, bytes))
            note(name, paper(3000 + number, bytes))
        }
        var outer = StoredZip()
        for number in 0..<count / 6 {
            // Every fifth is one that the folder has too.
            let content = paper(number % 5 == 0 ? number : 2000 + number, bytes)
            let name = "BX-\(2000 + number) 保修卡.txt"
            outer.add("保修卡/" + name, content)
            note(name, content)
        }
        outer.add("历史资料.zip", inner.bytes)
        try dir.create("资料/归档.zip", outer.bytes)
        try dir.create("资料/空白.txt", [UInt8]())
        try dir.create("资料/Thumbs.db", [1, 2, 3])
        leaves += rejected
        try dir.create("台账.csv", ledgerText(count))
    }

    /// Distinct contents.
    var documents: Int { names.count }

    private mutating func write(_ path: String, _ content: [UInt8]) throws {
        try dir.create("资料/" + path, content)
        note(path.split(separator: "/").last.map(String.init) ?? path, content)
    }

    private mutating func note(_ name: String, _ content: [UInt8]) {
        names[ObjectHash.of(content).hex, default: []].insert(name)
        leaves += 1
    }

    private func paper(_ number: Int, _ bytes: Int) -> [UInt8] {
        var chances = Chances(fixed: UInt64(number))
        let party = "样例客户\(number % 23)号机电有限公司"
        var text = "合同编号：HT-\(1000 + number)\n甲方：\(party)\n乙方：苏州澄砚自动化设备有限公司\n"
        for clause in 0..<Int.random(in: 2...40, using: &chances) {
            text += "第\(clause + 1)条 乙方对编号 SN\(number)-\(clause) 的设备承担\(12 + clause % 24)个月保修责任，以先到者为准。\n"
        }
        var content = Array(text.utf8)
        // Drawn byte by byte, tens of megabytes of chance would take longer than importing them.
        let filler = (0..<64).map { _ in UInt8.random(in: 0x20...0x7E, using: &chances) }
        while content.count < bytes { content += filler }
        return content
    }

    /// One row for every eighth paper of the folder: a customer, a number, an end, a machine under warranty.
    private func ledgerText(_ count: Int) -> String {
        var text = "客户,合同编号,合同名称,类型,签订日期,到期日期,文件名,序列号,型号,销售日期,保修月数\r\n"
        for number in stride(from: 0, to: count, by: 8) {
            let name = "HT-\(1000 + number) 采购合同"
            text += "样例客户\(number % 23)号机电有限公司,HT-\(1000 + number),采购合同,采购合同,2025年3月\(1 + number % 28)日,"
            text += "2026/12/\(1 + number % 28),\(name).txt,SN-\(7000 + number),CH30,2025.6.\(1 + number % 28),24\r\n"
        }
        return text
    }
}

extension Chances {
    /// The same every time, whatever the seed of the test run.
    init(fixed number: UInt64) { self.init(state: number) }
}
