"""What is done while the disk is recorded: a vault is made, papers come in as a folder and as an archive, single facts are changed.
And what had been promised at any moment of it, read from what the programs had printed by then."""
import hashlib
import io
import json
import os
import random
import subprocess
import zipfile
from dataclasses import dataclass, field

VAULT = "档案库"
BATCH = "8"
WORD = "保修责任"


@dataclass
class Step:
    """One command. An import brings `papers` (content, name) and rejects some files; a change gives a document a value."""
    kind: str
    arguments: list
    code: int = 0
    papers: set = field(default_factory=set)
    leaves: int = 0
    rejected: int = 0
    with_word: set = field(default_factory=set)
    change: tuple = ()


@dataclass
class Promised:
    """What stood at a moment: the last step begun, whether it had ended, the papers acknowledged, the value that each field must
    have, and the value that it may have instead because its command was under way."""
    begun: int = -1
    ended: bool = True
    said: bool = False
    papers: set = field(default_factory=set)
    values: dict = field(default_factory=dict)
    maybe: dict = field(default_factory=dict)


class Papers:
    """Papers of a sales office, made in a folder: text and binary, some of them twice, one empty."""

    def __init__(self, chances):
        self.chances = chances

    def paper(self, number):
        if number % 3:
            return self.chances.randbytes(self.chances.choice([900, 3000, 5000, 20000, 60000, 130000]))
        lines = [f"合同编号：HT-{number}", f"甲方：样例客户{number % 23}号机电有限公司"]
        lines += [f"第{at + 1}条 乙方对编号 SN{number}-{at} 的设备承担{WORD}。" for at in range(self.chances.randint(2, 60))]
        return "\n".join(lines).encode()

    def folder(self, path, numbers):
        """Yields (path, content) of every file written."""
        for number in numbers:
            content = self.paper(number)
            yield self.write(os.path.join(path, str(number % 5), self.name(number)), content)
            if number % 9 == 0:
                yield self.write(os.path.join(path, "副本", f"最终版 {self.name(number)}"), content)
        yield self.write(os.path.join(path, "空白.txt"), b"")

    def archive(self, path, numbers, known):
        """A ZIP with papers, one of them known already, and a ZIP in it. Yields (path, content) of every leaf."""
        inner, leaves = io.BytesIO(), []
        with zipfile.ZipFile(inner, "w") as archive:
            for number in numbers[::4]:
                leaves.append((f"历史/{self.name(number)}", self.paper(number)))
                archive.writestr(*leaves[-1])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in numbers:
                entry = (f"保修卡/{self.name(number + 5000)}", self.paper(number + 5000))
                archive.writestr(*entry)
                leaves.append(entry)
            archive.writestr("保修卡/旧名.txt", known)
            archive.writestr("历史资料.zip", inner.getvalue())
        yield from leaves
        yield "旧名.txt", known

    def name(self, number):
        return f"HT-{number} 采购合同.{'txt' if number % 3 == 0 else 'pdf'}"

    def write(self, path, content):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
        return path, content


class Story:
    """The steps of one recording, in a folder of their own with the papers they need; the same for the same seed."""

    def __init__(self, folder, seed, count=56):
        self.seed, self.count = seed, count
        chances = random.Random(seed)
        papers = Papers(chances)
        sources = os.path.join(folder, "资料")
        first = list(papers.folder(os.path.join(sources, "销售合同"), range(1000, 1000 + count)))
        known = first[0][1]
        archive = os.path.join(sources, "归档.zip")
        second = list(papers.archive(archive, range(2000, 2000 + count // 3), known))
        third = list(papers.folder(os.path.join(sources, "补充协议"), range(3000, 3000 + count // 5)))
        subjects = chances.sample([leaf for leaf in first if "副本" not in leaf[0] and leaf[1] and leaf[1] != known], 2)
        self.steps = [Step("init", ["init", "VAULT", "--time-zone", "Asia/Shanghai", "--json"])]
        self._import(first, os.path.join(sources, "销售合同"), "--no-text")
        self._change(subjects[0], "title", "设备采购合同（一）")
        self._change(subjects[1], "tag", "急件")
        self._import(second, archive)
        self._change(subjects[0], "title", "设备采购合同（二）")
        self._change(subjects[1], "owner", "李文")
        self._import(third, os.path.join(sources, "补充协议"), "--no-text")
        self._change(subjects[1], "tag", "待盖章")

    def _import(self, leaves, source, *options):
        step = Step("import", ["import", source, "--json", *options])
        for path, content in leaves:
            step.leaves += 1
            if not content:
                step.rejected += 1
                continue
            content_hash = hashlib.sha256(content).hexdigest()
            step.papers.add((content_hash, os.path.basename(path)))
            if WORD.encode() in content:
                step.with_word.add(content_hash)
        step.code = 4 if step.rejected else 0
        self.steps.append(step)

    def _change(self, leaf, what, value):
        name = os.path.basename(leaf[0])
        content_hash = hashlib.sha256(leaf[1]).hexdigest()
        arguments = ["tag", name, value] if what == "tag" else ["set", name, f"{what}={value}"]
        # Each tag is a fact of its own: it is there or not.
        field_name = f"tag {value}" if what == "tag" else what
        self.steps.append(Step("change", [*arguments, "--json"], change=(content_hash, field_name, value)))

    def run(self, programs, root, notes):
        """Runs every step on the file system at `root`; the programs' answers go to `notes`."""
        with open(notes, "ab", buffering=0) as told:
            for at, step in enumerate(self.steps):
                told.write(f"\n# step {at}\n".encode())
                done = programs.run(step, os.path.join(root, VAULT), stdout=told)
                told.write(f"\n# ended {at}\n".encode())
                if done.returncode != step.code:
                    raise RuntimeError(f"{step.arguments} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-600:]}")

    def promised(self, notes):
        """What had been promised when `notes` had been said."""
        promised = Promised()
        for line in notes.decode(errors="replace").split("\n"):
            if line.startswith("# step "):
                promised.begun, promised.ended, promised.said = int(line.split()[2]), False, False
                self._begin(promised)
            elif line.startswith("# ended "):
                promised.ended = True
            elif line:
                promised.said = True
                self._hear(promised, line)
        return promised

    def _begin(self, promised):
        change = self.steps[promised.begun].change
        if change:
            promised.maybe[change[:2]] = change[2]

    def _hear(self, promised, line):
        step = self.steps[promised.begun]
        item = line[:-1] if line.endswith(",") else line
        try:
            answer = json.loads(item)
        except ValueError:
            return  # the beginning or the end of an account, or a line that the power cut short
        if step.change and "changed" in answer:
            promised.maybe.pop(step.change[:2], None)
            promised.values[step.change[:2]] = step.change[2]
        if step.kind == "import" and answer.get("outcome") in ("stored", "duplicate"):
            promised.papers.add((answer["sha256"], answer["path"].split("/")[-1]))

    def imports(self, begun):
        return [step for step in self.steps[:begun + 1] if step.kind == "import"]


class Programs:
    """The built programs, run as a user would, in a home of their own."""

    def __init__(self, folder, home, settings=None, preload=None, withhold=None):
        self.deedbox = os.path.join(folder, "deedbox")
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8", "DEEDBOX_LANG": "en",
            "DEEDBOX_IMPORT_BATCH_FILES": BATCH, "LLVM_PROFILE_FILE": "/dev/null", **(settings or {}),
        }
        if withhold:
            self.environment |= {"LD_PRELOAD": preload, "POWERCUT_WITHHOLD": withhold}

    def run(self, step, vault, stdout=subprocess.PIPE):
        """Runs a step; `VAULT` in its arguments stands for the vault."""
        if "VAULT" in step.arguments:
            arguments = [vault if each == "VAULT" else each for each in step.arguments]
        else:
            arguments = [*step.arguments, "--vault", vault]
        return subprocess.run([self.deedbox, *arguments], stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
                              env=self.environment, timeout=300)
