import DeedCore

/// Where things stand in a vault of format 1: the only place that knows paths.
struct VaultLayout: Sendable {
    /// The vault's directory.
    let root: String
    /// A segment that has grown to this many bytes takes no further batch.
    var sealedSize: Int64 = 64 << 20

    static let declarationPrefix = "0=deedbox_vault_"
    static let declarationName = "0=deedbox_vault_1"
    static let declarationText = "deedbox_vault_1\n"
    /// Directories made with the vault.
    static let directories = ["objects", "records", "bodies", "checkpoints", "keys", "trash", "quarantine", "tmp", "catalog"]

    var declaration: String { root + "/" + VaultLayout.declarationName }
    var info: String { root + "/vault.json" }
    var auditorText: String { root + "/README.txt" }
    var specification: String { root + "/spec.md" }
    var lock: String { root + "/lock" }
    var reserve: String { root + "/reserve" }
    var objects: String { root + "/objects" }
    var records: String { root + "/records" }
    var bodies: String { root + "/bodies" }
    var trash: String { root + "/trash" }
    var quarantine: String { root + "/quarantine" }
    var tmp: String { root + "/tmp" }
    var checkpoints: String { root + "/checkpoints" }
    var keys: String { root + "/keys" }
    var databases: String { root + "/catalog" }
    var merkleMemory: String { databases + "/merkle" }
    /// The vault's own signing key.
    var signingKey: String { root + "/" + VaultLayout.signingKeyName }
    static let signingKeyName = "keys/checkpoint.pem"

    /// The path below the vault of one that is in it.
    func relative(_ path: String) -> String { String(decoding: path.utf8.dropFirst(root.utf8.count + 1), as: UTF8.self) }

    func directory(_ name: String) -> String { root + "/" + name }

    func objectDirectory(_ firstByte: UInt8) -> String { objects + "/" + Hex.text([firstByte]) }

    /// The path below the vault, as reports name it.
    func relativeObject(_ id: ObjectID) -> String { VaultLayout.object(id, below: "objects/") }

    /// `folder`, the first two digits and all digits: put together at once, as reading a vault asks for millions of them.
    private static func object(_ id: ObjectID, below folder: String) -> String {
        var folder = folder
        return folder.withUTF8 { folder in
            id.withHexDigits { digits in
                String(unsafeUninitializedCapacity: folder.count + 67) { path in
                    var end = path[...].initialize(fromContentsOf: folder)
                    end = path[end...].initialize(fromContentsOf: digits[..<2])
                    path.initializeElement(at: end, to: UInt8(ascii: "/"))
                    return path[(end + 1)...].initialize(fromContentsOf: digits)
                }
            }
        }
    }

    /// Where an object lies between the day it was taken out and the day it is removed.
    func trashFolder(_ day: CivilDate) -> String { trash + "/" + day.description }

    func trashed(_ id: ObjectID, _ day: CivilDate) -> String { trashFolder(day) + "/" + id.hex }

    func object(_ id: ObjectID) -> String { VaultLayout.object(id, below: root + "/objects/") }

    func recordsFile(_ segment: Int) -> String { records + "/" + VaultLayout.segmentName(segment) + ".jsonl" }

    func bodiesFile(_ segment: Int) -> String { bodies + "/" + VaultLayout.segmentName(segment) + ".tsv" }

    /// Ten digits, so that the shell's order is the order of the segments.
    static func segmentName(_ segment: Int) -> String {
        let digits = String(segment)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }

    /// The number in `0000000001.jsonl`; `nil` for another name.
    static func segment(named name: String) -> Int? {
        guard name.hasSuffix(".jsonl"), name.utf8.count == 16 else { return nil }
        let digits = name.dropLast(6)
        guard digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int(digits), number > 0 else { return nil }
        return number
    }
}
