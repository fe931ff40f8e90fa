"""Cuts the power under the real program, again and again, and compares what it recovers with what it had promised.

A vault is made on a file system whose block writes and flushes are recorded; papers are imported into it, single facts changed. Then
images of the disk are made as a power cut may have left them: everything up to a flush, and of the writes behind it none, all, or some
by chance, torn into sectors or blocks. Each image is mounted (the kernel replays the file system's journal), the program recovers the
vault, and then must hold: what was acknowledged is there byte for byte, verify is clean, the catalog is what a rebuild makes, and the
interrupted command, run again, completes with a balanced account.

With --controls, protocols that are wrong on purpose are tried as well: the program runs with some of its syncs withheld. A control
that gives no bad image fails the run, because then the tool would not see such a fault.
"""
import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace

from disk import FILE_SYSTEMS, Lacking, command, require_machine
from trial import Plan, Trial

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
IMAGES_OF_A_RECORDING = 50
# Which syncs are withheld, and on which file systems that shows. ext4 and XFS make names durable with any later sync of theirs.
CONTROLS = {
    "data": ("no barrier behind the data: files get their names before their bytes are on the disk", ("ext4", "xfs", "btrfs")),
    "names": ("no barrier behind the names: the journal is written before the names are on the disk", ("btrfs",)),
    "journal": ("acknowledged before the journal is on the disk", ("ext4", "xfs", "btrfs")),
}
# How the program makes objects durable, and the settings that say so.
DURABILITIES = {way: {"DEEDBOX_DURABILITY": way} for way in ("auto", "fsync")}
# With auto the first 16 small files of a batch are synced alone and the others share a barrier: batches that have both.
DURABILITIES["auto"]["DEEDBOX_IMPORT_BATCH_FILES"] = "24"


@dataclass
class Tools:
    """What was compiled, and where the programs are."""
    recorder: str
    preload: str
    programs: str


def say(text):
    print(text, flush=True)


def options():
    parser = argparse.ArgumentParser(prog="tools/powercut", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=200, metavar="N", help="how many images of each file system (default 200), 50 of a recording")
    parser.add_argument("--file-system", action="append", choices=[*FILE_SYSTEMS, "all"], metavar="NAME",
                        help="ext4, xfs, btrfs, or all that the machine has (default ext4); may be repeated")
    parser.add_argument("--elsewhere", type=int, default=0, metavar="N",
                        help="and N images on each other file system that the machine has")
    parser.add_argument("--durability", action="append", choices=[*DURABILITIES, "all"], metavar="MODE",
                        help=f"how the program makes things durable: {', '.join(DURABILITIES)}, or all in turn (default all)")
    parser.add_argument("--controls", type=int, default=0, metavar="N", help="try wrong protocols too, with N images each")
    parser.add_argument("--seed", type=int, help="draws the same papers and the same chances again")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="images judged at once (default: the cores)")
    parser.add_argument("--programs", metavar="DIR", help="where deedbox and deedbox-extract are (tools/powercut finds or builds them)")
    parser.add_argument("--recording", metavar="DIR", help="judge a kept recording again")
    parser.add_argument("--only", metavar="CUT", help="with --recording: only this image, as it was named")
    return parser.parse_args()


def scratch_parent():
    """Memory is the better place: nothing waits for a disk that is not looked at."""
    memory = "/dev/shm"
    if os.path.ismount(memory) and shutil.disk_usage(memory).free > 4 << 30:
        return memory
    return os.environ.get("TMPDIR", "/var/tmp")


def compiled(folder, programs):
    recorder, preload = os.path.join(folder, "recorder"), os.path.join(folder, "withheld.so")
    flags = ["cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O2"]
    command(*flags, "-o", recorder, os.path.join(HERE, "recorder.c"))
    command(*flags, "-shared", "-fPIC", "-pthread", "-o", preload, os.path.join(HERE, "withheld.c"))
    return Tools(recorder, preload, os.path.abspath(programs))


def durabilities(given):
    return list(DURABILITIES) if "all" in (given.durability or ["all"]) else given.durability


def file_systems(given):
    """What is tried, with the number of images of each. One that was asked for by name and is not there is lacking; of the others it
    is only said."""
    named = [name for name in given.file_system or ["ext4"] if name != "all"]
    wanted = {name: given.images for name in named}
    for name in FILE_SYSTEMS:
        count = given.images if "all" in (given.file_system or []) else given.elsewhere
        if count:
            wanted.setdefault(name, count)
    there = {}
    for name, count in wanted.items():
        reason = FILE_SYSTEMS[name].lacks()
        if reason is None:
            there[name] = count
        elif name in named:
            raise Lacking(f"{name}: {reason}")
        else:
            say(f"{name}: not tried, {reason}")
    return there


def plans(given, wanted, seed):
    """Recordings of up to 50 images each, of the ways to make things durable in turn; in every second one of a way the kernel writes back on
    its own, too. Then the controls."""
    ways, at = durabilities(given), 0
    for file_system, images in wanted.items():
        share = min(IMAGES_OF_A_RECORDING, -(-images // len(ways)))
        for number, first in enumerate(range(0, images, share)):
            count = min(share, images - first)
            yield Plan(file_system, count, seed + at, durability=ways[number % len(ways)], own_writeback=number // len(ways) % 2 == 1)
            at += 1
        for control, (_, shows_on) in CONTROLS.items():
            # The journal is made durable in one way only.
            for durability in ways[:1] if control == "journal" else ways:
                if given.controls and file_system in shows_on:
                    yield Plan(file_system, given.controls, seed + at, papers=32, durability=durability, withhold=control)
                    at += 1


def carry_out(plan, tools, scratch, jobs):
    folder = tempfile.mkdtemp(prefix=f"{plan.file_system}-", dir=scratch)
    trial = Trial(plan, folder, tools, DURABILITIES[plan.durability])
    trial.record()
    result = trial.judge(jobs)
    if result.bad and not plan.withhold:
        keep(folder, plan)
    shutil.rmtree(folder)
    return result


def keep(folder, plan):
    kept = os.path.join(ROOT, ".build", "powercut", f"{plan.file_system}-{plan.seed}")
    os.makedirs(kept, exist_ok=True)
    for name in ("base.img", "log", "plan.json"):
        command("cp", "--sparse=always", os.path.join(folder, name), kept)
    say(f"    the recording is kept: tools/powercut --recording {os.path.relpath(kept, ROOT)} [--only IMAGE]")


def tell(result, seconds):
    plan = result.plan
    say(f"{plan} (seed {plan.seed}): {result.writes} writes, {result.flushes} flushes, {result.promises} promises; "
        f"{result.images} images, {len(result.bad)} bad; {result.lost} writes lost, {result.torn} torn"
        + (f"; {result.mended} mended by e2fsck" if result.mended else "") + f"  [{seconds:.0f} s]")
    for cut, complaint in result.bad[:2 if plan.withhold else 8]:
        say(f"    {cut}: {complaint[:600]}")


def judge_kept(given, tools, scratch):
    with open(os.path.join(given.recording, "plan.json"), encoding="utf-8") as file:
        plan = Plan(**json.load(file))
    folder = tempfile.mkdtemp(prefix="kept-", dir=scratch)
    for name in ("base.img", "log"):
        command("cp", "--sparse=always", os.path.join(given.recording, name), folder)
    start = time.monotonic()
    result = Trial(plan, folder, tools, DURABILITIES[plan.durability]).judge(given.jobs, given.only)
    tell(result, time.monotonic() - start)
    return len(result.bad) > 0


def seen_again(plan, tools, scratch, jobs):
    """Whether a control that showed nothing, by chance, shows something in one of three more recordings."""
    for attempt in range(1, 4):
        start = time.monotonic()
        result = carry_out(replace(plan, seed=plan.seed + 1000 * attempt), tools, scratch, jobs)
        tell(result, time.monotonic() - start)
        if result.bad:
            return True
    return False


def judge_all(given, tools, scratch):
    """Carries out every plan; returns whether something is wrong."""
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1_000_000)
    wanted = file_systems(given)
    say(f"seed {seed}; scratch in {os.path.dirname(scratch)}; file systems: {', '.join(wanted)}")
    images, bad, blind = {}, 0, []
    for plan in plans(given, wanted, seed):
        start = time.monotonic()
        result = carry_out(plan, tools, scratch, given.jobs)
        tell(result, time.monotonic() - start)
        if plan.withhold:
            if not result.bad and not seen_again(plan, tools, scratch, given.jobs):
                blind.append(str(plan))
        else:
            key = f"{plan.file_system} ({plan.durability})"
            images[key] = images.get(key, 0) + result.images
            bad += len(result.bad)
    for control in blind:
        say(f"Failed: {control} gave no bad image, so such a fault would not be seen")
    say(f"Power cuts: {', '.join(f'{count} images of {key}' for key, count in images.items())}; {bad} bad; seed {seed}")
    return bad > 0 or bool(blind)


def enter_own_mounts():
    """Starts again with a view of the mounts that nobody shares: what is mounted here is in no one's way, no container that starts
    meanwhile keeps it alive, and it goes with this process, however that ends."""
    if os.environ.get("POWERCUT_MOUNTS") != "own":
        os.environ["POWERCUT_MOUNTS"] = "own"
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv])


def main():
    given = options()
    try:
        require_machine()
        enter_own_mounts()
        with tempfile.TemporaryDirectory(prefix="deedbox-powercut-", dir=scratch_parent()) as scratch:
            tools = compiled(scratch, given.programs or os.path.join(ROOT, ".build", "debug"))
            wrong = judge_kept(given, tools, scratch) if given.recording else judge_all(given, tools, scratch)
    except Lacking as lacking:
        say(f"SKIPPED: power cuts: {lacking}")
        return 0
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
