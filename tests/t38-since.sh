#!/usr/bin/env bash
# What comes in the evening, after the digest was made, is in the next one's lists; what was late at the door too; past digests repeat.
. "$(dirname "$0")/lib.sh"
instance i
sed -i "s|^sendmail=.*|sendmail=/bin/true|; s|^#\?from=.*|from=baocao@congan.quangngai.example|
        s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|" "$CONF"
at() { TONGHOP_NOW=2025-06-$1+07:00 "$TONGHOP" --config "$CONF" "${@:2}"; }
mail() { delivered=$((delivered + 1)); printf '%s\t%s\t%s\tat:%s\n' "$1" "$2" "$MAIL/new/17490000$(printf %02d $delivered).M${delivered}P1.test" "$3" > "$T/job"; "$HERE/letters.py" "$T/job"; }
# lists DIGEST: today's and the earlier ones' agencies
lists() { python3 -c '
import json, sys
d = json.load(sys.stdin)
print(d["earlier"]["since"], *sorted(i["agency"] for i in d["earlier"]["items"]), "|", *sorted(i["agency"] for i in d["today"]))'; }

mail vanthu@nongdan.quangngai.example afternoon 16:30:00
at 05T16:40:00 ingest 2>/dev/null >&2
is "$(at 05T16:40:00 digest --format json | lists)" "2025-06-04T17:00:00+07:00 | HND" "before any digest: since yesterday's time"
sed -i 's|^#\?recipients=.*|recipients=truc@congan.quangngai.example;|' "$CONF"
runs "the day's digest goes out at its time" at 05T17:00:00 digest --send
mail vanthu@stc.quangngai.example evening 20:15:00
mail vanthu@sct.quangngai.example door 16:50:00
at 05T21:00:00 ingest 2>/dev/null >&2
at 06T17:00:00 digest --format json > "$T/next"
is "$(lists < "$T/next")" "2025-06-05T17:00:00+07:00 SCT STC |" "the next one lists what came in the evening, and what was received before and taken in after"
like "$(at 06T17:00:00 digest)" 'NHẬN SAU BẢN TIN TRƯỚC \(TỪ 17:00 NGÀY 05/6/2025\)' "as text too"
like "$(at 06T17:00:00 digest)" 'Sở Tài chính' "with its sender, so that it is no quiet day"
like "$(at 06T17:00:00 digest --format html)" 'Nhận sau bản tin trước \(từ 17:00 ngày 05/6/2025\) \(2\)' "and as a page"
is "$(lists < <(at 06T17:00:00 digest --date 2025-06-05 --format json))" \
  "2025-06-04T17:00:00+07:00 | HND SCT STC" "a day's own list is by the day, as ever"
runs "the next one goes out" at 06T17:00:30 digest --send
at 05T21:00:00 reprocess --all 2>/dev/null >&2
at 20T09:00:00 digest --date 2025-06-06 --format json | cmp - "$T/next"; ok "and repeats byte for byte a fortnight later, whatever was read again"
is "$(at 07T17:00:00 digest --format json | lists)" "2025-06-06T17:00:30+07:00 |" "after it nothing of that is new"
at 08T09:00:00 digest --date 2025-06-07 --send > "$T/out"; ok "a day's digest made late, after the day"
is "$(at 08T17:00:00 digest --format json | lists)" "2025-06-08T00:00:00+07:00 |" "tells of that day whole"
sed -i 's|^recipients=.*|recipients=|' "$CONF"
is "$(at 09T17:00:00 digest --format json | lists)" "2025-06-08T00:00:00+07:00 |" "a day without a digest is made up by the next"
done_testing
