import DeedCore
import DeedMessages
import Deedbox

extension ImportRun {
    /// `complete`, `stopped`, `running` or `withdrawn`.
    var stateCode: String { withdrawn ? "withdrawn" : state ?? "running" }

    var json: JSON {
        [
            "run": JSON(id), "started": .string(started.description), "finished": JSON(finished?.description), "user": JSON(user),
            "state": .string(stateCode), "sources": .array(sources.map(JSON.string)), "names": JSON(names),
            "ledger": JSON(ledger),
            "seen": .integer(account.seen), "stored": .integer(account.stored),
            "duplicate": .integer(account.duplicate.plusOrNearest(account.alreadyImported)),
            "alreadyImported": .integer(account.alreadyImported), "rejected": .integer(account.rejected),
            "bytes": .integer(account.bytes), "withdrawnWhy": JSON(withdrawnWhy),
        ]
    }
}
