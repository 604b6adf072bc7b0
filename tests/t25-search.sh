#!/usr/bin/env bash
# search: with and without diacritics, by agency, section and date, never stale, nothing secret, nothing that a person can type wrong.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
instance i
sed -i 's/^#\?trusted-authserv-id=.*/trusted-authserv-id=mx.congan.quangngai.example;/' "$CONF"
t() { "$TONGHOP" --config "$CONF" "$@"; }
sed 's/^spool=.*/spool=none/' "$CONF" > "$T/i/none.conf"
must_fail 66 "search before there is a database" "$TONGHOP" --config "$T/i/none.conf" search a
for m in 01-docx-annex 03-pdf 08-zip-mismatch 17-secret-mark 18-question 21-newsletter; do deliver "$HERE/mails/$m.eml"; done
runs "ingest" t ingest --json
ids() { python3 -c 'import json,sys; print(*[json.loads(l)[sys.argv[1]] for l in sys.stdin])' "$1"; }

runs "search without diacritics" t search --json "tuyen truyen phap luat"
plain=$(ids id <<<"$out")
like "$plain" '[0-9]+ [0-9]+' "finds several"
runs "with diacritics" t search --json "tuyên truyền pháp luật"
is "$(ids id <<<"$out")" "$plain" "finds the same"
like "$out" '"found": .*"[Tt]uyên( truyền pháp luật)?"' "says what it found, as it is written"
is "$(head -1 <<<"$out" | python3 -c 'import json,sys; print(*json.load(sys.stdin))')" \
   "id arrival_no received campaign agency number state subject place section snippet found" "one object a line with all keys"
is "$(t search --json --limit 1 "tuyen truyen" | wc -l)" 1 "--limit"
is "$(t search --json --agency SXD "bao cao" | ids agency)" "SXD" "--agency"
like "$(t search --json --section II "tuyen truyen" | ids section)" '^II\.[^ ]*( II\.[^ ]*)*$' "--section with what is below it"
is "$(t search --json --until 2025-01-01 "bao cao")" "" "--until"
is "$(t search --json --since 2025-01-01 --until 2026-01-01 '"quyet dinh so" 357*' | wc -l)" 3 "a phrase and a beginning, between two days"
is "$(t search --json 'số đ*' | wc -l)" "$(t search --json 'so d*' | wc -l)" "đ is d"
must_fail 64 "an agency that is not there" t search --agency NOBODY a
must_fail 64 "a section that is not there" t search --section XX a
must_fail 64 "no word" t search '"*"'
is "$(wc -l < "$T/err")" 1 "is one line"
for q in '"' 'AND' '(' 'a"b' '-x' 'text:' "'; DROP TABLE search; --"; do t search -- "$q" >/dev/null 2>"$T/err"; s=$?; [ $s = 0 ] || [ $s = 64 ]; ok "typed: $q"; done

is "$(t search --json 78/BC-HPDQ; t search --json '"Báo cáo bổ sung tình hình"')" "" "nothing of a secret document"
runs "verify" t verify
like "$(script -qec "env -u NO_COLOR '$TONGHOP' --config '$CONF' search 'tuyen truyen'" /dev/null)" $'\033\\[1m[Tt]uyên truyền\033\\[0m' "bold on a terminal"
like "$(t search 'tuyen truyen' | tr '\033' E)" '^[^E]*$' "and only there"

# reading again moves nothing out and leaves nothing behind; what comes is there at once
runs "reprocess" t reprocess --all
is "$(t search --json "tuyen truyen phap luat" | ids id)" "$plain" "the same hits after reprocess"
sqlite3 "$T/i/spool/tonghop.db" "INSERT INTO search (search) VALUES ('delete-all')"
must_fail 1 "verify sees an index that is lost" t verify
runs "search --rebuild" t search --rebuild
runs "mends it" t verify
"$TONGHOP" --config "$CONF" daemon 2>"$T/daemon.err" & daemon=$!
deliver "$HERE/mails/09-nested-zip-pdf.eml"
for _ in $(seq 100); do [ "$(t search --json 'hpdq.pdf' | wc -l)" = 1 ] && break; sleep 0.1; done
is "$(t search --json 'hpdq.pdf' | ids place)" "part" "beside a running daemon, new mail is found"
kill "$daemon"; wait "$daemon"; ok "the daemon stops cleanly"
runs "verify after it" t verify
done_testing
