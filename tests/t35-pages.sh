#!/usr/bin/env bash
# The site, the day's page and the consolidated report as people see them: headless Chromium at 1280 and 390 pixels, light, dark and printed,
# with a script and without, from the disk and behind a web server; axe looks for what a screen reader would stumble over.
# SHOTS=folder: keeps a picture of every page there.
. "$(dirname "$0")/lib.sh"
TOOLS=$BUILD/browser CHROMIUM=$(command -v chromium)
if [ ! -e "$TOOLS/ready" ] || [ -z "$CHROMIUM" ] || ! command -v node >/dev/null; then
  ok "# SKIP no Chromium, node or $TOOLS/ready (make $TOOLS/ready fetches it from registry.npmjs.org)"
  done_testing
  exit
fi
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
instance i
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example|" "$CONF"
for m in "$HERE"/mails/{01,03,04,08,11,12,13,15,16,17,18,19}*.eml; do deliver "$m"; done
# what mail may try: markup in every place that a page shows, a link that runs, a direction that turns round
hostile='<script>hit=1<\/script><img src=x onerror=hit=1> javascript:hit=1 \xe2\x80\xaetxt.exe'
sed "/^Subject:/N; s/^Subject:.*/Subject: $hostile/; s/^From:.*/From: \"<img src=x onerror=hit=1>\" <a@evil.example>/; s/^Message-ID:.*/Message-ID: <script@tests.example>/" "$HERE/mails/18-question.eml" > "$T/question.eml"
deliver "$T/question.eml"
sed "s/^Message-ID:.*/Message-ID: <report@tests.example>/; s/^\(I\. .*\|- .*\)/\1 $hostile/" "$HERE/mails/06-text-in-body.eml" > "$T/report.eml"
deliver "$T/report.eml"
t() { "$TONGHOP" --config "$CONF" "$@"; }
runs "ingest" t ingest
runs "site" t site
W=$T/pages; mkdir "$W"; mv "$(dirname "$CONF")/spool/site" "$W/site"
t digest --format html > "$W/digest.html"
t consolidate --format html > "$W/consolidated.html"
python3 -u -m http.server 0 --bind 127.0.0.1 -d "$W" > "$T/http" 2>&1 & server=$!
trap 'kill $server; rm -rf "$T"' EXIT
until grep -q 'port [0-9]' "$T/http"; do kill -0 $server || break; sleep 0.05; done
runs "Chromium looks at every page" node "$HERE/browser/pages.mjs" "$(realpath "$TOOLS")" "$CHROMIUM" "$W" "http://127.0.0.1:$(grep -oE 'port [0-9]+' "$T/http" | tr -dc 0-9)" ${SHOTS:+"$(realpath "$SHOTS")"}
is "$(wc -l <<<"$out")" 9 "and says so of each thing"
while IFS=$'\t' read -r check wrong; do is "$wrong" "" "pages: $check"; done <<<"$out"
done_testing
