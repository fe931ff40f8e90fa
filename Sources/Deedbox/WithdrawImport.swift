import DeedCatalog
public import DeedCore

/// A person takes back what a run brought in: it leaves the lists, the objects stay until a purge.
public struct WithdrawImport {
    /// The run.
    public var run: Identifier
    /// The reason given.
    public var why: String?

    /// A withdrawal of `run`.
    public init(_ run: Identifier, why: String?) {
        self.run = run
        self.why = why
    }

    /// Writes the withdrawal; a run that was withdrawn already is left as it is.
    ///
    /// - Throws: ``Failure`` `runNotFound`.
    @discardableResult
    public func run(in session: VaultSession) throws -> Bool {
        try session.write(.bringIn) {
            try session.catalog.run(run).withdrawn ? [] : [Record(ImportWithdrawn(run: run, why: why))]
        } > 0
    }
}
