import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// What every change of a document does around the change itself.
enum DocumentChange {
    static func run(_ reference: String, _ global: GlobalOptions, _ body: (ChangeDocument, VaultSession) throws -> Int) throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let id = try DocumentReference(reference).resolve(in: session)
        let count = try body(ChangeDocument(id), session)
        // Titles, numbers and customers are searched too: the index follows at once; a text that waits goes on waiting.
        try frame.refreshIndex(session)
        try frame.output.print(json: Receipt.changed(id, count).json) { page in
            if count == 0 {
                page.say("It was so already.", "原已如此，未作更改。")
            } else {
                page.say("\(count, "change", "changes") written.", "已写入 \(count) 处更改。")
            }
        }
    }
}
