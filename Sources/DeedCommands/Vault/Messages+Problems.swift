import DeedCore
import DeedMessages
import Deedbox

extension Messages {
    /// What is wrong with a file of the vault, in this language.
    func problem(_ problem: VaultProblem) -> String {
        switch problem {
        case .otherHash(let actual): say("its SHA-256 is \(actual.hex)", "其 SHA-256 实为 \(actual.hex)")
        case .notRegular: say("it is no regular file", "不是普通文件")
        case .unreadable(let why): say("it cannot be read: \(why)", "无法读取：\(why)")
        case .noLine: say("it is no line of a journal", "不是有效的日志行")
        case .notFollowing: say("it does not follow from the line before", "与上一行接不上")
        case .lastLine: say("the next segment does not follow from its last line", "下一段与它的最后一行接不上")
        case .number(let number, let before):
            say("its number is \(number), the line before has \(before)", "序号为 \(number)，而上一行是 \(before)")
        case .count(let said, let there):
            say("it counts \(said) records, there are \(there)", "声明有 \(said) 条记录，实有 \(there) 条")
        case .unfinishedSegment: say("a sealed segment ends within a batch", "已封存的段在批次中间中断")
        case .segmentMissing(let number): say("segment \(number) is missing", "缺少第 \(number) 段")
        case .noBody: say("it is no body", "不是有效的正文行")
        case .strayBody: say("no record has this body", "没有记录对应这条正文")
        case .bodyChanged: say("the body was changed", "正文被改动")
        case .bodyMissing: say("the body is missing", "正文缺失")
        case .redactedByNobody: say("the body was taken out, and no record orders it", "正文已被抹除，但没有相应的抹除记录")
        case .behindCatalog(let detail):
            say("it lacks what the catalog has applied: \(detail)", "缺少目录库已收录的内容：\(detail)")
        case .behindIndex(let seq):
            say("it ends before line \(seq), which the text index has applied", "在第 \(seq) 行之前就结束了，而文本索引已收录到该行")
        case .noBeginning: say("it has no beginning: its first lines are lost", "没有开头：最前面的记录已丢失")
        case .missing: say("it is missing", "文件缺失")
        case .otherContent: say("its content was changed", "内容被改动")
        case .otherValue(let member):
            say("its ‘\(member)’ is not the one of the first record", "其中的“\(member)”与第一条记录不符")
        }
    }
}

extension Messages {
    /// Lines that a journal lost; nobody may know how many.
    func lostLines(_ first: Int64, _ last: Int64) -> String {
        if last < first { return say("All lines from \(first) on", "自第 \(first) 行起的全部内容") }
        return last == first ? say("Line \(first)", "第 \(first) 行") : say("Lines \(first) to \(last)", "第 \(first) 至 \(last) 行")
    }
}

/// Tables of bad files that several commands print.
enum DamageTable {
    /// Objects, with what is wrong with each; damaged first.
    static func write(
        _ damaged: [VerifyReport.DamagedObject], missing: [ObjectID], to page: inout Page
    ) {
        var table = Table([Table.Column(page.messages[.problem]), Table.Column(page.messages[.path])])
        for damage in damaged { table.row([page.messages.problem(damage.what), damage.path]) }
        for id in missing {
            table.row([page.messages.word("missing", in: .problems), "objects/\(id.hex.prefix(2))/\(id.hex)"])
        }
        page.table(table)
    }
}
