import DeedCore
import DeedSystem
import Glibc

extension Vault {
    /// Where the vault's own signing key lies.
    public var signingKeyPath: String { layout.signingKey }

    /// The key that signs checkpoints, named as the vault's checkpoints are.
    ///
    /// - Parameter outside: a file with the key; without it the vault's own key, if it has one.
    /// - Throws: ``DeedCore/Failure`` `keyUnreadable`.
    public func signingKey(at outside: String? = nil) throws -> SigningKey? {
        let path = outside ?? layout.signingKey
        do {
            if outside == nil, try io.status(path) == nil { return nil }
            let text = String(decoding: try io.contents(path, limit: 1 << 16), as: UTF8.self)
            guard let key = SigningKey(pem: text, name: info.origin) else {
                throw Failure(.keyUnreadable, path, detail: "not an unencrypted Ed25519 key in PEM")
            }
            return key
        } catch let error as IOError {
            throw Failure(.keyUnreadable, path, detail: error.description)
        }
    }

    /// Makes a key where none is, for its owner alone.
    ///
    /// - Parameter outside: the file; without it the vault's own key.
    /// - Throws: ``DeedCore/Failure`` `targetExists` where a file of that name is.
    public func makeSigningKey(at outside: String? = nil) throws -> SigningKey {
        guard let key = SigningKey(newNamed: info.origin) else { throw Failure(.keyUnreadable, info.origin) }
        let bytes = Array(key.pem.utf8)
        try exclusively {
            guard let outside else {
                guard try io.status(layout.signingKey) == nil else {
                    throw Failure(.targetExists, layout.signingKey)
                }
                return try checkpointFiles.write(VaultLayout.signingKeyName, bytes, mode: 0o600)
            }
            do throws(IOError) {
                io.close(try io.opened(outside, [.write, .create, .exclusive], mode: 0o600))
            } catch {
                throw error.errno == EEXIST ? Failure(.targetExists, outside) : error.failure
            }
            try io.writeDurably(outside, bytes, mode: 0o600)
            try io.syncDirectory(outside.lastIndex(of: "/").map { String(outside[...$0]) } ?? ".")
        }
        return key
    }

    /// Puts the public half beside the checkpoints, for openssl and for the tools of C2SP.
    public func publish(_ key: VerifierKey) throws {
        try exclusively {
            for (path, text) in [("checkpoints/\(key.id).pem", key.pem), ("checkpoints/\(key.id).vkey", key.text + "\n")] {
                guard try io.status(layout.root + "/" + path) == nil else { continue }
                try checkpointFiles.write(path, Array(text.utf8), mode: 0o444)
            }
        }
    }
}
