// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
let strictC: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

/// A room of the house: one Swift module under `Sources/`.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// A program: thirty lines of `@main` over a room.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one room, under `Tests/`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// What reads foreign bytes, as functions that a fuzzer or a test calls (tools/fuzz): here the tests call them with the kept corpora.
let fuzzed: [Target.Dependency] = [
    "CZlib", "DeedCore", "DeedText", "DeedSystem", "DeedVault", "DeedExtract", "DeedSearch", "DeedImport", "DeedReaders",
    "DeedSystemTesting",
]
let replay = Target.testTarget(
    name: "FuzzTests", dependencies: fuzzed, path: "tools/fuzz",
    exclude: ["Crypto", "Program", "corpus", "build", "run"], sources: ["Targets", "Replay"], swiftSettings: strict)

let package = Package(
    name: "deedbox",
    products: [
        .executable(name: "deedbox", targets: ["deedbox"]),
        .executable(name: "deedbox-import", targets: ["deedbox-import"]),
        .executable(name: "deedbox-extract", targets: ["deedbox-extract"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CMagic", pkgConfig: "libmagic", providers: [.apt(["libmagic-dev"])]),
        .systemLibrary(name: "CMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CGsf", pkgConfig: "libgsf-1", providers: [.apt(["libgsf-1-dev"])]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CSandbox", cSettings: strictC),
        .target(name: "CPdfium", cSettings: strictC),
        .target(name: "CFullText", dependencies: [grdbSQLite], cSettings: strictC),

        room("DeedCore", []),
        room("DeedText", ["DeedCore"]),
        room("DeedTables", ["DeedCore", "CZlib"]),
        room("DeedClock", ["DeedCore"]),
        room("DeedSystem", ["DeedCore", "CSandbox"]),
        room(
            "DeedVault", ["DeedCore", "DeedSystem", crypto],
            resources: [.embedInCode("Texts/auditor.txt"), .embedInCode("Texts/specification.md")]),
        room("DeedExtract", ["DeedCore", "DeedSystem", "DeedText"]),
        room("DeedDatabase", ["DeedCore", "DeedSystem", grdb]),
        room(
            "DeedCatalog", ["DeedCore", "DeedClock", "DeedDatabase", grdb, grdbSQLite],
            resources: [.embedInCode("Texts/catalog.sql")]),
        room("DeedSearch", ["DeedCore", "DeedText", "DeedDatabase", "CFullText", "CZlib", grdb, grdbSQLite]),
        room("DeedImport", ["DeedCore", "DeedText", "DeedSystem", "DeedVault", "DeedExtract", "DeedCatalog"]),
        room("DeedMessages", ["DeedCore"]),
        room(
            "Deedbox",
            [
                "DeedCore", "DeedText", "DeedClock", "DeedSystem", "DeedVault", "DeedExtract", "DeedCatalog", "DeedSearch",
                "DeedImport",
            ],
            resources: [.embedInCode("Texts/check.sh")]),
        room("DeedAnswers", ["DeedCore", "DeedText", "DeedMessages", "Deedbox"]),
        room(
            "DeedCommands",
            ["DeedCore", "DeedText", "DeedTables", "DeedMessages", "Deedbox", "DeedAnswers", argumentParser]),
        room(
            "DeedReaders",
            [
                "DeedCore", "DeedText", "DeedExtract", "CArchive", "CDeflate", "CGsf", "CMagic", "CMime", "CXML", "CZlib",
                "CPdfium", "CSandbox",
            ]),

        program("deedbox", ["DeedCommands"]),
        program("deedbox-import", ["DeedCommands"]),
        program("deedbox-extract", ["DeedReaders"]),
        // For tools/bench alone: never installed.
        program("deedbox-bench", ["DeedCore", "Deedbox"]),

        tests("DeedCoreTests", ["DeedCore", "TestSupport"]),
        tests("DeedTextTests", ["DeedText", "DeedCore", "TestSupport"]),
        tests("DeedTablesTests", ["DeedTables", "DeedCore"]),
        tests("DeedClockTests", ["DeedClock", "DeedCore"]),
        tests("DeedVaultTests", ["DeedVault", "DeedSystem", "DeedCore", "DeedSystemTesting"]),
        tests("DeedReadersTests", ["DeedReaders", "DeedExtract", "DeedSystem", "DeedText", "DeedCore", "CZlib", "TestSupport"]),
        tests("DeedDatabaseTests", ["DeedDatabase", "DeedCore", grdb]),
        tests("DeedCatalogTests", ["DeedCatalog", "DeedClock", "DeedText", "DeedCore", grdb]),
        tests("DeedSearchTests", ["DeedSearch", "DeedText", "DeedCore", grdb, "TestSupport"]),
        tests("DeedImportTests", ["DeedImport", "DeedExtract", "DeedText", "DeedSystem", "DeedCore", "TestSupport"]),
        tests("DeedMessagesTests", ["DeedMessages", "DeedCore"]),
        tests(
            "DeedboxTests",
            [
                "Deedbox", "DeedImport", "DeedVault", "DeedCatalog", "DeedClock", "DeedSystem", "DeedCore", "DeedSystemTesting",
                "TestSupport",
            ]),
        // The disk in memory that loses what was not synced, and whose calls can be made to fail.
        .target(
            name: "DeedSystemTesting", dependencies: ["DeedSystem"], path: "Tests/DeedSystemTesting", swiftSettings: strict),
        .target(name: "TestSupport", dependencies: ["DeedCore"], path: "Tests/TestSupport", swiftSettings: strict),
        tests("CommandTests", ["DeedCommands", "DeedMessages", "DeedCore", "TestSupport"]),
        tests(
            "DurabilityTests",
            [
                "Deedbox", "DeedImport", "DeedSearch", "DeedCatalog", "DeedExtract", "DeedVault", "DeedSystem", "DeedCore",
                "DeedSystemTesting", "TestSupport",
            ]),
    ] + [replay]
)

// With DEEDBOX_FUZZ=1 (tools/fuzz/build) this is another package: the same functions as one program around libFuzzer, and of the rooms
// what they call. Without databases and with a stand-in for swift-crypto, so that all of it is instrumented and built in minutes.
if Context.environment["DEEDBOX_FUZZ"] == "1" {
    package.products = []
    package.dependencies = []
    let whole = [
        "CArchive", "CMagic", "CMime", "CGsf", "CXML", "CDeflate", "CZlib", "CSandbox", "CPdfium", "DeedCore", "DeedText",
        "DeedSystem", "DeedSystemTesting", "DeedExtract", "DeedReaders",
    ]
    package.targets = package.targets.filter { whole.contains($0.name) }
    package.targets += [
        .target(name: "Crypto", path: "tools/fuzz/Crypto"),
        room(
            "DeedVault", ["DeedCore", "DeedSystem", "Crypto"],
            resources: [.embedInCode("Texts/auditor.txt"), .embedInCode("Texts/specification.md")]),
        .target(
            name: "DeedImport", dependencies: ["DeedCore", "DeedText", "DeedExtract"], sources: ["Ledger", "ImportPath.swift"],
            swiftSettings: strict),
        .target(
            name: "DeedSearch", dependencies: ["DeedCore", "DeedText"],
            sources: [
                "QueryParser.swift", "QueryNode.swift", "QueryToken.swift", "QueryValues.swift", "MatchExpression.swift",
                "FindFilter.swift", "FindAnswer.swift", "DocumentKey.swift", "Facet.swift", "Tag.swift",
            ], swiftSettings: strict),
        .executableTarget(
            name: "deedbox-fuzz", dependencies: fuzzed, path: "tools/fuzz",
            exclude: ["Crypto", "Replay", "corpus", "build", "run"], sources: ["Targets", "Program"],
            swiftSettings: strict),
    ]
}
