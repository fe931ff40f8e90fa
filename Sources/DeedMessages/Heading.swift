/// The heading of a column or of a line `label: value`.
public enum Heading: String, CaseIterable, Sendable {
    case document, title, kind, number, customer, customers, role, names, sha256, size, media, pages, page, section
    case signed, effective, ends, actBy, daysLeft, group, amount, currency, owner, decision, renewal, tags, state, reason, detail
    case run, started, finished, source, path, outcome, seen, stored, duplicate, rejected, archives, entries, charset, files
    case serial, model, verdict, cover, starts, months, sold, invoice
    case name, creditCode, tier, phone, email, address, contact, note
    case time, actor, record, field, value, setting, origin, snippet, score, count, total, objects, journal, catalog, problem
    case row, column, vault, text, waiting, lastVerify, lastCheckpoint, version, added, documents, asKnown, today, from, to
    case lastRead, lastBackup, lastDrill

    /// The English heading.
    public var english: String {
        switch self {
        case .sha256: "SHA-256"
        case .actBy: "act by"
        case .daysLeft: "days left"
        case .effective: "in force from"
        case .cover: "covers"
        case .sold: "sold on"
        case .creditCode: "credit code"
        case .email: "e-mail"
        case .lastVerify: "last verify"
        case .lastCheckpoint: "checkpoint"
        case .lastRead: "read"
        case .lastBackup: "last backup"
        case .lastDrill: "last restore drill"
        case .media: "media type"
        case .state: "state"
        case .actor: "by"
        case .asKnown: "as known on"
        default: rawValue
        }
    }

    /// The Chinese heading.
    public var chinese: String {
        switch self {
        case .document: "文档"
        case .title: "名称"
        case .kind: "类型"
        case .number: "编号"
        case .customer: "客户"
        case .customers: "客户"
        case .role: "角色"
        case .names: "文件名"
        case .sha256: "SHA-256"
        case .size: "大小"
        case .media: "格式"
        case .pages: "页数"
        case .page: "页"
        case .section: "章节"
        case .signed: "签订"
        case .effective: "生效"
        case .ends: "到期"
        case .actBy: "通知截止"
        case .daysLeft: "剩余天数"
        case .group: "分组"
        case .amount: "金额"
        case .currency: "币种"
        case .owner: "责任人"
        case .decision: "处理决定"
        case .renewal: "续期"
        case .tags: "标签"
        case .state: "状态"
        case .reason: "原因"
        case .detail: "详情"
        default: otherChinese
        }
    }

    private var otherChinese: String {
        switch self {
        case .run: "批次"
        case .started: "开始"
        case .finished: "结束"
        case .source: "来源"
        case .path: "路径"
        case .outcome: "结果"
        case .seen: "看到"
        case .stored: "存入"
        case .duplicate: "重复"
        case .rejected: "未收"
        case .archives: "压缩包"
        case .entries: "文件数"
        case .charset: "文件名编码"
        case .files: "文件"
        case .serial: "序列号"
        case .model: "型号"
        case .verdict: "结论"
        case .cover: "保障范围"
        case .starts: "起保"
        case .months: "月数"
        case .sold: "销售日期"
        case .invoice: "发票号"
        case .name: "名称"
        case .creditCode: "信用代码"
        case .tier: "等级"
        case .phone: "电话"
        case .email: "邮箱"
        case .address: "地址"
        case .contact: "联系人"
        case .note: "备注"
        default: furtherChinese
        }
    }

    private var furtherChinese: String {
        switch self {
        case .time: "时间"
        case .actor: "操作人"
        case .record: "记录"
        case .field: "字段"
        case .value: "值"
        case .setting: "设置"
        case .origin: "来源"
        case .snippet: "摘录"
        case .score: "得分"
        case .count: "数量"
        case .total: "合计"
        case .objects: "原件"
        case .journal: "日志"
        case .catalog: "目录库"
        case .problem: "问题"
        case .row: "行"
        case .column: "列"
        case .vault: "档案库"
        case .text: "文字"
        case .waiting: "待读取"
        case .lastVerify: "上次校验"
        case .lastCheckpoint: "检查点"
        case .lastRead: "读取"
        case .lastBackup: "上次备份"
        case .lastDrill: "上次恢复演练"
        case .version: "版本"
        case .added: "入库"
        case .documents: "文档"
        case .asKnown: "按此日所知"
        case .today: "今天"
        case .from: "自"
        case .to: "至"
        default: ""
        }
    }
}

extension Messages {
    /// A heading in this language.
    public subscript(heading: Heading) -> String { language == .english ? heading.english : heading.chinese }
}
