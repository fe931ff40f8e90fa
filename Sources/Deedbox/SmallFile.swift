public import DeedCore
import DeedSystem

/// A small file of a vault that a command reads itself, such as `config.toml`.
public enum SmallFile {
    /// The whole of it, at most 1 MiB. What is no file is not waited for.
    ///
    /// - Returns: the bytes, or ``Failure`` `badSettings` with the reason.
    public static func read(_ path: String) -> Result<[UInt8], Failure> {
        do throws(IOError) {
            return .success(try HostIO().contents(path, limit: 1 << 20))
        } catch {
            return .failure(Failure(.badSettings, path, detail: error.description))
        }
    }
}
