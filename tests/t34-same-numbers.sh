#!/usr/bin/env bash
# One model, one set of numbers: JSON, text, HTML, the mail, workbook, document, status, site and the consolidated draft say the same.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00 PYTHONPATH=$HERE PYTHONDONTWRITEBYTECODE=1
instance i
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example|; s|^#\?from=.*|from=baocao@congan.quangngai.example|
        s|^#\?recipients=.*|recipients=lanhdao@congan.quangngai.example|; s|^#\?attach=.*|attach=xlsx;docx;|; s|^sendmail=.*|sendmail=$T/sendmail|" "$CONF"
printf '#!/bin/sh\ncat > /dev/null\n' > "$T/sendmail"; chmod +x "$T/sendmail"
for m in "$HERE"/mails/*.eml; do deliver "$m"; done
t() { "$TONGHOP" --config "$CONF" "$@"; }
runs "ingest" t ingest
for f in json text html eml; do t digest --format $f > "$T/d.$f"; done
t status --json > "$T/status.json"
t consolidate --format json > "$T/consolidate.json"
t export --format json --what register > "$T/register.json"
runs "digest --send" t digest --send
cat > "$T/numbers.py" <<'E2'
"""Every form read back into the same two tables: the counts, and the indicators (label → total, agencies)."""
import email, email.policy, html, json, os, re, sys, zipfile
import xlsx
T, spool = sys.argv[1], sys.argv[2]
day = spool + "/digest/2025-06-09/qd357."
d = json.load(open(T + "/d.json"))
number = lambda s: float(s.replace(".", "").replace(",", "."))
flat = lambda s: re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", s))).strip()
wanted = {i["label"]: (i["total"], i["agencies"]) for i in d["indicators"]}
counts = d["counts"]
five = (counts["reported"], counts["expected"], counts["on_time"], counts["late"], counts["missing"], counts["review"], counts["quarantined"], counts["duplicates"])

def from_text(text):
    found = re.findall(r"^  (.+): ([\d.,]+) [^(\n]*\((\d+) cơ quan", text, re.M)
    get = lambda word: int(re.search(word + r": (\d+)", text).group(1))
    return {l: (number(v), int(n)) for l, v, n in found}, (*map(int, re.search(r"Đã báo cáo: (\d+)/(\d+)", text).groups()),
        get("Đúng hạn"), get("Quá hạn"), get("Chưa báo cáo"), get("Chờ xem xét"), get("Cách ly"), get("Thư trùng"))

def from_html(page):
    table = page[page.index("Số liệu tổng hợp</h2>"):]
    rows = re.findall(r"<tr[^>]*><td[^>]*>(.*?)<br>.*?</td><td[^>]*><b[^>]*>([^<]*)</b>.*?</td><td[^>]*>(\d+) cơ quan", table, re.S)
    words = flat(page)
    m = re.search(r"(\d+)/(\d+) cơ quan, doanh nghiệp đã báo cáo; đúng hạn (\d+), quá hạn (\d+); thư trùng (\d+)", words).groups()
    missing = re.search(r"(\d+) chưa báo cáo", words).group(1)
    return {flat(l): (number(v), int(n)) for l, v, n in rows}, tuple(map(int, (m[0], m[1], m[2], m[3], missing))), int(m[4])

def from_xlsx(path):
    rows = xlsx.read(path)["Số liệu"]
    head = rows[4]
    status = xlsx.read(path)["Tình hình gửi"][1]["A"]
    return {head[c].rsplit(" (", 1)[0]: (v[2], int(rows[3][c][2])) for c, v in rows[2].items() if isinstance(v, tuple)}, \
        tuple(map(int, re.search(r"(\d+)/(\d+); đúng hạn (\d+); quá hạn (\d+); chưa báo cáo (\d+); chờ xem xét (\d+); cách ly (\d+); trùng (\d+)", status).groups()))

def from_docx(path):
    x = zipfile.ZipFile(path).read("word/document.xml").decode()
    rows = [[flat(c) for c in re.findall(r"<w:tc>.*?</w:tc>", r, re.S)] for r in re.findall(r"<w:tr[ >].*?</w:tr>", x, re.S)]
    at = next(i for i, r in enumerate(rows) if r[:2] == ["Chỉ tiêu", "Tổng"])
    indicators = {}
    for r in rows[at + 1:]:
        if len(r) != 5: break
        indicators[r[0]] = (number(r[1]), int(r[3]))
    words = flat(re.sub(r"</w:p>", " ", re.sub(r"<w:t[^>]*>|</w:t>", "", x)))
    m = re.search(r"(\d+)/(\d+) cơ quan, doanh nghiệp đã báo cáo; đúng hạn (\d+), quá hạn (\d+); chưa báo cáo (\d+)\. Chờ xem xét (\d+) thư, cách ly (\d+) thư, thư trùng (\d+)", words)
    return indicators, tuple(map(int, m.groups()))

mail = email.message_from_binary_file(open(T + "/d.eml", "rb"), policy=email.policy.default)
files = {p.get_filename(): p.get_content() for p in mail.iter_attachments()}
for name, data in files.items(): open(T + "/" + name, "wb").write(data)
site = spool + "/site/qd357/"
print("text", from_text(open(T + "/d.text").read()) == (wanted, five))
print("page", from_html(open(T + "/d.html").read()) == (wanted, five[:5], five[7]))
print("mail text", from_text(mail.get_body(("plain",)).get_content()) == (wanted, five))
print("mail page", from_html(mail.get_body(("html",)).get_content()) == (wanted, five[:5], five[7]))
for name in sorted(files): print("mail", name, (from_xlsx if name.endswith("xlsx") else from_docx)(T + "/" + name) == (wanted, five))
print("kept", from_xlsx(day + "xlsx") == (wanted, five), from_docx(day + "docx") == (wanted, five), json.load(open(day + "json")) == d)
rows = re.findall(r"<tr><td><a href=\"indicator/[^\"]*\">(.*?)</a></td><td[^>]*><b>([^<]*)</b>.*?<td[^>]*>(\d+) cơ quan", open(site + "indicators.html").read(), re.S)
print("site", {flat(l): (number(v), int(n)) for l, v, n in rows} == wanted)
status = [json.loads(l) for l in open(T + "/status.json")]
print("status", (sum(s["status"] in ("on-time", "late") for s in status), sum(s["status"] == "on-time" for s in status)) == (counts["reported"], counts["on_time"]))
c = json.load(open(T + "/consolidate.json"))
print("consolidated", all(c["counts"][k] == counts[k] for k in ("expected", "reported", "on_time", "late", "missing")))
print("groups", [(g["reported"], g["expected"]) for g in d["groups"]] == [tuple(map(int, p)) for p in re.findall(r"^  [^\n:]+: (\d+)/(\d+)$", open(T + "/d.text").read(), re.M)])
print("not empty", len(wanted) > 10 and counts["reported"] > 5)
E2
is "$(python3 "$T/numbers.py" "$T" "$(dirname "$CONF")/spool")" "text True
page True
mail text True
mail page True
mail qd357-2025-06-09.docx True
mail qd357-2025-06-09.xlsx True
kept True True True
site True
status True
consolidated True
groups True
not empty True" "every form says the same numbers"
done_testing
