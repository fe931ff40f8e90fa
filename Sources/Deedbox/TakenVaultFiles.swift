import DeedCatalog
public import DeedCore
import DeedVault

/// A document that is no paper but a file of a vault, or a signing key: what an earlier version took in.
public struct TakenVaultFile: Sendable, Hashable {
    /// The document; `nil` where the catalog cannot tell.
    public var document: Identifier?
    /// Its content.
    public var object: ObjectID
    /// How it was called when it was taken in.
    public var path: String?
    /// What it is.
    public var what: What

    /// What a file of a vault is. Raw values stand in JSON.
    public enum What: String, Sendable, CaseIterable {
        /// The private key that signs this vault's checkpoints: whoever can read the document can sign in the vault's name.
        case ownKey = "own-key"
        /// A private key of the same kind.
        case key = "signing-key"
        /// A file with what a vault knows: journal, bodies, catalog, texts. A purge or a redaction there does not reach it.
        case vaultFile = "vault-file"
    }
}

extension VerifyVault {
    /// What was taken in of a vault: keys among the objects that were read, and documents whose name and beginning are those of a
    /// vault's file.
    static func taken(_ report: VerifyReport, in vault: Vault, catalog path: String) -> [TakenVaultFile] {
        let catalog = try? Catalog.open(at: path, access: .read, keys: VaultSession.keys)
        let own = catalog.flatMap { try? vault.verifierKeys(catalog: $0) } ?? []
        var taken = report.keys.map { object in
            let document = catalog.flatMap { try? $0.document(for: object) }
            let key = SigningKey(pem: String(decoding: head(of: object, in: vault), as: UTF8.self), name: vault.info.origin)
            let isOwn = key.map { own.contains($0.verifier) || (try? vault.signingKey())?.verifier == $0.verifier } ?? false
            let path = document.flatMap { id in catalog.flatMap { try? $0.firstPath(of: id) } }
            return TakenVaultFile(document: document, object: object, path: path, what: isOwn ? .ownKey : .key)
        }
        let missing = Set(report.missing)
        for file in (try? catalog?.namedAsVaultFiles()) ?? [] where !missing.contains(file.object) {
            let head = head(of: file.object, in: vault).prefix(VaultFileForm.head)
            guard VaultFileForm.isPart(file.name, head) || VaultFileForm.isName(file.name, head) else { continue }
            taken.append(TakenVaultFile(document: file.document, object: file.object, path: file.path, what: .vaultFile))
        }
        return taken
    }

    /// The beginning of an object, enough for a key; empty where it cannot be read.
    private static func head(of object: ObjectID, in vault: Vault) -> [UInt8] {
        guard let reader = try? vault.reader(for: object) else { return [] }
        return
            (try? [UInt8](unsafeUninitializedCapacity: SigningKeyForm.longest) { buffer, count in
                count = 0
                count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
            }) ?? []
    }
}
