#!/usr/bin/env bash
# The short form of `make soak`, and that an idle daemon sleeps: no wake-up of daemon or workers until mail comes.
. "$(dirname "$0")/lib.sh"
python3 "$HERE/soak.py" "$TONGHOP" "$T/i" --seconds 4 --idle 3
