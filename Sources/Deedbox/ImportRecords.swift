import DeedCatalog
import DeedCore
import DeedImport
import DeedText
import DeedVault

/// Decides under the vault's lock what each leaf of a batch is, and makes its record: a new document, a known content under another
/// name, one that was imported before, or a rejection.
struct ImportRecords {
    let run: Identifier
    let catalog: Catalog
    /// `nil` when nothing is to be written.
    var vault: Vault?

    /// What became of a leaf, for the account that the person sees.
    struct Item {
        var path: String
        var outcome: ImportItem.Outcome
        var reason: String?
        var detail: String?
        var object: ObjectID?
        var document: Identifier?
        var note: String?
    }

    /// Records and account lines of one batch.
    struct Made {
        var records: [Record] = []
        var items: [Item] = []
        var account = ImportRun.Account.zero
        /// Contents that an earlier purge removed.
        var wasPurged: Set<ObjectID> = []
        /// Contents that this batch brought back from the trash.
        var broughtBack: Set<ObjectID> = []
        /// Damaged originals that this batch wrote anew.
        fileprivate var healed: Set<ObjectID> = []
        /// What the archive had of the batch's contents before it.
        fileprivate var states: [ObjectID: ContentState] = [:]
    }

    func make(_ batch: ImportPipeline.Batch, mint: inout IdentifierMint) throws -> Made {
        var made = Made()
        made.states = try catalog.contents(batch.leaves.compactMap(\.takenObject))
        var added: [ObjectID: Identifier] = [:]
        var named: Set<String> = []
        for leaf in batch.leaves {
            made.account.seen += 1
            switch leaf.outcome {
            case .rejected(let rejection): reject(leaf, rejection, &made)
            case .unchanged(let object, let size):
                // It was not read: only what the catalog has under the lock counts.
                if let document = try catalog.document(for: object),
                    try catalog.named(document: document, source: leaf.source, path: leaf.path)
                {
                    name(leaf, document, object, again: true, heals: false, attachedTo: nil, &made)
                } else {
                    reject(leaf, ImportRejection(ImportReason.changed, size: size), &made)
                }
            case .taken(let object, let size):
                // A mail is read before its attachments: it is in this batch or in one before.
                let mail = try leaf.mail.flatMap { try added[$0] ?? catalog.document(for: $0) }
                let known = try added[object] ?? document(with: object, leaf, &made)
                guard try known != nil || isThere(object, made, batch.stage) else {
                    reject(leaf, ImportRejection("changed", sha256: object), &made)
                    continue
                }
                guard let document = known else {
                    let document = mint.next()
                    added[object] = document
                    named.insert(nameKey(document, leaf))
                    add(leaf, document, object, size: size, attachedTo: mail, &made)
                    continue
                }
                let again =
                    try named.contains(nameKey(document, leaf))
                    || catalog.named(document: document, source: leaf.source, path: leaf.path)
                named.insert(nameKey(document, leaf))
                let heals = try heal(object, leaf, batch.stage, &made)
                name(leaf, document, object, again: again, heals: heals, attachedTo: mail, &made)
            }
        }
        for archive in batch.archives { made.records.append(Record(ImportArchive(archive, run: run))) }
        return made
    }

    /// The document that has the content. One whose object lies in the trash comes back: somebody has the same paper in hand. One that was purged
    /// stays purged; the content becomes a new document.
    private func document(with object: ObjectID, _ leaf: ImportedLeaf, _ made: inout Made) throws -> Identifier? {
        switch made.states[object] {
        case nil: return nil
        case .purged:
            made.wasPurged.insert(object)
            return nil
        case .kept(let document): return document
        case .trashed(let document, let purge, let day):
            guard made.broughtBack.insert(object).inserted else { return document }
            try vault?.bringBack([TrashedObject(object, day: day)])
            made.records.append(
                Record(
                    ObjectRestored(purge: purge, document: document, object: object, why: PurgeBlock.Reason.cameAgain.rawValue)))
            return document
        }
    }

    /// Notes that an original which is known to be damaged or missing was written anew from this file.
    private func heal(_ object: ObjectID, _ leaf: ImportedLeaf, _ stage: ObjectStage?, _ made: inout Made) throws -> Bool {
        guard let problem = try catalog.damage(of: object), !made.healed.contains(object) else { return false }
        // Only what this batch has written is good; a dry run would write it.
        if vault != nil, !(stage?.has(object) ?? false) { return false }
        made.healed.insert(object)
        made.records.append(
            Record(
                ObjectRepaired(
                    sha256: object, problem: problem, source: leaf.source, quarantined: stage?.quarantined(object))))
        return true
    }

    /// Whether the bytes of a content that was purged before are there again. They are not when it was purged between reading and now: the reader
    /// took them for kept and did not store them, or they went with the others.
    private func isThere(_ object: ObjectID, _ made: Made, _ stage: ObjectStage?) throws -> Bool {
        guard let vault, made.wasPurged.contains(object) else { return true }
        stage?.waitUntilNamed()
        return try vault.objectExists(object)
    }

    private func nameKey(_ document: Identifier, _ leaf: ImportedLeaf) -> String {
        "\(document)\u{0}\(leaf.source)\u{0}\(leaf.path)"
    }

    private func add(
        _ leaf: ImportedLeaf, _ document: Identifier, _ object: ObjectID, size: Int64, attachedTo mail: Identifier?,
        _ made: inout Made
    ) {
        made.account.stored += 1
        made.account.bytes += size
        made.items.append(Item(path: leaf.path, outcome: .stored, object: object, document: document, note: leaf.note))
        made.records.append(
            Record(
                DocumentAdded(
                    document: document, object: object, run: run, source: leaf.source, path: leaf.path, name: leaf.name,
                    size: size, modified: leaf.modified, crc32: leaf.crc32, attachedTo: mail)))
    }

    private func name(
        _ leaf: ImportedLeaf, _ document: Identifier, _ object: ObjectID, again: Bool, heals: Bool,
        attachedTo mail: Identifier?, _ made: inout Made
    ) {
        if again { made.account.alreadyImported += 1 } else { made.account.duplicate += 1 }
        made.items.append(
            Item(
                path: leaf.path, outcome: .duplicate, reason: heals ? "healed" : again ? "already-imported" : "same-content",
                object: object,
                document: document, note: again ? nil : leaf.note))
        guard !again else { return }
        made.records.append(
            Record(
                DocumentNamed(
                    document: document, run: run, source: leaf.source, path: leaf.path, name: leaf.name, modified: leaf.modified,
                    crc32: leaf.crc32, attachedTo: mail)))
    }

    private func reject(_ leaf: ImportedLeaf, _ rejection: ImportRejection, _ made: inout Made) {
        made.account.rejected += 1
        made.items.append(
            Item(
                path: leaf.path, outcome: .rejected, reason: rejection.reason, detail: rejection.detail, object: rejection.sha256)
        )
        made.records.append(
            Record(
                ImportRejected(
                    run: run, source: leaf.source, path: leaf.path, reason: rejection.reason, detail: rejection.detail,
                    size: rejection.size, sha256: rejection.sha256)))
    }
}

extension ImportedLeaf {
    /// The content that was taken in.
    fileprivate var takenObject: ObjectID? { if case .taken(let object, _) = outcome { object } else { nil } }

    /// What a person should know of a file that was taken in.
    fileprivate var note: String? { modified.flatMap(ImportItem.note) }
}

extension ImportArchive {
    init(_ archive: ImportedArchive, run: Identifier) {
        self.init(
            run: run, source: archive.source, path: archive.path, sha256: archive.sha256, size: archive.size,
            format: archive.format,
            names: archive.names, entries: Int64(archive.entries), state: archive.state, detail: archive.detail,
            kept: archive.kept)
    }
}

extension ImportRun.Account {
    static let zero = ImportRun.Account(seen: 0, stored: 0, duplicate: 0, alreadyImported: 0, rejected: 0, bytes: 0)

    /// The sums of two parts.
    static func + (one: Self, other: Self) -> Self {
        Self(
            seen: one.seen.plusOrNearest(other.seen), stored: one.stored.plusOrNearest(other.stored),
            duplicate: one.duplicate.plusOrNearest(other.duplicate),
            alreadyImported: one.alreadyImported.plusOrNearest(other.alreadyImported),
            rejected: one.rejected.plusOrNearest(other.rejected), bytes: one.bytes.plusOrNearest(other.bytes))
    }
}
