"""File systems on images: what this machine can do, recording one, mounting what a cut left."""
import os
import shutil
import subprocess
import threading
import time
import random
from contextlib import contextmanager

MEGABYTE = 1 << 20


class Lacking(Exception):
    """What the machine does not have."""


class FileSystem:
    """How a kind of file system is made and mounted."""

    def __init__(self, name, megabytes, make, options="", smallest_tear=512):
        self.name = name
        self.megabytes = megabytes
        self.make = make
        self.options = options
        # Nothing smaller is torn: some file systems rely on more than a sector for their own first block.
        self.smallest_tear = smallest_tear

    def make_image(self, path):
        with open(path, "wb") as image:
            image.truncate(self.megabytes * MEGABYTE)
        command(*self.make, path)

    def lacks(self):
        """Why it cannot be used here; None where it can."""
        if not shutil.which(self.make[0]):
            return f"{self.make[0]} is not installed"
        with open("/proc/filesystems", encoding="utf-8") as known:
            if self.name not in known.read().split():
                return f"this kernel has no {self.name}"
        return None


FILE_SYSTEMS = {
    each.name: each for each in (
        FileSystem("ext4", 96, ["mkfs.ext4", "-q", "-F", "-J", "size=8", "-E", "lazy_itable_init=0,lazy_journal_init=0"]),
        FileSystem("xfs", 320, ["mkfs.xfs", "-q", "-f"], options="nouuid"),
        # btrfs writes its superblock in 4,096 bytes and counts on the disk not to tear it.
        FileSystem("btrfs", 256, ["mkfs.btrfs", "-q", "-f"], smallest_tear=4096),
    )
}


def require_machine():
    """Raises Lacking unless block writes can be recorded here."""
    if os.geteuid() != 0:
        raise Lacking("mounting file systems needs root")
    for device in ("/dev/fuse", "/dev/loop-control"):
        if not os.path.exists(device):
            raise Lacking(f"{device} is not there")
    for program in ("mount", "umount", "unshare", "losetup", "cp", "cc"):
        if not shutil.which(program):
            raise Lacking(f"{program} is not installed")


def command(*arguments, check=True, **options):
    done = subprocess.run(arguments, capture_output=True, text=True, errors="replace", **options)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    return done


def unmount(path):
    """Waits for what is still closing its files; never gives up, because everything else needs the place."""
    for attempt in range(100):
        if command("umount", path, check=False).returncode == 0:
            return
        time.sleep(0.05 if attempt < 40 else 0.3)
    command("umount", "--lazy", path)


@contextmanager
def mounted(image, folder, file_system):
    """Mounts an image; the kernel replays the file system's own journal. Yields None, or why it cannot be mounted."""
    options = ",".join(filter(None, ["loop", file_system.options]))
    done = command("mount", "-t", file_system.name, "-o", options, image, folder, check=False)
    if done.returncode:
        yield done.stderr.strip() or "mount failed"
        return
    try:
        yield None
    finally:
        unmount(folder)


class Recording:
    """A file system whose writes are recorded from the moment of its mounting: `base.img` is what it was before, `log` what came."""

    def __init__(self, folder, file_system, recorder, own_writeback=None):
        self.folder = folder
        self.file_system = file_system
        self.recorder = recorder
        self.own_writeback = own_writeback
        self.base = os.path.join(folder, "base.img")
        self.log = os.path.join(folder, "log")
        self.root = os.path.join(folder, "root")
        self._files = os.path.join(folder, "recorded")

    @contextmanager
    def running(self):
        """Yields the path of the file that takes notes; the file system is at `root`."""
        for path in (self.root, self._files):
            os.makedirs(path, exist_ok=True)
        self.file_system.make_image(self.base)
        image = os.path.join(self.folder, "disk.img")
        command("cp", "--sparse=auto", self.base, image)
        process = subprocess.Popen([self.recorder, image, self.log, self._files], stdout=subprocess.PIPE, text=True)
        if process.stdout.readline() != "ready\n":
            raise Lacking(f"the recorder did not start (code {process.wait()})")
        try:
            with self._mounted():
                yield os.path.join(self._files, "notes")
        finally:
            unmount(self._files)
            process.wait()
            os.unlink(image)

    @contextmanager
    def _mounted(self):
        device = command("losetup", "--find", "--show", os.path.join(self._files, "disk")).stdout.strip()
        try:
            command("mount", "-t", self.file_system.name, device, self.root)
            try:
                command("sync", "--file-system", self.root)
                with self._writeback():
                    yield
            finally:
                unmount(self.root)
        finally:
            command("losetup", "--detach", device)

    @contextmanager
    def _writeback(self):
        """Where `own_writeback` is a seed: the file system is synced at moments of chance, as by a kernel that finds time, so that
        things reach the disk that no program asked for."""
        if self.own_writeback is None:
            yield
            return
        over, chances = threading.Event(), random.Random(self.own_writeback)

        def work():
            while not over.wait(chances.uniform(0.01, 0.4)):
                command("sync", "--file-system", self.root, check=False)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
