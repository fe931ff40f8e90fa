import Testing

@testable import DeedSearch

/// The size of a page's text is a number in a database that may be damaged.
@Suite("Sizes that a damaged index claims")
struct DamagedSizeTests {
    @Test(
        "no memory is taken for a size that no bytes can have", arguments: [Int.max, 1 << 60, 1 << 40, -1, Int.min, 4096 * 1032])
    func refused(size: Int) {
        let deflated: [UInt8] = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]
        var bytes: [UInt8] = []
        let isWhole = deflated.withUnsafeBytes { Inflater.append($0, size: size, to: &bytes) }
        #expect(!isWhole)
        #expect(bytes.isEmpty)
    }
}
