import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// The text that explains a bundle to somebody who has never heard of Deedbox, in one language.
struct EvidenceReadme {
    let facts: EvidenceFacts
    let zone: VaultZone
    let messages: Messages

    /// The whole text. What is a list or a command keeps its lines; the rest is wrapped as on a page.
    var text: String {
        let lines = [what, story, contents, steps, worth].joined(separator: "\n\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        return lines.flatMap { $0.hasPrefix("  ") ? [String($0)] : Wrapping.lines(String($0), columns: 100) }
            .joined(separator: "\n") + "\n"
    }

    private var summary: DocumentSummary { facts.details.summary }

    private func say(_ english: Phrase, _ chinese: Phrase) -> String { messages.say(english, chinese) }

    private func heading(_ english: Phrase, _ chinese: Phrase) -> String { say(english, chinese) + "\n\n" }

    private func moment(_ instant: Instant) -> String { "\(messages.moment(instant, in: zone)) (\(instant))" }

    private var what: String {
        say(
            """
            Evidence about one document, from the Deedbox vault \(facts.vault).

            The vault keeps every original under the SHA-256 of its bytes, and a journal of what was done, in which every line names the \
            hash of the line before. This bundle shows one original, the journal's lines about it, and the proof that these lines stood \
            in the journal when a checkpoint of it was signed. Nothing here needs Deedbox to be checked.
            """,
            """
            一份文档的证据包，出自 Deedbox 档案库 \(facts.vault)。

            档案库以原件内容的 SHA-256 为名保存每份原件，并以日志记载所做的一切，日志的每一行都载有上一行的哈希。本包含有一份原件、日志中与它有关的各行，以及这些行在检查点签署时已在日志中的证明。核对时无需 Deedbox。
            """)
    }

    private var story: String {
        var lines: [String] = []
        lines.append(say("Document: \(summary.title), id \(summary.id.text)", "文档：\(summary.title)，编号 \(summary.id.text)"))
        lines.append(
            say("SHA-256: \(summary.object.hex), \(summary.size) bytes", "SHA-256：\(summary.object.hex)，\(summary.size) 字节"))
        let added = moment(facts.details.added)
        let by = facts.details.addedBy ?? say("not known", "未知")
        lines.append(say("Came in: \(added), by the user \(by)", "入库：\(added)，操作人 \(by)"))
        for place in facts.details.names {
            lines.append(say("Came as: \(place.path), from \(place.source)", "来源路径：\(place.path)，导入自 \(place.source)"))
        }
        for archive in facts.archives {
            let hash = archive.sha256?.hex ?? say("not known", "未知")
            lines.append(say("In the archive: \(archive.path), SHA-256 \(hash)", "所在压缩包：\(archive.path)，SHA-256 \(hash)"))
        }
        lines.append("")
        for line in facts.lines {
            let words = messages.word(line.proven.kind, in: .records)
            let user = line.user ?? line.actor.text
            let state = line.isRedacted ? say(", redacted", "，正文已依法删除") : ""
            lines.append("  \(line.proven.seq)  \(moment(line.time))  \(user)  \(words) (\(line.proven.kind))\(state)")
        }
        return heading("WHAT THE JOURNAL SAYS", "日志所载") + lines.joined(separator: "\n")
    }

    private var contents: String {
        var lines: [String] = []
        func entry(_ name: String, _ english: Phrase, _ chinese: Phrase) { lines.append("  \(name)  \(say(english, chinese))") }
        entry("original/          ", "the original, byte for byte, under each of its names", "原件，一字节不差；每个文件名各一份")
        entry(
            "journal/           ", "the journal's lines (records.jsonl) and what they commit to (bodies.tsv), raw",
            "日志行（records.jsonl）及其所承诺的正文（bodies.tsv），均为原文")
        entry(
            "proofs/            ", "for each line the way to the checkpoint's root (C2SP tlog-proof)",
            "每一行通往检查点根哈希的证明（C2SP tlog-proof）")
        entry(
            "checkpoint.txt     ", "size and root of the journal, signed (C2SP tlog-checkpoint)",
            "日志的行数与根哈希，已签名（C2SP tlog-checkpoint）")
        if facts.hasToken {
            entry(
                "checkpoint.tsr     ", "the stamp of a time-stamp authority on checkpoint.txt (RFC 3161)",
                "时间戳服务机构对 checkpoint.txt 的时间戳（RFC 3161）")
        }
        entry("key.pem, key.vkey  ", "the public key, for openssl and for tools of C2SP", "公钥，分别供 openssl 与 C2SP 工具使用")
        entry("manifest.json      ", "the same facts for programs", "以上事实，供程序读取")
        entry("SHA256SUMS         ", "the hash of every file here", "本包每个文件的哈希")
        entry("check.sh           ", "all the steps below", "下述全部步骤")
        return heading("WHAT IS HERE", "本包内容") + lines.joined(separator: "\n")
    }

    private var steps: String {
        let line = facts.lines.first { $0.proven.kind == "document.added" }?.proven.seq ?? facts.details.names.first?.seq ?? 1
        var text = heading("HOW TO CHECK IT", "如何核对")
        text += say(
            """
            With bash, coreutils and openssl 1.1.1 or later, in this folder; ends with 0 when every step is right, and names what is not:

                bash check.sh                    or, with a key that you have from elsewhere: bash check.sh KEY.pem

            The same by hand:

            """,
            """
            在本目录中用 bash、coreutils 和 openssl（1.1.1 以上）即可；全部通过时退出码为 0，否则逐项指出：

                bash check.sh                    若另有公钥：bash check.sh KEY.pem

            手工核对的做法：

            """)
        text += [
            "",
            say("1. The files are whole.", "1. 文件完整。"),
            "    sha256sum -c SHA256SUMS",
            say(
                "2. The original is the object that line \(line) keeps (its member object).",
                "2. 原件就是第 \(line) 行（object 一项）所保存的对象。"),
            "    sha256sum original/*; grep '\"seq\":\(line),' journal/records.jsonl",
            say(
                "3. A body is the one that its line names (its member body): the hash of all behind the first TAB.",
                "3. 正文与该行 body 一项相符：第一个 TAB 之后全部内容的哈希。"),
            "    grep -P '^\(line)\\t' journal/bodies.tsv | cut -f 2- | tr -d '\\n' | sha256sum",
            say(
                "4. The line stands in the signed journal: its leaf is the SHA-256 of a zero byte and the line; check.sh joins it with the hashes in proofs/\(line).tlog-proof (RFC 9162, section 2.1.3.2) up to the root, the third line of checkpoint.txt.",
                "4. 该行在已签名的日志中：叶哈希为一个零字节加该行内容的 SHA-256；check.sh 用 proofs/\(line).tlog-proof 中的哈希（RFC 9162 第 2.1.3.2 节）逐级算到根，即 checkpoint.txt 的第三行。"
            ),
            "    { printf '\\0'; grep '\"seq\":\(line),' journal/records.jsonl | tr -d '\\n'; } | sha256sum",
            say(
                "5. The three lines of the checkpoint are signed (Ed25519); the signature stands behind four bytes that name the key.",
                "5. 检查点的三行正文已签名（Ed25519）；签名之前的四个字节是密钥编号。"),
            "    head -n 3 checkpoint.txt > note; tail -n 1 checkpoint.txt | cut -d ' ' -f 3 | base64 -d | tail -c +5 > sig",
            "    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in note -sigfile sig",
        ].joined(separator: "\n")
        guard facts.hasToken else { return text }
        return text + "\n" + say("6. The time-stamp, with the authority's certificate.", "6. 时间戳，需服务机构的证书。")
            + "\n    openssl ts -verify -in checkpoint.tsr -data checkpoint.txt -CAfile tsa-ca.pem"
    }

    private var worth: String {
        heading("WHAT IT PROVES, AND WHAT NOT", "能证明什么，不能证明什么")
            + say(
                """
                The key in this bundle proves nothing by itself: compare its fingerprint with one that you have from elsewhere, and \
                checkpoint.txt with a copy that was mailed, printed or deposited when it was signed. The key is:
                    \(facts.key.text)
                Whoever holds the private key can sign a journal of his own making; he cannot change what an older checkpoint, kept \
                elsewhere or time-stamped, already covers. The times are those of the archive's clock; a time-stamp tells by when at the \
                latest. The lines here are not all that exist: that others were left out cannot be seen, that one of these was changed \
                or added later can. What customers are called stands in lines of their own, which are not here.
                """,
                """
                包内的公钥本身不能证明什么：请将其指纹与另行取得的指纹比对，并将 checkpoint.txt 与签署时寄出、打印或存放的副本比对。公钥为：
                    \(facts.key.text)
                持有私钥的人可以为自己编造的日志签名，但无法改动早先已保存在别处或已加盖时间戳的检查点所覆盖的内容。时间取自档案系统的时钟；时间戳可证明最迟何时已存在。这里的日志行并非全部：是否略去了其他行无法看出，但其中任何一行若被改动或事后添加，都能查出。客户的名称载于各自的日志行，不在本包内。
                """)
    }
}
