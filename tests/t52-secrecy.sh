#!/usr/bin/env bash
# A text with a mark of secrecy stands nowhere: every byte of database, write-ahead log, index, outbox, digests, site and temporary files is
# searched for its words, in every form, while it is taken in and after; also where a mail was open until a page of it was read.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00 TMPDIR=$T/i/tmp
W="zqvajkup xkwobpil qjzumfoh wvyxegqa kzzhubjo jyxwafvi fqqzolmu" L="hwzzjuqe gxxqibzo Ngưỡzửqwợ"
t() { "$TONGHOP" --config "$CONF" "$@"; }
s() { "$HERE/secrecy.py" "$@"; }
instance i; mkdir -p "$T/i/tmp" "$T/out"
printf '#!/bin/sh\ncat > /dev/null\n' > "$T/sendmail"; chmod +x "$T/sendmail"
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example|; s|^#\?from=.*|from=baocao@congan.quangngai.example|; s|^receipts=.*|receipts=yes|
        s|^#\?recipients=.*|recipients=lanhdao@congan.quangngai.example|; s|^#\?attach=.*|attach=xlsx;docx;|; s|^sendmail=.*|sendmail=$T/sendmail|; s|^workers=.*|workers=1|" "$CONF"
deliver "$HERE/mails/02-docx-auto-numbering.eml"
s mails "$MAIL"

# ---- marked from the start
runs "seven secret mails, searched for while they are taken in" s while "$T/i" "$TONGHOP" --config "$CONF" ingest
is "$out" "" "no word of them is on disk at any time"
t export > "$T/out/records"
is "$(grep -c '"secret-marking"' "$T/out/records")" 7 "all of them are known as secret"
# daily: everything that is made of a day
daily() { t digest --send; t site; t outbox flush; t consolidate --format docx -o "$T/out/c.docx"; t export --format xlsx -o "$T/out/w.xlsx"
  for what in submissions findings register log; do t export --what $what; done; t status; t log --json; t review list --json; t outbox list --json; t show 2; t search "$W"; } > "$T/out/said" 2>&1
daily
is "$(s find "$T/i" $W; s find "$T/out" $W)" "" "nor after digest, site, letters, consolidated report and every export"
is "$(find "$MAIL/.Quarantine/cur" -type f | wc -l) $(find "$MAIL/.Quarantine/cur" -type f ! -perm 600 | wc -l)" "7 0" "the originals are kept, for their owner alone"
is "$(grep -rl zqvajkup "$MAIL/.Quarantine" | wc -l)" 1 "byte for byte"
TONGHOP_NOW=2025-06-09T18:00:00+07:00 runs "read again" t reprocess --all
is "$(s find "$T/i" $W)" "" "leaves nothing either"

# ---- open at first: a page that waits for text recognition has the mark
s late "$MAIL"; export TONGHOP_NOW=2025-06-10T17:00:00+07:00
runs "a mail that seems open" t ingest --no-ocr
daily
s find "$T/i" $L > "$T/open"
for word in $L; do grep -q "tonghop.db.* $word" "$T/open" || echo "$word"; done > "$T/unseen"
is "$(cat "$T/unseen")" "" "its words are found as long as it is open: the search can find"
like "$(cat "$T/open")" '^spool/site/' "on the site"
like "$(cat "$T/open")" '^spool/journal ' "in the journal"
like "$(cat "$T/open")" '^spool/digest/' "and in the day's digest"
runs "its pages are read" t ingest
is "$(t export | grep -c '"secret-marking"')" 8 "now it is secret"
is "$(s find "$T/i" $L)" "" "and no word of it is left: deleted pages, index, log, letters, digests, site"
rm -rf "$T/out"; mkdir "$T/out"; daily
is "$(s find "$T/i" $L; s find "$T/out" $L)" "" "nor does any come back"
is "$(find "$MAIL/.Quarantine/cur" -type f | wc -l) $(find "$MAIL/.Quarantine/cur" -type f ! -perm 600 | wc -l)" "8 0" "its original has moved, for its owner alone"
runs "the books and the log's chain" t verify

# ---- the database lost: what a scan had shown is known though the scan was not read again
rm "$T"/i/spool/tonghop.db*
runs "the database made anew" t rebuild
is "$(t export | grep -c '"secret-marking"') $(s find "$T/i" $W $L)" "8 " "all are secret, and no word of them comes back"
runs "verify" t verify
done_testing
