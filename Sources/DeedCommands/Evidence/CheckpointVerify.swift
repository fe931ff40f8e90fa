import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox
import Foundation

/// `deedbox checkpoint verify`
struct CheckpointVerifyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: spoken(
                "Checks every checkpoint: its signature, and that the journal still is what was signed (else exit 3).",
                "核对每个检查点：签名是否有效，日志是否仍与签名时一致（否则退出码 3）。"))
    }

    @Option(
        name: .long,
        help: spoken("A checkpoint that was kept elsewhere.", "保存在别处的一份检查点。", value: "file"), completion: .file())
    var against: String?
    @Option(
        name: .long,
        help: spoken(
            "The one public key to believe (PEM or verifier key), kept elsewhere; else those that the journal names.",
            "只信任这一把公钥（PEM 或 verifier key，宜另行保存）；默认信任日志中载明的公钥。", value: "file"), completion: .file())
    var publicKey: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        var use = VerifyCheckpoints()
        use.kept = try against.map { ($0, try text(of: Frame.absolute($0))) }
        use.publicKey = try publicKey.map { ($0, try text(of: Frame.absolute($0))) }
        let answer = try use.run(in: session)
        try frame.output.print(CheckpointVerifyText(answer: answer, zone: session.zone))
        if !answer.report.isClean { throw ExitCode(Failure.Code.damageFound.exit) }
    }

    private func text(of path: String) throws -> String {
        let bytes = try smallFile(path)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(.sourceUnreadable, path, detail: "UTF-8") }
        return text
    }
}

/// What became of every checkpoint.
struct CheckpointVerifyText: Report {
    let answer: VerifyCheckpoints.Answer
    let zone: VaultZone

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        let messages = page.messages
        let report = answer.report
        var table = Table([
            Table.Column(messages.say("lines", "行数"), number: true), Table.Column(messages.say("through", "截至")),
            Table.Column(messages.say("key", "密钥")), Table.Column(messages[.state], flexible: true),
            Table.Column(messages[.path]),
        ])
        for found in report.findings {
            table.row([
                found.checkpoint.map { messages.number($0.size) } ?? "–",
                found.time.map { messages.moment($0, in: zone) } ?? "–", found.key?.id ?? "–",
                messages.word(found.problem?.rawValue ?? "ok", in: .checkpointStates), found.path,
            ])
        }
        page.table(table)
        if report.findings.isEmpty {
            page.say("Nothing has been signed: deedbox checkpoint", "还没有签署过检查点：deedbox checkpoint")
        } else if report.isClean {
            page.say(
                "The journal is what was signed: \(report.covered) of \(report.lines) lines are covered.",
                "日志与签名时一致：共 \(report.lines) 行，已覆盖 \(report.covered) 行。", .green)
        } else {
            page.say("The journal and the checkpoints do not agree.", "日志与检查点不一致。", .red)
        }
    }
}

/// `deedbox checkpoint stamp`
struct CheckpointStampCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "stamp",
            abstract: spoken(
                "Writes a request for a time-stamp authority (RFC 3161), or keeps its answer beside the checkpoint.",
                "生成时间戳服务机构的请求文件（RFC 3161），或把其答复存放在检查点旁。"),
            discussion: spoken(
                "The checkpoint is the last one, or the one of --lines. What the answer is worth, openssl ts -verify says.",
                "所用检查点为最近一个，或 --lines 指定的一个。答复是否有效，由 openssl ts -verify 判断。"))
    }

    @Option(
        name: .long, help: spoken("Write the request into this file.", "把请求写入此文件。", value: "file.tsq"), completion: .file())
    var request: String?
    @Option(
        name: .long, help: spoken("Keep this answer of the authority.", "保存服务机构的这份答复。", value: "file.tsr"),
        completion: .file())
    var response: String?
    @Option(name: .long, help: spoken("The checkpoint that covers so many lines.", "覆盖这么多行的检查点。", value: "n"))
    var lines: Int?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (request == nil) != (response == nil) else { throw Failure(.badUse, "--request, --response") }
    }

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(response == nil ? .read : .write)
        let use = StampCheckpoint(lines: lines.map { Int64($0) })
        let stored = try use.find(in: session)
        if let request {
            try write(TimeStampRequest(of: stored.bytes).der, to: Frame.absolute(request))
        } else if let response {
            _ = try use.keep(smallFile(Frame.absolute(response)), in: session)
        }
        let path = (request ?? response).map(Frame.absolute) ?? ""
        try frame.output.print(
            json: stored.json(path: path)
        ) { page in
            if request == nil {
                page.say("Kept beside \(stored.path).", "已存放在 \(stored.path) 旁。", .green)
            } else {
                page.say(
                    "Send it to the authority with the type application/timestamp-query, then: deedbox checkpoint stamp --response FILE.tsr",
                    "请以 application/timestamp-query 类型发送给服务机构，然后：deedbox checkpoint stamp --response 文件.tsr")
            }
        }
    }
}

/// A file of at most 64 KiB that the user names.
func smallFile(_ path: String) throws -> [UInt8] {
    guard FileManager.default.fileExists(atPath: path) else { throw Failure(.sourceNotFound, path) }
    guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= 1 << 16 else {
        throw Failure(.sourceUnreadable, path)
    }
    return Array(bytes)
}

/// Writes a file that the user names; what is there under that name is not replaced.
func write(_ bytes: [UInt8], to path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else { throw Failure(.targetExists, path) }
    do { try Data(bytes).write(to: URL(filePath: path), options: .withoutOverwriting) } catch {
        throw Failure(.inputOutput, path, detail: String(describing: error))
    }
}
