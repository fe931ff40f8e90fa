import DeedDatabase
import GRDB

/// GRDB's subscripts end the program when a column holds another type than is asked for. These, which stand in their place in this room,
/// note the damage and go on: see ``DamagedColumns``.
extension Row {
    subscript<Value: DatabaseValueConvertible>(_ index: Int) -> Value {
        do { return try decode(Value.self, atIndex: index) } catch { return DamagedColumns.standIn(for: error) }
    }

    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) -> Value {
        do { return try decode(Value.self, atIndex: index) } catch { return DamagedColumns.standIn(for: error) }
    }

    subscript<Value: DatabaseValueConvertible>(_ name: String) -> Value {
        do { return try decode(Value.self, forColumn: name) } catch { return DamagedColumns.standIn(for: error) }
    }

    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ name: String) -> Value {
        do { return try decode(Value.self, forColumn: name) } catch { return DamagedColumns.standIn(for: error) }
    }
}
