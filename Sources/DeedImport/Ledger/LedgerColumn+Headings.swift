extension LedgerColumn {
    /// Headings as companies write them, in the order of preference. Brackets, marks and traditional forms are folded away first.
    var headings: [String] {
        switch self {
        case .customer, .partyA, .partyB, .creditCode, .contact, .phone, .email, .address: partyHeadings
        case .number, .title, .kind, .owner, .fileName, .currency, .amountInWords, .amount: documentHeadings
        case .signed, .effective, .expires, .term, .termMonths, .renewal, .noticeDays: termHeadings
        case .serial, .model, .saleDate, .invoice, .covers, .warrantyMonths, .warrantyStarts, .warrantyEnds: machineHeadings
        }
    }

    /// Every prefix before every stem, the prefixes' order first.
    private static func joined(_ prefixes: [String], _ stems: [String]) -> [String] {
        prefixes.flatMap { prefix in stems.map { prefix + $0 } }
    }

    private var partyHeadings: [String] {
        switch self {
        case .customer:
            [
                "客户", "客户名称", "客户单位", "购买方", "买方", "用户单位", "客户全称", "购方", "购货方", "购货单位", "购买单位", "买受方", "买受人", "最终用户", "用户名称",
                "客户公司", "单位名称",
                "往来单位", "往来单位名称", "往来客户", "对方单位", "对方单位名称", "合同对方", "相对方", "合同相对方", "签约对方", "对方名称", "客商", "客商名称", "公司名称", "企业名称",
                "customer", "customer name", "client", "client name", "account name", "account", "company name", "company",
                "buyer",
                "purchaser", "counterparty", "other party", "客户名", "合作方", "合作单位", "合作方名称", "签约单位", "对方公司", "对方当事人", "使用单位",
                "使用单位名称", "用户", "往来户", "organization", "bill to", "sold to", "customer company",
            ]
        case .partyA:
            [
                "甲方", "甲方名称", "甲方单位", "合同甲方", "甲方单位名称", "需方", "需方名称", "发包方", "委托方", "出租方", "采购方", "party a", "first party",
            ]
        case .partyB:
            [
                "乙方", "乙方名称", "乙方单位", "合同乙方", "乙方单位名称", "供方", "供方名称", "卖方", "销售方", "供应商", "供应商名称", "承包方", "受托方", "承租方", "服务商",
                "供货方", "供货单位", "出卖人", "出卖方", "承揽方", "承揽人", "服务方",
                "party b",
                "second party", "supplier", "supplier name", "vendor", "vendor name", "seller",
            ]
        case .creditCode:
            [
                "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "纳税人识别号", "纳税识别号", "税务登记号", "税号", "credit code", "uscc", "tax id",
                "tax no",
                "tax number",
            ]
        case .contact:
            [
                "联系人", "联系人姓名", "客户联系人", "联络人", "对接人", "客户对接人", "contact", "contact name", "contact person", "甲方联系人",
                "primary contact", "attn",
            ]
        case .phone:
            [
                "电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "电话号码", "联系人电话", "客户电话", "联系手机", "移动电话", "固定电话", "座机", "phone",
                "mobile", "tel",
                "phone no", "phone number", "telephone", "mobile phone", "mobile no", "mobile number", "contact phone", "tel no",
                "联系人手机", "联系人手机号", "客户联系电话", "办公电话", "固话", "contact no", "contact number", "telephone number", "cell",
                "cell phone",
            ]
        case .email:
            [
                "邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "电邮", "联系邮箱", "联系人邮箱", "客户邮箱", "contact email", "email", "e-mail",
                "email address", "mail",
            ]
        default:
            ["地址", "联系地址", "客户地址", "通讯地址", "通信地址", "详细地址", "单位地址", "注册地址", "公司地址", "收货地址", "送货地址", "address", "customer address"]
        }
    }

    private var documentHeadings: [String] {
        switch self {
        case .number:
            [
                "合同编号", "合同号", "协议编号", "协议号", "合同编码", "编号", "合同号码", "合约编号", "合约号", "契约编号", "档案编号", "档案号", "文件编号", "文档编号", "合同流水号",
                "订单编号", "订单号", "合同序号", "合同书编号", "协议书编号", "归档编号", "合同档案号", "合同档案编号", "采购合同号", "采购合同编号", "销售合同号", "销售合同编号",
                "采购单号", "contract no", "contract no.", "contract number", "number", "contract id", "contract ref",
                "contract reference",
                "contract code", "agreement no", "agreement number", "ref no", "reference no", "document no", "doc no",
                "order no",
                "po no", "po number",
            ]
        case .title:
            [
                "合同名称", "协议名称", "合同标题", "合同主题", "名称", "合同名", "合约名称", "契约名称", "文件标题", "文档名称", "title", "contract name",
                "contract title", "agreement name",
                "agreement title", "document title", "subject",
            ]
        case .kind:
            [
                "类型", "合同类型", "类别", "合同类别", "协议类型", "合约类型", "文件类型", "文档类型", "合同种类", "kind", "type", "contract type",
                "document type", "category", "合同性质", "合同分类",
            ]
        case .owner:
            [
                "责任人", "负责人", "合同负责人", "经办人", "承办人", "跟进人", "业务员", "项目负责人", "销售负责人", "客户经理", "销售人员", "合同责任人", "合同经办人", "合同管理人",
                "经手人", "销售员", "采购员", "我方负责人", "handled by", "owner",
                "responsible",
                "person in charge", "account manager", "contract owner", "sales rep",
            ]
        case .fileName:
            [
                "文件名", "文件名称", "扫描件", "扫描件名称", "电子档", "电子文件名", "附件", "电子档文件名", "电子档名称", "电子档案名", "电子文件", "电子文件名称", "电子版",
                "电子版文件名",
                "扫描件文件名", "扫描文件", "扫描文件名", "附件名称", "附件名", "附件文件名", "档案名称", "档名", "文件", "原件文件名", "扫描件名", "文档名", "文件路径", "合同文件",
                "合同扫描件", "合同附件", "file", "file name", "filename",
                "attachment",
                "attachment name", "document name", "document", "scan", "scan file", "pdf", "pdf file",
            ]
        case .currency:
            ["币种", "货币", "币别", "合同币种", "结算币种", "结算货币", "货币种类", "currency", "currency code"]
        case .amountInWords: ["大写金额", "金额大写", "合同金额大写", "合同总价大写", "人民币大写", "amount in words"]
        default:
            LedgerColumn.joined(
                ["", "合同", "协议", "合约", "契约", "订单", "采购", "销售"],
                ["金额", "含税金额", "金额含税", "价税合计", "总金额", "总额", "总价", "总价款", "价款", "含税总价", "含税总额", "标的额", "成交金额"])
                + [
                    "amount", "value", "contract value", "total amount", "contract amount", "total value", "total price",
                    "contract price",
                    "contract sum", "amount incl tax", "amount including tax", "gross amount", "合同额", "合同价", "签约金额", "成交价",
                    "合同标的额", "total contract value", "tcv", "contract amount incl tax",
                ]
        }
    }

    private var termHeadings: [String] {
        switch self {
        case .signed:
            LedgerColumn.joined(
                ["", "合同", "协议", "合约", "契约"],
                ["签订日期", "签署日期", "签约日期", "签订时间", "签订日", "签署时间", "签约时间", "签署日", "签约日", "签定日期", "签定时间"])
                + [
                    "合同日期", "签字日期", "signed", "sign date", "date signed", "signed date", "signed on", "signing date",
                    "signature date",
                    "date of signing", "contract date", "agreement date", "execution date",
                ]
        case .effective:
            LedgerColumn.joined(
                ["", "合同", "协议", "服务", "合约", "契约", "租赁"],
                ["生效日期", "生效日", "生效时间", "开始日期", "起始日期", "起始日", "开始时间", "起始时间", "开始日", "起始", "开始"])
                + [
                    "生效", "合同期限起", "合同期限开始", "期限起", "有效期起", "有效期自", "起租日", "起租日期", "起", "effective", "effective date",
                    "start date", "start",
                    "commencement date", "valid from", "from", "begin date", "contract start", "contract start date",
                    "service start",
                    "service start date", "term start",
                ]
        case .expires:
            LedgerColumn.joined(
                ["", "合同", "协议", "服务", "合约", "契约", "租赁", "有效期", "期限"],
                [
                    "到期日期", "到期日", "到期时间", "到期", "终止日期", "终止日", "结束日期", "结束时间", "截止日期", "截止日", "截止时间", "届满日期", "终止时间", "结束日",
                    "届满日", "期满日期", "期满日",
                    "失效日期", "失效日",
                ])
                + [
                    "有效期至", "有效期限至", "合同有效期至", "协议有效期至", "有效至", "有效期止", "有效期截止", "合同期限止", "合同期限结束", "期限止", "止", "expires",
                    "expiry", "expiry date",
                    "end date", "end", "ends", "ends on", "expires on", "expiration", "expiration date", "valid until",
                    "valid to", "valid through", "valid thru", "expire date", "end of contract", "due date", "至", "valid till",
                    "contract end", "contract end date", "contract expiry", "contract expiry date", "service end",
                    "service end date",
                    "termination date", "term end",
                ]
        case .term:
            [
                "合同期限", "合同期", "合同有效期", "有效期", "有效期限", "服务期限", "服务期", "租赁期限", "租期", "期限", "履行期限", "合同年限", "服务年限", "租赁年限", "年限",
                "合约期限", "合约期",
                "协议期限", "协议有效期", "契约期间", "合同起止", "合同起止日期", "合同周期", "服务周期", "有效期间", "合同起止时间", "起止日期", "起止时间", "服务起止日期", "term",
                "contract term",
                "contract period",
                "period", "duration", "validity",
            ]
        case .termMonths: ["期限(月)", "合同期限(月)", "期限月数", "合同月数", "term months"]
        case .renewal:
            [
                "自动续期", "自动续约", "是否自动续期", "是否自动续约", "自动续签", "是否自动续签", "续期方式", "续约方式", "续签方式", "自动顺延", "是否自动顺延", "自动延期", "自动展期",
                "是否自动展期", "是否自动延期",
                "auto renewal",
                "auto-renewal", "renewal", "auto renew", "automatic renewal", "renewal type",
            ]
        default:
            [
                "提前通知天数", "通知天数", "提前通知", "提前通知期", "通知期", "通知期限", "提前通知期限", "提前通知时间", "提前通知日数", "终止通知期", "续约通知期", "解约通知期",
                "notice days",
                "notice (days)", "notice", "notice period", "termination notice",
            ]
        }
    }

    private var machineHeadings: [String] {
        switch self {
        case .serial:
            [
                "序列号", "产品序列号", "设备序列号", "机身号", "机身编号", "出厂编号", "机器编号", "设备编号", "sn", "s/n", "sn码", "sn号", "s/n码", "产品sn", "设备sn",
                "序列号码", "序号码", "出厂号",
                "出厂序列号", "机器序列号", "机号", "机器号", "设备号", "机身序列号", "主机序列号", "整机编号", "整机序列号", "机台号", "车架号", "equipment no", "imei",
                "serial", "serial no", "serial number", "serial code",
                "machine no",
                "machine number",
            ]
        case .model:
            ["型号", "产品型号", "规格型号", "设备型号", "机型", "型号规格", "机器型号", "产品规格型号", "model", "model no", "model number", "product model"]
        case .saleDate:
            [
                "销售日期", "购买日期", "购机日期", "出售日期", "开票日期", "销售时间", "购买时间", "售出日期", "采购日期", "出库日期", "出库时间", "发货日期", "发货时间", "出货日期",
                "出货时间", "发货日", "交货日期", "交付日期", "到货日期", "购置日期", "delivery date",
                "sale date", "sold", "purchase date", "date of purchase", "sales date", "sold on", "ship date", "shipping date",
                "shipped",
                "date sold",
            ]
        case .invoice: ["发票号", "发票号码", "发票编号", "invoice", "invoice no", "invoice number"]
        case .covers: ["保修范围", "保修内容", "保障范围", "质保范围", "质保内容", "保固范围", "covers", "coverage", "warranty coverage"]
        case .warrantyMonths:
            [
                "保修月数", "质保月数", "保修期(月)", "质保期(月)", "保修期", "质保期", "保修期限", "质保期限", "保修年限", "质保年限", "保修时长", "质保时长", "保修时间", "三包期",
                "质保", "保修", "保固", "保固期", "保固期限",
                "保固月数",
                "保固年限", "warranty months", "warranty period", "warranty term", "warranty",
            ]
        case .warrantyStarts:
            [
                "保修开始"
            ]
                + LedgerColumn.joined(
                    ["保修", "质保", "保修期", "质保期", "保固", "保固期"],
                    ["开始", "起始", "起始日", "开始日期", "起始日期", "开始日", "开始时间", "起始时间", "生效日期", "起"])
                + ["warranty start", "warranty starts", "warranty start date", "warranty from"]
        default:
            LedgerColumn.joined(
                ["保修", "质保", "保修期", "质保期", "保固", "保固期"],
                ["到期", "截止", "到期日", "到期日期", "截止日期", "截止日", "止", "结束", "结束日期", "结束日", "终止日期", "届满日期", "到期时间", "截止时间", "至", "有效期至"])
                + [
                    "过保日期", "过保日", "过保时间", "出保日期", "出保日", "脱保日期", "warranty end", "warranty ends", "warranty expiry",
                    "warranty expires",
                    "warranty expiration", "warranty expiry date", "warranty expiration date", "warranty end date",
                    "warranty until",
                    "warranty valid until",
                ]
        }
    }
}
