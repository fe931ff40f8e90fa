import DeedText
import Testing

@Suite("Sketches of texts")
struct TextSketchTests {
    /// Words from a generator that gives the same text every time.
    private func words(_ count: Int, seed: UInt64) -> [String] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return "w\(state >> 40)"
        }
    }

    /// Jaccard over runs of three words: what a sketch estimates.
    private func exact(_ one: [String], _ other: [String]) -> Double {
        func runs(_ words: [String]) -> Set<[String]> { Set((0..<(words.count - 2)).map { Array(words[$0..<$0 + 3]) }) }
        let (first, second) = (runs(one), runs(other))
        return Double(first.intersection(second).count) / Double(first.union(second).count)
    }

    @Test("Two sketches are as alike as the texts", arguments: [0, 2, 10, 40, 120, 400])
    func estimate(changes: Int) throws {
        var worst = 0.0
        for seed in 1...20 {
            let one = words(2000, seed: UInt64(seed))
            var other = one
            for change in 0..<changes { other[change * (2000 / max(changes, 1))] = "changed\(change)" }
            let sketches = [
                try #require(TextSketch(of: one.joined(separator: " "))),
                try #require(TextSketch(of: other.joined(separator: " "))),
            ]
            worst = max(worst, abs(sketches[0].likeness(to: sketches[1]) - exact(one, other)))
        }
        // Three standard errors of 128 bins at one half, and a little for the twentieth try.
        #expect(worst < 0.16)
        if changes == 0 { #expect(worst == 0) }
    }

    @Test("Line wraps, full width and traditional characters make no difference")
    func folded() throws {
        let text = String(repeating: "质保期自验收合格之日起十二个月，乙方东升公司免费更换损坏的零件GA37。", count: 3)
        let wrapped = text.map { $0 == "，" ? "，\n" : String($0) }.joined().replacing("GA37", with: "ＧＡ３７").replacing(
            "东升", with: "東昇")
        let one = try #require(TextSketch(of: text))
        #expect(one.likeness(to: try #require(TextSketch(of: wrapped))) == 1)
    }

    @Test("Texts that are alike meet under some key; others do not")
    func bands() throws {
        for seed in 1...40 {
            let one = words(600, seed: UInt64(seed))
            var other = one
            for at in stride(from: 0, to: 600, by: 30) { other[at] = "x\(at)" }
            let keys = Set(try #require(TextSketch(of: one.joined(separator: " "))).bands)
            #expect(!keys.isDisjoint(with: try #require(TextSketch(of: other.joined(separator: " "))).bands))
            let stranger = words(600, seed: UInt64(seed + 1000))
            #expect(keys.isDisjoint(with: try #require(TextSketch(of: stranger.joined(separator: " "))).bands))
        }
    }

    @Test("A short note has no sketch; bytes come back as the sketch they were")
    func form() throws {
        #expect(TextSketch(of: "") == nil)
        #expect(TextSketch(of: "保修卡 一年") == nil)
        let sketch = try #require(TextSketch(of: words(40, seed: 5).joined(separator: " ")))
        #expect(sketch.bytes.count == 256)
        #expect(TextSketch(bytes: sketch.bytes) == sketch)
        #expect(TextSketch(bytes: sketch.bytes.dropLast()) == nil)
    }
}
