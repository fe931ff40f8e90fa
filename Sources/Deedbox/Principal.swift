public import DeedCore
import Glibc

/// Who asks, by which way in, and what this person or system may do: the actor of every record that is written for it.
public struct Principal: Sendable, Hashable {
    /// The ways into a vault.
    public enum Way: String, Sendable, CaseIterable {
        /// A command that a person typed.
        case cli
        /// A folder that is watched.
        case watch
        /// A page.
        case web
        /// A program with a token.
        case api
    }

    /// The name in the journal.
    public var name: String
    /// The number that tells two of the same name apart: the operating system's, for its users.
    public var id: Int64
    /// The way in.
    public var way: Way
    /// What it may do.
    public var rights: Set<Right>

    /// Somebody.
    public init(name: String, id: Int64, way: Way, rights: Set<Right>) {
        self.name = name
        self.id = id
        self.way = way
        self.rights = rights
    }

    /// Who runs the program, as the operating system says: whoever may write the vault's files may do everything.
    public static func operatingSystemUser(by way: Way) -> Principal {
        let id = geteuid()
        var buffer = [CChar](repeating: 0, count: 4096)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        let name =
            getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0 && found != nil
            ? String(cString: entry.pw_name) : "uid \(id)"
        return Principal(name: name, id: Int64(id), way: way, rights: Set(Right.allCases))
    }

    /// Refuses who has none of `rights`: the one place where rights are asked for. Use cases call it before they do anything.
    ///
    /// - Throws: ``Failure`` `notAllowed` with the first of them.
    func require(anyOf rights: [Right]) throws {
        guard let first = rights.first, self.rights.isDisjoint(with: rights) else { return }
        throw Failure(.notAllowed, first.rawValue, detail: name)
    }
}

/// Something that a role may be allowed to do. Raw values stand in JSON.
public enum Right: String, Sendable, CaseIterable {
    /// Ask: lists, cards, search, accounts.
    case read
    /// Take an original out.
    case open
    /// Hand evidence over to somebody outside.
    case export
    /// Bring in documents and ledgers, and take a run back.
    case bringIn = "import"
    /// Say what documents, customers and machines are, and decide about them.
    case change
    /// Say what must be kept: holds and rules of retention.
    case hold
    /// Ask for a purge, take that back, and carry out what is due.
    case purge
    /// Take contents out of the journal.
    case redact
    /// Sign what the journal is.
    case sign
    /// Look after the vault: verify, copy, repair, keys.
    case administer
}

/// What is asked for besides the question itself: by whom, and as of which day. The language is the surface's.
public struct Request: Sendable {
    /// Who asks.
    public var principal: Principal
    /// The date to reckon from; `nil`: today in the vault's zone.
    public var today: CivilDate?
    /// Answer with what was known at the end of this day.
    public var asKnown: CivilDate?

    /// A request by somebody, as of now.
    public init(_ principal: Principal, today: CivilDate? = nil, asKnown: CivilDate? = nil) {
        self.principal = principal
        self.today = today
        self.asKnown = asKnown
    }

    /// What the operating system's user asks for with a command.
    public static var cli: Request { Request(.operatingSystemUser(by: .cli)) }
}

extension VaultSession {
    /// Refuses who may do none of these: see ``Principal/require(anyOf:)``.
    func require(_ rights: Right...) throws { try request.principal.require(anyOf: rights) }
}

extension SessionSettings {
    /// The same for what works on a vault's files, without a session.
    func require(_ rights: Right...) throws { try request.principal.require(anyOf: rights) }
}
