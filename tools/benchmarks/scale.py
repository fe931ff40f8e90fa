"""What happens when there is much of it: memory, a million documents, reading everything again."""
import io, os, random, shutil, statistics, subprocess, tarfile, time
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
