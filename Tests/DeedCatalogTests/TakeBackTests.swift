import DeedCatalog
import DeedCore
import Testing

@Suite("What lines of the journal said of customers and machines is taken back")
struct TakeBackTests {
    @Test("what they added ends, what they changed is as before, what others build on stays")
    func takenBack() throws {
        let story = try Story()
        let known = try story.customer("甲公司", phone: "138", contact: "王工")
        let machine = try story.serial("SN-1", model: "M1", customer: known)
        let cover = try story.cover(machine, starts: "2025-01-01", months: 12)
        let before = try #require(try story.catalog.machine(machine))
        let first = story.last + 1
        // A ledger corrects the cover, learns a code, resells the machine, and brings two customers and two machines.
        let buyer = try story.customer("乙公司", phone: "139")
        let builtOn = try story.customer("丙公司")
        let other = try story.serial("SN-2", customer: buyer)
        let stays = try story.serial("SN-3", customer: builtOn)
        try story.cover(other, starts: "2026-01-01", months: 12)
        try story.write(
            Record(CoverChanged(cover, changes: ["months": 24], source: "ledger")),
            Record(CustomerChanged(customer: known, changes: ["creditCode": "91350100M000100Y43"])),
            Record(SerialChanged(machine, changes: ["customer": .string(buyer.text)], source: "ledger")),
            Record(PurchaseAdded(purchase: try story.mint(), serial: machine, customer: buyer, source: "ledger")))
        let last = story.last
        // Since then somebody has promised something on the third machine.
        try story.cover(stays, "parts", ends: "2027-01-01")

        let back = try story.catalog.takingBack([first...last])
        try story.write(back.records)

        #expect(try story.catalog.machine(machine) == before)
        #expect(try story.catalog.customer(known).summary.creditCode == nil)
        #expect(try story.catalog.machine(other) == nil && story.catalog.machine(stays)?.customer?.name == "丙公司")
        #expect(try story.catalog.customers().rows.map(\.name) == ["丙公司", "甲公司"])
        #expect(back.kept == 2)
        #expect(try story.catalog.takingBack([first...last]).records.isEmpty, "once is enough")
    }
}
