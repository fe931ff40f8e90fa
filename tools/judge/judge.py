#!/usr/bin/env python3
"""An independent judge of the search.

    judge.py generate DIR [--documents N] [--seed S]   writes DIR/documents/*.txt and DIR/queries.jsonl
    judge.py score QUERIES ANSWERS                     prints recall and precision; exits 1 below 1.0 and 0.999

A line of queries.jsonl is {"query": …, "files": [names]}; a line of the answers is the same with the files that were
found, for the same queries. The truth is computed here, by regular expressions over text folded with Python's
unicodedata and OpenCC's tables. Needs the Debian packages opencc and unicode-data.
"""

import argparse
import json
import pathlib
import sys

from contracts import Writer, traditional
from grep import Document, matches, parsed
from queries import QUERIES

LEAST_RECALL, LEAST_PRECISION = 1.0, 0.999


def texts_of(count, seed):
    """The dirty texts with the charset each is written in."""
    writer = Writer(seed)
    texts, charsets, to_convert = [], [], []
    for index in range(count):
        paragraphs, chinese = writer.contract()
        if chinese and writer.random.random() < 0.25:
            to_convert.append(index)
        texts.append((paragraphs, chinese))
        charsets.append(writer.random.choices(["utf-8", "gb18030", "utf-16"], [85, 12, 3])[0] if chinese else "utf-8")
    converted = traditional(["\n".join(texts[index][0]) for index in to_convert]) if to_convert else []
    for index, text in zip(to_convert, converted):
        texts[index] = (text.split("\n"), True)
    return [(writer.dirty(*text), charset) for text, charset in zip(texts, charsets)]


def generate(directory, count, seed):
    folder = directory / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    documents = {}
    for index, (text, charset) in enumerate(texts_of(count, seed)):
        name = f"{index:06}.txt"
        (folder / name).write_bytes(text.encode(charset))
        documents[name] = Document(text)
    with open(directory / "queries.jsonl", "w", encoding="utf-8") as output:
        for query in QUERIES:
            groups = parsed(query)
            files = [name for name, document in documents.items() if matches(groups, document)]
            print(json.dumps({"query": query, "files": files}, ensure_ascii=False), file=output)
    print(f"{count} documents in {folder}, {len(QUERIES)} queries in {directory / 'queries.jsonl'}")


def read(path):
    with open(path, encoding="utf-8") as lines:
        return {row["query"]: set(row["files"]) for row in map(json.loads, lines)}


def score(queries, answers):
    """Counts over all queries together; a query without an answer has found nothing."""
    truth, given = read(queries), read(answers)
    right = wanted = found = 0
    for query, files in truth.items():
        answer = given.get(query, set())
        right, wanted, found = right + len(files & answer), wanted + len(files), found + len(answer)
        if files != answer:
            lost, extra = sorted(files - answer), sorted(answer - files)
            print(f"{query}: {len(files)} documents, lost {len(lost)} {lost[:3]}, extra {len(extra)} {extra[:3]}")
    recall = right / wanted if wanted else 1.0
    precision = right / found if found else 1.0
    print(f"{len(truth)} queries, {wanted} documents to find: recall {recall:.5f}, precision {precision:.5f}")
    return recall >= LEAST_RECALL and precision >= LEAST_PRECISION


def main():
    parser = argparse.ArgumentParser(description="An independent judge of the search.")
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("generate")
    making.add_argument("directory", type=pathlib.Path)
    making.add_argument("--documents", type=int, default=2000)
    making.add_argument("--seed", type=int, default=1)
    scoring = commands.add_parser("score")
    scoring.add_argument("queries", type=pathlib.Path)
    scoring.add_argument("answers", type=pathlib.Path)
    options = parser.parse_args()
    if options.command == "generate":
        generate(options.directory, options.documents, options.seed)
    elif not score(options.queries, options.answers):
        sys.exit(1)


if __name__ == "__main__":
    main()
