#!/usr/bin/env bash
# Promise 1: killed at any rename, sync, removal or write of an ingest of 30 messages, the next run finishes the work with nothing lost and
# nothing twice: records (ids and arrival numbers too), the log with its hashes, and every folder are as after an undisturbed run.
#   CRASH_STRIDE=1  strikes at every write, not only at every 13th (renames, syncs and removals are always all of them)
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-12T08:00:00+07:00 ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
STRIDE=${CRASH_STRIDE:-13}
SHIM=$T/shim.so
${CC:-cc} -std=gnu17 -O1 -shared -fPIC -o "$SHIM" "$HERE/crash/shim.c" -ldl; ok "the shim builds"

agencies=(stc sct binhson moduc)
# mail N FROM SUBJECT TEXT
mail() {
  printf 'Return-Path: <%s>\r\nReceived: from mx.example by mx.congan.quangngai.example; Thu, 5 Jun 2025 09:%02d:00 +0700\r\n' "$2" "$1"
  printf 'From: %s\r\nTo: anktct@congan.quangngai.example\r\nSubject: %s\r\nDate: Thu, 5 Jun 2025 09:00:00 +0700\r\n' "$2" "$3"
  printf 'Message-ID: <%s.crash@tests.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n' "$1" "$4"
}
report() { printf 'BÁO CÁO\r\nKết quả 10 năm thi hành Quyết định số 357/QĐ-UBND\r\n\r\nI. ĐÁNH GIÁ TÌNH HÌNH\r\nLần %s: tình hình ổn định, tổ chức %s buổi tuyên truyền cho 200 lượt người.\r\n' "$1" "$1"; }

instance template
sed -i 's/^#\?batch-messages=.*/batch-messages=10/; s/^#\?workers=.*/workers=1/' "$CONF"
grep -q '^batch-messages=10$' "$CONF" && grep -q '^workers=1$' "$CONF"; ok "batches of ten, one worker"
for n in $(seq 1 26); do
  mail "$n" "vanthu@${agencies[$((n % 4))]}.quangngai.example" "Báo cáo 10 năm Quyết định 357 ($n)" "$(report "$n")" > "$T/m"
  deliver "$T/m"
  case $n in 7 | 19) deliver "$T/m" ;; esac # the same bytes under another name
done
mail 27 ai.do@la.example "Báo cáo 10 năm Quyết định 357" "$(report 27)" > "$T/m"; deliver "$T/m"
mail 28 vanthu@stc.quangngai.example "Hỏi về Kế hoạch 119" "Đề nghị cho biết thời hạn nộp báo cáo?" > "$T/m"; deliver "$T/m"
is "$(ls "$MAIL/new" | wc -l)" 30 "30 messages wait"

# what stands in an instance after its run: one text
picture() {
  local c=$T/$1/tonghop.conf
  for what in submissions log; do "$TONGHOP" --config "$c" export --format json --what $what || echo "export failed"; done
  "$TONGHOP" --config "$c" verify || echo "verify failed"
  (cd "$T/$1/spool/Maildir" && find . -type f -path '*/cur/*' -o -type f -path '*/new/*' | sort | xargs -r sha256sum)
}
cp -a "$T/template" "$T/calm"
runs "an undisturbed run" "$TONGHOP" --config "$T/calm/tonghop.conf" ingest
picture calm > "$T/wanted" 2>"$T/err"
is "$(grep -c '"arrival_no"' "$T/wanted")" 30 "gives 30 records"
is "$(cat "$T/err"; grep failed "$T/wanted")" "" "and verifies"

# Killed at the n-th of KINDS: 0 where it was, 1 where the run ended by itself.
strike() {
  rm -rf "$T/run" && cp -a "$T/template" "$T/run"
  LD_PRELOAD=$SHIM TONGHOP_CRASH_AT=$2 TONGHOP_CRASH_KINDS=$1 "$TONGHOP" --config "$T/run/tonghop.conf" ingest >/dev/null 2>&1
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
  echo "# $1: $hit points hit (every $2th)"
  [ $hit -gt "$3" ]; ok "more than $3 points of $1"
  is "$bad" "" "after each of them the next run finishes the work"
}
points=0
sweep rename 1 29
sweep sync 1 9
sweep remove 1 0
sweep write "$STRIDE" 9
[ -z "${first_bad:-}" ] || sed 's/^/# /' <<<"$first_bad"
echo "# $points points hit"
done_testing
