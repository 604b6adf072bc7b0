#!/usr/bin/env bash
# Formats and their oddities: what the record says of every fixture, as tests/oddities.tsv has it. A fixture without a row fails too, and
# so does an entry of a VIOLATIONS page without one.
. "$(dirname "$0")/lib.sh"

instance i
sed -i 's/^#trusted-authserv-id=.*/trusted-authserv-id=mx.ct.example;mx.congan.quangngai.example;/' "$CONF"
cd "$HERE" || exit 1
# Scripts and what other tests expect of a fixture are none.
find formats mail mails -type f ! -name '*.expected' ! -name '*.py' ! -path 'mail/*.txt' | sort > "$T/fixtures"
xargs -d '\n' "$TONGHOP" --config "$CONF" --now 2025-06-05T12:00:00+07:00 extract --json < "$T/fixtures" > "$T/records" 2> "$T/err"
ok "extract reads every fixture in one run"
is "$(head -c 600 "$T/err")" "" "and complains of none"

cat > "$T/compare.py" <<'EOF'
import hashlib, json, os, re, sys

fixtures, records, table, pages = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
problems = {}


def wrong(row, text):
    problems.setdefault(row, []).append(text)


def entries(page):
    """The left column of a VIOLATIONS page; what stands deeper goes on from the line above."""
    found, width = [], 0
    for line in open(page, encoding="utf-8").read().splitlines()[3:]:
        width = width or len((re.match(r" \*   \S.*?\S {2,}(?=\S)", line) or [""])[0])
        left = line[5:width].rstrip()
        if not line.startswith(" *   ") or not left.strip():
            continue
        if left.startswith("  ") and found:
            found[-1] += " " + left.strip()
        else:
            found.append(left)
    return found


def check(row, number):
    path, kind, oddity, part, kind_by_content, status, role, text, reason = row
    taken = by_hash.get(hashlib.sha256(open(path, "rb").read()).hexdigest(), []) if os.path.exists(path) else []
    parts = [(record, p) for record in taken for p in record["parts"] if part == p["path"]]
    parts = parts or [(record, p) for record in taken for p in record["parts"] if part == p["name"]]
    if not parts:
        return wrong(number, "no such fixture, or no such part in its record")
    record, got = parts[0]
    for name, wanted in (("type", kind_by_content), ("status", status), ("role", role)):
        if wanted not in ("-", got[name]):
            wrong(number, f"{name} is {got[name]}, wanted {wanted}")
    if text != "-" and text not in json.dumps(record, ensure_ascii=False):
        wrong(number, f"the record has nowhere: {text}")
    if reason != "-" and reason not in (got["reason"] or ""):
        wrong(number, f"reason is {got['reason']}, wanted {reason}")


by_hash = {}
for line in open(records, encoding="utf-8"):
    record = json.loads(line)
    by_hash.setdefault(record["message"]["sha256"], []).append(record)
rows = {}
for number, line in enumerate(open(table, encoding="utf-8").read().split("\n"), 1):
    if line and not line.startswith("#"):
        rows[number] = line.split("\t")
names = {}
for number, row in rows.items():
    names[number] = f"oddities.tsv:{number} " + re.sub("[#\\\\]", "", f"{row[0]} {' '.join(row[3:4])}: {' '.join(row[2:3])}")
    if len(row) != 9:
        wrong(number, f"{len(row)} columns, wanted 9")
    elif row[0] != "-":
        check(row, number)
    elif row[3] != "-" and not os.path.exists(row[3]):
        wrong(number, f"no such test: {row[3]}")
covered, oddities = {row[0] for row in rows.values()}, {row[2] for row in rows.values() if len(row) == 9}
for fixture in open(fixtures, encoding="utf-8").read().splitlines():
    names[fixture] = f"{fixture} has a row"
    if fixture not in covered:
        wrong(fixture, "add one to oddities.tsv")
for page in pages:
    for entry in entries(page):
        names[page + entry] = re.sub("[#\\\\]", "", f"{page.split('/')[-2]}/VIOLATIONS has a row for: {entry}")
        if entry not in oddities:
            wrong(page + entry, "add one to oddities.tsv")
for key, name in names.items():
    print("\t".join([name] + problems.get(key, [])))
EOF
python3 "$T/compare.py" "$T/fixtures" "$T/records" oddities.tsv ../src/*/VIOLATIONS > "$T/results"
ok "records and table compare"
while IFS=$'\t' read -r name problem; do [ -z "$problem" ]; ok "$name"; [ -z "$problem" ] || printf '# %s\n' "$problem"; done < "$T/results"
done_testing
