import DeedCatalog
import DeedCore
import DeedVault

extension VaultSession {
    /// Makes records durable: the only way anything is written.
    ///
    /// `make` runs under the vault's lock, after the records of other processes have been applied, so that what it asks the catalog
    /// still holds when its records are written. No record means nothing to write.
    ///
    /// - Parameter right: what whoever asks must be allowed to do; else nothing is done.
    /// - Throws: what `make` throws, and ``Failure`` `notAllowed`, `vaultBusy`, `vaultTooNew`, `recordRefused`, `diskFull`, `inputOutput`.
    @discardableResult
    func commit(_ right: Right, stage: ObjectStage? = nil, _ make: () throws -> [Record]) throws -> Commit? {
        try require(right)
        let user = request.principal
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
    /// Who writes: the id that the principal has in the journal, or will have after the next commit.
    func actor() throws -> Identifier {
        let user = request.principal
        if let known = try catalog.actor(user: user.name, uid: user.id) ?? newActor { return known }
        let new = mint.next()
        newActor = new
        return new
    }

    /// ``commit(_:stage:_:)`` where there may be no room at all: on a full disk the reserve is given up for it, step by step.
    @discardableResult
    func commitOnFullDisk(_ right: Right, _ make: () throws -> [Record]) throws -> Commit? {
        try vault.makingRoom { try commit(right, make) }
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
