"""A ZIP of 100,000 entries and 20 GB, imported, killed half-way, imported again: `width.py DEEDBOX FOLDER ENTRIES BYTES`.

The archive is sparse on disk: forty entries are large and empty but for their first bytes, ten of one content each. So the disk
takes a fifth of what is read.
"""

import os
import signal
import struct
import subprocess
import sys
import time
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from memory import LIMIT, family, peak, resident  # noqa: E402

LARGE, ALIKE = 40, 10


def checksum(head, size):
    """The CRC-32 of `head` followed by zeros."""
    zeros, total = bytes(1 << 22), zlib.crc32(head)
    left = size - len(head)
    while left > 0:
        total = zlib.crc32(zeros[: min(left, len(zeros))], total)
        left -= len(zeros)
    return total


def archive(path, entries, size):
    """Stored entries in ZIP64, written without the zeros; the large ones lie evenly among the small."""
    each, records, sums = size // LARGE, [], {}
    places = {(number + 1) * entries // (LARGE + 1): number for number in range(LARGE)}
    with open(path, "wb") as file:

        def put(name, head, length, crc):
            name = name.encode()
            wide = struct.pack("<HHQQ", 1, 16, length, length)
            offset = file.tell()
            fields = struct.pack("<HHHHHIII", 45, 0x800, 0, 0x4800, 0x5B75, crc, 0xFFFFFFFF, 0xFFFFFFFF)
            file.write(b"PK\3\4" + fields + struct.pack("<HH", len(name), len(wide)) + name + wide + head)
            file.seek(length - len(head), os.SEEK_CUR)
            wide = struct.pack("<HHQQQ", 1, 24, length, length, offset)
            records.append(
                b"PK\1\2" + struct.pack("<H", 0x32D) + fields + struct.pack("<HHHHHII", len(name), len(wide), 0, 0, 0, 0, 0xFFFFFFFF)
                + name + wide
            )

        for number in range(entries):
            if number in places:
                kind = places[number] // ALIKE
                head = f"扫描件 {kind}".encode()
                if kind not in sums:
                    sums[kind] = checksum(head, each)
                put(f"扫描/{places[number]:02}.bin", head, each, sums[kind])
            text = f"合同编号：HT-{number}\n甲方：上海样例机电有限公司\n".encode() * 4
            put(f"合同/{number % 300}/HT-{number} 采购合同.txt", text, len(text), zlib.crc32(text))
        start = file.tell()
        directory = b"".join(records)
        file.write(directory)
        file.write(
            b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, len(records), len(records), len(directory), start)
            + b"PK\6\7" + struct.pack("<IQI", 0, start + len(directory), 1)
            + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        )


def run(deedbox, vault, source, kill=None):
    """Imports; the most that all processes had resident, seconds, exit code and what was printed. `kill`: after so many seconds."""
    start = time.monotonic()
    program = subprocess.Popen(
        [deedbox, "import", source, "--no-text", "--quiet", "--lang", "en", "--vault", vault], stdout=subprocess.PIPE
    )
    most = 0
    while program.poll() is None:
        total = 0
        try:
            for pid in family(program.pid):
                total += resident(pid)[0]
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass
        most = max(most, total)
        if kill and time.monotonic() - start > kill:
            program.send_signal(signal.SIGKILL)
        time.sleep(0.05)
    seconds = time.monotonic() - start
    lines = [line for line in program.stdout.read().decode().splitlines() if "seen" in line or "before" in line]
    return most, seconds, program.returncode, " ".join(lines)


def main(deedbox, folder, entries, size):
    source = os.path.join(folder, "年度归档.zip")
    archive(source, int(entries), int(size))
    print(f"{entries} entries and {LARGE} large ones, {os.path.getsize(source) / 1e9:.1f} GB")
    good, whole = True, 0
    for name, kill in (("whole", None), ("killed half-way", 0.5), ("the same command again", None), ("and once more", None)):
        vault = os.path.join(folder, "vault-whole" if name == "whole" else "vault-killed")
        if not os.path.exists(vault):
            subprocess.run([deedbox, "init", vault, "--quiet"], check=True, stdout=subprocess.DEVNULL)
        most, seconds, code, said = run(deedbox, vault, source, kill and kill * whole)
        whole = whole or seconds
        print(f"{name}: {seconds:.1f} s, {most / 1e6:.0f} MB resident in all, exit {code}; {said}")
        sys.stdout.flush()
        good = good and most <= LIMIT and (code == 0 or kill is not None)
        if name == "whole":
            subprocess.run(["rm", "-rf", vault], check=True)
    if not good:
        sys.exit("more than 300 MB, or an import that failed")


if __name__ == "__main__":
    main(*sys.argv[1:])
