import DeedCore
import DeedSystem
import DeedText
import Synchronization

/// Walks the sources in the order of their names and hands every leaf to the pool.
final class ImportWalk: Sendable {
    private let pipeline: ImportPipeline
    private let sources: [String]
    private let met = Atomic<Int>(0)
    private let abandoned = Atomic<Bool>(false)

    init(pipeline: ImportPipeline, sources: [String]) {
        self.pipeline = pipeline
        self.sources = sources
    }

    /// Leaves met so far.
    var seen: Int { met.load(ordering: .relaxed) }

    /// Makes the walk end at the next file.
    func abandon() { abandoned.store(true, ordering: .relaxed) }

    var shouldStop: Bool { abandoned.load(ordering: .relaxed) || pipeline.shouldStop() }

    /// The number of the next leaf.
    func nextOrdinal() -> Int { met.wrappingAdd(1, ordering: .relaxed).oldValue }

    func run() {
        for source in sources {
            if shouldStop { return }
            visit(SourceFile(source: source, absolute: Array(source.utf8), path: ImportPath.lastComponent(source)))
        }
    }

    /// A path that was given, or one below it.
    private func visit(_ file: SourceFile) {
        guard !shouldStop else { return }
        do {
            switch try SourceFolder.kind(of: file.absolute) {
            case .folder: try descend(file)
            case .file(let size, let modified): take(file, size: size, modified: modified)
            case .link: reject(file, ImportRejection(ImportReason.link))
            case .other: reject(file, ImportRejection(ImportReason.device))
            }
        } catch {
            reject(file, ImportRejection(ImportReason.unreadable, detail: String(describing: error)))
        }
    }

    private func descend(_ folder: SourceFile) throws {
        let names = try SourceFolder.names(in: folder.absolute)
        // Names that are not UTF-8 come from a careless unpacking: one charset for all of them in the folder.
        let foreign = names.filter { String(validating: $0, as: UTF8.self) == nil }
        let charset = foreign.isEmpty ? .utf8 : pipeline.options.names ?? TextCharset.detectNames(foreign)
        for name in names {
            let shown = String(validating: name, as: UTF8.self) ?? name.withUnsafeBufferPointer { charset.decode($0) }
            visit(
                SourceFile(
                    source: folder.source, absolute: folder.absolute + [UInt8(ascii: "/")] + name, path: folder.path + "/" + shown))
        }
    }

    private func take(_ file: SourceFile, size: Int64, modified: Instant) {
        if ImportPath.isSystemFile(file.path) { return reject(file, ImportRejection(ImportReason.systemFile, size: size)) }
        if size == 0 { return reject(file, ImportRejection(ImportReason.empty, size: 0)) }
        do {
            let source = try SourceReader(path: file.absolute)
            if try source.couldBeContainer() {
                let identified = pipeline.extractor.identify(source.descriptor, name: ImportPath.lastComponent(file.path))
                if identified.container {
                    return try ArchiveIntake(pipeline: pipeline, walk: self).read(source, file: file, size: size, depth: 1)
                }
            }
            source.close()
        } catch {
            return reject(file, ImportRejection(ImportReason.unreadable, detail: String(describing: error)))
        }
        let ordinal = nextOrdinal()
        pipeline.pool.submit { [pipeline] in
            let outcome = FileIntake(pipeline: pipeline).store(path: file.absolute)
            pipeline.deliver(
                ImportedLeaf(ordinal: ordinal, source: file.source, path: file.path, modified: modified, outcome: outcome))
        }
    }

    private func reject(_ file: SourceFile, _ rejection: ImportRejection) {
        pipeline.deliver(
            ImportedLeaf(
                ordinal: nextOrdinal(), source: file.source, path: file.path, modified: nil, outcome: .rejected(rejection)))
    }
}

/// A path on disk with what the account calls it.
struct SourceFile: Sendable {
    /// The absolute path that was given.
    var source: String
    /// Where it is, as the disk spells it; empty for what lies in a container.
    var absolute: [UInt8]
    /// What the account shows.
    var path: String
}
