"""Prints the lines covered by the tests, room by room, from the JSON that `swift test --show-codecov-path` names.

Only what runs inside the test process counts; programs that the tests start as a user would are not measured.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path


def main() -> None:
    sources = Path.cwd() / "Sources"
    covered, total = defaultdict(int), defaultdict(int)
    for file in json.loads(Path(sys.argv[1]).read_text())["data"][0]["files"]:
        path = Path(file["filename"])
        if sources in path.parents:
            room = path.relative_to(sources).parts[0]
            covered[room] += file["summary"]["lines"]["covered"]
            total[room] += file["summary"]["lines"]["count"]
    print("Coverage of lines:")
    for room in sorted(total):
        print(f"    {room:<16} {share(covered[room], total[room])}")
    print(f"    {'all':<16} {share(sum(covered.values()), sum(total.values()))}")


def share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):5.1f} %  of {whole}"


if __name__ == "__main__":
    main()
