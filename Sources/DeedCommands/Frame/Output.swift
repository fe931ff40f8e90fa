import DeedAnswers
import DeedCore
import DeedMessages

/// An answer in both forms, side by side: what a person reads and what a program reads.
protocol Report {
    /// The answer for programs. Keys are always there; what is not known is null.
    var json: JSON { get }
    /// The answer for people.
    func write(to page: inout Page)
}

/// Where a command's answer goes: standard output, as text or as JSON.
final class Output {
    /// Whether the answer is JSON.
    let isJSON: Bool
    /// What standard output is connected to.
    let terminal: Terminal
    private let messages: Messages
    private let sink: Sink

    init(isJSON: Bool, terminal: Terminal, messages: Messages, sink: Sink = Sink(descriptor: 1)) {
        self.isJSON = isJSON
        self.terminal = terminal
        self.messages = messages
        self.sink = sink
    }

    /// Whether whoever read the output has gone: a command that only prints may stop.
    var isClosed: Bool { sink.isClosed }

    /// Prints an answer in the form that was asked for.
    func print(_ report: some Report) throws { try print(json: report.json) { report.write(to: &$0) } }

    /// Prints an answer given as its two forms.
    ///
    /// JSON is indented on a terminal and one line in a pipe; keys keep their order.
    func print(json: @autoclosure () -> JSON, text: (inout Page) throws -> Void) throws {
        if isJSON {
            try write(terminal.isTerminal ? json().indented : json().text)
            try write("\n")
        } else {
            var page = Page(terminal: terminal, messages: messages)
            try text(&page)
            try write(page.text)
        }
    }

    /// Writes a part of an answer that is too long to be held: the lines of a large import's JSON.
    func raw(_ text: String) throws { try write(text) }

    /// Passes bytes through as they are, for `cat`.
    func bytes(_ bytes: UnsafeRawBufferPointer) throws {
        do throws(SinkError) { try sink.write(bytes) } catch { throw Output.failure(error) }
    }

    private func write(_ text: String) throws {
        do throws(SinkError) { try sink.write(text) } catch { throw Output.failure(error) }
    }

    private static func failure(_ error: SinkError) -> Failure {
        let code: Failure.Code = error.number == 28 ? .diskFull : .inputOutput  // 28: ENOSPC
        return Failure(code, "stdout", detail: systemText(error.number))
    }
}
