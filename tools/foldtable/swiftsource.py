"""Writes tables of numbers as Swift string literals.

A string literal costs the compiler nothing, lies in the program's read-only data, and is decoded once at start; an
array literal of ten thousand numbers costs seconds of compiling. The coding is that of source maps with digits that
need no table: five bits a digit, least significant first, the sixth bit says that another digit follows; a digit of
value v is the character 48 + v. The literals are raw, because one of the digits is a backslash.
"""


def number(value):
    """A number from 0 on."""
    if value < 0:
        raise ValueError(value)
    text = ""
    while True:
        digit = value & 31
        value >>= 5
        text += chr(48 + (digit | (32 if value else 0)))
        if not value:
            return text


def signed(value):
    """Any whole number: the sign travels in the lowest bit."""
    return number(-value * 2 + 1 if value < 0 else value * 2)


def literal(text, width=116):
    """The lines of a multi-line literal; the decoder skips the line ends."""
    return "\n".join("        " + text[at : at + width] for at in range(0, len(text), width))


def swift_file(header, type_name, tables):
    """A Swift file: comment lines, then `enum type_name` with one static literal for each (name, doc, text)."""
    lines = ["// " + line if line else "//" for line in header] + ["", f"enum {type_name} {{"]
    for index, (name, doc, text) in enumerate(tables):
        if index:
            lines.append("")
        lines += [f"    /// {doc}", f"    static let {name}: StaticString = #\"\"\"", literal(text), '        """#']
    return "\n".join(lines + ["}", ""])
