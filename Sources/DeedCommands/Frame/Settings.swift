import DeedCore
import DeedMessages

/// The settings of one call, each with where it comes from: flags, then `DEEDBOX_*`, then `<vault>/config.toml`, then defaults.
struct Settings: Sendable, Hashable {
    /// Where a value comes from.
    enum Origin: Sendable, Hashable {
        case flag
        case environment(String)
        case file(String, line: Int)
        case standard
    }

    /// A value with its origin.
    struct Value: Sendable, Hashable {
        var text: String?
        var origin: Origin
    }

    private var values: [Setting: Value] = [:]

    /// Joins the four sources.
    ///
    /// - Parameters:
    ///   - flags: what the command line said, already in text form.
    ///   - file: the path and the text of `config.toml`, if there is one.
    ///   - tell: told of each line of the file that is not understood; the line is passed over.
    /// - Throws: ``Failure/Code/badValue`` for a value of the command line or the environment that a setting does not take.
    init(
        flags: [Setting: String], environment: [String: String], file: (path: String, text: String)? = nil,
        tell: (Failure) -> Void
    ) throws {
        let written = file.map { Settings.written(in: $0, tell) } ?? [:]
        for setting in Setting.allCases {
            if let text = flags[setting] {
                values[setting] = Value(text: try Settings.check(text, for: setting, at: "--"), origin: .flag)
            } else if let text = environment[setting.variable], !text.isEmpty {
                let checked = try Settings.check(text, for: setting, at: setting.variable)
                values[setting] = Value(text: checked, origin: .environment(setting.variable))
            } else {
                values[setting] = written[setting] ?? Value(text: setting.standard, origin: .standard)
            }
        }
        if values[.lang]?.text == nil {
            values[.lang] = Value(text: Language.preferred(in: environment).rawValue, origin: .standard)
        }
    }

    /// The same where a line of the file that is not understood is an error.
    ///
    /// - Throws: ``Failure/Code/badSettings`` too.
    init(flags: [Setting: String], environment: [String: String], file: (path: String, text: String)? = nil) throws {
        var first: Failure?
        try self.init(flags: flags, environment: environment, file: file) { first = first ?? $0 }
        if let first { throw first }
    }

    /// What the file sets, with the lines.
    private static func written(in file: (path: String, text: String), _ tell: (Failure) -> Void) -> [Setting: Value] {
        var written: [Setting: Value] = [:]
        for entry in Toml.entries(of: file.text, file: file.path, tell: tell) {
            let place = "\(file.path):\(entry.line)"
            guard let setting = Setting(rawValue: entry.key), setting.isInFile else {
                let known = Setting.allCases.filter(\.isInFile).map(\.rawValue)
                tell(Failure(.badSettings, place, detail: "no setting is called \(entry.key)", candidates: known))
                continue
            }
            do {
                let text = try Settings.check(entry.value, for: setting, at: place)
                written[setting] = Value(text: text, origin: .file(file.path, line: entry.line))
            } catch {
                let candidates = (error as? Failure)?.candidates ?? []
                tell(Failure(.badSettings, place, detail: "\(entry.key) cannot be \(entry.value)", candidates: candidates))
            }
        }
        return written
    }

    private static func check(_ text: String, for setting: Setting, at place: String) throws -> String {
        if let canonical = setting.canonical(text) { return canonical }
        var candidates: [String] = []
        switch setting.form {
        case .choice(let values): candidates = values
        case .flag: candidates = ["true", "false"]
        case .integer(let range): candidates = ["\(range.lowerBound)–\(range.upperBound)"]
        case .date: throw Failure(.badDate, text, detail: place)
        case .text: break
        }
        throw Failure(.badValue, text, detail: "\(place): \(setting.rawValue)", candidates: candidates)
    }

    /// A setting with its origin.
    subscript(setting: Setting) -> Value { values[setting] ?? Value(text: setting.standard, origin: .standard) }

    /// The text of a setting; `nil` where it has none.
    func text(_ setting: Setting) -> String? { self[setting].text }

    /// The value of a setting whose form is an integer. It was checked when it was read.
    func integer(_ setting: Setting) -> Int { self[setting].text.flatMap { Int($0) } ?? 0 }

    /// The value of a setting whose form is yes or no.
    func flag(_ setting: Setting) -> Bool { self[setting].text == "true" }

    /// The language of answers.
    var language: Language { text(.lang).flatMap(Language.init(rawValue:)) ?? .english }
}
