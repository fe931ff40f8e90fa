import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox
import Foundation

/// `deedbox cat DOC`
struct CatCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "cat",
            abstract: spoken("Writes the original to standard output, checked while it is read.", "把原件写到标准输出，边读边核对。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let id = try DocumentReference(document).resolve(in: session)
        _ = try OpenDocument(id).read(in: session) { try frame.output.bytes($0) }
    }
}

/// `deedbox open DOC`
struct OpenCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "open",
            abstract: spoken(
                "Puts a checked copy of the original into a file, and opens it where there is a desktop.",
                "取出一份核对过的原件副本；有桌面环境时直接打开。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @Option(
        name: [.customShort("o"), .long],
        help: spoken("Where the copy goes; else a folder for this user alone.", "副本存到哪里；默认存到仅本人可读的目录。", value: "file"),
        completion: .file())
    var output: String?
    @Flag(name: .long, help: spoken("Only write the copy.", "只写出副本，不打开。")) var noView = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let id = try DocumentReference(document).resolve(in: session)
        let (details, path) = try copy(id, in: session)
        let shown = try !noView && view(path)
        try frame.output.print(
            json: Receipt.opened(details.summary, path: path, shown: shown).json
        ) { page in
            page.say("Checked copy: \(path)", "已核对的副本：\(path)")
        }
    }

    /// Writes beside the target and renames: a damaged original never gets the name that was asked for.
    private func copy(_ id: Identifier, in session: VaultSession) throws -> (DocumentDetails, String) {
        let use = OpenDocument(id)
        let details = try use.details(in: session)
        let target = try output.map(Frame.absolute) ?? OpenCommand.place(for: details)
        let partial = target + ".part-\(ProcessInfo.processInfo.processIdentifier)"
        guard FileManager.default.createFile(atPath: partial, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: partial)
        else { throw Failure(.inputOutput, target, detail: systemText(errno)) }
        do {
            _ = try use.read(in: session) { try file.write(contentsOf: Data($0)) }
            try file.close()
            if rename(partial, target) != 0 { throw Failure(.inputOutput, target, detail: systemText(errno)) }
        } catch {
            unlink(partial)
            throw error
        }
        return (details, target)
    }

    private static func place(for details: DocumentDetails) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "deedbox-\(geteuid())").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let name = (details.summary.names.first ?? details.summary.title).replacing("/", with: "_")
        return folder + "/" + details.summary.id.text.suffix(6) + "-" + name
    }

    /// Shows the copy with the desktop's program, where there is a desktop.
    private func view(_ path: String) throws -> Bool {
        let environment = ProcessInfo.processInfo.environment
        guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return false }
        let opener = Process()
        opener.executableURL = URL(filePath: "/usr/bin/env")
        opener.arguments = ["xdg-open", path]
        opener.standardOutput = FileHandle.nullDevice
        opener.standardError = FileHandle.nullDevice
        do { try opener.run() } catch { return false }
        opener.waitUntilExit()
        return opener.terminationStatus == 0
    }
}
