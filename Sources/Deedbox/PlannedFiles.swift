public import DeedCore
import DeedText

/// Files that an import would bring in: a dry run compares the ledger with them, though the catalog does not know them.
public struct PlannedFiles: Sendable {
    private var byName: [String: [Identifier]] = [:]
    private var names: [Identifier: String] = [:]

    /// None.
    public init() {}

    /// Adds a file under the id that the dry run gave it.
    public mutating func add(path: String, document: Identifier) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        names[document] = name
        for key in Set([Folding.nameKey(name), Folding.nameKey(PlannedFiles.stem(name))]) {
            if byName[key]?.last != document { byName[key, default: []].append(document) }
        }
    }

    func contains(_ document: Identifier) -> Bool { names[document] != nil }

    /// Its file name.
    func name(of document: Identifier) -> String? { names[document] }

    /// Files of this name, with or without its extension.
    func documents(fileName: String) -> [Identifier] { byName[Folding.nameKey(fileName)] ?? [] }

    static func stem(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
