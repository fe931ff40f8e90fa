import DeedCore
public import DeedText

/// One job for a worker; the open file travels beside it.
public struct ExtractRequest: Sendable, Hashable {
    /// Which of this worker's jobs it is; the answer's last frame repeats it.
    public var job: Int
    /// What to do.
    public var operation: Operation
    /// What somebody called the file.
    public var name: String
    /// The charset of an archive's names, when a person has given it.
    public var names: TextCharset?
    /// Entries to pass over in silence: told before another worker died.
    public var skipEntries: Int
    /// Bytes of the first entry told that were handed on before another worker died.
    public var skipBytes: Int64
    /// Passwords to try on encrypted entries, as the bytes that programs made of them, each in hexadecimal digits.
    public var passwords: [String]
    /// Whether the parent is asked before the bytes of an entry whose checksum the directory gives.
    public var asks: Bool
    /// Whether an archive that only another program can decrypt is left to the parent, before anything of it is told.
    public var leavesLocked: Bool
    /// Names of hidden sheets that a table is wanted of.
    public var sheets: [String] = []
    /// The limits the worker keeps.
    public var limits: ExtractLimits

    /// What a worker can do.
    public enum Operation: String, Sendable, CaseIterable {
        case identify
        case text
        case unpack
        case table
    }

    /// A job.
    public init(
        job: Int, operation: Operation, name: String, names: TextCharset? = nil, skipEntries: Int = 0, skipBytes: Int64 = 0,
        passwords: [String] = [], asks: Bool = false, leavesLocked: Bool = false, limits: ExtractLimits
    ) {
        self.job = job
        self.operation = operation
        self.name = name
        self.names = names
        self.skipEntries = skipEntries
        self.skipBytes = skipBytes
        self.passwords = passwords
        self.asks = asks
        self.leavesLocked = leavesLocked
        self.limits = limits
    }

    /// The request as the payload of a ``Frame``. A name longer than 4,096 bytes is cut: it is a hint.
    public var payload: [UInt8] {
        let hint = name.utf8.count <= 4096 ? name : String(decoding: name.utf8.suffix(4096), as: UTF8.self)
        let json: JSON = [
            "job": JSON(job), "op": .string(operation.rawValue), "name": .string(hint), "names": JSON(names?.rawValue),
            "skipEntries": JSON(skipEntries), "skipBytes": JSON(skipBytes),
            "passwords": .array(passwords.map { .string($0) }), "asks": .bool(asks), "leavesLocked": .bool(leavesLocked),
            "sheets": .array(sheets.map(JSON.string)),
            "limits": limits.json,
        ]
        return json.bytes
    }

    /// Reads a payload; `nil` for anything else.
    public init?(payload: some Sequence<UInt8>) {
        guard let json = JSON(parsing: payload), let job = json["job"]?.integer, let name = json["name"]?.string,
            let operation = json["op"]?.string.flatMap(Operation.init(rawValue:))
        else { return nil }
        self.init(
            job: Int(job), operation: operation, name: name, names: json["names"]?.string.flatMap(TextCharset.init(rawValue:)),
            skipEntries: Int(json["skipEntries"]?.integer ?? 0), skipBytes: json["skipBytes"]?.integer ?? 0,
            passwords: (json["passwords"]?.array ?? []).compactMap(\.string), asks: json["asks"] == .bool(true),
            leavesLocked: json["leavesLocked"] == .bool(true),
            limits: ExtractLimits(json["limits"]))
        sheets = json["sheets"]?.array?.compactMap(\.string) ?? []
    }
}
