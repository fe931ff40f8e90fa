public import DeedExtract
import DeedSystem

/// Starts the workers for an archive that a person has named while the vault is being opened: both take some milliseconds.
public enum ArchiveForesight {
    /// Looks at the first bytes of each source that is a file; one that begins like a container is enough. What it is, and what is wrong
    /// with a source that cannot be read, is found later.
    public static func prepare(_ extractor: Extractor, for sources: [String]) {
        if sources.contains(where: looksLikeContainer) { extractor.prepareToUnpack() }
    }

    /// Only of a regular file: opening a pipe or a device may wait, or do something.
    static func looksLikeContainer(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        guard case .file? = try? SourceFolder.kind(of: bytes),
            let head = try? SourceReader(path: bytes).head(ContainerSniff.length)
        else { return false }
        return head.withUnsafeBytes { ContainerSniff.couldBeContainer($0) }
    }
}
