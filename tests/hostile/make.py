#!/usr/bin/env python3
"""Writes the corpus of hostile mails, each followed by a good one, and what must become of each:
    tests/hostile/make.py FOLDER [--files FOLDER] [NAME...]
        FOLDER/GROUP/NNN-name.eml  FOLDER/GROUP/NNN-good.eml  FOLDER/GROUP/cases.tsv   --files: each file there in a mail of its own, too
The same bytes every time: no clock, no random number."""
import argparse
import pathlib

import archives, documents, letters, papers  # noqa: F401: they fill the table
from corpus import CASES, QUICK, attached, good, mail

p = argparse.ArgumentParser()
p.add_argument("folder", type=pathlib.Path), p.add_argument("names", nargs="*"), p.add_argument("--files", type=pathlib.Path)
a = p.parse_args()
for file in sorted(a.files.rglob("*")) if a.files else []:
    if file.is_file():
        CASES.append((f"file {file.relative_to(a.files)}".replace("/", " "), QUICK, "", "", "", lambda file=file: attached(file.name, file.read_bytes())))
for number, (name, group, *wanted, make) in enumerate(CASES):
    mail.number = number  # a case is the same bytes whatever cases are asked for
    if a.names and name not in a.names:
        continue
    folder = a.folder / group
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number:03d}-{name}.eml").write_bytes(make())
    (folder / f"{number:03d}-good.eml").write_bytes(good(number))
    with (folder / "cases.tsv").open("a") as table:
        table.write("\t".join([f"{number:03d}", name, *wanted]) + "\n")
