import Crypto
import DeedCore
import Foundation

/// The public half of a key that signs checkpoints, with its name: an Ed25519 key of C2SP's signed-note.
public struct VerifierKey: Sendable, Hashable {
    /// Who signs: the origin of the vault's checkpoints. Without spaces and plus signs.
    public let name: String
    /// The 32 bytes of RFC 8032.
    public let raw: [UInt8]

    /// What stands before every Ed25519 key as SubjectPublicKeyInfo (RFC 8410, section 4).
    private static let derPrefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    init?(name: String, raw: [UInt8]) {
        guard !name.isEmpty, raw.count == 32, !name.contains(where: { $0.isWhitespace || $0 == "+" }) else { return nil }
        self.name = name
        self.raw = raw
    }

    /// Reads `name+hash+base64`; `nil` for another form, or where the hash is not that of name and key.
    public init?(_ text: String) {
        // The base64 may hold plus signs too: the first two divide.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let bytes = Base64.bytes(parts[2]), bytes.first == 1 else { return nil }
        self.init(name: parts[0], raw: Array(bytes.dropFirst()))
        guard id == parts[1] else { return nil }
    }

    /// Reads a public key as `openssl pkey -pubout` writes it; `nil` for anything but an Ed25519 key.
    public init?(pem: String, name: String) {
        guard let der = PEM.bytes(pem, label: "PUBLIC KEY"), der.starts(with: VerifierKey.derPrefix) else { return nil }
        self.init(name: name, raw: Array(der.dropFirst(VerifierKey.derPrefix.count)))
    }

    /// The key's id, 8 hexadecimal digits: the first four bytes of SHA-256 over name, newline, 0x01 and key.
    public var id: String { Hex.text(idBytes) }

    var idBytes: [UInt8] { Array(ObjectHash.of(Array(name.utf8) + [0x0A, 0x01] + raw).bytes.prefix(4)) }

    /// `name+id+base64`, as other tools of C2SP take it.
    public var text: String { "\(name)+\(id)+\(Base64.text([1] + raw))" }

    /// The key for openssl.
    public var pem: String { PEM.text(VerifierKey.derPrefix + raw, label: "PUBLIC KEY") }

    /// Whether `signature` is this key's over `message`.
    func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// A key that signs checkpoints.
public struct SigningKey: Sendable {
    /// The public half.
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// What stands before every Ed25519 key as PKCS #8 (RFC 8410, section 7).
    private static let derPrefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    private init?(_ key: Curve25519.Signing.PrivateKey, name: String) {
        guard let verifier = VerifierKey(name: name, raw: Array(key.publicKey.rawRepresentation)) else { return nil }
        self.verifier = verifier
        self.key = key
    }

    /// A new key from the system's generator; `nil` for a name with spaces or plus signs.
    public init?(newNamed name: String) { self.init(Curve25519.Signing.PrivateKey(), name: name) }

    /// Reads a private key as `openssl genpkey -algorithm ed25519` and ``pem`` write it.
    public init?(pem: String, name: String) {
        guard let der = PEM.bytes(pem, label: "PRIVATE KEY"), der.starts(with: SigningKey.derPrefix),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: der.dropFirst(SigningKey.derPrefix.count))
        else { return nil }
        self.init(key, name: name)
    }

    /// The private key, unencrypted.
    public var pem: String { PEM.text(SigningKey.derPrefix + Array(key.rawRepresentation), label: "PRIVATE KEY") }

    func signature(of message: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: message)) }
}

/// The text form of keys (RFC 7468).
private enum PEM {
    static func text(_ bytes: [UInt8], label: String) -> String {
        let base64 = Array(Base64.text(bytes).utf8)
        let lines = stride(from: 0, to: base64.count, by: 64).map {
            String(decoding: base64[$0..<min($0 + 64, base64.count)], as: UTF8.self)
        }
        return "-----BEGIN \(label)-----\n" + lines.joined(separator: "\n") + "\n-----END \(label)-----\n"
    }

    static func bytes(_ text: String, label: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        guard let begin = lines.firstIndex(of: "-----BEGIN \(label)-----"),
            let end = lines[begin...].firstIndex(of: "-----END \(label)-----")
        else { return nil }
        return Base64.bytes(lines[(begin + 1)..<end].joined())
    }
}
