# For the crash and fault tests: source after lib.sh. Makes $T/template, an instance with 30 messages waiting, and $T/wanted, the picture of
# what stands after an undisturbed run over it; SHIM is the library of shim.c.
export TONGHOP_NOW=2025-06-12T08:00:00+07:00 ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
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
