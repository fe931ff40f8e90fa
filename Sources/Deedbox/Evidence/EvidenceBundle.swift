import DeedCatalog
import DeedCore
import DeedVault

/// The files of a bundle, in the order in which they are written. `SHA256SUMS` comes last and names all the others.
struct EvidenceBundle {
    let facts: EvidenceFacts
    let checkpoint: StoredCheckpoint
    let texts: [(name: String, text: String)]

    func write(to sink: any EvidenceSink, _ session: VaultSession) throws {
        var sums = ""
        try writeOriginals(to: sink, session, &sums)
        for (name, bytes) in small {
            try sink.add(name, isProgram: name == "check.sh", size: Int64(bytes.count)) { take in
                try bytes.withUnsafeBytes { try take($0) }
            }
            sums += "\(ObjectHash.of(bytes))  \(name)\n"
        }
        let bytes = Array(sums.utf8)
        try sink.add("SHA256SUMS", isProgram: false, size: Int64(bytes.count)) { take in
            try bytes.withUnsafeBytes { try take($0) }
        }
    }

    /// The original under each of its names; its bytes are checked while they are read.
    private func writeOriginals(to sink: any EvidenceSink, _ session: VaultSession, _ sums: inout String) throws {
        let summary = facts.details.summary
        for (at, name) in facts.files.enumerated() {
            let path = "original/" + name
            sums += "\(summary.object)  \(path)\n"
            if at > 0, try sink.repeatFile("original/" + facts.files[0], as: path) { continue }
            try sink.add(path, isProgram: false, size: summary.size) { take in
                _ = try OpenDocument(summary.id).pass(in: session, take)
            }
        }
    }

    /// Everything but the originals.
    private var small: [(String, [UInt8])] {
        let newline = [UInt8(ascii: "\n")]
        var files: [(String, [UInt8])] = [
            ("journal/records.jsonl", facts.lines.flatMap { $0.proven.line + newline }),
            ("journal/bodies.tsv", facts.lines.flatMap { $0.proven.body + newline }),
        ]
        files += facts.lines.map { ("proofs/\($0.proven.seq).tlog-proof", Array(proof(of: $0.proven).utf8)) }
        files += [
            ("checkpoint.txt", checkpoint.bytes), ("key.pem", Array(facts.key.pem.utf8)),
            ("key.vkey", Array((facts.key.text + "\n").utf8)),
        ]
        if let token = checkpoint.token { files.append(("checkpoint.tsr", token)) }
        files += [("manifest.json", facts.json.bytes + newline), ("check.sh", PackageResources.check_sh)]
        return files + texts.map { ($0.name, Array($0.text.utf8)) }
    }

    /// C2SP tlog-proof: what every tool of that family can check.
    private func proof(of line: ProvenRecord) -> String {
        let steps = line.path.map { Base64.text($0.bytes) + "\n" }.joined()
        return "c2sp.org/tlog-proof@v1\nindex \(line.seq - 1)\n\(steps)\n" + String(decoding: checkpoint.bytes, as: UTF8.self)
    }
}

extension EvidenceBundle {
    /// The names under `original/`: the document's own, each once, as far as a file may have them.
    static func fileNames(_ details: DocumentDetails) -> [String] {
        let names = details.summary.names.map(fileName)
        var seen: Set<String> = []
        let distinct = names.filter { seen.insert($0).inserted }
        return distinct.isEmpty ? [details.summary.object.hex] : distinct
    }

    /// A name that every system and `sha256sum -c` takes: no slash, backslash or control character, at most 240 bytes.
    static func fileName(_ name: String) -> String {
        var clean = String(
            String.UnicodeScalarView(
                name.unicodeScalars.map {
                    $0.value < 32 || $0.value == 127 || "/\\:*?\"<>|".unicodeScalars.contains($0) ? "_" : $0
                }))
        while clean.utf8.count > 240 { clean.removeFirst() }
        return clean.isEmpty || clean == "." || clean == ".." ? "_" + clean : clean
    }
}
