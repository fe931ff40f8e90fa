public import DeedExtract
import DeedSystem
import Glibc

/// Starts the workers for an archive that a person has named before the vault is opened: both take some milliseconds.
public enum ArchiveForesight {
    /// Looks at the first bytes of each source that is a file; one that begins like a container is enough. What it is, and what is wrong
    /// with a source that cannot be read, is found later.
    public static func prepare(_ extractor: Extractor, for sources: [String]) {
        if sources.contains(where: looksLikeContainer) { extractor.prepareForArchive() }
    }

    static func looksLikeContainer(_ path: String) -> Bool {
        // Not a pipe, nor a device: opening one may wait, or do something.
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafeTemporaryAllocation(byteCount: ContainerSniff.length, alignment: 16) { buffer in
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            return count > 0 && ContainerSniff.couldBeContainer(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
