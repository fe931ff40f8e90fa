public import DeedCore
import DeedText
public import Deedbox

extension ExpiringRow {
    /// For programs.
    public var json: JSON {
        let kind = machine == nil ? document?.kind?.rawValue : DocumentKind.warrantyCard.rawValue
        let buyers = machine.map { machine in
            [machine.customer].compactMap { $0 }.map { buyer -> JSON in
                ["id": JSON(buyer.id), "name": .string(buyer.name), "role": "customer"]
            }
        }
        return [
            "document": JSON(document?.id), "title": JSON(document?.title ?? machine?.number), "kind": JSON(kind),
            "number": JSON(document?.number), "customers": .array(buyers ?? document?.customers.map(\.json) ?? []),
            "expires": JSON(deadlines.end), "actBy": JSON(deadlines.actBy), "group": .string(group.rawValue),
            "amount": JSON(document?.amount), "currency": JSON(document?.currency), "owner": JSON(document?.owner),
            "renewal": JSON(terms.renewal?.rawValue), "decision": JSON(deadlines.decision?.rawValue),
            "basis": JSON(deadlines.basis?.rawValue), "renewals": JSON(deadlines.renewals), "renewed": JSON(deadlines.renewed),
            "serial": JSON(machine?.number), "covers": .array((machine?.covers ?? []).map(JSON.string)),
            "page": JSON(machine?.page),
        ]
    }
}

extension ExpiringAnswer {
    /// What has no end by its own words is not unknown.
    public var unknownEnds: [(key: UnknownEnd, value: Int)] {
        unknown.filter { $0.key != .perpetual }.map { ($0.key, $0.value) }
    }

    /// For programs.
    public func json(_ range: DateRange, on today: CivilDate, asKnown: CivilDate?) -> JSON {
        [
            "today": JSON(today), "asKnown": JSON(asKnown), "from": JSON(range.first), "to": JSON(range.last),
            "confirmed": .array(rows.map(\.json)), "proposed": [],
            "unknown": [
                "count": JSON(unknownEnds.map(\.value).reduce(0, +)),
                "reasons": .object(
                    unknownEnds.sorted { $0.key.rawValue < $1.key.rawValue }.map { JSON.Member($0.key.rawValue, JSON($0.value)) }),
            ],
            "perpetual": JSON(unknown[.perpetual] ?? 0),
            "looked": JSON(looked),
        ]
    }
}

/// What is known of a serial number, and the verdict on it: what whoever reads it out is told.
public struct WarrantyCard {
    /// The serial number as it was read out.
    public let serial: String
    /// What fits it.
    public let answer: WarrantyAnswer
    /// The day of the verdict.
    public let today: CivilDate
    /// The day whose knowledge counts; `nil` for now.
    public let asKnown: CivilDate?

    /// A card.
    public init(serial: String, answer: WarrantyAnswer, today: CivilDate, asKnown: CivilDate?) {
        (self.serial, self.answer, self.today, self.asKnown) = (serial, answer, today, asKnown)
    }

    /// The machine that is meant: the one written exactly so, else the only one. Several that the number only folds onto are listed.
    public var machine: MachineRow? {
        guard let first = answer.machines.first else { return nil }
        return answer.machines.count == 1 || Folding.folded(first.number) == Folding.folded(serial.trimmedASCII) ? first : nil
    }
    /// The other machines that the number folds onto.
    public var others: [MachineRow] { machine == nil ? answer.machines : Array(answer.machines.dropFirst()) }
    /// `covered`, `expired`, … or `ambiguous`.
    public var verdict: String {
        machine.map { $0.verdict(on: today).rawValue } ?? (answer.machines.isEmpty ? Verdict.unknown.rawValue : "ambiguous")
    }

    /// For programs.
    public var json: JSON {
        [
            "today": JSON(today), "asKnown": JSON(asKnown), "serial": .string(machine?.number ?? serial),
            "verdict": .string(verdict), "known": .bool(machine != nil), "model": JSON(machine?.model),
            "customer": machine?.customer.map { ["id": JSON($0.id), "name": .string($0.name)] } ?? .null,
            "covers": .array((machine?.covers ?? []).map { Self.json($0, today) }),
            "purchases": .array(
                (machine?.purchases ?? []).map {
                    [
                        "date": JSON($0.date), "invoice": JSON($0.invoice), "customer": JSON($0.customer?.name),
                        "sale": JSON($0.id),
                    ]
                }),
            "near": .array(
                answer.near.map { ["serial": .string($0.number), "model": JSON($0.model), "distance": JSON($0.distance)] }),
            "others": .array(others.map { .string($0.number) }),
        ]
    }

    private static func json(_ row: CoverRow, _ today: CivilDate) -> JSON {
        [
            "kind": .string(row.kind), "starts": JSON(row.cover.starts), "ends": JSON(row.cover.ends),
            "daysLeft": JSON(row.cover.daysLeft(on: today)), "document": JSON(row.document), "page": JSON(row.page),
            "title": JSON(row.title), "cover": JSON(row.id), "source": .string(row.source), "months": JSON(row.cover.months),
            "stated": JSON(row.cover.stated),
        ]
    }
}
