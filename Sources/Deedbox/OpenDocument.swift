public import DeedCatalog
public import DeedCore
import DeedVault

/// Somebody takes an original out; its bytes are checked while they are read.
public struct OpenDocument {
    /// The document.
    public var document: Identifier

    /// A request for `document`.
    public init(_ document: Identifier) { self.document = document }

    /// What is known of it, before its bytes are read.
    public func details(in session: VaultSession) throws -> DocumentDetails {
        try session.require(.open)
        return try session.catalog.details(of: document)
    }

    /// The bytes in pieces.
    ///
    /// - Throws: ``Failure`` `objectMissing` or `objectDamaged`; after the latter nothing that was handed out may be trusted.
    public func read(in session: VaultSession, _ take: (UnsafeRawBufferPointer) throws -> Void) throws -> DocumentDetails {
        try session.require(.open)
        return try pass(in: session, take)
    }

    /// The same for a use case that has asked for a right of its own.
    func pass(in session: VaultSession, _ take: (UnsafeRawBufferPointer) throws -> Void) throws -> DocumentDetails {
        let details = try session.catalog.details(of: document)
        if let gone = details.summary.gone { throw Failure(gone == .purged ? .documentPurged : .documentInTrash, document.text) }
        let reader = try session.vault.reader(for: details.summary.object)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { return details }
            try take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
