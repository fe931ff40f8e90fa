extension Messages {
    /// What a person can do about files that an import did not take in, by reason and detail; the empty string where nothing is to do.
    public func advice(forRejection reason: String, detail: String?) -> String {
        if surface == .page, let words = pageAdvice(forRejection: reason, detail: detail) { return words }
        switch reason {
        case "encrypted", "locked": return adviceAboutLocks(detail)
        case "damaged", "rest-of-archive": return adviceAboutDamage(detail)
        case "volume-missing":
            return say("Put the missing volumes beside the others and import again.", "请将缺少的分卷与其他分卷放在同一文件夹后重新导入。")
        case "later-volume": return say("Import the first volume, or the folder.", "请导入首个分卷，或导入所在文件夹。")
        case "unreadable": return say("Check that you may read it, then import again.", "请检查读取权限后重新导入。")
        case "unsupported":
            return say(
                "Unpack it with the program that made it and import the folder.", "请用生成它的软件解压，再导入解压后的文件夹。")
        case "vault":
            return say(
                "Nothing of it is taken in. Name the papers themselves; to copy a vault: deedbox backup DIR",
                "其中的任何内容都不会收入。请直接指定文档；复制档案库请用：deedbox backup 目录")
        case "signing-key":
            return say(
                "Whoever could read it among the documents could sign in the vault's name. Keep it where only its owner reads it, and import without it.",
                "若收为文档，能读到它的人都能以档案库的名义签名。请把它放在只有所有者能读取的地方，去掉后再导入。")
        case "depth": return say("Allow more levels with --max-depth.", "可用 --max-depth 放宽嵌套层数。")
        case "too-large":
            return say(
                "If it is no bomb, raise import.ratio in config.toml and import again.",
                "如确认不是解压炸弹，请在 config.toml 中调高 import.ratio 后重新导入。")
        case "dictionary-too-large":
            return say("Raise import.memory_mib in config.toml and import again.", "请在 config.toml 中调高 import.memory_mib 后重新导入。")
        case "name-too-long":
            return say(
                "Raise import.name_bytes in config.toml, or give it a shorter name.",
                "请在 config.toml 中调高 import.name_bytes，或改用较短的文件名。")
        case "budget": return say("Free some space and import again; nothing is stored twice.", "请腾出空间后重新导入，不会重复存入。")
        case "timeout", "crashed", "changed": return say("Import it again; report it if it happens again.", "请重新导入；若再次出现，请报告。")
        default: return ""
        }
    }

    private func adviceAboutLocks(_ detail: String?) -> String {
        switch detail {
        case "wrong-password":
            say("Add the right password to the password file and import again.", "请在密码文件中补上正确的密码后重新导入。")
        case "needs-7zip":
            say(
                "Install 7zip (apt install 7zip), then import again with --password-file FILE.",
                "请安装 7zip（apt install 7zip），再用 --password-file 文件 重新导入。")
        case "needs-7zip-rar":
            say(
                "Debian's 7zip does not read RAR: unpack it by hand, or name a 7zz that does with DEEDBOX_7ZZ and import again with --password-file FILE.",
                "Debian 的 7zip 不支持 RAR：请手工解压，或用环境变量 DEEDBOX_7ZZ 指定支持 RAR 的 7zz，再用 --password-file 文件 重新导入。")
        default:
            say(
                "Write the passwords into a file, one a line, and import again with --password-file FILE.",
                "请将密码写入文件（每行一个），再用 --password-file 文件 重新导入。")
        }
    }

    private func adviceAboutDamage(_ detail: String?) -> String {
        switch detail.map({ $0.split(separator: ";").last.map { String($0.drop { $0 == " " }) } ?? "" }) {
        case "budget": say("Free some space and import again; nothing is stored twice.", "请腾出空间后重新导入，不会重复存入。")
        case "entries":
            say("Allow more files with --max-entries and import again.", "请用 --max-entries 放宽文件数上限后重新导入。")
        case "expansion":
            say(
                "If it is no bomb, raise import.ratio in config.toml and import again.",
                "如确认不是解压炸弹，请在 config.toml 中调高 import.ratio 后重新导入。")
        default:
            say(
                "Get it again from where it came from and import that: what came before the damage is in, and nothing is stored twice.",
                "请从来源处重新获取后再导入：损坏之前的内容已存入，不会重复存入。")
        }
    }
}
