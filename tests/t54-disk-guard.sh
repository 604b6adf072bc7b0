#!/usr/bin/env bash
# The disk nearly full: mail waits in new/, everyone who asks is told, and it goes on by itself once there is room.
. "$(dirname "$0")/lib.sh"
instance i
t() { "$TONGHOP" --config "$CONF" "$@"; }
wait_for() { local until=$((SECONDS + $1)); shift; until "$@"; do [ $SECONDS -ge $until ] && return 1; sleep 0.1; done; }
said() { grep -q "$1" "$T/log"; }
left() { [ -z "$(ls "$MAIL/new")" ]; }
bound() { sed -i "s/^min-free-bytes=.*/min-free-bytes=$1/" "$CONF"; }
deliver "$HERE/mails/02-docx-auto-numbering.eml"
runs "there is room for one" t ingest
deliver "$HERE/mails/18-question.eml"
bound 9000000000000000000 # more than any disk has
must_fail 75 "ingest takes nothing and says so" t ingest
like "$err" "disk nearly full, mail is left in new/: .*: [0-9]+ MB free" "naming the place and what is free"
is "$(ls "$MAIL/new" | wc -l)" 1 "the mail lies where it lay"
is "$(sqlite3 "$T/i/spool/tonghop.db" 'SELECT count(*) FROM claim')" 0 "and was not claimed"
runs "status works" t status --json
like "$err" "no mail is taken in" "and says it"
must_fail 75 "reprocess reads nothing again either" t reprocess --all
is "$(sqlite3 "$T/i/spool/tonghop.db" "SELECT count(*) FROM log WHERE event = 'reprocessed'")" 0 "and changes nothing"
like "$(t log --json --level error)" '"disk-low"' "so does the log"
bound 0
runs "no bound: it is taken in" t ingest
left; ok "and filed away"
runs "verify" t verify

# a disk of 24 MB that someone else fills and empties, under the daemon
on_small_disk() {
  mount -t tmpfs -o size=24m none "$T/i/spool" || return 1
  mkdir -p "$MAIL/tmp" "$MAIL/new" "$MAIL/cur"
  "$TONGHOP" --config "$CONF" daemon 2> "$T/log" & local pid=$!
  wait_for 20 said watching
  deliver "$HERE/mails/03-pdf.eml"; wait_for 20 left; ok "room: mail is taken in"
  head -c 18000000 /dev/zero > "$T/i/spool/ballast"
  deliver "$HERE/mails/18-question.eml"; wait_for 10 said 'disk nearly full'; ok "someone fills the disk: it is said"
  sleep 1.5
  is "$(ls "$MAIL/new" | wc -l)" 1 "a poll later the mail still waits"
  is "$(grep -c 'disk nearly full' "$T/log")" 1 "and it was said once"
  rm "$T/i/spool/ballast"; wait_for 10 left; ok "room again: it is taken in by itself"
  is "$(grep -c 'room on the disk again' "$T/log")" 1 "which is said once"
  kill $pid; wait $pid
  runs "verify" t verify
}
bound 12000000
sed -i 's/^poll-seconds=.*/poll-seconds=1/' "$CONF"
export -f on_small_disk wait_for said left t deliver ok is runs
export HERE CONF MAIL T TONGHOP tap_n delivered
if unshare -rm true 2>/dev/null; then
  unshare -rm bash -c 'on_small_disk; echo $tap_n > "$T/n"'
  tap_n=$(cat "$T/n")
else
  echo "ok $((++tap_n)) # SKIP no mount namespaces here"
fi
done_testing
