import DeedCore
import Testing

@Suite struct BoundedSumTests {
    @Test(
        arguments: [
            (Int64.max, 1, Int64.max, Int64.max - 1), (Int64.min, -1, Int64.min, Int64.min + 1),
            (Int64.max, Int64.min, -1, Int64.max),
            (-1, Int64.min, Int64.min, Int64.max), (3, 4, 7, -1), (Int64.min, Int64.max, -1, Int64.min),
            (0, Int64.min, Int64.min, Int64.max),
        ] as [(Int64, Int64, Int64, Int64)])
    func `a sum that does not fit is the number nearest to it`(one: Int64, other: Int64, sum: Int64, difference: Int64) {
        #expect(one.plusOrNearest(other) == sum)
        #expect(one.minusOrNearest(other) == difference)
    }
}
