#!/usr/bin/env bash
# A disk that is full, freed later, or broken; too many open files; no memory; a database that another holds; a clock that jumps: at whatever call
# it strikes, over everything that writes (scenarios.sh), the run says in one line what is wrong (or was not touched by it), and the next one ends
# with the same records, log, folders and mails as an undisturbed run.
#   CRASH_ALL=1    strikes at every call (make crash)     SCENARIOS="ingest outbox"  only those
. "$(dirname "$0")/lib.sh"
. "$HERE/crash/instance.sh"
. "$HERE/crash/scenarios.sh"
# KINDS ERRNO CALLS (errno(3), Linux: 5 EIO, 24 EMFILE, 28 ENOSPC) NAME
faults=(
  'write       28  1       disk full, one call'
  'write       28  100000  disk full until the end'
  'write,sync  5   1       disk broken'
  'sync        5   100000  sync fails'
  'rename      5   1       cannot rename'
  'open        24  3       too many open files'
)

# judge NAME POINT STATUS: one clear line with what and where; never a signal
judge() {
  [ "$3" -lt 126 ] || echo "bad $2:status-$3"
  [ "$3" -eq 0 ] && echo survived || echo hit
  [ "$3" -eq 0 ] || grep -q '^tonghop: .*: ' "$D.said" || { echo "bad $2:unsaid"; head -n 2 "$D.said" | sed 's/^/# /'; }
  rm -f "$D.said"
}
# struck NAME POINT VARIABLE=VALUE...: the operation with that in its environment; its status
struck() {
  D=$T/$2.run; cp -a "$T/$1" "$D"
  (export SENT=$D/sent "${@:3}"; "run_$1") >/dev/null 2>"$D.said"
}
# strike NAME KINDS ERRNO CALLS N EXTRA...
strike() {
  local point=$1.$2.$3.$4.$5
  struck "$1" "$point" LD_PRELOAD="$SHIM" TONGHOP_CRASH_AT="$5" TONGHOP_CRASH_KINDS="$2" TONGHOP_CRASH_ERRNO="$3" TONGHOP_CRASH_FOR="$4"
  judge "$1" "$point" $?
  finish_and_compare "$1" "$point" "${@:6}"
}
# out_of_memory NAME N EXTRA...: GLib ends by SIGTRAP or SIGABRT where memory runs out, and libxlsxwriter, which writes the digest's workbook, by
# SIGSEGV; that is a kill like any other, and nothing worse
out_of_memory() {
  struck "$1" "$1.malloc.$2" LD_PRELOAD="$T/nomem.so" TONGHOP_CRASH_MALLOC="$2"
  local status=$?
  case $1.$status in *.133 | *.134 | digest.139) echo hit ;; *) judge "$1" "$1.malloc.$2" $status ;; esac
  rm -f "$D.said"
  finish_and_compare "$1" "$1.malloc.$2" "${@:3}"
}
# busy NAME SECONDS EXTRA...: another process holds the database; "" until the run has ended
busy() {
  local point=$1.busy.$2 holder status
  D=$T/$point.run; cp -a "$T/$1" "$D"
  coproc holder { python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None); db.execute("BEGIN IMMEDIATE"); print("held", flush=True)
import select; select.select([sys.stdin], [], [], float(sys.argv[2]))' "$D/spool/tonghop.db" "${2:-600}"; }
  local pid=$holder_PID
  read -r _ <&"${holder[0]}"
  (export SENT=$D/sent; [ "$2" ] || export LD_PRELOAD=$SHIM TONGHOP_CRASH_HASTE=100; "run_$1") >/dev/null 2>"$D.said"
  status=$?
  kill "$pid"; wait "$pid"
  [ "$status" -eq "$([ "$2" ] && echo 0 || echo 75)" ] || { echo "bad $point:status-$status"; head -n 2 "$D.said" | sed 's/^/# /'; }
  judge "$1" "$point" $status
  finish_and_compare "$1" "$point" "${@:3}"
}
# jumps NAME SECONDS EXTRA...: the clock forward and back again at every other look; afterwards it is right. The log has other times then
jumps() {
  unset TONGHOP_NOW; LATER=2100-01-01T00:00:00+07:00
  struck "$1" "$1.clock.$2" LD_PRELOAD="$SHIM" TONGHOP_CRASH_CLOCK="$2"
  judge "$1" "$1.clock.$2" $?
  finish_and_compare "$1" "$1.clock.$2" "${@:3}"
}
# freed N EXTRA...: the disk is full for the daemon's writes from the N-th on, and after 30 calls it is not: the same daemon goes on
freed() {
  D=$T/freed.$1.run; cp -a "$T/ingest" "$D"; sed -i 's/^#\?poll-seconds=.*/poll-seconds=1/' "$D/tonghop.conf"
  LD_PRELOAD=$SHIM TONGHOP_CRASH_AT=$1 TONGHOP_CRASH_KINDS=write TONGHOP_CRASH_ERRNO=28 TONGHOP_CRASH_FOR=30 "$TONGHOP" --config "$D/tonghop.conf" daemon >/dev/null 2>"$D.said" &
  local pid=$!
  for _ in $(seq 600); do [ "$(ls "$D/spool/Maildir/new")" ] && kill -0 $pid 2>/dev/null || break; sleep 0.1; done
  kill -TERM $pid; wait $pid || { echo "bad freed.$1:status-$?"; head -n 3 "$D.said" | sed 's/^/# /'; }
  [ -z "$(ls "$D/spool/Maildir/new")" ] || echo "bad freed.$1:not-taken-up"
  grep -qE 'full|No space' "$D.said" && echo hit || echo survived
  rm -f "$D.said"
  finish_and_compare ingest "freed.$1" "${@:2}"
}
# told WHAT LEAST: the results of one kind
told() {
  tally
  total=$((total + hit))
  [ $((hit + survived)) -ge "$2" ]; ok "$1: $((hit + survived)) points, $hit of them ended the run"
  is "$bad" "" "$1: said in one line, and the next run finishes the work"
}
# some NAME OF-INGEST OF-ANOTHER: how many points
some() { [ -z "${CRASH_ALL:-}" ] && { [ "$1" = ingest ] && echo "$2" || echo "$3"; } || echo 1000000; }

total=0 turn=0
for line in "${scenarios[@]}"; do
  read -r name _ extras <<<"$line"
  [[ " ${SCENARIOS:-$name} " == *" $name "* ]] || continue
  calm "$name" $extras
  : > "$T/results"; least=0
  for fault in "${faults[@]}"; do
    read -r kinds errno calls _ <<<"$fault"
    turn=$((turn + 1))
    [ -n "${CRASH_ALL:-}" ] || [ "$name" = ingest ] || [ $((turn % 4)) -eq 0 ] || continue # the short form goes through them in turn
    count=$(grep -cE "^(${kinds/,/|})$" "$T/$name.count")
    [ "$count" -gt 0 ] || continue
    for n in $(points . "$count" "$(some "$name" 3 1)"); do spawn strike "$name" "$kinds" "$errno" "$calls" "$n" $extras; least=$((least + 1)); done
  done
  told "$name, disk and descriptors" $least
done
wanted() { [[ " ${SCENARIOS:-$1} " == *" $1 "* ]] && { [ -n "${CRASH_ALL:-}" ] || [[ " $2 " == *" $1 "* ]]; }; }
# each KIND SHORT: the scenarios of a kind of fault, those of SHORT in the short form; name, extras
each() { for line in "${scenarios[@]}"; do read -r name _ extras <<<"$line"; wanted "$name" "$1" && echo "$name $extras"; done; }

: > "$T/results"
mapfile -t lines < <(each 'ingest outbox review')
for line in "${lines[@]}"; do spawn busy ${line%% *} 0.3 ${line#* }; spawn busy ${line%% *} '' ${line#* }; done
told "database held by another" $((${#lines[@]} > 0))

: > "$T/results"
mapfile -t lines < <(each 'ingest receipts' | grep -E '^(ingest|filing|ocr|receipts|outbox|review|reprocess) ') # the others are of a day
for line in "${lines[@]}"; do for by in 100000 -100000; do spawn jumps ${line%% *} $by ${line#* }; done; done
told "clock that jumps" $((${#lines[@]} > 0))

if wanted ingest ingest; then
  : > "$T/results"
  for n in $(points . "$(count_of ingest write)" "$(some ingest 1 1)"); do spawn freed $((n + 60)) log; done
  told "disk full, freed later" 1
fi

if ! grep -q sanitize "$BUILD/flags" && ${CC:-cc} -std=gnu17 -O1 -shared -fPIC -o "$T/nomem.so" "$HERE/crash/nomem.c"; then
  : > "$T/results"
  mapfile -t lines < <(each 'ingest digest')
  for line in "${lines[@]}"; do
    read -r name extras <<<"$line"
    D=$T/counted; rm -rf "$D"; cp -a "$T/$name" "$D"
    (export SENT=$D/sent LD_PRELOAD=$T/nomem.so TONGHOP_CRASH_COUNT=$T/mallocs; "run_$name") >/dev/null 2>&1
    most=$(<"$T/mallocs")
    for n in $(points . "$most" "$([ -n "${CRASH_ALL:-}" ] && echo 60 || echo 2)"); do spawn out_of_memory "$name" "$n" $extras; done
  done
  told "failing malloc" $((${#lines[@]} > 0))
fi
echo "# $total points ended a run"
done_testing
