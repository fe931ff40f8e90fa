/// Archives in volumes, told by the names of files that lie together: `合同.part1.rar`, `合同.r00`, `合同.z01`, `合同.7z.001`.
struct VolumeSet: Equatable {
    /// Places of its files in the list of names, in the order of their bytes; empty where the lead itself is missing.
    var members: [Int]
    /// What the account calls it: the first volume, or, of a zip, the last, which carries the name.
    var lead: String
    /// Names of volumes that must be there and are not.
    var missing: [String]
    /// The name of the volume that would follow the last, should the archive turn out not to be complete.
    var next: String
    /// Whether the name alone is proof enough; a plain number behind a name may be a file's own.
    var isCertain: Bool

    /// The sets among the names of one folder. Files that belong to none are not told.
    static func sets(_ names: [String]) -> [VolumeSet] {
        var groups: [Key: [(number: Int, index: Int)]] = [:]
        for (index, name) in names.enumerated() {
            guard let volume = VolumeName(name) else { continue }
            groups[Key(volume), default: []].append((volume.number, index))
        }
        let sets = groups.compactMap { key, found in set(key, found.sorted { $0.number < $1.number }, names) }
        return sets.sorted { $0.lead < $1.lead }
    }

    private struct Key: Hashable {
        var base: String
        var kind: VolumeName.Kind

        init(_ volume: VolumeName) { (base, kind) = (volume.base.lowercased(), volume.kind) }
    }

    private static func set(_ key: Key, _ found: [(number: Int, index: Int)], _ names: [String]) -> VolumeSet? {
        guard let first = found.first, let last = found.last, let base = VolumeName(names[first.index])?.base else { return nil }
        func name(_ number: Int) -> String { VolumeName.name(base, key.kind, number, like: names[first.index]) }
        // Two volumes of one number, as a.part1.rar and A.part1.rar: nobody can tell which belongs.
        let numbers = found.map(\.number)
        guard Set(numbers).count == numbers.count else { return nil }
        let lowest = key.kind == .oldRar ? 0 : 1
        // The last volume of a zip is .zip, whatever its number: it stands behind all others.
        let highest = key.kind == .zip && last.number == VolumeName.zipLast ? (found.dropLast().last?.number ?? 0) : last.number
        // A zip or a rar alone is a whole archive.
        if (key.kind == .zip || key.kind == .oldRar) && found.count == 1
            && (first.number == VolumeName.zipLast || first.number == 0)
        {
            return nil
        }
        var missing = (lowest...max(lowest, highest)).filter { !numbers.contains($0) }.map(name)
        if key.kind == .zip, last.number != VolumeName.zipLast { missing.append(name(VolumeName.zipLast)) }
        let isCertain = key.kind != .numbered || VolumeName.isArchive(base)
        // Numbers behind a name that is no archive's are volumes only from 001 on.
        if !isCertain && (numbers.first != 1 || found.count == 1) { return nil }
        let lead = key.kind == .zip ? VolumeName.zipLast : lowest
        return VolumeSet(
            members: found.map(\.index), lead: found.first { $0.number == lead }.map { names[$0.index] } ?? name(lead),
            missing: missing, next: name(highest + 1), isCertain: isCertain)
    }
}

/// The name of one volume: what comes before the number, and the number.
struct VolumeName: Equatable {
    enum Kind: Hashable {
        /// `base.part1.rar`
        case rar
        /// `base.rar`, `base.r00`, `base.r01` … `base.s00`
        case oldRar
        /// `base.z01` … `base.zip`
        case zip
        /// `base.001`
        case numbered
    }

    var base: String
    var kind: Kind
    var number: Int

    /// The number of the volume of a zip that carries the directory.
    static let zipLast = Int.max

    /// Reads a name; `nil` when it is no volume's. `.zip` and `.rar` alone may be one: their neighbours decide.
    init?(_ name: String) {
        // Most names end otherwise: .pdf, .docx, .txt.
        guard let last = name.utf8.last, (0x30...0x39).contains(last) || [0x72, 0x52, 0x70, 0x50, 0x65, 0x45].contains(last)
        else {
            return nil
        }
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        let stem = String(name[..<dot])
        let ending = name[name.index(after: dot)...].lowercased()
        if ending == "rar" || ending == "exe", let part = VolumeName.part(stem) {
            guard ending == "rar" || part.number == 1 else { return nil }
            (base, kind, number) = (part.base, .rar, part.number)
        } else if ending == "rar" {
            (base, kind, number) = (stem, .oldRar, 0)
        } else if ending == "zip" {
            (base, kind, number) = (stem, .zip, VolumeName.zipLast)
        } else if let letter = ending.first, ending.count == 3, let value = VolumeName.digits(ending.dropFirst()),
            ("r"..."y").contains(letter), let step = letter.asciiValue.map({ Int($0) - 0x72 })
        {
            (base, kind, number) = (stem, .oldRar, step * 100 + value + 1)
        } else if ending.first == "z", ending.count >= 3, let value = VolumeName.digits(ending.dropFirst()), value > 0 {
            (base, kind, number) = (stem, .zip, value)
        } else if ending.count >= 3, let value = VolumeName.digits(ending[...]), value > 0 {
            (base, kind, number) = (stem, .numbered, value)
        } else {
            return nil
        }
    }

    /// `合同.part01` → `合同`, 1
    private static func part(_ stem: String) -> (base: String, number: Int)? {
        guard let dot = stem.lastIndex(of: "."), dot > stem.startIndex else { return nil }
        let ending = stem[stem.index(after: dot)...]
        guard ending.lowercased().hasPrefix("part"), let number = digits(ending.dropFirst(4)), number > 0 else { return nil }
        return (String(stem[..<dot]), number)
    }

    private static func digits(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 5, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    /// Whether a name is that of an archive.
    static func isArchive(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        let endings: Set<String> = [
            "7z", "zip", "rar", "tar", "gz", "tgz", "bz2", "tbz2", "xz", "txz", "zst", "tzst", "cab", "iso",
        ]
        return endings.contains(name[name.index(after: dot)...].lowercased())
    }

    /// The name of a volume by its number, with as many digits as `example` has.
    static func name(_ base: String, _ kind: Kind, _ number: Int, like example: String) -> String {
        func padded(_ value: Int, _ width: Int) -> String {
            let text = "\(value)"
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        switch kind {
        case .rar:
            let stem = example.dropLast(4)
            return "\(base).part\(padded(number, stem.reversed().prefix { $0.isNumber }.count)).rar"
        case .oldRar:
            let letter = Character(UnicodeScalar(UInt8(0x72 + max(0, number - 1) / 100)))
            return number == 0 ? base + ".rar" : "\(base).\(letter)\(padded((number - 1) % 100, 2))"
        case .zip: return number == zipLast ? base + ".zip" : "\(base).z\(padded(number, 2))"
        case .numbered: return "\(base).\(padded(number, example.reversed().prefix { $0.isNumber }.count))"
        }
    }
}
