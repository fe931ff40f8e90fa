import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox checkpoint`: signs what the journal is, and checks what was signed.
struct CheckpointCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "checkpoint",
            abstract: spoken(
                "Signs what the journal is now, so that nobody rewrites it unseen; checks what was signed.",
                "为日志的现状签名，使任何改写都会被发现；核对已有的签名。"),
            discussion: spoken(
                """
                A checkpoint proves something only where a copy of it lies outside this machine: mail it, print it, have it time-stamped, \
                or deposit it with a notary. Then deedbox checkpoint verify --against FILE finds every later rewriting.
                """,
                "检查点只有在本机之外留有副本时才有证明力：请通过邮件寄出、打印、加盖时间戳或交公证处存放。此后用 deedbox checkpoint verify --against 文件 即可发现任何改写。"
            ),
            subcommands: [
                CheckpointMakeCommand.self, CheckpointInitCommand.self, CheckpointListCommand.self, CheckpointVerifyCommand.self,
                CheckpointStampCommand.self,
            ],
            defaultSubcommand: CheckpointMakeCommand.self)
    }
}

/// What commands that sign take.
struct KeyOptions: ParsableArguments {
    @Option(
        name: .long,
        help: spoken(
            "File with the private key (Ed25519, PEM), kept outside the vault; else checkpoint.key, else the vault's own.",
            "存放私钥（Ed25519，PEM 格式）的文件，宜放在档案库之外；默认取设置 checkpoint.key，再默认用档案库自己的密钥。", value: "file"),
        completion: .file())
    var key: String?
}

extension Frame {
    /// The private key's file, where it is not the vault's own.
    var keyFile: String? { settings.text(.checkpointKey).map(Frame.absolute) }

    /// Signs what an import brought in, once the vault has a key. What is in the way of that is no failure of the import, which is
    /// durable, unless the journal contradicts what was signed before.
    func signAfterImport(_ session: VaultSession) throws {
        guard settings.flag(.checkpointAuto) else { return }
        do {
            guard try SignCheckpoint.isSetUp(session, keyFile: keyFile) else { return }
            let answer = try SignCheckpoint(keyFile: keyFile).run(in: session)
            note(
                messages.say(
                    "Checkpoint signed: \(answer.stored.size) lines, \(answer.stored.path)",
                    "已签署检查点：\(answer.stored.size) 行，\(answer.stored.path)"))
        } catch let failure as Failure where failure.code != .checkpointMismatch {
            let why = messages.message(for: failure)
            note(messages.say("No checkpoint was signed. \(why)", "未能签署检查点。\(why)"))
        }
    }

    /// Says that a key was made inside the vault, and what that means.
    func warnOfOwnKey(_ path: String) {
        note(
            messages.say(
                "A signing key was made: \(path). Whoever can read it can sign in the vault's name. Safer: deedbox checkpoint init --key FILE on a disk of its own.",
                "已生成签名密钥：\(path)。能读取它的人都能以档案库的名义签名。更稳妥的做法：deedbox checkpoint init --key 文件，把密钥放在另外的磁盘上。"))
    }
}

/// `deedbox checkpoint`
struct CheckpointMakeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "make", abstract: spoken("Signs a checkpoint (the default).", "签署检查点（默认）。"))
    }

    @Option(
        name: [.customShort("o"), .long],
        help: spoken("Write the checkpoint into this file too, to be kept elsewhere.", "另存一份检查点到此文件，以便保存在别处。", value: "file"),
        completion: .file())
    var output: String?
    @OptionGroup var keys: KeyOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global, also: [.checkpointKey: keys.key])
        let session = try frame.session(.write)
        let answer = try SignCheckpoint(keyFile: frame.keyFile).run(in: session)
        if let made = answer.madeKey { frame.warnOfOwnKey(made) }
        if let output { try write(answer.stored.bytes, to: Frame.absolute(output)) }
        try frame.output.print(CheckpointText(answer: answer))
    }
}

/// A checkpoint that was signed, or the last one where nothing is to be signed.
struct CheckpointText: Report {
    let answer: SignCheckpoint.Answer

    private var text: String { String(decoding: answer.stored.bytes, as: UTF8.self) }

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        if answer.isNew {
            page.say("Signed: the first \(answer.stored.size) lines of the journal.", "已签名：日志的前 \(answer.stored.size) 行。", .green)
        } else {
            page.say(
                "Nothing new since the last checkpoint, which covers all \(answer.stored.size) lines.",
                "上一个检查点之后没有新内容，它已覆盖全部 \(answer.stored.size) 行。")
        }
        page.line(answer.stored.path, .faint)
        page.line()
        page.line(text.trimmedASCII)
        page.line()
        page.say(
            "Keep this text outside the vault. The key, for whoever checks it:", "请将以上文字保存在档案库之外。核对时所用的公钥：")
        page.line(answer.key.text)
    }
}

/// `deedbox checkpoint init`
struct CheckpointInitCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "init",
            abstract: spoken(
                "Sets up the key that signs, in the vault or in a file elsewhere, and shows its public half.",
                "设置签名密钥（放在档案库内或别处的文件中），并显示公钥。"))
    }

    @OptionGroup var keys: KeyOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global, also: [.checkpointKey: keys.key])
        let session = try frame.session(.write)
        let answer = try SetUpKey(file: frame.keyFile).run(in: session)
        if answer.made, frame.keyFile == nil { frame.warnOfOwnKey(answer.path) }
        try frame.output.print(
            json: answer.json
        ) { page in
            if answer.made {
                page.say("Made the signing key \(answer.path).", "已生成签名密钥 \(answer.path)。", .green)
            } else {
                page.say("The signing key is \(answer.path).", "签名密钥为 \(answer.path)。")
            }
            if let file = keys.key.map(Frame.absolute) {
                page.say(
                    "Write this into config.toml so that every checkpoint is signed with it: checkpoint.key = \"\(file)\"",
                    "请在 config.toml 中写入这一行，今后的检查点便都用它签名：checkpoint.key = \"\(file)\"")
            }
            page.say(
                "Its public half, to be given to whoever shall check (also in checkpoints/\(answer.key.id).pem):",
                "公钥如下，请交给需要核对的人（也存放在 checkpoints/\(answer.key.id).pem）：")
            page.line(answer.key.text)
            page.line(answer.key.pem.trimmedASCII)
        }
    }
}

/// `deedbox checkpoint list`
struct CheckpointListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: spoken("Lists the checkpoints, newest first.", "列出检查点，最近的在前。"))
    }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let answer = try ListCheckpoints().run(in: session)
        let (all, times, lines) = (answer.checkpoints, answer.times, answer.lines)
        try frame.output.print(
            json: answer.json
        ) { page in
            let messages = page.messages
            var table = Table([
                Table.Column(messages.say("lines", "行数"), number: true), Table.Column(messages.say("through", "截至")),
                Table.Column(messages.say("time-stamp", "时间戳")), Table.Column(messages[.path]),
            ])
            for stored in all {
                table.row([
                    messages.number(stored.size), times[stored.size].map { messages.moment($0, in: session.zone) } ?? "–",
                    stored.token == nil ? "–" : messages.say("yes", "有"), stored.path,
                ])
            }
            page.table(table)
            if all.isEmpty {
                page.say("Nothing has been signed: deedbox checkpoint", "还没有签署过检查点：deedbox checkpoint")
            } else if let last = all.first, lines > last.size {
                page.say("\(lines - last.size) lines of the journal came after it.", "此后日志又增加了 \(lines - last.size) 行。")
            }
        }
        try empty.check(isEmpty: all.isEmpty)
    }
}
