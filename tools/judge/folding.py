"""What two spellings have in common, by Python's unicodedata and OpenCC's tables; shares nothing with the Swift code."""

import functools
import pathlib
import subprocess
import tempfile
import unicodedata

HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003fffd"


@functools.cache
def simplified():
    """Traditional → the first simplified form that is another character."""
    with tempfile.NamedTemporaryFile(suffix=".txt") as text:
        source = "/usr/share/opencc/TSCharacters.ocd2"
        command = ["opencc_dict", "-i", source, "-o", text.name, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        rows = [line.split("\t") for line in pathlib.Path(text.name).read_text(encoding="utf-8").splitlines()]
    found = {}
    for key, values in rows:
        others = [value for value in values.split(" ") if value != key and len(value) == 1]
        if len(key) == 1 and others:
            found[key] = others[0]
    return found


@functools.cache
def radicals():
    """Radical → the ideograph it looks like."""
    found = {}
    for line in pathlib.Path("/usr/share/unicode/EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8").splitlines():
        points, _, target = line.split("#")[0].partition(";")
        if target:
            first, _, last = points.strip().partition("..")
            for point in range(int(first, 16), int(last or first, 16) + 1):
                found[chr(point)] = chr(int(target, 16))
    return found


@functools.cache
def fold_character(character):
    if unicodedata.category(character) in ("Cf", "Mn"):
        return ""
    text = unicodedata.normalize("NFKC", character).casefold()
    text = unicodedata.normalize("NFKC", text)
    if not any("\u3040" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7a3" for c in text):
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    text = "".join(radicals().get(c, c) for c in text)
    previous = None
    while text != previous:
        previous = text
        text = "".join(simplified().get(c, c) for c in text)
    return text


def fold(text):
    return "".join(fold_character(c) for c in text)
