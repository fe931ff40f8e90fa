public import DeedCore

/// What `vault.json` says: written once, when the vault is made.
public struct VaultInfo: Sendable, Hashable {
    /// The version of the format, the number in the declaration file's name.
    public var format: Int64
    /// A UUID in lower case.
    public var id: String
    /// When the vault was made.
    public var created: Instant
    /// The IANA name of the zone whose days the vault reckons with.
    public var timeZone: String
    /// The program and version that made it.
    public var program: String
    /// How objects are spread over directories: `hex-2`.
    public var layout: String
    /// `none`; other forms come with a feature.
    public var encryption: String
    /// What one must understand to read, to write, to purge, to check.
    public var features: Features

    /// Names of features, by what they are needed for.
    public struct Features: Sendable, Hashable {
        /// Needed for any use.
        public var read: [String] = []
        /// Needed to add records.
        public var write: [String] = []
        /// Needed to remove objects.
        public var purge: [String] = []
        /// Needed to verify.
        public var check: [String] = []
    }
}

extension VaultInfo {
    /// Features that this version understands: none is needed in format 1 so far.
    static let known: Set<String> = []

    /// The content of `vault.json`: one object on one line.
    var bytes: [UInt8] {
        let features: JSON = .object([
            .init("read", .strings(features.read)), .init("write", .strings(features.write)),
            .init("purge", .strings(features.purge)), .init("check", .strings(features.check)),
        ])
        let json: JSON = .object([
            .init("format", .integer(format)), .init("id", .string(id)), .init("created", .string(created.description)),
            .init("timeZone", .string(timeZone)), .init("program", .string(program)), .init("hash", "sha256"),
            .init("layout", .string(layout)), .init("encryption", .string(encryption)), .init("features", features),
        ])
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// Reads `vault.json`; `path` is only named in failures.
    ///
    /// - Throws: ``DeedCore/Failure`` with `vaultUnreadable` for a file of another form, `vaultTooNew` for a form, an encryption or a
    ///   feature needed for reading that this version does not know.
    init(parsing bytes: [UInt8], path: String) throws {
        guard let json = JSON(parsing: bytes), let format = json["format"]?.integer, let id = json["id"]?.string,
            let created = json["created"]?.string.flatMap({ Instant($0) }), let timeZone = json["timeZone"]?.string
        else { throw Failure(.vaultUnreadable, path, detail: "not the JSON object that the format asks for") }
        self.format = format
        self.id = id
        self.created = created
        self.timeZone = timeZone
        program = json["program"]?.string ?? ""
        layout = json["layout"]?.string ?? ""
        encryption = json["encryption"]?.string ?? ""
        features = Features(
            read: json["features"]?["read"]?.strings ?? [], write: json["features"]?["write"]?.strings ?? [],
            purge: json["features"]?["purge"]?.strings ?? [], check: json["features"]?["check"]?.strings ?? [])
        let foreign = [
            format == 1 ? nil : "format \(format)", json["hash"]?.string == "sha256" ? nil : "hash",
            layout == "hex-2" ? nil : "layout \(layout)", encryption == "none" ? nil : "encryption \(encryption)",
        ].compactMap { $0 }
        if let first = foreign.first { throw tooNew(first, path) }
        try require(features.read, path)
    }

    /// Refuses features that this version does not know.
    func require(_ names: [String], _ path: String) throws {
        if let unknown = names.first(where: { !VaultInfo.known.contains($0) }) { throw tooNew("feature \(unknown)", path) }
    }

    private func tooNew(_ what: String, _ path: String) -> Failure {
        Failure(.vaultTooNew, path, detail: "\(what) is not known to this version; the vault was made by \(program)")
    }
}

extension JSON {
    fileprivate static func strings(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

    fileprivate var strings: [String] { array?.compactMap(\.string) ?? [] }
}
