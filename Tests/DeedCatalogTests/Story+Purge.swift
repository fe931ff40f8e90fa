import DeedCatalog
import DeedCore
import Testing

extension Story {
    /// A hold that ends, a rule, a paper that goes by way of the trash, and bodies that are taken out.
    func disposal() throws {
        let (hold, purge, redaction) = (try mint(), try mint(), try mint())
        try write(
            Record(HoldPlaced(hold: hold, name: "诉讼2026-07", documentKind: "contract", why: "诉讼保全")),
            Record(HoldReleased(hold: hold, why: "结案")),
            Record(RetentionSet(documentKind: "contract", years: 10, from: "end", why: "会计档案管理办法")))
        let old = try mint()
        let day = try #require(CivilDate("2026-11-20"))
        try write(
            Record(
                DocumentAdded(
                    document: old, object: try Story.object(77), source: "/srv/旧档.zip", path: "旧档.zip!/过期.pdf", name: "过期.pdf",
                    size: 3, crc32: 0xCAFE_F00D)),
            Record(PurgeRequested(purge: purge, document: old, why: "保管期满", due: day)),
            Record(
                PurgeIntended(purge: purge, document: old, object: try Story.object(77), trash: day, until: day)),
            Record(ObjectPurged(purge: purge, document: old, object: try Story.object(77))))
        try write(
            Record(
                RedactionOrdered(
                    redaction: redaction, why: "个人信息删除", time: now, lines: ["3": .string(try Story.object(5).hex)])),
            Record(RedactionDone(redaction: redaction)))
    }
}
