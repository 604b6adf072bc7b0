#!/usr/bin/env bash
# The main job on sample mail: an instance under build/demo, 23 mails delivered into its Maildir, taken in, and the digest.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../build}
tonghop=$build/tonghop
demo=$build/demo
export TONGHOP_CONFIG=$demo/tonghop.conf TONGHOP_NOW=2025-06-09T17:00:00+07:00
step() { printf '\n== %s\n' "$*"; }

rm -rf "$demo"
step "tonghop init $demo"
"$tonghop" init "$demo"
sed -i 's/^#\?trusted-authserv-id=.*/trusted-authserv-id=mx.congan.quangngai.example;/' "$TONGHOP_CONFIG"

step "delivering sample mail into $demo/spool/Maildir/new"
n=0
for mail in "$here"/mails/*.eml; do
  n=$((n + 1))
  name=$(printf '17490000%02d.M%dP1.demo' "$n" "$n")
  cp "$mail" "$demo/spool/Maildir/tmp/$name"
  mv "$demo/spool/Maildir/tmp/$name" "$demo/spool/Maildir/new/$name"
done
echo "$n mails"

step "tonghop ingest"
"$tonghop" ingest
step "tonghop status (who has reported; --missing lists the others)"
"$tonghop" status | grep -vE ' (missing|not-due) '
step "tonghop register"
"$tonghop" register
step "tonghop review list"
"$tonghop" review list
step "tonghop verify"
"$tonghop" verify
"$tonghop" digest --format html > "$demo/digest.html"
step "tonghop digest"
"$tonghop" digest
printf '\nThe same digest as a page: %s\nLook further: %s --config %s show 1\n' "$demo/digest.html" "$tonghop" "$TONGHOP_CONFIG"
