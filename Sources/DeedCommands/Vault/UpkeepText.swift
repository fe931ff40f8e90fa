import DeedCore
import DeedMessages
import Deedbox

/// What `status` says about the safety of the vault: when everything was last read, the last backup, the last restore drill, and what
/// is overdue.
struct UpkeepText {
    let answer: VaultStatus.Answer
    let zone: VaultZone

    /// Days after which a backup, a drill, a reading of everything are called old.
    static let backupDays: Int64 = 7
    static let drillDays: Int64 = 90
    static let readDays: Int64 = 90

    /// Since when everything was read at least once: the later of the last full verification and the last scrub's word.
    private var readSince: Instant? { [answer.verified?.time, answer.scrub?.readSince].compactMap { $0 }.max() }

    func read(_ messages: Messages) -> String? {
        guard let since = readSince else { return nil }
        return messages.say("everything since \(messages.day(since, in: zone))", "自 \(messages.day(since, in: zone)) 以来全部读过")
    }

    func backup(_ messages: Messages) -> String {
        guard let last = answer.backup else { return messages.say("never", "从未备份") }
        let day = messages.day(last.time, in: zone)
        let behind = answer.counts.seq - last.seq
        return messages.say(
            "\(day), \(last.target), \(last.objects) originals, \(behind) lines behind",
            "\(day)，\(last.target)，原件 \(last.objects) 份，落后 \(behind) 行")
    }

    func drill(_ messages: Messages) -> String {
        guard let last = answer.drill else { return messages.say("never", "从未演练") }
        let day = messages.day(last.time, in: zone)
        return last.problems == 0
            ? messages.say(
                "\(day), succeeded: \(last.objects) originals, \(last.documents) documents",
                "\(day)，成功：原件 \(last.objects) 份，文档 \(last.documents) 份")
            : messages.say("\(day), FAILED: \(last.problems) problems", "\(day)，失败：\(last.problems) 处问题")
    }

    func warn(on page: inout Page) {
        if answer.lost > 0 {
            page.say(
                "\(answer.lost) originals are damaged or missing: deedbox repair --from DIR",
                "有 \(answer.lost) 份原件损坏或缺失：deedbox repair --from 目录", .red)
        }
        guard answer.counts.documents > 0 else { return }
        if isOld(answer.backup?.time, UpkeepText.backupDays) {
            page.say(
                "No backup within \(UpkeepText.backupDays) days: deedbox backup DIR",
                "\(UpkeepText.backupDays) 天内没有备份：deedbox backup 目录",
                .yellow)
        }
        if answer.backup != nil, isOld(answer.drill?.time, UpkeepText.drillDays) {
            page.say(
                "No restore drill within \(UpkeepText.drillDays) days: deedbox restore --drill DIR",
                "\(UpkeepText.drillDays) 天内没有恢复演练：deedbox restore --drill 目录", .yellow)
        }
        if isOld(readSince, UpkeepText.readDays) {
            page.say(
                "Not everything was read within \(UpkeepText.readDays) days: deedbox scrub, or deedbox verify",
                "\(UpkeepText.readDays) 天内没有读完全部原件：deedbox scrub 或 deedbox verify", .yellow)
        }
    }

    private func isOld(_ time: Instant?, _ days: Int64) -> Bool {
        guard let time else { return true }
        return Instant.now.milliseconds - time.milliseconds > days * 86_400_000
    }
}
