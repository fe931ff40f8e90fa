import DeedCore
import DeedExtract
import DeedSystem

extension ImportWalk {
    /// A set of volumes with its files.
    struct Volumes {
        var set: VolumeSet
        /// In the order of their bytes.
        var files: [SourceFile]
        /// What stands before a name in the paths that the account shows.
        var folder: String

        /// What the account calls it.
        var lead: String { folder + set.lead }
    }

    /// The set that a file given by name belongs to.
    struct Neighbours {
        var volumes: Volumes

        /// Whether this file stands for the whole: the first volume or the one that gives the name.
        func takes(_ name: String) -> Bool {
            name == volumes.set.lead || volumes.files.first.map { $0.path == name } ?? false
        }

        /// Whether another source, beside this one, stands for the whole.
        func isLead(_ other: String, beside source: String) -> Bool {
            guard let slash = source.lastIndex(of: "/"), other.hasPrefix(source[...slash]) else { return false }
            return takes(String(other[source.index(after: slash)...]))
        }
    }

    /// The volumes beside a file given by name; `nil` when it is none.
    func volumes(beside file: SourceFile) -> Neighbours? {
        guard VolumeName(file.path) != nil, let slash = file.source.lastIndex(of: "/") else { return nil }
        let folder = Array(file.source[...slash].utf8)
        guard let names = try? SourceFolder.names(in: folder) else { return nil }
        let shown = names.map { String(decoding: $0, as: UTF8.self) }
        guard let set = VolumeSet.sets(shown).first(where: { $0.members.contains { shown[$0] == file.path } }) else { return nil }
        // All belong to the source that the account knows: the set is the same whichever of its files was named.
        let files = set.members.map { index in
            SourceFile(
                source: String(decoding: folder, as: UTF8.self) + set.lead, absolute: folder + names[index], path: shown[index])
        }
        return Neighbours(volumes: Volumes(set: set, files: files, folder: ""))
    }

    /// Reads an archive in volumes; `first` is the file whose place in the walk it takes, and `isNamed` tells whether a person named
    /// it and not the folder.
    func visit(_ volumes: Volumes, of first: SourceFile, isNamed: Bool) {
        guard !pipeline.shouldStop else { return }
        let lead = SourceFile(source: volumes.files.first?.source ?? first.source, absolute: first.absolute, path: volumes.lead)
        do {
            if !volumes.set.isCertain, try !looksLikeContainer(volumes.files[0]) {
                return isNamed ? visit(first) : volumes.files.forEach { visit($0) }
            }
            guard volumes.set.missing.isEmpty else {
                let missing = volumes.set.missing.prefix(20).joined(separator: ", ")
                return reject(lead, ImportRejection(ImportReason.volumeMissing, detail: missing))
            }
            var size: Int64 = 0
            let parts = try volumes.files.map { file in
                let part = try SourceReader(path: file.absolute)
                size += try part.size()
                return part
            }
            try pipeline.extractor.start()
            try ArchiveIntake(walk: self, file: lead, depth: 1, nextVolume: volumes.set.next).read(parts, size: size)
        } catch let failure as Failure where [.sourceUnreadable, .sourceNotFound].contains(failure.code) {
            reject(lead, ImportRejection(ImportReason.unreadable, detail: failure.detail))
        } catch is ExtractionStopped {
            return
        } catch {
            fail(error)
        }
    }

    private func looksLikeContainer(_ file: SourceFile) throws -> Bool {
        let source = try SourceReader(path: file.absolute)
        defer { source.close() }
        return try source.head(ContainerSniff.length).withUnsafeBytes { ContainerSniff.couldBeContainer($0) }
    }
}
