#!/usr/bin/env bash
# review: questions answered, figures corrected; every decision logged, kept over reprocess, and seen wherever its number is printed.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
instance i
t() { "$TONGHOP" --config "$CONF" "$@"; }
for m in 01-docx-annex 03-pdf 18-question; do deliver "$HERE/mails/$m.eml"; done
runs "ingest" t ingest --json
key() { python3 -c 'import json,sys; r=json.loads(sys.stdin.readline()); print(eval(sys.argv[1]))' "$1"; }

runs "review list --questions" t review list --questions --json
is "$(key 'r["kind"]' <<<"$out") $(wc -l <<<"$out")" "question 1" "lists what is to be answered"
q=$(key 'r["id"]' <<<"$out")
runs "review answered" t review answered "$q" --why "trả lời qua điện thoại"
is "$(t review list --json)" "" "takes it from the list"
like "$(t log --message "$q" --json)" 'accept by .*trả lời qua điện thoại' "and is logged with who and why"

id=$(t search --json '"210/BC-SXD"' | key 'r["id"]')
total() { t digest --format json | python3 -c '
import json, sys
for i in json.load(sys.stdin)["indicators"]:
  if i["id"] == "tuyen-truyen.buoi": print(i["total"], i["change_since_yesterday"], [(c["agency"], c["read"], c["value"]) for c in i["corrected"]])'; }
before=$(total)
like "$before" ' \[\]$' "nothing is corrected yet"
must_fail 64 "correct needs a reason" t review correct "$id" --indicator tuyen-truyen.buoi --value 50
must_fail 64 "and an indicator of the campaign" t review correct "$id" --indicator nothing --value 50 --why x
must_fail 64 "and a number" t review correct "$id" --indicator tuyen-truyen.buoi --value nhiều --why x
must_fail 64 "that can be read in one way" t review correct "$id" --indicator tuyen-truyen.buoi --value 1,234 --why x
must_fail 64 "answered is for questions" t review answered "$id"
runs "review correct" t review correct "$id" --indicator tuyen-truyen.buoi --value 50 --why "đơn vị xác nhận" --json
is "$(key '[r["value"], r["read"], r["counts"]]' <<<"$out")" "[50, 47, True]" "says what the report gives now"
is "$(total)" "$(python3 -c "t, c = '$before'.split()[:2]; print(float(t) + 3 if '.' in t else int(t) + 3, int(c) + 3)") [('SXD', 47, 50)]" "the digest's total and its change follow, with the trace"
like "$(t digest --format text)" 'Cán bộ đã sửa: SXD 50 \(đọc được 47\)' "in words"
like "$(t digest --format html)" 'Cán bộ đã sửa: SXD 50' "and on the page"
like "$(t show "$id")" 'corrected by .*, read as 47' "show says so"
like "$(t show "$id" --format html)" 'sửa, đọc được 47: đơn vị xác nhận' "the page too"
like "$(t export --what figures --format csv | grep -F '"50"')" '"47",.*"đơn vị xác nhận"' "and the export"
like "$(t log --message "$id" --json)" 'correct by .*đơn vị xác nhận; tuyen-truyen.buoi: 50, was 47' "and the log"
runs "reprocess" t reprocess --all
is "$(t show "$id" --json | key '[(f["value"], f["corrected"]["read"]) for f in r["report"]["figures"] if "corrected" in f]')" "[(50, 47)]" "it stands after reprocess"
is "$(TONGHOP_NOW=2025-06-08T17:00:00+07:00 t digest --date 2025-06-08 --format json | grep -c '"read": 47')" 0 "a day before does not know of it"
runs "the site" t site
like "$(grep -rh 'đọc được 47' "$T/i/spool/site" | tr '\n' ' ')" 'sửa, đọc được 47: đơn vị xác nhận' "leads from the total to the correction"
runs "none: the report gives no such figure" t review correct "$id" --indicator tuyen-truyen.buoi --value none --why "nhầm chỉ tiêu" --json
like "$(t digest --format text)" 'Cán bộ đã sửa: SXD không tính \(đọc được 47\)' "is said in the digest"
runs "verify" t verify

# whose is it? the list says who it may be, the record why
deliver "$HERE/mails/15-unknown-sender.eml"
runs "mail of an unknown sender" t ingest --json
u=$(t review list --json | key 'r["id"]')
like "$(t review list --json | key 'r["candidates"]')" '^\[.[A-Z]+ 0\.[0-9]+' "the list names candidates with their scores"
is "$(t show "$u" --json | key '[r["candidates"][0]["score"] <= 1, sorted(r["candidates"][0])]')" "[True, ['code', 'evidence', 'score']]" "the record has the evidence"
like "$(t show "$u")" 'Whose it is' "show prints it"
like "$(t show "$u" --format html)" 'Căn cứ xác định cơ quan' "and the page"

# what was ignored by itself and is accepted by a person came as a document after all: it gets the next arrival number
deliver "$HERE/mails/20-autoreply.eml"; deliver "$HERE/mails/13-duplicate.eml"
runs "an auto-reply" t ingest --json
a=$(t export --what submissions --format json | python3 -c 'import json, sys; print([r["id"] for r in map(json.loads, sys.stdin) if r["state"] == "ignored"][-1])')
is "$(t show "$a" --json | key 'r["arrival_no"]')" None "is ignored without a number"
next=$(t register --json | python3 -c 'import json, sys; print(1 + max(json.loads(l)["arrival_no"] for l in sys.stdin))')
runs "review accept" t review accept "$a" --why "cần lưu"
is "$(t show "$a" --json | key '(r["state"], r["arrival_no"])')" "('accepted', $next)" "gives it the next number"
like "$(t log --message "$a" --json)" "cần lưu; now accepted, no. $next/2025" "which the log says"
is "$(t register --json | tail -n 1 | key 'r["arrival_no"]')" "$next" "and the register"
runs "verify" t verify
runs "reprocess" t reprocess "$a"
is "$(t show "$a" --json | key '(r["state"], r["arrival_no"])')" "('accepted', $next)" "keeps both"
runs "verify" t verify
done_testing
