#!/usr/bin/env bash
# What an agency hears after an officer's decision, and after a new reading: CHECKED once, to an address that is the agency's own, or nothing.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
t() { "$TONGHOP" --config "$CONF" "$@"; }
mail() { local IFS=$'\t'; delivered=$((delivered + 1)); echo "$1	$2	$MAIL/new/17490000$(printf %02d $delivered).M${delivered}P1.test${3+	${*:3}}" >> "$T/jobs"; }
instance i
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|; s|^#\?from=.*|from=baocao@congan.quangngai.example|
        s|^receipts=.*|receipts=yes|; s|^rate-per.*|rate-per-address-per-day=3|" "$CONF"
NONGDAN=vanthu@nongdan.quangngai.example
mail someone@gmail.example stranger                               # 1: nobody knows this address
mail vanthu@stc.quangngai.example wrongletter                     # 2: another agency's letterhead
mail someone@gmail.example listed "header:List-Id=<x.example>" "header:X-N=2"
mail $NONGDAN forged fail "header:X-N=3"                          # 4: From alone, not proven
mail other@mail.example later "header:X-N=4"                   # 5: known after the list was mended
mail someone@gmail.example refused "header:X-N=5"
deliver "$HERE/mails/18-question.eml"
"$HERE/letters.py" "$T/jobs" && t ingest > /dev/null 2>&1
id() { t review list --json | python3 -c '
import json, sys
for line in sys.stdin:
  r = json.loads(line)
  if sys.argv[1] in (r["from"], r["kind"]) or sys.argv[1] in "%s" % r["id"]: print(r["id"])' "$1"; }
mails() { t outbox list --json | wc -l; }
before=$(mails)
is "$before" 2 "at once: the known sender with a foreign letterhead and the question; strangers hear nothing"
# last: the newest letter: to, subject, how automatic, what it answers, its text
last() { python3 -c '
import email, email.policy, sqlite3, sys
raw, = sqlite3.connect(sys.argv[1]).execute("SELECT bytes FROM outbox ORDER BY id DESC LIMIT 1").fetchone()
m = email.message_from_bytes(raw, policy=email.policy.default)
print(m["To"], m["Subject"], m["Auto-Submitted"], m["In-Reply-To"] or "-", sep=" | "); print(m.get_content())' "$(dirname "$CONF")/spool/tonghop.db"; }

runs "assign a stranger's report" t review assign 1 HND
is "$(mails)" $((before + 1)) "one letter"
letter=$(last)
like "$letter" "^$NONGDAN \| Đã nhận và kiểm tra báo cáo, số đến 1 \| auto-replied \| -" "to the agency's registered address, never to the stranger, as an answer to no mail of it"
like "$letter" 'SHA-256: [0-9a-f]{64}' "what came"
like "$letter" 'có 15/15 mục bắt buộc' "what was understood"
like "$letter" 'được tính là báo cáo chính thức của Hội Nông dân' "and that it counts now"
runs "assign it again" t review assign 1 HND; runs "and accept it" t review accept 1
is "$(mails)" $((before + 1)) "says it no second time"
runs "accept a report under a foreign letterhead" t review accept 2
letter=$(last)
like "$letter" '^vanthu@stc.quangngai.example \| Kết quả kiểm tra báo cáo, số đến 2 \| auto-replied \| <wrongletter@stc' "to its sender, as a reply"
is "$(grep -c 'SHA-256\|chờ cán bộ' <<<"$letter")" 0 "without what RECEIVED said, and waiting no more"
n=$(mails)
runs "a list's mail" t review assign 3 HND; is "$(mails)" "$n" "is answered to nobody (RFC 3834)"
runs "a refused one" t review reject 6 --why "không phải báo cáo"; is "$(mails)" "$n" "neither"
runs "an answered question" t review answered "$(id question)"; is "$(mails)" "$n" "nor a question that a person answered"
runs "a forged one that an officer vouches for" t review assign 4 HND; runs "accept" t review accept 4
like "$(last)" "^$NONGDAN \| .* \| auto-replied \| -" "is told to the registered address once"
is "$(mails)" $((n + 1)) "by one letter"
runs "reprocess" t reprocess --all
is "$(mails)" $((n + 1)) "tells nobody anything where nothing changed"
python3 - "$(dirname "$CONF")/campaigns/qd357/agencies.csv" <<'E2'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")))
for r in rows:
    if r["code"] == "HND": r["emails"] += ";other@mail.example"
w = csv.DictWriter(open(sys.argv[1], "w", encoding="utf-8", newline=""), rows[0]); w.writeheader(); w.writerows(rows)
E2
runs "after the list of agencies was mended" t reprocess --all
is "$(t show 5 --json | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["state"])') $(mails)" "accepted $((n + 2))" "one that was in the queue is accepted, and told so"
like "$(last)" '^other@mail.example \| .*số đến 5 \| auto-replied \| <later@mail' "to its sender, who is known now"
runs "once more" t reprocess --all
is "$(mails)" $((n + 2)) "and only once"
runs "the log's chain and the books" t verify
sed -i 's|^receipts=.*|receipts=no|' "$CONF"
runs "receipts=no" t review assign 1 STC; is "$(mails)" $((n + 2)) "no letter"

# a person decided on one that a later reading accepts by itself, and another one of that sender comes to stand before or after it: whatever the
# order, record and standings say the same
mend() { python3 - "$(dirname "$CONF")/campaigns/qd357/agencies.csv" <<'E2'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")))
for r in rows:
    if r["code"] == "HND": r["emails"] += ";other@mail.example"
w = csv.DictWriter(open(sys.argv[1], "w", encoding="utf-8", newline=""), rows[0]); w.writeheader(); w.writerows(rows)
E2
}
instance base; sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|; s|^workers=.*|workers=1|" "$CONF"; : > "$T/jobs"
mail other@mail.example first at:10:12:30 header:X-N=1; mail other@mail.example second at:10:12:40 header:X-N=2; mail other@mail.example third at:18:30:00 header:X-N=3
"$HERE/letters.py" "$T/jobs"; t ingest > /dev/null 2>&1
is "$(t review list --json | wc -l)" 3 "three mails of a stranger"
for order in "1" "2 1" "3 1" "1 2 3"; do
  rm -rf "$T/k"; cp -a "$T/base" "$T/k"; CONF=$T/k/tonghop.conf
  for id in $order; do t review assign "$id" HND > /dev/null || echo "assign $id"; done
  t reprocess --all > /dev/null 2>&1; t verify | grep '^record'
  mend; t reprocess --all > /dev/null 2>&1; t verify | grep '^record'
  [ "$(t export --format json | grep -c '"state": "superseded"')" = 2 ] || echo "$order: not two superseded"
done > "$T/wrong" 2>&1
is "$(cat "$T/wrong")" "" "assigned in any order, then read again by a mended list: verify agrees"
done_testing
