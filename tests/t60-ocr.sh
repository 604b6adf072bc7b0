#!/usr/bin/env bash
# Two lanes: a scan is registered at once and read after; a job survives kills and loses one page at most; a secret scan leaves nothing;
# what cannot be read is said and not tried for ever.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
SCANS=$HERE/formats/ocr
instance i
sed -i 's/^#\?workers=.*/workers=1/' "$CONF"
t() { "$TONGHOP" --config "$CONF" "$@"; }
db() { sqlite3 -readonly "$T/i/spool/tonghop.db" "$1"; }

# mail N FROM SUBJECT FILE NAME TYPE
mail() {
  printf 'Return-Path: <%s>\r\nReceived: from mx.example by mx.congan.quangngai.example; Thu, 5 Jun 2025 09:%02d:00 +0700\r\n' "$2" "$1"
  printf 'From: %s\r\nTo: anktct@congan.quangngai.example\r\nSubject: %s\r\nDate: Thu, 5 Jun 2025 09:00:00 +0700\r\n' "$2" "$3"
  printf 'Message-ID: <%s.ocr@tests.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n' "$1"
  printf -- '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKính gửi báo cáo.\r\n'
  printf -- '--b\r\nContent-Type: %s; name=%s\r\nContent-Disposition: attachment; filename=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n' "$6" "$5" "$5"
  base64 "$4"
  printf -- '--b--\r\n'
}
STC=vanthu@stc.quangngai.example
S='Báo cáo 10 năm Quyết định 357'
mail 1 $STC "$S" "$SCANS/scan.pdf" bc.pdf application/pdf > "$T/scan.eml"
mail 2 vanthu@sct.quangngai.example "$S" "$SCANS/secret.pdf" bc2.pdf application/pdf > "$T/secret.eml"
deliver "$T/scan.eml"
deliver "$T/secret.eml"
# ID → fields of its record
field() { t show "$1" --json | python3 -c "
import json, sys
r = json.load(sys.stdin)
p = r['parts'][-1]
print($2)"; }

# the quick lane alone
runs "ingest without text recognition" t ingest --no-ocr --json
like "$out" '"messages": 2.*"recognised": 0' "registers both messages"
is "$(field 1 'r["state"], r["reasons"], r["arrival_no"], p["status"], p["reason"]')" "review ['secrecy-undetermined'] 1 empty 2 page images wait for text recognition" "a scan waits for its text, with its number"
is "$(db 'select count(*), sum(pages) from ocr_job')" "2|3" "a job each"
is "$(ls "$MAIL/new" | wc -l)" 0 "nothing is left in new/"
runs "verify agrees" t verify
runs "once more without" t ingest --no-ocr --json
is "$(db 'select count(*) from ocr_job')" 2 "leaves the jobs where they are"

# killed while page 2 is read
"$TONGHOP" --config "$CONF" ingest > /dev/null 2>&1 &
pid=$!
for _ in $(seq 600); do [ "$(db 'select count(*) from ocr_page' 2>/dev/null)" = 1 ] && break; sleep 0.05; done
kill -9 $pid; wait $pid 2>/dev/null
is "$(db 'select page from ocr_page')" 1 "killed after the first page: that page is kept"
is "$(db 'select count(*) from ocr_job')" 2 "and the job"
is "$(field 1 'r["state"]')" "review" "the register is as it was"
runs "verify agrees with that" t verify

runs "the next run" t ingest --json
like "$out" '"messages": 0.*"recognised": 2, "worker_deaths": 0' "reads both"
is "$(field 1 'r["state"], r["reasons"], r["arrival_no"], r["agency"]["code"], r["report"]["number"], r["report"]["date"]')" "accepted ['incomplete'] 1 STC 123/BC-STC 2025-06-04" "the scan is a report like any other, under its number"
is "$(field 1 'p["status"], p["role"], p["pages"], p["ocr_confidence"] > 0.9')" "read report 2 True" "with its confidence"
is "$(field 1 '[f["value"] for f in r["report"]["figures"] if f["indicator"] == "tuyen-truyen.buoi"]')" "[47]" "and its figures"
like "$(t log --json | grep '"ocr-read"' | head -n 1)" '1 pages; confidence 0\.9' "only the second page was read again"
is "$(db 'select count(*) from ocr_job')" 0 "no job is left"
is "$(find "$MAIL/.Processed/cur" -type f | wc -l)" 1 "the original has moved"
runs "verify agrees with it all" t verify

# a red stamp
is "$(field 2 'r["state"], r["reasons"], r["report"], r["message"]["subject"]')" "quarantined ['secret-marking'] None None" "a stamped scan is secret"
is "$(db "select count(*) from ocr_page where sha256 = '$(sha256sum < "$SCANS/secret.pdf" | cut -d' ' -f1)'")" 0 "no page of it is kept"
is "$(grep -rlaE 'kho vật tư|09/BC-STC' "$T/i/spool" --include='tonghop.db*')" "" "no word of it stands in the database"
is "$(find "$MAIL/.Quarantine/cur" -type f | wc -l)" 1 "its original is in quarantine"

# read again: pages that are known are not recognised again, the secret stays one
runs "reprocess" t reprocess --all
is "$(field 1 'r["state"], r["report"]["number"]') $(field 2 'r["state"], r["reasons"]')" "accepted 123/BC-STC quarantined ['secret-marking']" "gives the same"
is "$(t log --json | grep -c '"ocr-read"')" 3 "and reads only what was not kept"
sed 's/1\.ocr@/9.ocr@/' "$T/scan.eml" > "$T/again.eml"
deliver "$T/again.eml"
runs "the same scan in another mail" t ingest --json
like "$(t log --json | grep '"ocr-read"' | tail -n 1)" '"text": "0 pages' "is not recognised twice"
is "$(field 3 'r["state"], "duplicate-content" in r["reasons"]')" "duplicate True" "and is a duplicate"

# a red frame whose word cannot be read, on a page that can; a first page that cannot be read at all
mail 7 vanthu@sct.quangngai.example "$S" "$SCANS/smeared.pdf" bc7.pdf application/pdf > "$T/smeared.eml"
mail 8 vanthu@sct.quangngai.example "$S" "$SCANS/blank.pdf" bc8.pdf application/pdf > "$T/blank.eml"
deliver "$T/smeared.eml"
deliver "$T/blank.eml"
runs "a red frame that cannot be read, a page that cannot" t ingest --json
is "$(field 4 'r["state"], "secrecy-undetermined" in r["reasons"], p["status"]')" "review True read" "a person decides whether the frame is a mark of secrecy"
is "$(field 5 'r["state"], "secrecy-undetermined" in r["reasons"], p["status"]')" "review True empty" "and what the page is"

# what cannot be read within the limits
instance low
sed -i 's/^#\?ocr-seconds=.*/ocr-seconds=1/' "$CONF"
grep -q '^ocr-seconds=1$' "$CONF"; ok "one second for text recognition"
cat > "$T/fill.py" <<'P'
import sys
pdf = open(sys.argv[1], 'rb').read()
# twenty times the same pages: far more than a second of work
kids = pdf[pdf.index(b'/Kids[') + 6:pdf.index(b']>>', pdf.index(b'/Kids['))]
sys.stdout.buffer.write(pdf.replace(b'/Count 2/Kids[' + kids, b'/Count 40/Kids[' + b' '.join([kids] * 20)))
P
python3 "$T/fill.py" "$SCANS/scan.pdf" > "$T/long.pdf"
mail 4 $STC "$S" "$T/long.pdf" long.pdf application/pdf > "$T/long.eml"
deliver "$T/long.eml"
runs "ingest ends" t ingest --json
like "$out" '"messages": 1.*"review": 1' "the message stays in review"
like "$(field 1 'p["reason"]')" 'of 40 page images were not recognised: (no answer after 1 s|signal SIGXCPU)' "the part says why"
like "$(t log --json | grep '"ocr-read"')" 'warning.*given up' "the log too"
runs "another ingest" t ingest --json
like "$out" '"recognised": 0' "does not try for ever"
runs "verify agrees there too" t verify
sed -i 's/^enabled=.*/enabled=no/' "$CONF"
runs "reprocess --failed queues it anew" t reprocess --failed --no-ocr
is "$(sqlite3 -readonly "$T/low/spool/tonghop.db" 'select count(*) from ocr_job where failed is null')" 1 "for a run with more time"

# the daemon: new mail goes first, and a clean stop keeps what was read
instance day
"$TONGHOP" --config "$CONF" daemon 2>"$T/daemon.log" &
pid=$!
pages() { sqlite3 -readonly "$T/day/spool/tonghop.db" 'select count(*) from ocr_page' 2>/dev/null; }
deliver "$T/long.eml"
for _ in $(seq 400); do [ "$(pages)" ] && [ "$(pages)" -ge 1 ] && break; sleep 0.05; done
mail 5 vanthu@sct.quangngai.example "$S" "$SCANS/scan.txt" bc.txt text/plain > "$T/text.eml"
deliver "$T/text.eml"
for _ in $(seq 100); do [ "$(ls "$MAIL/new")" ] || break; sleep 0.05; done
is "$(ls "$MAIL/new" | wc -l) $(sqlite3 -readonly "$T/day/spool/tonghop.db" 'select count(*) from message') $(sqlite3 -readonly "$T/day/spool/tonghop.db" 'select count(*) from ocr_job')" "0 2 1" "mail that comes while a scan is read is registered before it is done"
kill -TERM $pid; wait $pid; is $? 0 "the daemon stops in the middle of a scan"
[ "$(pages)" -ge 1 ] && [ "$(pages)" -lt 40 ]; ok "with the pages that were read by then"
is "$(sqlite3 -readonly "$T/day/spool/tonghop.db" 'select starts, failures from ocr_job')" "0|0" "and a job that has no fault"
done_testing
