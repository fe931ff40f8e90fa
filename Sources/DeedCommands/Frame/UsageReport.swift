import DeedCore
import DeedMessages

/// A command line that cannot be parsed: what is wrong with it, how the command is used, where to read more.
struct UsageReport {
    /// ArgumentParser's own sentence.
    let message: String
    let call: Invocation

    /// Writes it to standard error.
    func print(environment: [String: String]) {
        let messages = Speech.messages
        let (path, command) = CommandInfo(call.root).reached(by: call.arguments)
        let sentence = unknownCommand(path, command, messages) ?? UsageWords(messages: messages).translated(message)
        let usage = HelpPage(path: path, command: command, messages: messages).usage
        let name = path.joined(separator: " ")
        let advice = messages.say("Usage: \(usage). See \(name) --help.", "用法：\(usage)。详见 \(name) --help。")
        if call.wantsJSON {
            let code = Failure.Code.badUse
            let json: JSON = [
                "error": [
                    "code": .string(code.rawValue), "exit": .integer(Int64(code.exit)), "message": .string(sentence),
                    "advice": .string(advice), "detail": .null, "candidates": [],
                ]
            ]
            writeToStandardError(json.text + "\n")
            return
        }
        let terminal = Terminal(descriptor: 2, environment: environment)
        let label = Tint.red.paint(messages.say("Error: ", "错误："), on: terminal)
        let more = messages.say("More: \(name) --help", "详细用法：\(name) --help")
        writeToStandardError("\(label)\(sentence)\n\(messages.say("Usage: ", "用法："))\(usage)\n\(more)\n")
    }

    /// The sentence for a word that stands where a command must, or `nil` when that is not what is wrong: the parser would only
    /// call it an unexpected argument.
    private func unknownCommand(_ path: [String], _ command: CommandInfo, _ messages: Messages) -> String? {
        guard !command.subcommands.isEmpty, command.defaultSubcommand == nil else { return nil }
        let words = call.arguments.drop { path.contains($0) }
        guard let word = words.first, !word.hasPrefix("-") else { return nil }
        guard let near = Nearness.nearest(to: word, among: command.subcommands.filter(\.isShown).map(\.name)) else {
            return messages.say("There is no command ‘\(word)’.", "没有命令“\(word)”。")
        }
        return messages.say(
            "There is no command ‘\(word)’. Did you mean ‘\(near)’?", "没有命令“\(word)”。是否要用“\(near)”？")
    }
}
