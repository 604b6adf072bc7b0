#!/usr/bin/env bash
# A disk that is full or broken, too many open files, no memory, a busy database, a clock that jumps: at whatever call it strikes, the run says in
# one line what is wrong (or was not touched by it), and the next one ends with the same records, log and folders as an undisturbed run.
#   FAULT_STRIDE=1  strikes at every call, not only at every 7th (writes: 5 times as far apart)
. "$(dirname "$0")/lib.sh"
. "$HERE/crash/instance.sh"
STRIDE=${FAULT_STRIDE:-7}
EIO=5 EMFILE=24 ENOSPC=28 # errno(3), Linux

# The run with a fault; then what it said, and the run after it.
faulty() { # COMMAND... (an environment first)
  rm -rf "$T/run" && cp -a "$T/template" "$T/run"
  "$@" "$TONGHOP" --config "$T/run/tonghop.conf" ingest >/dev/null 2>"$T/said"
}
# One clear line with what and where, never a signal; where it went by unseen, the run has done its work.
judge() { # STATUS NAME
  local status=$1
  [ "$status" -lt 126 ] || bad="$bad $2:status-$status"
  [ "$status" -eq 0 ] || grep -q '^tonghop: .*: ' "$T/said" || bad="$bad $2:unsaid"
  recovers "$2"
}
recovers() {
  "$TONGHOP" --config "$T/run/tonghop.conf" ingest >/dev/null 2>"$T/err" || bad="$bad $1:rerun"
  picture run > "$T/got" 2>>"$T/err"
  cmp -s "$T/wanted" "$T/got" || { bad="$bad $1"; [ "${first_bad:-}" ] || first_bad=$(diff "$T/wanted" "$T/got" | head -n 8; head -n 3 "$T/err"); }
}
# NAME KINDS ERRNO FOR STEP LEAST: until the n-th call is not reached any more
sweep() {
  local n=1 hit=0 seen=0
  bad=''
  while :; do
    rm -f "$T/count"
    faulty env LD_PRELOAD="$SHIM" TONGHOP_CRASH_AT="$n" TONGHOP_CRASH_KINDS="$2" TONGHOP_CRASH_ERRNO="$3" TONGHOP_CRASH_FOR="$4" TONGHOP_CRASH_COUNT="$T/count"
    local status=$?
    [ "$(stat -c %s "$T/count" 2>/dev/null || echo 0)" -ge "$n" ] || break
    hit=$((hit + 1)); [ $status -eq 0 ] || seen=$((seen + 1))
    judge $status "$1#$n"
    n=$((n + $5))
  done
  echo "# $1: $hit points hit, $seen of them ended the run"
  [ $hit -ge "$6" ]; ok "$1: at least $6 points"
  is "$bad" "" "$1: said in one line, and the next run finishes the work"
}
sweep "disk full, one call" write $ENOSPC 1 $((5 * STRIDE)) 4
sweep "disk full until the end" write $ENOSPC 100000 $((5 * STRIDE)) 4
sweep "disk broken" write,sync $EIO 1 $((5 * STRIDE)) 4
sweep "sync fails" sync $EIO 100000 "$STRIDE" 2
sweep "cannot rename" rename $EIO 1 "$STRIDE" 3
sweep "too many open files" open $EMFILE 3 "$STRIDE" 4
[ -z "${first_bad:-}" ] || sed 's/^/# /' <<<"$first_bad"

bad='' hit=0
for kilobytes in 40000 80000 120000 160000 200000 260000; do # of address space: the parent's, and what its workers may take for themselves
  faulty bash -c "ulimit -v $kilobytes"' && exec "$@"' --
  status=$?
  [ $status -eq 0 ] || hit=$((hit + 1))
  recovers "$kilobytes-KB"
done
[ $hit -ge 2 ]; ok "no memory: $hit of 6 runs ended early"
is "$bad" "" "no memory: the next run finishes the work"

rm -rf "$T/run"; cp -a "$T/template" "$T/run"
"$TONGHOP" --config "$T/run/tonghop.conf" ingest --limit 10 >/dev/null 2>&1
TONGHOP_NOW=2025-06-01T00:00:00+07:00 "$TONGHOP" --config "$T/run/tonghop.conf" ingest --limit 10 >/dev/null 2>"$T/err"; ok "the clock set back: the run goes on"
runs "and after it" "$TONGHOP" --config "$T/run/tonghop.conf" ingest
runs "the books and the chain agree" "$TONGHOP" --config "$T/run/tonghop.conf" verify
ids() { "$TONGHOP" --config "$T/$1/tonghop.conf" export | sed 's/"received.*//'; }
is "$(ids run)" "$(ids calm)" "the same records"
done_testing
