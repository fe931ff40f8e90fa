extension Vocabulary {
    /// What the warranty verdict says.
    public static let verdicts = Vocabulary(
        "verdicts",
        [
            ("covered", "covered", "在保"), ("partly", "partly covered", "部分在保"), ("notStarted", "not started yet", "尚未起保"),
            ("open", "no known end", "到期日未知"), ("expired", "expired", "过保"), ("unknown", "serial number not known", "查无此序列号"),
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
            ("actNow", "act now", "须先处理"), ("ends", "ends", "即将到期"), ("missed", "notice missed", "已错过通知期"),
        ])

    /// Why a document has no known end.
    public static let unknownEnds = Vocabulary(
        "unknown ends",
        [
            ("perpetual", "has no end by its own words", "长期有效"), ("no-end", "no end date given", "未填到期日期"),
            ("no-date", "no date given", "未填任何日期"), ("no-start", "term without a start date", "只有期限，没有起始日期"),
            ("no-term", "start date without a term", "只有起始日期，没有期限"), ("no-terms", "no dates given", "未填任何日期"),
            ("conflict", "its dates contradict each other", "日期互相矛盾"),
            ("renews", "renews by itself; the present end is not known", "自动续期，本期到期日未知"),
        ])

    /// What is wrong with a file of the vault.
    public static let problems = Vocabulary(
        "problems",
        [
            ("hash", "its content was changed", "内容被改动"), ("hash-mismatch", "its content was changed", "内容被改动"),
            ("changed", "its content was changed", "内容被改动"), ("damaged", "damaged", "已损坏"),
            ("unreadable", "cannot be read", "无法读取"), ("missing", "missing", "缺失"),
            ("stray", "not named by any record", "没有任何记录提到它"),
            ("size", "its size is wrong", "大小不符"), ("chain", "the chain of the journal is broken", "日志链断裂"),
            ("commitment", "a body differs from what the journal committed to", "正文与日志的承诺不符"),
            ("catalog", "the catalog differs from the journal", "目录库与日志不符"),
            ("permissions", "its rights were changed", "权限被改动"),
        ])
}

extension Messages {
    /// The warranty verdict: `covered`, `在保`.
    public func verdict(_ code: String) -> String { word(code, in: .verdicts) }

    /// What is covered: `whole machine`, `整机`.
    public func cover(_ code: String) -> String { word(code, in: .covers) }

    /// Why a document is listed as ending: `act now`, `须先处理`.
    public func group(_ code: String) -> String { word(code, in: .groups) }
}
