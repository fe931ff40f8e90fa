import DeedCatalog
import DeedCore
import DeedVault
import Glibc

extension VaultSession {
    /// Makes records durable: the only way anything is written.
    ///
    /// `make` runs under the vault's lock, after the records of other processes have been applied, so that what it asks the catalog
    /// still holds when its records are written. No record means nothing to write.
    ///
    /// - Throws: what `make` throws, and ``Failure`` `vaultBusy`, `vaultTooNew`, `recordRefused`, `diskFull`, `inputOutput`.
    @discardableResult
    func commit(stage: ObjectStage? = nil, _ make: () throws -> [Record]) throws -> Commit? {
        let user = OperatingSystemUser.current
        return try vault.commit(applier: catalog, stage: stage) {
            let known = try catalog.actor(user: user.name, uid: user.id)
            let actor = try actor()
            let records = try make()
            guard !records.isEmpty, known == nil else { return Proposal(actor: actor, records: records) }
            let introduction = Record(ActorAdded(actor: actor, user: user.name, uid: user.id))
            // The vault's own record stays the first of all.
            if records[0].payload is VaultCreated {
                return Proposal(actor: actor, records: [records[0], introduction] + records.dropFirst())
            }
            return Proposal(actor: actor, records: [introduction] + records)
        }
    }
}

extension VaultSession {
    /// Who writes: the id that the operating system's user has in the journal, or will have after the next commit.
    func actor() throws -> Identifier {
        let user = OperatingSystemUser.current
        if let known = try catalog.actor(user: user.name, uid: user.id) ?? newActor { return known }
        let new = mint.next()
        newActor = new
        return new
    }

    /// ``commit(stage:_:)`` where there may be no room at all: on a full disk the reserve is given up for it, step by step.
    @discardableResult
    func commitOnFullDisk(_ make: () throws -> [Record]) throws -> Commit? {
        try vault.makingRoom { try commit(make) }
    }
}

extension Vault {
    /// Runs `body`; while the disk is full for it, and there is reserve left, some of that is given back and it is run again.
    func makingRoom<Answer>(_ body: () throws -> Answer) throws -> Answer {
        while true {
            do { return try body() } catch let failure as Failure where failure.code == .diskFull {
                guard try makeRoom() else { throw failure }
            }
        }
    }
}

/// Who runs the program, as the operating system says: the actor of every record that is written directly.
struct OperatingSystemUser {
    let name: String
    let id: Int64

    static var current: OperatingSystemUser {
        let id = geteuid()
        var buffer = [CChar](repeating: 0, count: 4096)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        let name =
            getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0 && found != nil
            ? String(cString: entry.pw_name) : "uid \(id)"
        return OperatingSystemUser(name: name, id: Int64(id))
    }
}
