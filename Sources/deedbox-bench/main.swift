import DeedCore
import Deedbox
import Glibc

// Times what a whole process cannot show: how long `find` takes inside a program that is running.
//
//     deedbox-bench find VAULT QUERIES ROUNDS
//     deedbox-bench add VAULT THREADS COUNT
//
// The second adds COUNT small documents one by one, on so many threads, and counts the batches that they became.
//
// QUERIES has one query a line. Every query is asked ROUNDS times after one round that fills the caches; what is timed is the whole
// use case: parsing, matching, ranking, snippets. Prints one JSON line.

func milliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

func lines(of path: String) -> [String] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var lines: [String] = []
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0, let start = line {
        let text = String(cString: start).trimmedASCII
        if !text.isEmpty { lines.append(text) }
    }
    return lines
}

let arguments = CommandLine.arguments
if arguments.count == 5, arguments[1] == "add", let threads = Int(arguments[3]), let count = Int(arguments[4]), threads > 0 {
    do {
        print(try Additions(vault: arguments[2], threads: threads, count: count).run().text)
        exit(0)
    } catch {
        print(error)
        exit(1)
    }
}
guard arguments.count == 5, arguments[1] == "find", let rounds = Int(arguments[4]), rounds > 0 else {
    print("usage: deedbox-bench find VAULT QUERIES ROUNDS | add VAULT THREADS COUNT")
    exit(64)
}
do {
    let session = try VaultSession.open(arguments[2], access: .read, settings: SessionSettings(.cli))
    let queries = lines(of: arguments[3])
    var times: [Double] = []
    var hits = 0
    for round in 0...rounds {
        for query in queries {
            let start = milliseconds()
            let found = try FindDocuments(query).run(in: session)
            if round > 0 { times.append(milliseconds() - start) }
            hits += found.answer.hits.count
        }
    }
    times.sort()
    func percentile(_ share: Double) -> JSON {
        .number((times[min(times.count - 1, Int(Double(times.count) * share))] * 100).rounded() / 100)
    }
    let answer: JSON = [
        "queries": JSON(queries.count), "timed": JSON(times.count), "hits": JSON(hits), "p50": percentile(0.5),
        "p95": percentile(0.95),
        "max": percentile(0.9999),
    ]
    print(answer.text)
} catch {
    print(error)
    exit(1)
}
