#!/usr/bin/env bash
# The outer face: help, exit statuses, configuration errors, init that repairs and never overwrites.
. "$(dirname "$0")/lib.sh"

runs "--help" "$TONGHOP" --help
like "$out" 'ingest' "help lists the commands"
must_fail 64 "no command is a usage error" "$TONGHOP"
must_fail 64 "an unknown command is a usage error" "$TONGHOP" frobnicate
must_fail 64 "an unknown option is a usage error" "$TONGHOP" status --frobnicate
for c in init config ingest daemon extract status log register show search review reprocess digest outbox export verify; do
  runs "$c --help" "$TONGHOP" "$c" --help
  like "$out" 'Usage:' "$c --help prints its usage"
done

runs "init makes an instance" "$TONGHOP" init "$T/i"
for f in tonghop.conf campaigns/qd357/outline.conf spool/Maildir/new spool/Maildir/cur spool/Maildir/.Quarantine/cur spool/tonghop.db; do [ -e "$T/i/$f" ]; ok "init made $f"; done
echo '# mine' >> "$T/i/tonghop.conf"; cp "$T/i/tonghop.conf" "$T/before"
rm "$T/i/campaigns/qd357/indicators.conf"
runs "a second init repairs" "$TONGHOP" init "$T/i"
like "$out" 'created .*indicators.conf' "and says what it made"
cmp -s "$T/before" "$T/i/tonghop.conf"; ok "and overwrites nothing"
runs "config check" "$TONGHOP" --config "$T/i/tonghop.conf" config check
must_fail 64 "a worker without a broker" "$TONGHOP" --config "$T/i/tonghop.conf" worker
like "$err" "give --broker URL or set \[intake\] broker" "is told what to give"
must_fail 64 "config with another word" "$TONGHOP" --config "$T/i/tonghop.conf" config chekc

bad() { # NAME SED-EXPRESSION FILE PATTERN
  cp -r "$T/i" "$T/bad"; sed -i "$2" "$T/bad/$3"
  must_fail 78 "$1: exit 78" "$TONGHOP" --config "$T/bad/tonghop.conf" config check
  like "$err" "$4" "$1: says where"
  is "$(wc -l <<<"$err")" 1 "$1: one line"
  must_fail 78 "$1: nothing is started" "$TONGHOP" --config "$T/bad/tonghop.conf" ingest
  rm -rf "$T/bad"
}
bad "unknown key" 's/^poll-seconds=.*/poll-secs=3/' tonghop.conf 'tonghop\.conf: \[intake\] poll-secs: unknown key'
bad "bad number" 's/^poll-seconds=.*/poll-seconds=soon/' tonghop.conf '\[intake\] poll-seconds: .soon. is not a whole number'
bad "bad zone" 's/^timezone=.*/timezone=Mars\/Base/' tonghop.conf '\[instance\] timezone: unknown time zone'
bad "bad boolean" '0,/^required=yes/s//required=maybe/' campaigns/qd357/outline.conf 'outline\.conf: \[[^]]*\] required: .maybe. is neither yes nor no'
bad "bad deadline" 's/^deadline=.*/deadline=tomorrow/' campaigns/qd357/campaign.conf 'campaign\.conf: \[campaign\] deadline'
bad "broken list of agencies" '2s/,so,/,nowhere,/' campaigns/qd357/agencies.csv 'agencies\.csv'
must_fail 78 "a missing configuration" "$TONGHOP" --config "$T/none.conf" status
must_fail 64 "--now must be a time" "$TONGHOP" --config "$T/i/tonghop.conf" --now yesterday status
must_fail 66 "show of a record that is not there" "$TONGHOP" --config "$T/i/tonghop.conf" show 1
must_fail 64 "show of no number" "$TONGHOP" --config "$T/i/tonghop.conf" show one
must_fail 66 "extract of a file that is not there" "$TONGHOP" extract "$T/nothing.eml"
must_fail 64 "a digest of no date" "$TONGHOP" --config "$T/i/tonghop.conf" digest --date 2025-02-30
must_fail 64 "an unknown format" "$TONGHOP" --config "$T/i/tonghop.conf" digest --format pdf
must_fail 64 "an unknown campaign" "$TONGHOP" --config "$T/i/tonghop.conf" status --campaign nowhere
CONF=$T/i/tonghop.conf
runs "ingest of an empty mailbox" "$TONGHOP" --config "$CONF" ingest --json
like "$out" '"messages": 0' "takes nothing"
for c in status register "review list" "outbox list" log verify export digest; do runs "$c on an empty instance" "$TONGHOP" --config "$CONF" $c; done
done_testing
