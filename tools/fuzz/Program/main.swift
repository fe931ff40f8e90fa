import CFuzzer
import Glibc

// deedbox-fuzz: every target of tools/fuzz in one program. FUZZ_TARGET names the target; the arguments are libFuzzer's.

nonisolated(unsafe) private var target = FuzzTarget.json

guard let name = getenv("FUZZ_TARGET").map({ String(cString: $0) }), let chosen = FuzzTarget(rawValue: name) else {
    print(FuzzTarget.allCases.map(\.rawValue).joined(separator: "\n"))
    exit(getenv("FUZZ_TARGET") == nil ? 0 : 64)
}
target = chosen
// A trap of Swift is SIGTRAP on aarch64, which libFuzzer does not know: as SIGABRT it keeps the input.
signal(SIGTRAP) { _ in abort() }
do { try FuzzTarget.prepare() } catch { fatalError("the readers cannot be prepared: \(error)") }

private var count = CommandLine.argc
private var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
        do {
            try target.run(UnsafeRawBufferPointer(start: bytes, count: count))
        } catch {
            fatalError("\(target.rawValue): \(error)")
        }
        return 0
    })
