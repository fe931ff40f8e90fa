public import DeedCore
public import Deedbox

/// What a program hears of a change that has no more to say than that it was made.
public enum Receipt: Sendable {
    /// A vault was made.
    case vault(String, path: String, timeZone: String)
    /// A customer was added.
    case customer(Identifier)
    /// Something was taken back, by its id or name.
    case removed(String)
    /// A document was changed in so many places.
    case changed(Identifier, Int)
    /// Two documents were judged.
    case decided(Identifier, Identifier, DuplicateDecided.Decision, changed: Bool)
    /// Renewals were seen; without a term there was none.
    case acknowledged([(id: Identifier, term: CivilDate?)])
    /// A checked copy was written, and perhaps shown.
    case opened(DocumentSummary, path: String, shown: Bool)
    /// An import was withdrawn.
    case withdrawn(Identifier, changed: Bool)
    /// Holds were released.
    case released([Identifier])
    /// A rule of retention was set.
    case retention(DocumentKind?, changed: Bool)
    /// Requests for a purge were taken back.
    case cancelled([Identifier], restored: [Identifier])
    /// Redactions that had been cut off were finished.
    case resumed(Int)

    /// For programs.
    public var json: JSON {
        switch self {
        case .vault(let id, let path, let zone): ["vault": .string(id), "path": .string(path), "timeZone": .string(zone)]
        case .customer(let id): ["customer": JSON(id)]
        case .removed(let what): ["removed": .string(what)]
        case .changed(let id, let count): ["document": JSON(id), "changed": JSON(count)]
        case .decided(let one, let other, let decision, let changed):
            ["document": JSON(one), "other": JSON(other), "as": .string(decision.rawValue), "changed": .bool(changed)]
        case .acknowledged(let terms):
            ["acknowledged": .array(terms.map { ["document": JSON($0.id), "term": JSON($0.term)] })]
        case .opened(let document, let path, let shown):
            [
                "document": JSON(document.id), "sha256": JSON(document.object), "path": .string(path), "opened": .bool(shown),
            ]
        case .withdrawn(let run, let changed): ["run": JSON(run), "withdrawn": true, "changed": .bool(changed)]
        case .released(let holds): ["released": .array(holds.map { JSON($0) })]
        case .retention(let kind, let changed): ["kind": JSON(kind?.rawValue), "changed": .bool(changed)]
        case .cancelled(let cancelled, let restored):
            ["cancelled": .array(cancelled.map { JSON($0) }), "restored": .array(restored.map { JSON($0) })]
        case .resumed(let count): ["resumed": JSON(count)]
        }
    }
}
