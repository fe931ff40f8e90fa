import DeedCatalog
import DeedCore
import DeedSystem
import DeedVault

/// Compares a vault's catalog with what its journal makes of it, while somebody reads the journal.
final class CatalogComparison: JournalListener {
    private let file: String
    private let state = Monitor(State())

    private struct State {
        /// The catalog, as it was when the reading began.
        var known: (catalog: Catalog, place: JournalPosition?, integrity: Later<String?>)?
        /// What the journal makes of it.
        var fresh: Catalog?
        var isInBatch = false
        /// Why the two cannot be compared.
        var error: (any Error)?
    }

    init(_ vault: Vault) { file = vault.databases.catalog }

    /// Reads the journal for the comparison alone.
    ///
    /// - Returns: as ``problem()``.
    static func problem(of vault: Vault) throws -> String? {
        let comparison = CatalogComparison(vault)
        try comparison.hear { _ in
            do {
                try vault.replay(after: nil, comparison.record, commit: comparison.batchEnds)
            } catch {
                comparison.fails(error)
            }
        }
        return try comparison.problem()
    }

    func hear(_ reading: (JournalPosition?) throws -> Void) throws {
        state.withLock { $0 = State() }
        do {
            let place = try open()
            guard let fresh = state.withLock(\.fresh) else { return try reading(place) }
            try fresh.holding { try reading(place) }
        } catch let error as Unopened {
            // One of an earlier version is made anew by the next who writes; what it says about the journal's end is looked at.
            let outdated = Catalog.outdatedPosition(at: file)
            if outdated == nil { fails(error.why) }
            try reading(outdated)
        }
    }

    /// The catalog cannot be read.
    private struct Unopened: Error {
        var why: any Error
    }

    /// Opens the catalog, and begins another one.
    private func open() throws -> JournalPosition? {
        do {
            let known = try Catalog.open(at: file, access: .read, keys: VaultSession.keys)
            // Another process may commit while this one compares.
            let place = try known.keepState()
            let integrity = Later { try known.integrityProblem() }
            state.withLock { $0.known = (known, place, integrity) }
            let fresh = try Catalog.temporary(keys: VaultSession.keys)
            state.withLock { $0.fresh = fresh }
            return place
        } catch {
            throw Unopened(why: error)
        }
    }

    func record(_ record: StampedRecord) {
        inBatch(to: record.seq) { _, fresh in try fresh.apply(record) }
    }

    func batchEnds(at position: JournalPosition) {
        inBatch(to: position.seq) { state, fresh in
            state.isInBatch = false
            try fresh.commit(position)
        }
    }

    func fails(_ error: any Error) { state.withLock { $0.error = $0.error ?? error } }

    /// Applies in a batch what the catalog had applied when the reading began.
    private func inBatch(to seq: Int64, _ body: (inout State, Catalog) throws -> Void) {
        state.withLock { state in
            guard state.error == nil, let fresh = state.fresh, seq <= state.known?.place?.seq ?? 0 else { return }
            do {
                if !state.isInBatch { try fresh.begin() }
                state.isInBatch = true
                try body(&state, fresh)
            } catch {
                state.error = error
            }
        }
    }

    /// What differs, once the journal has been read without a fault; `nil` when nothing does, and for a catalog of an earlier version.
    ///
    /// - Throws: ``Failure`` `diskFull`, `vaultBusy`, `vaultUnreadable`: what says nothing about the catalog.
    func problem() throws -> String? {
        do {
            let state = state.withLock { $0 }
            if let known = state.known, let problem = try known.integrity.value() { return problem }
            if let error = state.error { throw error }
            guard let known = state.known, let fresh = state.fresh else { return nil }
            if try fresh.position() != known.place { return "head" }
            let digest = Later { try CatalogDigest(known.catalog) }
            return try CatalogDigest(fresh) == digest.value() ? nil : "rows"
        } catch let failure as Failure {
            if [.diskFull, .vaultBusy, .vaultUnreadable].contains(failure.code) { throw failure }
            return failure.detail.isEmpty ? failure.code.rawValue : failure.detail
        } catch {
            return String(describing: error)
        }
    }
}

/// A catalog's content in 32 bytes: two catalogs with the same digest have the same dump.
struct CatalogDigest: Equatable, Sendable {
    private let digest: ObjectID

    init(_ catalog: Catalog) throws {
        var hash = ObjectHash()
        try catalog.contents { hash.update($0) }
        digest = hash.finish()
    }

    init(at path: String) throws { try self.init(Catalog.open(at: path, access: .read, keys: VaultSession.keys)) }
}
