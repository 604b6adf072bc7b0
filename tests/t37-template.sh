#!/usr/bin/env bash
# The agencies' template: left as it is it says nothing; filled in, every heading and every number is read back.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-05T08:00:00+07:00
instance i
mkdir -p "$T/i/campaigns/atgt" && cp "$HERE"/campaigns/atgt/* "$T/i/campaigns/atgt/"
t() { "$TONGHOP" --config "$CONF" "$@"; }

# fill FROM TO: as an agency does: italic lines become text, the last column of the indicators' table numbers, names and numbers are set
cat > "$T/fill.py" <<'E2'
import re, sys, zipfile
source, target = sys.argv[1:3]
parts = {n: zipfile.ZipFile(source).read(n) for n in zipfile.ZipFile(source).namelist()}
text = parts["word/document.xml"].decode()
number = iter(range(11, 1000))
def cell(row):
    cells = re.findall(r"<w:tc>.*?</w:tc>", row, re.S)
    if len(cells) != 4 or "tblHeader" in row: return row
    last = cells[3].replace("</w:pPr></w:p>", f"</w:pPr><w:r><w:t>{next(number)}</w:t></w:r></w:p>")
    return row.replace(cells[3] + "</w:tr>", last + "</w:tr>")
text = re.sub(r"<w:tr>.*?</w:tr>", lambda m: cell(m[0]), text, flags=re.S)
content = "Cơ quan đã triển khai đầy đủ các nội dung được giao và phối hợp chặt chẽ với các bên liên quan."
text = re.sub(r">\((nêu|kết quả|tên, |khó khăn|mỗi|đối với)[^<]*\)</w:t>", f">{content}</w:t>", text)
for old, new in (("(TÊN CƠ QUAN, ĐƠN VỊ)", "SỞ TÀI CHÍNH"), ("(CƠ QUAN CHỦ QUẢN)", "UBND TỈNH QUẢNG NGÃI"), ("(tên cơ quan, đơn vị)", "Sở Tài chính"),
                 ("Số:        /BC-……", "Số: 123/BC-STC"), ("(CHỨC VỤ NGƯỜI KÝ)", "GIÁM ĐỐC"),
                 ("……………, ngày        tháng        năm 20……", "Quảng Ngãi, ngày 05 tháng 6 năm 2025")):
    assert old in text, old
    text = text.replace(old, new)
assert text.count("……………") == 1
parts["word/document.xml"] = text.replace("……………", "Nguyễn Văn Mẫu").encode()
with zipfile.ZipFile(target, "w") as out:
    for name, data in parts.items(): out.writestr(name, data)
E2
cat > "$T/read.py" <<'E2'
import json, sys
r = json.load(open(sys.argv[1])); p = r["report"]
print(r["campaign"], p["completeness"], len(p["missing"]), p["issuer"], p["number"], p["date"], p["signer"]["role"], p["signer"]["name"], p["recipients"])
seen = {f["indicator"]: f["value"] for f in p["figures"] if f["indicator"] and not f["subtotal"]}
asked = [line[1:line.index("]")] for line in open(sys.argv[2]) if line.startswith("[")]
wrong = [i for n, i in enumerate(asked) if seen.get(i) != 11 + n]
print(len(asked) > 3, wrong)
E2
for c in qd357 atgt; do
  runs "$c: the template" t template --campaign $c -o "$T/$c.docx"
  t template --campaign $c > "$T/again.docx"; cmp -s "$T/$c.docx" "$T/again.docx"; ok "$c: the same bytes again"
  t extract --campaign $c "$T/$c.docx" > "$T/empty.json"
  is "$(python3 -c "import json; p=json.load(open('$T/empty.json'))['report']; print(p['completeness'], [s['code'] for s in p['sections'] if s['status']=='missing'], p['figures'])")" \
    "0 [] []" "$c: left as it is, every heading is there and nothing under it"
  python3 "$T/fill.py" "$T/$c.docx" "$T/full.docx"; ok "$c: filled in"
  t extract --campaign $c "$T/full.docx" > "$T/full.json"
  python3 "$T/read.py" "$T/full.json" "$T/i/campaigns/$c/indicators.conf" > "$T/seen"
  is "$(head -1 "$T/seen")" "$c 1 0 SỞ TÀI CHÍNH 123/BC-STC 2025-06-05 GIÁM ĐỐC Nguyễn Văn Mẫu ['Như trên;', 'Lưu: VT.']" "$c: complete, with its letterhead"
  is "$(tail -1 "$T/seen")" "True []" "$c: every number of the table is read as its indicator's"
done
must_fail 64 "one campaign at a time" t template
done_testing
