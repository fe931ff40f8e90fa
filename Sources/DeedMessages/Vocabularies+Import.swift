extension Vocabulary {
    /// What came of a file.
    public static let outcomes = Vocabulary(
        "outcomes", [("stored", "stored", "已存入"), ("duplicate", "duplicate", "重复"), ("rejected", "rejected", "未收入")])

    /// Why a file was a duplicate, or was not taken in.
    public static let reasons = Vocabulary(
        "reasons",
        [
            ("same-content", "same content as a document that is there; the name was added", "内容与已有文档相同，已补记文件名"),
            ("already-imported", "imported before from the same place", "以前已从同一位置导入"),
            ("system-file", "file of an operating system, not a document", "操作系统附带的文件，不是文档"),
            ("empty", "empty file", "空文件"),
            ("path-escapes", "its path leads out of the archive (..)", "路径指向压缩包之外（..）"),
            ("absolute-path", "its path is absolute", "使用了绝对路径"),
            ("link", "a link, not a file", "是链接，不是文件"),
            ("device", "a device, pipe or socket, not a file", "是设备、管道或套接字，不是文件"),
            ("not-a-file", "not an ordinary file", "不是普通文件"),
            ("encrypted", "protected by a password", "有密码保护"),
            ("damaged", "damaged", "已损坏"),
            ("expansion", "expands far beyond its size (a bomb)", "解压后体积异常膨胀（疑似解压炸弹）"),
            ("bomb", "expands far beyond its size (a bomb)", "解压后体积异常膨胀（疑似解压炸弹）"),
            ("dictionary-too-large", "unpacking needs more memory than allowed", "解压所需内存超过上限"),
            ("entry-limit", "the archive has more files than allowed", "压缩包内文件数超过上限"),
            ("later-volume", "a later volume; the archive is read from its first", "不是首个分卷；分卷压缩包从首卷读起"),
            ("volume-missing", "volumes of the archive are missing", "压缩包缺少分卷"),
            ("depth", "archives nested too deeply", "压缩包嵌套层数过多"),
            ("unreadable", "cannot be read", "无法读取"),
            ("name-too-long", "its name is too long", "文件名过长"),
            ("too-large", "too large", "文件过大"),
            ("no-space", "not enough free space", "剩余空间不足"),
            ("stalled", "gave no data for too long", "长时间读不到数据"),
            ("timeout", "took too long", "处理超时"),
            ("unsupported", "this kind of archive cannot be unpacked", "不支持这种压缩格式"),
            ("locked", "the archive is protected by a password", "压缩包有密码保护"),
            ("not-in-mail", "attached by a link only: its bytes are not in the mail", "仅为链接，内容不在邮件中"),
            ("limit", "a limit of the import was reached", "达到导入上限"),
            ("rest-of-archive", "rest of an archive that could not be read on", "压缩包余下部分无法继续读取"),
            ("vanished", "disappeared while it was being imported", "导入过程中文件消失"),
            ("changed", "changed while it was being read", "读取过程中文件发生变化"),
            ("crashed", "the reader broke down on it", "读取程序在处理它时崩溃"),
            ("budget", "unpacked, the archive is larger than allowed", "解压后总量超过上限"),
            ("stopped", "not reached before the stop", "停止前尚未处理"),
        ])

    /// What more is known of a rejection or of an archive, where it is a code and not the words of a library.
    public static let importDetails = Vocabulary(
        "import details",
        [
            ("no-password", "no password was given", "未提供密码"), ("wrong-password", "no given password fits", "所给密码均不正确"),
            ("needs-7zip", "needs 7zip", "需要 7zip"), ("needs-7zip-rar", "needs a 7zip that reads RAR", "需要支持 RAR 的 7zip"),
            ("budget", "no free space for what it unpacks to", "剩余空间不足以解压"), ("entries", "too many files", "文件数超过上限"),
            ("expansion", "expands far beyond its size", "解压后体积异常膨胀"),
            ("the directory at the end is missing", "the directory at its end is missing: cut off", "末尾目录缺失：文件不完整"),
        ])

    /// How far an archive was read.
    public static let archiveStates = Vocabulary(
        "archive states",
        [
            ("read", "read", "已读完"), ("locked", "locked by a password", "有密码"), ("damaged", "damaged", "已损坏"),
            ("limit", "limit reached", "达到上限"), ("unsupported", "packed in a way that is not supported", "含不支持的压缩方法"),
        ])

    /// How a run ended.
    public static let runStates = Vocabulary(
        "run states",
        [
            ("complete", "complete", "已完成"), ("stopped", "stopped", "已停止"), ("running", "not ended", "未结束"),
            ("withdrawn", "withdrawn", "已撤回"),
        ])

    /// Charsets of names, where a person needs more than the label.
    public static let charsets = Vocabulary(
        "charsets",
        [
            ("utf-8", "UTF-8", "UTF-8"), ("gb18030", "GB18030 (GBK)", "GB18030（GBK）"), ("big5", "Big5", "Big5"),
            ("utf-16le", "UTF-16LE", "UTF-16LE"), ("utf-16be", "UTF-16BE", "UTF-16BE"),
            ("windows-1252", "Windows-1252", "Windows-1252"), ("shift_jis", "Shift_JIS", "Shift_JIS（日文）"),
            ("euc-jp", "EUC-JP", "EUC-JP（日文）"), ("euc-kr", "EUC-KR", "EUC-KR（韩文）"),
            ("windows-1251", "Windows-1251", "Windows-1251（西里尔文）"), ("koi8-r", "KOI8-R", "KOI8-R（西里尔文）"),
        ])

    /// Why there is no text, or not all of it.
    public static let textReasons = Vocabulary(
        "text reasons",
        [
            ("encrypted", "protected by a password", "有密码保护"),
            ("no-reader", "no reader for this format yet", "暂不支持读取这种格式"),
            ("too-large", "too large to read within the limits", "文件过大，超出读取上限"),
            ("damaged", "damaged", "已损坏"),
            ("timeout", "reading took too long", "读取超时"),
            ("crashed", "the reader broke down on it", "读取程序在处理它时崩溃"),
            ("needs-ocr", "scanned pages, needs text recognition (OCR)", "扫描页，需要文字识别（OCR）"),
            ("no-text", "has no text", "没有文字内容"),
            ("empty", "empty", "空文件"),
            ("unsupported", "a variant of the format that cannot be read", "不支持这种格式变体"),
            ("charset-uncertain", "its charset is not certain, words may be wrong", "字符集无法确定，文字可能有误"),
            ("missing", "its original is missing", "原件缺失"), ("object-missing", "its original is missing", "原件缺失"),
            ("worker-missing", "the program that reads documents is not there", "找不到读取文档的程序"),
            ("worker-failed", "the program that reads documents could not be started", "读取文档的程序无法启动"),
            ("waiting", "waits to be read", "等待读取"),
        ])

    /// What came of checking a checkpoint.
    public static let checkpointStates = Vocabulary(
        "checkpoint states",
        [
            ("ok", "holds", "相符"), ("unreadable", "is no checkpoint", "不是检查点"), ("other-vault", "of another vault", "属于别的档案库"),
            ("unknown-key", "signed by no known key", "没有已知密钥的签名"), ("forged", "the signature is false", "签名无效"),
            ("cut-off", "the journal's end was cut off", "日志末尾被截断"), ("rewritten", "the journal was rewritten", "日志被改写"),
        ])

    /// What stands between one ledger and the files.
    public static let ledgerFindings = Vocabulary(
        "ledger findings",
        [
            ("matched", "matched", "已对应"), ("unmatched-row", "row without a file", "有台账无文件"),
            ("unmatched-file", "file without a row", "有文件无台账"), ("conflict", "differs from a confirmed value", "与已确认的值不一致"),
            ("ambiguous", "several fit; left to a person", "有多个可能，留待人工处理"), ("invalid", "cannot be read", "内容无法识别"),
            ("unchanged", "unchanged", "无变化"), ("new", "new", "新增"),
        ])

    /// What came of a row of a ledger.
    public static let ledgerOutcomes = Vocabulary(
        "ledger outcomes",
        [
            ("applied", "applied", "已登记"), ("unchanged", "unchanged", "无变化"), ("conflict", "in conflict", "有冲突"),
            ("unmatched", "unmatched", "未对应"), ("skipped", "skipped", "跳过"),
        ])

    /// Why a row was passed over.
    public static let ledgerSkips = Vocabulary(
        "ledger skips",
        [
            ("total", "a sum", "合计行"), ("note", "a note", "说明文字"), ("heading", "headings repeated", "重复的表头"),
            ("no-key", "names no document, machine or customer", "没有合同、设备或客户信息"),
        ])

    /// Why a sheet was passed over.
    public static let ledgerSheets = Vocabulary(
        "ledger sheets",
        [
            ("hidden", "hidden; name it with --sheet", "已隐藏；用 --sheet 指定才读取"), ("empty", "empty", "空表"),
            ("no-headings", "no headings of a ledger", "没有台账表头"), ("not-chosen", "not chosen", "未选择"),
        ])

    /// Why a cell cannot be read.
    public static let ledgerFaults = Vocabulary(
        "ledger faults",
        [
            ("not-a-date", "not a date", "不是日期"), ("no-day", "a month without a day", "只有年月，没有日"),
            ("ambiguous-date", "not one day; it could mean", "日期有歧义，可能是"), ("no-such-day", "no such day", "没有这一天"),
            ("not-an-amount", "not an amount", "不是金额"), ("amounts-differ", "digits and words differ", "大小写金额不一致"),
            ("currencies-differ", "another currency than its column", "与币种列不一致"), ("not-a-count", "not a length of time", "不是期限"),
            ("no-unit", "days, months or years?", "没有写明是天、月还是年"),
            ("working-days", "working days cannot be reckoned; give calendar days", "无法换算工作日，请改写自然日"),
            ("not-known", "no value of this column", "不是该列可用的值"), ("error-cell", "an error of the spreadsheet", "单元格是错误值"),
            ("no-value", "a formula that was never computed; open and save the file", "公式没有计算结果，请打开后重新保存"),
        ])
}

extension Messages {
    /// What came of a file: `stored`, `已存入`.
    public func outcome(_ code: String) -> String { word(code, in: .outcomes) }

    /// Why a file was a duplicate or was not taken in.
    public func reason(_ code: String) -> String { word(code, in: .reasons) }

    /// More about a rejection or an archive; words of a library are shown as they are.
    public func importDetail(_ code: String) -> String { word(code, in: .importDetails) }

    /// Why a document has no text, or not all of it.
    public func textReason(_ code: String) -> String { word(code, in: .textReasons) }
}
