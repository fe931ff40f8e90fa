public import ArgumentParser
public import DeedCore
public import DeedMessages
import DeedText

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long, help: spoken("The vault; else DEEDBOX_VAULT.", "档案库目录；默认取 DEEDBOX_VAULT。", value: "dir"),
        completion: .directory)
    var vault: String?

    @Flag(name: .long, help: spoken("Answer in JSON.", "以 JSON 输出。"))
    var json = false

    @Option(
        name: .long,
        help: spoken("Language of texts.", "界面语言。", value: "lang"),
        completion: .list(Language.allCases.map(\.rawValue)))
    var lang: Language?

    @Flag(name: .shortAndLong, help: spoken("No progress.", "不显示进度。"))
    var quiet = false
}

/// What commands that reckon with dates take.
struct DateOptions: ParsableArguments {
    @Option(
        name: .long, help: spoken("The day to reckon from; else today.", "以这一天为今天计算；默认为当天。", value: "date"))
    var today: CivilDate?

    @Option(
        name: .long,
        help: spoken("Answer with what was known at the end of that day.", "按这一天结束时档案库所知作答。", value: "date"))
    var asKnown: CivilDate?
}

/// What commands that change something on a day take.
struct TodayOptions: ParsableArguments {
    @Option(
        name: .long, help: spoken("The day to reckon from; else today.", "以这一天为今天计算；默认为当天。", value: "date"))
    var today: CivilDate?

    /// As the frame takes it.
    var setting: [Setting: String?] { [.today: today?.description] }
}

/// What commands that may find nothing take.
struct EmptyOptions: ParsableArguments {
    @Flag(name: .long, help: spoken("Exit with 10 when nothing is found.", "没有结果时以退出码 10 结束。"))
    var failEmpty = false

    /// Throws when `isEmpty` and the caller wants to know by the exit code. Called after the (empty) answer was printed.
    func check(isEmpty: Bool) throws { if failEmpty, isEmpty { throw ExitCode(Failure.Code.nothingFound.exit) } }
}

/// What commands that read untrusted documents take.
struct WallsOptions: ParsableArguments {
    @Option(
        name: .long,
        help: spoken(
            "Walls around the readers: full, or reduced where the kernel lacks them.",
            "读取程序的隔离：full 为完整；内核不支持时可用 reduced。", value: "walls"),
        completion: .list(["full", "reduced"]))
    var walls: String?
}

extension Language: ExpressibleByArgument {
    public init?(argument: String) { self.init(tag: argument) }
    public static var allValueStrings: [String] { allCases.map(\.rawValue) }
    public var defaultValueDescription: String { rawValue }
}

extension CivilDate: ExpressibleByArgument {
    /// Reads `2026-11-21` and every other form that leaves no doubt, as ledgers and contracts write it: `2026年11月21日`, `2026/11/21`.
    public init?(argument: String) {
        guard let date = CivilDate(argument) ?? DateReader.date(argument) else { return nil }
        self = date
    }
}

extension DocumentKind: ExpressibleByArgument {
    /// Reads the code or the word for it in either language: `warranty-card`, `保修卡`.
    public init?(argument: String) {
        let term = Vocabulary.kinds.terms.first { [$0.code, $0.english, $0.chinese].contains(argument) }
        guard let kind = term.flatMap({ DocumentKind(rawValue: $0.code) }) else { return nil }
        self = kind
    }
}
