import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// What an import takes: `deedbox import` and `deedbox-import` share it.
struct ImportArguments: ParsableArguments {
    @Argument(
        help: spoken("Files, folders and archives.", "文件、文件夹或压缩包。", value: "path"), completion: .file())
    var paths: [String] = []

    @Option(
        name: .long,
        help: spoken(
            "Watch this folder and take in what is put into it, until stopped.", "监视此文件夹，放入的文件自动导入，直到被终止。", value: "dir"),
        completion: .directory)
    var watch: String?

    @Option(
        name: .long,
        help: spoken(
            "With --watch, what becomes of a file that is in the vault: keep (default), move (into done), delete.",
            "与 --watch 合用，文件入库之后：keep 原地保留（默认）、move 移入 done、delete 删除。", value: "what"))
    var after = WatchFolder.Afterwards.keep

    @Option(
        name: .long,
        help: spoken(
            "With --watch, seconds without a change after which a file is complete.", "与 --watch 合用，文件多少秒没有变化即视为完整。",
            value: "seconds"))
    var settle = 10

    @Option(
        name: .long,
        help: spoken("A ledger that comes with them, XLSX or CSV.", "随附的台账，XLSX 或 CSV。", value: "file"),
        completion: .file(extensions: ["xlsx", "csv"]))
    var ledger: String?

    @OptionGroup var ledgerOptions: LedgerOptions

    @Option(
        name: .long,
        help: spoken(
            "Charset of the names in archives: gbk, gb18030, big5, utf-8. Else found for each archive.",
            "压缩包内文件名的编码：gbk、gb18030、big5、utf-8。默认逐包识别。", value: "charset"),
        completion: .list(["gbk", "gb18030", "big5", "utf-8"]))
    var names: String?

    @Flag(name: .long, help: spoken("Keep archives themselves too.", "同时保存压缩包本身。"))
    var keepArchive = false

    @Flag(name: .long, help: spoken("Say what would happen; write nothing.", "只说明会发生什么，不写入。"))
    var dryRun = false

    @Flag(name: .long, help: spoken("Leave the text for later (deedbox text).", "暂不读取文字，以后用 deedbox text 读取。"))
    var noText = false

    @Option(
        name: .long,
        help: spoken(
            "Passwords for encrypted archives, one a line. They are never shown or kept.", "加密压缩包的密码文件，每行一个密码。密码不会显示，也不会保存。",
            value: "file"),
        completion: .file())
    var passwordFile: String?

    @Flag(
        name: .long,
        help: spoken(
            "Take a file whose path, size and time of change are those of its last import for unchanged, without reading it.",
            "路径、大小和修改时间与上次导入时相同的文件视为未变，不再读取。"))
    var trustMtime = false

    @Option(name: .long, help: spoken("Most files of one archive.", "单个压缩包的文件数上限。", value: "count"))
    var maxEntries: Int?

    @Option(name: .long, help: spoken("How deep archives may lie in archives.", "压缩包嵌套层数上限。", value: "levels"))
    var maxDepth: Int?

    @Option(
        name: .long,
        help: spoken(
            "How files are made durable: fsync, each on its own; auto, many small ones together where that is faster and safe.",
            "文件如何落盘：fsync 逐个；auto 在更快且可靠时把许多小文件合在一起。", value: "way"),
        completion: .list(Durability.allCases.map(\.rawValue)))
    var durability: String?

    /// The settings among the arguments, for ``Frame``.
    var settings: [Setting: String?] {
        [
            .importNames: names, .importKeepArchive: keepArchive ? "true" : nil, .importEntries: maxEntries.map { String($0) },
            .importDepth: maxDepth.map { String($0) }, .durability: durability,
        ]
    }

    func validate() throws {
        if let watch {
            guard (1...86_400).contains(settle) else { throw Failure(.badValue, "\(settle)", detail: "--settle") }
            guard paths.isEmpty, ledger == nil, !dryRun else { throw Failure(.badUse, "--watch \(watch)") }
        } else if paths.isEmpty {
            throw ValidationError("Missing expected argument '<path> ...'")
        }
    }
}
