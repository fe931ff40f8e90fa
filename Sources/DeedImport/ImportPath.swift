import DeedText
import Foundation

/// Paths as the account shows them: the source's own name, then what lies in it; `!/` stands between a container and its entry.
public enum ImportPath {
    /// What stands between a container and its entry.
    static let inside = "!/"

    /// The part behind the last slash.
    public static func lastComponent(_ path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// What the account calls a file of a folder, by its path in it as the disk has it.
    public static func shown(_ path: [UInt8], in folder: String) -> String {
        let parts = path.split(separator: UInt8(ascii: "/")).map { part in
            String(validating: part, as: UTF8.self) ?? TextCharset.detectNames([Array(part)]).decode(part)
        }
        return ([lastComponent(folder)] + parts).joined(separator: "/")
    }

    /// The beginnings of `path` that could be the container it lies in, longest first.
    public static func holders(of path: String) -> [String] {
        var found: [String] = []
        var rest = path
        while let range = rest.range(of: inside, options: .backwards) {
            rest = String(rest[..<range.lowerBound])
            found.append(rest)
        }
        return found
    }

    /// An entry of a container.
    static func entry(_ name: String, of container: String) -> String { container + inside + name }

    /// Folders of macOS, Synology, Windows and the desktops of Linux: nothing in them is a person's paper.
    private static let systemFolders: Set = [
        "__macosx", "@eadir", ".trashes", ".spotlight-v100", ".fseventsd", "$recycle.bin", "system volume information",
    ]
    private static let systemFiles: Set = ["thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", ".directory"]

    /// Files that systems and programs leave behind and nobody archives, by any component of the path.
    static func isSystemFile(_ path: String) -> Bool {
        for component in path.utf8.split(separator: UInt8(ascii: "/")) {
            if systemFolders.contains(String(component)?.lowercased() ?? "") { return true }
        }
        let name = lastComponent(path)
        if name == ".DS_Store" { return true }
        let lower = name.lowercased()
        return systemFiles.contains(lower) || lower.hasPrefix("._") || lower.hasPrefix("~$")
            || lower.hasPrefix(".~lock.") && lower.hasSuffix("#") || lower.hasPrefix(".") && lower.hasSuffix(".swp")
    }
}
