extension Vocabulary {
    /// What the warranty verdict says.
    public static let verdicts = Vocabulary(
        "verdicts",
        [
            ("covered", "covered", "在保"), ("partly", "partly covered", "部分在保"), ("notStarted", "not started yet", "尚未起保"),
            ("open", "no known end", "到期日未知"), ("expired", "expired", "过保"), ("unknown", "no warranty known", "没有保修记录"),
            ("ambiguous", "several machines fit", "有多台设备相近"),
        ])

    /// What is covered on a machine.
    public static let covers = Vocabulary(
        "covers",
        [
            ("whole", "whole machine", "整机"), ("parts", "parts", "零部件"), ("labour", "labour", "人工"),
            ("travel", "travel", "差旅"), ("on-site", "on-site service", "上门服务"),
        ])

    /// Why a document stands in the list of what ends.
    public static let groups = Vocabulary(
        "groups",
        [
            ("actNow", "act now", "须先处理"), ("renewed", "renewed by itself", "已自动续期"), ("ends", "ends", "到期"),
            ("missed", "notice missed", "已错过通知期"),
        ])

    /// Why a document has no known end.
    public static let unknownEnds = Vocabulary(
        "unknown ends",
        [
            ("no-end-given", "no end and no term given", "未填到期日期和期限"),
            ("perpetual", "has no end by its own words", "长期有效"),
            ("term-without-start", "term without a start date", "只有期限，没有起始日期"),
            ("renewed-for-unknown", "renewed by itself, nobody knows for how long", "已自动续期，续期时长未填"),
        ])

    /// What a role may be allowed to do.
    public static let rights = Vocabulary(
        "rights",
        [
            ("read", "ask and look", "查询和查看"), ("open", "take originals out", "取出原件"), ("export", "export evidence", "导出证据包"),
            ("import", "bring in documents and ledgers", "导入文档和台账"), ("change", "change facts", "修改资料"),
            ("hold", "set holds and retention", "冻结和设定保管期限"), ("purge", "purge documents", "销毁文档"),
            ("redact", "redact records", "抹除记录"), ("sign", "sign checkpoints", "签署检查点"),
            ("administer", "administer the vault", "管理档案库"),
        ])

    /// What is wrong with a file of the vault.
    public static let problems = Vocabulary(
        "problems",
        [
            ("damaged", "its content was changed", "内容被改动"), ("missing", "missing", "缺失"),
            ("unreadable", "cannot be read", "无法读取"), ("stray", "not named by any record", "没有任何记录提到它"),
            ("chain", "the chain of the journal is broken", "日志链断裂"),
            ("commitment", "a body differs from what the journal committed to", "正文与日志的承诺不符"),
            ("catalog", "the catalog differs from the journal", "目录库与日志不符"),
        ])
}

extension Vocabulary {
    /// What of a query was not taken as written.
    public static let findHints = Vocabulary(
        "find hints",
        [
            (
                "prefix-too-short", "a prefix needs two letters or three digits; the word was searched as it stands",
                "前缀至少要两个字母或三个数字，已按原词查找"
            ),
            (
                "star-in-front", "A * can only stand at the end of a word; the word was looked for as it stands.",
                "* 只能放在词尾；已按原词查找。"
            ),
            (
                "unknown-field",
                "What stands before the colon is no field and was looked for as a word. Fields: party, number, title, kind, tag, date, folder.",
                "冒号前不是字段名，已按普通词查找。可用字段：客户、编号、标题、类型、标签、日期、文件夹。"
            ),
            (
                "number-from-its-end",
                "A number is found whole, or by its beginning with a *; a phone also by its last four to eight digits.",
                "数字须完整输入，或输入开头并加 *；电话也可输入末四至八位查找。"
            ),
            (
                "index-outdated",
                "The index was made by an earlier version and has no folders yet: they are found once the texts are read again.",
                "索引由旧版本生成，尚不含文件夹：重新读取文本后即可查找。"
            ),
            ("nothing-to-search", "the query has only punctuation", "查询中只有标点"),
            ("query-cut", "the query is too long; its end was left out", "查询过长，后面的部分未使用"),
        ])
}

extension Messages {
    /// Why a document has no known end.
    public func unknownEnd(_ code: String) -> String { word(code, in: .unknownEnds) }

    /// The warranty verdict: `covered`, `在保`.
    public func verdict(_ code: String) -> String { word(code, in: .verdicts) }

    /// What is covered: `whole machine`, `整机`.
    public func cover(_ code: String) -> String { word(code, in: .covers) }

    /// Why a document is listed as ending: `act now`, `须先处理`.
    public func group(_ code: String) -> String { word(code, in: .groups) }
}
