public import DeedCore

extension Messages {
    /// The cause of a failure in the reader's words; empty where none is known, or where nobody has put it into Chinese: `--json` has
    /// it as `detail` then.
    public func cause(of failure: Failure) -> String {
        let detail = failure.detail
        if detail.isEmpty { return "" }
        for vocabulary in [Vocabulary.failureCauses, .ledgerFaults, .ledgerConflicts, .textReasons, .importDetails] {
            if vocabulary[detail] != nil { return word(detail, in: vocabulary) }
        }
        guard language != .english else { return english(detail) }
        return chinese(detail)
    }

    /// `damaged: the parser's words`: the reason in words, the parser's behind it.
    private func english(_ detail: String) -> String {
        guard let colon = detail.firstIndex(of: ":"), let term = Vocabulary.textReasons[String(detail[..<colon])] else {
            return detail
        }
        return term.english + detail[colon...]
    }

    private func chinese(_ detail: String) -> String {
        if let colon = detail.firstIndex(of: ":"), let term = Vocabulary.textReasons[String(detail[..<colon])] {
            return term.chinese
        }
        for term in Vocabulary.systemErrors.terms where detail.contains(term.english) { return term.chinese + "（\(term.code)）" }
        for form in Vocabulary.failureCauseForms.terms {
            if let parts = Messages.parts(of: detail, in: form.english) { return Messages.filled(form.chinese, parts) }
        }
        return Messages.isEnglishSentence(detail) ? "" : detail
    }

    /// What stands in the gaps of `record {}: the body is missing`; `nil` where the text is another one.
    private static func parts(of text: String, in form: String) -> [String]? {
        let pieces = form.split(separator: "{}", omittingEmptySubsequences: false)
        guard let first = pieces.first, text.hasPrefix(first) else { return nil }
        var rest = text.dropFirst(first.count)
        var parts: [String] = []
        for (at, piece) in pieces.enumerated().dropFirst() {
            let isLast = at == pieces.count - 1
            if isLast, piece.isEmpty { return parts + [String(rest)] }
            guard let found = isLast ? rest.ranges(of: piece).last : rest.firstRange(of: piece) else { return nil }
            if isLast, found.upperBound != rest.endIndex { return nil }
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return rest.isEmpty ? parts : nil
    }

    private static func filled(_ form: String, _ parts: [String]) -> String {
        var pieces = form.split(separator: "{}", omittingEmptySubsequences: false).map(String.init)
        for (at, part) in parts.enumerated() where at < pieces.count - 1 { pieces[at] += part }
        return pieces.joined()
    }

    /// Three English words in a row.
    private static func isEnglishSentence(_ text: String) -> Bool {
        var run = 0
        for word in text.split(separator: " ") {
            let letters = word.utf8.filter { (97...122).contains($0 | 0x20) }.count
            run = letters >= 2 && letters * 4 >= word.utf8.count * 3 ? run + 1 : 0
            if run >= 3 { return true }
        }
        return false
    }
}

extension Vocabulary {
    /// Causes that are one code or one sentence.
    public static let failureCauses = Vocabulary(
        "failure causes",
        [
            (
                "no-heading-row", "no heading row with a contract number, a file name or a serial number; the first row is below",
                "没有找到含合同编号、文件名或序列号的表头；首行内容如下"
            ),
            ("check character of GB 32100-2015", "the check character of GB 32100-2015 does not fit", "不符合 GB 32100-2015 的校验码"),
            ("not a folder", "not a folder", "不是文件夹"), ("not a file", "not a file", "不是文件"),
            ("no tool", "no tool", "找不到所需程序"), ("wrong-password", "the password is wrong", "密码错误"),
            ("known customer", "a customer has it already", "已有客户使用"), ("empty", "empty", "内容为空"),
            ("larger than 256 MiB", "larger than 256 MiB", "超过 256 MiB"),
            ("no page ends there", "no page ends there", "没有以此结尾的一页"),
            ("not purged", "not purged", "尚未销毁"), ("a record keeps it", "a record keeps it", "仍有记录引用"),
            ("time zone", "no such time zone", "没有这个时区"), ("opened for reading", "opened for reading", "以只读方式打开"),
            ("its first line", "its first line", "首行有误"), ("it has no body", "it has no body", "没有正文"),
            ("no key of this vault has signed it", "no key of this vault has signed it", "不是由本档案库的密钥签名"),
            ("it is no checkpoint of this vault", "it is no checkpoint of this vault", "不是本档案库的检查点"),
            ("the journal's lines are not the ones signed", "the journal's lines are not the ones signed", "日志内容与签名时不同"),
            ("not an unencrypted Ed25519 key in PEM", "not an unencrypted Ed25519 key in PEM", "不是未加密的 PEM 格式 Ed25519 密钥"),
            ("not the JSON object that the format asks for", "not the JSON object that the format asks for", "不是格式要求的 JSON 对象"),
            ("the declaration file says something else", "the declaration file says something else", "与声明文件不一致"),
            ("a kind this version does not know", "a kind this version does not know", "本版本不认识的类型"),
            ("its body stands in a segment that is written", "its body stands in a segment that is written", "正文所在的日志段正在写入"),
            ("more than 4 GiB; name a folder instead", "more than 4 GiB; name a folder instead", "超过 4 GiB，请改用文件夹"),
            ("another version ordered its redaction", "another version ordered its redaction", "由另一版本发起抹除"),
        ])

    /// Causes with a number, a name or a path in them; `{}` is a gap. The code is the English form.
    public static let failureCauseForms = Vocabulary(
        "failure cause forms",
        [
            ("record {}: the body is missing", "记录 {}：缺少正文"), ("record {}: the body was changed", "记录 {}：正文被改动"),
            ("record {}: the body is not JSON", "记录 {}：正文不是 JSON"),
            ("record {}: line and body name different objects", "记录 {}：行与正文所指原件不同"), ("record {}: {} lacks {}", "记录 {}：{} 缺少 {}"),
            ("no journal line {}", "没有日志第 {} 行"), ("no document in line {}", "第 {} 行没有文档"), ("no run in line {}", "第 {} 行没有导入"),
            ("no customer in line {}", "第 {} 行没有客户"), ("catalog schema {}", "目录库结构版本 {}"), ("journal line {}", "日志第 {} 行"),
            ("line {} is another one there", "第 {} 行与那里的不同"), ("line {} is not the one signed", "第 {} 行与签名时不同"),
            ("line {} is another one than the catalog has applied", "第 {} 行与目录库已应用的不同"),
            ("the journal's first {} lines are not the ones signed", "日志前 {} 行与签名时不同"),
            ("the journal has {} lines, it covers {}", "日志有 {} 行，检查点涵盖 {} 行"),
            ("the copy ends at line {}, the vault at line {}", "副本到第 {} 行，档案库到第 {} 行"),
            ("there is no record {} in what the checkpoint covers", "检查点涵盖的范围内没有记录 {}"),
            ("lines from {} on changed since they were hashed", "自第 {} 行起内容有变"),
            ("ends at byte {}, record {} needs {}", "止于第 {} 字节，记录 {} 需要到 {}"), ("it ends at byte {}", "止于第 {} 字节"),
            ("it has {} lines, not {}", "有 {} 行，应为 {} 行"), ("it declares itself as {}", "自称为 {}"),
            ("both are document {}", "两者是同一文档 {}"),
            ("its SHA-256 is {}", "SHA-256 为 {}"),
            ("{} bytes are to be copied, {} bytes are free", "需要复制 {} 字节，可用 {} 字节"),
            ("more than {} times its packed size", "解压后超过压缩大小的 {} 倍"), ("{} rows", "{} 行"),
            ("{} is not known to this version; the vault was made by {}", "本版本不支持 {}；档案库由 {} 建立"),
            ("{}, not {}", "是 {}，不是 {}"), ("{} and {}", "{} 与 {}"),
        ].map { ($0.0, $0.0, $0.1) })

    /// What the system says; the code is the name of the error number.
    public static let systemErrors = Vocabulary(
        "system errors",
        [
            ("ENOENT", "No such file or directory", "没有这个文件或目录"), ("EACCES", "Permission denied", "权限不足"),
            ("EPERM", "Operation not permitted", "不允许此操作"), ("EISDIR", "Is a directory", "是一个目录"),
            ("ENOTDIR", "Not a directory", "不是目录"),
            ("EEXIST", "File exists", "文件已存在"), ("ENOSPC", "No space left on device", "磁盘空间不足"),
            ("EDQUOT", "Disk quota exceeded", "超出磁盘配额"),
            ("EROFS", "Read-only file system", "文件系统只读"), ("EIO", "Input/output error", "读写错误，磁盘可能有故障"),
            ("ENAMETOOLONG", "File name too long", "文件名过长"), ("ELOOP", "Too many levels of symbolic links", "符号链接层次过多"),
            ("EMFILE", "Too many open files", "打开的文件过多"), ("EFBIG", "File too large", "文件过大"),
            ("EBUSY", "Device or resource busy", "设备或资源正忙"),
            ("ETXTBSY", "Text file busy", "文件正在运行"), ("ENOTEMPTY", "Directory not empty", "目录不为空"),
            ("EXDEV", "Invalid cross-device link", "不能跨设备链接"),
            ("ENOMEM", "Cannot allocate memory", "内存不足"), ("EINVAL", "Invalid argument", "参数无效"),
            ("EPIPE", "Broken pipe", "管道已断开"),
            ("ENXIO", "No such device or address", "没有这个设备或地址"), ("ENODEV", "No such device", "没有这个设备"),
            ("ESTALE", "Stale file handle", "网络文件句柄已失效"),
            ("ETIMEDOUT", "Connection timed out", "连接超时"), ("EAGAIN", "Resource temporarily unavailable", "资源暂时不可用"),
        ])
}
