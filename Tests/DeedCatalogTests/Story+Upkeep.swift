import DeedCatalog
import DeedCore
import Testing

extension Story {
    /// A repair from a copy, a scrub, a backup and a drill.
    func upkeep() throws {
        try write(
            Record(
                ObjectRepaired(sha256: try Story.object(1), problem: "damaged", source: "/备份", quarantined: "quarantine/1")))
        try write(Record(LossAccepted(end: 3, known: 5, witnesses: ["catalog"], quarantined: ["quarantine/a"])))
        try write(Record(FileRepaired(file: "vault.json", source: "/备份", quarantined: nil)))
        try write(
            Record(
                VaultScrubbed(
                    objects: 1, bytes: 3, digest: try Story.object(3), damaged: [], missing: [try Story.object(2).hex],
                    readSince: now)))
        try write(
            Record(
                BackupFinished(
                    target: "/备份", seq: 9, head: try Story.object(4), objects: 2, copied: 1, bytes: 3, damaged: [], missing: [])))
        try write(
            Record(
                RestoreDrilled(
                    source: "/备份", seq: 9, head: try Story.object(4), objects: 2, bytes: 3, documents: 2, problems: [])))
    }
}
