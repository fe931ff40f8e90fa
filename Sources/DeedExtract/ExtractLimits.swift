import DeedCore

/// How much a foreign file may cost. The values are settled in the design; all can be set.
public struct ExtractLimits: Sendable, Hashable {
    /// Seconds to read a text: this much, and ``secondsPerPage`` for every page that came, up to ``maximumSeconds``.
    public var seconds: Double = 30
    /// Seconds more for every page that came.
    public var secondsPerPage: Double = 0.02
    /// The most seconds for one document.
    public var maximumSeconds: Double = 300
    /// Seconds without progress after which unpacking counts as stalled. Progress are bytes that were not there before and entries that
    /// are finished, and they have to come at ``slowestBytesPerSecond`` in the long run.
    public var stallSeconds: Double = 60
    /// The slowest that an archive may come for longer than ``stallSeconds``. A tenth of the slowest decompressor on a small machine; a
    /// worker that sends a byte a second is not unpacking.
    public var slowestBytesPerSecond = 16 << 10
    /// How much waiting an entry that is finished is worth, in seconds, beside its bytes.
    public var secondsPerEntry = 0.05
    /// Seconds a fresh worker may take until it is ready.
    public var startSeconds: Double = 30
    /// Documents after which a worker is replaced.
    public var documentsPerWorker = 100
    /// Private memory in bytes above which a worker is replaced between documents.
    public var recycleBytes = 200 << 20
    /// Private memory in bytes above which a document being read is given up as `too-large`.
    public var residentBytes = 300 << 20
    /// Address space of a worker in bytes: the kernel's hard stop behind ``residentBytes``.
    public var addressSpace = 1 << 30
    /// Address space of an external tool in bytes (poppler needs more than pdfium).
    public var toolAddressSpace = 2 << 30
    /// Bytes of text a document.
    public var textBytes = 64 << 20
    /// Bytes of text a page.
    public var pageBytes = 2 << 20
    /// Entries of one archive.
    public var entries = 1_000_000
    /// How many times larger than its packed form an entry may be once it is beyond ``ratioFreeBytes``.
    public var ratio = 200
    /// Bytes of an entry up to which its ratio does not matter.
    public var ratioFreeBytes = 64 << 20
    /// Bytes all entries of one archive may have together; `nil`: the caller of ``Extractor/unpack(_:name:names:budget:_:)`` says.
    public var budget: Int64?
    /// Memory for a decompressor in bytes; more is `dictionary-too-large`.
    public var decompressorBytes = 512 << 20
    /// Bytes of an entry's name.
    public var nameBytes = 4096

    /// The settled values.
    public init() {}
}

extension FixedWidthInteger {
    /// The sum, or the greatest number there is: for sizes that a stranger states.
    func addingOrMost(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    /// The product of two numbers that are not negative, or the greatest number there is.
    func timesOrMost(_ other: Self) -> Self {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}

extension ExtractLimits {
    /// What the worker has to know of the limits.
    var json: JSON {
        [
            "textBytes": JSON(textBytes), "pageBytes": JSON(pageBytes), "entries": JSON(entries), "ratio": JSON(ratio),
            "ratioFreeBytes": JSON(ratioFreeBytes), "decompressorBytes": JSON(decompressorBytes), "nameBytes": JSON(nameBytes),
        ]
    }

    /// Limits as the parent sent them; what is missing keeps its settled value.
    init(_ json: JSON?) {
        func set(_ field: WritableKeyPath<ExtractLimits, Int>, _ name: String) {
            if let value = json?[name]?.integer, value >= 0 { self[keyPath: field] = Int(value) }
        }
        set(\.textBytes, "textBytes")
        set(\.pageBytes, "pageBytes")
        set(\.entries, "entries")
        set(\.ratio, "ratio")
        set(\.ratioFreeBytes, "ratioFreeBytes")
        set(\.decompressorBytes, "decompressorBytes")
        set(\.nameBytes, "nameBytes")
    }
}
