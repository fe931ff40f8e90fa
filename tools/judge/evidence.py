#!/usr/bin/env python3
"""Judges checkpoints and bundles of evidence with nothing of Deedbox: Python's hashlib and the words of RFC 6962.

    evidence.py vault DIR [OLD-CHECKPOINT PROOF-JSON]   every checkpoint's root, made again from records/; a consistency proof
    evidence.py bundle DIR                              every proof of a bundle of evidence

Ends with 0 when all is right; else prints what is not and ends with 1. Signatures are openssl's to judge.
"""
import base64
import glob
import hashlib
import json
import os
import sys

wrong = []


def leaf(line):
    return hashlib.sha256(b"\0" + line).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(count):
    """The largest power of two below `count`."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def root(leaves):
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    return node(root(leaves[:middle]), root(leaves[middle:]))


def checkpoint(path):
    """Size and root of a checkpoint, and its first line."""
    lines = open(path, "rb").read().split(b"\n")
    if lines[3] != b"" or not lines[4].startswith("— ".encode() + lines[0] + b" "):
        wrong.append(f"{path}: not the form of a checkpoint")
    return lines[0].decode(), int(lines[1]), base64.b64decode(lines[2], validate=True)


def from_path(index, size, hash, path):
    """The root that a path leads to, climbing from the top of the recursion of section 2.1.1."""
    if size == 1:
        return hash if not path else None
    if not path:
        return None
    middle = split(size)
    if index < middle:
        below = from_path(index, middle, hash, path[:-1])
        return below and node(below, path[-1])
    below = from_path(index - middle, size - middle, hash, path[:-1])
    return below and node(path[-1], below)


def from_consistency(old, new, path, old_root, whole=True):
    """Both roots that a consistency proof leads to (section 2.1.2)."""
    if old == new:
        return (old_root, old_root) if whole else (path[0], path[0])
    middle = split(new)
    if old <= middle:
        before, after = from_consistency(old, middle, path[:-1], old_root, whole)
        return before, node(after, path[-1])
    before, after = from_consistency(old - middle, new - middle, path[:-1], old_root, False)
    return node(path[-1], before), node(path[-1], after)


def judge_vault(folder, old=None, proof=None):
    lines = b"".join(open(name, "rb").read() for name in sorted(glob.glob(folder + "/records/*.jsonl"))).split(b"\n")[:-1]
    leaves = [leaf(line) for line in lines]
    found = sorted(glob.glob(folder + "/checkpoints/*.txt"))
    for path in found:
        origin, size, value = checkpoint(path)
        if origin != "deedbox/" + json.load(open(folder + "/vault.json"))["id"]:
            wrong.append(f"{path}: another origin")
        if size > len(leaves) or root(leaves[:size]) != value:
            wrong.append(f"{path}: another root")
    print(len(found), "checkpoints")
    if old:
        steps = [base64.b64decode(step) for step in json.loads(proof)]
        _, old_size, old_root = checkpoint(old)
        _, new_size, new_root = checkpoint(found[-1])
        if from_consistency(old_size, new_size, steps, old_root) != (old_root, new_root):
            wrong.append(f"{old}: the consistency proof does not lead to {found[-1]}")


def judge_bundle(folder):
    _, size, value = checkpoint(folder + "/checkpoint.txt")
    text = open(folder + "/checkpoint.txt", "rb").read()
    lines = open(folder + "/journal/records.jsonl", "rb").read().split(b"\n")[:-1]
    manifest = json.load(open(folder + "/manifest.json"))
    for line in lines:
        record = json.loads(line)
        proof = open(f"{folder}/proofs/{record['seq']}.tlog-proof", "rb").read()
        head, rest = proof.split(b"\n\n", 1)
        form, index, *steps = head.split(b"\n")
        path = [base64.b64decode(step, validate=True) for step in steps]
        if form != b"c2sp.org/tlog-proof@v1" or index != b"index %d" % (record["seq"] - 1) or rest != text:
            wrong.append(f"proof {record['seq']}: not the form of a proof")
        if from_path(record["seq"] - 1, size, leaf(line), path) != value:
            wrong.append(f"proof {record['seq']}: does not lead to the root")
    if [record["line"] for record in manifest["records"]] != [json.loads(line)["seq"] for line in lines]:
        wrong.append("manifest.json: other lines")
    for name in os.listdir(folder + "/original"):
        digest = hashlib.sha256(open(folder + "/original/" + name, "rb").read()).hexdigest()
        if digest != manifest["sha256"]:
            wrong.append(f"original/{name}: another content")
    print(len(lines), "proofs")


{"vault": judge_vault, "bundle": judge_bundle}[sys.argv[1]](*sys.argv[2:])
for text in wrong:
    print(text)
sys.exit(1 if wrong else 0)
