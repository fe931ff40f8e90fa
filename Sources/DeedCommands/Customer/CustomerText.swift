import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// A customer with what belongs to it.
struct CustomerText: Report {
    let answer: ShowCustomer.Answer

    private var details: CustomerDetails { answer.details }
    private var documents: [DocumentSummary] { answer.documents }

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        let messages = page.messages
        let summary = details.summary
        page.line(Table.oneLine(summary.name), .bold)
        page.pairs([
            (Heading.customer, summary.id.text), (.creditCode, summary.creditCode), (.tier, summary.tier), (.note, summary.note),
        ])
        var contacts = Table([
            Table.Column(messages[.contact]), Table.Column(messages[.phone]), Table.Column(messages[.email]),
            Table.Column(messages[.address], flexible: true),
        ])
        for contact in details.contacts {
            let isRedacted = [contact.name, contact.phone, contact.email, contact.address].allSatisfy { $0 == nil }
            contacts.row([
                isRedacted ? messages.say("redacted", "已抹除") : contact.name ?? "", contact.phone ?? "", contact.email ?? "",
                contact.address ?? "",
            ])
        }
        if contacts.count > 0 { page.line() }
        page.table(contacts)
        var machines = Table([Table.Column(messages[.serial]), Table.Column(messages[.model])])
        for machine in details.machines { machines.row([machine.number, machine.model ?? ""]) }
        if machines.count > 0 { page.line() }
        page.table(machines)
        if !documents.isEmpty {
            page.line()
            DocumentListText(page: DeedCatalog.Page(rows: documents, next: nil)).write(to: &page)
        }
    }
}
