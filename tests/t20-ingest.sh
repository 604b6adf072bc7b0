#!/usr/bin/env bash
# The main job on the sample mails: what becomes of each, the books, the kept originals, people's decisions.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
instance i
sed -i 's/^#\?trusted-authserv-id=.*/trusted-authserv-id=mx.congan.quangngai.example;/' "$CONF"
for m in "$HERE"/mails/*.eml; do deliver "$m"; done
t() { "$TONGHOP" --config "$CONF" "$@"; }
runs "ingest" t ingest --json
like "$out" '"messages": 23' "takes in every mail"
like "$out" '"worker_deaths": 0' "without a worker's death"
is "$(find "$MAIL/new" "$MAIL/cur" -type f | wc -l)" 0 "nothing is left in new/ and cur/"
is "$(find "$MAIL"/.Processed/cur "$MAIL"/.Review/cur "$MAIL"/.Quarantine/cur "$MAIL"/.Ignored/cur -type f | wc -l)" 23 "every original is kept"
for m in "$HERE"/mails/*.eml; do sha256sum < "$m"; done | sort > "$T/in"
find "$MAIL" -path '*/cur/*' -type f -exec sh -c 'sha256sum < "$1"' _ {} \; | sort > "$T/kept"
cmp -s "$T/in" "$T/kept"; ok "byte for byte"
runs "verify" t verify

t export > "$T/records"
# FILE → one value of its record, by a filter on the record's object
field() { sha=$(sha256sum < "$HERE/mails/$1.eml" | cut -d' ' -f1); grep -F "\"sha256\": \"$sha\"" "$T/records" | python3 -c "
import json, sys
r = json.loads(sys.stdin.readline())
print($2)"; }
state() { is "$(field "$1" 'r["state"] + " " + r["kind"] + " " + ",".join(r["reasons"])')" "$2" "$1: $2"; }
state 01-docx-annex            'superseded report '
state 02-docx-auto-numbering   'accepted report '
state 03-pdf                   'accepted report '
state 04-docx-styles-incomplete 'accepted report incomplete'
state 05-docx-tricky           'accepted report '
state 06-text-in-body          'accepted report '
state 08-zip-mismatch          'accepted report figures-mismatch'
state 09-nested-zip-pdf        'accepted report '
state 10-html-in-body          'accepted report '
state 11-replacement           'accepted replacement '
state 12-supplement            'accepted supplement incomplete'
state 13-duplicate             'duplicate report duplicate-content'
is "$(field 17-secret-mark 'r["state"], r["reasons"], r["report"], r["message"]["subject"]')" "quarantined ['secret-marking'] None None" "17: a secret mark: nothing of it is kept but the original"
state 19-bounce                'ignored bounce '
state 20-autoreply             'ignored autoreply '
state 21-newsletter            'ignored unrelated '
state 23-late-forged-date      'accepted report late'
is "$(field 07-nil-report 'r["state"], "nil-report" in r["reasons"]')" "accepted True" "07: nothing to report is a report"
is "$(field 14-draft 'r["state"], "unsigned" in r["reasons"], r["report"]["number"], r["report"]["date"]')" "accepted True None None" "14: a draft has neither number nor date"
is "$(field 15-unknown-sender 'r["state"], "sender-unknown" in r["reasons"]')" "review True" "15: an unknown sender waits"
is "$(field 16-corrupt 'r["state"], "part-corrupt" in r["reasons"]')" "review True" "16: a corrupt file waits"
is "$(field 18-question 'r["state"], r["kind"]')" "review question" "18: a question waits for an answer"
is "$(field 22-failed-authentication 'r["state"], "sender-unverified" in r["reasons"]')" "review True" "22: failed authentication waits"

is "$(field 01-docx-annex 'r["report"]["number"], r["report"]["date"], r["agency"]["code"]')" "210/BC-SXD 2025-06-02 SXD" "01: letterhead and agency"
is "$(field 03-pdf 'r["report"]["number"], r["report"]["completeness"], r["agency"]["code"]')" "388/BC-UBND 1 BSO" "03: a PDF reads as well"
is "$(field 09-nested-zip-pdf 'r["parts"][-1]["path"], r["report"]["completeness"]')" "2/bao cao.zip/hpdq.pdf 1" "09: a PDF in a zip in a zip"
is "$(field 04-docx-styles-incomplete 'r["report"]["missing"]')" "['II.2.1.b', 'III.3']" "04: what is missing"
is "$(field 01-docx-annex '[f["value"] for f in r["report"]["figures"] if f["indicator"] == "tuyen-truyen.buoi"]')" "[47, 6]" "01: the figure and its year"
is "$(field 01-docx-annex '[(p["addressee"], p["articles"]) for p in r["report"]["proposals"]]')" "[('central', []), ('province', ['Điều 5']), ('police', [])]" "01: proposals"
is "$(field 05-docx-tricky 'sorted(d["number"] for d in r["report"]["documents"] if "MTTQ" in d["number"])[:2]')" "['12/QĐ-MTTQ-BTT', '25/KH-MTTQ-BTT']" "05: documents of a table"
is "$(field 05-docx-tricky '"Nội dung cũ" in json.dumps(r, ensure_ascii=False)')" "False" "05: deleted text is not there"

# secrecy: no word of the marked document anywhere but in the kept original
is "$(t export | grep -c '78/BC-HPDQ')" 0 "17: no number of the secret document in the export"
grep -rlaE '78/BC-HPDQ|Báo cáo bổ sung tình hình' "$T/i/spool" --include='tonghop.db*' > "$T/leaks"; is "$(cat "$T/leaks")" "" "17: nor in the database"
is "$(find "$MAIL/.Quarantine/cur" -type f -perm /077 | wc -l)" 0 "17: its original is for the owner alone"

# delivered again under another name: a record of its own, a duplicate
deliver "$HERE/mails/02-docx-auto-numbering.eml"
runs "the same mail again" t ingest --json
like "$out" '"duplicate": 1' "is a duplicate"
id=$(t review list --json | grep -F sender-unknown | sed -n 's/^{"id": \([0-9]*\).*/\1/p')
must_fail 64 "assigning to an unknown agency" t review assign "$id" NOBODY
runs "an officer assigns" t review assign "$id" VSIP --why "gọi điện xác nhận"
runs "and reads everything again" t reprocess --all
is "$(t show "$id" --json | python3 -c 'import json,sys; r=json.load(sys.stdin); print(r["state"], r["agency"]["code"], r["agency"]["by"])')" "accepted VSIP person" "the decision stands"
must_fail 64 "reject needs a reason" t review reject "$id"
python3 - > "$T/bomb.eml" <<'E2'
import base64, io, zipfile
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("bao-cao.txt", b"0" * (300 << 20))
print("From: vanthu@sct.quangngai.example\nSubject: Bao cao tong ket 357\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\n"
      "Gui bao cao.\n--q\nContent-Type: application/zip; name=bc.zip\nContent-Transfer-Encoding: base64\n\n"
      + base64.encodebytes(packed.getvalue()).decode() + "--q--")
E2
is "$(t extract "$T/bomb.eml" | python3 -c 'import json,sys; r=json.load(sys.stdin); print(r["state"], r["reasons"])')" "quarantined ['limit-exceeded']" "a report behind a limit is no forgotten one"
cat > "$T/extra.txt" <<'E2'
CÔNG TY MAY DUNG QUẤT
Số: 12/BC-CT
Dung Quất, ngày 05 tháng 6 năm 2025

BÁO CÁO
Tổng kết 10 năm thực hiện Quyết định số 357/QĐ-UBND

Công ty báo cáo kết quả như sau:

I. ĐÁNH GIÁ TÌNH HÌNH

Công ty có 120 lao động, nhà máy nằm trong khu công nghiệp.

II. CÔNG TÁC CHUYÊN MÔN NĂM 2024

Sản xuất chín nghìn tấn, xuất khẩu tăng một phần ba.

III. KẾT QUẢ THỰC HIỆN QUY CHẾ PHỐI HỢP

1. Công tác triển khai, quán triệt

Giám đốc phổ biến Quyết định số 357 cho mọi người.
E2
is "$(t extract "$T/extra.txt" | python3 -c 'import json,sys; print([p["text"].split(".")[0] for p in json.load(sys.stdin)["report"]["loose"]])')" \
   "['Công ty báo cáo kết quả như sau:', 'II']" "text under no section is in the record, a place each"
letters=$(t show 1 --json | python3 -c 'import json,sys; print(sum(p["chars"] for p in json.load(sys.stdin)["report"]["loose"]))')
runs "show says" t show 1
like "$out" "Under no section: $letters letters" "how much of it there is"
runs "verify after it all" t verify
runs "a part can be had back" t show 1 --part 2 --save "$T/part.docx"
is "$(sha256sum < "$T/part.docx" | cut -d' ' -f1)" "$(t show 1 --json | python3 -c 'import json,sys; print([p["sha256"] for p in json.load(sys.stdin)["parts"] if p["path"] == "2"][0])')" "with the hash of the record"

# files that are written straight into new/, as no delivery agent does
instance w; sed -i 's/^settle-seconds=.*/settle-seconds=3/' "$CONF"
M=$HERE/mails/06-text-in-body.eml
{ head -c 2000 "$M"; sleep 1; tail -c +2001 "$M"; } > "$MAIL/new/slow" & # two writes of which the second comes late
until [ -s "$MAIL/new/slow" ]; do sleep 0.05; done
cp "$M" "$MAIL/new/copied"; printf '\n' >> "$MAIL/new/copied"; : > "$MAIL/new/empty"
runs "ingest waits for the one that is still written" t ingest --json
like "$out" '"messages": 3' "and takes in all"
wait
is "$(t export --format json | sed -n 's/.*"size": \([0-9]*\), "auth.*/\1/p' | sort -n | tr '\n' ' ')" "0 $(stat -c %s "$M") $(($(stat -c %s "$M") + 1)) " "each whole, the empty one as empty"
is "$(t export --format json | grep -c '"size": 0, "auth".*')" 1 "which has a record, too: $(t export --format json | sed -n 's/.*"state": "\([a-z]*\)", "reasons": \(\[[^]]*\]\).*"size": 0, "auth.*/\1 \2/p')"
runs "verify" t verify
( : > "$MAIL/new/growing"; exec 3>> "$MAIL/new/growing"; while [ ! -e "$T/enough" ]; do echo "x" >&3; sleep 0.2; done ) & grower=$!
must_fail 75 "one that grows for ever holds ingest up for a while only" t ingest
like "$err" '1 file\(s\) are still being written into .*, and were left there' "and is told of"
[ -e "$MAIL/new/growing" ]; ok "and left"
is "$(sqlite3 "$T/w/spool/tonghop.db" 'SELECT count(*) FROM claim')" 0 "unclaimed"
touch "$T/enough"; wait $grower
runs "when it is closed" t ingest --json
like "$out" '"messages": 1' "it is taken in"
runs "verify" t verify
done_testing
