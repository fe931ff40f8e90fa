import Glibc
import Synchronization

/// GB 18030, Big5, Shift_JIS and EUC-KR to UTF-8 by glibc's iconv.
///
/// The descriptors stay open for the life of the process: opening one loads a file, which a sandbox forbids. They carry
/// state, so one conversion runs at a time.
enum CharsetConverter {
    /// `@unchecked Sendable`: used under the lock only.
    private struct Descriptor: @unchecked Sendable {
        let handle: iconv_t
    }

    private struct Descriptors: Sendable {
        var opened: [TextCharset: Descriptor] = [:]
        var missing: Set<TextCharset> = []
    }

    private static let descriptors = Mutex(Descriptors())
    private static let names: [TextCharset: String] = [
        .gb18030: "GB18030", .big5: "BIG5-HKSCS", .shiftJIS: "CP932", .eucKR: "UHC",
    ]
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
    private static let euro: [UInt8] = [0xE2, 0x82, 0xAC]

    /// Opens all descriptors; returns the charsets that could not be opened.
    static func open() -> [TextCharset] {
        descriptors.withLock { state in
            names.keys.filter { descriptor(for: $0, &state) == nil }.sorted { $0.rawValue < $1.rawValue }
        }
    }

    /// The text in UTF-8, and how many bytes had no meaning (a character cut off at the end is not counted).
    static func utf8(of input: UnsafeBufferPointer<UInt8>, in charset: TextCharset) -> (bytes: [UInt8], errors: Int) {
        descriptors.withLock { state in
            guard let descriptor = descriptor(for: charset, &state) else { return asciiOnly(input) }
            return convert(input, descriptor.handle, charset)
        }
    }

    private static func descriptor(for charset: TextCharset, _ state: inout Descriptors) -> Descriptor? {
        if let found = state.opened[charset] { return found }
        guard let name = names[charset], !state.missing.contains(charset) else { return nil }
        guard let opened = iconv_open("UTF-8", name), opened != iconv_t(bitPattern: -1) else {
            state.missing.insert(charset)
            return nil
        }
        let descriptor = Descriptor(handle: opened)
        state.opened[charset] = descriptor
        return descriptor
    }

    private static func convert(
        _ input: UnsafeBufferPointer<UInt8>, _ descriptor: iconv_t, _ charset: TextCharset
    ) -> (bytes: [UInt8], errors: Int) {
        var output: [UInt8] = []
        output.reserveCapacity(input.count + input.count / 2 + 16)
        var errors = 0
        // iconv reads through this pointer only; its type in C lacks the const.
        var from = UnsafeMutableRawPointer(mutating: UnsafeRawPointer(input.baseAddress))?.assumingMemoryBound(to: CChar.self)
        var left = input.count
        _ = iconv(descriptor, nil, nil, nil, nil)
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { chunk in
            while left > 0 {
                var to = chunk.baseAddress
                var room = chunk.count
                let result = iconv(descriptor, &from, &left, &to, &room)
                let problem = result == -1 ? errno : 0
                append(chunk, chunk.count - room, to: &output)
                switch problem {
                case 0, E2BIG: continue
                case EINVAL:
                    output.append(contentsOf: replacement)
                    left = 0
                default:
                    // Code page 936 has the euro sign where GB 18030 has nothing.
                    let isEuro = charset == .gb18030 && from?.pointee == CChar(bitPattern: 0x80)
                    output.append(contentsOf: isEuro ? euro : replacement)
                    errors += isEuro ? 0 : 1
                    from = from?.advanced(by: 1)
                    left -= 1
                }
            }
            // Big5-HKSCS holds back a letter that may take a mark.
            var to = chunk.baseAddress
            var room = chunk.count
            _ = iconv(descriptor, nil, nil, &to, &room)
            append(chunk, chunk.count - room, to: &output)
        }
        return (output, errors)
    }

    private static func append(_ chunk: UnsafeMutableBufferPointer<CChar>, _ count: Int, to output: inout [UInt8]) {
        UnsafeRawBufferPointer(chunk).prefix(count).withContiguousStorageIfAvailable { output.append(contentsOf: $0) }
    }

    private static func asciiOnly(_ input: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], errors: Int) {
        var output: [UInt8] = []
        var errors = 0
        for byte in input {
            if byte < 0x80 {
                output.append(byte)
            } else {
                output.append(contentsOf: replacement)
                errors += 1
            }
        }
        return (output, errors)
    }
}
