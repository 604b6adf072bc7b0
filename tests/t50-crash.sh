#!/usr/bin/env bash
# Promise 1: killed at any rename, sync, removal or write, the next run finishes the work with nothing lost and nothing twice: records (ids and
# arrival numbers too), log, folders, files and mails are as after an undisturbed run. So after a loss of power, where what was not synced is
# gone. Over everything that writes: scenarios.sh has the table.
#   CRASH_ALL=1    strikes at every point (make crash), not at some of each kind     SCENARIOS="ingest outbox"  only those
. "$(dirname "$0")/lib.sh"
. "$HERE/crash/instance.sh"
. "$HERE/crash/scenarios.sh"

# strike POWER NAME KIND N EXTRA...
strike() {
  local point=$2.$3.$4${1:+.power}
  D=$T/$point.run; cp -a "$T/$2" "$D"; mkdir "$D.power"
  (
    [ -z "$1" ] || export TONGHOP_CRASH_POWER=$D.power
    export SENT=$D/sent LD_PRELOAD=$SHIM TONGHOP_CRASH_AT=$4 TONGHOP_CRASH_KINDS=$3
    "run_$2"
  ) >/dev/null 2>&1
  local status=$?
  case $status in 137) echo hit ;; 0) echo survived ;; *) echo "bad $point:exit-$status" ;; esac
  finish_and_compare "$2" "$point" "${@:5}"
}

all=0
for line in "${scenarios[@]}"; do
  read -r name short extras <<<"$line"
  [[ " ${SCENARIOS:-$name} " == *" $name "* ]] || continue
  calm "$name" $extras
  [ -z "${CRASH_ALL:-}" ] || short=1000000
  : > "$T/results"
  for kind in rename sync remove write; do
    count=$(count_of "$name" $kind)
    [ "$count" -gt 0 ] || continue
    for n in $(points $kind "$count" $(((short + 3) / 4))); do spawn strike '' "$name" $kind "$n" $extras; done
  done
  for kind in sync write rename; do
    count=$(count_of "$name" $kind)
    [ "$count" -gt 0 ] || continue
    for n in $(points $kind "$count" $(((short + 9) / 10))); do spawn strike power "$name" $kind "$n" $extras; done
  done
  tally
  all=$((all + hit))
  [ "$hit" -ge 4 ]; ok "$name: $hit points hit, of $(count_of "$name" rename) renames, $(count_of "$name" sync) syncs, $(count_of "$name" remove) removals, $(count_of "$name" write) writes"
  is "$bad" "" "$name: after each the next run finishes the work, and nothing stands or goes out twice"
done
echo "# $all points hit"
done_testing
