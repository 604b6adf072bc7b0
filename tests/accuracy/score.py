#!/usr/bin/env python3
"""How well the program reads the labelled documents: a table, one line for each kind of thing.

    score.py [--tonghop build/tonghop] [NN…]        all documents, or those
    score.py --errors [NN…]                         what differs, a document a block
    score.py --check FILE / --record FILE           fails on a drop below FILE's figures / writes them

Every figure is 2·hits / (wanted + got) over all documents (F1). What a document's truth does not name is not judged.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from collections import Counter, defaultdict

import build

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOLERANCE = 0.003       # a figure may fall by so much: a document whose reading is a toss-up
NOW = "2025-06-30T08:00:00+07:00"
FIELDS = ("number", "date", "type", "issuer", "subject", "place", "signer", "authority", "role", "secrecy", "urgency")


def norm(s):
    s = unicodedata.normalize("NFC", str(s or "")).casefold()
    for a, b in (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"), ("uỷ", "ủy"), ("uý", "úy"), ("uỳ", "ùy"), ("uỹ", "ũy"), ("uỵ", "ụy")):
        s = s.replace(a, b)
    return " ".join(re.findall(r"\w+|[%&/-]", s))


def words(s):
    return Counter(re.findall(r"\w+", norm(s)))


class Score:
    def __init__(self):
        self.pool = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))
        self.errors = defaultdict(list)

    def add(self, metric, doc, hit, want, got, error=None):
        for key in ("all", doc["format"]):
            p = self.pool[metric][key]
            p[0], p[1], p[2] = p[0] + hit, p[1] + want, p[2] + got
        if error and (hit < want or hit < got):
            self.errors[doc["name"]].append(f"{metric}: {error}")

    def equal(self, metric, doc, want, got):
        self.add(metric, doc, want == got, 1, 1, f"wanted {want!r}, got {got!r}")

    def sets(self, metric, doc, want, got, optional=()):
        want, got = set(want), set(got) - (set(optional) - set(want))
        lost, extra = sorted(want - got, key=str), sorted(got - want, key=str)
        self.add(metric, doc, len(want & got), len(want), len(got), f"not found {lost}; wrong {extra}")

    def value(self, metric, key="all"):
        hit, want, got = self.pool[metric][key]
        return 2 * hit / (want + got) if want + got else None


# ---------------------------------------------------------------- truth against record

def source(doc):
    """→ (text of the document with tables and notes left out, words of those)"""
    keep, aside = [], Counter()
    for kind, _, s, _ in build.lines(doc["document"]["text"]):
        if kind == "row":
            aside += words(" ".join(re.sub(r"^(>\d* ?|\^)", "", c) for c in s))
        elif kind == "note":
            aside += words(s)
        else:
            keep.append(build.bare(s))
    return norm(" \n ".join(keep)), aside


def between(text, span, name):
    if "…" not in span:
        if norm(span) not in text:
            sys.exit(f"{name}: truth names words that its text has not: {span}")
        return norm(span)
    first, last = (norm(x) for x in span.split("…", 1))
    at = text.find(first)
    end = text.find(last, at + len(first)) if at >= 0 else -1
    if end < 0:
        sys.exit(f"{name}: truth names words that its text has not: {span}")
    return text[at:end + len(last)]


def sections(score, doc, truth, report):
    want, got = truth["sections"], {s["code"]: s for s in report.get("sections") or []}
    empty, optional = truth.get("empty", []), set(truth.get("sections_optional", []))
    parents = {c.rsplit(".", i)[0] for c in list(want) + empty for i in (1, 2, 3)} - set(want)
    found = {(c, s["status"]) for c, s in got.items() if s["status"] != "missing" and c not in optional | parents}
    score.sets("section status", doc, {(c, "present") for c in want} | {(c, "empty") for c in empty}, found)
    text, aside = source(doc)
    groups = {c: [c] for c in want}
    for group in truth.get("merged", []):
        groups = {c: g for c, g in groups.items() if c not in group} | {group[0]: group}
    for code, members in groups.items():
        spans = [x for m in members for x in ([want[m]] if isinstance(want.get(m, ""), str) else want[m]) if x]
        if not spans:
            continue
        wanted = sum((words(between(text, s, doc["name"])) for s in spans), Counter())
        texts = list(dict.fromkeys((got.get(m) or {}).get("text") or "" for m in members))
        have = words(" ".join(texts))
        have -= (have - wanted) & aside
        hit = sum((wanted & have).values())
        lost, extra = wanted - have, have - wanted
        score.add("section words", doc, hit, sum(wanted.values()), sum(have.values()),
                  f"{code}: lost {sum(lost.values())} ({' '.join(list(lost)[:6])}), extra {sum(extra.values())} ({' '.join(list(extra)[:6])})")


def figure(f, units):
    key = (f.get("indicator"), round(float(f["value"]), 4), bool(f.get("subtotal")))
    return key + ((norm(f.get("unit")),) if key in units else ())


def figures(score, doc, truth, record, report):
    judged = {(f["indicator"], round(float(f["value"]), 4), bool(f.get("subtotal"))) for f in truth["figures"] if f.get("unit")}
    got = [f for f in report.get("figures") or [] if f.get("indicator") and f.get("value") is not None]
    optional = [figure(f, ()) for f in truth.get("figures_optional", [])]
    score.sets("figures", doc, [figure(f, judged) for f in truth["figures"]], [figure(f, judged) for f in got], optional)

    def values(rows, annex):
        by = defaultdict(lambda: (set(), set()))
        for f in rows:
            if not f.get("subtotal"):
                by[f["indicator"]][0 if annex(f) else 1].add(round(float(f["value"]), 4))
        return {(k, *sorted(a or t)) for k, (a, t) in by.items()}
    paths = {p["path"] for p in record["parts"] if p["role"] == "annex"}
    free = {f[0] for f in optional if not f[2]}
    score.sets("indicator values", doc, values([f for f in truth["figures"] if f["indicator"] not in free], lambda f: f.get("annex")),
               values([f for f in got if f["indicator"] not in free], lambda f: f.get("source") in paths))


def compact(number):
    return re.sub(r"\s", "", str(number or "")).upper()


def documents(score, doc, truth, report):
    def keys(rows):
        return [(compact(n), d) for n, d in (r.split("|") for r in rows)]
    got = [(compact(x.get("number")), x.get("date") or "") for x in report.get("documents") or []]
    score.sets("documents", doc, keys(truth["documents"]), got, keys(truth.get("documents_optional", [])))


def article(a):
    return re.sub(r"[\s,]+", " ", re.sub(r"điểm \S+ ", "", norm(a)))


def proposals(score, doc, truth, report):
    got = list(report.get("proposals") or [])
    count, pairs, lost = len(got), [], []
    for p in truth["proposals"]:
        at = next((g for g in got if norm(p["words"]) in norm(g.get("text"))), None)
        if at is None:
            lost.append(p["words"])
            continue
        got.remove(at)
        pairs.append((p, at))
    score.add("proposals", doc, len(pairs), len(truth["proposals"]), count, f"not found {lost}; left over {[(g.get('text') or '')[:60] for g in got]}")
    for p, g in pairs:
        score.add("proposal addressee", doc, p["addressee"] == g.get("addressee"), 1, 1, f"{p['words'][:40]!r}: wanted {p['addressee']}, got {g.get('addressee')}")
        if p.get("articles") or g.get("articles"):
            score.sets("proposal articles", doc, map(article, p.get("articles", [])), map(article, g.get("articles") or []))


def findings(score, doc, truth, report):
    if "findings" not in report:
        return
    got, hit, lost = list(report["findings"] or []), 0, []
    judged = {f["kind"] for f in truth["findings"]} | set(truth.get("findings_complete", []))
    got = [g for g in got if g.get("kind") in judged]
    count = len(got)
    for f in truth["findings"]:
        at = next((g for g in got if g.get("kind") == f["kind"] and norm(f["words"]) in norm(g.get("text"))), None)
        if at is None:
            lost.append((f["kind"], f["words"]))
            continue
        got.remove(at)
        hit += 1
        if f.get("cause"):
            score.add("finding cause", doc, f["cause"] == at.get("cause"), 1, 1, f"{f['words'][:40]!r}: wanted {f['cause']}, got {at.get('cause')}")
    score.add("findings", doc, hit, len(truth["findings"]), count, f"not found {lost}; left over {[(g['kind'], (g.get('text') or '')[:50]) for g in got]}")


def judge(score, doc, record):
    truth, report = doc["truth"], record.get("report") or {}
    state = "accepted" if record["state"] == "superseded" else record["state"]
    agency = record.get("agency") or {}
    for metric, got in (("state", state), ("kind", record.get("kind")), ("timeliness", record.get("timeliness"))):
        if metric in truth:
            score.equal(metric, doc, truth[metric], got)
    for metric, key in (("agency", "code"), ("by", "by")):
        if metric in truth:
            score.equal("agency " + key, doc, truth[metric] or None, agency.get(key) or None)
    if "reasons" in truth:
        score.sets("reasons", doc, truth["reasons"], record.get("reasons") or [], truth.get("reasons_optional", []))
    for f in FIELDS:
        if f in truth:
            signer = report.get("signer") or {}
            got = signer.get("name") if f == "signer" else signer.get(f) if f in ("authority", "role") else report.get(f)
            same = norm(truth[f]) == norm(got)
            score.add("letterhead " + f, doc, same, 1, 1, f"wanted {truth[f]!r}, got {got!r}")
    if "missing" in truth:
        score.sets("missing", doc, truth["missing"], report.get("missing") or [])
    if "sections" in truth:
        sections(score, doc, truth, report)
    if "figures" in truth:
        figures(score, doc, truth, record, report)
    if "documents" in truth:
        documents(score, doc, truth, report)
    if "proposals" in truth:
        proposals(score, doc, truth, report)
    if "findings" in truth:
        findings(score, doc, truth, report)


# ---------------------------------------------------------------- running

def load(only):
    docs = []
    for path in sorted((HERE / "docs").glob("*.toml")):
        if not only or any(path.stem.startswith(o) for o in only):
            try:
                docs.append(tomllib.loads(path.read_text()) | {"path": path, "name": path.stem})
            except tomllib.TOMLDecodeError as e:
                sys.exit(f"{path.name}: {e}")
    return docs


def read(docs, tonghop, folder):
    """All documents as mails into one instance with both campaigns → record by message id."""
    base = folder / "i"
    subprocess.run([tonghop, "init", base], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cp", "-r", ROOT / "tests/campaigns/atgt", base / "campaigns/"], check=True)
    conf = base / "tonghop.conf"
    conf.write_text(re.sub(r"(?m)^#?trusted-authserv-id=.*$", "trusted-authserv-id=" + ";".join(build.AUTHSERV.values()) + ";", conf.read_text()))
    for i, d in enumerate(docs):
        (base / "spool/Maildir/new" / f"17490000{i:02}.M{i}P1.accuracy").write_bytes(build.mail(d["path"]))
    run = [tonghop, "--now", NOW, "--config", conf]
    subprocess.run(run + ["ingest"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    out = subprocess.run(run + ["export", "--format", "json", "--what", "submissions"], check=True, capture_output=True, text=True).stdout
    records = {}
    for line in out.splitlines():
        r = json.loads(line)
        records.setdefault(re.sub(r"[<>]|@.*", "", r["message"]["message_id"] or ""), []).append(r)
    return records


def pair(score, doc, records):
    """Every report that the mail brings, with the record that is meant for it: → [(document, record)]"""
    if "bundle" not in doc:
        return [(doc, records[0])]
    got, pairs = list(records), []
    for b in doc["bundle"]:
        at = next((r for r in got if any(p["path"].endswith(b["file"]) and p["role"] == "report" for p in r["parts"])), None)
        if at:
            got.remove(at)
        pairs.append((doc | {"truth": b["truth"], "document": b}, at or {"state": None, "parts": []}))
    score.add("records of a bundle", doc, len(doc["bundle"]) - sum("id" not in r for _, r in pairs), len(doc["bundle"]), len(records), f"{len(records)} records for {len(doc['bundle'])} reports")
    return pairs


def table(score):
    formats = sorted({k for m in score.pool.values() for k in m} - {"all"})
    print(f"{'':<22}{'all':>8}" + "".join(f"{f:>8}" for f in formats) + f"{'wanted':>9}{'got':>7}")
    for metric, by in score.pool.items():
        cells = [score.value(metric, k) if k in by else None for k in ["all"] + formats]
        print(f"{metric:<22}" + "".join(f"{c:8.3f}" if c is not None else f"{'-':>8}" for c in cells) + f"{by['all'][1]:9.0f}{by['all'][2]:7.0f}")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("only", nargs="*")
    p.add_argument("--tonghop", default=str(ROOT / "build/tonghop"))
    p.add_argument("--errors", action="store_true")
    p.add_argument("--check")
    p.add_argument("--record")
    a = p.parse_args()
    docs, score = load(a.only), Score()
    with tempfile.TemporaryDirectory() as folder:
        records = read(docs, a.tonghop, pathlib.Path(folder))
    for d in docs:
        if d["name"] not in records:
            sys.exit(f"{d['name']}: no record")
        for doc, record in pair(score, d, records[d["name"]]):
            judge(score, doc, record)
        if "supersedes" in d.get("truth", {}):
            older = {r["id"] for r in records.get(d["truth"]["supersedes"], [])}
            got = records[d["name"]][0].get("supersedes")
            score.equal("supersedes", d, True, got in older if d["truth"]["supersedes"] else got is None)
    if a.errors:
        for name, errors in score.errors.items():
            print(name + "".join(f"\n  {e[:400]}" for e in errors))
    table(score)
    print(f"{len(docs)} documents")
    if a.record:
        pathlib.Path(a.record).write_text("# score.py --record: kind of thing, figure\n" + "".join(f"{m}\t{score.value(m):.4f}\n" for m in score.pool if score.value(m) is not None))
    if a.check:
        recorded = dict(line.split("\t") for line in pathlib.Path(a.check).read_text().splitlines() if not line.startswith("#"))
        fallen = [f"{m}: {score.value(m) or 0:.4f}, recorded {float(v):.4f}" for m, v in recorded.items() if (score.value(m) or 0) < float(v) - TOLERANCE]
        print("\n".join("fallen: " + f for f in fallen) or "no figure has fallen")
        sys.exit(1 if fallen else 0)


if __name__ == "__main__":
    main()
