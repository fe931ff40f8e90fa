import DeedAnswers
import DeedCore
import DeedMessages
import Glibc

/// A failure as it is told: to a person what happened, to what, and what to do; to a program `{"error":{…}}`.
struct FailureReport {
    let failure: Failure
    let messages: Messages

    var json: JSON { failure.json(messages) }

    /// The lines for a person.
    ///
    ///     Error: There is no vault at /srv/deeds.
    ///       Cause: openat: No such file or directory
    ///       What to do: Make one with: deedbox init /srv/deeds
    func text(on terminal: Terminal) -> String {
        let label = messages.say("Error: ", "错误：")
        var lines = [Tint.red.paint(label, on: terminal) + Table.oneLine(messages.message(for: failure))]
        let cause = messages.cause(of: failure)
        if !cause.isEmpty { lines.append(messages.say("  Cause: ", "  原因：") + Table.oneLine(cause)) }
        for candidate in failure.candidates where ![.badValue, .unknownField].contains(failure.code) {
            lines.append("  - " + Table.oneLine(candidate))
        }
        let advice = messages.advice(for: failure)
        if !advice.isEmpty { lines.append(messages.say("  What to do: ", "  处理办法：") + Table.harmless(advice)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Writes it to standard error. A failure to do so has nowhere to be told.
    func print(asJSON: Bool, environment: [String: String]) {
        let terminal = Terminal(descriptor: 2, environment: environment)
        writeToStandardError(asJSON ? json.text + "\n" : text(on: terminal))
    }
}

/// Writes to standard error; what cannot be written is dropped, because nowhere is left to say so.
func writeToStandardError(_ text: String) {
    let sink = Sink(descriptor: 2)
    do throws(SinkError) { try sink.write(text) } catch {}
}

/// The system's words for an error number.
func systemText(_ number: Int32) -> String { strerror(number).map { String(cString: $0) } ?? "errno \(number)" }
