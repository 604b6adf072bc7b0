#!/usr/bin/env bash
# Speed of a fresh, fully durable ingest of N docx mails against `notmuch new` (which opens no attachment) on the same Maildir, one after
# the other, so that the ratio stands though the machine's speed drifts.     tests/bench.sh [N=2000] [ROUNDS=3]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../build}
n=${1:-2000} rounds=${2:-3}
t=$(mktemp -d); trap 'rm -rf "$t"' EXIT
command -v notmuch >/dev/null || { echo "bench: notmuch is not installed (apt-get install notmuch)"; exit 1; }
command -v /usr/bin/time >/dev/null || { echo "bench: GNU time is not installed (apt-get install time)"; exit 1; }

mkdir -p "$t/mail/cur" "$t/mail/new" "$t/mail/tmp"
python3 - "$here/mails" "$t/mail/new" "$n" <<'P'
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import make_mails as m
out, n = pathlib.Path(sys.argv[2]), int(sys.argv[3])
agencies = m.agencies()
for i in range(n):
    a = agencies[i % len(agencies)]
    number = f"{i + 1}/BC-{a.symbol}"
    docx = m.report_docx(a, number, 1 + i % 9, i % 40, style=("bold", "auto", "heading")[i % 3])
    text = m.mail("Văn thư", a.address, f"Báo cáo {number}", [m.cover(a, number), m.attachment(f"bc{i}.docx", docx, m.DOCX)], (6, 1 + i % 9, "08:%02d:%02d" % (i // 60 % 60, i % 60)),
                  message_id=f"bench{i}@{a.domain}")
    (out / f"1749{i:06d}.M{i}P1.bench").write_bytes(text.encode())
P
echo "$n mails, $(du -sm "$t/mail" | cut -f1) MB"
field() { sed -n "s/^$2: //p" "$1"; }
for r in $(seq "$rounds"); do
  rm -rf "$t/i" "$t/nm"; "$build/tonghop" init "$t/i" >/dev/null
  cp "$t"/mail/new/* "$t/i/spool/Maildir/new/"; cp -r "$t/mail" "$t/nm"; sync
  /usr/bin/time -f 'wall: %e\nuser: %U\nsys: %S\nmem: %M' -o "$t/a" "$build/tonghop" --config "$t/i/tonghop.conf" ingest >/dev/null 2>&1
  printf '[database]\npath=%s\n[user]\nname=b\nprimary_email=b@example.org\n' "$t/nm" > "$t/nmrc"
  NOTMUCH_CONFIG=$t/nmrc /usr/bin/time -f 'wall: %e\nuser: %U\nsys: %S\nmem: %M' -o "$t/b" notmuch new >/dev/null 2>&1
  awk -v r="$r" -v n="$n" -v a="$(field "$t/a" wall)" -v b="$(field "$t/b" wall)" -v au="$(field "$t/a" user)" -v as="$(field "$t/a" sys)" \
      -v bu="$(field "$t/b" user)" -v bs="$(field "$t/b" sys)" -v am="$(field "$t/a" mem)" -v bm="$(field "$t/b" mem)" 'BEGIN {
    printf "round %d: tonghop %.0f/s (CPU %.2f s, largest process %.0f MB)  notmuch %.0f/s (CPU %.2f s, %.0f MB)  ratio %.2f, CPU ratio %.2f\n",
           r, n / a, au + as, am / 1024, n / b, bu + bs, bm / 1024, b / a, (au + as) / (bu + bs) }'
done
