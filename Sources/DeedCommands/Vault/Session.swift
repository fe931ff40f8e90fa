import DeedCore
import Deedbox

extension Frame {
    /// Opens the vault that the call names.
    func session(_ access: VaultSession.Access, asKnown: CivilDate? = nil) throws -> VaultSession {
        try VaultSession.open(vaultPath(), access: access, settings: sessionSettings(asKnown: asKnown))
    }

    /// What the settings of the call say to every use case.
    func sessionSettings(asKnown: CivilDate? = nil) -> SessionSettings {
        var session = SessionSettings()
        session.today = settings.text(.today).flatMap { CivilDate($0) }
        session.asKnown = asKnown
        session.fiscalYearStart = settings.integer(.fiscalYearStart)
        session.ownNames = (settings.text(.company) ?? "").split(separator: ";").map { String($0).trimmedASCII }.filter {
            !$0.isEmpty
        }
        session.reducedWalls = settings.text(.walls) == "reduced"
        session.workers = settings.integer(.workers) > 0 ? settings.integer(.workers) : nil
        return session
    }

    /// A note beside the answer, on standard error, never with `--json` or `--quiet`.
    func note(_ text: String) {
        if showsProgress { writeToStandardError(text + "\n") }
    }
}
