#!/usr/bin/env bash
# The static site: from every total to the agencies, the sentence and the kept original; every link leads somewhere; nothing external, a strict
# policy, nothing of a secret document, hostile words escaped; the old site stays whole until the new one takes its place.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
instance i
sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example|" "$CONF"
for m in "$HERE"/mails/{01,03,04,08,11,12,13,15,16,17,18,19}*.eml; do deliver "$m"; done
sed '/^Subject:/N; s/^Subject:.*/Subject: <script>alert(1)<\/script> "x" onload=x/; s/^Message-ID:.*/Message-ID: <script@tests.example>/' "$HERE/mails/18-question.eml" > "$T/hostile.eml"
deliver "$T/hostile.eml"
t() { "$TONGHOP" --config "$CONF" "$@"; }
runs "ingest" t ingest
runs "site" t site
SITE=$(dirname "$CONF")/spool/site
t digest --format json > "$T/d.json"
cat > "$T/check.py" <<'E2'
import html.parser, json, os, re, sys, urllib.parse
site, digest = sys.argv[1], json.load(open(sys.argv[2]))
class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(); self.links, self.ids, self.tags, self.attrs, self.csp, self.lang, self.text = [], set(), [], set(), "", "", ""
        self.feed(text)
    def handle_starttag(self, tag, attrs):
        a = dict(attrs); self.tags.append(tag); self.attrs |= set(a)
        if tag == "html": self.lang = a.get("lang")
        if "href" in a: self.links.append(a["href"])
        if "id" in a: self.ids.add(a["id"])
        if a.get("http-equiv") == "Content-Security-Policy": self.csp = a["content"]
        if tag == "th" and "scope" not in a and "Thẩm quyền" not in self.text: pass
    def handle_data(self, data): self.text += data
pages = {}
for folder, _, names in os.walk(site):
    for name in names:
        path = os.path.join(folder, name)
        pages[path] = Page(open(path, encoding="utf-8").read())
broken, links = [], 0
for path, page in pages.items():
    for link in page.links:
        links += 1
        target, _, anchor = link.partition("#")
        where = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(target))) if target else path
        if where not in pages or (anchor and urllib.parse.unquote(anchor) not in pages[where].ids): broken.append((os.path.relpath(path, site), link))
print("broken", broken[:5], links > 500)
print("csp", all("default-src 'none'" in p.csp and "unsafe" not in p.csp and "http" not in p.csp for p in pages.values()))
print("scripts", sorted({os.path.basename(p) for p, page in pages.items() if "script" in page.tags}))
print("inline", sorted(a for page in pages.values() for a in page.attrs if a == "style" or a.startswith("on")), {page.lang for page in pages.values()})
print("tags", sorted({t for page in pages.values() for t in page.tags} & {"img", "iframe", "object", "embed", "form", "link", "base", "video"}))
wrong = []
for i in digest["indicators"]:
    name = re.sub(r"[^A-Za-z0-9.-]", lambda m: "".join("_%02X" % b for b in m.group().encode()), i["id"])
    page = pages[os.path.join(site, "qd357/indicator", name + ".html")]
    total = f"{i['total']:,.2f}".rstrip("0").rstrip(".").replace(",", "_").replace(".", ",").replace("_", ".")
    if total not in page.text or sum(l.startswith("../agency/") for l in page.links) != i["agencies"]: wrong.append(i["id"])
    if not all(re.match(r"\.\./record/\d+\.html#.", l) for l in page.links if l.startswith("../record/")): wrong.append(i["id"] + " without place")
print("totals", wrong, len(digest["indicators"]) > 5)
c = digest["counts"]
print("counts", f"{c['reported']}/{c['expected']}" in pages[os.path.join(site, "qd357/index.html")].text)
E2
is "$(python3 "$T/check.py" "$SITE" "$T/d.json")" "broken [] True
csp True
scripts ['search.html']
inline [] {'vi'}
tags ['img']
totals [] True
counts True" "links, policy, totals with as many agencies as the digest says, each led to its sentence"
is "$(grep -rl '78/BC-HPDQ\|17-secret' "$SITE" | wc -l)" 0 "nothing of the secret document"
secret=$(t review list --json | python3 -c "import json,sys; print([r['id'] for r in map(json.loads, sys.stdin) if 'secret-marking' in r['reasons']][0])" 2>/dev/null || t export --format json | python3 -c "import json,sys; print([r['id'] for r in map(json.loads, sys.stdin) if 'secret-marking' in r['reasons']][0])")
like "$(cat "$SITE/qd357/record/$secret.html")" 'Nội dung không được hiển thị' "but that it came is said"
is "$(grep -c 'tonghop show' "$SITE/qd357/record/$secret.html")" 0 "without a way to its parts"
is "$(grep -rlF '<script>alert' "$SITE" | wc -l) $(grep -rlE '&lt;script&gt;alert|u003cscript>alert' "$SITE" | wc -l)" "0 2" "a hostile subject is text, in its page and in the index"
# the command that the page names gives the original part back, with the hash that the page shows
line=$(grep -oE "tonghop show [0-9]+ --part [^<]*" "$SITE/qd357/record/1.html" | sed 's/&#39;/'"'"'/g; s/&apos;/'"'"'/g' | grep docx | head -1)
hash=$(grep -oE "$(sed 's/[][\.*^$/]/./g' <<<"${line##*--save }" | tr -d "'" | cut -c1-12).*" "$SITE/qd357/record/1.html" | grep -oE '[0-9a-f]{64}' | head -1)
( cd "$T" && eval "\"$TONGHOP\" --config \"$CONF\" ${line#tonghop }" >/dev/null 2>&1 ); file=$(eval "echo ${line##*--save }")
[ -n "$hash" ] && grep -q "$(sha256sum < "$T/$file" | cut -d' ' -f1)" "$SITE/qd357/record/1.html"; ok "the page's command writes the original part, with the page's hash"

# a figure that an officer corrected: the total follows, and its row says who changed what
page=$SITE/qd357/indicator/tuyen-truyen.buoi.html
id=$(grep -oE 'record/[0-9]+\.html#' "$page" | head -1 | tr -dc 0-9)
runs "review correct" t review correct "$id" --indicator tuyen-truyen.buoi --value 4321 --why "đơn vị xác nhận"
t site >/dev/null; t digest --format json > "$T/d.json"
is "$(python3 "$T/check.py" "$SITE" "$T/d.json" | grep -E 'totals|broken')" "broken [] True
totals [] True" "the site follows a correction"
like "$(tr -d '\n' < "$page")" '<b>4\.321</b>.*sửa, đọc được [0-9]+: đơn vị xác nhận' "and says it beside the sentence"

before=$(stat -c %i "$SITE"); runs "site again" t site
[ "$(stat -c %i "$SITE")" != "$before" ]; ok "a new folder took the old one's place"
is "$(ls -A "$(dirname "$SITE")" | grep '^\.site-' | wc -l)" 0 "and nothing is left beside it"
mkdir "$(dirname "$SITE")/.site-crashed"; t site >/dev/null
[ ! -e "$(dirname "$SITE")/.site-crashed" ]; ok "what a crash left is cleared"
is "$(stat -c %a "$SITE/qd357/index.html") $(stat -c %a "$SITE")" "640 750" "not for everybody on the machine"
done_testing
