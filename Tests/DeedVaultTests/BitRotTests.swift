import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

/// Everything in a vault is damaged in turn, in every way: it is always found, always named, and put back from a copy.
@Suite("Bit rot")
struct BitRotTests {
    private let io: MemoryIO
    private let catalog = MemoryCatalog()
    private let layout = VaultLayout(root: "/vault")

    init() throws {
        io = try MemoryIO.withVault()
        let vault = try io.vault(sealedSize: 900)
        let created = VaultCreated(
            vault: vault.info.id, timeZone: vault.info.timeZone, version: vault.info.program, created: vault.info.created)
        _ = try vault.commit(applier: catalog, actor: try actor(), stage: nil) { [Record(created)] }
        for names in [["采购合同", "保修卡"], ["服务协议"], ["补充协议", "框架协议"]] { try vault.add(names, to: catalog, filler: 40) }
        var options = CopyOptions()
        options.threads = 0
        _ = try vault.copy(to: "/copy", options: options)
        io.crash(keeping: .everything)
    }

    /// How a file may rot.
    enum Rot: CaseIterable, CustomTestStringConvertible {
        case flip, zero, truncate, delete

        var testDescription: String { "\(self)" }

        func spoil(_ bytes: [UInt8], at offset: Int) -> [UInt8]? {
            var bytes = bytes
            switch self {
            case .flip: bytes[offset] ^= 1 << UInt8(offset % 8)
            case .zero: for at in offset..<min(offset + 64, bytes.count) { bytes[at] = 0 }
            case .truncate: bytes.removeSubrange(offset...)
            case .delete: return nil
            }
            return bytes
        }
    }

    /// Spoils a file, expects that it is found and named, and that a repair brings the very bytes back.
    private func expectFoundAndMended(_ path: String, _ rot: Rot, at offset: Int) throws {
        let bytes = try io.contents(path)
        let name = String(path.dropFirst("/vault/".count))
        if let spoilt = rot.spoil(bytes, at: offset) { try io.put(path, spoilt) } else { try io.unlink(path) }
        let found = named()
        #expect(found.contains { $0.hasPrefix(name) || name.hasPrefix($0) }, "\(name) \(rot) at \(offset): \(found)")
        let report = try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: catalog.place)
        #expect(report.remaining.isClean, "\(name) \(rot) at \(offset): \(report.remaining)")
        let put = report.objects.map(\.path) + report.files.map(\.path)
        #expect(put == [name], "\(name) \(rot) at \(offset): \(put)")
        #expect(try io.contents(path) == bytes, "\(name) \(rot) at \(offset)")
        for file in try io.list("/vault/quarantine") { try io.unlink("/vault/quarantine/" + file) }
    }

    /// The paths that a verification names; of a vault that does not open, what the failure says.
    private func named() -> [String] {
        do {
            let report = try io.vault(.read).verify(threads: 1, expecting: catalog.place)
            return report.damaged.map(\.path) + report.missing.map { layout.relativeObject($0) } + report.files.map(\.path)
                + report.journal.problems.map(\.path)
        } catch let failure as Failure {
            return [VaultLayout.declarationName, "vault.json"].filter {
                failure.subject.hasSuffix($0) || failure.subject == "/vault"
            }
        } catch {
            return []
        }
    }

    @Test("Every object", arguments: Rot.allCases)
    func objects(_ rot: Rot) throws {
        for id in catalog.kept.sorted() {
            let path = layout.object(id)
            let size = try io.contents(path).count
            for offset in [0, size / 2, size - 1] { try expectFoundAndMended(path, rot, at: offset) }
        }
    }

    @Test("The chain and the bodies, at many places", arguments: Rot.allCases)
    func journal(_ rot: Rot) throws {
        let last = try io.vault(.read).files.lastSegment()
        #expect(last > 1)
        for segment in 1...last {
            for path in [layout.recordsFile(segment), layout.bodiesFile(segment)] {
                let size = try io.contents(path).count
                for offset in stride(from: segment - 1, to: size, by: rot == .delete ? size : 31) {
                    try expectFoundAndMended(path, rot, at: offset)
                }
            }
        }
    }

    @Test("Every byte of vault.json and of the declaration", arguments: Rot.allCases)
    func names(_ rot: Rot) throws {
        for path in [layout.info, layout.declaration] {
            let size = try io.contents(path).count
            for offset in stride(from: 0, to: size, by: rot == .flip ? 1 : rot == .delete ? size : 19) {
                try expectFoundAndMended(path, rot, at: offset)
            }
        }
    }

    @Test("A whole folder is gone")
    func folders() throws {
        let id = try #require(catalog.kept.min())
        try io.unlink(layout.object(id))
        try io.removeDirectory(layout.objectDirectory(id.firstByte))
        let report = try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: catalog.place)
        #expect(report.objects.map(\.object) == [id] && report.remaining.isClean)
    }

    @Test("No copy has it: it is lost, said to be, and what is left of it stays where it is")
    func lost() throws {
        let id = try #require(catalog.kept.min())
        let path = layout.object(id)
        try io.flip(path, at: 3)
        try io.flip("/copy" + path.dropFirst(6), at: 4)
        let rest = try io.contents(path)
        for sources in [[], ["/copy"]] {
            let report = try VaultRepair(at: "/vault", from: sources, io: io, threads: 1).run(expecting: catalog.place)
            #expect(report.remaining.damaged.map(\.object) == [id] && report.objects.isEmpty)
        }
        #expect(try io.contents(path) == rest)
        #expect(try io.list("/vault/quarantine").isEmpty)
    }

    @Test("The first copy has it damaged too, the second has it")
    func twoCopies() throws {
        let id = try #require(catalog.kept.min())
        try io.vault(.read).copyAll(to: "/second")
        try io.flip(layout.object(id), at: 3)
        try io.flip("/copy" + layout.object(id).dropFirst(6), at: 4)
        let report = try VaultRepair(at: "/vault", from: ["/copy", "/second"], io: io, threads: 1).run(expecting: catalog.place)
        #expect(report.objects.map(\.source) == ["/second"] && report.remaining.isClean)
    }

    @Test("The end of the journal is gone with whole batches, and the catalog too: the copy knows")
    func cutOff() throws {
        let place = try #require(catalog.rolledBack(1).place)
        let last = layout.recordsFile(place.segment)
        let whole = try io.contents(last)
        try io.put(last, Array(whole.prefix(Int(place.offset))))
        let report = try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: nil)
        #expect(!report.files.isEmpty && report.remaining.isClean)
        #expect(try io.vault(.read).journal() == catalog.records)
    }

    @Test("Another vault is no copy")
    func foreign() throws {
        _ = try Vault.create(at: "/other", io: io, timeZone: "UTC", program: "x", syncThreads: 0)
        #expect(failure { _ = try VaultRepair(at: "/vault", from: ["/other"], io: io, threads: 1) }?.code == .copyForeign)
        #expect(failure { _ = try VaultRepair(at: "/vault", from: ["/nowhere"], io: io, threads: 1) }?.code == .copyNotFound)
        #expect(failure { _ = try VaultRepair(at: "/vault", from: ["/vault"], io: io, threads: 1) }?.code == .copyInside)
    }
}
