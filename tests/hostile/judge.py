#!/usr/bin/env python3
"""What became of the corpus: one line a case, "name TAB what is wrong" (nothing: as it should be).
    judge.py CORPUS/GROUP RECORDS.jsonl LOG.jsonl [TEXT...]           TEXT: what was printed for people; no control character may stand in it"""
import hashlib
import json
import pathlib
import re
import sys

corpus, records, log, texts = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]
# C0 but line end and tab, DEL, C1, line separators, what turns the direction of writing
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def lines(name):
    return [json.loads(line) for line in pathlib.Path(name).read_text(encoding="utf-8").splitlines()]


by_hash, said = {}, {}
for record in lines(records):
    by_hash.setdefault(record["message"]["sha256"], []).append(record)
for entry in lines(log):
    said.setdefault(entry["record"], []).append(entry["text"])


def found(file):
    return by_hash.get(hashlib.sha256(file.read_bytes()).hexdigest(), [])


def strings(value):
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif not isinstance(value, (int, float, type(None))):
        for inner in value:
            yield from strings(inner)


def any_of(wanted, text):
    return any(words in text for words in wanted.split("|"))


def check(file, state, reason, words):
    taken = found(file)
    if not taken:
        return "no record"
    record, told = taken[0], [text for r in taken for text in said.get(r["id"], [])]
    reasons = [p["reason"] for p in record["parts"] if p["reason"]]
    if state and record["state"] not in state.split("|"):
        return f"{record['state']} {record['reasons']} {reasons[:2]}, wanted {state}"
    if reason and not set(record["reasons"]) & set(reason.split("|")):
        return f"{record['reasons']}, wanted {reason}"
    if words and not any_of(words, " ".join(told + reasons)):
        return f"neither log nor parts say {words}: {told[-1:]} {reasons[:2]}"
    if record["state"] == "quarantined" and not record["reasons"]:
        return "quarantined without a reason"
    if "limit-exceeded" in record["reasons"] and "more than" not in told[1] + told[-1] and "longer than" not in told[1] + told[-1]:
        return f"the log names no limit: {told}"
    if record["reasons"] and not any(any_of("|".join(record["reasons"]), text) for text in told):
        return f"the log names none of {record['reasons']}: {told}"
    if silent := [p["path"] for p in record["parts"] if p["status"] not in ("read", "empty") and not p["reason"]]:
        return f"parts that are left out without a reason: {silent[:3]}"
    if astray := [p["path"] for p in record["parts"] if p["path"].startswith("/") or ".." in p["path"].split("/")]:
        return f"paths that lead elsewhere: {astray[:3]}"
    if harmful := [text for r in taken for text in strings(r) if HARMFUL.search(text)]:
        return f"control characters: {ascii(harmful[0][:60])}"
    return ""


def check_good(file):
    taken = found(file)
    if len(taken) != 1 or taken[0]["state"] not in ("accepted", "superseded"):
        return f"{[(r['state'], r['reasons']) for r in taken]}"
    return "" if len(taken[0]["report"]["figures"]) > 10 else "its figures are missing"


for row in (corpus / "cases.tsv").read_text().splitlines():
    number, name, *wanted = row.split("\t")
    print(f"{name}\t{check(corpus / f'{number}-{name}.eml', *wanted)}")
    if why := check_good(corpus / f"{number}-good.eml"):
        print(f"the good mail behind {name}\t{why}")
for name in texts:
    harm = HARMFUL.search(pathlib.Path(name).read_text(encoding="utf-8"))
    print(f"no control character in {pathlib.Path(name).name}\t{ascii(harm.string[max(harm.start() - 40, 0):harm.end() + 20]) if harm else ''}")
