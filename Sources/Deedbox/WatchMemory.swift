import DeedCore
import DeedSystem
import DeedVault
import Foundation

/// Which files of a watched folder were dealt with, in `catalog/watched-….tsv` of the vault: size, time and inode, and the path as a
/// URL has it.
///
/// A convenience that may be lost: a file that is read again is found to be imported already.
struct WatchMemory {
    private let path: String

    init(folder: String, vault: String) {
        let name = ObjectHash.of(Array(folder.utf8)).hex.prefix(16)
        path = VaultDatabases(ofVaultAt: vault).folder + "/watched-\(name).tsv"
    }

    func read() -> [[UInt8]: SourceStamp] {
        guard let bytes = FileManager.default.contents(atPath: path) else { return [:] }
        var files: [[UInt8]: SourceStamp] = [:]
        for line in bytes.split(separator: 0x0A) {
            let parts = String(decoding: line, as: UTF8.self).split(separator: "\t")
            guard parts.count == 4, let size = Int64(parts[0]), let modified = Int64(parts[1]), let inode = UInt64(parts[2])
            else { continue }
            files[WatchMemory.decoded(parts[3])] = SourceStamp(size: size, modified: modified, inode: inode)
        }
        return files
    }

    /// Adds a file.
    func add(_ file: [UInt8], _ stamp: SourceStamp) {
        WatchMemory.append(Array(WatchMemory.line(file, stamp).utf8), to: path)
    }

    /// Writes all files anew, without those that have gone.
    func rewrite(_ files: [[UInt8]: SourceStamp]) {
        let text = files.map { WatchMemory.line($0.key, $0.value) }.sorted().joined()
        WatchMemory.write(Array(text.utf8), to: Array(path.utf8))
    }

    private static func line(_ file: [UInt8], _ stamp: SourceStamp) -> String {
        "\(stamp.size)\t\(stamp.modified)\t\(stamp.inode)\t\(encoded(file))\n"
    }

    private static func encoded(_ path: [UInt8]) -> String {
        var text = ""
        for byte in path {
            if byte > 32, byte < 127, byte != UInt8(ascii: "%") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        }
        return text
    }

    private static func decoded(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func append(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "ae") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Writes a small file that may be lost; what cannot be written is not.
    static func write(_ bytes: [UInt8], to path: [UInt8]) {
        guard
            let file = (path + [0]).withUnsafeBufferPointer({ buffer in
                buffer.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { fopen($0, "we") } }
            })
        else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
