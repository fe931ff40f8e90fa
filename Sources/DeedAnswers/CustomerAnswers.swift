public import DeedCore
public import Deedbox

extension CustomerSummary {
    /// For programs.
    public var json: JSON {
        [
            "id": JSON(id), "name": .string(name), "creditCode": JSON(creditCode), "tier": JSON(tier), "note": JSON(note),
            "source": .string(source), "documents": JSON(documents), "serials": JSON(serials),
        ]
    }
}

extension ShowCustomer.Answer {
    /// For programs.
    public var json: JSON {
        var members = details.summary.json.members ?? []
        members += [
            JSON.Member(
                "contacts",
                .array(
                    details.contacts.map {
                        [
                            "contact": JSON($0.id), "name": JSON($0.name), "phone": JSON($0.phone), "email": JSON($0.email),
                            "address": JSON($0.address),
                        ]
                    })),
            JSON.Member(
                "machines",
                .array(details.machines.map { ["serial": .string($0.number), "model": JSON($0.model)] })),
            JSON.Member("list", .array(documents.map(\.json))),
        ]
        return .object(members)
    }
}

extension DeedCatalog.Page<CustomerSummary> {
    /// For programs.
    public var json: JSON {
        ["customers": .array(rows.map(\.json)), "next": JSON(next)]
    }
}
