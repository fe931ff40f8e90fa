import DeedCore
import DeedSearch
import TestSupport

/// Generated contracts for measuring and for properties: the same seed gives the same documents.
///
/// Clauses of Chinese and English contracts with names, numbers and dates drawn at random; every second Chinese text is wrapped inside
/// words, some are traditional or full-width.
struct Workload {
    static let places = ["上海", "北京", "广州", "东升", "长城", "重庆", "苏州", "厦门", "华东", "单县"]
    static let trades = ["样例机电", "东方设备", "精密仪器", "网络科技", "电梯工程", "医疗器械", "物业管理", "金属制品", "海洋物流", "新能源"]
    static let forms = ["有限公司", "股份有限公司", "（集团）有限公司", "研究院"]
    static let chinese = [
        "乙方应当在质量保证期内对设备承担免费维修责任，质保期自验收合格之日起计算。",
        "甲方应于合同签订后十日内支付合同总价的百分之三十作为预付款。",
        "任何一方违反本合同约定的，应当向守约方承担违约责任并赔偿损失。",
        "因本合同引起的争议，双方协商不成的，提交仲裁委员会仲裁。",
        "本合同期满前三十日内双方均未提出书面异议的，自动续期一年。",
        "保密信息包括技术资料、客户名单、价格以及其他商业秘密。",
        "设备到货后甲方应当组织验收，验收不合格的，乙方负责更换。",
        "未经对方书面同意，任何一方不得转让本合同项下的权利义务。",
        "质保金为合同总价的百分之五，质保期满无质量问题后无息返还。",
        "发生不可抗力的一方应当及时通知对方，并提供有关机构的证明。",
        "租赁期限内房屋的物业管理费、水电费由承租人承担。",
        "乙方提供的备品备件应当与原厂同型号，并附产品合格证。",
    ]
    static let english = [
        "The Supplier warrants that the Products shall be free from defects in material and workmanship.",
        "Either party may terminate this Agreement upon thirty (30) days prior written notice.",
        "All notices shall be in writing and deemed given upon receipt by the other party.",
        "The warranty period commences on the date of delivery and lasts twenty-four months.",
        "This Agreement shall be governed by the laws of the State of New York.",
        "Confidential Information shall not be disclosed to any third party without consent.",
        "The term shall automatically renew for successive one-year periods.",
        "In no event shall either party be liable for indirect or consequential damages.",
    ]

    var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// A document as the catalog would give it, and its text: about 8 KB on three to six pages.
    mutating func document(_ number: Int, mint: inout IdentifierMint) -> (document: IndexedDocument, text: DocumentText)? {
        var bytes = [UInt8](repeating: 0, count: 32)
        for at in 0..<8 { bytes[at] = UInt8(truncatingIfNeeded: number >> (8 * at)) }
        let party = random.pick(Workload.places) + random.pick(Workload.trades) + random.pick(Workload.forms)
        let day = Int.random(in: 0..<3650, using: &random)
        guard let object = ObjectID(bytes: bytes), let start = CivilDate(year: 2016, month: 1, day: 1) else { return nil }
        let date = start.adding(days: day)
        let code = "HT-\(date.year)-\(number)"
        let isChinese = number % 2 == 0
        let pages = (0..<Int.random(in: 3...6, using: &random)).map { page in
            PageText(number: page + 1, text: isChinese ? chinesePage(party, code, page) : englishPage(party, code, page))
        }
        let title = isChinese ? "\(party)\(random.pick(["采购合同", "维保合同", "租赁合同", "服务协议"]))" : "Master Service Agreement \(number)"
        let document = IndexedDocument(
            id: mint.next(), object: object, title: title, number: code, parties: [party],
            kind: random.pick(["a", "b", "c"]) == "a" ? .serviceAgreement : .contract, tags: number % 97 == 0 ? ["重要"] : [],
            keyDate: date)
        return (document, DocumentText(media: "application/pdf", state: .text, unit: .page, pages: pages, engine: "generated"))
    }

    private mutating func chinesePage(_ party: String, _ code: String, _ page: Int) -> String {
        var text = "合同编号：\(code) 第\(page + 1)页\n甲方：\(party)\n"
        for clause in 1...Int.random(in: 12...22, using: &random) {
            text +=
                "第\(clause)条 \(random.pick(Workload.chinese))金额\(Int.random(in: 1000...999_999, using: &random))元，序列号SN\(Int.random(in: 10000...99999, using: &random))。"
        }
        return Bool.random(using: &random) ? Workload.wrapped(text, columns: 38) : text
    }

    private mutating func englishPage(_ party: String, _ code: String, _ page: Int) -> String {
        var text = "Contract No. \(code) page \(page + 1), between \(party) and the Customer.\n"
        for clause in 1...Int.random(in: 12...22, using: &random) {
            text += "\(clause). \(random.pick(Workload.english)) Serial SN\(Int.random(in: 10000...99999, using: &random)).\n"
        }
        return text
    }

    /// A line end after every `columns` characters, wherever that is.
    static func wrapped(_ text: String, columns: Int) -> String {
        var output = ""
        var column = 0
        for character in text {
            if column == columns {
                output += "\n"
                column = 0
            }
            output.append(character)
            column = character == "\n" ? 0 : column + 1
        }
        return output
    }

    /// What people type: words, names, numbers, operators, one character.
    static let queries = [
        "质保", "保修", "合同", "质量保证期", "仲裁委员会", "自动续期", "违约责任", "不可抗力", "上海样例机电", "东方设备有限公司", "長城", "东昇",
        "保", "HT-2020-5000", "HT-2018", "HT20194321", "SN12345", "SN123*", "warranty", "warranty period", "\"warranty period\"",
        "confidential",
        "terminate notice", "质保金 返还", "质保 OR 租赁", "验收 -更换", "(质保 或 保密) 上海", "客户:广州", "编号:HT-2021-77", "标题:维保合同",
        "类型:服务协议 质保", "标签:重要", "标签:重要 合同", "日期:2020-01..2020-06 仲裁", "日期:2024 保密", "第3条", "金额123456元", "物业管理费 水电费",
        "consequential damages", "New York", "agree*", "重庆 电梯 维保", "研究院 质保期满", "备品备件 合格证", "千里之外", "nonexistent",
    ]
}

extension SplitMix {
    mutating func pick(_ from: [String]) -> String { from[Int.random(in: 0..<from.count, using: &self)] }
}
