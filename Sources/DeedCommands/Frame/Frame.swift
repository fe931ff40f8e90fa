import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox
import Foundation

/// What a command works with: its settings, its language, where its answer and its progress go.
///
///     func run() throws {
///         let frame = try Frame(global, dates: dates)
///         let answer = try …
///         try frame.output.print(answer)
///     }
struct Frame {
    /// Flags, environment, `config.toml` and defaults, joined.
    let settings: Settings
    /// The texts in the language of this call.
    let messages: Messages
    /// Where the answer goes.
    let output: Output
    /// Whether progress is shown at all.
    let showsProgress: Bool
    /// What is wrong with the vault's `config.toml`: who writes is refused, who reads is told.
    let settingsProblems: [Failure]

    /// Reads the settings of one call; the vault's `config.toml` where a vault is named and has one.
    init(_ global: GlobalOptions, dates: DateOptions? = nil, walls: WallsOptions? = nil, also flags: [Setting: String?] = [:])
        throws
    {
        let environment = ProcessInfo.processInfo.environment
        var given = flags.compactMapValues { $0 }
        given[.vault] = global.vault
        given[.lang] = global.lang?.rawValue
        if let dates { given[.today] = dates.today?.description }
        given[.walls] = walls?.walls
        let vault = global.vault ?? environment[Setting.vault.variable]
        var problems: [Failure] = []
        let file = vault.flatMap { vault -> (path: String, text: String)? in
            do throws(Failure) { return try Frame.configuration(in: vault) } catch {
                problems.append(error)
                return nil
            }
        }
        settings = try Settings(flags: given, environment: environment, file: file) { problems.append($0) }
        settingsProblems = problems
        messages = Messages(settings.language)
        Speech.answering = messages
        output = Output(
            isJSON: global.json, terminal: Terminal(descriptor: 1, environment: environment), messages: messages)
        showsProgress = !global.json && !global.quiet
    }

    /// The path and the text of a vault's `config.toml`; `nil` where there is none.
    private static func configuration(in vault: String) throws(Failure) -> (path: String, text: String)? {
        let path = vault + "/config.toml"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        switch SmallFile.read(path) {
        case .failure(let failure): throw failure
        case .success(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(.badSettings, path, detail: "not a text in UTF-8")
            }
            return (path, text)
        }
    }

    /// Says what is wrong with the settings, once what is asked needs them less than the answer.
    private func tellOfSettings() {
        for problem in settingsProblems {
            if output.isJSON {
                let report = FailureReport(failure: problem, messages: messages)
                writeToStandardError(JSON.object([JSON.Member("warning", report.json["error"] ?? .null)]).text + "\n")
                continue
            }
            let why = [messages.message(for: problem), problem.detail].filter { !$0.isEmpty }.joined(separator: " ")
            writeToStandardError(messages.say("Passed over: \(why)", "已忽略：\(why)") + "\n")
        }
    }

    /// The path of the vault, absolute.
    ///
    /// - Throws: ``Failure/Code/vaultNotFound`` where none was named.
    func vaultPath() throws -> String {
        guard let path = settings.text(.vault) else { throw Failure(.vaultNotFound) }
        tellOfSettings()
        return Frame.absolute(path)
    }

    /// `path` from the root, without `.` and `..` where they can be resolved by name alone.
    static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path(percentEncoded: false).droppingTrailingSlash
    }

    /// A progress bar for a long command.
    func progress(_ label: String) -> Progress {
        let environment = ProcessInfo.processInfo.environment
        return Progress(
            label: label, messages: messages,
            terminal: showsProgress ? Terminal(descriptor: 2, environment: environment) : nil)
    }
}

extension String {
    /// Without a slash at the end, except for the root.
    fileprivate var droppingTrailingSlash: String { count > 1 && hasSuffix("/") ? String(dropLast()) : self }
}
