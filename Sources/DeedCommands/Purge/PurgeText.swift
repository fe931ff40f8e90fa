import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

extension PurgeBlock {
    /// What keeps it, in words.
    func text(_ messages: Messages) -> String {
        let word = messages.word(reason.rawValue, in: .purgeBlocks)
        if let hold { return messages.say("\(word): \(hold.name)", "\(word)：\(hold.name)") }
        guard let until else { return word }
        return messages.say("\(word) until \(until)", "\(word)，至\(until)")
    }

}

extension ShowDocument.Answer {
    /// Holds, retention and purge, for people.
    func writeHolding(to page: inout Page, zone: VaultZone) {
        let messages = page.messages
        switch details.summary.gone {
        case .trash?: page.say("In the trash: the original can be brought back.", "在回收区：原件仍可恢复。", .yellow)
        case .purged?: page.say("Purged: the original is gone for good.", "已销毁：原件不复存在。", .yellow)
        case nil: break
        }
        var pairs: [(String, String?)] = holds.map { hold in
            (messages.say("on hold", "冻结"), messages.say("\(hold.name): \(hold.why)", "\(hold.name)：\(hold.why)"))
        }
        pairs.append((messages.say("kept until", "保管至"), retention.day.map { messages.date($0) }))
        if retention == .endUnknown {
            pairs.append((messages.say("kept until", "保管至"), messages.say("its end is not known", "到期日不明")))
        }
        if let purge {
            let state = messages.word(purge.state.rawValue, in: .purgeStates)
            let day = messages.date(purge.purge.until ?? purge.purge.due)
            let kept = messages.list(purge.blocks.map { $0.text(messages) })
            let text: String
            switch purge.state {
            case .waiting, .due: text = messages.say("\(state), from \(day) on", "\(state)，\(day)起可执行")
            case .blocked: text = messages.say("\(state): \(kept)", "\(state)：\(kept)")
            case .trash: text = messages.say("\(state) until \(day)", "\(state)，保留至\(day)")
            case .purged, .cancelled, .renewed, .restored:
                let ended = purge.purge.endedOn.map { messages.day($0, in: zone) } ?? ""
                text = messages.say("\(state), \(ended)", "\(state)，\(ended)")
            }
            pairs.append(
                (messages.say("purge", "销毁"), messages.say("\(text) (\(purge.purge.why))", "\(text)（\(purge.purge.why)）")))
        }
        guard pairs.contains(where: { $0.1 != nil }) else { return }
        page.line()
        page.pairs(pairs)
    }
}
