"""What comes of files that nobody in the project wrote: `corpora.py DEEDBOX CORPORA SCRATCH LIMIT KEEP [NAME...]`.

Each folder of CORPORA is imported into a vault of its own, as a folder and again as one ZIP of it. Checked: the import ends by itself with
exit 0 or 4; every file on disk is an item or a container of the account, and nothing else is; seen = stored + duplicate + rejected = items;
hashes are those of the files; `cat` gives every stored file back; `verify --index` is clean; the ZIP's account is that of the folder, but for
what is told as a difference. Prints two Markdown tables; exit 1 when something did not hold.
"""

import collections
import concurrent.futures
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile

# Reasons for which a text is missing that are the program's, not the file's.
LOST = ("crashed", "timeout", "too-large")


class Family(threading.Thread):
    """Looks every 50 ms at the private memory of a process and its children, and at which workers there were."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.over = pid, False
        self.all = self.main = self.worker = 0
        self.workers = set()

    @staticmethod
    def table():
        parents = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat") as file:
                    text = file.read()
            except OSError:
                continue
            head, _, tail = text.rpartition(")")
            parents[int(name)] = int(tail.split()[1]), head.partition("(")[2]
        return parents

    @staticmethod
    def private(pid):
        try:
            with open(f"/proc/{pid}/statm") as file:
                _, resident, shared = map(int, file.read().split()[:3])
        except (OSError, ValueError):
            return 0
        return max(0, resident - shared) * os.sysconf("SC_PAGESIZE")

    def run(self):
        while not self.over:
            parents, members, grows = self.table(), {self.pid}, True
            while grows:
                new = {pid for pid, (parent, _) in parents.items() if parent in members} - members
                members |= new
                grows = bool(new)
            sizes = {pid: self.private(pid) for pid in members}
            self.all = max(self.all, sum(sizes.values()))
            self.main = max(self.main, sizes.get(self.pid, 0))
            for pid in members - {self.pid}:
                self.worker = max(self.worker, sizes[pid])
                if parents.get(pid, (0, ""))[1].startswith("deedbox-extr"):
                    self.workers.add(pid)
            time.sleep(0.05)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder):
    """Every file below a folder by its path as the account shows it."""
    above = os.path.dirname(folder)
    return {
        os.path.relpath(os.path.join(place, name), above): os.path.join(place, name)
        for place, _, names in os.walk(folder)
        for name in names
    }


def pack(folder, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as out:
        for path, place in sorted(files_of(folder).items()):
            out.write(place, path)


class Run:
    """One import into a new vault, with all that is checked of it."""

    def __init__(self, deedbox, scratch, name, kind, source, limit):
        self.deedbox, self.name, self.kind, self.faults = deedbox, name, kind, []
        self.vault = os.path.join(scratch, f"{name}-{kind}")
        self.call("init", self.vault, "--time-zone", "Asia/Shanghai", vault=False)
        self.answer = self.bring_in(source, limit)
        if self.answer:
            self.balance()
            checked = self.call("verify", "--index", "--json")
            if checked.returncode:
                self.fault("verify", checked.stdout[:300], checked.stderr[:200])
            self.texts = self.read_texts()

    def fault(self, *words):
        self.faults.append(f"{self.name} ({self.kind}): " + " ".join(str(word) for word in words))

    def call(self, *arguments, vault=True):
        where = ["--vault", self.vault] if vault else []
        return subprocess.run([self.deedbox, *arguments, *where], capture_output=True, text=True, errors="replace")

    def bring_in(self, source, limit):
        command = [self.deedbox, "import", source, "--vault", self.vault, "--json", "--quiet"]
        out, err = self.vault + ".json", self.vault + ".err"
        with open(out, "wb") as answer, open(err, "wb") as errors:
            process = subprocess.Popen(command, stdout=answer, stderr=errors, stdin=subprocess.DEVNULL)
            self.family = Family(process.pid)
            self.family.start()
            try:
                process.wait(limit)
            except subprocess.TimeoutExpired:
                self.fault("did not end in", limit, "seconds")
                process.kill()
                process.wait()
            self.family.over = True
            self.family.join()
        self.code = process.returncode
        with open(err, errors="replace") as errors:
            said = errors.read()[-300:]
        if self.code not in (0, 4):
            self.fault("exit", self.code, said)
        try:
            with open(out) as answer:
                return json.load(answer)
        except ValueError:
            self.fault("no answer", said)
            return None

    def balance(self):
        answer, items = self.answer, self.answer["items"]
        outcomes = collections.Counter(item["outcome"] for item in items)
        sums = {key: answer[key] for key in ("stored", "duplicate", "rejected")}
        if answer["seen"] != sum(sums.values()) or answer["seen"] != len(items) or any(outcomes[k] != v for k, v in sums.items()):
            self.fault("the account does not balance:", answer["seen"], sums, dict(outcomes))
        if (answer["rejected"] > 0) != (self.code == 4) and self.code in (0, 4):
            self.fault("exit", self.code, "with", answer["rejected"], "rejected")

    def read_texts(self):
        database = sqlite3.connect(f"file:{self.vault}/catalog/derived.sqlite?mode=ro", uri=True)
        rows = database.execute("SELECT object, state, reason FROM text").fetchall()
        database.close()
        return {object.hex(): (state, reason) for object, state, reason in rows}

    def compare(self, disk):
        """The account against what lies on the disk."""
        outer = {item["path"]: item for item in self.answer["items"] if "!/" not in item["path"]}
        told = set(outer) | {archive["path"] for archive in self.answer["archives"] if "!/" not in archive["path"]}
        # Volumes behind the first belong to the archive of the first.
        untold = [path for path in set(disk) - told if not is_later_volume(path)]
        if untold:
            self.fault(len(untold), "files are not told:", sorted(untold)[:5])
        if told - set(disk):
            self.fault("told, and not there:", sorted(told - set(disk))[:5])

        def wrong(item):
            path = disk.get(item["path"])
            if not path or not item["sha256"]:
                return None
            if item["sha256"] != sha256(path):
                return item["path"], "another SHA-256"
            if item["document"]:
                back = subprocess.run([self.deedbox, "cat", item["document"], "--vault", self.vault], capture_output=True)
                if back.returncode or hashlib.sha256(back.stdout).hexdigest() != item["sha256"]:
                    return item["path"], f"cat: exit {back.returncode}"
            return None

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
            for found in filter(None, pool.map(wrong, outer.values())):
                self.fault(*found)

    def lost(self):
        found = {item["path"]: self.texts.get(item["sha256"] or "", ("", ""))[1] for item in self.answer["items"]}
        return sorted(f"`{reason}` {path}" for path, reason in found.items() if reason in LOST)

    def yields(self):
        """By ending: contents with text, contents at all."""
        sums, seen = collections.defaultdict(lambda: [0, 0]), set()
        for item in self.answer["items"]:
            content = item["sha256"]
            if not content or content in seen or not item["document"]:
                continue
            seen.add(content)
            ending = os.path.splitext(item["path"])[1].lower()
            sums[ending][0] += self.texts.get(content, ("", ""))[0] == "text"
            sums[ending][1] += 1
        return sums

    def outcomes(self):
        """What became of each leaf, as a ZIP of the same folder must tell it too."""

        def inner(path):
            return path.split("!/", 1)[1] if self.kind == "zip" and "!/" in path else path

        return {
            inner(item["path"]): (item["outcome"] != "rejected", item["sha256"], item["reason"] if item["outcome"] == "rejected" else None)
            for item in self.answer["items"]
        }

    def keep(self, folder):
        with open(os.path.join(folder, f"{self.name}-{self.kind}.tsv"), "w") as out:
            for item in self.answer["items"]:
                state, reason = self.texts.get(item["sha256"] or "", ("", ""))
                fields = (item["path"], item["outcome"], item["reason"], item["sha256"], state, reason)
                out.write("\t".join(str(field or "").replace("\t", " ").replace("\n", " ") for field in fields) + "\n")


def is_later_volume(path):
    name = os.path.basename(path).lower()
    stem, ending = os.path.splitext(name)
    inner = os.path.splitext(stem)[1]
    if ending == ".rar" and inner.startswith(".part"):
        return inner[5:].isdigit() and int(inner[5:]) > 1
    number = ending[2:] if ending[1:2] in ("r", "s", "z") else ending[1:]
    return number.isdigit() and (ending[1:2] in ("r", "s", "z") or int(number) > 1)


def corpus(deedbox, folder, scratch, limit, keep):
    name = os.path.basename(folder)
    disk = files_of(folder)
    run = Run(deedbox, scratch, name, "folder", folder, limit)
    archive = os.path.join(scratch, name + ".zip")
    pack(folder, archive)
    zipped = Run(deedbox, scratch, name, "zip", archive, limit)
    os.unlink(archive)
    differences = {}
    if run.answer:
        run.compare(disk)
    if run.answer and zipped.answer:
        one, two = run.outcomes(), zipped.outcomes()
        differences = {path: (one.get(path), two.get(path)) for path in sorted(set(one) | set(two)) if one.get(path) != two.get(path)}
    for each in (run, zipped):
        if keep and each.answer:
            each.keep(keep)
        subprocess.run(["rm", "-rf", each.vault])
    return run, zipped, len(disk), differences


def main(deedbox, corpora, scratch, limit, keep, *names):
    folders = sorted(names or (entry.name for entry in os.scandir(corpora) if entry.is_dir()), key=str.lower)
    if keep:
        os.makedirs(keep, exist_ok=True)
    lines, notes, faults, yields = [], [], [], {}
    for name in folders:
        folder = os.path.join(corpora, name)
        if not os.path.isdir(folder):
            faults.append(f"{name}: no such folder")
            continue
        run, zipped, count, differences = corpus(deedbox, folder, scratch, float(limit), keep)
        faults += run.faults + zipped.faults
        if not run.answer or not zipped.answer:
            continue
        a, family, lost = run.answer, run.family, run.lost()
        memory = " / ".join(str(size >> 20) for size in (family.all, family.main, family.worker))
        lines.append(
            f"| {name} | {count:,} | {a['seen']:,} = {a['stored']:,} + {a['duplicate']:,} + {a['rejected']:,} | {run.code} | {len(lost)} "
            f"| {memory} | {len(family.workers)} | {zipped.answer['seen']:,} | {len(differences)} |"
        )
        notes += [f"lost in {name}: {what}" for what in lost]
        notes += [f"differs in {name}: {path}: folder {one}, ZIP {two}" for path, (one, two) in differences.items()]
        yields[name] = run.yields()
        print(lines[-1], file=sys.stderr, flush=True)
    print("\n| corpus | files | seen = stored + duplicate + rejected | exit | documents lost to crash, timeout, size "
          "| all processes / program / largest worker, MB | workers used | ZIP: seen | differs from the folder |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    print("\n".join(lines))
    common = collections.Counter()
    for sums in yields.values():
        for ending, (_, count) in sums.items():
            common[ending] += count
    print("\n| ending | " + " | ".join(yields) + " |\n| --- |" + " --- |" * len(yields))
    for ending, count in common.most_common(16):
        cells = [f"{sums[ending][0]:,}/{sums[ending][1]:,}" if ending in sums else "" for sums in yields.values()]
        print(f"| {ending or 'none'} | " + " | ".join(cells) + " |")
    print("\nThe same content counts once; n/m: m contents, n of them with text.\n")
    for note in notes:
        print(note)
    for fault in faults:
        print("FAULT", fault)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
