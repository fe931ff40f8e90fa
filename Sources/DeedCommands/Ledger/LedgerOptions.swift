import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// What a ledger takes, wherever one is given.
struct LedgerOptions: ParsableArguments {
    @Option(
        name: .customLong("map"),
        help: spoken(
            "What a column of the ledger means, where the heading does not tell: 'heading=field'; '-' for the field passes it over. Can be repeated.",
            "台账某列的含义，列名看不出时使用：“列名=字段”；字段写“-”表示忽略该列。可重复给出。", value: "column"))
    var mapping: [String] = []

    @Option(
        name: .customLong("mapping"),
        help: spoken(
            "The saved mapping to use, or the name to save this one under; else the one with the same headings is used.",
            "使用已保存的列对应关系，或以此名称保存；不指定时自动采用列名相同的那一份。", value: "name"))
    var mappingName: String?

    @Option(
        name: .customLong("sheet"),
        help: spoken(
            "A sheet of the workbook; can be repeated. Else every visible sheet that looks like a ledger.",
            "工作簿中的工作表，可重复给出；默认读取所有看起来是台账的可见工作表。", value: "name"))
    var sheets: [String] = []

    @Option(
        name: .customLong("we"),
        help: spoken(
            "A name of the company itself: that party is no customer. Can be repeated; else the setting we, else the party of every row.",
            "本公司的名称，该当事方不作为客户。可重复给出；默认取设置 we，再取每一行都出现的一方。", value: "name"))
    var ownNames: [String] = []

    @Flag(
        name: .customLong("update"),
        help: spoken(
            "Replace what an earlier ledger said; what a person set stays, and is listed.", "用这份台账更新以前台账写入的值；人工设置的值不变，只列出差异。"))
    var updates = false

    @Option(
        name: .customLong("report"),
        help: spoken(
            "Write the reconciliation to a file, .csv or .xlsx by its name.", "把核对结果写入文件，按扩展名为 .csv 或 .xlsx。", value: "file"),
        completion: .file(extensions: ["csv", "xlsx"]))
    var report: String?

    /// Whether one of them was given.
    var areGiven: Bool {
        !mapping.isEmpty || mappingName != nil || !sheets.isEmpty || updates || report != nil || !ownNames.isEmpty
    }

    /// A ledger as the options want it.
    ///
    /// - Throws: ``Failure/Code/badValue`` for a mapping that is not `heading=field`, or a report of another kind.
    func ledger(_ path: String, in frame: Frame) throws -> ApplyLedger {
        var ledger = ApplyLedger(Frame.absolute(path))
        ledger.choices.assignments = try mapping.map(LedgerOptions.assignment)
        ledger.choices.sheets = sheets
        ledger.choices.mapping = mappingName
        ledger.updates = updates
        ledger.shouldStop = { Stop.isRequested }
        ledger.ownNames = ownNames.map(\.trimmedASCII).filter { !$0.isEmpty }
        if report == nil, !frame.output.isJSON { ledger.describes = LedgerText.shown }
        if let report { _ = try TableFile(report) }
        return ledger
    }

    /// `终止日=到期日期` → `expires=终止日`.
    private static func assignment(_ text: String) throws -> String {
        guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
            throw Failure(.badValue, text, detail: "--map", candidates: ["列名=number", "heading=expires"])
        }
        let meaning = String(text[text.index(after: equals)...])
        return "\(LedgerColumn(named: meaning)?.rawValue ?? meaning)=\(text[..<equals])"
    }

    /// Writes the report, where one is wanted; says where.
    func writeReport(_ answer: ApplyLedger.Answer, _ frame: Frame) throws {
        guard let report else { return }
        let file = try TableFile(report)
        try file.write(
            LedgerSheets(answer: answer, messages: frame.messages).sheets(combined: file.kind == .csv))
        frame.note(frame.messages.say("Reconciliation written to \(file.path).", "核对结果已写入 \(file.path)。"))
    }
}
