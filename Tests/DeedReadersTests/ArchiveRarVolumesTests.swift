import DeedCore
import DeedExtract
import TestSupport
import Testing

/// Volumes of RAR as programs leave them: with zeros or more behind their ends, with recovery records, and with encrypted files that begin
/// in a later volume. No free program makes RAR: all are written here.
@Suite struct ArchiveRarVolumesTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    private static let contract = Array(String(repeating: "服务协议 HT-2024-0031 甲方 示例公司 保修期十二个月。\n", count: 60).utf8)
    private static let card = Array("质保卡 CH30-2506-0042".utf8)

    /// A contract that spans three volumes, and behind it in the last one a small file.
    private static func pieces(locked: Bool = false) -> [[RarWriter.Piece]] {
        let whole = contract
        let step = whole.count / 3 + 1
        var volumes = (0..<3).map { number in
            let piece = Array(whole[(number * step)..<min(whole.count, (number + 1) * step)])
            return [RarWriter.Piece("合同.txt", piece, of: whole, before: number > 0, after: number < 2)]
        }
        volumes[2].append(RarWriter.Piece("card.txt", locked ? (0..<48).map { UInt8($0 * 5) } : card, locked: locked))
        return volumes
    }

    private func unpack(_ volumes: [[UInt8]]) throws -> Unpacked {
        try extractor.unpacked(volumes[0], volumes: Array(volumes.dropFirst()), name: "资料.part1.rar")
    }

    // libarchive looks for the next volume in steps of 512 bytes, and overlooks one that begins at the end of a step.
    @Test(arguments: [0, 1, 9, 100, 490, 500, 504, 505, 508, 511, 512, 513, 1016, 1100, 5000, 70_000])
    func `Volumes with zeros behind their ends are one archive`(zeros: Int) throws {
        let trail = [UInt8](repeating: 0, count: zeros)
        for volumes in [
            RarWriter.set5(ArchiveRarVolumesTests.pieces(), trail: trail),
            RarWriter.set4(ArchiveRarVolumesTests.pieces(), trail: trail),
        ] {
            let result = try unpack(volumes)
            #expect(result.end.state == .read && result.items.count == 2, "\(result.end) \(result.paths)")
            #expect(
                result.items.first?.bytes == ArchiveRarVolumesTests.contract, "\(String(describing: result.items.first?.end))")
            #expect(result["card.txt"]?.bytes == ArchiveRarVolumesTests.card)
        }
    }

    @Test func `Recovery records, other bytes behind the end, and no end at all part no volumes`() throws {
        let noise = (0..<777).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 41) }
        for volumes in [
            RarWriter.set5(ArchiveRarVolumesTests.pieces(), trail: noise, service: 3000),
            RarWriter.set4(ArchiveRarVolumesTests.pieces(), trail: noise, service: 3000),
            RarWriter.set4(ArchiveRarVolumesTests.pieces(), ends: false),
        ] {
            let result = try unpack(volumes)
            #expect(result.end.state == .read, "\(result.end)")
            #expect(
                result.items.map(\.bytes) == [ArchiveRarVolumesTests.contract, ArchiveRarVolumesTests.card], "\(result.paths)")
        }
    }

    @Test(arguments: [0, 9, 507, 2000])
    func `What is encrypted in a later volume is never taken for a document`(zeros: Int) throws {
        let trail = [UInt8](repeating: 0, count: zeros)
        for volumes in [
            RarWriter.set5(ArchiveRarVolumesTests.pieces(locked: true), trail: trail),
            RarWriter.set4(ArchiveRarVolumesTests.pieces(locked: true), trail: trail),
        ] {
            let result = try unpack(volumes)
            #expect(result.items.first?.bytes == ArchiveRarVolumesTests.contract, "\(result.end)")
            #expect(result.reason("card.txt") == "encrypted" && result["card.txt"]?.bytes == [], "\(result)")
        }
    }

    @Test(arguments: [0, 9, 507]) func `An encrypted file that spans volumes is told as such`(zeros: Int) throws {
        let secret = (0..<900).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let trail = [UInt8](repeating: 0, count: zeros)
        // In the second case only the later part bears the mark.
        for marks in [[true, true], [false, true]] {
            let volumes = [
                [
                    RarWriter.Piece("a.txt", ArchiveRarVolumesTests.card),
                    RarWriter.Piece("b.txt", Array(secret[..<400]), of: secret, after: true, locked: marks[0]),
                ],
                [RarWriter.Piece("b.txt", Array(secret[400...]), of: secret, before: true, locked: marks[1])],
            ]
            for set in [RarWriter.set5(volumes, trail: trail), RarWriter.set4(volumes, trail: trail)] {
                let result = try unpack(set)
                #expect(result["a.txt"]?.bytes == ArchiveRarVolumesTests.card, "\(result)")
                #expect(result.reason("b.txt") == "encrypted" && result["b.txt"]?.bytes == [], "\(result)")
            }
        }
    }

    @Test func `Nothing comes out of a volume whose headers are encrypted`() throws {
        let first = RarWriter.set5([[RarWriter.Piece("a.txt", ArchiveRarVolumesTests.card)], []], trail: [0, 0, 0])[0]
        let result = try unpack([first, RarWriter.sealed5(1)])
        #expect(result.items.allSatisfy { $0.path == "a.txt" || $0.bytes.isEmpty }, "\(result)")
        #expect(result.end.state != .read, "\(result.end)")
        #expect(try unpack([RarWriter.sealed5(0), RarWriter.sealed5(1)]).end.state == .locked)
    }

    @Test func `A wrong byte in a file that spans padded volumes is noticed, and the file behind it comes`() throws {
        let trail = [UInt8](repeating: 0, count: 9)
        for var volumes in [
            RarWriter.set5(ArchiveRarVolumesTests.pieces(), trail: trail),
            RarWriter.set4(ArchiveRarVolumesTests.pieces(), trail: trail),
        ] {
            volumes[1][500] ^= 1
            let result = try unpack(volumes)
            #expect(result.items.first?.end != .complete(bytes: Int64(ArchiveRarVolumesTests.contract.count)), "\(result)")
            #expect(result["card.txt"]?.bytes == ArchiveRarVolumesTests.card, "\(result)")
        }
    }

    @Test func `Files that end with their volume are followed by those of the next`() throws {
        let volumes = [
            [RarWriter.Piece("a.txt", Array("甲".utf8))], [RarWriter.Piece("b.txt", Array("乙".utf8))],
            [RarWriter.Piece("c.txt", Array("丙".utf8))],
        ]
        for set in [RarWriter.set5(volumes, trail: [0, 0]), RarWriter.set4(volumes, trail: [0, 0]), RarWriter.set4(volumes)] {
            let result = try unpack(set)
            #expect(result.end.state == .read && result.paths == ["a.txt", "b.txt", "c.txt"], "\(result)")
            #expect(result.text("c.txt") == "丙")
        }
    }
}
