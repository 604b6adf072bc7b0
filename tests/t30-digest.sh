#!/usr/bin/env bash
# The digest: same database and date, same bytes; the same numbers in every form; sent once; past days as they were.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
instance i
cat > "$T/sendmail" <<E2
#!/bin/sh
n=\$(ls "$T/sent" | wc -l); cat > "$T/sent/\$n"
E2
chmod +x "$T/sendmail"; mkdir "$T/sent"
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|; s|^sendmail=.*|sendmail=$T/sendmail|
        s|^#\?from=.*|from=baocao@congan.quangngai.example|; s|^#\?recipients=.*|recipients=lanhdao@congan.quangngai.example;truc@congan.quangngai.example;|" "$CONF"
for m in "$HERE"/mails/*.eml; do deliver "$m"; done
t() { "$TONGHOP" --config "$CONF" "$@"; }
runs "ingest" t ingest

for f in json text html eml; do
  t digest --date 2025-06-09 --format $f > "$T/1.$f"; ok "digest as $f"
  TONGHOP_NOW=2025-07-01T00:00:00+07:00 t digest --date 2025-06-09 --format $f > "$T/2.$f"
  cmp -s "$T/1.$f" "$T/2.$f"; ok "the same date gives the same bytes as $f"
done
t digest --date 2025-06-05 --format json > "$T/early.json"
py() { python3 -c "
import json
d = json.load(open('$T/1.json')); e = json.load(open('$T/early.json')); t = open('$T/1.text').read(); h = open('$T/1.html').read()
def dotted(n): return f'{int(n):,}'.replace(',', '.')
c = d['counts']
print($1)"; }
is "$(py 'list(d)')" "['campaign', 'date', 'counts', 'groups', 'today', 'indicators', 'proposals', 'attention', 'log']" "the keys of the contract"
is "$(py 'c["expected"] == c["reported"] + c["missing"] and c["reported"] == c["on_time"] + c["late"]')" True "counts add up"
is "$(py 'sum(g["expected"] for g in d["groups"]) == c["expected"] and all(len(g["missing"]) == g["expected"] - g["reported"] for g in d["groups"])')" True "groups add up to them"
is "$(py 'c["reported"], c["late"], c["quarantined"], c["duplicates"]')" "11 0 1 1" "as the mails have it"
is "$(py 'e["counts"]["reported"] < c["reported"] and e["date"]')" 2025-06-05 "an earlier day knew less"
is "$(py 'all(dotted(i["total"]) in t and dotted(i["total"]) in h for i in d["indicators"] if i["total"] == int(i["total"]))')" True "text and HTML print the same totals"
is "$(py '"%d/%d" % (c["reported"], c["expected"]) in t and "%d/%d" % (c["reported"], c["expected"]) in h')" True "and the same counts"
is "$(py '"Sổ cân" in t and "Sổ cân" in h')" True "the balance of the books is printed"
is "$(py 'len(d["today"]) > 0 and all(set(x) == {"id", "arrival_no", "agency", "state", "reasons", "completeness", "missing"} for x in d["today"])')" True "today has the contract's keys"
is "$(grep -c '<script\|http://\|https://' "$T/1.html")" 0 "no script and no outside resource in the page"
is "$(py '"78/BC-HPDQ" in t + h + json.dumps(d)')" False "nothing of the secret document is quoted"

runs "digest --send" t digest --date 2025-06-09 --send
runs "digest --send again" t digest --date 2025-06-09 --send
like "$out" 'already' "says that it went out"
is "$(ls "$T/sent" | wc -l)" 1 "one mail was sent"
python3 - "$T/sent/0" > "$T/mail" <<'E2'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(m["Auto-Submitted"], m["To"], m.get_content_type(), [p.get_content_type() for p in m.iter_parts()])
print("TÌNH HÌNH TIẾP NHẬN" in m.get_body(("plain",)).get_content(), len(m["Message-ID"]) > 10, not m.defects)
E2
is "$(cat "$T/mail")" "auto-generated lanhdao@congan.quangngai.example, truc@congan.quangngai.example multipart/alternative ['text/plain', 'text/html']
True True True" "a well-formed multipart mail"
printf '#!/bin/sh\necho queue full >&2; exit 75\n' > "$T/sendmail"
must_fail 75 "a sender that is out of order" t digest --date 2025-06-08 --send
like "$(t outbox list)" 'queue full' "is said in the outbox"
printf '#!/bin/sh\ncat > %s/sent/late\n' "$T" > "$T/sendmail"
runs "and retried by hand" t outbox retry 2
[ -s "$T/sent/late" ]; ok "it went out"
done_testing
