public import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox
import Foundation

/// Runs a program: reads its command line, runs the command, and turns every end into a text and an exit code.
public enum Program {
    /// Runs `root` with the arguments of this process.
    public static func main(_ root: any ParsableCommand.Type) -> Never {
        Stop.install()
        let words = Program.words
        // Else whatever was asked would be answered with the general help, as if it had been done.
        guard !words.isEmpty else {
            exit(end(Invocation([], root: root), after: Failure(.inputOutput, "/proc/self/cmdline", detail: "no arguments")))
        }
        let call = Invocation(Array(words.dropFirst()), root: root)
        if call.asksForHelp {
            showHelp(call)
            exit(0)
        }
        do {
            var command = try root.parseAsRoot(call.arguments)
            defer { if !call.wantsJSON { tellOfThreads() } }
            try command.run()
        } catch {
            exit(end(call, after: error))
        }
        exit(Stop.failure?.code.exit ?? 0)
    }

    /// Tells what went wrong, if anything did, and gives the exit code.
    private static func end(_ call: Invocation, after error: any Error) -> Int32 {
        let environment = ProcessInfo.processInfo.environment
        if let code = error as? ExitCode { return code.rawValue }
        if error is CleanExit {
            showHelp(call)  // a command that only holds others, called without one of them
            return 0
        }
        if var failure = Failure(within: error) {
            // Which signal it was, the door to the workers does not know.
            if failure.code == .interrupted, let signal = Stop.failure { failure = signal }
            FailureReport(failure: failure, messages: Speech.answering).print(asJSON: call.wantsJSON, environment: environment)
            return failure.code.exit
        }
        let message = call.root.message(for: error)
        switch call.root.exitCode(for: error) {
        case .success:  // --version, --generate-completion-script and their like
            writeToStandardOutput(message + "\n")
            return 0
        case .validationFailure:
            UsageReport(message: message, call: call).print(environment: environment)
            return Failure.Code.badUse.exit
        default:
            let failure = Failure(.internalError, String(describing: error))
            FailureReport(failure: failure, messages: Speech.messages).print(asJSON: call.wantsJSON, environment: environment)
            return failure.code.exit
        }
    }

    /// Says why it took longer than it should, where the system refused a thread.
    private static func tellOfThreads() {
        guard Threads.wereRefused else { return }
        let text = Speech.answering.say(
            "The system gave no further threads (ulimit -u, TasksMax, pids.max): what they were for was done one after the other, only more slowly.",
            "系统不再提供线程（ulimit -u、TasksMax、pids.max）：相关工作已改为依次完成，只是更慢。")
        writeToStandardError(text + "\n")
    }

    private static func showHelp(_ call: Invocation) {
        let terminal = Terminal(descriptor: 1, environment: ProcessInfo.processInfo.environment)
        let (path, command) = CommandInfo(call.root).reached(by: call.arguments)
        let page = HelpPage(path: path, command: command, messages: Speech.messages)
        writeToStandardOutput(page.text(columns: min(terminal.columns ?? 100, 100)))
    }

    private static func writeToStandardOutput(_ text: String) {
        let sink = Sink(descriptor: 1)
        do throws(SinkError) { try sink.write(text) } catch {}
    }
}

extension Failure {
    /// The failure that `error` is, or that the parser wrapped when a command's `validate()` threw it.
    ///
    /// ArgumentParser keeps what `validate()` throws in a type of its own that is not public, so it is looked for by reflection.
    init?(within error: Any, depth: Int = 0) {
        if let failure = error as? Failure {
            self = failure
            return
        }
        if let error = error as? any FailureConvertible {
            self = error.failure
            return
        }
        guard depth < 5 else { return nil }
        for child in Mirror(reflecting: error).children {
            if let failure = Failure(within: child.value, depth: depth + 1) {
                self = failure
                return
            }
        }
        return nil
    }
}

extension Program {
    /// What this process was called with, its own name first; empty where nobody tells.
    ///
    /// Swift looks for it beside the environment (stdlib/public/CommandLineSupport/CommandLine.cpp), as long as that lies where the process
    /// began and `/proc` is there: where a preloaded library has set a variable (libfaketime), it finds nothing. So the kernel is asked first.
    static var words: [String] {
        guard let line = try? Data(contentsOf: URL(filePath: "/proc/self/cmdline")), line.last == 0 else {
            return CommandLine.arguments
        }
        return line.dropLast().split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}
