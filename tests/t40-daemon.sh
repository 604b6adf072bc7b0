#!/usr/bin/env bash
# The daemon: wakes for new mail, refuses a second one, reloads, stops cleanly; officers work beside it.
. "$(dirname "$0")/lib.sh"
instance i
sed -i 's/^poll-seconds=.*/poll-seconds=600/' "$CONF" # what wakes it is inotify
t() { "$TONGHOP" --config "$CONF" "$@"; }
# wait_for SECONDS COMMAND...
wait_for() { local until=$((SECONDS + $1)); shift; until "$@"; do [ $SECONDS -ge $until ] && return 1; sleep 0.1; done; }
said() { grep -q "$1" "$T/log"; }
left() { [ -z "$(ls "$MAIL/new")" ]; }
"$TONGHOP" --config "$CONF" daemon 2> "$T/log" & pid=$!
wait_for 20 said watching; ok "it starts"
deliver "$HERE/mails/02-docx-auto-numbering.eml"
wait_for 10 left; ok "new mail is taken in at once, not at the poll"
deliver "$HERE/mails/18-question.eml"
wait_for 10 left; ok "and the next"
wait_for 10 said '1 review'; ok "what came is in the log"

must_fail 75 "a second intake waits its turn" t ingest
like "$err" "$pid" "and names the owner of the lock"
id=$(t review list --json | sed -n 's/^{"id": \([0-9]*\).*/\1/p')
runs "an officer decides beside the running daemon" t review reject "$id" --why "đã trả lời qua điện thoại"
[ -n "$(ls "$MAIL/.Ignored/cur")" ]; ok "and the file follows"

sed -i 's/^poll-seconds=.*/poll-seconds=never/' "$CONF"
kill -HUP $pid; wait_for 10 said 'not reloaded'; ok "a broken configuration is refused, the old one stays"
kill -0 $pid; ok "and it lives"
sed -i 's/^poll-seconds=.*/poll-seconds=600/' "$CONF"
kill -HUP $pid; wait_for 20 said 'configuration reloaded'; ok "a good one is loaded"
deliver "$HERE/mails/03-pdf.eml"
wait_for 10 left; ok "and mail goes on"

# a mail that is written while it is read: the worker is stopped between hash and reading
claims() { [ "$(sqlite3 -readonly "$T/i/spool/tonghop.db" 'SELECT count(*) FROM claim')" = "$1" ]; }
kill -STOP $(pgrep -P $pid)
head -c 1500 "$HERE/mails/06-text-in-body.eml" > "$T/half"; deliver "$T/half" 1749000050.M50P1.test
wait_for 20 claims 1; ok "a mail is hashed and claimed, and its worker does not read yet"
tail -c +1501 "$HERE/mails/06-text-in-body.eml" >> "$MAIL/new/1749000050.M50P1.test"
kill -CONT $(pgrep -P $pid)
wait_for 20 left; ok "what was written meanwhile is read as well"
is "$(sqlite3 -readonly "$T/i/spool/tonghop.db" "SELECT sha256, size FROM message WHERE name = '1749000050.M50P1.test'")" \
   "$(sha256sum < "$HERE/mails/06-text-in-body.eml" | cut -d' ' -f1)|$(stat -c %s "$HERE/mails/06-text-in-body.eml")" "and the record is of the whole mail"
claims 0; ok "nothing is left of the first try"
# written straight into new/, slowly: the daemon waits for its end
{ head -c 4000 "$HERE/mails/05-docx-tricky.eml"; sleep 1.5; tail -c +4001 "$HERE/mails/05-docx-tricky.eml"; } > "$MAIL/new/1749000051.M51P1.test"
wait_for 20 left; ok "a file written straight into new/ is taken in"
is "$(sqlite3 -readonly "$T/i/spool/tonghop.db" "SELECT sha256 FROM message WHERE id = (SELECT max(id) FROM message)")" \
   "$(sha256sum < "$HERE/mails/05-docx-tricky.eml" | cut -d' ' -f1)" "when it was whole"
kill -TERM $pid; wait $pid; is "$?" 0 "SIGTERM ends it with 0"
said stopped; ok "and it says so"
pgrep -P $pid > /dev/null; [ $? -eq 1 ]; ok "no worker is left"
runs "verify" t verify
done_testing
