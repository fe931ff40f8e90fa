public import DeedCore
import DeedText

/// Files that an import would bring in: a dry run compares the ledger with them, though the catalog does not know them.
public struct PlannedFiles: Sendable {
    private var byName: [String: [Identifier]] = [:]
    private var known: Set<Identifier> = []

    /// None.
    public init() {}

    /// Adds a file under the id that the dry run gave it.
    public mutating func add(path: String, document: Identifier) {
        known.insert(document)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        for key in Set([Folding.nameKey(name), Folding.nameKey(PlannedFiles.stem(name))]) {
            if byName[key]?.last != document { byName[key, default: []].append(document) }
        }
    }

    func contains(_ document: Identifier) -> Bool { known.contains(document) }

    /// Files of this name, with or without its extension.
    func documents(fileName: String) -> [Identifier] { byName[Folding.nameKey(fileName)] ?? [] }

    private static func stem(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
