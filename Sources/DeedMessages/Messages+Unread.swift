extension Messages {
    /// What a person can do about a document whose text is missing, by the reason; the empty string where nothing is to do.
    public func advice(forText reason: String) -> String {
        switch reason {
        case "encrypted":
            say(
                "Save it without a password and import that too, or unlock the archive it came in.",
                "请另存为无密码的文件再导入；若来自加密压缩包，请用密码重新导入。")
        case "needs-ocr":
            say(
                "It is kept; give it a title, tags and a customer, so that it is found. OCR will read it once it is there.",
                "文件已保存；请补充标题、标签和客户以便查找，文字识别功能就绪后会自动读取。")
        case "damaged", "crashed":
            say(
                "Open it with its own program. If it is broken there too, ask for it again, and import the sound one.",
                "请用原软件打开核对；若同样损坏，请重新索取完好的文件再导入。")
        case "no-reader", "unsupported":
            say(
                "Save it as PDF, DOCX or XLSX too and import that; the original stays.",
                "请另存为 PDF、DOCX 或 XLSX 再导入，原件仍会保留。")
        case "timeout", "too-large":
            say(
                "It is kept whole. To find its words too, split it and import the parts.", "原件已完整保存；如需检索其中文字，请拆分后另行导入。")
        case "encrypted-for-certificates":
            say(
                "Ask somebody with such a certificate to save it without protection, and import that too.",
                "请证书持有人另存为不加密的文件，再一并导入。")
        case "page-limit", "dynamic-form":
            say(
                "It is kept whole. To find the rest too, print it into PDF files of fewer pages and import them.",
                "原件已完整保存；如需检索其余内容，请打印为页数较少的 PDF 再导入。")
        case "files-inside", "inner-unread":
            say("Save the files inside by themselves and import them too.", "请将内含的文件另存后再导入。")
        case "charset-uncertain": say("Compare it with the original.", "请与原件核对。")
        default: surface == .page ? pageAdvice(forText: reason) : adviceAboutReading(reason)
        }
    }

    /// Where it is not the document's fault.
    private func adviceAboutReading(_ reason: String) -> String {
        switch reason {
        case "missing", "object-missing": say("See what is lost: deedbox verify", "请查看缺失情况：deedbox verify")
        case "worker-missing", "worker-failed":
            say("Mend the installation, then: deedbox text --retry-failed", "请修复安装，然后运行：deedbox text --retry-failed")
        case "waiting": say("Run deedbox text.", "请运行 deedbox text。")
        default: ""
        }
    }

    /// The same without commands.
    private func pageAdvice(forText reason: String) -> String {
        switch reason {
        case "missing", "object-missing", "worker-missing", "worker-failed":
            say("Tell whoever looks after the archive.", "请告知档案库管理员。")
        case "waiting": say("It is being read; look again later.", "正在读取，请稍后再看。")
        default: ""
        }
    }
}
