import DeedCore
import Testing

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648, section 10`(text: String, encoded: String) {
        #expect(Base64.text(text.utf8) == encoded)
        #expect(Base64.bytes(encoded) == Array(text.utf8))
    }

    @Test func `every byte comes back, and no second spelling is taken`() {
        let all = (0...255).map { UInt8($0) }
        for count in 0...255 { #expect(Base64.bytes(Base64.text(all[count...])) == Array(all[count...])) }
        for wrong in ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n", "Zm9v Zm9v", "====", "Zm9v====", "合同合同"] {
            #expect(Base64.bytes(wrong) == nil, "\(wrong)")
        }
    }
}
