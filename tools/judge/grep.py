"""Which texts a query means, by regular expressions over folded text.

A run of Han matches over spaces and one line end; words match whole; between words, and between a word and Han, anything
but letters and digits may stand; a code (`HT-2024-0031`) matches its parts in a row, or any spelling of it that joins to
the same letters and digits; `x*` matches the beginning of a word or of a joined code.
"""

import re

from folding import HAN, fold

HAN_CHARACTER = f"[{HAN}]"
WORD_CHARACTER = f"[^\\W_{HAN}]"
JOINER = "[-_/.\u2010-\u2015\u2212]"
GAP = r"(?: *(?:\n *)?)"
CODE = re.compile(f"{WORD_CHARACTER}+(?:{JOINER}{WORD_CHARACTER}+)+")
UNITS = re.compile(f"{HAN_CHARACTER}|{WORD_CHARACTER}+")
GROUPED = re.compile(rf"(?<!{WORD_CHARACTER})(\d{{1,3}}(?:,\d{{3}})+)(?![0-9])")
LONGEST_CODE = 48


def normalised(text):
    """Folded, with one kind of space and of line end, and numbers without commas."""
    text = fold(text.replace("\r\n", "\n"))
    return GROUPED.sub(lambda found: found.group(1).replace(",", ""), text)


def joined(run):
    """The code without its joiners, or None where it is none."""
    parts = re.split(JOINER, run)
    text = "".join(parts)
    if not any(c in "0123456789" for c in text) or len(text.encode()) > LONGEST_CODE:
        return None
    only_dots = set(re.findall(JOINER, run)) == {"."}
    return None if only_dots and re.fullmatch(r"[0-9]+", text) else text


def sequence(term, prefix):
    """A pattern for the term's words and Han in a row."""
    pattern, last, last_end = "", None, 0
    for unit in UNITS.finditer(term):
        is_han = re.fullmatch(HAN_CHARACTER, unit.group()) is not None
        if last is not None:
            if is_han and last:
                # Han next to Han in the query is one run; with a sign between, two.
                pattern += GAP if unit.start() == last_end else r"[\W_]+"
            else:
                pattern += r"[\W_]*" if is_han or last else r"[\W_]+"
        pattern += re.escape(unit.group()) if is_han else f"(?<!{WORD_CHARACTER}){re.escape(unit.group())}(?!{WORD_CHARACTER})"
        last, last_end = is_han, unit.end()
    if prefix and last is False:
        pattern = pattern.removesuffix(f"(?!{WORD_CHARACTER})")
    return re.compile(pattern)


class Term:
    """One term, phrase or prefix of a query."""

    def __init__(self, text, prefix=False):
        self.prefix = prefix
        folded = normalised(text).strip()
        self.pattern = sequence(folded, prefix)
        whole = UNITS.fullmatch(folded)
        code = CODE.fullmatch(folded)
        self.code = joined(folded) if code else folded if whole and not re.match(HAN_CHARACTER, folded) else None

    def matches(self, document):
        if self.pattern.search(document.text):
            return True
        if self.code is None:
            return False
        if self.prefix:
            return any(code.startswith(self.code) for code in document.codes)
        return self.code in document.codes


class Document:
    """A text with its codes, for asking many queries."""

    def __init__(self, text):
        self.text = normalised(text)
        self.codes = {code for code in map(joined, CODE.findall(self.text)) if code}
        self.codes |= {word for word in re.findall(f"{WORD_CHARACTER}+", self.text)}


def parsed(query):
    """Alternatives of (wanted, unwanted) terms: space is AND, OR binds closer, NOT and - refuse."""
    tokens = re.findall(r'(-?)"([^"]*)"|(\S+)', query)
    groups, refuse, alternative = [], False, False
    for minus, phrase, word in tokens:
        if word in ("OR", "或"):
            alternative = True
            continue
        if word in ("AND",):
            continue
        if word == "NOT":
            refuse = True
            continue
        refuse = refuse or minus == "-" or (word.startswith("-") and len(word) > 1)
        text = phrase or word.lstrip("-")
        term = Term(text.rstrip("*"), prefix=text.endswith("*"))
        if alternative:
            groups[-1][0].append(term)
        else:
            groups.append(([term], refuse))
        refuse = alternative = False
    return groups


def matches(groups, document):
    return all(any(term.matches(document) for term in terms) != refuse for terms, refuse in groups)
