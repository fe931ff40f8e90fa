"""Storing beside what a person would do without an archive, and beside the stores that others use."""
import os, shutil, statistics, tempfile, time
from measure import DEEDBOX, median, new_vault, rounded, run, size_of, timed

# A copy that is removed leaves its inodes behind, and ext4 looks past them for a minute: every round writes into a folder of its own,
# and all of them are removed when the last one is timed.


def row(what, against, theirs, ours, wanted):
    return {"what": what, "against": against, "theirs_s": median(theirs), "ours_s": median(ours),
            "ratio": round(statistics.median(ours) / statistics.median(theirs), 2), "wanted": wanted,
            "all_theirs": rounded(theirs), "all_ours": rounded(ours)}


def imported(folder, number, source, *options):
    vault = new_vault(folder, f"vault-{number}")
    seconds, _ = timed(DEEDBOX, "import", "--no-text", "-q", "--vault", vault, *options, source)
    return seconds


def store(work, label, source, rounds, wanted):
    folder = os.path.join(work, "store")
    os.makedirs(folder)
    copied, ours = [], []
    for number in range(rounds):
        copied.append(timed("sh", "-c", 'cp -r "$1" "$2" && sync', "sh", source, os.path.join(folder, f"copy-{number}"))[0])
        ours.append(imported(folder, number, source))
    shutil.rmtree(folder)
    return row(f"store only: {label}, {size_of(source) / 1e6:.0f} MB", "cp -r && sync", copied, ours, wanted)


def archives(work, label, source, rounds):
    for form, options in (("zip", ["--format", "zip"]), ("tar.gz", ["-z"])):
        archive = os.path.join(work, "archive." + form)
        run("bsdtar", *options, "-cf", archive, "-C", source, ".")
        folder = os.path.join(work, "archives")
        os.makedirs(folder)
        unpacked, ours = [], []
        for number in range(rounds):
            target = os.path.join(folder, f"unpacked-{number}")
            os.makedirs(target)
            unpacked.append(timed("sh", "-c", 'bsdtar -xf "$1" -C "$2" && sync', "sh", archive, target)[0])
            ours.append(imported(folder, number, archive))
        shutil.rmtree(folder)
        os.remove(archive)
        yield row(f"store only, from {form}: {label}", "bsdtar -x && sync", unpacked, ours, "≤ 1.0")


def rivals(work, label, source, rounds, chosen, rest):
    """restic, borg and git-annex into a new repository each time; their own defaults, keys that cost nothing to derive left as they are.

    One that took more than four times as long as another in the first round is not asked again. Nothing is removed before the end: a file
    system without a journal is slow for some minutes after many files were. Before each, `rest` seconds in which the disk may recover: where
    it throttles, whoever comes behind a program that leaves its writing to the kernel would pay for both."""
    folder = tempfile.mkdtemp(prefix="rivals-", dir=work)
    env = {**os.environ, "RESTIC_PASSWORD": "bench", "BORG_BASE_DIR": os.path.join(folder, "borg"), "HOME": folder,
           "XDG_CACHE_HOME": os.path.join(folder, "cache"), "GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "bench@localhost",
           "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "bench@localhost"}

    def restic(number):
        repository = os.path.join(folder, f"restic-{number}")
        run("restic", "-q", "-r", repository, "init", env=env)
        return timed("restic", "-q", "-r", repository, "backup", source, env=env)[0]

    def borg(number):
        repository = os.path.join(folder, f"borg-{number}")
        run("borg", "init", "-e", "none", repository, env=env)
        return timed("borg", "create", repository + "::all", source, env=env)[0]

    def annex(number):
        repository = os.path.join(folder, f"annex-{number}")
        os.makedirs(repository)
        run("git", "init", "-q", cwd=repository, env=env)
        run("git", "annex", "init", "-q", cwd=repository, env=env)
        shutil.copytree(source, os.path.join(repository, "files"))
        return timed("sh", "-c", "git annex add --quiet . && git commit -qm all && sync", cwd=repository, env=env)[0]

    bodies = {name: body for name, body in (("restic", restic), ("borg", borg), ("git-annex", annex)) if name in chosen}
    times = {"ours": [], **{name: [] for name in bodies}}

    def rested(body):
        # borg takes what it has read out of the page cache: without this only the program behind it would read from the disk.
        run("sh", "-c", 'find "$1" -type f -exec cat {} + > /dev/null', "sh", source)
        os.sync()
        time.sleep(rest)
        return body()

    for number in range(rounds):
        times["ours"].append(rested(lambda: imported(folder, number, source)))
        for name, body in bodies.items():
            first = min(times[other][0] for other in bodies if times[other]) if number else None
            if first is None or times[name][0] <= 4 * first:
                times[name].append(rested(lambda: body(number)))
    for at, names, _ in os.walk(folder):
        os.chmod(at, 0o700)
    fastest = min((name for name in times if name != "ours"), key=lambda name: statistics.median(times[name]))
    return {**row(f"beside other stores: {label}", fastest, times[fastest], times["ours"], "≤ 0.7"),
            "all": {name: rounded(values) for name, values in times.items()}}
