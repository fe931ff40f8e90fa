"""Lets the program recover what a power cut left, and compares it with what had been promised."""
import hashlib
import json
import os

from story import VAULT, WORD, Step


class Broken(Exception):
    """A promise that was not kept."""


def demand(holds, what):
    if not holds:
        raise Broken(what)


class Judge:
    """Judges one mounted image. Raises Broken with the first promise that does not hold."""

    def __init__(self, story, promised, programs, root):
        self.story, self.promised, self.programs = story, promised, programs
        self.vault = os.path.join(root, VAULT)

    def judge(self):
        if self.promised.begun < 0:
            return
        if self.promised.begun == 0 and not self.promised.said:
            self._make_again()
        else:
            # A reader comes first: it repairs nothing, and must not fail for that. Verify writes a record, and so recovers.
            self._documents("the first reader")
            self._verify()
            self._expect_promised(self._documents("after recovery"))
        self._go_on()
        self._expect_whole(self._documents("at the end"))
        self._expect_sound()

    # No vault was promised, and there is none, half of one, or one: making it again must do, or say that it is there.
    def _make_again(self):
        done = self.programs.run(self.story.steps[0], self.vault)
        said = done.stderr.decode(errors="replace")
        demand(done.returncode == 0 or "vault-exists" in said, f"init again: {said[-300:]}")

    def _ask(self, *arguments, code=0):
        done = self.programs.run(Step("question", list(arguments)), self.vault)
        said = done.stdout.decode(errors="replace")
        demand(done.returncode == code, f"{' '.join(arguments)} ended with {done.returncode}: {said[-500:]} {done.stderr.decode()[-500:]}")
        return json.loads(said)

    def _verify(self):
        done = self.programs.run(Step("question", ["verify", "--json"]), self.vault)
        if done.returncode == 0:
            return
        try:
            answer = json.loads(done.stdout)
            found = [f"{len(answer[what])} objects {what}" for what in ("damaged", "missing") if answer[what]]
            found += [problem["problem"] for problem in answer["journal"]["problems"][:1]]
            found += [f"catalog: {answer['catalog']['problem']}"] if not answer["catalog"]["ok"] else []
        except (ValueError, KeyError):
            found = [done.stderr.decode(errors="replace")[-300:]]
        raise Broken(f"verify ended with {done.returncode}: {'; '.join(found)}")

    def _documents(self, when):
        try:
            documents = self._ask("list", "--json", "--limit", "5000")["documents"]
        except Broken as broken:
            raise Broken(f"{when}: {broken}") from broken
        contents = [document["sha256"] for document in documents]
        demand(len(contents) == len(set(contents)), f"{when}: a content is there twice")
        return {document["sha256"]: document for document in documents}

    def _expect_promised(self, documents):
        possible = set().union(*(step.papers for step in self.story.imports(self.promised.begun)))
        there = {(content, name) for content, document in documents.items() for name in document["names"]}
        lost = self.promised.papers - there
        demand(not lost, f"{len(lost)} acknowledged papers are lost, among them {sorted(lost)[:2]}")
        demand(there <= possible, f"papers that nobody brought: {sorted(there - possible)[:2]}")
        for content in documents:
            self._expect_bytes(content)
        for (content, field), value in self.promised.values.items():
            shown = self._value(documents[content], field)
            accepted = [value, self.promised.maybe.get((content, field), value)]
            demand(shown in accepted, f"{field} is {shown}, acknowledged was {value}")

    # Without the program: the file has the bytes that its name says.
    def _expect_bytes(self, content):
        try:
            with open(os.path.join(self.vault, "objects", content[:2], content), "rb") as file:
                found = hashlib.sha256(file.read()).hexdigest()
        except OSError as error:
            raise Broken(f"a listed paper cannot be read: {error}") from error
        demand(found == content, f"the bytes of {content} are others")

    @staticmethod
    def _value(document, field):
        if field.startswith("tag "):
            return field[4:] if field[4:] in document["tags"] else None
        return document[field]

    # What its user does: the command that was interrupted, again; or the last import, which must then find all of it there.
    def _go_on(self):
        steps = self.story.steps
        at = self.promised.begun
        again = [step for step in self.story.imports(at)[-1:] or steps[1:2]]
        if steps[at].kind == "change":
            again.append(steps[at])
        for step in again:
            answer = self._ask(*step.arguments, code=step.code)
            if step.kind == "import":
                self._expect_account(step, answer)

    def _expect_account(self, step, account):
        demand(account["state"] == "complete", f"the import again is {account['state']}")
        demand(account["seen"] == step.leaves and account["rejected"] == step.rejected
               and account["seen"] == account["stored"] + account["duplicate"] + account["rejected"],
               f"the account of the import again does not balance: { {key: account[key] for key in ('seen', 'stored', 'duplicate', 'rejected')} }")
        demand(len(account["items"]) == step.leaves, "the account does not name every file")

    def _expect_whole(self, documents):
        imports = self.story.imports(max(self.promised.begun, 1))
        expected = set().union(*(step.papers for step in imports))
        there = {(content, name) for content, document in documents.items() for name in document["names"]}
        demand(there == expected, f"at the end {len(expected - there)} papers are missing, {len(there - expected)} too many")
        for (content, field), value in (self.promised.values | self.promised.maybe).items():
            shown = self._value(documents[content], field)
            demand(shown == value, f"at the end {field} is {shown}, not {value}")

    def _expect_sound(self):
        demand(self._ask("rebuild", "--json")["same"], "the rebuilt catalog differs")
        runs = self._ask("import", "list", "--json", "--limit", "1000")["imports"]
        for run in runs:
            demand(run["seen"] == run["stored"] + run["duplicate"] + run["rejected"], f"a run does not balance: {run}")
        imports = self.story.imports(max(self.promised.begun, 1))
        contents = {content for step in imports for content, _ in step.papers}
        demand(sum(run["stored"] for run in runs) == len(contents), "the runs together stored another number than there is")
        for content in contents:
            self._expect_bytes(content)
        # The second import reads texts, also those that the first had left.
        if len(imports) == 2:
            found = self._ask("find", WORD, "--json", "--limit", "1")["total"]
            words = set().union(*(step.with_word for step in imports))
            demand(found == len(words), f"find finds {found} of {len(words)} papers")
