#!/usr/bin/env bash
# Receipts: who gets one and who never does, what it says, each request once, the daily rate, OCR, templates.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
t() { "$TONGHOP" --config "$CONF" "$@"; }
# mail FROM NAME OPTION...: see letters.py; `ingest` writes them all
mail() { local IFS=$'\t'; delivered=$((delivered + 1)); echo "$1	$2	$MAIL/new/17490000$(printf %02d $delivered).M${delivered}P1.test${3+	${*:3}}" >> "$T/jobs"; }
ingest() { "$HERE/letters.py" "$T/jobs" && : > "$T/jobs" && t ingest 2>&1; }
# outgoing instance NAME RATE
outgoing() {
  instance "$1"; mkdir -p "$T/$1/sent"
  printf '#!/bin/sh\nn=$(ls "%s" | wc -l); { echo "ARGS $*"; cat; } > "%s/$n"\n' "$T/$1/sent" "$T/$1/sent" > "$T/$1/sendmail"; chmod +x "$T/$1/sendmail"
  sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|; s|^sendmail=.*|sendmail=$T/$1/sendmail -i -t|
          s|^#\?from=.*|from=Tiep nhan <baocao@congan.quangngai.example>|; s|^receipts=.*|receipts=yes|; s|^rate-per.*|rate-per-address-per-day=$2|" "$CONF"
}
# unpack INSTANCE: each mail that went out as a file named after what it answers: arguments, to, subject, how automatic; its text
unpack() { rm -rf "$T/$1/text"; mkdir "$T/$1/text"; python3 - "$T/$1/sent" "$T/$1/text" <<'E2'
import email, email.policy, pathlib, sys
for f in sorted(pathlib.Path(sys.argv[1]).iterdir(), key=lambda f: int(f.name)):
    args, raw = f.read_bytes().split(b"\n", 1)
    m = email.message_from_bytes(raw, policy=email.policy.default)
    text = " | ".join([args.decode(), m["To"], m["Subject"], m["Auto-Submitted"], m["In-Reply-To"] or "-"]) + "\n" + m.get_content()
    (pathlib.Path(sys.argv[2]) / (f.name + " " + (m["References"] or "-").replace("/", "_"))[:200]).write_text(text)
E2
}
# letter INSTANCE [ID]: those that answer the mail of that name
letter() { cat "$T/$1/text"/*"${2-}"* 2>/dev/null; }
NONGDAN=vanthu@nongdan.quangngai.example

outgoing i 100
A=$HERE/formats/archives
mail $NONGDAN whole
mail $NONGDAN less1 "without:3. "
mail $NONGDAN less2 "without:3. " "without:I. "
mail $NONGDAN whole2
mail $NONGDAN less3 "without:3. "
mail vanthu@stc.quangngai.example lock "say:Kính gửi báo cáo tổng kết Quyết định 357" "attach:$A/encrypted5.rar=bao cao.rar"
mail vanthu@sct.quangngai.example link "say:Kính gửi báo cáo Quyết định 357: https://drive.google.com/file/d/1A2b3C4d5E6f/view"
mail vanthu@syt.quangngai.example forgot "say:Sở Y tế xin gửi kèm báo cáo tổng kết Quyết định 357. https://syt.quangngai.example/"
mail vanthu@sxd.quangngai.example broken "say:Kính gửi báo cáo tổng kết Quyết định 357" "attach:$HERE/formats/odf_rtf/broken.odt=hong.odt"
mail vanthu@stc.quangngai.example lock2 "say:Sở gửi lại báo cáo tổng kết Quyết định 357" "attach:$A/encrypted4.rar=Bao Cao.rar"
deliver "$HERE/mails/08-zip-mismatch.eml"; deliver "$HERE/mails/17-secret-mark.eml"
mail $NONGDAN evil "subject:=?utf-8?Q?Bao_cao_357=0D=0ABcc:_victim@example.net=0D=0A=0D=0Abody=1B[31m=E2=80=AEx_http://evil.example/x?=" "header:Reply-To=<other@evil.example>" "attach:$A/BaoCao.txt.gz=a=E2=80=AE\"b.txt"
answered=12
# nobody is answered who must not be
mail $NONGDAN r1 "path:"
mail $NONGDAN r2 "header:Auto-Submitted=auto-replied"
mail $NONGDAN r3 "header:List-Id=<x.example>"
mail $NONGDAN r4 "header:Precedence=bulk"
mail $NONGDAN r5 "header:X-Autoreply=yes"
mail no-reply@nongdan.quangngai.example r6
mail MAILER-DAEMON@nongdan.quangngai.example r7
mail postmaster@nongdan.quangngai.example r8
mail owner-list@nongdan.quangngai.example r9
mail baocao@congan.quangngai.example r10
mail baocao+qd357@congan.quangngai.example r11
mail nguoila@gmail.example r12
mail $NONGDAN r13 fail
mail $NONGDAN r14 "header:X-Failed-Recipients=a@b.example"
mail $NONGDAN r15 "id:<receipt.0123456789abcdef01234567@congan.quangngai.example>"
mail $NONGDAN r16 "header:Auto-Submitted=auto-generated" "say:Tôi đi công tác, sẽ trả lời sau."
deliver "$HERE/mails/08-zip-mismatch.eml"
for m in 19-bounce 20-autoreply 21-newsletter 15-unknown-sender 22-failed-authentication; do deliver "$HERE/mails/$m.eml"; done

runs "ingest" ingest
runs "receipts are in the outbox, in the transaction of their cause" t outbox list --json
is "$(grep -c '"kind": "receipt"' <<<"$out") $(sed -n 's/.*"state": "\([a-z]*\)".*/\1/p' <<<"$out" | sort -u)" "$((answered + 1)) queued" "one for each mail of an agency, both halves in one"
runs "flush" t outbox flush; runs "flush again" t outbox flush; runs "ingest again" ingest
is "$(ls "$T/i/sent" | wc -l)" $((answered + 1)) "nothing is sent twice"
unpack i
for i in $(seq 16); do [ -n "$(letter i "r$i@")" ] && echo "r$i"; done > "$T/wrong"
is "$(cat "$T/wrong")" "" "nobody was answered who must not be"

one=$(letter i whole@)
like "$one" "^ARGS -i -t -f  \| $NONGDAN \| Đã nhận và kiểm tra báo cáo, số đến 1 \| auto-replied \| <whole@nongdan" "to the sender, null return path, automatic, as a reply"
like "$one" 'Kính gửi: Hội Nông dân tỉnh Quảng Ngãi' "it greets the agency"
like "$one" 'Ngày: 05/6/2025, 10 giờ 12 phút' "when it came, by our clock"
like "$one" "SHA-256: [0-9a-f]{64}" "with the hash of what came"
like "$one" 'số 61/BC-HND ngày 05/6/2025' "the document that was understood"
like "$one" 'có 15/15 mục bắt buộc' "its sections"
like "$one" 'có đủ các mục bắt buộc' "and that nothing is missing"

# each problem once
like "$(letter i less1@)" 'còn thiếu các mục bắt buộc' "a missing section is asked for"
like "$(letter i less1@)" '\+ III.3. ' "by code and title"
two=$(letter i less2@)
like "$two" '\+ I. ' "a second mail: what is newly missing is asked for"
is "$(grep -c '+ III.3' <<<"$two")" 0 "what was asked before is not asked again"
like "$two" '^- thiếu mục III.3' "it is only recalled"
like "$(letter i whole2@)" 'có đủ các mục' "mended"
like "$(letter i less3@)" '\+ III.3' "and new again"
like "$(letter i lock@)" 'Tệp “.*” trong “bao cao.rar” đặt mật khẩu' "password"
like "$(letter i lock@)" 'chờ cán bộ phụ trách xem xét' "and that a person has to look"
like "$(letter i link@)" 'chỉ có đường dẫn' "link instead of a file"
like "$(letter i forgot@)" 'quên đính kèm' "nothing attached, whatever address the signature names"
like "$(letter i broken@)" 'Tệp “hong.odt” bị hỏng' "corrupt"
lock2=$(letter i lock2@)
is "$(grep -c 'gửi lại tệp không đặt mật khẩu' <<<"$lock2") $(grep -c '^- tệp đặt mật khẩu: “.*” trong “Bao Cao.rar”' <<<"$lock2")" "0 1" "a locked file is not asked for twice"
like "$(letter i bsr-binhson)" 'lời văn [0-9.]+, phụ lục [0-9.]+' "figures that differ: both values"

secret=$(letter i hoaphatdungquat)
like "$secret" 'chờ người có thẩm quyền xem xét' "a secret one: a bare receipt"
is "$(grep -ciE 'SHA-256|tệp đã nhận|tiêu đề|mật|docx' <<<"$secret")" 0 "without a word of it"

python3 - "$T/i/sent" > "$T/evil" <<'E2'
import email, email.policy, pathlib, sys
for f in pathlib.Path(sys.argv[1]).iterdir():
    m = email.message_from_bytes(f.read_bytes().split(b"\n", 1)[1], policy=email.policy.default)
    text = m.get_content()
    if "evil@" in m["References"]: print(m["To"], m["Bcc"], len(m.keys()), "\x1b" in text, "\u202e" in text, "http://" in text, not m.defects)
E2
is "$(cat "$T/evil")" "$NONGDAN None 12 False False False True" "hostile words reach no header, no terminal, no link, and nobody but the sender"
runs "the log's chain and the books" t verify

# ---- what we sent comes back: another instance with the same program, a forwarder
n=$(t outbox list --json | wc -l)
for f in "$T/i/sent"/*; do tail -n +2 "$f" > "$T/back.eml"; deliver "$T/back.eml"; sed 's/^From: .*/From: <'$NONGDAN'>/; s/^To: .*/To: <baocao+qd357@congan.quangngai.example>/; s/^Message-Id: .*/Message-Id: <other.'$RANDOM'@nongdan.quangngai.example>/' "$T/back.eml" > "$T/other.eml"; deliver "$T/other.eml"; done
runs "our letters come back, and those of an instance like ours" ingest
is "$(t outbox list --json | wc -l)" "$n" "no loop: none is answered"

# ---- scanned pages: RECEIVED at once, CHECKED after
outgoing p 100
mail $NONGDAN scan "say:Kính gửi báo cáo tổng kết Quyết định 357" "subject:Báo cáo Quyết định 357 bí danh Sao Mai" "attach:$HERE/formats/ocr/scan.pdf=ban quet.pdf"
mail vanthu@stc.quangngai.example stamped "say:Kính gửi báo cáo tổng kết Quyết định 357" "subject:Báo cáo Quyết định 357 bí danh Sao Hôm" "attach:$HERE/formats/ocr/secret.pdf=ban quet.pdf"
"$HERE/letters.py" "$T/jobs" && : > "$T/jobs"; runs "scans" t ingest --no-ocr; t outbox flush > /dev/null; unpack p
like "$(letter p scan@)" 'Đã nhận thư, số đến 1 .*' "what came is told at once"
like "$(letter p scan@)" 'đang được nhận dạng' "and that the rest follows"
is "$(letter p | grep -c 'Sao Mai\|Sao Hôm\|Kết quả kiểm tra báo cáo')" 0 "no subject before it is known whether it is secret, nothing of the content"
runs "the pages are read" t ingest; t outbox flush > /dev/null; unpack p
like "$(letter p scan@)" 'Kết quả kiểm tra báo cáo, số đến 1 ' "then the result"
is "$(letter p scan@ | grep -c 'SHA-256') $(letter p stamped@ | grep -c '^ARGS')" "1 1" "once; a secret one gets no more"
is "$(grep -c 'Sao Hôm' "$T/p/spool/tonghop.db")" 0 "and nothing of it is in the database"

# ---- the daily rate: what is over it waits and is merged
outgoing r 2
for i in 1 2 3 4 5; do mail $NONGDAN rate$i "header:X-Number=$i"; done
runs "five mails of one agency" ingest; runs "flush" t outbox flush
is "$(ls "$T/r/sent" | wc -l)" 2 "two go out on the day"
is "$(t outbox list --json | wc -l)" 3 "the others are one mail that waits"
TONGHOP_NOW=2025-06-10T08:00:00+07:00 t outbox flush > /dev/null
is "$(ls "$T/r/sent" | wc -l)" 3 "it goes the next day"
unpack r
like "$(letter r rate3@)" 'Thông báo về báo cáo của quý cơ quan, đơn vị \(3 nội dung\)' "as one"
is "$(letter r rate3@ | grep -oE 'Số: [0-9]' | tr -d '\n')" "Số: 3Số: 4Số: 5" "nothing is dropped"
runs "the log's chain and the books" t verify
outgoing s 2
for i in 1 2; do
  mail $NONGDAN day$i; mail $NONGDAN eve$i
  TONGHOP_NOW=2025-06-1${i}T09:00:00+07:00 ingest > /dev/null
done
TONGHOP_NOW=2025-06-13T08:00:00+07:00 t outbox flush > /dev/null
is "$(ls "$T/s/sent" | wc -l)" 2 "what piled up while nothing was sent is under the rate too"
TONGHOP_NOW=2025-06-14T08:00:00+07:00 t outbox flush > /dev/null
unpack s
is "$(letter s | grep -oE 'Số: [0-9]+' | sort -u | wc -l) $(ls "$T/s/sent" | wc -l)" "4 3" "and merged, none lost"

# ---- switched off, and a letter of one's own
outgoing o 4; sed -i 's|^receipts=.*|receipts=no|' "$CONF"
mail $NONGDAN off; ingest > /dev/null
is "$(t outbox list --json | wc -l)" 0 "receipts=no: none"
sed -i 's|^receipts=.*|receipts=yes|' "$CONF"
printf '[opening]\np1=Thân gửi {co-quan}\n' > "$T/o/campaigns/qd357/letters.conf"
mail $NONGDAN own; ingest > /dev/null; t outbox flush > /dev/null
unpack o
like "$(letter o own@)" '^Thân gửi Hội Nông dân' "a campaign's own wording"
printf '[opening]\np1=Thân gửi\n' > "$T/o/campaigns/qd357/letters.conf"
must_fail 78 "a broken letter is found by config check" t config check
like "$err" 'letters.conf: \[opening\] p1: \{co-quan\} is missing' "and named"
rm "$T/o/campaigns/qd357/letters.conf" "$T/o/letters.conf"
runs "without any file it works" t config check
done_testing
