import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

extension DocumentSummary {
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
