"""Text, search and the verdict."""
import json, os, shutil, statistics, sys
from measure import BIN, DEEDBOX, ROOT, median, new_vault, rounded, run, timed


def text(work, pdfs, rounds, pdfium):
    bare = os.path.join(work, "bare_pdfium")
    run("cc", "-O2", "-o", bare, os.path.join(ROOT, "tools", "benchmarks", "bare_pdfium.c"), "-ldl")
    names = [os.path.join(pdfs, name) for name in sorted(os.listdir(pdfs))]
    cores = str(len(os.sched_getaffinity(0)))
    theirs, ours, recoll, pages = [], [], [], 0
    for number in range(rounds):
        seconds, output = timed(bare, pdfium, cores, *names)
        theirs.append(seconds)
        pages = int(output)
        vault = new_vault(work)
        ours.append(timed(DEEDBOX, "import", "-q", "--vault", vault, pdfs, env={**os.environ, "DEEDBOX_PDFIUM": pdfium})[0])
        if shutil.which("recollindex") and number < 3:
            recoll.append(recollindex(work, pdfs))
    status = json.loads(run(DEEDBOX, "status", "--json", "--vault", vault))
    yield {"what": f"import + text + index: {len(names)} PDFs, {pages} pages", "against": f"bare pdfium, {cores} processes",
           "theirs_s": median(theirs), "ours_s": median(ours),
           "ratio": round(statistics.median(theirs) / statistics.median(ours), 2), "wanted": "≥ 0.75",
           "pages": status["text"]["pages"], "all_theirs": rounded(theirs), "all_ours": rounded(ours)}
    if recoll:
        yield {"what": f"import + text + index: {len(names)} PDFs", "against": "recollindex", "theirs_s": median(recoll),
               "ours_s": median(ours), "times_faster": round(statistics.median(recoll) / statistics.median(ours), 1), "wanted": "≥ 6",
               "all_theirs": rounded(recoll)}
    else:
        print("SKIPPED: recollindex (Debian's recollcmd) is not installed")


def recollindex(work, pdfs):
    folder = os.path.join(work, "recoll")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(os.path.join(folder, "recoll.conf"), "w", encoding="utf-8") as file:
        file.write(f"topdirs = {pdfs}\n")
    return timed("recollindex", "-c", folder, env={**os.environ, "HOME": folder, "LC_ALL": "C.UTF-8"})[0]


def find(work, documents, rounds):
    corpus = os.path.join(work, "corpus")
    judge = os.path.join(ROOT, "tools", "judge", "judge.py")
    run(sys.executable, judge, "generate", corpus, "--documents", str(documents), "--seed", "11")
    vault = new_vault(work)
    seconds, _ = timed(DEEDBOX, "import", "-q", "--vault", vault, os.path.join(corpus, "documents"))
    queries = os.path.join(work, "queries.txt")
    with open(os.path.join(corpus, "queries.jsonl"), encoding="utf-8") as source, open(queries, "w", encoding="utf-8") as target:
        for line in source:
            target.write(json.loads(line)["query"] + "\n")
    answer = json.loads(run(os.path.join(BIN, "deedbox-bench"), "find", vault, queries, str(rounds)))
    return {"what": f"find in the process: {documents} documents, {answer['queries']} queries × {rounds}", "p50_ms": answer["p50"],
            "p95_ms": answer["p95"], "max_ms": answer["max"], "wanted": "p95 ≤ 15 ms", "import_s": round(seconds, 1)}


def warranty(work, rounds):
    vault = new_vault(work)
    ledger = os.path.join(work, "ledger.csv")
    with open(ledger, "w", encoding="utf-8") as file:
        file.write("客户,序列号,型号,销售日期,保修月数\n")
        for at in range(5000):
            file.write(f"上海样例机电有限公司{at % 700},SN-2026-{at:05},X{at % 40},2026-0{at % 9 + 1}-15,{12 + at % 24}\n")
    small = os.path.join(work, "one.txt")
    with open(small, "w", encoding="utf-8") as file:
        file.write("保修卡\n")
    run(DEEDBOX, "import", "-q", "--vault", vault, small, "--ledger", ledger, ok=(0, 4))
    times = []
    for at in range(rounds * 20):
        seconds, _ = timed(DEEDBOX, "warranty", f"SN-2026-{at * 37 % 5000:05}", "--vault", vault, "--today", "2026-11-20")
        times.append(seconds * 1000)
    times.sort()
    return {"what": f"whole process: deedbox warranty SN, 5,000 machines, {len(times)} runs", "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(times[int(len(times) * 0.95)], 1), "wanted": "≤ 40 ms"}
