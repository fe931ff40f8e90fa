import DeedMessages

/// Puts the sentences of ArgumentParser 1.8.2 (`ErrorMessageGenerator`) into the user's language.
///
/// The parser has no catalog of its own, so its sentences are recognised by their fixed parts. One that is not recognised, for
/// example after an update, is shown in English; the tests walk through them.
struct UsageWords {
    let messages: Messages

    /// The sentence in the language of ``messages``.
    func translated(_ sentence: String) -> String {
        guard messages.language == .chinese else { return sentence }
        for (pattern, chinese) in UsageWords.patterns {
            if let values = UsageWords.match(sentence, pattern) {
                var output = chinese
                for (at, value) in values.enumerated() { output = output.replacing("{\(at)}", with: value) }
                return output
            }
        }
        return sentence
    }

    /// Fixed parts around the values, longest first where one is the beginning of another.
    private static let patterns: [([String], String)] = [
        (["Unknown option '", "'. Did you mean '", "'?"], "没有选项“{0}”。是否要用“{1}”？"),
        (["Unknown option '", "'"], "没有选项“{0}”。"),
        (["Invalid option: ", ""], "选项“{0}”无效。"),
        (["Missing expected argument '", "'"], "缺少参数“{0}”。"),
        (["Missing one of: '", "'"], "至少需要其中之一：“{0}”。"),
        (["Missing value for '", "'"], "“{0}”缺少值。"),
        (["Missing required subcommand.", ""], "缺少子命令。"),
        (["The option '", "' does not take any value, but '", "' was specified."], "选项“{0}”不带值，却给了“{1}”。"),
        (["Unexpected argument '", "'"], "多余的参数“{0}”。"),
        (["", " unexpected arguments: '", "'"], "多余的 {0} 个参数：“{1}”。"),
        (["The value '", "' is invalid for '", "'. Please provide one of the following:\n", ""], "“{0}”不能用于“{1}”。可选：\n{2}"),
        (["The value '", "' is invalid for '", "'. Please provide one of ", "."], "“{0}”不能用于“{1}”。可选：{2}。"),
        (["The value '", "' is invalid for '", "': ", ""], "“{0}”不能用于“{1}”：{2}"),
        (["The value '", "' is invalid for '", "'"], "“{0}”不能用于“{1}”。"),
        (["Value to be set with ", " had already been set with ", ""], "{0} 与 {1} 不能同时使用。"),
        (["Can't generate completion scripts for '", "'.", ""], "无法为“{0}”生成补全脚本，可选 bash、zsh、fish。"),
    ]

    /// The values between the fixed `parts`, or `nil` when `text` is not made of them.
    static func match(_ text: String, _ parts: [String]) -> [String]? {
        guard let first = parts.first, text.hasPrefix(first) else { return nil }
        var rest = text.dropFirst(first.count)
        var values: [String] = []
        for (at, part) in parts.enumerated().dropFirst() {
            if at == parts.count - 1 {
                guard rest.hasSuffix(part) else { return nil }
                values.append(String(rest.dropLast(part.count)))
            } else {
                guard let range = rest.firstRange(of: part) else { return nil }
                values.append(String(rest[..<range.lowerBound]))
                rest = rest[range.upperBound...]
            }
        }
        return values
    }
}
