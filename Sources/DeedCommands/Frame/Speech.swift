import ArgumentParser
import DeedCore
import DeedMessages
import Foundation
import Synchronization

/// The language of help and of usage errors, needed before the command line is parsed: `--lang`, `DEEDBOX_LANG`, then the locale.
///
enum Speech {
    /// Detected once for the process; help is in this language.
    static let messages = Messages(
        Language.detected(arguments: Array(Program.words.dropFirst()), environment: ProcessInfo.processInfo.environment))

    private static let chosen = Mutex(messages)

    /// The language of answers and errors: the vault's `config.toml` may set another one than help is in.
    static var answering: Messages {
        get { chosen.withLock { $0 } }
        set { chosen.withLock { $0 = newValue } }
    }
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
