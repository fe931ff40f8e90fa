import Glibc

/// Random words of the system's generator, fetched many at a time: a call of the kernel for every word is felt in an import of a
/// million documents. It cannot be copied, as a copy would give out the same words.
struct RandomWords: ~Copyable {
    private var words: [UInt64] = []
    /// Words that are fetched at once: `getentropy` gives 256 bytes and no more.
    private static let count = 32

    /// 64 random bits; each is given out once.
    mutating func next() -> UInt64 {
        if words.isEmpty { fetch() }
        return words.removeLast()
    }

    private mutating func fetch() {
        words = [UInt64](repeating: 0, count: RandomWords.count)
        let isFilled = words.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) == 0 }
        guard !isFilled else { return }
        // No kernel since 2017 refuses; should one, Swift's own generator knows other ways.
        var system = SystemRandomNumberGenerator()
        for index in words.indices { words[index] = system.next() }
    }
}
