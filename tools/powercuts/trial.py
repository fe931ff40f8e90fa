"""One recording and the images made of it, judged by several hands at once."""
import json
import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from disk import FILE_SYSTEMS, Recording, command, mounted
from judge import Broken, Judge
from story import Programs, Story
from stream import WAYS, FLUSH, WRITE, Images, Stream


@dataclass
class Plan:
    """What is recorded and how many images are made of it."""
    file_system: str
    images: int
    seed: int
    papers: int = 56
    durability: str = "fsync"
    withhold: str = ""
    own_writeback: bool = False

    def __str__(self):
        words = [self.file_system, self.durability]
        if self.own_writeback:
            words.append("written back in between")
        if self.withhold:
            words.append(f"without {self.withhold}")
        return ", ".join(words)


@dataclass
class Result:
    """What became of a plan's images."""
    plan: Plan
    images: int = 0
    bad: list = field(default_factory=list)
    lost: int = 0
    torn: int = 0
    mended: int = 0
    writes: int = 0
    flushes: int = 0
    promises: int = 0


class Trial:
    """A plan, carried out in a folder of its own."""

    def __init__(self, plan, folder, tools, settings):
        self.plan, self.folder, self.tools, self.settings = plan, folder, tools, settings
        self.file_system = FILE_SYSTEMS[plan.file_system]
        # The same papers every time: the seed makes them.
        self.story = Story(folder, plan.seed, plan.papers)
        self.result = Result(plan)
        self._lock = threading.Lock()

    def record(self):
        """Records the story as it happens."""
        programs = self._programs(self.plan.withhold)
        recording = Recording(self.folder, self.file_system, self.tools.recorder, self.plan.seed if self.plan.own_writeback else None)
        with recording.running() as notes:
            self.story.run(programs, recording.root, notes)
        with open(os.path.join(self.folder, "plan.json"), "w", encoding="utf-8") as file:
            json.dump(vars(self.plan), file)

    def judge(self, jobs, only=None):
        """Judges the images of the recording, `only` those of one cut if given. Returns the result."""
        stream = Stream(os.path.join(self.folder, "log"))
        # What is withheld shows best right after a promise, when all that was not flushed is lost.
        wrong = bool(self.plan.withhold)
        cuts = stream.cuts(self.plan.images, self.plan.seed, ("lost", "some") if wrong else WAYS, fresh_only=wrong)
        if only:
            cuts = [cut for cut in cuts if str(cut) == only]
        self.result.writes, self.result.flushes = stream.count(WRITE), stream.count(FLUSH)
        self.result.promises = stream.notes().count(b'"outcome":') + stream.notes().count(b'"changed":')
        with ThreadPoolExecutor(jobs) as pool:
            for hand in [pool.submit(self._judge_share, stream, cuts[at::jobs], at) for at in range(jobs)]:
                hand.result()
        self.result.bad.sort(key=lambda bad: bad[0].at)
        return self.result

    def _programs(self, withhold=None, home=None):
        return Programs(self.tools.programs, home or self.folder, self.settings, self.tools.preload, withhold)

    def _judge_share(self, stream, cuts, hand):
        folder = os.path.join(self.folder, f"hand{hand}")
        root = os.path.join(folder, "root")
        os.makedirs(root)
        images = Images(stream, os.path.join(self.folder, "base.img"), folder, self.file_system.smallest_tear)
        programs = self._programs(home=folder)
        for cut in cuts:
            image, fate = images.make(cut)
            complaint, mended = self._judge_image(image, root, Judge(self.story, self.story.promised(stream.notes(cut.at)), programs, root))
            os.unlink(image)
            with self._lock:
                self._note(cut, fate, complaint, mended)
        shutil.rmtree(folder)

    def _judge_image(self, image, root, judge):
        mended = False
        for attempt in (1, 2):
            with mounted(image, root, self.file_system) as refused:
                if refused is None:
                    try:
                        judge.judge()
                    except Broken as broken:
                        return str(broken), mended
                    return None, mended
            if attempt == 2 or self.plan.file_system != "ext4":
                return f"cannot be mounted: {refused}", mended
            mended = True
            command("e2fsck", "-fy", image, check=False)

    def _note(self, cut, fate, complaint, mended):
        self.result.images += 1
        self.result.lost += fate.lost
        self.result.torn += fate.torn
        self.result.mended += mended
        if complaint:
            self.result.bad.append((cut, complaint))
