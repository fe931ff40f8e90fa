"""What happens when there is much of it: memory, a million documents, reading everything again."""
import csv, io, json, os, random, resource, shutil, statistics, subprocess, tarfile, time
from measure import DEEDBOX, files, median, new_vault, peak_of, rounded, run, timed


def memory(work):
    """The store phase's resident memory, all processes together."""
    source = os.path.join(work, "many")
    os.makedirs(source)
    files(source, 20_000, 2_000, 60_000, 0.3)
    archive = os.path.join(work, "many.zip")
    run("bsdtar", "--format", "zip", "-cf", archive, "-C", source, ".")
    large = os.path.join(work, "large.bin")
    with open(large, "wb") as file:
        for at in range(600):
            file.write(random.Random(at).randbytes(1 << 20))
    for label, given in (("zip of 20,000 entries", archive), ("one file of 600 MiB", large)):
        peak = peak_of(DEEDBOX, "import", "--no-text", "-q", "--vault", new_vault(work), given)
        yield {"what": f"store phase, resident memory of all processes: {label}", "peak_mb": round(peak / 1e6), "wanted": "≤ 300 MB"}
    shutil.rmtree(source)


def small_documents(path, count):
    """A tar of small text documents, each different: `contract number, parties, one paragraph`."""
    rng = random.Random(count)
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        for at in range(count):
            clause = "".join(rng.choice("甲乙双方保修期限自验收合格之日起计算违约金按日支付合同终止后仍有效") for _ in range(120))
            data = f"合同编号：HT-{at:07}\n客户：样例机电第{at % 9973}有限公司\n{clause}\n".encode()
            entry = tarfile.TarInfo(f"{at // 1000:04}/HT-{at:07}.txt")
            entry.size = len(data)
            entry.mtime = 1_760_000_000
            tar.addfile(entry, io.BytesIO(data))
    return path


def million(work, count):
    """The rate of the store phase at many documents against that at 10,000, and the catalog from the journal alone."""
    rates = {}
    for documents in (10_000, count):
        archive = small_documents(os.path.join(work, f"{documents}.tar"), documents)
        seconds = []
        for number in range(3 if documents == 10_000 else 1):
            vault = new_vault(work, f"vault-{documents}-{number}")
            seconds.append(timed(DEEDBOX, "import", "--no-text", "-q", "--max-entries", str(2 * count), "--vault", vault, archive)[0])
        rates[documents] = documents / statistics.median(seconds)
        os.remove(archive)
    yield {"what": f"store only: {count} small documents from tar, documents a second", "against": "the same at 10000",
           "theirs_per_s": round(rates[10_000]), "ours_per_s": round(rates[count]), "ratio": round(rates[count] / rates[10_000], 2),
           "wanted": "≥ 0.8"}
    seconds, _ = timed(DEEDBOX, "rebuild", "--vault", vault)
    yield {"what": f"rebuild of the catalog from the journal: {count} documents", "ours_s": round(seconds, 1), "wanted": "≤ 60 s"}


def contracts(work, count):
    """Papers, and the ledger with a row for each: a sixth as many customers, a machine under warranty in every row."""
    papers, path = os.path.join(work, "papers"), os.path.join(work, "台账.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["合同编号", "甲方", "联系人", "电话", "合同金额", "签订日期", "到期日期", "文件名", "设备序列号", "质保期(月)"])
        for at in range(count):
            folder, customer = os.path.join(papers, f"{at // 1000:03}"), at % (count // 6 or 1)
            name = f"HT-{at:06} 采购合同.txt"
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as paper:
                paper.write(f"合同编号：HT-{at:06}\n甲方：客户{customer:05}有限公司\n乙方：沧海设备有限公司\n")
            rows.writerow([f"HT-{at:06}", f"客户{customer:05}有限公司", f"王{customer:05}", f"138{customer:08}", f"{1000 + at}.00",
                           f"2024-{at % 12 + 1:02}-{at % 28 + 1:02}", f"2027-{at % 12 + 1:02}-{at % 28 + 1:02}", name,
                           f"SN{at:07}", "24"])
    return papers, path


def ledger(work, count):
    """A ledger with as many documents, the same again, the longest that another writer waits meanwhile, and the taking back."""
    papers, path = contracts(work, count)
    vault = new_vault(work)
    run(DEEDBOX, "import", "--no-text", "-q", "--vault", vault, papers, ok=(0, 4))
    document = json.loads(run(DEEDBOX, "list", "--limit", "1", "--json", "--vault", vault))["documents"][0]["document"]
    steps = [("planned only", "", ["--dry-run"]), ("applied, with another writer beside it", "≤ 60 s", []), ("the same again", "≤ 20 s", [])]
    for label, wanted, options in steps:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        started = subprocess.Popen([DEEDBOX, "ledger", path, "-q", "--vault", vault, *options], stdout=subprocess.DEVNULL)
        waits = []
        while started.poll() is None:
            time.sleep(0.05)
            if not options and label.startswith("applied"):
                waits.append(timed(DEEDBOX, "tag", document, f"第{len(waits)}次", "--vault", vault)[0])
        seconds = time.monotonic() - start
        if started.returncode not in (0, 4):
            raise SystemExit(f"the ledger ended with {started.returncode}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        row = {"what": f"ledger of {count} rows, {label}", "ours_s": round(seconds, 1),
               "user_s": round(after.ru_utime - before.ru_utime, 1), "system_s": round(after.ru_stime - before.ru_stime, 1),
               "wanted": wanted}
        if waits:
            row |= {"other_writes": len(waits), "longest_write_s": round(max(waits), 2)}
        yield row
    listed = json.loads(run(DEEDBOX, "ledger", "list", "--json", "--vault", vault))["ledgers"][0]["run"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, _ = timed(DEEDBOX, "ledger", "withdraw", listed, "-q", "--vault", vault)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield {"what": f"ledger of {count} rows, taken back", "ours_s": round(seconds, 1),
           "user_s": round(after.ru_utime - before.ru_utime, 1), "system_s": round(after.ru_stime - before.ru_stime, 1)}


def verify(work, label, source, rounds):
    """Against openssl over the same objects, as many processes as cores, the files dealt out alike."""
    vault = new_vault(work)
    run(DEEDBOX, "import", "--no-text", "-q", "--vault", vault, source, ok=(0, 4))
    cores = len(os.sched_getaffinity(0))
    hash_all = f"find objects -type f -print0 | xargs -0 -n 500 -P {cores} openssl dgst -sha256 >/dev/null"
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(timed("sh", "-c", hash_all, cwd=vault)[0])
        ours.append(timed(DEEDBOX, "verify", "--vault", vault)[0])
    return {"what": f"verify: {label}", "against": f"openssl dgst -sha256, {cores} processes", "theirs_s": median(theirs),
            "ours_s": median(ours), "ratio": round(statistics.median(ours) / statistics.median(theirs), 2), "wanted": "≤ 1.1",
            "all_theirs": rounded(theirs), "all_ours": rounded(ours)}
