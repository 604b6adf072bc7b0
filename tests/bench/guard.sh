#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Regression guard: instructions (callgrind: repeatable, whatever else the machine does) of reading the sample mails, whole and by stage, of
# loading the campaign, and of reading the meaning of the labelled texts with every paragraph said 1, 10 and 100 times (growth shows there),
# against the recorded ones. Fails over +5%.     tests/bench/guard.sh BUILD [--record]
# Recorded anew only with the change that is to blame for it, in the same commit: tests/bench/instructions.tsv
set -eu
cd "$(dirname "$0")/../.."
build=$1 recorded=tests/bench/instructions.tsv
t=$(mktemp -d); trap 'rm -rf "$t"' EXIT
valgrind --tool=callgrind --callgrind-out-file="$t/out" --toggle-collect=guard_read "$build/bench/guard" tests/mails/*.eml >"$t/words" 2>&1 ||
  { tail -5 "$t/words"; exit 1; }
callgrind_annotate --inclusive=yes --threshold=100 --show-percs=no "$t/out" > "$t/table"
# name of a stage, the function whose inclusive count it is
while read -r stage function; do
  printf '%s\t%s\n' "$stage" "$(awk -v f=":$function " '{ line = $0 " "; if (index(line, f) && index(line, ".c:")) { gsub(",", "", $1); print $1; exit } }' "$t/table")"
done > "$t/now" <<'E'
whole guard_read
mail mail_parse
reading reading_run
docx read_docx
pdf read_pdf
E
# name, function, program with its arguments: instructions inside the function
count() {
  local name=$1 function=$2
  shift 2
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect="$function" "$@" >"$t/words" 2>&1 || { tail -5 "$t/words"; exit 1; }
  printf '%s\t%s\n' "$name" "$(awk '/Collected/ { print $NF }' "$t/words")" >> "$t/now"
}
count load campaigns_load "$build/bench/guard"
for times in 1 10 100; do count "text-$times" reading_run "$build/bench/reading" --once $times tests/accuracy/docs/*.toml; done
if [ "${2:-}" = --record ]; then cp "$t/now" "$recorded"; cat "$recorded"; exit 0; fi
awk -F'\t' 'NR == FNR { was[$1] = $2; next }
  { change = was[$1] ? 100 * ($2 / was[$1] - 1) : 0; bad = was[$1] && change > 5; failed += bad
    printf "%-8s %14.0f instructions, recorded %14.0f: %+.1f%%%s\n", $1, $2, was[$1], change, bad ? "  MORE THAN 5% OVER" : "" }
  END { exit failed > 0 }' "$recorded" "$t/now"
