#!/usr/bin/env bash
# Hostile mails (hostile/make.py), each followed by a good one: each ends with a named reason and costs only itself; the parent's memory stays flat;
# nothing that was written into names and texts reaches a terminal as a control character.
#   HOSTILE_FILES=folder   every file of it, too, each in a mail of its own
. "$(dirname "$0")/lib.sh"
python3 "$HERE/hostile/make.py" "$T/corpus" ${HOSTILE_FILES:+--files "$HOSTILE_FILES"}; ok "the corpus is written"

# take_in NAME SETTINGS MAIL...: in the order given; most memory of the parent in $T/NAME.peak, what it said in $T/NAME.err
take_in() {
  instance "$1"
  sed -i "s/^#trusted-authserv-id=.*/trusted-authserv-id=mx.congan.quangngai.example/; s/^workers=.*/workers=2/; s/^min-free-bytes=.*/min-free-bytes=0/; $2" "$CONF"
  local file number=100000
  for file in "${@:3}"; do number=$((number + 1)); ln "$file" "$MAIL/new/1749$number.M${number}P1.test" 2>/dev/null || cp "$file" "$MAIL/new/1749$number.M${number}P1.test"; done
  python3 "$HERE/hostile/peak.py" "$T/$1.peak" "$TONGHOP" --config "$CONF" ingest >"$T/$1.out" 2>"$T/$1.err"
}
in_order() { local f; for f in "$1"/*-good.eml; do ls "${f%-good.eml}"-*.eml | grep -v -- '-good.eml'; echo "$f"; done; }
# results NAME TEXT...: the judge's lines as tests
results() {
  "$TONGHOP" --config "$T/$1/tonghop.conf" export --format json --what submissions > "$T/$1.records"
  "$TONGHOP" --config "$T/$1/tonghop.conf" log --json > "$T/$1.log"
  python3 "$HERE/hostile/judge.py" "$T/corpus/$1" "$T/$1.records" "$T/$1.log" "${@:2}" > "$T/$1.results"; ok "$1: every mail is judged"
  local name problem
  while IFS=$'\t' read -r name problem; do [ -z "$problem" ]; ok "$name"; [ -z "$problem" ] || printf '# %s\n' "$problem"; done < "$T/$1.results"
  is "$(ls "$T/$1/spool/Maildir/new")" "" "$1: nothing is left in new/"
  runs "$1: the books agree" "$TONGHOP" --config "$T/$1/tonghop.conf" verify
}

# what is read with short deadlines goes its way beside the others
mapfile -t files < <(in_order "$T/corpus/patient")
take_in patient 's/^seconds=.*/seconds=6/; s/^ocr-seconds=.*/ocr-seconds=6/' "${files[@]}" & patient=$!
take_in harmless 's/^enabled=.*/enabled=no/' "$HERE"/mails/*.eml; ok "harmless mails are taken in"
mapfile -t files < <(in_order "$T/corpus/quick")
take_in quick 's/^enabled=.*/enabled=no/' "${files[@]}"; ok "${#files[@]} mails are taken in"
wait $patient; ok "and those that would take for ever"

t() { "$TONGHOP" --config "$T/quick/tonghop.conf" "$@"; }
mkdir "$T/said"
for command in log "log --json" status "review list" register "digest --date 2025-06-05" "digest --date 2025-06-05 --format html" "search tuyên" "export --format csv --what figures" "export --format csv --what register"; do
  t $command > "$T/said/$command" 2>&1 || { echo "# $command: $?"; false; }; ok "$command"
done
# of every mail whose names and words are the attack, and of every tenth of the others
for id in $(python3 -c 'import json, sys
for n, line in enumerate(open(sys.argv[1])):
    r = json.loads(line)
    if n % 10 == 0 or len(r["parts"]) > 20 or len(r["message"]["subject"] or "") > 60: print(r["id"])' <(t export --format json --what submissions)); do t show "$id"; done > "$T/said/show" 2>&1; ok "show"
results quick "$T"/said/* "$T/quick.err"
results patient "$T/patient.err"

peak() { cat "$T/$1.peak"; }
echo "# the parent held at most $(peak harmless) kB over harmless mails, $(peak quick) and $(peak patient) kB over hostile ones"
[ "$(peak quick)" -lt $((80 << 10)) ] && [ "$(peak quick)" -lt $(($(peak harmless) + (48 << 10))) ]; ok "the parent's memory stays flat"
[ "$(peak patient)" -lt $(($(peak harmless) + (48 << 10))) ]; ok "and over what needs patience"
done_testing
