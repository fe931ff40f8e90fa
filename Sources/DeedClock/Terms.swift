public import DeedCore

/// What is known about when a document begins and ends: the inputs of the clock.
public struct Terms: Sendable, Hashable {
    /// The day of signing.
    public var signed: CivilDate?
    /// The first day it is in force.
    public var effective: CivilDate?
    /// The last day of the current term, as the document says it.
    public var expires: CivilDate?
    /// The length of the term in months.
    public var termMonths: Int?
    /// What happens at the end when nobody acts.
    public var renewal: Renewal?
    /// Months that one renewal lasts.
    public var renewalMonths: Int?
    /// Days before the end by which one must act.
    public var noticeDays: Int?
    /// Months before the end by which one must act.
    public var noticeMonths: Int?
    /// Whether the document says that it has no end.
    public var perpetual: Bool
    /// What was decided last.
    public var decision: Decision?
    /// What was decided, by the last day of the term it was decided for; `nil` where only the last decision is known, which is then taken to
    /// be for the current term.
    public var decided: [CivilDate: Decision]?
    /// The last day of the latest term of which somebody has seen that it renewed by itself.
    public var acknowledged: CivilDate?

    /// What happens at the end when nobody acts (自动续期 and its kin).
    public enum Renewal: String, Sendable, CaseIterable {
        /// It goes on by itself.
        case auto
        /// It goes on when the parties agree.
        case manual
        /// It ends.
        case none
    }

    /// What a person decided about the coming end.
    public enum Decision: String, Sendable, CaseIterable {
        case renew
        case end
        case renegotiate
    }

    /// The inputs of the clock; what is unknown is left out.
    public init(
        signed: CivilDate? = nil, effective: CivilDate? = nil, expires: CivilDate? = nil, termMonths: Int? = nil,
        renewal: Renewal? = nil, renewalMonths: Int? = nil, noticeDays: Int? = nil, noticeMonths: Int? = nil,
        perpetual: Bool = false, decision: Decision? = nil
    ) {
        self.signed = signed
        self.effective = effective
        self.expires = expires
        self.termMonths = termMonths
        self.renewal = renewal
        self.renewalMonths = renewalMonths
        self.noticeDays = noticeDays
        self.noticeMonths = noticeMonths
        self.perpetual = perpetual
        self.decision = decision
    }

    /// Takes over the value of one field in its canonical text form; fields that the clock does not use, and text that is no value
    /// of its field, change nothing.
    public mutating func set(_ field: DocumentField, to value: String) {
        switch field {
        case .signed: signed = CivilDate(value)
        case .effective: effective = CivilDate(value)
        case .expires: expires = CivilDate(value)
        case .termMonths: termMonths = Int(value)
        case .renewal: renewal = Renewal(rawValue: value)
        case .renewalMonths: renewalMonths = Int(value)
        case .noticeDays: noticeDays = Int(value)
        case .noticeMonths: noticeMonths = Int(value)
        case .perpetual: perpetual = value == "yes"
        case .decision: decision = Decision(rawValue: value)
        case .title, .kind, .number, .amount, .currency, .owner, .note, .retention: break
        }
    }

    /// The fields that the clock reads.
    public static let fields: [DocumentField] = [
        .signed, .effective, .expires, .termMonths, .renewal, .renewalMonths, .noticeDays, .noticeMonths, .perpetual, .decision,
    ]
}
