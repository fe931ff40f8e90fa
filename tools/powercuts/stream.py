"""What a disk was told, and the images that a power cut may have left of it."""
import mmap
import os
import random
import struct
import subprocess
from dataclasses import dataclass, field

HEAD = struct.Struct("=QQQ")
WRITE, ZERO, FLUSH, NOTE = (ord(letter) for letter in "WZFN")
SECTOR = 512

# What may become of writes that no flush has followed.
#   lost      none of them is on the disk
#   kept      all of them are
#   some      each is or is not, by chance
#   torn512   the same, and some are there in part, in sectors of 512 bytes
#   torn4096  the same, in blocks of 4,096 bytes
WAYS = ("lost", "kept", "some", "torn512", "torn4096")


@dataclass(frozen=True)
class Event:
    """One record of the recorder's log; `data` is where its bytes stand in the log."""
    kind: int
    offset: int
    length: int
    data: int


@dataclass(frozen=True)
class Cut:
    """A power cut: before event `at`, with what is not flushed treated in a `way`; `seed` draws the chances."""
    at: int
    way: str
    seed: int

    def __str__(self):
        return f"{self.at}/{self.way}/{self.seed}"


class Stream:
    """The log of one recording."""

    def __init__(self, log):
        self._file = open(log, "rb")
        self.bytes = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        self.events = list(self._parse())
        # The last flush before each event, -1 where there is none.
        self.flushed = []
        last = -1
        for at, event in enumerate(self.events):
            self.flushed.append(last)
            if event.kind == FLUSH:
                last = at
        self.flushed.append(last)

    def _parse(self):
        at = 0
        while at + HEAD.size <= len(self.bytes):
            kind, offset, length = HEAD.unpack_from(self.bytes, at)
            at += HEAD.size
            yield Event(kind, offset, length, at)
            if kind in (WRITE, NOTE):
                at += length

    def data(self, event):
        return self.bytes[event.data:event.data + event.length]

    def notes(self, end=None):
        """What programs had said before event `end`, as bytes."""
        return b"".join(self.data(event) for event in self.events[:end] if event.kind == NOTE)

    def first_note(self):
        return next(at for at, event in enumerate(self.events) if event.kind == NOTE)

    def last_note(self):
        return max(at for at, event in enumerate(self.events) if event.kind == NOTE)

    def count(self, kind):
        return sum(event.kind == kind for event in self.events)

    def cuts(self, count, seed, ways=WAYS, fresh_only=False):
        """Power cuts between the first and the last note, in order: a third right after something was said, when a promise is
        fresh (all of them with `fresh_only`); a third between two flushes chosen by chance; a third at any event. No two of them
        give the same image."""
        chances = random.Random(seed)
        first, last = self.first_note(), self.last_note()
        said = [at + 1 for at in range(first, last) if self.events[at].kind == NOTE]
        flushes = [at for at in range(first, last) if self.events[at].kind == FLUSH] or [first]
        chosen, seen = [], set()
        for attempt in range(count * 20):
            if len(chosen) == count:
                break
            at = self._moment(0 if fresh_only else attempt % 3, said, flushes, first, last, chances)
            cut = Cut(at, ways[attempt % len(ways)], chances.randrange(1 << 32))
            image = self._identity(cut)
            if image not in seen:
                seen.add(image)
                chosen.append(cut)
        return sorted(chosen, key=lambda cut: cut.at)

    def _moment(self, kind, said, flushes, first, last, chances):
        if kind == 0:
            return chances.choice(said)
        if kind == 1:
            at = chances.choice(flushes)
            return chances.randint(max(first, self.flushed[at]) + 1, at)
        return chances.randint(first + 1, last + 1)

    def _identity(self, cut):
        """Equal for two cuts that give the same image at a moment when the same had been said."""
        waiting = [at for at in range(self.flushed[cut.at] + 1, cut.at) if self.events[at].kind in (WRITE, ZERO)]
        said = sum(1 for at in range(cut.at) if self.events[at].kind == NOTE)
        if not waiting or cut.way == "lost":
            return (self.flushed[cut.at], said)
        return (waiting[-1], said) if cut.way == "kept" else (waiting[-1], said, cut.way, cut.seed)


@dataclass
class Fate:
    """What became of the writes that were not flushed."""
    kept: int = 0
    lost: int = 0
    torn: int = 0


class Images:
    """Makes images of cuts that come in order: everything flushed is carried along in one file, each image is a copy of that and
    what its cut left of the rest."""

    def __init__(self, stream, base, folder, smallest_tear=SECTOR):
        self.stream = stream
        self.solid = os.path.join(folder, "solid.img")
        self._folder = folder
        self.smallest_tear = smallest_tear
        self._applied = 0
        copy_sparse(base, self.solid)

    def make(self, cut):
        """Writes the image of a cut and tells its path, which the caller removes, and what became of the unflushed writes.

        Every image is a new file: a loop device that the kernel has not let go yet would be used again for the same file, with
        the old blocks in its memory."""
        settled = self.stream.flushed[cut.at] + 1
        with open(self.solid, "r+b") as solid:
            for event in self.stream.events[self._applied:settled]:
                self._apply(event, solid)
        self._applied = max(self._applied, settled)
        path = os.path.join(self._folder, f"cut-{cut.at}-{cut.seed}.img")
        copy_sparse(self.solid, path)
        fate, chances = Fate(), random.Random(cut.seed)
        with open(path, "r+b") as image:
            for event in self.stream.events[settled:cut.at]:
                if event.kind in (WRITE, ZERO):
                    self._leave(event, image, cut.way, chances, fate)
        return path, fate

    def _apply(self, event, image):
        if event.kind == WRITE:
            image.seek(event.offset)
            image.write(self.stream.data(event))
        elif event.kind == ZERO:
            image.seek(event.offset)
            image.write(bytes(event.length))

    def _leave(self, event, image, way, chances, fate):
        chance = 1.0 if way == "kept" else 0.0 if way == "lost" else chances.random()
        unit = max(self.smallest_tear, 4096 if way == "torn4096" else SECTOR)
        if way.startswith("torn") and event.kind == WRITE and event.length > unit and chance < 0.4:
            fate.torn += 1
            data = self.stream.data(event)
            for start in range(0, len(data), unit):
                if chances.random() < 0.5:
                    image.seek(event.offset + start)
                    image.write(data[start:start + unit])
        elif chance < 0.5:
            fate.lost += 1
        else:
            fate.kept += 1
            self._apply(event, image)


def copy_sparse(source, target):
    subprocess.run(["cp", "--sparse=auto", source, target], check=True)
