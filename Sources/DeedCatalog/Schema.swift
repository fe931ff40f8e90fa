/// The text of the schema: `storage-layout/catalog.sql`, the specification itself.
enum Schema {
    /// The version in `PRAGMA user_version`.
    static let version: Int64 = 8

    /// Creates everything in an empty database.
    static let sql = String(decoding: PackageResources.catalog_sql, as: UTF8.self)
}

extension Catalog {
    /// The text of the schema, as `storage-layout/catalog.sql` has it.
    public static var schema: String { Schema.sql }
}
