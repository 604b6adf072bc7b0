#!/usr/bin/env bash
# Promise 1: killed at any rename, sync, removal or write of an ingest of 30 messages, the next run finishes the work with nothing lost and
# nothing twice: records (ids and arrival numbers too), the log with its hashes, and every folder are as after an undisturbed run.
# After a loss of power, too, where what was not synced is gone.
#   CRASH_STRIDE=1  strikes at every write, not only at every 13th (renames, syncs and removals are always all of them)
. "$(dirname "$0")/lib.sh"
. "$HERE/crash/instance.sh"
STRIDE=${CRASH_STRIDE:-13}

# Killed at the n-th of KINDS: 0 where it was, 1 where the run ended by itself.
strike() {
  rm -rf "$T/run" "$T/power" && cp -a "$T/template" "$T/run" && mkdir "$T/power"
  ${POWER:+env TONGHOP_CRASH_POWER="$T/power"} env LD_PRELOAD=$SHIM TONGHOP_CRASH_AT=$2 TONGHOP_CRASH_KINDS=$1 "$TONGHOP" --config "$T/run/tonghop.conf" ingest >/dev/null 2>&1
  local status=$?
  [ $status -eq 137 ] && return 0
  [ $status -eq 0 ] || bad="$bad $1#$2:exit-$status"
  return 1
}
# The run after it, against the calm one.
recovers() {
  "$TONGHOP" --config "$T/run/tonghop.conf" ingest >/dev/null 2>"$T/err" || bad="$bad $1#$2:rerun"
  picture run > "$T/got" 2>>"$T/err"
  cmp -s "$T/wanted" "$T/got" || { bad="$bad $1#$2"; [ "${first_bad:-}" ] || first_bad=$(diff "$T/wanted" "$T/got" | head -n 8; head -n 3 "$T/err"); }
}
# KINDS STEP
sweep() {
  local n=1 hit=0
  bad=''
  while strike "$1" "$n" 2>/dev/null; do
    hit=$((hit + 1))
    recovers "$1" "$n"
    n=$((n + $2))
  done 2>/dev/null
  points=$((points + hit))
  echo "# $1${POWER:+, power lost}: $hit points hit (every $2th)"
  [ $hit -gt "$3" ]; ok "more than $3 points of $1"
  is "$bad" "" "after each of them the next run finishes the work"
}
points=0
sweep rename 1 29
sweep sync 1 9
sweep remove 1 0
sweep write "$STRIDE" 9
POWER=1 # the same as a loss of power: only what was synced is there after it
sweep sync 1 9
sweep rename 5 4
sweep write $((2 * STRIDE)) 4
[ -z "${first_bad:-}" ] || sed 's/^/# /' <<<"$first_bad"
echo "# $points points hit"
done_testing
