import DeedCore
import DeedMessages
import Testing

@Suite("The catalog of messages")
struct CatalogTests {
    private let english = Messages(.english)
    private let chinese = Messages(.chinese)

    private static let vocabularies: [Vocabulary] = [
        .kinds, .fields, .renewals, .decisions, .roles, .sources, .units, .outcomes, .reasons, .archiveStates, .runStates,
        .charsets, .textReasons, .ledgerFindings, .ledgerOutcomes, .ledgerSkips, .ledgerSheets, .ledgerFaults, .verdicts, .covers,
        .groups, .unknownEnds, .problems, .findHints, .takenFiles, .rights,
    ]

    @Test("Every term has both languages, Chinese with Chinese punctuation, and stands once", arguments: vocabularies.indices)
    func terms(index: Int) {
        let vocabulary = CatalogTests.vocabularies[index]
        #expect(Set(vocabulary.terms.map(\.code)).count == vocabulary.terms.count, "\(vocabulary.name)")
        for term in vocabulary.terms {
            #expect(Wording.faults(inEnglish: term.english).isEmpty, "\(vocabulary.name) \(term.code)")
            #expect(Wording.faults(inChinese: term.chinese).isEmpty, "\(vocabulary.name) \(term.code)")
            if vocabulary.name == "charsets" { continue }  // names of standards, the same everywhere
            #expect(Wording.hasHan(term.chinese), "\(vocabulary.name) \(term.code)")
        }
    }

    @Test("Everything that DeedCore knows has words of its own")
    func coverage() {
        #expect(Set(Vocabulary.kinds.terms.map(\.code)) == Set(DocumentKind.allCases.map(\.rawValue)))
        #expect(Vocabulary.records.terms.map(\.code).sorted() == RecordKind.all.map(\.name).sorted())
        #expect(Set(Vocabulary.fields.terms.map(\.code)) == Set(DocumentField.allCases.map(\.rawValue)))
        #expect(Set(Vocabulary.units.terms.map(\.code)) == Set(DocumentText.Unit.allCases.map(\.rawValue)))
        for value in ["auto", "manual", "none"] { #expect(Vocabulary.renewals[value] != nil) }
        for value in ["renew", "end", "renegotiate"] { #expect(Vocabulary.decisions[value] != nil) }
        for verdict in ["covered", "partly", "notStarted", "open", "expired", "unknown"] {
            #expect(Vocabulary.verdicts[verdict] != nil)
        }
        // The same list as `Right` in Deedbox, which this room does not see.
        #expect(Vocabulary.rights.terms.count == 10)
    }

    @Test("A code of a later version is shown as it is")
    func unknownCode() {
        #expect(chinese.reason("quantum-flux") == "quantum-flux")
        #expect(chinese.reason("encrypted") == "有密码保护" && english.reason("empty") == "empty file")
    }

    @Test("Headings have both languages", arguments: Heading.allCases)
    func headings(heading: Heading) {
        #expect(!heading.english.isEmpty && Wording.faults(inEnglish: heading.english).isEmpty)
        #expect(heading == .sha256 || Wording.hasHan(heading.chinese))
    }

    @Test(
        "No advice for a page speaks of a command line, an option or a variable, and none is empty that is not on the command line"
    )
    func page() {
        // Details that choose another wording, as the advice for the command line does.
        let details = [
            "", "no regular file", "openat: EACCES (errno 13)", "known customer", "encrypted", "no-heading", "columns-differ",
            "differs", "ambiguous",
        ]
        let command = #/(?i)deedbox[ -]|--[a-z]|DEEDBOX_|\bcommand\b|命令|config\.toml|chmod|dmesg/#
        for language in Language.allCases {
            let (page, cli) = (Messages(language, on: .page), Messages(language))
            let isChinese = language == .chinese
            func check(_ words: String, _ other: String, _ what: String) {
                #expect(words.firstMatch(of: command) == nil, "\(what): \(words)")
                #expect(words.isEmpty == other.isEmpty, "\(what)")
                let faults = words.isEmpty ? [] : isChinese ? Wording.faults(inChinese: words) : Wording.faults(inEnglish: words)
                #expect(faults.isEmpty, "\(what): \(words)")
            }
            for code in Failure.Code.allCases {
                for detail in details {
                    for candidates in [[], ["合同", "保修卡"]] {
                        for subject in ["", "S7"] {
                            let failure = Failure(code, subject, detail: detail, candidates: candidates)
                            check(page.advice(for: failure), cli.advice(for: failure), "\(code) \(detail)")
                        }
                    }
                }
            }
            let reasons = Vocabulary.reasons.terms.map(\.code) + ["locked"]
            for reason in reasons {
                for detail in [nil, "wrong-password", "needs-7zip", "needs-7zip-rar", "budget", "entries", "x; expansion"] {
                    check(
                        page.advice(forRejection: reason, detail: detail), cli.advice(forRejection: reason, detail: detail),
                        reason)
                }
            }
            for vocabulary in CatalogTests.vocabularies + [.ledgerMends, .rights] {
                for term in vocabulary.terms {
                    let words = page.word(term.code, in: vocabulary)
                    #expect(words.firstMatch(of: command) == nil, "\(vocabulary.name): \(words)")
                }
            }
        }
    }

    @Test("Every failure says what happened to what, and what to do, in both languages", arguments: Failure.Code.allCases)
    func failures(code: Failure.Code) {
        let failure = Failure(code, "SUBJECT-7")
        for messages in [english, chinese] {
            let message = messages.message(for: failure)
            let isChinese = messages.language == .chinese
            let faults = isChinese ? Wording.faults(inChinese: message) : Wording.faults(inEnglish: message)
            #expect(faults.isEmpty, "\(message)")
            #expect(!messages.advice(for: failure).isEmpty)
            #expect(Wording.hasHan(message) == isChinese)
            let bare = messages.message(for: Failure(code))
            #expect(!bare.isEmpty && !["‘’", "“”", ": .", "：。", "  ", " .", " 。"].contains { bare.contains($0) }, "\(bare)")
        }
        let silent: Set<Failure.Code> = [.interrupted, .terminated, .workerMissing]
        let both = [english, chinese].map { $0.message(for: failure).contains("SUBJECT-7") }
        #expect(both == [!silent.contains(code), !silent.contains(code)])
    }
}
