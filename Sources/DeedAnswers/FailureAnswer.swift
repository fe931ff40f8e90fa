public import DeedCore
public import DeedMessages

extension Failure {
    /// `{"error":{"code","exit","message","advice"}}`, with `detail` and `candidates` behind.
    public func json(_ messages: Messages) -> JSON {
        let advice = messages.advice(for: self)
        return [
            "error": [
                "code": .string(code.rawValue),
                "exit": .integer(Int64(code.exit)),
                "message": .string(messages.message(for: self)),
                "advice": advice.isEmpty ? .null : .string(advice),
                "detail": detail.isEmpty ? .null : .string(detail),
                "candidates": .array(candidates.map(JSON.string)),
            ]
        ]
    }
}
