import DeedCore

/// What a query means.
indirect enum QueryNode: Hashable {
    /// Every one of them.
    case all([QueryNode])
    /// At least one of them.
    case any([QueryNode])
    /// Not this.
    case not(QueryNode)
    /// A word or a phrase.
    case term(QueryTerm)
    /// The kind of the document.
    case kind(DocumentKind)
    /// A customer that it is tied to.
    case customer(Identifier)
    /// A tag, as a key.
    case tag(String)
    /// One of these documents.
    case documents([Identifier])
    /// A range of document keys; `nil` is an empty one.
    case dates(ClosedRange<Int64>?)

    /// Whether one full-text expression can say it. It cannot say "everything but", nor what is kept in other tables.
    var isWords: Bool {
        switch self {
        case .term, .kind, .customer: true
        case .tag, .documents, .dates, .not: false
        case .any(let parts): parts.allSatisfy(\.isWords)
        case .all(let parts): parts.contains(where: \.isWords) && parts.allSatisfy(\.isWordsOrTheirAbsence)
        }
    }

    private var isWordsOrTheirAbsence: Bool {
        if case .not(let part) = self { return part.isWords }
        return isWords
    }

    /// Whether a part of it is about the folders above.
    var asksForFolder: Bool {
        switch self {
        case .term(let term): term.field == .folder
        case .any(let parts), .all(let parts): parts.contains(where: \.asksForFolder)
        case .not(let part): part.asksForFolder
        case .kind, .customer, .tag, .documents, .dates: false
        }
    }

    /// What it looks for, without what it excludes.
    var wanted: [QueryTerm] {
        switch self {
        case .term(let term): [term]
        case .any(let parts), .all(let parts): parts.flatMap(\.wanted)
        case .not, .kind, .customer, .tag, .documents, .dates: []
        }
    }
}

extension FindFilter {
    /// What it demands, in the terms of a query.
    var nodes: [QueryNode] {
        var nodes: [QueryNode] = tags.map { .tag(Tag.key($0)) }
        if !customers.isEmpty { nodes.append(.any(customers.map(QueryNode.customer))) }
        if !kinds.isEmpty { nodes.append(.any(kinds.map(QueryNode.kind))) }
        if from != nil || to != nil { nodes.append(.dates(DocumentKey.keys(from: from, to: to))) }
        if let documents { nodes.append(.documents(documents)) }
        return nodes
    }
}

/// A word or a phrase to look for.
struct QueryTerm: Hashable {
    /// As written, without quotes and without the star.
    var text: String
    /// Where; `nil`: in names, numbers, parties and the text.
    var field: Field?
    /// Whether the last word may go on.
    var isPrefix: Bool
    /// Whether a number or a code in it is looked for however a paper groups it: 13800002001 as 138 0000 2001, AC75 as AC-75. What is
    /// between quotes is not.
    var isLoose = false

    /// A field with words.
    enum Field: Hashable {
        case title
        case number
        case party
        case folder
    }
}

/// The names of fields in a query, in both languages.
enum QueryField: Hashable {
    case words(QueryTerm.Field)
    case kind
    case tag
    case date

    private static let names: [String: QueryField] = [
        "客户": .words(.party), "客户名称": .words(.party), "甲方": .words(.party), "乙方": .words(.party), "party": .words(.party),
        "customer": .words(.party),
        "编号": .words(.number), "合同编号": .words(.number), "合同号": .words(.number), "no": .words(.number), "number": .words(.number),
        "标题": .words(.title), "名称": .words(.title), "合同名称": .words(.title), "文件名": .words(.title), "title": .words(.title),
        "name": .words(.title), "file": .words(.title),
        "文件夹": .words(.folder), "目录": .words(.folder), "路径": .words(.folder), "folder": .words(.folder), "path": .words(.folder),
        "类型": .kind, "kind": .kind, "type": .kind,
        "标签": .tag, "tag": .tag,
        "日期": .date, "date": .date,
    ]

    /// The field of that (folded) name.
    init?(named name: String) {
        guard let field = QueryField.names[name] else { return nil }
        self = field
    }
}
