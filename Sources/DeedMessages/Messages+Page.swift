import DeedCore

/// Where a text is read: what a person can do there differs.
public enum Surface: Sendable, Hashable {
    /// A terminal, where commands are typed.
    case cli
    /// A page, where nobody types commands.
    case page
}

extension Messages {
    /// The same advice as on the command line, in words without a command: for those failures whose advice there names one. `nil` for the others.
    func pageAdvice(for failure: Failure) -> String? {
        switch failure.code {
        case .vaultNotFound:
            say(
                "Whoever looks after the archive has to name the place of the vault, or make one.", "请档案库管理员指定档案库的位置，或新建档案库。")
        case .vaultUnreadable:
            say(
                "Whoever looks after the archive has to check the rights of its files, and repair what is damaged from a copy.",
                "请档案库管理员检查文件权限，并从副本修复损坏的内容。")
        case .vaultReadOnly, .inputOutput:
            say(
                "Whoever looks after the archive has to check the disk, its rights and its free space. Then try again.",
                "请档案库管理员检查磁盘、权限和剩余空间，然后重试。")
        case .vaultBusy: say("Wait a moment, then try again.", "请稍候重试。")
        case .journalDamaged, .journalBehindCatalog, .objectMissing, .objectDamaged, .damageFound:
            say(
                "Delete nothing. Whoever looks after the archive has to verify it and repair what is damaged from a backup.",
                "请勿删除任何东西。请档案库管理员核对档案库，并从备份修复损坏的内容。")
        case .checkpointMismatch:
            say(
                "Change nothing. Whoever looks after the archive has to check the checkpoints, and compare with one that is kept elsewhere.",
                "请勿改动任何内容。请档案库管理员核对检查点，并与保存在别处的检查点比对。")
        case .checkpointNotFound: say("Choose one from the list of checkpoints.", "请从检查点列表中选择。")
        case .keyUnreadable:
            say(
                "It must be an unencrypted Ed25519 key in PEM that the archive may read.", "它须是档案库有权读取的、未加密的 Ed25519 密钥（PEM 格式）。")
        case .journalCut:
            say(
                "Whoever looks after the archive has to put the lines back from a backup, and to give them up only if no copy has them.",
                "请档案库管理员从备份找回这些行；只有在任何副本都没有时，才可放弃。")
        case .indexDamaged, .catalogDamaged:
            say(
                "Whoever looks after the archive has to make it anew; no document is lost.", "请档案库管理员重建；文档不会丢失。")
        default: pageAdviceAboutInput(failure)
        }
    }

    private func pageAdviceAboutInput(_ failure: Failure) -> String? {
        switch failure.code {
        case .copyNotFound: say("Name the folder of a backup: it holds vault.json.", "请指定备份目录，其中有 vault.json。")
        case .copyAhead:
            say(
                "The vault lost its newest lines, or somebody wrote into the copy. They come back by a repair from that copy.",
                "档案库丢失了最新的记录，或有人直接写过副本。用该副本修复即可取回。")
        case .copyDamaged: say("It has to be repaired from the vault.", "请用档案库修复它。")
        case .documentNotFound: say("Look for it by its words, or in the list.", "可搜索其中的词语，或在列表中查找。")
        case .customerInUse: say("Give them to another customer first.", "请先改到其他客户名下。")
        case .machineNotFound: say("Add it first.", "请先新增该设备。")
        case .machineKnown: say("Change that one.", "请修改该设备。")
        case .factNotFound: say("Look at the machine or the customer to see what there is.", "请查看该设备或客户的现有内容。")
        case .customerNotFound: say("Choose one from the list of customers.", "请从客户列表中选择。")
        case .ledgerRunNotFound: say("Choose one from the list of ledgers.", "请从台账批次列表中选择。")
        case .runNotFound: say("Choose one from the list of imports.", "请从导入批次列表中选择。")
        case .inputsRejected: say("The import's account says why, file by file.", "导入清单中列有每个文件的原因。")
        case .ledgerUnreadable where failure.detail.hasPrefix("no-heading"):
            say(
                "Write headings above the rows, among them 合同编号, 文件名 or 序列号, or say which column is which.",
                "请在各行上方写明列名，至少包含合同编号、文件名或序列号之一；也可指定各列含义。")
        case .documentPurged: say("Its history says what was done, and why.", "文档历史中有经过和原因。")
        case .documentInTrash: say("Take the purge back to have it again.", "取消销毁即可恢复。")
        case .documentHeld, .holdNotFound: say("See the list of holds.", "请查看冻结列表。")
        case .purgeNotFound: say("See the list of requests.", "请查看销毁申请列表。")
        case .badUse: say("Check what was filled in.", "请检查填写的内容。")
        case .badValue
        where failure.candidates.isEmpty && Vocabulary.ledgerMends[failure.detail] == nil && failure.detail != "known customer":
            say("Check what was filled in.", "请检查填写的内容。")
        case .badSettings:
            say(
                "Whoever looks after the archive has to correct the line in its settings.", "请档案库管理员更正设置中的这一行。")
        case .diskFull, .diskLow:
            say(
                "Whoever looks after the archive has to free some space; then try again. Nothing that was reported as stored is lost.",
                "请档案库管理员腾出空间后重试。已报告存入的内容不会丢失。")
        case .syncFailed:
            say(
                "Nothing more is written now; what was reported as stored is kept. Whoever looks after the archive has to check the disk and copy the vault to another one.",
                "本次不再写入；已报告存入的内容不会丢失。请档案库管理员检查磁盘，并把档案库复制到另一块磁盘。")
        case .workerMissing, .wallsMissing:
            say("Whoever looks after the archive has to mend its installation.", "请档案库管理员检查安装。")
        case .workerFailed: say("Try again; report it if it happens again.", "请重试；若再次出现，请报告。")
        case .interrupted, .terminated: say("Do the same again to go on.", "再次执行同一操作即可继续。")
        case .internalError: say("Please report it, with this text.", "请连同这段文字一起报告。")
        default: nil
        }
    }

    /// The same for files that an import did not take in.
    func pageAdvice(forRejection reason: String, detail: String?) -> String? {
        switch (reason, detail?.split(separator: ";").last.map { String($0.drop { $0 == " " }) } ?? "") {
        case ("vault", _): say("Nothing of it is taken in. Choose the papers themselves.", "其中的任何内容都不会收入。请直接选择文档。")
        case ("encrypted", "wrong-password"), ("locked", "wrong-password"):
            say("Import it again with the right password.", "请用正确的密码重新导入。")
        case ("encrypted", "needs-7zip"), ("locked", "needs-7zip"):
            say(
                "Whoever looks after the archive has to install 7zip; then import it again with its password.",
                "请档案库管理员安装 7zip，再用密码重新导入。")
        case ("encrypted", "needs-7zip-rar"), ("locked", "needs-7zip-rar"):
            say("Unpack it by hand and import the folder.", "请手工解压后导入文件夹。")
        case ("encrypted", _), ("locked", _): say("Import it again with its password.", "请用密码重新导入。")
        case ("depth", _), ("too-large", _), ("dictionary-too-large", _), ("name-too-long", _), ("damaged", "entries"),
            ("rest-of-archive", "entries"), ("damaged", "expansion"), ("rest-of-archive", "expansion"):
            say(
                "It goes beyond a limit of the archive. If it is well, whoever looks after the archive can raise the limit.",
                "它超出了档案库的限额。确认无误后，请管理员放宽限额。")
        default: nil
        }
    }
}

extension Vocabulary {
    /// Terms that say something else on a page, where their own words name a command; by the vocabulary's name.
    static let onPage: [String: Vocabulary] = [
        Vocabulary.ledgerMends.name: Vocabulary(
            "ledger mends on a page",
            [
                ("columns-differ", "make the columns agree, or choose one of them", "请使各列一致，或选定其中一列"),
                (
                    "differs", "correct the ledger, change the archive, or let the ledger replace what is there",
                    "请改正台账，或修改档案，或用台账更新原有的值"
                ),
                ("taken-back", "add it again where it holds after all", "如确属有效，请重新添加"),
                ("ambiguous", "name the file in a column 文件名, or give it its number", "请在“文件名”列写明文件，或为它填写编号"),
            ]),
        Vocabulary.ledgerSheets.name: Vocabulary(
            "ledger sheets on a page", [("hidden", "hidden; choose it to have it read", "已隐藏；选定后才读取")]),
    ]
}
