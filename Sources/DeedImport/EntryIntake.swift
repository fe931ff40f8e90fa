import DeedCore
import DeedExtract
import DeedSystem
import DeedVault

/// Takes the entries of one container as they come: into the vault, or, when an entry begins like a container, into a file without
/// a name that is looked into when it is complete.
final class EntryIntake {
    private let walk: ImportWalk
    private let container: SourceFile
    private let depth: Int

    private var entry: ArchiveEntry?
    private var head: [UInt8] = []
    private var size: Int64 = 0
    /// Where the entry's bytes go, and the batch that its line belongs to: the same, so that the commit waits for the bytes.
    private var sink: (sink: ObjectSink, slot: ImportSlot)?
    private var spooled: UnnamedFile?
    /// The content that an earlier import took from this entry.
    private var earlier: ObjectID?
    private var volumes: [HeldVolume] = []
    /// Entries with names that a vault's files have too: whether they belong to one, a later entry may tell.
    private var undecided: [HeldVolume] = []
    /// Vaults that were packed into the container, by their folders in it; whether they declare themselves.
    private var vaults: [String: Bool] = [:]
    /// Contents by the names of the entries they came as, where a later entry may be a second name of one: in a tar.
    private var keepsContents = false
    private var contents: [String: (object: ObjectID, size: Int64)] = [:]
    /// The most names kept for it.
    private static let maximumContents = 200_000
    /// Whether the entry in hand is passed over.
    private var skips = false
    /// So many bytes of the entry are gathered before it is decided where they go: enough to see a whole signing key.
    private var gathers = ContainerSniff.length

    /// A volume of an archive inside this one: it waits until all are there.
    private struct HeldVolume {
        var leaf: SourceFile
        var entry: ArchiveEntry
        var source: SourceReader
        var size: Int64
    }

    /// So many bytes of a PDF are gathered to see whether it has files inside; most are smaller.
    private static let gatheredPdf = 4 << 20
    /// The most volumes held at once: each is an open file.
    private static let maximumVolumes = 400
    /// The most entries, and the largest, that wait for a sign of a vault.
    private static let (maximumUndecided, largestUndecided) = (64, Int64(64 << 20))

    init(walk: ImportWalk, container: SourceFile, depth: Int) {
        self.walk = walk
        self.container = container
        self.depth = depth
    }

    private var pipeline: ImportPipeline { walk.pipeline }

    /// Whether an earlier import has this entry: same place, size, time of change and checksum.
    func knows(_ entry: ArchiveEntry) -> Bool {
        earlier = nil
        guard let size = entry.size, size > 0, let modified = entry.modified, let crc32 = entry.crc32 else { return false }
        let place = ImportPipeline.Intake.Place(
            source: container.source, path: leaf(entry).path, size: size, modified: modified, crc32: crc32)
        earlier = pipeline.intake.earlier(place)
        return earlier != nil
    }

    func take(_ event: ArchiveEvent) throws {
        switch event {
        case .started(let format, _, _): keepsContents = format.hasPrefix("tar") || format == "cpio"
        case .entry(let entry): try begin(entry)
        case .bytes(let chunk): try append(chunk)
        case .again: if let entry { try begin(entry) }
        case .entryEnd(let end): try finish(end)
        }
    }

    /// Gives up what is half taken.
    func abandon() {
        giveUpEntry()
        for held in volumes + undecided { held.source.close() }
        volumes = []
        undecided = []
    }

    private func giveUpEntry() {
        sink?.sink.abandon()
        sink = nil
        spooled?.close()
        spooled = nil
        head = []
        entry = nil
        skips = false
    }

    private func begin(_ entry: ArchiveEntry) throws {
        giveUpEntry()
        size = 0
        if let target = entry.sameAs, let known = contents[target] {
            contents[entry.path] = known
            return walk.add(
                leaf(entry), .taken(known.object, size: known.size), modified: entry.modified, crc32: nil, bytes: 0,
                to: try walk.slot())
        }
        if let refusal = entry.refusal {
            return walk.reject(leaf(entry), ImportRejection(refusal, size: entry.size), modified: entry.modified)
        }
        if liesInVault(entry) {
            skips = true
            return
        }
        self.entry = entry
        gathers = (entry.size ?? 0) <= Int64(SigningKeyForm.longest) ? SigningKeyForm.longest + 1 : ContainerSniff.length
    }

    private func leaf(_ entry: ArchiveEntry) -> SourceFile {
        SourceFile(
            source: container.source, absolute: [], path: ImportPath.entry(entry.path, of: container.path),
            mail: container.mail)
    }

    private func append(_ chunk: UnsafeRawBufferPointer) throws {
        guard !skips else { return }
        size += Int64(chunk.count)
        pipeline.count(read: chunk.count)
        if let sink { return try sink.sink.append(chunk) }
        if let spooled { return try spooled.append(chunk) }
        if head.isEmpty, PdfHolderSign.couldBePdf(chunk) { gathers = EntryIntake.gatheredPdf }
        if head.isEmpty, chunk.count >= gathers { return try route(chunk) }
        head.append(contentsOf: chunk)
        if head.count >= gathers { try routeHead() }
    }

    private func routeHead() throws {
        defer { head = [] }
        try head.withUnsafeBytes { try route($0) }
    }

    /// Decides from the first bytes, and for a volume by its name, where the entry goes.
    private func route(_ first: UnsafeRawBufferPointer) throws {
        let name = ImportPath.lastComponent(entry?.path ?? "")
        if let entry, VaultFileForm.couldBePart(name), VaultFileForm.isPart(name, first.prefix(VaultFileForm.head)) {
            walk.reject(leaf(entry), inVault: VaultIdentity.remains)
            self.entry = nil
            skips = true
            return
        }
        if isVolume || isUndecided || ContainerSniff.couldBeContainer(first) || mayHoldFiles(first) {
            let spooled = try UnnamedFile(in: pipeline.intake.spoolFolder)
            self.spooled = spooled
            try spooled.append(first)
        } else {
            let slot = try walk.slot()
            let sink = try ObjectSink(stage: slot.stage, expecting: entry?.size)
            self.sink = (sink, slot)
            try sink.append(first)
        }
    }

    /// Whether the entry is a PDF with files inside, or one too long to be seen whole.
    private func mayHoldFiles(_ first: UnsafeRawBufferPointer) -> Bool {
        PdfHolderSign.couldBePdf(first) && (first.count >= EntryIntake.gatheredPdf || PdfHolderSign.stands(in: first))
    }

    private func finish(_ end: EntryEnd) throws {
        guard let entry else { return }
        defer { giveUpEntry() }
        let leaf = leaf(entry)
        switch end {
        case .failed(let reason, let detail):
            return walk.reject(leaf, ImportRejection(reason, detail: detail, size: entry.size), modified: entry.modified)
        case .unchanged:
            guard let earlier else { return }
            return walk.add(
                leaf, .unchanged(earlier, size: entry.size ?? 0), modified: entry.modified, crc32: entry.crc32, bytes: 0,
                to: try walk.slot())
        case .complete: break
        }
        if ImportPath.isSystemFile(leaf.path) {
            return walk.reject(leaf, ImportRejection(ImportReason.systemFile, size: size), modified: entry.modified)
        }
        guard size > 0 else { return walk.reject(leaf, ImportRejection(ImportReason.empty, size: 0), modified: entry.modified) }
        if sink == nil, spooled == nil {
            // All of it is in hand.
            guard !head.withUnsafeBytes({ SigningKeyForm.isKey($0) }) else {
                walk.noteSecret()
                return walk.reject(leaf, ImportRejection(ImportReason.signingKey, size: size), modified: entry.modified)
            }
            try routeHead()
            if skips { return }
        }
        if let (sink, slot) = sink {
            let object = try sink.finish(isKnown: pipeline.intake.isKnown)
            self.sink = nil
            if keepsContents, contents.count < EntryIntake.maximumContents { contents[entry.path] = (object.id, object.size) }
            walk.add(
                leaf, .taken(object.id, size: object.size), modified: entry.modified, crc32: entry.crc32, bytes: size, to: slot)
        } else if let spooled {
            self.spooled = nil
            let source = spooled.reader(named: leaf.path)
            if isVolume {
                volumes.append(HeldVolume(leaf: leaf, entry: entry, source: source, size: size))
            } else if isUndecided {
                undecided.append(HeldVolume(leaf: leaf, entry: entry, source: source, size: size))
            } else {
                try look(into: source, leaf, entry, size: size)
            }
        }
    }

    /// An entry that begins like a container: read as one, or stored as the document that it is.
    private func look(into source: SourceReader, _ leaf: SourceFile, _ entry: ArchiveEntry, size: Int64) throws {
        let found = pipeline.extractor.identify(source.descriptor, name: ImportPath.lastComponent(leaf.path))
        if pipeline.extractor.isStopped {
            source.close()
            throw ExtractionStopped()
        }
        if try found.isMail || found.isHolder && source.hasPdfSign() {
            return try MailIntake(walk: walk, file: leaf, depth: depth + 1).take(source, size: size, modified: entry.modified)
        }
        if found.container {
            return try ArchiveIntake(walk: walk, file: leaf, depth: depth + 1).read([source], size: size)
        }
        defer { source.close() }
        let slot = try walk.slot()
        let intake = FileIntake(
            buffers: pipeline.buffers, stage: slot.stage, isKnown: pipeline.intake.isKnown, count: { _ in },
            isStopped: { [pipeline] in pipeline.shouldStop })
        let outcome = try intake.take(source.rewound())
        if case .rejected(let rejection) = outcome, rejection.reason == ImportReason.signingKey { walk.noteSecret() }
        walk.add(leaf, outcome, modified: entry.modified, crc32: entry.crc32, bytes: size, to: slot)
    }

    // MARK: vaults

    /// Whether the entry belongs to a vault that was packed; a new one is noted.
    private func liesInVault(_ entry: ArchiveEntry) -> Bool {
        if let found = VaultEntryPath(entry.path), found.sign != .possible {
            // The outermost one counts: a vault in a vault's folder is a part of it.
            let isInner = vaults.contains {
                $0.key != found.root && VaultEntryPath.lies(entry.path, in: $0.key, declared: $0.value)
            }
            if !isInner { vaults[found.root] = vaults[found.root] ?? false || found.sign == .declaration }
            return true
        }
        return vaults.contains { VaultEntryPath.lies(entry.path, in: $0.key, declared: $0.value) }
    }

    /// Whether only a later entry can tell if the one in hand belongs to a vault.
    private var isUndecided: Bool {
        guard let entry, undecided.count < EntryIntake.maximumUndecided,
            size <= EntryIntake.largestUndecided, entry.size ?? 0 <= EntryIntake.largestUndecided
        else { return false }
        return VaultEntryPath(entry.path)?.sign == .possible
    }

    /// Takes in what waited and belongs to no vault, once the container is read; each vault in it is one line.
    func takeVaults() throws {
        var held = undecided
        undecided = []
        defer { for entry in held { entry.source.close() } }
        while !held.isEmpty {
            let next = held.removeFirst()
            if vaults.contains(where: { VaultEntryPath.lies(next.entry.path, in: $0.key, declared: $0.value) }) {
                next.source.close()
            } else {
                try look(into: next.source, next.leaf, next.entry, size: next.size)
            }
        }
        for root in vaults.keys.sorted() {
            var line = container
            line.absolute = []
            if !root.isEmpty { line.path = ImportPath.entry(root, of: container.path) }
            walk.reject(line, inVault: VaultIdentity.packed)
        }
    }

    // MARK: volumes

    /// Whether the entry in hand is a volume of an archive. A `.zip` or `.rar` is one when volumes of its name came before it.
    private var isVolume: Bool {
        guard let entry, volumes.count < EntryIntake.maximumVolumes, let volume = VolumeName(entry.path) else { return false }
        switch volume.kind {
        case .rar: return true
        case .zip where volume.number != VolumeName.zipLast: return true
        case .oldRar where volume.number != 0: return true
        case .numbered: return VolumeName.isArchive(volume.base)
        default:
            return volumes.contains { held in
                VolumeName(held.entry.path).map { $0.base == volume.base && $0.kind == volume.kind } ?? false
            }
        }
    }

    /// Reads the archives in volumes whose volumes were entries of this container, once it is read.
    func takeVolumes() throws {
        let held = volumes
        volumes = []
        var left = Set(held.indices)
        defer { for index in left { held[index].source.close() } }
        for set in VolumeSet.sets(held.map(\.entry.path)) where set.isCertain {
            let lead = SourceFile(
                source: container.source, absolute: [], path: ImportPath.entry(set.lead, of: container.path))
            if set.missing.isEmpty {
                left.subtract(set.members)
                try ArchiveIntake(walk: walk, file: lead, depth: depth + 1, nextVolume: set.next).read(
                    set.members.map { held[$0].source }, size: set.members.reduce(0) { $0 + held[$1].size })
            } else {
                for index in set.members {
                    left.remove(index)
                    held[index].source.close()
                }
                walk.reject(
                    lead, ImportRejection(ImportReason.volumeMissing, detail: set.missing.prefix(20).joined(separator: ", ")))
            }
        }
        for index in left.sorted() {
            left.remove(index)
            try look(into: held[index].source, held[index].leaf, held[index].entry, size: held[index].size)
        }
    }
}
