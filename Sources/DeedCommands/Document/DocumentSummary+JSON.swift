import DeedCore
import DeedMessages
import Deedbox

extension LinkedCustomer {
    var json: JSON { ["id": JSON(id), "name": .string(name), "role": .string(role)] }
}

extension DocumentSummary {
    /// As `list` gives it.
    var json: JSON {
        [
            "document": JSON(id), "title": .string(title), "kind": JSON(kind?.rawValue), "number": JSON(number),
            "customers": .array(customers.map(\.json)), "names": .array(names.map(JSON.string)), "sha256": JSON(object),
            "expires": JSON(expires), "renewedUntil": JSON(renewedUntil), "size": .integer(size), "amount": JSON(amount),
            "currency": JSON(currency),
            "owner": JSON(owner), "tags": .array(tags.map(JSON.string)), "withdrawn": .bool(withdrawn), "damage": JSON(damage),
            "gone": JSON(gone?.rawValue),
        ]
    }

    /// `CNY 120,000.00` as people read it.
    func money(_ messages: Messages) -> String {
        guard let amount else { return "" }
        return Money(decimal: amount, currency: currency ?? "CNY").map { messages.money($0) } ?? amount
    }

    /// The customers' names, each once.
    func customerNames(_ messages: Messages) -> String {
        var seen: Set<Identifier> = []
        return messages.list(customers.filter { seen.insert($0.id).inserted }.map(\.name))
    }
}
