import DeedCore
import DeedMessages
import Deedbox

extension Frame {
    /// Opens the vault that the call names.
    func session(_ access: VaultSession.Access, asKnown: CivilDate? = nil, by way: Principal.Way = .cli) throws -> VaultSession {
        // Who writes might do so otherwise than the file wants.
        if access == .write, let problem = settingsProblems.first { throw problem }
        let session = try VaultSession.open(vaultPath(), access: access, settings: sessionSettings(asKnown: asKnown, by: way))
        if let recovery = session.recovery { tell(recovery) }
        return session
    }

    /// Says what a crash had left behind and what became of it; a vault that was closed in order says nothing.
    private func tell(_ recovery: Recovery) {
        guard recovery.cut > 0 else { return }
        let files = recovery.quarantined
        note(
            messages.say(
                "A write that a crash had cut off (\(bytes: recovery.cut)) was set aside: \(list: files). Nothing acknowledged is lost.",
                "崩溃时未写完的内容（\(bytes: recovery.cut)）已移到 \(list: files)。已确认存入的内容没有丢失。"))
    }

    /// Tells the search what was changed. The change itself is durable already: where the index cannot be written now, that is no failure
    /// of the change, and the next `deedbox text` tells it.
    func refreshIndex(_ session: VaultSession) throws {
        do {
            try RefreshIndex().run(in: session)
        } catch let failure as Failure where [.diskFull, .vaultBusy].contains(failure.code) {
            let why = messages.message(for: failure)
            note(
                messages.say(
                    "The change is written; the search will know it after deedbox text. \(why)",
                    "更改已写入；运行 deedbox text 后即可搜索到。\(why)"))
        }
    }

    /// What the settings of the call say to every use case.
    func sessionSettings(asKnown: CivilDate? = nil, by way: Principal.Way = .cli) -> SessionSettings {
        let today = settings.text(.today).flatMap { CivilDate($0) }
        var session = SessionSettings(Request(.operatingSystemUser(by: way), today: today, asKnown: asKnown))
        session.fiscalYearStart = settings.integer(.fiscalYearStart)
        let we = settings.text(.we) ?? settings.text(.company) ?? ""
        session.ownNames = we.split { ";；".contains($0) }.map { String($0).trimmedASCII }.filter { !$0.isEmpty }
        session.reducedWalls = settings.text(.walls) == "reduced"
        session.durability = settings.text(.durability).flatMap { Durability(rawValue: $0) } ?? session.durability
        session.workers = settings.integer(.workers) > 0 ? settings.integer(.workers) : nil
        session.graceDays = settings.integer(.purgeGrace)
        session.trashDays = settings.integer(.purgeTrash)
        return session
    }

    /// A note beside the answer, on standard error, never with `--json` or `--quiet`.
    func note(_ text: String) {
        if showsProgress { writeToStandardError(text + "\n") }
    }
}
