import Foundation
public import GRDB
import Synchronization

/// Notes that a column held what it never may: a damaged page of a database gives rows whose values are of another type, or NULL.
///
/// A query that meets one goes on with a value that means nothing, and whoever asked for its answer gets the damage instead: see
/// ``noting(_:)``. So no reader of a row needs to be ready for it, and none ends the program.
public final class DamagedColumns: Sendable {
    private let first = Mutex<String?>(nil)

    @TaskLocal private static var current: DamagedColumns?

    /// Runs queries, all on this thread. Their answer is `Sendable`, which no row is: none is read later, outside.
    ///
    /// - Returns: their answer, and the first damage that they met; an answer beside a damage is worth nothing.
    public static func noting<Answer: Sendable>(_ body: () throws -> Answer) throws -> (answer: Answer, damage: String?) {
        let columns = DamagedColumns()
        do {
            let answer = try $current.withValue(columns) { try body() }
            return (answer, columns.first.withLock { $0 })
        } catch {
            // What a wrong value led to is not what happened.
            if let damage = columns.first.withLock({ $0 }) { throw DamagedColumn(damage) }
            throw error
        }
    }

    /// A value that stands for the one that could not be read.
    ///
    /// - Parameter error: why it could not.
    public static func standIn<Value: DatabaseValueConvertible>(for error: any Error) -> Value {
        // Impossible while rows are read inside `noting` only: its answer is `Sendable`, so that no row leaves it. A value made up without
        // anybody who notes it would be a wrong answer without a word.
        guard let current else { fatalError("a damaged row outside of a query: \(error)") }
        current.first.withLock { first in if first == nil { first = "\(error)" } }
        let neutral = [0.databaseValue, "".databaseValue, Data().databaseValue]
        for value in neutral { if let value = Value.fromDatabaseValue(value) { return value } }
        // Every type that the rooms read out of a column takes one of the three: numbers, flags, texts and bytes.
        fatalError("no value of \(Value.self) for a damaged column: \(error)")
    }
}

/// A column that could not be read.
public struct DamagedColumn: Error, CustomStringConvertible {
    /// Which, and what it held.
    public let description: String

    /// A column, as a query found it.
    public init(_ description: String) { self.description = description }
}
