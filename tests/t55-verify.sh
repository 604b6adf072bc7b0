#!/usr/bin/env bash
# verify finds and names what somebody did to the log's chain, the kept originals and the rows: a table of blows, each with the line it must give.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
instance i
sed -i "s|^#\?from=.*|from=baocao@congan.quangngai.example|; s|^workers=.*|workers=1|" "$CONF"
for m in 02-docx-auto-numbering 06-text-in-body 18-question; do deliver "$HERE/mails/$m.eml"; done
t() { "$TONGHOP" --config "$CONF" "$@"; }
runs "ingest" t ingest
t digest --format eml > "$T/held.eml" 2>/dev/null || { sed -i "s|^#\?recipients=.*|recipients=lanhdao@congan.quangngai.example|" "$CONF"; t digest --format eml > "$T/held.eml"; }
t digest > "$T/held.txt"; t digest --format html > "$T/held.html"
runs "all is well, by every digest that somebody holds" t verify "$T/held.eml" "$T/held.txt" "$T/held.html"
echo nothing > "$T/empty"; must_fail 65 "a file that is no digest" t verify "$T/empty"
n=$(sqlite3 "$T/i/spool/tonghop.db" 'SELECT max(seq) FROM log')
[ "$n" -ge 4 ]; ok "the log has $n entries"
cp -a "$T/i" "$T/clean"
db() { sqlite3 "$T/i/spool/tonghop.db" "DROP TRIGGER log_no_update; DROP TRIGGER log_no_delete; $1"; }
kept() { local file; file=$(ls "$T"/clean/spool/Maildir/"$1"/cur/* | head -n 1); echo "$T/i${file#"$T/clean"}"; } # as it will lie again when the blow falls
# the chain written anew from an entry on, by the program's own rule, head and all
forge() { db "$1"; "$HERE/rechain.py" "$T/i/spool/tonghop.db"; }
# blow NAME LINE COMMAND...: what verify says then, exit 1
blow() {
  local name=$1 line=$2; shift 2
  rm -rf "$T/i"; cp -a "$T/clean" "$T/i"; "$@"
  must_fail 1 "$name" t verify "$T/held.eml"; like "$out" "$line" "$name: named"
}
blow "an edited entry" 'log: entry 2 does not follow' db "UPDATE log SET text = 'x' WHERE seq = 2"
blow "a removed entry" 'log: entries 2 to 2 are missing' db "DELETE FROM log WHERE seq = 2"
blow "two entries in another order" 'log: entry 2 does not follow' db "UPDATE log SET seq = 1000 WHERE seq = 2; UPDATE log SET seq = 2 WHERE seq = 3; UPDATE log SET seq = 3 WHERE seq = 1000"
blow "an entry put in" "log: entry $((n + 1)) does not follow" db "INSERT INTO log SELECT seq + 1, at, level, event, record, agency, message_id, text, hash FROM log ORDER BY seq DESC LIMIT 1"
blow "a tail cut off" "log: the last entry, $((n - 1)), is not where the log ended" db "DELETE FROM log WHERE seq = $n"
blow "a tail cut off, and the head set back" "log: it ends at entry $((n - 1)), and .*held.eml tells of entry $n: its tail was cut off" forge "DELETE FROM log WHERE seq = $n"
blow "the whole chain written anew" "log: entry $n is not the one that .*held.eml tells of: the chain was written anew" forge "UPDATE log SET text = 'x' WHERE seq = 2"
blow "a changed original" 'message [0-9]+: .Processed/.* is not the original any more: its hash differs' sh -c 'printf x | dd of="$0" bs=1 seek=100 conv=notrunc status=none' "$(kept .Processed)"
blow "a truncated original" 'message [0-9]+: .Review/.* is not the original any more' truncate -s 200 "$(kept .Review)"
blow "a missing original" 'message [0-9]+: the kept original .* is not in .Processed' rm "$(kept .Processed)"
blow "a message in the wrong folder" 'message [0-9]+: .* lies in .Ignored and belongs into .Review' mv "$(kept .Review)" "$T/i/spool/Maildir/.Ignored/cur/"
blow "a message in two folders" 'is kept twice: in .* and in ' cp "$(kept .Review)" "$T/i/spool/Maildir/.Ignored/cur/"
blow "a stray file" '.Processed/strange: a file that no message in the database has' sh -c 'echo x > "$0"' "$T/i/spool/Maildir/.Processed/cur/strange:2,S"
blow "a record's state" 'record 1 is review, its last standing is ' db "UPDATE record SET state = 'review' WHERE id = 1"
blow "a record's agency" 'record 1 is .*, its last standing is ' db "UPDATE record SET agency_code = 'X' WHERE id = 1"
blow "an arrival number" 'arrival numbers of 2025 run from' db "UPDATE record SET arrival_no = 99 WHERE id = 1"
blow "a message without its record" 'message 1 .* has no record' db "PRAGMA foreign_keys = OFF; DELETE FROM record WHERE id = 1"
# what was read is under seal: NAME TABLE SQL; what stands in quotes is called by that name
id=$(sqlite3 "$T/clean/spool/tonghop.db" 'SELECT record FROM figure ORDER BY record LIMIT 1'); p=$(sqlite3 "$T/clean/spool/tonghop.db" 'SELECT record FROM proposal LIMIT 1')
sealed() { blow "$1" "record $4: its $2 are not what was read" db "$3"; is "$(grep -c 'record' <<<"$(t verify | grep -v '^[0-9]* messages')")" 1 "$1: and nothing else"; }
sealed "a figure's value" figures "UPDATE figure SET value = value + 1 WHERE record = $id AND position = 0" $id
sealed "a figure taken away" figures "DELETE FROM figure WHERE record = $id AND position = 0" $id
sealed "a figure put in" figures "INSERT INTO figure SELECT record, 999, section, indicator, value, upper, unit, qualifier, subtotal, annex, source, text FROM figure WHERE record = $id AND position = 0" $id
sealed "a proposal's words" proposals "UPDATE proposal SET text = text || '.' WHERE record = $p AND position = 0" $p
sealed "a cited document" "cited documents" "UPDATE document SET number = '1/QĐ' WHERE record = $id AND position = 0" $id
sealed "a letterhead" letterhead "UPDATE report SET completeness = 1.0, issuer = 'X' WHERE record = $id" $id
sealed "a part's hash" parts "UPDATE part SET sha256 = '0' WHERE message = $id AND position = 1" $id
sealed "when it came" "kind, campaign and timeliness" "UPDATE record SET received = received - 86400 WHERE id = $id" $id
blow "a section and the record's seal" "record $id: its content or its seal is not what log entry [0-9]+ tells of" db "UPDATE section SET text = 'x' WHERE record = $id AND position = 0; UPDATE record SET seal = NULL WHERE id = $id"
rm -rf "$T/i"; cp -a "$T/clean" "$T/i"; runs "reading again seals anew" t reprocess --all; runs "and all is well" t verify
rm -rf "$T/i"; cp -a "$T/clean" "$T/i"; runs "and nothing where nothing was done" t verify "$T/held.eml"
done_testing
