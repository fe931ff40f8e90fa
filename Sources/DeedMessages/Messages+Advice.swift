public import DeedCore

extension Messages {
    /// What a person can do about a failure; the empty string where there is nothing to do.
    public func advice(for failure: Failure) -> String {
        if surface == .page, let words = pageAdvice(for: failure) { return words }
        let subject = failure.subject
        switch failure.code {
        case .vaultNotFound where subject.isEmpty:
            return say(
                "Name one with --vault DIR or DEEDBOX_VAULT, or make one: deedbox init DIR",
                "用 --vault 目录 或环境变量 DEEDBOX_VAULT 指定，或新建一个：deedbox init 目录")
        case .vaultNotFound:
            return say(
                "Make one with: deedbox init \(subject). Or name another with --vault or DEEDBOX_VAULT. If a vault is there that lost files: deedbox repair --from DIR",
                "新建：deedbox init \(subject)。也可以用 --vault 或环境变量 DEEDBOX_VAULT 指定另一个。若那里的档案库丢失了文件：deedbox repair --from 目录")
        case .vaultExists: return say("Name a new or an empty directory.", "请换一个新目录或空目录。")
        case .vaultUnreadable where failure.detail.contains("no regular file"):
            return say(
                "Move away what stands there. A lock is made again; anything else comes back from a copy: deedbox repair --from DIR",
                "请移走该处的东西。锁文件会自动重建，其他内容可从副本恢复：deedbox repair --from 目录")
        case .vaultUnreadable where failure.detail.contains("(errno 13)") || failure.detail.contains("(errno 1)"):
            return say(
                "This user may not read it. Run the command as the owner of the vault, or give the right back: chmod u+rX \(subject)",
                "当前用户无权读取。请以档案库所有者的身份执行，或恢复权限：chmod u+rX \(subject)")
        case .vaultUnreadable:
            return say(
                "Check that you may read the directory. What is damaged comes back from a copy: deedbox repair --from DIR",
                "请检查目录的读取权限；损坏的内容可从副本恢复：deedbox repair --from 目录")
        case .vaultTooNew: return say("Install the newer version.", "请安装新版本。")
        case .vaultReadOnly:
            return say(
                "Check the rights of the directory and the free space, then run the command again.", "请检查目录权限和剩余空间，然后重新执行命令。")
        case .vaultBusy: return say("Wait until it is done, then run the command again.", "请等它结束后重新执行命令。")
        case .journalDamaged, .journalBehindCatalog:
            return say(
                "Change nothing. Run deedbox verify to see all damage, and put records/ and bodies/ back from a backup: deedbox repair --from DIR",
                "请勿改动任何文件。运行 deedbox verify 查看全部损坏，再从备份修复 records/ 和 bodies/：deedbox repair --from 目录")
        case .checkpointMismatch:
            return say(
                "Change nothing. Run deedbox checkpoint verify, and compare with a checkpoint that is kept elsewhere.",
                "请勿改动任何文件。运行 deedbox checkpoint verify，并与保存在别处的检查点比对。")
        case .checkpointNotFound:
            return say("See all of them with: deedbox checkpoint list", "查看全部检查点：deedbox checkpoint list")
        case .keyUnreadable:
            return say(
                "It must be an unencrypted Ed25519 key in PEM, as openssl genpkey -algorithm ed25519 makes it, that you may read.",
                "它须是您有权读取的、未加密的 Ed25519 密钥（PEM 格式），可用 openssl genpkey -algorithm ed25519 生成。")
        case .targetExists: return say("Name a place where nothing is yet.", "请指定一个尚不存在的位置。")
        case .journalCut:
            return say(
                "Put them back from a backup: deedbox repair --from DIR. Only if no copy has them, give them up by name; what still knows of them is then kept in quarantine/: deedbox rebuild --accept-loss \(subject)",
                "请从备份找回：deedbox repair --from 目录。只有在任何副本都没有这些行时，才可写明放弃，仍留有其痕迹的文件会保存在 quarantine/：deedbox rebuild --accept-loss \(subject)"
            )
        case .indexDamaged:
            return say("Set it aside: deedbox repair. Then make it anew: deedbox text", "先将其移开：deedbox repair，再重建：deedbox text")
        case .catalogDamaged: return say("Make it again from the journal: deedbox rebuild", "由日志重建目录库：deedbox rebuild")
        case .objectMissing, .objectDamaged:
            return say(
                "Run deedbox verify to see all damage, and put the file back from a backup: deedbox repair --from DIR",
                "运行 deedbox verify 查看全部损坏，再从备份修复：deedbox repair --from 目录")
        case .damageFound:
            return say(
                "Put the listed files back from a backup: deedbox repair --from DIR. Delete nothing before that.",
                "请从备份修复所列文件：deedbox repair --from 目录。在此之前不要删除任何东西。")
        default: return adviceAboutCopy(failure)
        }
    }

    private func adviceAboutCopy(_ failure: Failure) -> String {
        let subject = failure.subject
        switch failure.code {
        case .copyInside: return say("Name a folder elsewhere, best on another disk.", "请指定其他位置的目录，最好在另一块磁盘上。")
        case .copyNotFound:
            return say(
                "Name the directory that deedbox backup wrote: it holds vault.json.", "请指定 deedbox backup 写成的目录，其中有 vault.json。")
        case .copyForeign:
            return say("Name the copy of this vault, or a new folder.", "请指定本档案库的副本，或一个新目录。")
        case .copyAhead:
            return say(
                "The vault lost its newest lines, or somebody wrote into the copy. To bring them back: deedbox repair --from \(subject)",
                "档案库丢失了最新的记录，或有人直接写过副本。取回这些记录：deedbox repair --from \(subject)")
        case .copyDiverged:
            return say(
                "Somebody wrote into both, or one was changed by hand. Keep both as they are, and back up to a new folder.",
                "两边都有人写过，或其中一个被人为改动。请原样保留两者，并备份到新目录。")
        case .copyDamaged:
            return say(
                "Repair it from the vault: deedbox repair --vault \(subject) --from VAULT",
                "请用档案库修复它：deedbox repair --vault \(subject) --from 档案库")
        default: return adviceAboutInput(failure)
        }
    }

    private func adviceAboutInput(_ failure: Failure) -> String {
        switch failure.code {
        case .documentNotFound:
            return say("Look for it with deedbox find or deedbox list.", "可用 deedbox find 或 deedbox list 查找。")
        case .badValue where failure.detail == "known customer":
            return say("Change that one, or give the other 统一社会信用代码.", "请修改那位客户；若确为另一法人，请给出其统一社会信用代码。")
        case .customerInUse:
            return say(
                "Give them to another customer first: deedbox link, deedbox machine set",
                "请先改到其他客户名下：deedbox link、deedbox machine set")
        case .machineNotFound: return say("Add it with: deedbox machine add", "可新增：deedbox machine add")
        case .machineKnown: return say("Change it with: deedbox machine set", "可修改：deedbox machine set")
        case .factNotFound:
            return say(
                "See what there is with: deedbox warranty, deedbox customer show", "可查看：deedbox warranty、deedbox customer show")
        case .machineAmbiguous, .factAmbiguous, .documentAmbiguous, .customerAmbiguous:
            return say("Name one of them by its id.", "请用编号（id）指定其中一个。")
        case .customerNotFound: return say("See all customers with: deedbox customer list", "查看全部客户：deedbox customer list")
        case .ledgerRunNotFound: return say("See all runs with: deedbox ledger list", "查看全部批次：deedbox ledger list")
        case .runNotFound: return say("See all runs with: deedbox import list", "查看全部批次：deedbox import list")
        case .nothingFound: return say("Try fewer or other words.", "请减少条件或换个说法再试。")
        case .sourceNotFound: return say("Check the path.", "请检查路径。")
        case .sourceUnreadable: return say("Check that you may read it.", "请检查读取权限。")
        case .sourceInVault: return say("Name a file outside every vault.", "请指定档案库之外的文件。")
        case .watchOverlaps:
            return say("Name a folder outside the vault that does not contain it.", "请指定档案库之外、且不包含档案库的文件夹。")
        case .inputsRejected:
            return say("See each file with its reason: deedbox import show RUN", "查看每个文件及原因：deedbox import show 批次")
        case .ledgerUnreadable where failure.detail.hasPrefix("encrypted"):
            return say("Save it without a password.", "请去掉密码后另存。")
        case .ledgerUnreadable where failure.detail.hasPrefix("no-heading"):
            return say(
                "Write headings above the rows, among them 合同编号, 文件名 or 序列号, or say with --map which column is which.",
                "请在各行上方写明列名，至少包含合同编号、文件名或序列号之一；也可用 --map 指定各列含义。")
        case .ledgerUnreadable:
            return say(
                "Save it anew as XLSX, or as CSV in UTF-8 or GBK, with headings above the rows.",
                "请重新另存为 XLSX，或 CSV（UTF-8 或 GBK），各行上方为列名。")
        case .ledgerUnmatched:
            return say("Correct the ledger and import it again; nothing is entered twice.", "请更正台账后重新导入，不会重复录入。")
        case .documentPurged: return say("See what was done, and why: deedbox history", "查看经过和原因：deedbox history")
        case .documentInTrash: return say("Bring it back with: deedbox purge cancel", "可恢复：deedbox purge cancel")
        case .documentHeld: return say("See the holds with: deedbox hold list", "查看冻结：deedbox hold list")
        case .holdNotFound: return say("See all holds with: deedbox hold list", "查看全部冻结：deedbox hold list")
        case .purgeNotFound: return say("See all requests with: deedbox purge list", "查看全部销毁申请：deedbox purge list")
        case .notRedactable:
            return say(
                "A document has to be purged first. Of single records, only those with names, texts or values can be redacted.",
                "文档须先销毁。单条记录中，只有含名称、文字或取值的才能抹除。")
        case .badDate where failure.candidates.isEmpty && Vocabulary.ledgerMends[failure.detail] != nil,
            .badValue where failure.candidates.isEmpty && Vocabulary.ledgerMends[failure.detail] != nil:
            return word(failure.detail, in: .ledgerMends)
        case .badDate: return say("Write dates as 2026-11-21.", "日期请写成 2026-11-21。")
        case .badValue where !failure.candidates.isEmpty:
            return say("Possible: \(list: failure.candidates).", "可选：\(list: failure.candidates)。")
        case .badQuery where !failure.candidates.isEmpty:
            return say("Write it like one of these.", "请写成以上形式之一。")
        case .badQuery:
            return say("Write words, \"a phrase\", AND, OR, NOT, or a beginning*.", "可用：词语、\"完整短语\"、AND、OR、NOT、前缀*。")
        case .unknownField:
            let names = DocumentField.allCases.map(\.rawValue)
            return say("Fields: \(list: names).", "可用字段：\(list: names)。")
        case .badSettings where !failure.candidates.isEmpty:
            return say(
                "Correct the line. Possible: \(list: failure.candidates). Until then commands that only read go on without it.",
                "请更正这一行。可选：\(list: failure.candidates)。在此之前，只读命令会忽略它并照常执行。")
        case .badSettings:
            return say(
                "Correct the line, or put a # before it. Until then commands that only read go on without it.",
                "请更正这一行，或在行首加 #。在此之前，只读命令会忽略它并照常执行。")
        case .badUse, .badValue: return say("See the command with --help.", "加上 --help 查看用法。")
        default: return adviceAboutSystem(failure)
        }
    }

    private func adviceAboutSystem(_ failure: Failure) -> String {
        switch failure.code {
        case .diskFull:
            return say(
                "Free some space and run the command again. Nothing that was reported as stored is lost.",
                "请腾出空间后重新执行命令。已报告存入的内容不会丢失。")
        case .diskLow:
            return say(
                "Free some space and run the same command again: it goes on where it stopped, and what was reported as stored is kept. The rest stays free so that changes, purges and repairs still work.",
                "请腾出空间后重新执行同一命令，将从停止处继续；已报告存入的内容不会丢失。其余空间保留，以便仍可更改、清除和修复。")
        case .syncFailed:
            return say(
                "Nothing more is written now; what was reported as stored is kept. Look for disk errors (dmesg, smartctl -a), copy the vault to another disk, check it with deedbox verify, then run the command again.",
                "本次不再写入；已报告存入的内容不会丢失。请检查磁盘错误（dmesg、smartctl -a），把档案库复制到另一块磁盘，用 deedbox verify 核对后再重新执行命令。")
        case .inputOutput: return say("Check the disk and the rights, then run the command again.", "请检查磁盘和权限，然后重新执行命令。")
        case .workerMissing:
            return say("Put it beside deedbox, or name it with DEEDBOX_EXTRACT.", "请将它放在 deedbox 同一目录，或用环境变量 DEEDBOX_EXTRACT 指定。")
        case .workerFailed: return say("Run the command again; report it if it happens again.", "请重新执行命令；若再次出现，请报告。")
        case .wallsMissing:
            return say(
                "Use a kernel with landlock and seccomp, or accept weaker walls with --walls reduced.",
                "请使用支持 landlock 和 seccomp 的内核，或用 --walls reduced 接受较弱的隔离。")
        case .notAllowed:
            return say("Nothing was done. Ask whoever administers the archive for it.", "没有执行任何操作。请向档案库的管理员申请该权限。")
        case .recordRefused: return say("Nothing was written.", "没有写入任何内容。")
        case .interrupted, .terminated:
            return say("Run the same command again to go on.", "再次执行同一命令即可继续。")
        default: return say("Please report it, with the command and this text.", "请连同所用命令和这段文字一起报告。")
        }
    }
}
