public import DeedCore

extension Vocabulary {
    /// What a record of the journal says.
    public static let records = Vocabulary(
        "records",
        [
            ("vault.created", "vault made", "建立档案库"), ("actor.added", "first seen", "首次使用"),
            ("import.started", "import begun", "开始导入"),
            ("import.archive", "archive read", "读取压缩包"), ("import.rejected", "not taken in", "未收入"),
            ("import.finished", "import ended", "结束导入"), ("import.withdrawn", "import withdrawn", "撤回导入"),
            ("document.added", "added", "存入"), ("document.named", "came again", "再次出现"), ("document.set", "set", "设置"),
            ("document.linked", "tied to customer", "关联客户"), ("document.unlinked", "untied", "取消关联"),
            ("document.tagged", "tagged", "加标签"), ("document.untagged", "tag taken away", "去标签"),
            ("customer.added", "customer added", "新增客户"), ("customer.changed", "customer changed", "修改客户"),
            ("contact.added", "contact added", "新增联系方式"), ("serial.added", "machine added", "新增设备"),
            ("purchase.added", "sale added", "新增销售"), ("cover.added", "cover added", "新增保修"),
            ("customer.ended", "customer taken back", "撤销客户"), ("contact.changed", "contact changed", "修改联系方式"),
            ("contact.ended", "contact taken away", "删除联系方式"), ("serial.changed", "machine changed", "修改设备"),
            ("serial.ended", "machine taken back", "撤销设备"), ("purchase.changed", "sale changed", "修改销售"),
            ("purchase.ended", "sale taken back", "撤销销售"), ("cover.changed", "cover changed", "修改保修"),
            ("cover.ended", "cover taken back", "撤销保修"), ("renewal.acknowledged", "renewal seen", "知悉续期"),
            ("backup.finished", "backed up", "完成备份"), ("restore.drilled", "restore drilled", "恢复演练"),
            ("vault.scrubbed", "scrubbed", "巡检"), ("object.repaired", "original mended", "修复原件"),
            ("file.repaired", "file mended", "修复文件"),
            ("key.added", "signing key added", "启用签名密钥"), ("evidence.exported", "evidence exported", "导出证据"),
            ("duplicate.decided", "compared", "判断是否重复"), ("ledger.imported", "ledger applied", "应用台账"),
            ("ledger.rows", "rows of a ledger", "台账各行结果"), ("ledger.withdrawn", "ledger withdrawn", "撤回台账"),
            ("ledger.mapped", "columns mapped", "保存列对应关系"), ("ledger.unmapped", "mapping forgotten", "删除列对应关系"),
            ("vault.verified", "verified", "核对"), ("loss.accepted", "loss accepted", "确认缺失"),
            ("hold.placed", "hold placed", "冻结"), ("hold.released", "hold released", "解除冻结"),
            ("retention.set", "retention set", "设定保管期限"), ("purge.requested", "purge requested", "申请销毁"),
            ("purge.cancelled", "purge cancelled", "取消销毁"), ("purge.intended", "moved to the trash", "移入回收区"),
            ("object.purged", "purged", "已销毁"), ("object.restored", "brought back", "从回收区恢复"),
            ("redaction.ordered", "redaction ordered", "抹除正文"), ("redaction.done", "redacted", "完成抹除"),
        ])

    /// What two documents that are alike are to each other.
    public static let duplicateDecisions = Vocabulary(
        "duplicateDecisions",
        [
            ("same", "same paper", "同一份文件"), ("version", "new version", "新版本"), ("different", "different papers", "不同的文件"),
        ])

    /// How far a purge is.
    public static let purgeStates = Vocabulary(
        "purge states",
        [
            ("waiting", "waits", "等待期内"), ("due", "due", "可执行"), ("blocked", "stays", "不能执行"), ("trash", "in the trash", "在回收区"),
            ("purged", "purged", "已销毁"), ("cancelled", "cancelled", "已取消"), ("renewed", "asked for again", "已重新申请"),
            ("restored", "brought back", "已恢复"),
        ])

    /// What keeps a document from being purged.
    public static let purgeBlocks = Vocabulary(
        "purge blocks",
        [
            ("hold", "on hold", "被冻结"), ("retention", "must be kept", "保管期限未满"),
            ("end-unknown", "must be kept: its end is not known", "须保管：到期日不明"),
            ("came-again", "the same content came in again", "相同内容再次存入"),
            ("kept-archive", "it is a kept archive too", "同时是留存的压缩包"), ("cancelled", "cancelled", "已取消"),
        ])

    /// Where the years of a retention rule begin.
    public static let retentionStarts = Vocabulary(
        "retention starts", [("end", "its end", "到期日"), ("import", "the day it came in", "入库日")])

    /// ``DocumentKind``.
    public static let kinds = Vocabulary(
        "kinds",
        [
            ("contract", "contract", "合同"),
            ("service-agreement", "service agreement", "服务协议"),
            ("warranty-card", "warranty card", "保修卡"),
            ("amendment", "amendment", "补充协议"),
            ("invoice", "invoice", "发票"),
            ("other", "other", "其他"),
        ])

    /// ``DocumentField``.
    public static let fields = Vocabulary(
        "fields",
        [
            ("title", "title", "名称"),
            ("kind", "kind", "类型"),
            ("number", "number", "合同编号"),
            ("signed", "signed", "签订日期"),
            ("effective", "in force from", "生效日期"),
            ("expires", "ends", "到期日期"),
            ("termMonths", "term, months", "期限（月）"),
            ("renewal", "renewal", "续期方式"),
            ("renewalMonths", "renewal, months", "续期时长（月）"),
            ("noticeDays", "notice, days", "提前通知（天）"),
            ("noticeMonths", "notice, months", "提前通知（月）"),
            ("amount", "amount", "金额"),
            ("currency", "currency", "币种"),
            ("owner", "owner", "责任人"),
            ("decision", "decision", "处理决定"),
            ("perpetual", "no end", "长期有效"),
            ("note", "note", "备注"),
            ("retention", "kept until", "保管至"),
        ])

    /// Values of the field `renewal`.
    public static let renewals = Vocabulary(
        "renewals", [("auto", "renews by itself", "自动续期"), ("manual", "by agreement", "协商续签"), ("none", "none", "不续期")])

    /// Values of the field `decision`.
    public static let decisions = Vocabulary(
        "decisions", [("renew", "renew", "续签"), ("end", "let it end", "到期终止"), ("renegotiate", "renegotiate", "重新谈判")])

    /// What a customer is in a document.
    public static let roles = Vocabulary(
        "roles",
        [
            ("party-a", "party A", "甲方"), ("party-b", "party B", "乙方"), ("party-c", "party C", "丙方"),
            ("customer", "customer", "客户"), ("buyer", "buyer", "买方"), ("seller", "seller", "卖方"),
            ("supplier", "supplier", "供应商"), ("user", "user", "使用方"),
        ])

    /// Who or what a fact came from.
    public static let sources = Vocabulary(
        "sources",
        [
            ("manual", "entered by hand", "手工录入"), ("ledger", "from the ledger", "来自台账"),
            ("accepted", "accepted proposal", "采纳的建议"),
        ])

    /// What the pages of a format are.
    public static let units = Vocabulary(
        "units",
        [
            ("page", "page", "页"), ("sheet", "sheet", "工作表"), ("slide", "slide", "幻灯片"), ("section", "section", "章节"),
            ("whole", "text", "全文"),
        ])
}

extension Messages {
    /// A kind of document: `warranty card`, `保修卡`.
    public func kind(_ kind: DocumentKind) -> String { word(kind.rawValue, in: .kinds) }

    /// A field of a document: `ends`, `到期日期`.
    public func field(_ field: DocumentField) -> String { word(field.rawValue, in: .fields) }

    /// A value of a field as people read it; what has no words of its own is shown as it is.
    public func value(_ text: String, of field: DocumentField) -> String {
        switch field {
        case .kind: return word(text, in: .kinds)
        case .renewal: return word(text, in: .renewals)
        case .decision: return word(text, in: .decisions)
        case .perpetual: return text == "yes" ? say("yes", "是") : say("no", "否")
        case .amount: return decimal(text)
        case .signed, .effective, .expires, .retention: return CivilDate(text).map { date($0) } ?? text
        default: return text
        }
    }

    /// Where a page stands: `page 3`, `第 3 页`, `sheet 2 (台账)`.
    public func page(_ number: Int, unit: DocumentText.Unit, label: String? = nil) -> String {
        let noun = word(unit.rawValue, in: .units)
        if unit == .whole { return noun }
        let place = language == .english ? "\(noun) \(number)" : "第 \(number) \(noun)"
        guard let label, !label.isEmpty else { return place }
        return language == .english ? "\(place) (\(label))" : "\(place)（\(label)）"
    }
}
