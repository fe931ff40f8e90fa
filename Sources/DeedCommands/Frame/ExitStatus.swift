import DeedCore
import DeedMessages

/// The public table of exit codes: the manual and the tests read it here.
enum ExitStatus {
    /// A code and what it means.
    struct Entry: Sendable, Hashable {
        var code: Int32
        var english: String
        var chinese: String
    }

    /// Every code a program of Deedbox ends with. New ones may come; every code but 0 is to be treated as a failure.
    static let table: [Entry] = [
        Entry(code: 0, english: "Done. An empty answer is also done.", chinese: "成功。结果为空也算成功。"),
        Entry(code: 1, english: "Failed, for example because the disk is full.", chinese: "失败，例如磁盘空间已满。"),
        Entry(code: 2, english: "An error inside the program.", chinese: "程序内部错误。"),
        Entry(code: 3, english: "Damage was found in the vault.", chinese: "发现档案库有损坏。"),
        Entry(
            code: 4, english: "Done, but some inputs were rejected or did not match.", chinese: "已完成，但有输入被拒收或对不上。"),
        Entry(
            code: 10, english: "No such vault, document, customer or run; with --fail-empty also an empty answer.",
            chinese: "档案库、文档、客户或批次不存在；使用 --fail-empty 时结果为空也返回此值。"),
        Entry(code: 11, english: "The vault is busy: another process is writing.", chinese: "档案库忙：另一个进程正在写入。"),
        Entry(code: 12, english: "Wrong key.", chinese: "密钥不正确。"),
        Entry(code: 13, english: "Not allowed: whoever asks lacks a right.", chinese: "无权限：操作者缺少所需的权限。"),
        Entry(
            code: 64, english: "Wrong use: arguments, dates, queries, names that fit several.",
            chinese: "用法有误：参数、日期、查询，或名称对应多个结果。"),
        Entry(code: 130, english: "Interrupted (Ctrl-C).", chinese: "被中断（Ctrl-C）。"),
        Entry(code: 143, english: "Terminated (SIGTERM) after a clean stop.", chinese: "收到终止信号（SIGTERM），已正常停止。"),
    ]
}
