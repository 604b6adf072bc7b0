# What is struck, and how what stands after it is told from what should; source after instance.sh.

# NAME, POINTS of the short form, and what is compared beside records, books and places of the originals:
#   log     the whole log, by the hash at its end       events  what it says, without what is said of mails and how long it took
#   mails   every mail, and how often it went out        digest  the files of the day and the site
scenarios=(
  'ingest     10  log'
  'filing     1   log'
  'ocr        1   events'
  'receipts   2   events mails'
  'outbox     2   events mails'
  'reminders  1   events mails'
  'kept       1   events mails'
  'digest     2   events mails digest'
  'review     2   log'
  'reprocess  2   records'
  'rebuild    2   events mails'
  'migration  2   log'
)

db() { sqlite3 -readonly "$D/spool/tonghop.db" "$1"; }
tell_log() { db 'SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1'; }
tell_events() { db "SELECT event, record, agency, message_id, CASE event WHEN 'ocr-read' THEN '' ELSE text END FROM log WHERE event NOT LIKE 'mail-%' ORDER BY seq"; }
tell_mails() { "$HERE/crash/mails.py" "$D"; }
# without the log's last entry, which the site's foot names: a run more is an entry more
tell_digest() {
  (cd "$D/spool" && find digest site -type f | sort | perl -MDigest::SHA=sha256_hex -lne 'open my $f, "<", $_ or die; local $/; my $all = <$f>;
    $all =~ s/mục cuối số [0-9]+, mã chuỗi [0-9a-f]{64}//; print "$_ ", sha256_hex($all)'; find . -name '.*.tonghop')
}
tell_records() { :; }
# picture EXTRA...: what stands in D, as one text
picture() {
  t export --format json --what submissions || echo "export failed"
  t verify || echo "verify failed"
  (cd "$D/spool/Maildir" && find . -type f -printf '%p %s\n' | sort)
  for extra in "$@"; do "tell_$extra"; done
}
# What a person does about mails that a crash left as `sending`: they are not sent again by themselves; those that never went out are released.
settle() { for id in $("$HERE/crash/mails.py" --unsure "$D"); do TONGHOP_NOW=${LATER:-2025-06-13T08:00:00+07:00} t outbox retry "$id" >/dev/null || return; done; }
again() { if declare -F "again_$1" >/dev/null; then "again_$1"; else "run_$1"; fi; }

# calm NAME EXTRA...: prepares, and keeps what an undisturbed run leaves as $T/NAME.wanted, and how many changes of the disk it makes of each kind
calm() {
  needs "$1"; ok "$1: prepared"
  D=$T/calm; rm -rf "$D"; cp -a "$T/$1" "$D"
  (export SENT=$D/sent LD_PRELOAD=$SHIM TONGHOP_CRASH_AT=1000000 TONGHOP_CRASH_COUNT=$T/$1.count TONGHOP_CRASH_KINDS=rename,sync,remove,write,open; "run_$1") >/dev/null 2>"$T/err" || { echo "# undisturbed $1:"; head -n 3 "$T/err"; }
  picture "${@:2}" > "$T/$1.wanted" 2>"$T/err"
  ! grep -q 'failed$' "$T/$1.wanted" && [ ! -s "$T/err" ] && [ "$(wc -l < "$T/$1.wanted")" -gt 3 ]; ok "$1: undisturbed, it leaves books that agree"
  rm -rf "$D"
}
# without the log's hash where the clock was wrong (LATER: an hour after all it said)
same() { if [ "${LATER:-}" ]; then cmp -s <(grep -vE '^[0-9]+\|[0-9a-f]{64}$' "$1") <(grep -vE '^[0-9]+\|[0-9a-f]{64}$' "$2"); else cmp -s "$1" "$2"; fi; }
# finish_and_compare NAME POINT EXTRA...: does what is left to do in D and says what is wrong with it afterwards
finish_and_compare() {
  SENT=$D/sent again "$1" >/dev/null 2>"$T/$2.err" || echo "bad $2:rerun"
  [ ! -d "$D/sent" ] || SENT=$D/sent settle 2>>"$T/$2.err" || echo "bad $2:settle"
  picture "${@:3}" > "$T/$2.got" 2>>"$T/$2.err"
  same "$T/$1.wanted" "$T/$2.got" || { echo "bad $2:differs"; diff "$T/$1.wanted" "$T/$2.got" | head -n 6 | cut -c1-300 | sed 's/^/# /'; head -n 3 "$T/$2.err" | sed 's/^/# /'; }
  rm -rf "$T/$2.got" "$T/$2.err" "$D" "$D.power"
}
# several at a time
JOBS=$(nproc)
spawn() { while [ "$(jobs -rp | wc -l)" -ge "$JOBS" ]; do wait -n; done; "$@" >> "$T/results" 2>/dev/null & }
# tally NAME: after all are done, results into points, bad, and what is printed
tally() {
  wait
  hit=$(grep -c '^hit' "$T/results"); survived=$(grep -c '^survived' "$T/results"); bad=$(sed -n 's/^bad //p' "$T/results" | tr '\n' ' ')
  grep '^#' "$T/results" | head -n 12
  rm -f "$T/results"
}
# points KIND COUNT MOST: numbers from 1 to COUNT, at most so many, evenly spread
points() { local step=$((($2 + $3 - 1) / $3)); [ "$step" -gt 0 ] || step=1; seq 1 "$step" "$2"; }
count_of() { grep -c "^$2$" "$T/$1.count"; }
