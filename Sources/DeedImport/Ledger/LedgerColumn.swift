import DeedCore
import DeedText

/// What a column of a ledger (台账) means.
public enum LedgerColumn: String, CaseIterable, Sendable {
    case customer, partyA, partyB, creditCode, contact, phone, email, address
    case number, title, kind, signed, effective, expires, term, termMonths, renewal, noticeDays, amountInWords, amount, currency,
        owner
    case fileName
    case serial, model, saleDate, invoice, covers, warrantyMonths, warrantyStarts, warrantyEnds

    /// A meaning by its name, or by a heading that has it: `expires`, `到期日期`.
    public init?(named text: String) {
        let key = Folding.nameKey(text)
        let found =
            LedgerColumn(rawValue: text) ?? LedgerColumn.allCases.first { $0.headings.contains { Folding.nameKey($0) == key } }
        guard let found else { return nil }
        self = found
    }

    /// What people call it in Chinese.
    public var chinese: String { headings[0] }

    /// Headings as companies write them, in the order of preference.
    var headings: [String] {
        switch self {
        case .customer: ["客户", "客户名称", "客户单位", "购买方", "买方", "用户单位", "客户全称", "customer", "customer name", "client"]
        case .partyA: ["甲方", "甲方名称", "甲方单位", "合同甲方", "party a"]
        case .partyB: ["乙方", "乙方名称", "乙方单位", "合同乙方", "party b"]
        case .creditCode: ["统一社会信用代码", "社会信用代码", "信用代码", "纳税人识别号", "税号", "credit code", "uscc"]
        case .contact: ["联系人", "联系人姓名", "客户联系人", "contact", "contact name"]
        case .phone: ["电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "phone", "mobile", "tel"]
        case .email: ["邮箱", "电子邮箱", "电子邮件", "email", "e-mail"]
        case .address: ["地址", "联系地址", "address"]
        case .number: ["合同编号", "合同号", "协议编号", "协议号", "合同编码", "编号", "contract no", "contract no.", "contract number", "number"]
        case .title: ["合同名称", "协议名称", "合同标题", "合同主题", "名称", "title", "contract name", "contract title"]
        case .kind: ["类型", "合同类型", "类别", "kind", "type"]
        case .signed: ["签订日期", "签署日期", "签约日期", "签订时间", "签订日", "签署时间", "签约时间", "合同日期", "signed", "sign date", "date signed"]
        case .effective:
            [
                "生效日期", "生效日", "生效时间", "生效", "开始日期", "起始日期", "起始日", "开始时间", "起始时间", "合同期限起", "合同期限开始", "期限起", "起", "effective",
                "effective date", "start date",
            ]
        case .expires:
            [
                "到期日期", "到期日", "到期时间", "到期", "终止日期", "终止日", "结束日期", "结束时间", "截止日期", "截止日", "截止时间", "届满日期", "合同期限止", "合同期限结束",
                "期限止", "止", "expires", "expiry", "expiry date", "end date",
            ]
        case .term: ["合同期限", "合同期", "合同有效期", "有效期", "有效期限", "服务期限", "服务期", "租赁期限", "租期", "期限", "履行期限", "term", "contract term"]
        case .termMonths: ["期限(月)", "合同期限(月)", "期限月数", "合同月数", "term months"]
        case .renewal:
            ["自动续期", "自动续约", "是否自动续期", "是否自动续约", "自动续签", "是否自动续签", "续期方式", "续约方式", "auto renewal", "auto-renewal", "renewal"]
        case .noticeDays:
            [
                "提前通知天数", "通知天数", "提前通知", "提前通知期", "通知期", "通知期限", "提前通知期限", "提前通知时间", "notice days", "notice (days)", "notice",
                "notice period",
            ]
        case .amountInWords: ["大写金额", "金额大写", "合同金额大写", "合同总价大写", "人民币大写", "amount in words"]
        case .amount:
            [
                "金额", "含税金额", "金额含税", "合同金额含税", "价税合计", "合同金额", "合同总金额", "合同总价", "合同价款", "总金额", "总价", "amount", "value",
                "contract value",
            ]
        case .currency: ["币种", "货币", "币别", "currency"]
        case .owner: ["责任人", "负责人", "合同负责人", "经办人", "承办人", "跟进人", "业务员", "owner", "responsible"]
        case .fileName: ["文件名", "文件名称", "扫描件", "扫描件名称", "电子档", "电子文件名", "附件", "file", "file name", "filename"]
        case .serial:
            ["序列号", "产品序列号", "设备序列号", "机身号", "机身编号", "出厂编号", "机器编号", "设备编号", "sn", "s/n", "serial", "serial no", "serial number"]
        case .model: ["型号", "产品型号", "规格型号", "设备型号", "model"]
        case .saleDate: ["销售日期", "购买日期", "购机日期", "出售日期", "开票日期", "sale date", "sold", "purchase date"]
        case .invoice: ["发票号", "发票号码", "发票编号", "invoice", "invoice no", "invoice number"]
        case .covers: ["保修范围", "保修内容", "保障范围", "covers", "coverage"]
        case .warrantyMonths:
            [
                "保修月数", "质保月数", "保修期(月)", "质保期(月)", "保修期", "质保期", "保修期限", "质保期限", "保修年限", "质保年限", "warranty months",
                "warranty period",
            ]
        case .warrantyStarts:
            [
                "保修开始", "保修起始", "保修起始日", "保修开始日期", "保修起始日期", "保修起", "质保开始", "质保起", "质保开始日期", "质保起始日期", "保修期开始", "保修期起", "质保期起",
                "warranty start", "warranty starts",
            ]
        case .warrantyEnds:
            [
                "保修到期", "质保到期", "保修截止", "保修到期日", "保修到期日期", "保修截止日期", "保修止", "保修结束", "质保到期日", "质保到期日期", "质保截止", "质保截止日期", "质保止",
                "保修期止", "保修期到期", "质保期止", "warranty end", "warranty ends", "warranty expiry",
            ]
        }
    }

    /// Headings of lengths that do not say what a bare number counts: 12 in 保修期 are months, 1 a year.
    static let unitless: Set<String> = [
        "保修期", "质保期", "保修期限", "质保期限", "合同期限", "合同期", "合同有效期", "有效期", "有效期限", "服务期限", "服务期", "租赁期限", "租期", "期限",
        "履行期限", "term", "contractterm", "warrantyperiod",
    ]

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
