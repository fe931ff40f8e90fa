public import DeedCore

/// A signed statement of what the journal's first lines are: size and root of the Merkle tree over them (C2SP tlog-checkpoint, which
/// is a signed-note).
public struct Checkpoint: Sendable, Hashable {
    /// Whose checkpoint it is: ``VaultInfo/origin``.
    public let origin: String
    /// How many lines of the journal it covers.
    public let size: Int64
    /// The root of the tree over them.
    public let root: ObjectID
    /// The text that is signed, its last newline included.
    let note: String
    /// Who signed.
    let signatures: [Signature]

    /// One signature line.
    struct Signature: Sendable, Hashable {
        var name: String
        var keyID: [UInt8]
        var bytes: [UInt8]

        var text: String { "\u{2014} \(name) \(Base64.text(keyID + bytes))\n" }
    }

    /// A checkpoint signed with `key`.
    init(origin: String, size: Int64, root: ObjectID, key: SigningKey) throws {
        self.origin = origin
        self.size = size
        self.root = root
        note = "\(origin)\n\(size)\n\(Base64.text(root.bytes))\n"
        let signature = try key.signature(of: Array(note.utf8))
        signatures = [Signature(name: key.verifier.name, keyID: key.verifier.idBytes, bytes: signature)]
    }

    /// The whole text, as it stands in its file.
    public var text: String { note + "\n" + signatures.map(\.text).joined() }

    /// Reads a checkpoint. The text may have come by mail: line ends may be `\r\n`, and empty lines may stand around it.
    ///
    /// `nil` for a text of another form. Signatures are not checked here, see ``signing(by:)``.
    public init?(_ text: String) {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        while lines.last == "" { lines.removeLast() }
        lines.removeFirst(lines.prefix { $0.isEmpty }.count)
        guard let divider = lines.lastIndex(of: ""), divider >= 3, lines.count > divider + 1, lines.count <= divider + 100,
            !lines[0].isEmpty, let size = Int64(lines[1]), size >= 0, String(size) == lines[1],
            let root = Base64.bytes(lines[2]).flatMap({ ObjectID(bytes: $0) }), lines[..<divider].allSatisfy({ !$0.isEmpty }),
            text.unicodeScalars.allSatisfy({ $0.value >= 32 || $0 == "\n" || $0 == "\r" })
        else { return nil }
        origin = lines[0]
        self.size = size
        self.root = root
        note = lines[..<divider].joined(separator: "\n") + "\n"
        var signatures: [Signature] = []
        for line in lines[(divider + 1)...] {
            guard let signature = Signature(line) else { return nil }
            signatures.append(signature)
        }
        self.signatures = signatures
    }

    /// What the signatures are worth to somebody who knows some keys.
    public enum Signing: Sendable, Hashable {
        /// This key signed it.
        case signed(VerifierKey)
        /// A line says that this key signed it, and it did not.
        case forged(VerifierKey)
        /// None of the keys is named.
        case unknown
    }

    /// Checks the signatures by the rules of C2SP: those of unknown keys are passed over, a false one of a known key spoils all.
    public func signing(by keys: [VerifierKey]) -> Signing {
        let message = Array(note.utf8)
        var signer: VerifierKey?
        for signature in signatures {
            guard let key = keys.first(where: { $0.name == signature.name && $0.idBytes == signature.keyID }) else { continue }
            guard key.accepts(signature.bytes, of: message) else { return .forged(key) }
            signer = signer ?? key
        }
        return signer.map(Signing.signed) ?? .unknown
    }
}

extension Checkpoint.Signature {
    init?(_ line: String) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == "\u{2014}", !parts[1].isEmpty, !parts[1].contains("+"),
            let bytes = Base64.bytes(parts[2]), bytes.count > 4
        else { return nil }
        self.init(name: parts[1], keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }
}

extension VaultInfo {
    /// The first line of the vault's checkpoints, and the name of the keys that sign them.
    public var origin: String { "deedbox/" + id }
}
