import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox evidence DOC --to TARGET`
struct EvidenceCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "evidence",
            abstract: spoken(
                "Takes a document out with the proof of what it is and when it came in, to be checked without Deedbox.",
                "导出一份文档及其存证：证明内容与入库时间，不依赖 Deedbox 即可核对。"),
            discussion: spoken(
                """
                The bundle holds the original, its journal lines with their proofs, the signed checkpoint, the public key and a script \
                that checks all of it with openssl and sha256sum. No line is about another document. The journal notes the export.
                """,
                "证据包内有原件、相关日志行及其证明、已签名的检查点、公钥，以及用 openssl 和 sha256sum 逐步核对的脚本。其中不含其他文档的日志行。导出会记入日志。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @Option(
        name: .long,
        help: spoken("A folder that is made, or a file that ends in .zip.", "新建的目录，或以 .zip 结尾的文件。", value: "target"),
        completion: .file())
    var to: String
    @Option(name: .long, help: spoken("For whom or what; kept in the journal.", "交给谁、作何用途；记入日志。", value: "text"))
    var why: String?
    @OptionGroup var keys: KeyOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global, also: [.checkpointKey: keys.key])
        let session = try frame.session(.write)
        var use = ExportEvidence(try DocumentReference(document).resolve(in: session), to: Frame.absolute(to))
        use.why = why
        use.keyFile = frame.keyFile
        let zone = session.zone
        let answer = try use.run(in: session) { facts in
            Language.allCases.map { language in
                let readme = EvidenceReadme(facts: facts, zone: zone, messages: Messages(language))
                return (name: language == .english ? "README.txt" : "README.zh-CN.txt", text: readme.text)
            }
        }
        let facts = answer.facts
        try frame.output.print(
            json: answer.json(path: use.target)
        ) { page in
            page.say("Evidence: \(use.target)", "证据包：\(use.target)", .green)
            page.say(
                "\(facts.details.summary.title), \(facts.lines.count, "journal line", "journal lines"), checkpoint of \(facts.checkpoint.size) lines.",
                "\(facts.details.summary.title)，日志 \(facts.lines.count) 行，检查点覆盖 \(facts.checkpoint.size) 行。")
            page.say(
                "To check it, unpacked, on any machine: bash check.sh. How and why: README.txt.",
                "解开后可在任何机器上核对：bash check.sh。做法和原理见 README.zh-CN.txt。")
        }
    }
}
