public import DeedCatalog
import DeedClock
public import DeedCore

/// What keeps a document from being purged.
public struct PurgeBlock: Sendable, Hashable {
    /// Which rule.
    public var reason: Reason
    /// The hold, where it is one.
    public var hold: HoldRow?
    /// The day until which it is kept, where one is known.
    public var until: CivilDate?

    /// Why a document stays. Raw values stand in the journal and in JSON.
    public enum Reason: String, Sendable, CaseIterable {
        /// A hold covers it.
        case hold
        /// A rule, or its own date, keeps it longer.
        case retention
        /// A rule counts from its end, and that is not known.
        case endUnknown = "end-unknown"
        /// The same content came in again after the request: somebody needs it.
        case cameAgain = "came-again"
        /// A container with the very same bytes is kept.
        case keptArchive = "kept-archive"
    }
}

/// Whether documents may be purged on a day, and why not: the one place that decides.
///
/// One content has at most one document that is not purged, so "every document on the object" is the one that was asked for. The question is put
/// anew at every step, under the vault's lock.
struct PurgeJudge {
    let catalog: Catalog
    let today: CivilDate
    let zone: VaultZone

    init(_ session: VaultSession) {
        catalog = session.catalog
        today = session.today
        zone = session.zone
    }

    /// What keeps the document; empty when it may go.
    func blocks(_ document: Identifier) throws -> [PurgeBlock] {
        let grounds = try catalog.purgeGrounds(of: document)
        var blocks = grounds.holds.map { PurgeBlock(reason: .hold, hold: $0) }
        switch retention(grounds) {
        case .endUnknown: blocks.append(PurgeBlock(reason: .endUnknown))
        case .until(let day) where day >= today: blocks.append(PurgeBlock(reason: .retention, until: day))
        case .until, .free: break
        }
        if grounds.cameAgain { blocks.append(PurgeBlock(reason: .cameAgain)) }
        if grounds.isKeptArchive { blocks.append(PurgeBlock(reason: .keptArchive)) }
        return blocks
    }

    /// Until when the document is kept.
    func retention(_ grounds: PurgeGrounds) -> Retention {
        Retention(
            rules: grounds.rules, stated: grounds.stated, end: Deadlines(grounds.terms, on: today).end,
            imported: zone.day(of: grounds.added))
    }
}
