#!/usr/bin/env bash
# The database lost, cut off, overwritten or set back: every command that writes says so, `rebuild` makes it anew from the kept mail and the
# journal, row for row; nothing is sent twice, no number is given twice.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00 SENT=$T/sent
mkdir "$SENT"; instance i
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|; s|^#\?from=.*|from=baocao@congan.quangngai.example|; s|^receipts=.*|receipts=yes|
        s|^reminders=.*|reminders=yes|; s|^#\?recipients=.*|recipients=lanhdao@congan.quangngai.example|; s|^workers=.*|workers=1|; s|^sendmail=.*|sendmail=$HERE/crash/sendmail|
        s|^rate-per.*|rate-per-address-per-day=2|" "$CONF"
sed -i -E '1!s/,yes\r?$/,no/; 2,7s/,no$/,yes/' "$T/i/campaigns/qd357/agencies.csv" # six are due
t() { "$TONGHOP" --config "$CONF" "$@"; }
DB=$T/i/spool/tonghop.db
letters() { for n in "$@"; do printf '%s\tm%s\t%s/new/174900010%s.M1P1.test\tat:11:0%s:00\n' "vanthu@nongdan.quangngai.example" "$n" "$MAIL" "$n" "$n"; done > "$T/jobs"; "$HERE/letters.py" "$T/jobs"; }
review() { t review list --json | sed -n 's/^{"id": \([0-9]*\).*/\1/p' | sed -n "$1p"; }

# everything that an instance can have: versions, a duplicate, a secret, a question, decisions, a correction, mail that went and mail that waits
letters 1 2 3
for m in 02 14 15 17 18 22; do deliver "$HERE"/mails/$m-*.eml; done
deliver "$HERE"/mails/02-*.eml
runs "mail comes" t ingest
runs "a decision" t review assign "$(review 1)" HND --why "thư của hội"
runs "another" t review reject "$(review 1)" --why "không phải báo cáo"
runs "a figure is corrected" t review correct 1 --indicator tuyen-truyen.buoi --value 77.7 --why "gọi điện hỏi"
runs "a digest" t digest --send
runs "mail goes out" t outbox flush
cp "$DB" "$T/old.db" # (no writer is open: nothing is in the write-ahead log)
export TONGHOP_NOW=2025-06-10T09:00:00+07:00
letters 4 5 6 7
runs "more comes, and its receipts wait" t ingest
runs "reminders" t remind --send
runs "all is read again" t reprocess --all
sent() { find "$SENT" -type f | wc -l; }
[ "$(sent)" -ge 5 ] && t outbox list --json | grep -q '"state": "queued"'; ok "some mail was sent ($(sent)), some waits"

# every row of every table but the index, and what a rebuild adds to the log
tables=$(sqlite3 "$DB" "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT IN ('claim', 'journal_head', 'log_head')")
rows() { sqlite3 -readonly -quote "$DB" "$(for table in $tables; do echo "SELECT '$table', * FROM $table;"; done)" | grep -av "'rebuilt'" | sed "s/^'section',[0-9]*,/'section',/" | sort; }
said() { for what in submissions figures documents proposals findings register; do t export --what $what; done; t digest --date 2025-06-09 --format json; t status --json; t search 'tuyên truyền' --json; }
rows > "$T/rows"; said > "$T/said"; cp -a "$T/i" "$T/whole"
[ "$(wc -w <<<"$tables")" -ge 20 ] && [ "$(wc -l < "$T/rows")" -gt 1000 ]; ok "tables: $(wc -w <<<"$tables"), lines of their rows: $(wc -l < "$T/rows")"

# blow NAME LINE COMMAND...: what every writer says then; rebuilt, all is as it was
blow() {
  local name=$1 line=$2; shift 2
  rm -rf "$T/i"; cp -a "$T/whole" "$T/i"; "$@"
  must_fail "${status:-1}" "$name: nothing is taken in" t ingest
  like "$err" "tonghop.db: .*$line.*'tonghop rebuild'" "$name: it says what to do"
  runs "$name: rebuilt" t rebuild
  is "$(diff <(rows) "$T/rows" | head -n 5)" "" "$name: every row is as it was"
  runs "$name: verify" t verify
}
lost() { rm "$DB"; local file; file=$(ls "$MAIL/.Processed/cur" | head -n 1); mv "$MAIL/.Processed/cur/$file" "$MAIL/new/${file%:2,S}"; } # killed before it was filed
blow "lost" 'the database is gone' lost
is "$(diff <(said) "$T/said" | head -n 5)" "" "and all that is said of them"
is "$(stat -c %a "$T/i/spool/journal") $(find "$T/i/spool" -name '*.rebuild*' | wc -l)" "600 0" "the journal is its owner's alone, and nothing is left over"
last=$(t register --json | sed -n 's/.*"arrival_no": \([0-9]*\).*/\1/p' | sort -n | tail -1)
t digest --send --date 2025-06-09 > "$T/out"; t outbox flush --json > "$T/out"
is "$(find "$SENT" -type f -exec sed -n 's/^Message-ID: *//p' {} + | sort | uniq -d)" "" "no mail went out twice"
letters 8; runs "the next mail" t ingest
is "$(t register --json | sed -n 's/.*"arrival_no": \([0-9]*\).*/\1/p' | sort -n | tail -1)" "$((last + 1))" "has the next number"
runs "verify" t verify
status=74 blow "overwritten" 'not a database' dd if=/dev/urandom of="$DB" bs=4096 count=4 conv=notrunc status=none
[ -f "$DB.before-rebuild-1" ]; ok "the old one is kept"
blow "an old copy put back" 'ends at change [0-9]+ and .*journal at change' cp "$T/old.db" "$DB"

# the journal
hashes() { t export --what submissions | grep -o '"sha256": "[0-9a-f]*", "from"' | sort -u; }
rm -rf "$T/i"; cp -a "$T/whole" "$T/i"; truncate -s -100 "$T/i/spool/journal"
must_fail 1 "a journal cut off" t verify; like "$out" 'journal: .*damaged after change' "is named"
runs "the next that writes" t outbox flush; runs "mends it" t verify
printf x | dd of="$T/i/spool/journal" bs=1 seek=3000 conv=notrunc status=none
must_fail 1 "one that was changed" t verify; like "$out" 'journal: .*damaged after change 0, at byte 0' "is named"
rm "$T/i/spool/journal"; must_fail 1 "one that is gone" t verify; like "$out" 'journal: .*there is none' "is named"
rm "$DB"; must_fail 66 "without either" t rebuild; like "$err" 'no journal.*ingest --kept' "the way is told"

rm -rf "$T/i"; cp -a "$T/whole" "$T/i"; letters 8; t ingest > /dev/null 2>&1; letters 9; t ingest > /dev/null 2>&1; hashes > "$T/hashes"
at=$(grep -abo 'tonghop-journal 1' "$T/i/spool/journal" | sed -n 2p | cut -d: -f1); rm "$DB"
printf x | dd of="$T/i/spool/journal" bs=1 seek=$((at + 200)) conv=notrunc status=none
runs "the database lost, and the journal damaged" t rebuild; like "$out" "after byte $at, and stays as journal.before-rebuild" "what it could not read is said"
[ -s "$T/i/spool/journal.before-rebuild-1" ]; ok "and kept"
runs "the mail that it does not know" t ingest --kept
is "$(hashes)" "$(cat "$T/hashes")" "is taken in anew"
runs "and verify" t verify

# originals that are gone: their lines stay
rm -rf "$T/i"; cp -a "$T/whole" "$T/i"; rm "$DB" "$(find "$MAIL/.Processed/cur" -type f | sort | head -n 1)"
runs "without one of the originals" t rebuild; like "$out" '^ *[0-9]+ +[0-9]+ +1 ' "it says how many could not be read"
numbers() { sqlite3 -readonly "$1/spool/tonghop.db" 'SELECT id, arrival_no, state, agency_code, version FROM record'; }
is "$(numbers "$T/i")" "$(numbers "$T/whole")" "numbers, states and agencies are as they were"
must_fail 1 "and verify names it" t verify; like "$out" 'the kept original .* is not in .Processed' "by its name"
done_testing
