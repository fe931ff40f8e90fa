public import DeedCore

extension Messages {
    /// What happened, to what, in one sentence.
    public func message(for failure: Failure) -> String {
        let message = messageAboutVault(failure)
        return failure.subject.isEmpty ? Messages.withoutGap(message) : message
    }

    /// A sentence whose subject is not known, without the marks and spaces that stood around it.
    private static func withoutGap(_ sentence: String) -> String {
        var text = sentence
        for (gap, closed) in [("‘’", ""), ("“”", ""), (": .", "."), ("：。", "。"), ("  ", " "), (" .", "."), (" 。", "。")] {
            text = text.replacing(gap, with: closed)
        }
        while let last = text.last, ":： ".contains(last) { text.removeLast() }
        return text
    }

    private func messageAboutVault(_ failure: Failure) -> String {
        let subject = failure.subject
        switch failure.code {
        case .vaultNotFound where subject.isEmpty: return say("No vault was named.", "没有指定档案库。")
        case .vaultNotFound: return say("There is no vault at \(subject).", "\(subject) 处没有档案库。")
        case .vaultExists: return say("\(subject) is not empty.", "\(subject) 不是空目录。")
        case .vaultUnreadable: return say("The vault cannot be read: \(subject).", "无法读取档案库：\(subject)。")
        case .vaultTooNew: return say("A newer Deedbox wrote the vault \(subject).", "档案库 \(subject) 由更新版本的 Deedbox 写成。")
        case .vaultReadOnly: return say("Nothing can be written to the vault \(subject).", "档案库 \(subject) 无法写入。")
        case .vaultBusy: return say("Another process is writing to the vault \(subject).", "另一个进程正在写入档案库 \(subject)。")
        case .journalDamaged: return say("The journal is damaged: \(subject).", "日志已损坏：\(subject)。")
        case .journalBehindCatalog:
            return say("The catalog knows more than the journal: \(subject).", "目录库比日志还新，说明日志有缺失：\(subject)。")
        case .journalCut where subject == "0": return say("The journal lost its first lines.", "日志丢失了最前面的记录。")
        case .journalCut:
            return say(
                "The journal lacks lines that were there, up to line \(subject).", "日志缺少曾经存在的行，直至第 \(subject) 行。")
        case .indexDamaged: return say("The text index cannot be read: \(subject).", "文本索引无法读取：\(subject)。")
        case .catalogDamaged: return say("The catalog cannot be read: \(subject).", "目录库无法读取：\(subject)。")
        case .checkpointMismatch:
            return say(
                "The journal is not the one that was signed: \(subject).", "日志与已签名的检查点不符：\(subject)。")
        case .checkpointNotFound: return say("There is no checkpoint \(subject).", "没有检查点 \(subject)。")
        case .keyUnreadable: return say("The signing key \(subject) cannot be used.", "无法使用签名密钥 \(subject)。")
        case .targetExists: return say("\(subject) is there already.", "\(subject) 已存在。")
        case .objectMissing: return say("The original \(subject) is missing.", "原件 \(subject) 缺失。")
        case .objectDamaged: return say("The original \(subject) is damaged.", "原件 \(subject) 已损坏。")
        case .damageFound: return say("Damage was found: \(subject).", "发现损坏：\(subject)。")
        default: return messageAboutCopy(failure)
        }
    }

    private func messageAboutCopy(_ failure: Failure) -> String {
        let subject = failure.subject
        switch failure.code {
        case .copyInside:
            return say("\(subject) and the vault lie in each other.", "\(subject) 与档案库相同或互相包含。")
        case .copyNotFound: return say("There is no copy of a vault at \(subject).", "\(subject) 处没有档案库的副本。")
        case .copyForeign: return say("\(subject) is a copy of another vault.", "\(subject) 是另一个档案库的副本。")
        case .copyAhead:
            return say("The copy \(subject) knows more than the vault.", "副本 \(subject) 比档案库还新，说明档案库有缺失。")
        case .copyDiverged:
            return say("The journals of the vault and of \(subject) tell different stories.", "档案库与 \(subject) 的日志内容不一致。")
        case .copyDamaged: return say("The journal of the copy \(subject) is damaged.", "副本 \(subject) 的日志已损坏。")
        default: return messageAboutInput(failure)
        }
    }

    private func messageAboutInput(_ failure: Failure) -> String {
        let subject = failure.subject
        switch failure.code {
        case .documentNotFound: return say("No document fits ‘\(subject)’.", "没有文档符合“\(subject)”。")
        case .documentAmbiguous: return say("Several documents fit ‘\(subject)’.", "有多份文档符合“\(subject)”。")
        case .customerNotFound: return say("No customer fits ‘\(subject)’.", "没有客户符合“\(subject)”。")
        case .customerAmbiguous: return say("Several customers fit ‘\(subject)’.", "有多个客户符合“\(subject)”。")
        case .ledgerRunNotFound: return say("No ledger was applied under ‘\(subject)’.", "没有台账批次“\(subject)”。")
        case .badValue where failure.detail == "known customer":
            return say("Somebody is known by ‘\(subject)’ already.", "“\(subject)”已是另一位客户的名称或代码。")
        case .customerInUse:
            return say("Documents or machines belong to the customer \(subject).", "客户 \(subject) 名下仍有文档或设备。")
        case .machineNotFound: return say("No machine has the serial number ‘\(subject)’.", "没有序列号为“\(subject)”的设备。")
        case .machineAmbiguous: return say("Several machines fit ‘\(subject)’.", "有多台设备符合“\(subject)”。")
        case .machineKnown: return say("There is a machine with the serial number ‘\(subject)’.", "已有序列号为“\(subject)”的设备。")
        case .factNotFound: return say("Nothing fits ‘\(subject)’.", "没有符合“\(subject)”的记录。")
        case .factAmbiguous: return say("Several fit ‘\(subject)’.", "有多条记录符合“\(subject)”。")
        case .runNotFound: return say("There is no import run ‘\(subject)’.", "没有导入批次“\(subject)”。")
        case .nothingFound where subject.isEmpty: return say("Nothing was found.", "没有找到任何结果。")
        case .nothingFound: return say("Nothing was found for ‘\(subject)’.", "没有找到与“\(subject)”有关的结果。")
        case .sourceNotFound: return say("\(subject) does not exist.", "\(subject) 不存在。")
        case .sourceUnreadable: return say("\(subject) cannot be read.", "无法读取 \(subject)。")
        case .sourceInVault: return say("\(subject) is a part of a vault.", "\(subject) 是档案库的一部分。")
        case .watchOverlaps:
            return say(
                "\(subject) cannot be watched: it and the vault lie in each other.", "不能监视 \(subject)：它与档案库目录互相包含。")
        case .inputsRejected where subject.isEmpty: return say("Some files were not taken in.", "有文件未能收入。")
        case .inputsRejected: return say("Some files were not taken in: \(subject).", "有文件未能收入：\(subject)。")
        case .ledgerUnreadable: return say("The ledger \(subject) cannot be read.", "无法读取台账 \(subject)。")
        case .ledgerUnmatched: return say("The ledger and the files do not match: \(subject).", "台账与文件对不上：\(subject)。")
        case .documentPurged: return say("The original of \(subject) was purged.", "\(subject) 的原件已销毁。")
        case .documentInTrash: return say("The original of \(subject) lies in the trash.", "\(subject) 的原件在回收区。")
        case .documentHeld:
            return say("\(subject) is on hold: \(list: failure.candidates).", "\(subject) 已被冻结：\(list: failure.candidates)。")
        case .holdNotFound: return say("There is no hold ‘\(subject)’.", "没有名为“\(subject)”的冻结。")
        case .purgeNotFound: return say("Nobody asked for the purge of \(subject).", "没有人申请销毁 \(subject)。")
        case .notRedactable: return say("Nothing can be taken out of \(subject).", "\(subject) 不能抹除。")
        case .badDate: return say("‘\(subject)’ is not a date.", "“\(subject)”不是有效的日期。")
        case .badValue: return say("‘\(subject)’ is not allowed here.", "这里不能使用“\(subject)”。")
        case .badQuery: return say("The query ‘\(subject)’ cannot be understood.", "无法理解查询“\(subject)”。")
        case .badSettings: return say("The settings are wrong in \(subject).", "\(subject) 处的设置有误。")
        case .badUse: return say("The command was not used correctly: \(subject)", "命令用法有误：\(subject)")
        case .unknownField: return say("There is no field ‘\(subject)’.", "没有名为“\(subject)”的字段。")
        default: return messageAboutSystem(failure)
        }
    }

    private func messageAboutSystem(_ failure: Failure) -> String {
        let subject = failure.subject
        switch failure.code {
        case .diskFull where subject.isEmpty: return say("The disk is full.", "磁盘空间已满。")
        case .diskFull: return say("The disk is full at \(subject).", "\(subject) 所在磁盘空间已满。")
        case .diskLow:
            return say(
                "Too little room is left at \(subject): no further file is taken in.", "\(subject) 所在磁盘剩余空间不足，不再收入新文件。")
        case .syncFailed:
            return say("The disk did not confirm that it keeps what was written: \(subject).", "磁盘未能确认数据已写入：\(subject)。")
        case .inputOutput: return say("Reading or writing failed: \(subject).", "读写出错：\(subject)。")
        case .workerMissing: return say("The program deedbox-extract was not found.", "找不到程序 deedbox-extract。")
        case .workerFailed: return say("The program that reads documents broke down: \(subject).", "读取文档的程序出现故障：\(subject)。")
        case .wallsMissing: return say("This machine cannot fence in hostile documents: \(subject).", "本机缺少隔离恶意文档的能力：\(subject)。")
        case .notAllowed where subject.isEmpty: return say("Not allowed.", "无权限。")
        case .notAllowed:
            let right = Vocabulary.rights[subject] == nil ? subject : word(subject, in: .rights)
            return say("Not allowed without the right to \(right).", "没有“\(right)”的权限。")
        case .recordRefused: return say("The change was refused: \(subject).", "更改被拒绝：\(subject)。")
        case .interrupted: return say("Interrupted.", "已中断。")
        case .terminated: return say("Terminated.", "已终止。")
        default: return say("An error inside Deedbox: \(subject)", "Deedbox 内部错误：\(subject)")
        }
    }
}
