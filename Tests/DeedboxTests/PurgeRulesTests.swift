import DeedCatalog
import DeedClock
import DeedCore
import DeedVault
import TestSupport
import Testing

@testable import Deedbox

/// What a document is to the rules, kept beside the vault by a program of a few lines.
private struct Model {
    struct Paper {
        var text: String
        var id: Identifier
        var kind: DocumentKind?
        var ends: Int?
        var customer = false
        var isHeld = false
        /// The day from which it may go, while a request is open.
        var due: Int?
        var cameAgain = false
        /// The day from which its object may be removed, while it lies in the trash.
        var until: Int?
        var isPurged = false
        var imported: Int
    }

    var papers: [Paper] = []
    var customerHeld = false
    var kindHeld = false
    var rule: Retention.Rule?
    var names = 0

    func mayGo(_ paper: Paper, on day: Int) -> Bool {
        if paper.isHeld || customerHeld && paper.customer || kindHeld && paper.kind != .invoice { return false }
        if paper.cameAgain { return false }
        guard let rule, paper.kind != .invoice else { return true }
        if rule.from == .end, paper.ends == nil { return false }
        let start = PurgeWorld.first.adding(days: rule.from == .end ? paper.ends ?? 0 : paper.imported)
        return PurgeWorld.first.adding(days: day) > start.adding(months: 12 * rule.years)
    }

    /// Nothing but what a run does.
    mutating func run(on day: Int, trash: Int) {
        for at in papers.indices {
            settle(at, day)
            if papers[at].until == nil, let due = papers[at].due, due <= day, mayGo(papers[at], on: day) {
                papers[at].until = day + trash
                settle(at, day)
            }
        }
    }

    private mutating func settle(_ at: Int, _ day: Int) {
        guard let until = papers[at].until else { return }
        if !mayGo(papers[at], on: day) {
            restore(at)
        } else if until <= day {
            (papers[at].until, papers[at].due, papers[at].isPurged) = (nil, nil, true)
        }
    }

    mutating func restore(_ at: Int) { (papers[at].until, papers[at].due, papers[at].cameAgain) = (nil, nil, false) }

    mutating func restoreHeld(_ isCovered: (Paper) -> Bool) {
        for at in papers.indices where papers[at].until != nil && isCovered(papers[at]) { restore(at) }
    }
}

@Suite("Purge: what may go, and when")
struct PurgeRulesTests {
    /// Does things of chance to a vault and to the model; after each, both say the same of every paper.
    @Test(
        "Never anything that is held, must be kept, or nobody asked for; and always what is due",
        arguments: 1...8 as ClosedRange<UInt64>)
    func model(seed: UInt64) throws {
        var chance = SplitMix(seed: seed)
        let io = try PurgeWorld.made()
        var world = try PurgeWorld(io)
        var model = Model()
        var fields = ChangeCustomer.Fields()
        fields.name = "上海样例机电有限公司"
        let customer = try ChangeCustomer(fields).add(in: world.session)
        var day = 0
        for step in 0..<160 {
            world = world.on(day: day, trash: Int(chance.next(4)))
            let trash = world.session.settings.trashDays
            let at = model.papers.isEmpty ? nil : Int(chance.next(UInt64(model.papers.count)))
            let action = chance.next(16)
            switch (action, at) {
            case (0, _), (1, _), (_, nil): try bring("合同 \(chance.next(6))", world, &model, day)
            case (2...4, _): day += Int(chance.next(200))
            case (5, let at?):
                guard !model.papers[at].isPurged else { break }
                let kind: DocumentKind = chance.next(2) == 0 ? .contract : .invoice
                try ChangeDocument(model.papers[at].id).set(["kind=\(kind.rawValue)"], in: world.session)
                model.papers[at].kind = kind
            case (6, let at?):
                guard !model.papers[at].isPurged else { break }
                model.papers[at].ends = day + Int(chance.next(300)) - 150
                let ends = PurgeWorld.first.adding(days: model.papers[at].ends ?? 0)
                try ChangeDocument(model.papers[at].id).set(["expires=\(ends)"], in: world.session)
            case (7, let at?):
                guard !model.papers[at].isPurged else { break }
                let remove = model.papers[at].customer
                try ChangeDocument(model.papers[at].id).link(customer, role: "customer", remove: remove, in: world.session)
                model.papers[at].customer = !remove
            case (8, let at?): try hold(at, customer, chance.next(3), world, &model)
            case (9, _):
                let found = try world.session.catalog.holds()
                if let hold = found.randomElement(using: &chance) {
                    _ = try ReleaseHold([hold.id], why: nil).run(in: world.session)
                    if hold.customer != nil { model.customerHeld = false }
                    if hold.kind != nil { model.kindHeld = false }
                    for at in model.papers.indices where model.papers[at].id == hold.document?.id {
                        model.papers[at].isHeld = false
                    }
                }
            case (10, _):
                let years = Int(chance.next(3))
                let rule = years == 0 ? nil : Retention.Rule(years: years - 1, from: chance.next(2) == 0 ? .end : .imported)
                if rule != nil || model.rule != nil {
                    _ = try SetRetention(.contract, rule: rule, why: nil).run(in: world.session)
                    model.rule = rule
                }
            case (11...12, let at?):
                _ = try RequestPurge([model.papers[at].id], why: "保管期满").run(in: world.session)
                let paper = model.papers[at]
                if !paper.isPurged, paper.until == nil, paper.due == nil || paper.cameAgain {
                    (model.papers[at].due, model.papers[at].cameAgain) = (day + 2, false)
                }
            case (13, let at?):
                guard model.papers[at].due != nil else { break }
                _ = try CancelPurge([model.papers[at].id], why: nil).run(in: world.session)
                model.restore(at)
            default:
                _ = try RunPurge().run(in: world.session)
                model.run(on: day, trash: trash)
            }
            try compare(model, world, "seed \(seed) step \(step) action \(action) day \(day)")
        }
        #expect(try PurgeWorld(io).faults() == [])
        #expect(model.papers.contains { $0.isPurged }, "nothing was ever purged")
    }

    private func bring(_ text: String, _ world: PurgeWorld, _ model: inout Model, _ day: Int) throws {
        model.names += 1
        let id = try #require(try world.importing([text], from: "/来件\(model.names)").first)
        if let at = model.papers.firstIndex(where: { $0.text == text && !$0.isPurged }) {
            #expect(model.papers[at].id == id)
            if model.papers[at].until != nil {
                model.restore(at)
            } else if model.papers[at].due != nil {
                model.papers[at].cameAgain = true
            }
        } else {
            // The clock of the machine says when it came in; no test may depend on it.
            #expect(!model.papers.contains { $0.id == id })
            let today = world.session.zone.day(of: .now).days(since: PurgeWorld.first)
            model.papers.append(.init(text: text, id: id, imported: today))
        }
    }

    private func hold(_ at: Int, _ customer: Identifier, _ what: UInt64, _ world: PurgeWorld, _ model: inout Model) throws {
        func place(_ target: PlaceHold.Target) throws {
            _ = try PlaceHold(name: "诉讼", targets: [target], why: "诉讼保全", note: nil).run(in: world.session)
        }
        switch what {
        case 0 where !model.papers[at].isPurged:
            try place(.document(model.papers[at].id))
            model.papers[at].isHeld = true
            let held = model.papers[at].id
            model.restoreHeld { $0.id == held }
        case 1:
            try place(.customer(customer))
            model.customerHeld = true
            model.restoreHeld { $0.customer }
        case 2:
            try place(.kind(.contract))
            model.kindHeld = true
            model.restoreHeld { $0.kind != .invoice }
        default: break
        }
    }

    private func compare(_ model: Model, _ world: PurgeWorld, _ place: String) throws {
        for paper in model.papers {
            let gone = try world.session.catalog.details(of: paper.id).summary.gone
            #expect(gone == (paper.isPurged ? .purged : paper.until != nil ? .trash : nil), "\(place) \(paper)")
            let object = ObjectHash.of(Array(paper.text.utf8))
            let live = model.papers.first { $0.text == paper.text && !$0.isPurged }
            let expected: Set<String> = live.map { [$0.until == nil ? "objects" : "trash"] } ?? []
            #expect(try world.places(of: object) == expected, "\(place) \(paper)")
        }
        let listed = try world.session.catalog.documents(limit: 1000).rows.count
        #expect(listed == model.papers.count { !$0.isPurged && $0.until == nil }, "\(place)")
    }

    @Test("A file that was read before its paper was purged, and is committed after it, is told and not lost silently")
    func raced() throws {
        let io = try PurgeWorld.made()
        let world = try PurgeWorld(io, grace: 0, trash: 0)
        let paper = try world.importing(["保修卡"])[0]
        let object = try world.object(of: paper)
        // The importer reads: the content is known, so nothing is staged …
        let stage = try world.session.vault.objectStage()
        let stored = try stage.store(Array("保修卡".utf8)) { $0 == object }
        #expect(!stored.written)
        let leaf = DeedImportLeaf.taken(stored.id, stored.size)
        // … and the purge goes all the way before the batch is committed.
        _ = try RequestPurge([paper], why: "误存").run(in: world.on(day: 0, grace: 0, trash: 0).session)
        #expect(try RunPurge().run(in: world.on(day: 0, grace: 0, trash: 0).session).purged.count == 1)
        #expect(try world.commit([leaf], stage).isEmpty)
        #expect(try world.session.catalog.documents().rows.isEmpty && world.faults() == [])
        // The next import stores it as a new document.
        let again = try world.importing(["保修卡"])
        #expect(try again.count == 1 && again[0] != paper && world.session.vault.objectExists(object))
        #expect(try world.faults() == [])
    }
}

extension SplitMix {
    fileprivate mutating func next(_ limit: UInt64) -> UInt64 { next() % limit }
}
