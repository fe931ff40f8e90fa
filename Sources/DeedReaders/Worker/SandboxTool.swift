import CSandbox
public import DeedCore
public import DeedExtract
import Glibc

/// `deedbox-extract exec`: closes the walls around this process and becomes an external tool.
public enum SandboxTool {
    /// Never returns when the tool begins; else the failure.
    ///
    /// - Parameters:
    ///   - command: the tool's path and its arguments.
    ///   - readable: what it may read and load.
    ///   - threads: whether it may start threads.
    public static func become(
        _ command: [String], parent: Int32, walls: Walls, memory: UInt64, cpuSeconds: UInt64, readable: [String], threads: Bool
    ) -> Failure {
        guard let tool = command.first else { return Failure(.badUse, "exec", detail: "no tool") }
        guard deed_bind_to_parent(parent) == 0 else { return Failure(.workerFailed, "parent") }
        do throws(Failure) {
            _ = try Sandbox(
                threads ? .threadedTool : .tool, walls: walls, memory: memory, cpuSeconds: cpuSeconds, readable: readable
            ).close()
        } catch { return error }
        execv(tool, cStrings(command))
        return Failure(.workerFailed, tool, detail: String(cString: strerror(errno)))
    }

    /// Copies as C wants them, with NULL at the end; the caller frees them.
    static func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var copies: [UnsafeMutablePointer<CChar>?] = []
        for text in strings { copies.append(strdup(text)) }
        copies.append(nil)
        return copies
    }
}
