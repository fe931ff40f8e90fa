import DeedCore
import DeedExtract
import DeedSystem
import DeedText
import DeedVault

/// Walks the sources in the order of their names, on a thread of its own.
final class ImportWalk {
    let pipeline: ImportPipeline
    private let handOver: (ImportSlot) -> Void
    private var current: ImportSlot?
    /// Folders that were looked at on the way to single files, and what vault each is.
    private var judged: [[UInt8]: FoundVault?] = [:]
    /// How often a vault or a signing key was met: a container with one is not kept either.
    private(set) var secrets = 0

    init(pipeline: ImportPipeline, handOver: @escaping (ImportSlot) -> Void) {
        self.pipeline = pipeline
        self.handOver = handOver
    }

    func run(_ sources: [String], only: [[UInt8]]? = nil) {
        if let only, let folder = sources.first {
            for path in only {
                let file = SourceFile(
                    source: folder, absolute: Array(folder.utf8) + [UInt8(ascii: "/")] + path,
                    path: ImportPath.shown(path, in: folder))
                if let found = vault(between: folder, and: path) {
                    reject(file, vault: found)
                } else {
                    visit(file)
                }
            }
            return closeSlot()
        }
        for source in sources {
            let file = SourceFile(source: source, absolute: Array(source.utf8), path: ImportPath.lastComponent(source))
            if let found = VaultSigns.around(file.absolute) {
                reject(file, vault: found)
                continue
            }
            guard let set = volumes(beside: file) else {
                visit(file)
                continue
            }
            if set.takes(file.path) {
                visit(set.volumes, of: file, isNamed: true)
            } else if !sources.contains(where: { set.isLead($0, beside: source) }) {
                reject(file, ImportRejection(ImportReason.laterVolume, detail: set.volumes.lead))
            }
        }
        closeSlot()
    }

    // MARK: Batches

    /// The slot that takes the next leaf, of so many bytes where that is known; the one before is handed over when it is full. When the
    /// disk has no room for the leaf, what came before it is a batch, and no further one is begun.
    func slot(for bytes: Int64 = 0) throws -> ImportSlot {
        if let current {
            let size = current.size
            let options = pipeline.options
            let full =
                size.files >= options.batchFiles || size.bytes >= options.batchBytes || size.bytes + bytes > current.room
            if !full, MonotonicClock.seconds() - current.opened < options.batchSeconds { return current }
            closeSlot()
        }
        let promised = pipeline.promisedBytes
        let stage = try pipeline.intake.stage(bytes + promised)
        let slot = ImportSlot(stage: stage, room: stage == nil ? .max : pipeline.intake.room() - promised)
        current = slot
        return slot
    }

    private func closeSlot() {
        if let current { handOver(current) }
        current = nil
    }

    /// The vault can take no more: the committing thread hears of it behind the batch of what came before.
    func fail(_ error: any Error) {
        closeSlot()
        let slot = ImportSlot(stage: nil)
        slot.fail(error)
        handOver(slot)
    }

    func reject(_ file: SourceFile, _ rejection: ImportRejection, modified: Instant? = nil) {
        do {
            add(file, .rejected(rejection), modified: modified, bytes: 0, to: try slot())
        } catch {
            fail(error)
        }
    }

    /// Adds a leaf to the batch whose stage has its bytes.
    func add(
        _ file: SourceFile, _ outcome: ImportedLeaf.Outcome, modified: Instant?, crc32: UInt32? = nil, bytes: Int64,
        to slot: ImportSlot
    ) {
        slot.expect(bytes: bytes)
        slot.add(
            ImportedLeaf(
                ordinal: pipeline.nextOrdinal(), source: file.source, path: file.path, modified: modified, outcome: outcome,
                crc32: crc32, mail: file.mail))
    }

    // MARK: Vaults

    /// A vault, or a part of one, is one line: nothing in it is looked at.
    private func reject(_ file: SourceFile, vault found: FoundVault) {
        reject(file, inVault: pipeline.intake.vault?.relation(to: found) ?? VaultIdentity.other)
    }

    /// The same where only its place in an account is known.
    func reject(_ file: SourceFile, inVault relation: String) {
        noteSecret()
        reject(file, ImportRejection(ImportReason.vault, detail: relation))
    }

    /// What lies in the container in hand is not for every reader's eyes.
    func noteSecret() { secrets += 1 }

    /// The vault that `folder`, or one between it and the file at `path` in it, is.
    private func vault(between folder: String, and path: [UInt8]) -> FoundVault? {
        var place = Array(folder.utf8)
        if let found = vault(at: place) { return found }
        for part in path.split(separator: UInt8(ascii: "/")).dropLast() {
            place += [UInt8(ascii: "/")] + part
            if let found = vault(at: place) { return found }
        }
        return nil
    }

    private func vault(at folder: [UInt8]) -> FoundVault? {
        if let known = judged[folder] { return known }
        let found = VaultSigns.look(at: folder) ?? pipeline.intake.vault?.part(at: folder)
        judged[folder] = .some(found)
        return found
    }

    // MARK: Files and folders

    func visit(_ file: SourceFile) {
        guard !pipeline.shouldStop else { return }
        do {
            switch try SourceFolder.kind(of: file.absolute) {
            case .folder: try descend(file)
            case .file(let size, let modified): try take(file, size: size, modified: modified)
            case .link: reject(file, ImportRejection(ImportReason.link))
            case .other: reject(file, ImportRejection(ImportReason.device))
            }
        } catch let failure as Failure where [.sourceUnreadable, .sourceNotFound].contains(failure.code) {
            reject(file, ImportRejection(ImportReason.unreadable, detail: failure.detail))
        } catch is ExtractionStopped {
            return
        } catch {
            fail(error)
        }
    }

    private func descend(_ folder: SourceFile) throws {
        let names = try SourceFolder.names(in: folder.absolute)
        if let found = VaultSigns.look(at: folder.absolute, names: names) ?? pipeline.intake.vault?.part(at: folder.absolute) {
            return reject(folder, vault: found)
        }
        // Names that are not UTF-8 come from a careless unpacking: one charset for all of them in the folder.
        let foreign = names.filter { String(validating: $0, as: UTF8.self) == nil }
        let charset = foreign.isEmpty ? .utf8 : pipeline.options.names ?? TextCharset.detectNames(foreign)
        let separator: [UInt8] = folder.absolute.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
        let files = names.map { name in
            let shown = String(validating: name, as: UTF8.self) ?? name.withUnsafeBufferPointer { charset.decode($0) }
            return SourceFile(
                source: folder.source, absolute: folder.absolute + separator + name, path: folder.path + "/" + shown)
        }
        let sets = VolumeSet.sets(files.map { ImportPath.lastComponent($0.path) })
        var firsts: [Int: VolumeSet] = [:]
        var others: Set<Int> = []
        for set in sets {
            guard let first = set.members.first else { continue }
            firsts[first] = set
            others.formUnion(set.members.dropFirst())
        }
        for (index, file) in files.enumerated() where !others.contains(index) {
            guard let set = firsts[index] else {
                visit(file)
                continue
            }
            visit(Volumes(set: set, files: set.members.map { files[$0] }, folder: folder.path + "/"), of: file, isNamed: false)
        }
    }

    private func take(_ file: SourceFile, size: Int64, modified: Instant) throws {
        if ImportPath.isSystemFile(file.path) {
            return reject(file, ImportRejection(ImportReason.systemFile, size: size), modified: modified)
        }
        if size == 0 { return reject(file, ImportRejection(ImportReason.empty, size: 0), modified: modified) }
        if let vault = pipeline.intake.vault, vault.has(file: file.absolute) { return reject(file, inVault: VaultIdentity.own) }
        if pipeline.options.trustsModified,
            let known = pipeline.intake.earlier(
                ImportPipeline.Intake.Place(source: file.source, path: file.path, size: size, modified: modified))
        {
            return add(file, .unchanged(known, size: size), modified: modified, bytes: 0, to: try slot())
        }
        let source = try SourceReader(path: file.absolute)
        let name = ImportPath.lastComponent(file.path)
        if VaultFileForm.couldBePart(name), VaultFileForm.isPart(name, try source.head(VaultFileForm.head)) {
            source.close()
            return reject(file, inVault: VaultIdentity.remains)
        }
        let found = try source.holder(named: file.path, by: pipeline.extractor)
        if let found, try found.isMail || found.isHolder && source.hasPdfSign() {
            return try MailIntake(walk: self, file: file, depth: 1).take(source, size: size, modified: modified)
        }
        if found?.container ?? false {
            return try ArchiveIntake(walk: self, file: file, depth: 1).read([source], size: size)
        }
        let slot = try slot(for: size)
        slot.expect(bytes: size)
        pipeline.promise(size)
        let ordinal = pipeline.nextOrdinal()
        pipeline.readers.submit { [pipeline] in
            defer {
                source.close()
                pipeline.promise(-size)
            }
            do {
                let intake = FileIntake(
                    buffers: pipeline.buffers, stage: slot.stage, isKnown: pipeline.intake.isKnown, count: pipeline.count,
                    isStopped: { pipeline.shouldStop })
                let outcome = try intake.take(source)
                slot.add(
                    ImportedLeaf(ordinal: ordinal, source: file.source, path: file.path, modified: modified, outcome: outcome))
            } catch is ExtractionStopped {
                slot.withdraw(bytes: size)
            } catch {
                slot.fail(error)
            }
        }
    }
}

/// A path on disk, or an entry of a container, with what the account calls it.
struct SourceFile: Sendable {
    /// The absolute path that was given.
    var source: String
    /// Where it is, as the disk spells it; empty for what lies in a container.
    var absolute: [UInt8]
    /// What the account shows.
    var path: String
    /// The content of the mail that it came with, or whose attachments lie in it.
    var mail: ObjectID?
}

extension SourceReader {
    /// Whether it has the sign of files inside a PDF.
    func hasPdfSign() throws -> Bool {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let count = try fill(buffer, at: offset)
            if PdfHolderSign.stands(in: UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return true }
            if count < buffer.count { return false }
            offset += Int64(count - PdfHolderSign.overlap)
        }
    }

    /// What the worker, looking inside, calls it; `nil` for what cannot hold other files. Only what begins like a container or a
    /// mail is shown to the worker.
    func holder(named path: String, by extractor: Extractor) throws -> Identified? {
        let head = try head(ContainerSniff.length)
        let isSuspect = head.withUnsafeBytes { ContainerSniff.couldBeContainer($0) }
        let isPdf = head.withUnsafeBytes { PdfHolderSign.couldBePdf($0) }
        guard try isSuspect || endsLikeZip() || isPdf && hasPdfSign() else { return nil }
        // Without a worker nobody can tell: the import ends here rather than keep a container as if it were a document.
        try extractor.start()
        let found = extractor.identify(descriptor, name: ImportPath.lastComponent(path))
        // What was not looked into to the end is no finding.
        if extractor.isStopped { throw ExtractionStopped() }
        return found
    }

    private func endsLikeZip() throws -> Bool {
        let size = try moment().stamp.size
        guard size > Int64(ContainerSniff.length) else { return false }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: ContainerSniff.tailLength, alignment: 8)
        defer { buffer.deallocate() }
        let count = try fill(buffer, at: size - Int64(buffer.count))
        return ContainerSniff.endsLikeZip(buffer.prefix(count))
    }
}
