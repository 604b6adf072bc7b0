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
kill -TERM $pid; wait $pid; is "$?" 0 "SIGTERM ends it with 0"
said stopped; ok "and it says so"
pgrep -P $pid > /dev/null; [ $? -eq 1 ]; ok "no worker is left"
runs "verify" t verify
done_testing
