extension FixedWidthInteger {
    /// The sum, or the number next to it where there is none so large or so small. For counts that a journal or a file claims: it may claim
    /// any number, and a count that no vault can have is still shown as one.
    public func plusOrNearest(_ other: Self) -> Self {
        let (sum, isTooFar) = addingReportingOverflow(other)
        return isTooFar ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the number next to it where there is none so large or so small.
    public func minusOrNearest(_ other: Self) -> Self {
        let (difference, isTooFar) = subtractingReportingOverflow(other)
        return isTooFar ? (other < 0 ? .max : .min) : difference
    }
}
