"""What every benchmark needs: running, timing, medians, corpora."""
import os, platform, random, resource, shutil, statistics, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.path.join(ROOT, ".build", "release")
DEEDBOX = os.path.join(BIN, "deedbox")


def run(*command, ok=(0,), **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode not in ok:
        sys.exit(f"{' '.join(command)}\nended with {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def timed(*command, ok=(0, 4), **options):
    """Seconds and output. Every round starts with nothing left to write back."""
    os.sync()
    start = time.monotonic()
    output = run(*command, ok=ok, **options)
    return time.monotonic() - start, output


def median(values, digits=3):
    return round(statistics.median(values), digits)


def rounded(values):
    return [round(value, 2) for value in values]


def new_vault(folder, name="vault"):
    path = os.path.join(folder, name)
    shutil.rmtree(path, ignore_errors=True)
    run(DEEDBOX, "init", path)
    return path


def files(folder, count, smallest, largest, share_of_duplicates=0.0, seed=7):
    """Files that do not compress; some of them twice under another name."""
    rng = random.Random(seed)
    contents = []
    for at in range(count):
        name = os.path.join(folder, f"{at // 500:03}", f"合同-{at:05}.bin")
        os.makedirs(os.path.dirname(name), exist_ok=True)
        if contents and rng.random() < share_of_duplicates:
            data = rng.choice(contents)
        else:
            data = rng.randbytes(rng.randint(smallest, largest))
            if len(contents) < 500:
                contents.append(data)
        with open(name, "wb") as file:
            file.write(data)
    return folder


class Corpora:
    """The three sets of files that the goals name, made when first asked for."""

    def __init__(self, work, data, scale):
        self.work, self.data, self.scale, self.made = work, data, scale, {}

    def all(self):
        found = []
        if self.data:
            pdfs = os.path.join(self.data, "cuad", "pdf")
            found.append((f"{len(os.listdir(pdfs))} PDFs", pdfs))
        found.append(self.synthetic("distinct files", 14_000, 2_000, 255_000, 0.0, 5))
        found.append(self.synthetic("files, 30 % of them duplicates", 20_000, 2_000, 60_000, 0.3, 7))
        return found

    def synthetic(self, label, count, smallest, largest, duplicates, seed):
        count = int(count * self.scale)
        if label not in self.made:
            folder = os.path.join(self.work, f"corpus-{seed}")
            os.makedirs(folder)
            self.made[label] = files(folder, count, smallest, largest, duplicates, seed)
        return f"{count} {label}", self.made[label]


def size_of(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def resident(pid):
    """Bytes of memory that a process and its children hold."""
    total, waiting = 0, [pid]
    while waiting:
        at = waiting.pop()
        try:
            with open(f"/proc/{at}/statm") as file:
                total += int(file.read().split()[1]) * resource.getpagesize()
            with open(f"/proc/{at}/task/{at}/children") as file:
                waiting += [int(child) for child in file.read().split()]
        except (OSError, IndexError):
            pass
    return total


def peak_of(*command):
    """The largest resident memory of a command and its children, looked at every 20 ms."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while started.poll() is None:
        peak = max(peak, resident(started.pid))
        time.sleep(0.02)
    if started.returncode not in (0, 4):
        sys.exit(f"{' '.join(command)}\nended with {started.returncode}")
    return peak


def file_system(folder):
    """Its kind and options, as the kernel names them."""
    best = ("", "?", "")
    with open("/proc/mounts") as file:
        for line in file:
            _, at, kind, options = line.split()[:4]
            if os.path.realpath(folder).startswith(at) and len(at) >= len(best[0]):
                best = (at, kind, options)
    return f"{best[1]} ({best[2]})"


def machine(folder):
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    memory = int(open("/proc/meminfo").readline().split()[1]) // (1 << 20)
    return (f"{len(os.sched_getaffinity(0))} cores ({model}), {memory} GiB, Linux {platform.release().split('-')[0]}, "
            f"{file_system(folder)}, load {os.getloadavg()[0]:.1f} at the start")
