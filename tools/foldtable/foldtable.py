#!/usr/bin/env python3
"""Generates Sources/DeedText/Generated/FoldData.swift: how every character is folded, and of what class it is.

    tools/foldtable/foldtable.py            writes the file
    tools/foldtable/foldtable.py --check    exits 1 when the committed file differs

Needs the Debian packages unicode-data and opencc (12 "bookworm": Unicode 15.0, OpenCC 1.1.6). The normalisation forms
come from Python's own unicodedata.
"""

import pathlib
import subprocess
import sys
import tempfile
import unicodedata

from swiftsource import number, signed, swift_file

UNICODE = pathlib.Path("/usr/share/unicode")
OPENCC = pathlib.Path("/usr/share/opencc")
TARGET = pathlib.Path(__file__).resolve().parents[2] / "Sources/DeedText/Generated/FoldData.swift"

SEPARATOR, WORD, HAN, SPACE, NEWLINE, IGNORED, JOINER = range(7)
"""Classes of characters; the order is that of CharacterClass in Swift."""

LAST = 0x10FFFF
CONTROL_NEWLINES = {0x0A, 0x0B, 0x0D, 0x85, 0x2028}
IGNORABLE = {0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF}
JOINERS = {ord(c) for c in "-_/."} | set(range(0x2010, 0x2016)) | {0x2212}


def property_ranges(name, wanted):
    """Code points that a file of the Unicode database gives one of the wanted values."""
    found = set()
    for line in (UNICODE / name).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        points, value = [part.strip() for part in line.split(";")][:2]
        if value in wanted:
            first, _, last = points.partition("..")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def equivalent_ideographs():
    """Radicals and strokes → the ideograph they look like: ⻓ → 长."""
    found = {}
    for line in (UNICODE / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            points, target = [part.strip() for part in line.split(";")]
            first, _, last = points.partition("..")
            for point in range(int(first, 16), int(last or first, 16) + 1):
                found[point] = int(target, 16)
    return found


def opencc_characters(name):
    """One character → its candidates, in OpenCC's order."""
    with tempfile.NamedTemporaryFile(suffix=".txt") as text:
        command = ["opencc_dict", "-i", str(OPENCC / f"{name}.ocd2"), "-o", text.name, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        lines = pathlib.Path(text.name).read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        key, _, values = line.partition("\t")
        if len(key) == 1:
            found[key] = [value for value in values.split(" ") if len(value) == 1]
    return found


def simplified():
    """Traditional → simplified: the first candidate that is another character (瞭 → 了, or 瞭解 would miss 了解)."""
    found = {}
    for key, values in opencc_characters("TSCharacters").items():
        others = [value for value in values if value != key]
        if others:
            found[ord(key)] = ord(others[0])
    return found


EAST_ASIAN = property_ranges("Scripts.txt", {"Han", "Hiragana", "Katakana", "Hangul"})
EAST_ASIAN |= {0x3006, 0x30FC} | set(range(0x3400, 0x4DC0)) | set(range(0x4E00, 0xA000)) | set(range(0xF900, 0xFB00))
EAST_ASIAN |= set(range(0x20000, 0x3FFFE))
VARIATION_SELECTORS = property_ranges("PropList.txt", {"Variation_Selector"})
EQUIVALENT = equivalent_ideographs()
SIMPLIFIED = simplified()


def class_of(point):
    """The class of a character that is already folded."""
    category = unicodedata.category(chr(point))
    if point in IGNORABLE or point in VARIATION_SELECTORS or category in ("Mn", "Me"):
        return IGNORED
    if point in CONTROL_NEWLINES:
        return NEWLINE
    if category == "Zs":
        return SPACE
    if point in JOINERS:
        return JOINER
    if point in EAST_ASIAN:
        return HAN
    if category[0] in "LN" or category == "Mc":
        return WORD
    return SEPARATOR


def folded_once(text):
    """NFKC, case, NFKC, marks off (not from kana and Hangul), radicals, simplified: one round."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    keeps_marks = any(0x3040 <= ord(c) <= 0x30FF or 0xAC00 <= ord(c) <= 0xD7A3 for c in text)
    if not keeps_marks:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    points = [EQUIVALENT.get(ord(c), ord(c)) for c in text]
    points = [SIMPLIFIED.get(point, point) for point in points]
    return "".join(chr(point) for point in points if class_of(point) != IGNORED)


def fold(point):
    """Rounds until nothing changes, so that folding twice is folding once."""
    text = chr(point)
    for _ in range(8):
        following = folded_once(text)
        if following == text:
            return text
        text = following
    raise SystemExit(f"folding U+{point:04X} does not come to rest")


def all_folds():
    """Code point → folded text, where that is another."""
    found = {}
    for point in range(0x80, LAST + 1):
        if 0xD800 <= point < 0xE000 or class_of(point) == IGNORED:
            continue
        text = fold(point)
        if text != chr(point):
            found[point] = [ord(c) for c in text]
    for point in range(ord("A"), ord("Z") + 1):
        found[point] = [point + 32]
    return dict(sorted(found.items()))


def coded_folds(folds):
    """Records: gap since the last record's end, count, then for count > 0 the signed distance of `count` neighbours
    that all move alike, for 0 one character that becomes several (how many, then each)."""
    text, end = "", 0
    points = list(folds)
    at = 0
    while at < len(points):
        point = points[at]
        target = folds[point]
        text += number(point - end)
        if len(target) != 1:
            text += number(0) + number(len(target)) + "".join(number(each) for each in target)
            at, end = at + 1, point + 1
            continue
        count = 1
        while folds.get(point + count) == [target[0] + count]:
            count += 1
        text += number(count) + signed(target[0] - point)
        at, end = at + count, point + count
    return text


def coded_classes():
    """Records: gap since the last record's end, length, class; what no record names is a separator."""
    text, end, point = "", 0, 0
    while point <= LAST:
        kind = class_of(point) if not 0xD800 <= point < 0xE000 else SEPARATOR
        first = point
        while point <= LAST and (class_of(point) if not 0xD800 <= point < 0xE000 else SEPARATOR) == kind:
            point += 1
        if kind != SEPARATOR:
            text += number(first - end) + number(point - first) + number(kind)
            end = point
    return text


def main():
    folds = all_folds()
    header = [
        "Generated by tools/foldtable/foldtable.py; do not edit.",
        "",
        f"Sources: Python's unicodedata {unicodedata.unidata_version} (NFKC, case folding, categories) and Debian's unicode-data",
        "15.0.0 (Scripts, PropList, EquivalentUnifiedIdeograph), copyright Unicode, Inc., Unicode License V3;",
        "OpenCC 1.1.6 (TSCharacters), copyright BYVoid, Apache License 2.0.",
    ]
    tables = [
        ("folds", f"{len(folds)} characters that fold into others.", coded_folds(folds)),
        ("classes", "Ranges of characters that are not separators.", coded_classes()),
    ]
    source = swift_file(header, "FoldData", tables)
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == source else f"{TARGET} is not what the generator writes")
    TARGET.write_text(source, encoding="utf-8")
    print(f"{TARGET}: {len(folds)} folds, {len(source)} bytes")


if __name__ == "__main__":
    main()
