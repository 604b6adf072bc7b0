# A small TAP harness. Source it, call ok/is/like/runs/must_fail, end with `done_testing`.
#   $TONGHOP  the program        $T  a private folder, removed at the end
set -u
export LC_ALL=C.UTF-8 TZ=UTC
unset TONGHOP_CONFIG TONGHOP_NOW 2>/dev/null
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
BUILD=${BUILD:-$HERE/../build}
TONGHOP=$BUILD/tonghop
T=$(mktemp -d "${TMPDIR:-/tmp}/tonghop-test.XXXXXX")
trap 'rm -rf "$T"' EXIT
tap_n=0

# ok NAME: passes where the last command's status was 0
ok() { local status=$?; tap_n=$((tap_n + 1)); if [ $status -eq 0 ]; then echo "ok $tap_n - $1"; else echo "not ok $tap_n - $1"; fi; return 0; }
# is GOT WANTED NAME
is() { [ "$1" = "$2" ]; ok "$3"; [ "$1" = "$2" ] || printf '# got:    %s\n# wanted: %s\n' "$(head -c 600 <<<"$1")" "$(head -c 600 <<<"$2")"; }
# like TEXT PATTERN NAME (extended regular expression)
like() { grep -qE -- "$2" <<<"$1"; local s=$?; ( exit $s ); ok "$3"; [ $s -eq 0 ] || printf '# %s\n# does not match: %s\n' "$(head -c 600 <<<"$1")" "$2"; }
# runs NAME COMMAND...: status 0; output in $out, errors in $err
runs() { local name=$1; shift; out=$("$@" 2>"$T/err"); local s=$?; err=$(<"$T/err"); ( exit $s ); ok "$name"; [ $s -eq 0 ] || printf '# exit %s: %s\n' "$s" "$(head -c 600 "$T/err" | tr '\n' ' ')"; }
# must_fail STATUS NAME COMMAND...: exactly that exit status; a death by signal never passes
must_fail() { local want=$1 name=$2; shift 2; out=$("$@" 2>"$T/err"); local s=$?; err=$(<"$T/err"); [ $s -eq "$want" ] && [ $s -lt 126 ]; ok "$name"; [ $s -eq "$want" ] || printf '# exit %s, wanted %s: %s\n' "$s" "$want" "$(head -c 600 "$T/err" | tr '\n' ' ')"; }
# an instance of the shipped campaign in $T/NAME
instance() { "$TONGHOP" init "$T/$1" >/dev/null && CONF=$T/$1/tonghop.conf && MAIL=$T/$1/spool/Maildir; }
# deliver FILE [NAME]: into new/, as an MTA does (tmp, then rename)
delivered=0
deliver() { delivered=$((delivered + 1)); local name=${2:-17490000$(printf %02d $delivered).M${delivered}P1.test}; cp "$1" "$MAIL/tmp/$name" && mv "$MAIL/tmp/$name" "$MAIL/new/$name"; }
done_testing() { echo "1..$tap_n"; }
