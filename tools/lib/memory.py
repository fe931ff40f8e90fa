"""Runs imports and watches what the program and its workers have resident: `memory.py DEEDBOX FOLDER ENTRIES BYTES`.

Memory is read from /proc/PID/smaps_rollup every 20 ms for the program and its children, as RSS and as PSS (pages that several
processes share are counted once); VmHWM of the program itself, which misses no peak, is printed beside.
"""

import os
import random
import subprocess
import sys
import time
import zipfile

LIMIT = 300 * 1000 * 1000
WHEN = (2026, 11, 21, 8, 0, 0)


def papers(path, count):
    """A ZIP of papers between 0.5 and 8 KB, every fifth a copy."""
    chance = random.Random(20261121)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(count):
            text = f"合同编号：HT-{number // 5 * 5 if number % 5 == 4 else number}\n"
            content = text.encode() + random.Random(text).randbytes(chance.randrange(500, 8000) if number % 5 != 4 else 900)
            archive.writestr(zipfile.ZipInfo(f"合同/{number % 300}/HT-{number} 采购合同.txt", WHEN), content)


def large(path, size):
    chance = random.Random(7)
    with open(path, "wb") as file:
        while size > 0:
            part = chance.randbytes(min(size, 1 << 20))
            file.write(part)
            size -= len(part)


def packed(path, source):
    """`source`, stored in a ZIP that is stored in a ZIP."""
    inner = path + ".inner"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_STORED) as archive:
        archive.write(source, "扫描件.bin")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.write(inner, "归档.zip")
    os.remove(inner)


def family(pid):
    """The process and everything below it."""
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as file:
            for child in file.read().split():
                found += family(int(child))
    return found


def resident(pid):
    rss = pss = 0
    with open(f"/proc/{pid}/smaps_rollup") as file:
        for line in file:
            if line.startswith("Rss:"):
                rss = int(line.split()[1]) * 1024
            elif line.startswith("Pss:"):
                pss = int(line.split()[1]) * 1024
    return rss, pss


def peak(pid):
    with open(f"/proc/{pid}/status") as file:
        return next((int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:")), 0)


def measure(deedbox, folder, name, source):
    vault = os.path.join(folder, "vault")
    subprocess.run(["rm", "-rf", vault], check=True)
    subprocess.run([deedbox, "init", vault, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    start = time.monotonic()
    program = subprocess.Popen(
        [deedbox, "import", source, "--no-text", "--quiet", "--vault", vault], stdout=subprocess.DEVNULL
    )
    most_rss = most_pss = most_program = 0
    while program.poll() is None:
        rss = pss = 0
        try:
            most_program = max(most_program, peak(program.pid))
            for pid in family(program.pid):
                one = resident(pid)
                rss, pss = rss + one[0], pss + one[1]
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass
        most_rss, most_pss = max(most_rss, rss), max(most_pss, pss)
        time.sleep(0.02)
    seconds = time.monotonic() - start
    million = 1e6
    print(
        f"{name}: {most_rss / million:.0f} MB resident in all ({most_pss / million:.0f} MB with shared pages counted once;"
        f" the program alone {most_program / million:.0f} MB), {seconds:.1f} s, exit {program.returncode}"
    )
    sys.stdout.flush()
    return program.returncode == 0 and most_rss <= LIMIT


def main(deedbox, folder, entries, size):
    archive, file, nest = (os.path.join(folder, name) for name in ("合同.zip", "扫描件.bin", "嵌套.zip"))
    papers(archive, int(entries))
    good = measure(deedbox, folder, f"ZIP of {entries} entries", archive)
    os.remove(archive)
    large(file, int(size))
    good = measure(deedbox, folder, f"a file of {int(size) // 10**6} MB", file) and good
    packed(nest, file)
    good = measure(deedbox, folder, "the same in a ZIP in a ZIP", nest) and good
    if not good:
        sys.exit("more than 300 MB, or an import that failed")


if __name__ == "__main__":
    main(*sys.argv[1:])
