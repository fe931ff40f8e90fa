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
        let sentence = UsageWords(messages: messages).translated(message)
        let (path, command) = CommandInfo(call.root).reached(by: call.arguments)
        let usage = HelpPage(path: path, command: command, messages: messages).usage
        let name = path.joined(separator: " ")
        let advice = messages.say("Usage: \(usage). See \(name) --help.", "用法：\(usage)。详见 \(name) --help。")
        if call.wantsJSON {
            let code = Failure.Code.badUse
            let json: JSON = [
                "error": [
                    "code": .string(code.rawValue), "exit": .integer(Int64(code.exit)), "message": .string(sentence),
                    "advice": .string(advice), "detail": nil, "candidates": [],
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
}
