#!/usr/bin/env bash
# Reminders by working days, drafts, bounces, the draft of the official letter, points for diligence.
. "$(dirname "$0")/lib.sh"
instance i; mkdir "$T/sent"
printf '#!/bin/sh\nn=$(ls "%s" | wc -l); { echo "ARGS $*"; cat; } > "%s/$n"\n' "$T/sent" "$T/sent" > "$T/sendmail"; chmod +x "$T/sendmail"
cp -r "$T/i/campaigns/qd357" "$T/i/campaigns/two"
sed -i 's/^title=.*/title=Sơ kết 3 năm/; s/^plan=.*/plan=9\/KH-UBND/; s/^decision=.*//; s/^addresses=.*/addresses=+two;/; s/^subject-cues=.*//' "$T/i/campaigns/two/campaign.conf"
sed -i "s|^sendmail=.*|sendmail=$T/sendmail|; s|^#\?from=.*|from=baocao@congan.quangngai.example|; s|^reminders=.*|reminders=draft|
        s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|; s|^receipts=.*|receipts=no|" "$CONF"
# of each campaign only three agencies are due
for c in qd357 two; do python3 - "$T/i/campaigns/$c/agencies.csv" <<'E2'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")))
for r in rows: r["due"] = "yes" if r["code"] in ("STC", "SYT", "SCT") else "no"
w = csv.DictWriter(open(sys.argv[1], "w", encoding="utf-8"), rows[0].keys()); w.writeheader(); w.writerows(rows)
E2
done
t() { "$TONGHOP" --config "$CONF" "$@"; }
at() { export TONGHOP_NOW=$1T09:00:00+07:00; }
field() { sed -n "s/.*\"$1\": \"\\?\\([^,\"}]*\\).*/\\1/p" <<<"$out" | sort | uniq -c | tr -s ' ' | tr -d '\n'; }

at 2025-06-03
deliver "$HERE/mails/02-docx-auto-numbering.eml" # Sở Công Thương
t ingest > /dev/null 2>&1
runs "who is to be reminded" t remind --json
is "$(field code)" " 1 SCT 2 STC 2 SYT" "who has reported in one campaign is asked for the other only"
is "$(field step)" " 5 before-5" "five working days are left"
is "$(t outbox list --json | wc -l)" 0 "without --send nothing is written"
t remind --date 2025-06-08 --json > "$T/sunday"; like "$(cat "$T/sunday")" '"step": "on-2025-06-08", "working_days": 1,' "a Sunday is no step; one working day is left"
t remind --date 2025-06-10 --json > "$T/late"; like "$(cat "$T/late")" '"working_days": 0, "overdue": true' "the deadline's own day is late"
t remind --date 2025-06-11 --json > "$T/late"; like "$(cat "$T/late")" '"step": "after-1", "working_days": 1, "overdue": true' "one day after"
runs "letters" t remind --send --json
runs "and again" t remind --send --json
is "$(field status)" " 5 told" "nobody is told twice"
runs "the outbox" t outbox list --json
is "$(field state)$(field kind)" " 3 draft 3 reminder" "one mail an address over both campaigns, drafts"
t outbox flush > /dev/null; is "$(ls "$T/sent" | wc -l)" 0 "a flush sends no draft"
id=$(sed -n 's/^{"id": \([0-9]*\).*stc@\|^{"id": \([0-9]*\).*@stc\.q.*/\1\2/p' <<<"$out")
runs "a person reads one" t outbox show "$id"
like "$out" 'Thời hạn gửi báo cáo: trước ngày 10/6/2025 \(còn 5 ngày làm việc\)' "with deadline and days"
like "$out" '9/KH-UBND' "and both campaigns"
runs "and releases it" t outbox retry "$id"
is "$(ls "$T/sent" | wc -l)" 1 "it goes out"
like "$(head -30 "$T/sent/0")" '^ARGS -f baocao@congan' "with a return path, so that its bounce comes back"
like "$(head -30 "$T/sent/0")" '^Auto-Submitted: auto-generated' "and as automatic"

# its bounce; a bounce for somebody who was never written to; what is met is withdrawn
# bounce ADDRESS NAME [BROUGHT BACK]
bounce() {
  sed "s/vanthu@hoidoanhnhan.example/$1/; s/^Message-ID: .*/Message-ID: <b.$2>/; /^--=_dsn--/d" "$HERE/mails/19-bounce.eml" > "$T/bounce.eml"
  printf -- '--=_dsn\nContent-Type: %s\n\n%s\n\n--=_dsn--\n' "${4:-text/rfc822-headers}" "${3-}" >> "$T/bounce.eml"; deliver "$T/bounce.eml"
}
to=$(sed -n 's/^To: //p' "$T/sent/0") id=$(sed -n '/^Message-Id:/{N;s/.*\(<[^>]*>\).*/\1/p}' "$T/sent/0")
like "$id" '^<reminder.[0-9a-f]{24}@' "it has an id that is made of its words"
# forged: nothing brought back, somebody's mail, ours to another address, an id in the words alone
bounce "$to" f1; bounce "$to" f2 "Message-ID: <reminder.0123456789abcdef01234567@congan.quangngai.example>"
bounce vanthu@sxd.quangngai.example f3 "Message-Id: $id"; bounce "$to" f4 "X-Message-ID: $id"
at 2025-06-09; t ingest > /dev/null 2>&1
is "$(t digest --campaign qd357 | grep -c 'Không gửi được thư')" 0 "forged bounces are not believed"
is "$(t log --json --level warning | grep -c '"bounce-doubtful".*brings back no mail of ours')" 4 "and the log says so of each"
bounce "$to" b1 "From: <baocao@congan.quangngai.example>
Message-ID:
 $id
Subject: x

Kính gửi" message/rfc822
bounce vanthu@sxd.quangngai.example b2
deliver "$HERE/mails/14-draft.eml" # Sở Y tế
at 2025-06-09; t ingest > /dev/null 2>&1
like "$(t digest --campaign qd357)" "Không gửi được thư đến: Sở Tài chính \($to\)\. " "the digest says whose address bounces, and of nobody else"
runs "reminders on the last day" t remind --json --campaign qd357
like "$out" '"code": "STC", "status": "undeliverable"' "that address is not tried again"
for m in $(t outbox list --json | sed -n 's/^{"id": \([0-9]*\), "state": "draft".*/\1/p'); do t outbox retry "$m" > /dev/null; done
sed -i 's/^reminders=.*/reminders=yes/' "$CONF"
is "$(ls "$T/sent" | wc -l)" 3 "a draft of which one campaign still waits goes"
deliver "$HERE/mails/23-late-forged-date.eml" # Sở Tài chính, after the deadline
at 2025-06-12; t ingest > /dev/null 2>&1
is "$(t digest --campaign qd357 | grep -c 'Không gửi được thư')" 0 "mail from there takes the bounce back"

runs "diligence" t status --diligence --json --campaign qd357
python3 - <<E2 > "$T/points"
import json
rows = {r["code"]: r for r in map(json.loads, """$out""".splitlines())}
for code in ("SCT", "SYT", "STC"): r = rows[code]; print(code, r["rank"], r["timeliness"], r["reminders"], round(r["timeliness"] + r["completeness"] + r["figures"] + r["corrections"] + r["reminders"], 2) == r["points"], len(r["why"]))
print(len(rows))
E2
cat "$T/points" | sed 's/^/# /'
is "$(cut -d' ' -f1,3,4,5,6 "$T/points" | head -3 | tr '\n' ';')" "SCT 40 5 True 5;SYT 40 5 True 5;STC 32 3.75 True 5;" "in time, late, reminded: each part is explained and they add up"
like "$out" 'gửi muộn 2 ngày làm việc' "why"
like "$out" 'bản dự thảo' "what had to be mended"
sed -i 's/^timeliness=.*/timeliness=100/' "$T/i/campaigns/qd357/campaign.conf"
like "$(t status --diligence --json --campaign qd357)" '"timeliness": 100' "the formula is the campaign's"
sed -i 's/^timeliness=.*/timeliness=much/' "$T/i/campaigns/qd357/campaign.conf"
must_fail 78 "a broken formula" t config check
like "$err" '\[diligence\] timeliness: ' "is named"
sed -i 's/^timeliness=.*/timeliness=40/' "$T/i/campaigns/qd357/campaign.conf"

runs "the official letter" t remind --format docx --campaign two -o "$T/urge.docx"
"$TONGHOP" extract "$T/urge.docx" > "$T/urge.json" 2> /dev/null
python3 - "$T/urge.docx" > "$T/urge" <<'E2'
import re, sys, zipfile
text = re.sub(r"<[^>]+>", " ", zipfile.ZipFile(sys.argv[1]).read("word/document.xml").decode())
print("Sở Tài chính" in text, "Sở Y tế" in text, "đôn đốc" in text, "trước ngày 10/6/2025" in text, "{" in text)
E2
is "$(cat "$T/urge")" "True True True True False" "names those that are missing"
sed -i 's/^reminders=.*/reminders=no/' "$CONF"
must_fail 78 "reminders=no: nothing is written" t remind --send
runs "the books" t verify
done_testing
