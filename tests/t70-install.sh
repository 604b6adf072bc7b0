#!/usr/bin/env bash
# What `make install` puts where, and the units: valid for systemd, and as closed as promised.
. "$(dirname "$0")/lib.sh"
cd "$HERE/.." || exit 1
runs "make install" make --no-print-directory -s BUILD="$BUILD" DESTDIR="$T/root" PREFIX=/usr install
for f in bin/tonghop libexec/tonghop/tonghop-reader share/tonghop/tonghop.conf share/tonghop/campaigns/qd357/agencies.csv lib/systemd/system/tonghop.service lib/systemd/system/tonghop-digest.timer; do
  [ -f "$T/root/usr/$f" ]; ok "installs $f"
done
is "$(grep -l '@PREFIX@' "$T"/root/usr/lib/systemd/system/*)" "" "no placeholder is left in a unit"
runs "the installed program finds the installed configuration" "$T/root/usr/bin/tonghop" init "$T/inst"
runs "and the installed reader" "$T/root/usr/bin/tonghop" --config "$T/inst/tonghop.conf" ingest
mv "$T/root/usr/libexec/tonghop" "$T/away"
must_fail 1 "without it nothing is taken in" "$T/root/usr/bin/tonghop" --config "$T/inst/tonghop.conf" ingest
like "$err" 'tonghop-reader is missing' "and the message says what is missing"
mv "$T/away" "$T/root/usr/libexec/tonghop"

if ! command -v systemd-analyze >/dev/null; then
  ok "# SKIP systemd-analyze is not on this machine"
else
  # the units name /usr/bin/tonghop, which is not installed here: check them with the built program in its place
  mkdir "$T/units"
  for u in "$T"/root/usr/lib/systemd/system/*; do sed "s|/usr/bin/tonghop|$T/root/usr/bin/tonghop|; /^Documentation=/d" "$u" > "$T/units/${u##*/}"; done
  out=$(systemd-analyze verify --man=no "$T"/units/tonghop.service "$T"/units/tonghop-digest.service "$T"/units/tonghop-digest.timer 2>&1 | grep tonghop)
  is "$out" "" "systemd-analyze verify has nothing to say"
  for u in tonghop tonghop-digest; do
    exposure=$(systemd-analyze security --no-pager --offline=yes "$T/units/$u.service" 2>&1 | sed -n 's/.*Overall exposure level.*: \([0-9.]*\).*/\1/p')
    awk -v e="$exposure" 'BEGIN { exit !(e != "" && e <= 1.5) }'; ok "$u.service: exposure $exposure is at 1.5 or lower"
  done
fi
done_testing
