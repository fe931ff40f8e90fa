import DeedCore
import DeedMessages
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
        let file = try vault.flatMap { try Frame.configuration(in: $0) }
        settings = try Settings(flags: given, environment: environment, file: file)
        messages = Messages(settings.language)
        Speech.answering = messages
        output = Output(
            isJSON: global.json, terminal: Terminal(descriptor: 1, environment: environment), messages: messages)
        showsProgress = !global.json && !global.quiet
    }

    /// The path and the text of a vault's `config.toml`; `nil` where there is none.
    private static func configuration(in vault: String) throws -> (path: String, text: String)? {
        let path = vault + "/config.toml"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let bytes = FileManager.default.contents(atPath: path) else { throw Failure(.sourceUnreadable, path) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(.badValue, path, detail: "UTF-8") }
        return (path, text)
    }

    /// The path of the vault, absolute.
    ///
    /// - Throws: ``Failure/Code/vaultNotFound`` where none was named.
    func vaultPath() throws -> String {
        guard let path = settings.text(.vault) else { throw Failure(.vaultNotFound) }
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
