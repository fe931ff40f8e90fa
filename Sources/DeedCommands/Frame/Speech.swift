import ArgumentParser
import DeedCore
import DeedMessages
import Foundation

/// The language of help and of usage errors, needed before the command line is parsed: `--lang`, `DEEDBOX_LANG`, then the locale.
///
/// Once a vault is open its `config.toml` may set another one; ``Frame/messages`` is what commands answer in.
enum Speech {
    /// Detected once for the process.
    static let messages = Messages(
        Language.detected(arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment))
}

/// A text for help, in both languages: `abstract: spoken("Shows a document.", "显示一份文档。")`.
///
/// ArgumentParser takes help at type level but evaluates it when it is asked for, so the language is known by then.
func spoken(_ english: Phrase, _ chinese: Phrase) -> String { Speech.messages.say(english, chinese) }

/// The help of an argument, in both languages: `@Option(help: spoken("Only this kind.", "只列出这种类型。"))`.
///
/// - Parameter value: the name of the value in the synopsis, `--kind <kind>`.
func spoken(_ english: Phrase, _ chinese: Phrase, value: String? = nil) -> ArgumentHelp {
    ArgumentHelp(Speech.messages.say(english, chinese), valueName: value)
}
