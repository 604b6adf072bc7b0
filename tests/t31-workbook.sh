#!/usr/bin/env bash
# Workbook and register: XLSX that repeats byte for byte, totals by formula with the value beside it, dates as dates, foreign text never a
# formula in XLSX or CSV, Nghị định 30's ten columns, nothing of a secret document.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00 PYTHONPATH=$HERE PYTHONDONTWRITEBYTECODE=1
instance i
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|" "$CONF"
for m in "$HERE"/mails/{01,03,04,11,12,14,16,17}*.eml; do deliver "$m"; done
sed '/^Subject:/N; s/^Subject:.*/Subject: =HYPERLINK("http:\/\/evil.example";"xem")/; s/^Message-ID:.*/Message-ID: <formula@tests.example>/' "$HERE/mails/18-question.eml" > "$T/formula.eml"
deliver "$T/formula.eml"
sed '/^Subject:/N; s/^Subject:.*/Subject: -2+3+cmd|\x27 \/C calc\x27!A0/; s/^Message-ID:.*/Message-ID: <minus@tests.example>/' "$HERE/mails/18-question.eml" > "$T/minus.eml"
deliver "$T/minus.eml"
t() { "$TONGHOP" --config "$CONF" "$@"; }
runs "ingest" t ingest
t export --format xlsx > "$T/1.xlsx"; ok "the whole workbook"
t export --format xlsx > "$T/2.xlsx"; cmp -s "$T/1.xlsx" "$T/2.xlsx"; ok "the same bytes again"
t digest --date 2025-06-09 --format json > "$T/d.json"
t register --json > "$T/register.json"
py() { python3 -c "
import json, xlsx
b = xlsx.read('$T/1.xlsx'); d = json.load(open('$T/d.json')); reg = [json.loads(l) for l in open('$T/register.json')]
cells = [(s, v) for s, rows in b.items() for r in rows for v in r.values()]
print($1)"; }
is "$(py 'list(b)')" "['Tình hình gửi', 'Số liệu', 'Chi tiết số liệu', 'Văn bản', 'Kiến nghị', 'Khó khăn, nhiệm vụ', 'Sổ đăng ký văn bản đến', 'Tinh thần trách nhiệm']" "its sheets"
is "$(py '{s for s, v in cells if isinstance(v, tuple)}')" "{'Số liệu'}" "formulas stand in the totals only"
is "$(py '[v[2] for v in list(b["Số liệu"][2].values()) if isinstance(v, tuple)] == [i["total"] for i in d["indicators"]]')" True "their values are the digest's totals"
is "$(py '[v[2] for v in list(b["Số liệu"][3].values()) if isinstance(v, tuple)] == [i["agencies"] for i in d["indicators"]]')" True "and counts of contributors"
is "$(py 'all(sum(r[c] for r in b["Số liệu"][5:] if isinstance(r.get(c), float)) == v[2] for c, v in b["Số liệu"][2].items() if isinstance(v, tuple) and "SUM" in v[1])')" True "which the columns add up to"
is "$(py 'all(v[1].endswith("%d)" % len(b["Số liệu"])) for v in b["Số liệu"][2].values() if isinstance(v, tuple))')" True "over all rows"
is "$(py '[r["A"] for r in b["Sổ đăng ký văn bản đến"][2:3]], b["Sổ đăng ký văn bản đến"][2]["B"] == reg[0]["arrival_no"]')" "[45811.0] True" "the register's day is a date"
is "$(py 'list(b["Sổ đăng ký văn bản đến"][1].values())')" "['Ngày đến', 'Số đến', 'Tác giả', 'Số, ký hiệu văn bản', 'Ngày tháng văn bản', 'Tên loại và trích yếu nội dung văn bản', 'Đơn vị hoặc người nhận', 'Ngày chuyển', 'Ký nhận', 'Ghi chú']" "the ten columns"
is "$(py '[(r["arrival_no"], r["author"], r["number"], r["date"]) for r in reg] == [(int(r["B"]), r["C"], r["D"] or None, r["E"] and "2025-06-%02d" % (r["E"] - 45808)) for r in b["Sổ đăng ký văn bản đến"][2:]]')" True "the register says the same as JSON and as a sheet"
is "$(py 'sum(v == "=HYPERLINK(\"http://evil.example\";\"xem\")" for s, v in cells)')" 1 "a subject that looks like a formula is text"
is "$(py '"78/BC-HPDQ" in str(b)')" False "nothing of the secret document"
is "$(unzip -l "$T/1.xlsx" | grep -c 'rels.*sheet')" 0 "no link leads out of the workbook"

for what in submissions figures documents proposals findings register log; do
  t export --format xlsx --what $what > "$T/$what.xlsx" && python3 -c "import xlsx; assert xlsx.read('$T/$what.xlsx')"; ok "export --format xlsx --what $what"
done
t export --format csv --what register > "$T/r.csv"
is "$(head -1 "$T/r.csv" | cut -d, -f1-10)" "arrival_date,arrival_no,author,number,date,abstract,recipient,forwarded,signature,notes" "CSV has the ten columns first"
is "$(python3 -c "
import csv
rows = list(csv.reader(open('$T/r.csv', newline='')))
print([c for r in rows for c in r if c[:1] in '=+-@' and c], sum(c.startswith(\"'=HYPER\") or c.startswith(\"'-2+3\") for r in rows for c in r))")" "[] 4" "no cell of a CSV begins a formula"
is "$(t register --since 2025-06-06 --json)" "$(python3 -c 'import json, sys; [print(l, end="") for l in sys.stdin if json.loads(l)["arrival_date"] >= "2025-06-06"]' < "$T/register.json")" "the register from a day on"
t register --format docx > "$T/r.docx"; ok "the register as DOCX"
is "$(python3 -c "
import json, re, zipfile
x = zipfile.ZipFile('$T/r.docx').read('word/document.xml').decode()
rows = [[''.join(re.findall('<w:t[^>]*>([^<]*)', c)) for c in re.findall('<w:tc>.*?</w:tc>', r, re.S)] for r in re.findall('<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>', x, re.S)]
reg = [json.loads(l) for l in open('$T/register.json')]
print('landscape' in x, rows[1], [(int(r[1]), r[3] or None) for r in rows[2:]] == [(r['arrival_no'], r['number']) for r in reg])")" \
  "True ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)', '(9)', '(10)'] True" "across the page, with the same rows"
must_fail 64 "an unknown form" t export --format xls
must_fail 64 "an unknown thing" t export --format xlsx --what everything
done_testing
