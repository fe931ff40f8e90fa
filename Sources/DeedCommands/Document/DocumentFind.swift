import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox find`
struct FindCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "find",
            abstract: spoken("Finds words in the texts and names of documents.", "在文档的正文和名称中查找。"),
            discussion: spoken(
                """
                A space means AND; OR, NOT (-word), "a phrase", prefix*, (brackets). Fields: party: number: title: kind: tag: folder: \
                date:2024-01..2024-03. Full-width letters, traditional characters and words broken by a line end are found alike.
                """,
                "空格表示“并且”；OR（或）、NOT（-词）、“短语”、前缀*、（括号）。字段：客户: 编号: 标题: 类型: 标签: 文件夹: 日期:2024-01..2024-03。全角、繁体和被换行拆开的词同样能找到：查 東昇 也会找到 东升。"
            ))
    }

    // -word is a part of the query, not an option.
    @Argument(parsing: .allUnrecognized, help: spoken("What to look for.", "要查找的内容。", value: "query")) var query: [String]
    @Option(name: .long, help: spoken("Only this kind.", "只查这种类型。", value: "kind")) var kind: [DocumentKind] = []
    @Option(name: .long, help: spoken("Only this customer's.", "只查这个客户的。", value: "customer")) var customer: [String] = []
    @Option(name: .long, help: spoken("Only with this tag.", "只查有这个标签的。", value: "tag")) var tag: [String] = []
    @Option(name: .long, help: FolderWords.help) var folder: String?
    @Option(name: .long, help: spoken("Dated on this day or later.", "日期不早于这一天。", value: "date")) var from: CivilDate?
    @Option(name: .long, help: spoken("Dated on this day or before.", "日期不晚于这一天。", value: "date")) var to: CivilDate?
    @Option(
        name: .long,
        help: spoken("relevance, newest or oldest.", "排序：relevance 相关、newest 最新、oldest 最早。", value: "order"),
        completion: .list(["relevance", "newest", "oldest"]))
    var sort = "relevance"
    @Option(name: .long, help: spoken("How many.", "显示多少条。", value: "n")) var limit = 20
    @Option(name: .long, help: spoken("Leave out this many first.", "跳过前多少条。", value: "n")) var offset = 0

    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        // Behind -- all are words.
        let options = query.prefix { $0 != "--" }
        if let option = options.first(where: { $0.hasPrefix("--") }) {
            throw Failure(.badUse, spoken("unknown option \(option)", "没有选项 \(option)"))
        }
        guard let order = FindOrder(rawValue: sort) else {
            throw Failure(.badValue, sort, candidates: FindOrder.allCases.map(\.rawValue))
        }
        var use = FindDocuments((options + query.dropFirst(options.count + 1)).joined(separator: " "))
        use.filter = FindFilter(
            customers: try customer.map { try CustomerReference($0).resolve(in: session).id }, kinds: kind, tags: tag, from: from,
            to: to)
        use.folder = folder
        use.order = order
        use.limit = max(0, limit)
        use.offset = min(max(0, offset), Int(Int32.max))
        let found = try use.run(in: session)
        try frame.output.print(FindText(found: found))
        if found.waiting > 0 {
            frame.note(
                frame.messages.say(
                    "\(found.waiting) documents wait for text: run deedbox text.",
                    "有 \(found.waiting) 份文档等待读取文本：请运行 deedbox text。"))
        }
        try empty.check(isEmpty: found.answer.hits.isEmpty)
    }
}

/// What a query found.
struct FindText: Report {
    let found: FindDocuments.Answer

    private var answer: FindAnswer { found.answer }

    var json: JSON { found.json }

    private func summary(_ hit: FindHit) -> DocumentSummary? { found.documents.first { $0.id == hit.document } }

    func write(to page: inout Page) {
        let messages = page.messages
        for (at, hit) in answer.hits.enumerated() {
            let place = [
                summary(hit)?.number, summary(hit)?.kind.map(messages.kind),
                hit.page.map { messages.say("page \($0)", "第 \($0) 页") }, hit.section,
                hit.folders.map { messages.say("in the folder \($0)", "所在文件夹：\($0)") },
            ].compactMap { $0 }.joined(separator: " · ")
            page.line("\(found.offset + at + 1). \(Table.oneLine(hit.title))", .bold)
            page.line("   \(hit.document.text)\(place.isEmpty ? "" : "  " + Table.oneLine(place))", .faint)
            let shown = Snippet.plain(hit.snippet, on: page.terminal)
            if !shown.isEmpty { page.marked("   " + shown) }
            if hit.page != nil, hit.pages.count > 1 {
                let list = hit.pages.prefix(12).map { "\($0.number)" }.joined(separator: messages.say(", ", "、"))
                page.say("   on pages \(list)", "   出现在第 \(list) 页", .faint)
            }
        }
        for hint in answer.hints { page.line(messages.word(hint.rawValue, in: .findHints), .yellow) }
        if answer.hits.isEmpty {
            page.say("Nothing found.", "没有找到。")
        } else if answer.capped {
            page.say(
                "More than \(answer.total) documents; these are the best of the newest ones.",
                "超过 \(answer.total) 份文档；以上是较新文档中最相关的。", .faint)
        } else {
            page.say("\(answer.total, "document", "documents") found.", "共找到 \(answer.total) 份文档。", .faint)
        }
    }
}

/// Snippets are HTML for programs; a person sees the marks as bold text, or as 【】 where there are no colours.
enum Snippet {
    static func plain(_ html: String, on terminal: Terminal) -> String {
        let (open, close) = terminal.colours ? ("\u{1B}[1;33m", "\u{1B}[0m") : ("【", "】")
        let marked = html.replacing("<mark>", with: "\u{1}").replacing("</mark>", with: "\u{2}")
        let text = marked.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
        // Control characters of the document must not reach the terminal; ours are put in after they are gone.
        let parts = text.split(separator: "\u{1}", omittingEmptySubsequences: false)
        return parts.enumerated().map { at, part in
            let halves = part.split(separator: "\u{2}", maxSplits: 1, omittingEmptySubsequences: false).map {
                Table.oneLine(String($0))
            }
            return at == 0 ? halves.joined() : open + halves.joined(separator: close)
        }.joined()
    }
}
