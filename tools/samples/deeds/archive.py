"""ZIP files by hand: the ones a Chinese Windows makes, and packages with fixed times.

Python's zipfile sets the UTF-8 flag on every name beyond ASCII; Windows Explorer in a Chinese locale writes GBK bytes and leaves it off.
"""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

DOS_TIME = 9 << 11 | 30 << 5
DOS_DATE = (2026 - 1980) << 9 | 11 << 5 | 18
ARCHIVE_ATTRIBUTE = 0x20


def pack(entries: list[tuple[str, bytes]], charset: str = "gbk") -> bytes:
    """A ZIP of these entries in this order, deflated, names in `charset`, general flags 0, made by MS-DOS 2.0."""
    body, directory = BytesIO(), BytesIO()
    for name, data in entries:
        encoded, offset = name.encode(charset), body.tell()
        packed, method = deflated(data)
        common = struct.pack(
            "<HHHHHIIIHH", 20, 0, method, DOS_TIME, DOS_DATE, zlib.crc32(data), len(packed), len(data), len(encoded), 0)
        body.write(b"PK\x03\x04" + common + encoded + packed)
        directory.write(b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, ARCHIVE_ATTRIBUTE, offset) + encoded)
    start, listing = body.tell(), directory.getvalue()
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listing), start, 0)
    return body.getvalue() + listing + b"PK\x05\x06" + end


def deflated(data: bytes) -> tuple[bytes, int]:
    """Raw deflate, or stored where that is not smaller."""
    coder = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = coder.compress(data) + coder.flush()
    return (packed, 8) if len(packed) < len(data) else (data, 0)


def repack(package: bytes, edits: dict[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """An office package with fixed times, its entries in their order, some of them edited."""
    with ZipFile(BytesIO(package)) as source:
        entries = [(name, source.read(name)) for name in source.namelist()]
    return pack([(name, (edits or {}).get(name, bytes)(data)) for name, data in entries], charset="ascii")
