#!/usr/bin/env bash
# The consolidated report: the digest's numbers in every form, everything traceable, nothing secret, same date same bytes.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-10T08:00:00+07:00
instance i
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|" "$CONF"
for m in "$HERE"/mails/*.eml; do deliver "$m"; done
t() { "$TONGHOP" --config "$CONF" "$@"; }
runs "ingest" t ingest

for f in json html docx; do
  runs "consolidate as $f" t consolidate --date 2025-06-09 --format $f -o "$T/1.$f"
  TONGHOP_NOW=2025-07-01T00:00:00+07:00 t consolidate --date 2025-06-09 --format $f > "$T/2.$f"
  cmp -s "$T/1.$f" "$T/2.$f"; ok "the same date gives the same bytes as $f, to a file or to a pipe"
done
t digest --date 2025-06-09 --format json > "$T/digest.json"
t export --format json --what submissions > "$T/records.jsonl"
mkdir "$T/x" && (cd "$T/x" && python3 -m zipfile -e ../1.docx .); ok "the DOCX is a zip"
cat > "$T/look.py" <<'E2'
import collections, html, json, re, sys
T = sys.argv[1]
c = json.load(open(f"{T}/1.json")); d = json.load(open(f"{T}/digest.json"))
page = html.unescape(re.sub(r"<[^>]+>", "", open(f"{T}/1.html").read()))
w = html.unescape(re.sub(r"<[^>]+>", "", open(f"{T}/x/word/document.xml").read()))
records = {r["id"]: r for r in map(json.loads, open(f"{T}/records.jsonl"))}
dotted = lambda n: f"{n:,.0f}".replace(",", ".")
figures = {f["id"]: f for f in sum((n["figures"] for n in c["nodes"]), c["figures"])}
statements = [s for n in c["nodes"] for k in ("shared", "findings", "proposals") for s in n[k]]
sources = [s for x in statements for s in x["sources"]] + [v for f in figures.values() for v in f["values"]]
fold = lambda s: re.sub(r"\W+", " ", s.lower()).strip()
text_of = {i: fold(" ".join(s["text"] for s in r["report"]["sections"])) for i, r in records.items() if r["report"]}
checks = {
  "counts": {k: c["counts"][k] == d["counts"][k] for k in c["counts"]},
  "every indicator": sorted(figures) == sorted(i["id"] for i in d["indicators"]),
  "totals": all((figures[i["id"]]["total"], figures[i["id"]]["agencies"]) == (i["total"], i["agencies"]) for i in d["indicators"]),
  "values add up": all(f["total"] == sum(v["value"] for v in f["values"]) for f in figures.values() if f["agencies"] == len(f["values"]) and f["unit"] != "%"),
  "printed": all(f"{dotted(f['total'])}" in page and dotted(f["total"]) in w for f in figures.values() if f["total"] == int(f["total"])),
  "values are in their records": all(any(g["value"] == v["value"] and g["indicator"] == f["id"] for g in records[v["record"]]["report"]["figures"]) for f in figures.values() for v in f["values"]),
  "sources have records": all(records[s["record"]]["agency"]["code"] == s["agency"] and records[s["record"]]["arrival_no"] == s["arrival_no"] for s in sources),
  "shared words stand in every source": all(fold(s["text"] or x["text"]) in text_of[s["record"]] for n in c["nodes"] for x in n["shared"] for s in x["sources"]),
  "nothing twice": all(len({s["agency"] for s in x["sources"]}) == x["agencies"] for x in statements),
  "only what counts": all(records[s["record"]]["state"] == "accepted" for s in sources),
  "proposals": sum(collections.Counter(p["addressee"] for n in c["nodes"] for p in n["proposals"] for s in p["sources"]).values()) == sum(p["count"] for p in d["proposals"]),
  "secret": not any("78/BC-HPDQ" in t for t in (json.dumps(c, ensure_ascii=False), page, w)),
  "layout": [x in w for x in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BÁO CÁO", "I. ĐÁNH GIÁ TÌNH HÌNH", "đ) ", "Nơi nhận:", "Phụ lục I")],
  "self-contained": not re.search(r"<script|https?://|<img", open(f"{T}/1.html").read()),
}
for name, value in checks.items():
    good = all(value.values()) if isinstance(value, dict) else all(value) if isinstance(value, list) else value
    print(name, "yes" if good else f"NO {value}")
print(len(statements), len(sources), len(figures), file=sys.stderr)
E2
found=$(python3 "$T/look.py" "$T" 2> "$T/sizes"); ok "the three forms can be read ($(tail -1 "$T/sizes") statements, sources, figures)"
while read -r line; do [ "${line##* }" = yes ]; ok "$line"; done <<<"$found"
is "$(wc -l <<<"$found")" 14 "all checks were made"

# no own words of one agency are lost: every sentence of a counted report stands in the report
is "$(python3 - "$T" <<'E2'
import json, re, sys
T = sys.argv[1]
c = json.load(open(f"{T}/1.json"))
fold = lambda s: re.sub(r"\W+", " ", s.lower()).strip()
kept = {}
for n in c["nodes"]:
    for o in n["own"]: kept.setdefault((o["record"], n["code"]), []).extend(o["sentences"])
    for k in ("shared", "findings", "proposals"):
        for x in n[k]:
            for s in x["sources"]: kept.setdefault((s["record"], s["section"]), []).append(s["text"] or x["text"])
lost = total = 0
for r in map(json.loads, open(f"{T}/records.jsonl")):
    if r["state"] != "accepted" or r["id"] not in {k[0] for k in kept}: continue
    for s in r["report"]["sections"]:
        all_kept = " ".join(map(fold, kept.get((r["id"], s["code"]), [])))
        for line in filter(None, map(fold, re.split(r"[.\n]", s["text"]))):
            if len(line.split()) < 6: continue
            total += 1
            if line not in all_kept and line.split(" ", 1)[1] not in all_kept:
                lost += 1; print("#", r["id"], s["code"], line, file=sys.stderr)
print("none lost" if not lost and total > 100 else f"{lost} of {total} lost")
E2
)" "none lost" "every sentence of every counted report stands somewhere"

must_fail 64 "a form that there is not" t consolidate --format pdf
must_fail 64 "a date that there is not" t consolidate --date 9/6
python3 - "$TONGHOP" "$CONF" > "$T/pty" 2>&1 <<'E2'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0: os.execv(sys.argv[1], [sys.argv[1], "--config", sys.argv[2], "consolidate"])
out = b""
try:
    while piece := os.read(fd, 4096): out += piece
except OSError: pass
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), len(out.splitlines()), b"-o FILE" in out)
E2
is "$(<"$T/pty")" "64 1 True" "a DOCX is not thrown at a terminal"
like "$(t status --diligence --json | grep 'không phát sinh')" '"completeness": 15, "figures": 7.5,.*không phát sinh: tính 50% điểm phần này' "a report that there was nothing gets half of what could not be counted, and why"

# from a number of the draft to its sentence
runs "site" t site
runs "consolidate, with the site" t consolidate --date 2025-06-09 --format html -o "$T/linked.html"
python3 - "$T/linked.html" > "$T/links" <<'E2'
import re, sys, urllib.parse
page = open(sys.argv[1]).read()
links = re.findall(r'<a href="file://([^"#]+)#([^"]+)">([^<]*)</a>', page)
dead = [l for l in links if f'id="{urllib.parse.unquote(l[1])}"' not in open(urllib.parse.unquote(l[0])).read()]
print(len(links) > 50, any("." in words for _, _, words in links), dead[:3])
E2
is "$(cat "$T/links")" "True True []" "every link leads to its section on the report's page, figures too"
is "$(sed 's|<a href="file:[^>]*>\([^<]*\)</a>|\1|g' "$T/linked.html" | cmp - "$T/1.html" && echo same)" same "else it is the same page"
like "$(t consolidate --date 2025-06-09 --format html --site https://noi-bo.example/tonghop)" 'href="https://noi-bo.example/tonghop/qd357/record/[0-9]+.html#' "at the address that readers know"
done_testing
