public import DeedCore

extension Messages {
    /// What was left out of a document whose text was read.
    public func remark(_ remark: TextRemark) -> String {
        switch remark {
        case .pages(let read, let count) where read + 1 == count:
            say("page \(count) was not read: beyond the limit", "第 \(count) 页超过上限，未读取")
        case .pages(let read, let count):
            say(
                "pages \(read + 1) to \(count) were not read: beyond the limit",
                "第 \(read + 1)–\(count) 页超过上限，未读取")
        case .filesInside(let count):
            say("\(count, "file inside was", "files inside were") not read", "内含的 \(count) 个文件未读取")
        case .dynamicForm: textReason(remark.code)
        }
    }
}
