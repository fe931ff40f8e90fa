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

    var json: JSON {
        [
            "reason": .string(reason.rawValue), "hold": JSON(hold?.id), "name": JSON(hold?.name), "until": JSON(until),
        ]
    }
}

extension PurgeRow {
    var json: JSON {
        [
            "purge": JSON(id), "document": JSON(document.id), "title": .string(document.title), "number": JSON(document.number),
            "sha256": JSON(document.object), "size": .integer(document.size), "why": .string(why), "due": JSON(due),
            "requested": .string(requested.description), "user": JSON(user), "trashUntil": JSON(until),
            "ended": JSON(endedOn?.description), "endedWhy": JSON(endedWhy),
        ]
    }
}

extension ListPurges.Row {
    var json: JSON {
        .object(
            (purge.json.members ?? []) + [
                JSON.Member("state", .string(state.rawValue)), JSON.Member("blocks", .array(blocks.map(\.json))),
                JSON.Member("keptIn", .array(containers.map(JSON.string))),
            ])
    }
}

extension Retention {
    /// The day until which a document is kept; `nil` when nothing asks for it, or the day is not known.
    var day: CivilDate? { if case .until(let day) = self { day } else { nil } }
}

extension ShowDocument.Answer {
    /// Holds, retention and purge, for programs.
    var holding: [JSON.Member] {
        [
            JSON.Member("holds", .array(holds.map(\.json))),
            JSON.Member("retention", ["until": JSON(retention.day), "endUnknown": .bool(retention == .endUnknown)]),
            JSON.Member("purge", purge?.json ?? .null),
        ]
    }

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
