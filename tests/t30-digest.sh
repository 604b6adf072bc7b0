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
        s|^#\?from=.*|from=baocao@congan.quangngai.example|; s|^#\?recipients=.*|recipients=lanhdao@congan.quangngai.example;truc@congan.quangngai.example;|
        s|^#\?attach=.*|attach=xlsx;docx;|" "$CONF"
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
is "$(py 'list(d)')" "['campaign', 'date', 'counts', 'groups', 'today', 'indicators', 'proposals', 'attention', 'log', 'earlier']" "the keys of the contract, and what came after the digest before"
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
day=$(dirname "$CONF")/spool/digest/2025-06-09
is "$(ls "$day" | tr '\n' ' ')" "qd357.docx qd357.html qd357.json qd357.xlsx " "the same is in spool/digest"
cmp -s "$T/1.json" "$day/qd357.json" && cmp -s "$T/1.html" "$day/qd357.html"; ok "byte for byte what the command prints"
python3 - "$T/sent/0" "$day" > "$T/mail" <<'E2'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
kinds = lambda p: [p.get_content_subtype(), *map(kinds, p.iter_parts())] if p.is_multipart() else p.get_filename() or p.get_content_type()
print(m["Auto-Submitted"], m["To"], kinds(m))
html = m.get_body(("html",)).get_content()
images = {p["Content-ID"]: p.get_content() for p in m.walk() if p.get_content_type() == "image/png"}
print(["<" + s.split('"')[0] + ">" in images for s in html.split('src="cid:')[1:]], all(i[:4] == b"\x89PNG" for i in images.values()), 'alt="Biểu đồ' in html)
print("<script" in html, "<style" in html and html.count('style="') > 100, 'lang="vi"' in html, html.count("<th ") == html.count('scope="col"'))
day = sys.argv[2]
print(all(p.get_content() == open(day + "/qd357." + p.get_filename().rsplit(".", 1)[1], "rb").read() for p in m.iter_attachments()), len(list(m.iter_attachments())))
print("TÌNH HÌNH TIẾP NHẬN" in m.get_body(("plain",)).get_content(), len(m["Message-ID"]) > 10, not m.defects)
E2
is "$(cat "$T/mail")" "auto-generated lanhdao@congan.quangngai.example, truc@congan.quangngai.example ['mixed', ['alternative', 'text/plain', ['related', 'text/html', 'tien-do.png']], 'qd357-2025-06-09.xlsx', 'qd357-2025-06-09.docx']
[True] True True
False True True True
True 2
True True True" "a well-formed mail: text, page with the chart in it, files that are those of the day's folder"
is "$(t digest --date 2025-05-30 | tail -n +5)" "Trong ngày không nhận được thư nào và không có việc chờ xử lý; đã báo cáo 0/138, chưa báo cáo 138." "a day with nothing to say is one line"
printf '#!/bin/sh\necho queue full >&2; exit 75\n' > "$T/sendmail"
must_fail 75 "a sender that is out of order" t digest --date 2025-06-08 --send
like "$(t outbox list)" 'queue full' "is said in the outbox"
printf '#!/bin/sh\ncat > %s/sent/late\n' "$T" > "$T/sendmail"
runs "and retried by hand" t outbox retry 2
[ -s "$T/sent/late" ]; ok "it went out"

# the daemon makes it by itself at [digest] time, once
sent=$(ls "$T/sent" | wc -l)
printf '#!/bin/sh\nn=$(ls %s/sent | wc -l); cat > %s/sent/$n\n' "$T" "$T" > "$T/sendmail"
sed -i 's/^poll-seconds=.*/poll-seconds=1/' "$CONF"
for now in 2025-06-11T16:59:00+07:00 2025-06-11T17:00:00+07:00 2025-06-11T18:00:00+07:00; do
  TONGHOP_NOW=$now timeout 20 "$TONGHOP" --config "$CONF" daemon 2>"$T/daemon.log" & daemon=$!
  for i in $(seq 40); do sleep 0.1; [ "$now" = 2025-06-11T17:00:00+07:00 ] && [ "$(ls "$T/sent" | wc -l)" -le "$sent" ] || [ "$i" -lt 25 ] || break; done
  kill -TERM $daemon; wait $daemon; ok "daemon at $now ends well"
  echo "$(ls "$T/sent" | wc -l) $(ls "$(dirname "$CONF")/spool/digest")" | tr '\n' ' ' >> "$T/daemon.sent"; echo >> "$T/daemon.sent"
done
is "$(awk -v s="$sent" '{ print $1 - s, $NF }' "$T/daemon.sent")" "0 2025-06-09
1 2025-06-11
1 2025-06-11" "not before the time, then once"
done_testing
