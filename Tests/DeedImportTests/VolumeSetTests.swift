@testable import DeedImport
import Testing

/// Which files of a folder are one archive, told by their names.
@Suite struct VolumeSetTests {
    @Test(arguments: [
        (["合同.part1.rar", "合同.part2.rar", "合同.part3.rar"], [0, 1, 2], "合同.part1.rar", [], "合同.part4.rar"),
        (["合同.part01.rar", "合同.part03.rar"], [0, 1], "合同.part01.rar", ["合同.part02.rar"], "合同.part04.rar"),
        (["合同.part2.rar"], [0], "合同.part1.rar", ["合同.part1.rar"], "合同.part3.rar"),
        (["归档.part1.exe", "归档.part2.rar"], [0, 1], "归档.part1.exe", [], "归档.part3.rar"),
        (["a.r00", "a.r01", "a.rar"], [2, 0, 1], "a.rar", [], "a.r02"),
        (["a.r01", "a.rar"], [1, 0], "a.rar", ["a.r00"], "a.r02"),
        (["台账.z01", "台账.z02", "台账.zip"], [0, 1, 2], "台账.zip", [], "台账.z03"),
        (["台账.z01", "台账.z03"], [0, 1], "台账.zip", ["台账.z02", "台账.zip"], "台账.z04"),
        (["库.7z.001", "库.7z.002"], [0, 1], "库.7z.001", [], "库.7z.003"),
        (["库.zip.002", "库.zip.003"], [0, 1], "库.zip.001", ["库.zip.001"], "库.zip.004"),
        (["A.PART1.RAR", "a.part2.rar"], [0, 1], "A.PART1.RAR", [], "A.part3.rar"),
    ]) func `Volumes are found, and the missing ones named`(
        names: [String], members: [Int], lead: String, missing: [String], next: String
    ) {
        let sets = VolumeSet.sets(names)
        #expect(sets.count == 1)
        #expect(sets.first?.members == members && sets.first?.lead == lead)
        #expect(sets.first?.missing == missing && sets.first?.next == next)
    }

    @Test func `Whole archives and ordinary files are no volumes`() {
        #expect(VolumeSet.sets(["合同.zip", "合同.rar", "合同.7z", "合同.pdf", "京采购.2025", "a.r", "b.zz", "c.part.rar"]).isEmpty)
        #expect(VolumeSet.sets(["报告.002", "报告.003"]).isEmpty)
        #expect(VolumeSet.sets(["a.rar", "b.rar", "a.zip"]).isEmpty)
        #expect(VolumeSet.sets(["图.001", "图.002"]).first?.isCertain == false)
    }
}
