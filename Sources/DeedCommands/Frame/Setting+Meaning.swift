import DeedMessages

extension Setting {
    /// What it decides, for the manual.
    func meaning(_ messages: Messages) -> String {
        switch self {
        case .vault: messages.say("The vault.", "档案库目录。")
        case .lang: messages.say("Language of texts.", "界面语言。")
        case .today: messages.say("The day to reckon from.", "以哪一天为今天计算。")
        case .walls: messages.say("Walls around the readers: full or reduced.", "读取程序的隔离：full 或 reduced。")
        case .we:
            messages.say(
                "Names of the company itself, with ; between them: a party of a ledger with one of them is no customer.",
                "本公司名称，多个用 ; 分隔：台账中的这些当事方不作为客户。")
        case .company: messages.say("The same as we, as version 0.1 called it.", "与 we 相同，0.1 版使用的名称。")
        case .workers:
            messages.say("Processes that read documents at a time; 0 is one a core.", "同时读取文档的进程数；0 表示每个处理器核心一个。")
        case .durability:
            messages.say(
                "How stored files are made durable: fsync, each on its own; auto, many small ones together where that is faster and safe.",
                "存入的文件如何落盘：fsync 逐个文件；auto 在更快且可靠时把许多小文件合在一起。")
        case .fiscalYearStart: messages.say("The month in which a fiscal year begins.", "财政年度从几月开始。")
        case .importNames:
            messages.say("Charset of the names in archives; else found for each archive.", "压缩包内文件名的编码；默认逐包识别。")
        case .importKeepArchive: messages.say("Whether archives themselves are kept too.", "是否同时保存压缩包本身。")
        case .importEntries: messages.say("Most files of one archive.", "单个压缩包的文件数上限。")
        case .importDepth: messages.say("How deep archives may lie in archives.", "压缩包嵌套层数上限。")
        case .importRatio:
            messages.say("Most times that an entry may expand once it is large.", "单个文件较大时允许的最大解压倍数。")
        case .importRatioFrom: messages.say("MiB from which an entry counts as large.", "单个文件从多少 MiB 起算较大。")
        case .importMemory: messages.say("MiB of memory that unpacking may take.", "解压可用的内存上限（MiB）。")
        case .importStall: messages.say("Seconds without progress after which an archive is given up.", "归档包多少秒没有进展就放弃。")
        case .importName: messages.say("Most bytes of a file's name.", "文件名的字节数上限。")
        case .importBatch:
            messages.say("Most files that are made durable and acknowledged together.", "一批最多多少个文件一起落盘并确认。")
        case .purgeGrace: messages.say("Days between the request for a purge and its begin.", "申请销毁后须等待多少天才能开始。")
        case .purgeTrash: messages.say("Days that an original lies in the trash before it is removed.", "原件移入回收区后保留多少天再删除。")
        case .checkpointKey:
            messages.say(
                "File with the private key that signs checkpoints; else the vault's own.", "签署检查点所用私钥的文件；默认用档案库自己的密钥。")
        case .checkpointAuto:
            messages.say(
                "Whether an import ends with a checkpoint, once there is a key.", "有了签名密钥后，导入结束时是否自动签署检查点。")
        }
    }
}
