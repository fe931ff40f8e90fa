import CSandbox
import Glibc

/// Whether `syncfs` keeps what it promises: on which file systems it waits for the disk, and since when the kernel tells errors.
enum SyncfsSupport {
    /// Magic numbers of file systems (`statfs`, `linux/magic.h`) whose `syncfs` writes everything back and waits for the disk. Others,
    /// such as FUSE, network and overlay file systems, may return at once or keep the errors of the layer below to themselves.
    private static let reliable: [Int64: String] = [
        0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0xF2F5_2010: "f2fs", 0x0102_1994: "tmpfs",
    ]
    private static let foreign: [Int64: String] = [
        0x6573_5546: "fuse", 0x6969: "nfs", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2", 0x517B: "smb", 0x0102_1997: "9p",
        0x794C_7630: "overlayfs", 0x2FC1_2FC1: "zfs", 0xF15F: "ecryptfs", 0x00C3_6400: "ceph",
    ]

    /// Why `syncfs` cannot be relied on at `path`; `nil` where it can.
    static func objection(at path: String) -> String? {
        let magic = deed_file_system(path)
        guard magic >= 0 else { return IOError(Int32(-magic), "statfs", path).description }
        return objection(magic: magic, release: release())
    }

    /// The same for a file system's number and a kernel's release, as `6.1.0-18-amd64`.
    static func objection(magic: Int64, release: String) -> String? {
        guard reliable[magic] != nil else { return foreign[magic] ?? "file system 0x" + String(magic, radix: 16) }
        let numbers = release.split(separator: ".", maxSplits: 2).prefix(2).map { Int($0.prefix { $0.isNumber }) ?? 0 }
        // Before 5.8 it wrote back and told nobody that the disk had refused (kernel commit 735e4ae5ba28).
        guard let major = numbers.first, let minor = numbers.dropFirst().first, (major, minor) >= (5, 8) else {
            return "Linux \(release) < 5.8"
        }
        return nil
    }

    private static func release() -> String {
        var name = utsname()
        guard uname(&name) == 0 else { return "" }
        return withUnsafeBytes(of: &name.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
