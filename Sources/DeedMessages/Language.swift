/// A language in which the program speaks to people. Raw values are the tags that `--lang` takes.
public enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case chinese = "zh-Hans"

    /// The language that a tag or a locale's name means: `en`, `en-GB`, `zh`, `zh-Hans-CN`, `zh_CN.GB18030`.
    ///
    /// Traditional Chinese is answered in simplified Chinese, which its readers follow more easily than English. `nil` for every
    /// other language, also for the locales `C` and `POSIX`, which name none.
    public init?(tag: String) {
        let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" && $0 != "." && $0 != "@" }
        switch primary {
        case "en": self = .english
        case "zh": self = .chinese
        default: return nil
        }
    }

    /// The language of a process: `DEEDBOX_LANG`, then the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set, else English.
    ///
    /// The order of the three is POSIX's (XBD 8.2): a set `LC_ALL` hides the others, even when it is `C`.
    public static func preferred(in environment: [String: String]) -> Language {
        if let own = environment["DEEDBOX_LANG"].flatMap(Language.init(tag:)) { return own }
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let locale = environment[name], !locale.isEmpty else { continue }
            return Language(tag: locale) ?? .english
        }
        return .english
    }

    /// The language for texts that are needed before the command line is parsed, such as help: a `--lang` among the
    /// arguments, else ``preferred(in:)``.
    public static func detected(arguments: [String], environment: [String: String]) -> Language {
        for (at, argument) in arguments.enumerated() {
            if argument == "--" { break }
            if argument == "--lang", at + 1 < arguments.count, let named = Language(tag: arguments[at + 1]) { return named }
            if argument.hasPrefix("--lang="), let named = Language(tag: String(argument.dropFirst(7))) { return named }
        }
        return preferred(in: environment)
    }
}
