public import DeedCore
import DeedText

/// What a column of a ledger (台账) means.
public enum LedgerColumn: String, CaseIterable, Sendable {
    case customer, partyA, partyB, creditCode, contact, phone, email, address
    case number, title, kind, signed, effective, expires, termMonths, renewal, noticeDays, amount, currency, owner, fileName
    case serial, model, saleDate, invoice, covers, warrantyMonths, warrantyStarts, warrantyEnds

    /// Headings as companies write them, in the order of preference.
    var headings: [String] {
        switch self {
        case .customer: ["客户", "客户名称", "客户单位", "customer", "customer name", "client"]
        case .partyA: ["甲方", "甲方名称", "party a"]
        case .partyB: ["乙方", "乙方名称", "party b"]
        case .creditCode: ["统一社会信用代码", "信用代码", "税号", "credit code", "uscc"]
        case .contact: ["联系人", "联系人姓名", "contact", "contact name"]
        case .phone: ["电话", "联系电话", "手机", "手机号", "phone", "mobile", "tel"]
        case .email: ["邮箱", "电子邮箱", "电子邮件", "email", "e-mail"]
        case .address: ["地址", "联系地址", "address"]
        case .number: ["合同编号", "合同号", "编号", "协议编号", "contract no", "contract no.", "contract number", "number"]
        case .title: ["合同名称", "名称", "协议名称", "title", "contract name", "contract title"]
        case .kind: ["类型", "合同类型", "类别", "kind", "type"]
        case .signed: ["签订日期", "签署日期", "签约日期", "签订时间", "signed", "sign date", "date signed"]
        case .effective: ["生效日期", "生效", "开始日期", "起始日期", "effective", "effective date", "start date"]
        case .expires: ["到期日期", "到期", "到期日", "终止日期", "结束日期", "expires", "expiry", "expiry date", "end date"]
        case .termMonths: ["期限(月)", "合同期限(月)", "期限月数", "term months"]
        case .renewal: ["自动续期", "自动续约", "是否自动续期", "auto renewal", "auto-renewal", "renewal"]
        case .noticeDays: ["提前通知天数", "通知天数", "提前通知", "notice days", "notice (days)"]
        case .amount: ["金额", "合同金额", "总金额", "amount", "value"]
        case .currency: ["币种", "货币", "currency"]
        case .owner: ["责任人", "负责人", "经办人", "owner", "responsible"]
        case .fileName: ["文件名", "文件名称", "扫描件", "附件", "file", "file name", "filename"]
        case .serial: ["序列号", "机身号", "出厂编号", "设备编号", "sn", "s/n", "serial", "serial no", "serial number"]
        case .model: ["型号", "产品型号", "规格型号", "model"]
        case .saleDate: ["销售日期", "购买日期", "开票日期", "sale date", "sold", "purchase date"]
        case .invoice: ["发票号", "发票号码", "invoice", "invoice no", "invoice number"]
        case .covers: ["保修范围", "保修内容", "保障范围", "covers", "coverage"]
        case .warrantyMonths: ["保修月数", "质保月数", "保修期(月)", "质保期(月)", "warranty months"]
        case .warrantyStarts: ["保修开始", "保修起始", "质保开始", "warranty start", "warranty starts"]
        case .warrantyEnds: ["保修到期", "质保到期", "保修截止", "保修到期日", "warranty end", "warranty ends", "warranty expiry"]
        }
    }

    /// The field of a document that the column sets, if it is one.
    var field: DocumentField? {
        switch self {
        case .number: .number
        case .title: .title
        case .kind: .kind
        case .signed: .signed
        case .effective: .effective
        case .expires: .expires
        case .termMonths: .termMonths
        case .renewal: .renewal
        case .noticeDays: .noticeDays
        case .amount: .amount
        case .currency: .currency
        case .owner: .owner
        default: nil
        }
    }
}

/// Which column of a ledger means what: guessed from the headings, or given by the person.
public struct LedgerMapping: Sendable, Hashable {
    /// Column (from 0) of each meaning.
    public var columns: [LedgerColumn: Int] = [:]
    /// The headings as the file has them.
    public var headings: [String] = []

    /// Guesses by folded heading; the first column that fits a meaning has it.
    public init(guessing headings: [String]) {
        self.headings = headings
        let keys = headings.map(Folding.nameKey)
        for column in LedgerColumn.allCases {
            for heading in column.headings {
                if let at = keys.firstIndex(of: Folding.nameKey(heading)), !columns.values.contains(at) {
                    columns[column] = at
                    break
                }
            }
        }
    }

    /// Sets a meaning by a heading of the file, as `--column expires=终止日`.
    ///
    /// - Throws: ``Failure`` `badUse` when the meaning or the heading does not exist.
    public mutating func assign(_ assignment: String) throws {
        let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let column = LedgerColumn(rawValue: parts[0]) else {
            throw Failure(.badUse, assignment, candidates: LedgerColumn.allCases.map(\.rawValue))
        }
        guard let at = headings.firstIndex(where: { Folding.nameKey($0) == Folding.nameKey(parts[1]) }) else {
            throw Failure(.badUse, assignment, candidates: headings)
        }
        columns[column] = at
    }

    /// Whether it says enough to do anything: a document's number or file, or a serial.
    public var isUsable: Bool {
        columns[.number] != nil || columns[.fileName] != nil || columns[.serial] != nil
    }

    /// Heading to meaning, as the journal keeps it.
    public var json: JSON {
        .object(
            columns.sorted { $0.value < $1.value }.map { JSON.Member(headings[$0.value], .string($0.key.rawValue)) }
        )
    }
}
