#!/usr/bin/env bash
# Backup under a running daemon and restore elsewhere, by the very commands of README.md.
. "$(dirname "$0")/lib.sh"
instance i
t() { "$TONGHOP" --config "$CONF" "$@"; }
wait_for() { local until=$((SECONDS + $1)); shift; until "$@"; do [ $SECONDS -ge $until ] && return 1; sleep 0.05; done; }
left() { [ -z "$(ls "$MAIL/new")" ]; }
block() { sed -n "/<!-- $1 -->/,/^ *<!--/p" "$HERE/../README.md" | grep '^ \{4,\}[^ ]' | sed "s|/var/lib/tonghop|$2|g; s|/var/backups/tonghop|$T/backup|g; s/^ *tonghop /\"\$TONGHOP\" --config \$HOME_OF\/tonghop.conf /; /systemctl/d; s/ *# .*//"; }
records() { "$TONGHOP" --config "$1" export --format json --what submissions | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
rows = [[r["message"]["sha256"], (r["agency"] or {}).get("code"), r["kind"], (r["report"] or {}).get("completeness")] for r in rows if r["state"] != "duplicate"]
assert rows
print(*sorted(map(str, rows)), sep="\n")'; }
printf '#!/bin/sh\ncat >> "%s/sent"\n' "$T" > "$T/sendmail"; chmod +x "$T/sendmail"
sed -i "s|^sendmail=.*|sendmail=$T/sendmail|; s|^receipts=.*|receipts=yes|; s|^#from=|from=|" "$CONF"
for m in 02 03 15 18; do deliver "$HERE"/mails/$m-*.eml; done
runs "some mail" t ingest
id=$(t review list --json | sed -n 's/^{"id": \([0-9]*\).*/\1/p' | head -1)
runs "and a decision" t review reject "$id" --why "không phải báo cáo"
"$TONGHOP" --config "$CONF" daemon 2> "$T/log" & pid=$!
wait_for 20 grep -q watching "$T/log"

block backup "$T/i" > "$T/backup.sh"
[ "$(wc -l < "$T/backup.sh")" -ge 4 ]; ok "the README has the commands of a backup"
# mail comes between the copy of the database and that of the journal, and between that and that of the mail
meanwhile() { printf 'cp %s %s && mv %s %s\nfor n in $(seq 200); do [ -z "$(ls %s)" ] && exit; sleep 0.1; done\n' "$HERE/mails/$2" "$MAIL/tmp/x" "$MAIL/tmp/x" "$MAIL/new/$3" "$MAIL/new" > "$T/meanwhile.$1"; }
meanwhile 1 05-docx-tricky.eml 1749000090.M9P1.test; meanwhile 2 06-text-in-body.eml 1749000091.M9P1.test
sed "/\.backup/a sh $T/meanwhile.1
     /spool\/journal/a sh $T/meanwhile.2" "$T/backup.sh" > "$T/backup-meanwhile.sh"
runs "they run beside the daemon" env HOME_OF="$T/i" TONGHOP="$TONGHOP" bash -eu "$T/backup-meanwhile.sh"
deliver "$HERE"/mails/08-zip-mismatch.eml; wait_for 20 left; ok "more mail comes afterwards"
kill -TERM $pid; wait $pid
sent_before=$(grep -c '^Message-I[Dd]:' "$T/sent"); [ "$sent_before" -gt 0 ]; ok "$sent_before letters went out"

block restore "$T/j" > "$T/restore.sh"
[ "$(wc -l < "$T/restore.sh")" -ge 3 ]; ok "and those of a restore"
numbers() { sqlite3 -readonly "$1/spool/tonghop.db" "SELECT r.id, arrival_no, from_address FROM record r JOIN message m ON m.id = r.message WHERE name NOT LIKE '1749000091%' ORDER BY r.id LIMIT 5"; }
runs "they run elsewhere" env HOME_OF="$T/j" TONGHOP="$TONGHOP" bash -eu "$T/restore.sh"
MAIL=$T/j/spool/Maildir
u() { "$TONGHOP" --config "$T/j/tonghop.conf" "$@"; }
runs "verify finds nothing wrong" u verify
is "$(ls "$T/j/spool" | grep -c before-rebuild)" 1 "the journal was ahead of the database"
is "$(numbers "$T/j")" "$(numbers "$T/i")" "what the journal knows has its numbers"
like "$(u log --json)" 'reject by .*không phải báo cáo' "the decision is there"
is "$(grep -c '^Message-I[Dd]:' "$T/sent")" "$sent_before" "what was answered before is not answered again"
deliver "$HERE"/mails/08-zip-mismatch.eml
runs "mail that came after the backup is taken in when it comes again" u ingest
is "$(records "$T/j/tonghop.conf")" "$(records "$CONF")" "and then all is as it was, each message once"
runs "verify" u verify

# the database lost altogether: everything is read from the kept mail
rm "$T"/j/spool/tonghop.db* "$T"/j/spool/journal
runs "without a database" u ingest --kept
is "$(records "$T/j/tonghop.conf" | cut -d, -f1)" "$(records "$CONF" | cut -d, -f1)" "every message is taken in again, once"
runs "verify" u verify

# cut off on the way: whoever takes in what lies in new/ by then answers nobody a second time
${CC:-cc} -std=gnu17 -O1 -shared -fPIC -o "$T/shim.so" "$HERE/crash/shim.c" -ldl
rm "$T"/j/spool/tonghop.db* "$T/j/spool/journal"
sent_before=$(grep -c '^Message-I[Dd]:' "$T/sent"); [ "$sent_before" -gt 0 ]; ok "$sent_before letters went out"
for n in 4 3; do (export ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 LD_PRELOAD=$T/shim.so TONGHOP_CRASH_AT=$n TONGHOP_CRASH_KINDS=rename; u ingest --kept > /dev/null 2>&1); done 2> /dev/null
moved=$(ls "$MAIL/new" | wc -l); [ "$moved" -ge 2 ] && [ "$(sqlite3 "$T/j/spool/tonghop.db" 'SELECT count(*) FROM message')" = 0 ]; ok "killed twice when $moved files were moved and none was read"
runs "what lies in new/ by then is taken in" u ingest; runs "and the rest" u ingest --kept; runs "flush" u outbox flush
is "$(grep -c '^Message-I[Dd]:' "$T/sent")" "$sent_before" "nobody is answered a second time"
is "$(sqlite3 "$T/j/spool/tonghop.db" 'SELECT count(*) FROM taken_back')" 0 "nothing is left to remember"
is "$(records "$T/j/tonghop.conf" | cut -d, -f1)" "$(records "$CONF" | cut -d, -f1)" "every message is there, once"
runs "verify" u verify
done_testing
