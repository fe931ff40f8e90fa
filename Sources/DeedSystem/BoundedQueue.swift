/// A queue between the threads of a pipeline: it holds at most `capacity` items, so that a fast producer waits for a slow consumer.
public final class BoundedQueue<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var head = 0
        var closed = false

        var count: Int { items.count - head }

        mutating func pop() -> Item {
            let item = items[head]
            head += 1
            if head > 64, head * 2 > items.count {
                items.removeSubrange(..<head)
                head = 0
            }
            return item
        }
    }

    private let capacity: Int
    private let state = Monitor(State())

    /// An empty queue for at least one item.
    public init(capacity: Int) { self.capacity = max(1, capacity) }

    /// Appends an item, waiting while the queue is full; `false` (and the item is dropped) when the queue is closed.
    @discardableResult
    public func push(_ item: Item) -> Bool {
        state.wait(waking: true) { state -> Bool? in
            if state.closed { return false }
            guard state.count < capacity else { return nil }
            state.items.append(item)
            return true
        }
    }

    /// The oldest item, waiting while there is none; `nil` when the queue is closed and empty.
    public func pop() -> Item? {
        state.wait(waking: true) { state -> Item?? in
            if state.count > 0 { return .some(state.pop()) }
            return state.closed ? .some(nil) : nil
        }
    }

    /// Takes no more items; those inside are still handed out.
    public func close() { state.change { $0.closed = true } }

    /// Whether the queue is closed and empty: what was popped last was the last of all.
    public var isExhausted: Bool { state.withLock { $0.closed && $0.count == 0 } }

    /// Closes and drops what is inside: the pipeline gives up.
    public func cancel() {
        state.change { state in
            state.closed = true
            state.items.removeAll()
            state.head = 0
        }
    }
}
