extension Vocabulary {
    /// What came of a file.
    public static let outcomes = Vocabulary(
        "outcomes", [("stored", "stored", "已存入"), ("duplicate", "duplicate", "重复"), ("rejected", "rejected", "未收入")])

    /// Why a file was a duplicate, or was not taken in.
    public static let reasons = Vocabulary(
        "reasons",
        [
            ("same-content", "same content as a document that is there; the name was added", "内容与已有文档相同，已补记文件名"),
            ("healed", "same content as a damaged original, which it has put right", "内容相同，已用它修复损坏的原件"),
            ("already-imported", "imported before from the same place", "以前已从同一位置导入"),
            ("system-file", "file of an operating system, not a document", "操作系统附带的文件，不是文档"),
            ("empty", "empty file", "空文件"),
            ("path-escapes", "its path leads out of the archive (..)", "路径指向压缩包之外（..）"),
            ("absolute-path", "its path is absolute", "使用了绝对路径"),
            ("vault", "a vault or a part of one, not papers", "是档案库或其一部分，不是文档"),
            ("signing-key", "a private signing key, not a paper", "是签名私钥，不是文档"),
            ("link", "a link, not a file", "是链接，不是文件"),
            ("folder-with-bytes", "a folder that has bytes as a file has", "是文件夹，却带有文件内容"),
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
            ("this-vault", "this very vault", "就是本档案库"), ("copy-of-this-vault", "a copy of this vault", "本档案库的副本"),
            ("another-vault", "another vault", "另一个档案库"), ("packed-vault", "a vault that was packed", "打包的档案库"),
            ("part-of-a-vault", "part of a vault, or what is left of one", "档案库的一部分或残余"), ("in-mail", "in a mail", "在邮件中"),
            ("no-password", "no password was given", "未提供密码"), ("wrong-password", "no given password fits", "所给密码均不正确"),
            ("whole-paths", "names were whole paths; the part that leads out was left off", "文件名含完整路径，已去掉指向外部的部分"),
            ("needs-7zip", "needs 7zip", "需要 7zip"), ("needs-7zip-rar", "needs a 7zip that reads RAR", "需要支持 RAR 的 7zip"),
            ("budget", "no free space for what it unpacks to", "剩余空间不足以解压"), ("entries", "too many files", "文件数超过上限"),
            ("no-files", "an archive without files", "压缩包内没有文件"),
            ("expansion", "expands far beyond its size", "解压后体积异常膨胀"),
            ("the directory at the end is missing", "the directory at its end is missing: cut off", "末尾目录缺失：文件不完整"),
        ])

    /// What is noteworthy of a file that was taken in.
    public static let importNotes = Vocabulary(
        "import notes",
        [
            (
                "time-outside", "its time lies outside the years 1 to 9999; the nearest one was kept",
                "其修改时间超出公元 1–9999 年，已按最接近的时间记录"
            )
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

    /// What of a vault became a document.
    public static let takenFiles = Vocabulary(
        "taken files",
        [
            ("own-key", "the private key that signs this vault's checkpoints", "为本档案库检查点签名的私钥"),
            ("signing-key", "a private signing key", "签名私钥"),
            ("vault-file", "a file of a vault: journal, catalog, texts", "档案库文件：日志、目录库或文字"),
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
            (
                "encrypted-for-certificates", "encrypted for the holders of certificates, no password opens it",
                "用证书加密，只有证书持有人能打开，密码无效"
            ),
            ("page-limit", "has more pages than are read", "页数超过读取上限"),
            ("files-inside", "files inside were not read", "内含的文件未读取"),
            ("dynamic-form", "a form that only some programs show (XFA); its fields were not read", "XFA 动态表单，字段内容未读取"),
            ("charset-uncertain", "its charset is not certain, words may be wrong", "字符集无法确定，文字可能有误"),
            ("inner-unread", "files that are embedded in it were not read", "其中嵌入的文件未读取"),
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
            ("ambiguous", "several fit; left to a person", "有多个可能，留待人工处理"),
            ("contradicted", "another row says something else of the same file", "另一行对同一文件的说法不同"),
            ("invalid", "cannot be read", "内容无法识别"),
            ("unchanged", "unchanged", "无变化"), ("new", "new", "新增"),
            ("replaced", "replaced", "已更新"),
        ])

    /// What came of a row of a ledger.
    public static let ledgerOutcomes = Vocabulary(
        "ledger outcomes",
        [
            ("applied", "applied", "已登记"), ("unchanged", "unchanged", "无变化"), ("conflict", "in conflict", "有冲突"),
            ("waiting", "waiting", "待处理"), ("skipped", "skipped", "跳过"),
        ])

    /// Why a row of a ledger is in conflict.
    public static let ledgerConflicts = Vocabulary(
        "ledger conflicts",
        [
            ("differs", "differs from what is known", "与已有的值不一致"),
            ("end-before-start", "the end lies before the start", "到期早于生效"),
            ("choose-one", "only one of them at a time", "一次只能用其中一个"),
            ("term-against-end", "the term leads to another end", "期限与到期日期不符"),
            ("ends-differ", "two ends are given", "给出了两个不同的到期日期"),
            ("end-of-perpetual", "no end and an end contradict each other", "长期有效与到期日期或期限矛盾"),
            ("cover-before-sale", "the warranty ends before it starts", "保修到期早于销售或保修开始"),
            ("other-code", "the same name has another credit code", "同名但统一社会信用代码不同"),
            ("several-customers", "several customers have this name", "有多个同名客户"),
            ("folds-onto-another", "it resembles another machine of another customer or model", "与另一客户或另一型号的设备序列号相近"),
            ("two-owners", "another customer has this machine, and no later sale says that it moved", "设备属于另一客户，且没有更晚的销售日期"),
            ("new-owner", "sold to another customer", "已转售给另一客户"),
            ("taken-back", "a person has taken it back", "已由人工撤销"),
            ("more-cells", "more cells than headings: a comma without quotes?", "单元格多于表头，可能有逗号未加引号"),
            ("same-code", "another name with the same credit code: taken for that customer", "统一社会信用代码相同，按同一客户登记"),
            ("cover-against-term", "the months lead to another end of the warranty", "保修月数与保修到期不符"),
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
            ("sentinel", "a day that stands for none", "像是代替空值的日期"),
            ("not-an-amount", "not an amount", "不是金额"), ("amounts-differ", "digits and words differ", "大小写金额不一致"),
            ("comma-not-thousands", "a comma that does not group thousands", "逗号不是千位分隔"), ("percentage", "a percentage", "是百分比"),
            ("currencies-differ", "another currency than its column", "与币种列不一致"), ("not-a-count", "not a length of time", "不是期限"),
            ("no-unit", "days, months or years?", "没有写明是天、月还是年"), ("zero", "a length of nothing", "期限为零"),
            ("too-long", "longer than a hundred years", "期限过长"), ("end-before-start", "the end lies before the start", "止早于起"),
            ("working-days", "working days cannot be reckoned", "无法换算工作日"),
            ("not-known", "no value of this column", "不是该列可用的值"),
            ("bad-credit-code", "its check character does not fit (GB 32100)", "校验码不符（GB 32100）"),
            ("error-cell", "an error of the spreadsheet", "单元格是错误值"),
            ("no-value", "a formula that was never computed", "公式没有计算结果"),
            ("damaged-number", "a spreadsheet has rounded the digits", "数字已被表格软件舍入"),
            ("elsewhere", "the value stands elsewhere", "内容在别处"),
            ("ditto", "the value of the row above", "指上一行的内容"), ("not-a-serial", "no serial number", "不是序列号"),
            ("several-or-one", "one number or several?", "是一个还是几个编号不明确"),
            ("columns-differ", "columns of one meaning say different things", "含义相同的几列内容不一致"),
            ("unclosed-quote", "a quote that is never closed", "引号没有收尾"),
            ("unit-or-whole", "in the unit of its heading, or the whole amount?", "是按表头单位计，还是完整金额，不明确"),
            ("currency-unknown", "its currency is not known", "币种不明"),
            ("not-an-address", "no e-mail address", "不是邮箱地址"), ("not-a-phone", "no phone number", "不是电话号码"),
            ("became-a-date", "a spreadsheet has made a date of it", "编号已被表格软件变成日期"),
            (
                "not-a-credit-code", "no credit code: 18 digits and letters without I, O, S, V, Z",
                "不是统一社会信用代码：应为 18 位数字和字母，不含 I、O、S、V、Z"
            ),
            ("no-equals", "write field=value", "请写成 字段=值"),
            ("given-twice", "two values for one field", "同一字段给了两个值"),
            ("end-of-perpetual", "no end and an end contradict each other", "长期有效与到期日期矛盾"),
            ("counts-months", "this field counts months, not days", "该字段以月计，不以天计"),
            ("counts-days", "this field counts days, not months", "该字段以天计，不以月计"),
            ("too-long-text", "longer than 2,000 bytes, or empty", "文字为空或超过 2000 字节"),
            ("remark", "words beside it that may change what it means", "附注可能改变其含义"),
            ("endless-cover", "a warranty without an end", "没有期限的保修"),
            ("starts-differ", "it counts from another day than the column of the start", "起算日与开始日期列不一致"),
            ("term-from-signature", "from the signature it leads to another end", "从签订日起算与到期日期不符"),
        ])

    /// How a row is mended, by why it was left over.
    public static let ledgerMends = Vocabulary(
        "ledger mends",
        [
            ("not-a-date", "write the day as 2026-12-31", "请写成 2026-12-31 这样的日期"), ("no-day", "add the day", "请补上日"),
            ("ambiguous-date", "write the year with four digits, first", "请把四位年份写在最前面"),
            ("no-such-day", "correct the day", "请改正日期"),
            ("sentinel", "leave the cell empty, or write 长期 (perpetual) where there is no end", "没有日期请留空；没有期限请写“长期”"),
            ("not-an-amount", "write one amount, such as 1,234.50 or 12.5万元", "请只写一个金额，如 1,234.50 或 12.5万元"),
            ("amounts-differ", "correct the digits or the words", "请改正大写或小写金额"),
            ("comma-not-thousands", "write 1,234.50 or 1234.50", "请写成 1,234.50 或 1234.50"),
            ("percentage", "write the amount itself", "请写金额本身"), ("currencies-differ", "correct the currency", "请改正币种"),
            ("not-a-count", "write 30天, 12个月, 2年 or 2025-01-01至2026-12-31", "请写成 30天、12个月、2年 或 2025-01-01至2026-12-31"),
            ("no-unit", "write the unit: 12个月, 1年", "请写明单位，如 12个月、1年"),
            ("zero", "write the length, or leave the cell empty", "请写明期限，没有则留空"),
            ("too-long", "write the length, or 长期 (perpetual)", "请写明期限，或写“长期”"),
            ("end-before-start", "correct one of the two days", "请改正其中一个日期"), ("working-days", "write calendar days", "请改写自然日"),
            ("not-known", "write a value that this column knows; see the documentation of ledgers", "请写该列可用的值，见台账说明"),
            ("error-cell", "correct the cell in the spreadsheet", "请在表格中改正该单元格"),
            ("no-value", "open and save the file, then apply it again", "请用表格软件打开并保存后再登记"),
            ("damaged-number", "format the column as text, type the number anew, save", "请把该列设为文本格式，重新输入完整号码后保存"),
            ("elsewhere", "write the value itself, a row for each", "请写出内容本身，每个一行"), ("ditto", "repeat the value", "请重复写出该值"),
            ("not-a-serial", "write the serial number, or leave the cell empty", "请写序列号，没有则留空"),
            (
                "several-or-one",
                "write each number on a row of its own, or put 、 between them; one number alone into quotes: \"SN-8701-02\"",
                "请每行写一个编号，或用“、”分隔；若确是一个编号，请加引号，如 \"SN-8701-02\""
            ),
            ("columns-differ", "make the columns agree, or choose one with --map", "请使各列一致，或用 --map 指定一列"),
            ("unclosed-quote", "close or remove the quote; a quote inside a text is written twice", "请补上或删除引号；文本中的引号要写两个"),
            ("counts-days", "write days; months of a notice are noticeMonths", "请写天数；以月计的通知期请用 noticeMonths"),
            (
                "counts-months", "write months, or the last day itself; days of a notice are noticeDays",
                "请写月数，或直接写到期日；以天计的通知期请用 noticeDays"
            ),
            ("no-equals", "as in expires=2026-12-31", "例如 expires=2026-12-31"),
            ("given-twice", "give one of them", "请只给一个"), ("end-of-perpetual", "give one of the two", "请只给其中一个"),
            ("unit-or-whole", "write the unit: 12.5万元 or 125000元", "请在单元格写明单位，如 12.5万元 或 125000元"),
            ("currency-unknown", "write the currency, such as CNY or 美元", "请写明币种，如 人民币 或 USD"),
            ("remark", "write the value alone; put the remark into a column of its own", "请只写数值，附注另列一栏"),
            ("endless-cover", "write the last day or the months", "请写到期日或月数"),
            ("starts-differ", "make the two days agree", "请使两个日期一致"),
            ("term-from-signature", "add the day it begins, or correct the term or the end", "请补上开始日期，或改正期限或到期日期"),
            ("not-an-address", "write name@example.com, or leave the cell empty", "请写成 name@example.com，没有则留空"),
            ("not-a-phone", "write the number, or leave the cell empty", "请写电话号码，没有则留空"),
            ("became-a-date", "format the column as text and type the number anew", "请把该列设为文本格式，重新输入编号"),
            ("not-a-credit-code", "write the 18 characters of the licence, or leave the cell empty", "请照营业执照写 18 位代码，没有则留空"),
            (
                "more-cells", "put the cell that has a comma in it into quotes, or give the last cells a heading",
                "请给含逗号的单元格加引号，或为最后的单元格补上表头"
            ),
            (
                "differs", "correct the ledger, change the archive with deedbox set, or apply the ledger with --update",
                "请改正台账，或用 deedbox set 修改档案，或加 --update 登记"
            ),
            ("term-against-end", "correct the term or the end", "请改正期限或到期日期"),
            ("ends-differ", "correct one of the two ends", "请改正其中一个到期日期"),
            ("cover-before-sale", "correct one of the two days", "请改正其中一个日期"),
            ("cover-against-term", "correct the months or the end", "请改正保修月数或保修到期"),
            (
                "unmatched-row", "import the file, or correct the number or the file name, and apply the ledger again",
                "请导入文件，或改正编号、文件名，再登记一次"
            ),
            (
                "ambiguous", "name the file in a column 文件名, or set its number with deedbox set",
                "请在“文件名”列写明文件，或用 deedbox set 设置编号"
            ),
            ("contradicted", "make the rows of this file agree", "请使同一文件的各行一致"),
            (
                "bad-credit-code", "correct the code; a spreadsheet keeps it whole in a column formatted as text",
                "请改正代码；把该列设为文本格式可避免被表格软件改动"
            ),
            ("other-code", "correct the name or the code; two codes are two customers", "请改正名称或代码；代码不同即为两个客户"),
            ("several-customers", "give the credit code", "请写明统一社会信用代码"),
            ("folds-onto-another", "check the number on the machine", "请核对设备上的序列号"),
            ("two-owners", "give the date of the later sale, or correct the number", "请写明较晚的销售日期，或改正序列号"),
            ("taken-back", "add it again with a command where it holds after all", "如确属有效，请用命令重新添加"),
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
