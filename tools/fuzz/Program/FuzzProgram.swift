import Glibc

// `deedbox-fuzz`: every target in one program, around libFuzzer's own main. `FUZZ_TARGET` names the target, the arguments are libFuzzer's;
// without it the names of all targets are printed.

// `nonisolated(unsafe)`: set before the fuzzer begins.
nonisolated(unsafe) private var target = FuzzTarget.json

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    guard let name = getenv("FUZZ_TARGET").map({ String(cString: $0) }) else {
        for target in FuzzTarget.allCases { print(target.rawValue) }
        exit(0)
    }
    guard let chosen = FuzzTarget(rawValue: name) else { fatalError("there is no target \(name)") }
    target = chosen
    // A trap of Swift is SIGTRAP on aarch64, which libFuzzer does not know: as SIGABRT it keeps the input.
    signal(SIGTRAP) { _ in abort() }
    do { try FuzzTarget.prepare() } catch { fatalError("the readers cannot be prepared: \(error)") }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try target.run(UnsafeRawBufferPointer(start: bytes, count: count))
    } catch {
        fatalError("\(target.rawValue): \(error)")
    }
    return 0
}
