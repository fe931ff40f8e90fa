/// The folders that documents lay in, as their places tell: `合同/上海样例机电/保修卡.zip!/甲.pdf` lay in 合同, 上海样例机电 and
/// 保修卡.zip.
extension Reading {
    /// The most names that the index takes of one document: a content that lies everywhere is found by them anyhow.
    private static let mostFolders = 500

    /// Names of what a document lay in, each once, in the order of its places.
    func folders(_ key: Int64) throws -> [String] {
        var seen: Set<String> = []
        var folders: [String] = []
        for path in try paths(of: key) {
            for name in Reading.folders(of: path) where folders.count < Reading.mostFolders && seen.insert(name).inserted {
                folders.append(name)
            }
        }
        return folders
    }

    /// Documents that lay in a folder, archive or mail whose name, or a part of whose path, contains `text`, folded.
    func keys(inFolder text: String) throws -> [Int64] {
        let wanted = Reading.folderKey(text, keys)
        guard !wanted.isEmpty else { return [] }
        // Few folders hold many files: each is judged once.
        var judged: [Substring: Bool] = [:]
        var found: Set<Int64> = []
        let rows = try rows("SELECT n.document, n.path FROM document_name n WHERE \(Reading.holds("n"))", [:])
        for row in rows {
            let path: String = row[1]
            guard let end = path.lastIndex(of: "/") else { continue }
            let folder = path[..<end]
            let isInside: Bool
            if let known = judged[folder] {
                isInside = known
            } else {
                isInside = Reading.folderKey(String(folder), keys).contains(wanted)
                judged[folder] = isInside
            }
            if isInside { found.insert(row[0]) }
        }
        return found.sorted()
    }

    private func paths(of key: Int64) throws -> [String] {
        try rows(
            "SELECT n.path FROM document_name n WHERE n.document = :key AND \(Reading.holds("n")) ORDER BY n.from_seq",
            ["key": key]
        ).map { $0[0] }
    }

    private static func folders(of path: String) -> [String] {
        path.split(separator: "/").dropLast().map { $0.hasSuffix("!") ? String($0.dropLast()) : String($0) }
    }

    /// What makes two ways of writing a folder the same; the slashes between folders stay.
    private static func folderKey(_ path: String, _ keys: Keys) -> String {
        path.split(separator: "/").map { keys.name(String($0)) }.joined(separator: "/")
    }
}
