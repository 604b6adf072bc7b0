#!/usr/bin/env bash
# The labelled documents of tests/accuracy are read no worse than the recorded figures say (the tolerance stands in score.py).
. "$(dirname "$0")/lib.sh"
runs "no figure has fallen" python3 "$HERE/accuracy/score.py" --tonghop "$TONGHOP" --check "$HERE/accuracy/recorded"
printf '%s\n' "$out" | sed 's/^/# /'
sed 's/^\(state\t\).*/\11.5/' "$HERE/accuracy/recorded" > "$T/higher"
must_fail 1 "a fallen figure is found" python3 "$HERE/accuracy/score.py" --tonghop "$TONGHOP" --check "$T/higher" 05 06
like "$out" '^fallen: state: 1\.0000, recorded 1\.5000' "and named"
done_testing
