#!/usr/bin/env bash
# Outgoing mail is safe: who is never answered (RFC 3834), one mailbox and never more, hostile words in every field that reaches a header,
# forged results of authentication, two instances that write to each other.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
t() { "$TONGHOP" --config "$CONF" "$@"; }
ND=vanthu@nongdan.quangngai.example
# post INSTANCE RATE [FROM]: an instance that writes receipts; what it sends goes into a folder, the arguments first
post() {
  instance "$1"; mkdir -p "$T/$1/sent"
  printf '#!/bin/sh\nn=$(ls "%s" | wc -l); { echo "ARGS $*"; cat; } > "%s/$n"\n' "$T/$1/sent" "$T/$1/sent" > "$T/$1/sendmail"; chmod +x "$T/$1/sendmail"
  sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|; s|^sendmail=.*|sendmail=$T/$1/sendmail -i -t|
          s|^#\?from=.*|from=${3:-baocao@congan.quangngai.example}|; s|^receipts=.*|receipts=yes|; s|^workers=.*|workers=1|; s|^rate-per.*|rate-per-address-per-day=$2|" "$CONF"
}
# table: lines of standard input as jobs for letters.py: FROM (or . for the agency), NAME, options, all separated by " | "
table() {
  sed "s/ *| */\t/g; s/^\.\t/$ND\t/" | while IFS= read -r line; do
    delivered=$((delivered + 1)); printf '%s\n' "$line" | MAILDIR="$MAIL/new/17490000$(printf %02d $delivered).M${delivered}P1.test" awk -F'\t' -vOFS='\t' '{$2 = $2 OFS ENVIRON["MAILDIR"]} 1'
  done > "$T/jobs"
  "$HERE/letters.py" "$T/jobs"
}
# answered INSTANCE: the names of the mails that were answered, and to whom
answered() { python3 - "$T/$1/sent" <<'P'
import email, email.policy, pathlib, sys
for f in pathlib.Path(sys.argv[1]).iterdir():
    m = email.message_from_bytes(f.read_bytes().split(b"\n", 1)[1], policy=email.policy.default)
    print((m["References"] or "<->").strip("<>").split("@")[0], ",".join(a.addr_spec for a in m["To"].addresses))
P
}

# ---- who gets nothing
post i 200
table <<'MAILS'
. | a1 | header:Auto-Submitted=auto-generated
. | a2 | header:AUTO-SUBMITTED= Auto-Replied (vacation); owner-token=x
. | a3 | header:Auto-Submitted=no | header:Auto-Submitted=auto-notified
. | a4 | header:Auto-Submitted=x-anything
. | a5 | header:Auto-Submitted=(no) auto-replied
. | a6 | header:Auto-Submitted=
. | p1 | header:Precedence=BULK
. | p2 | header:Precedence=first-class | header:Precedence=list
. | p3 | header:precedence= junk
. | p4 | header:Precedence=auto_reply
. | l1 | header:List-Id=<x.example>
. | l2 | header:List-Help=<mailto:a@b.example>
. | l3 | header:List-Subscribe=<mailto:a@b.example>
. | l4 | header:List-Unsubscribe=<mailto:a@b.example>
. | l5 | header:List-Post=NO
. | l6 | header:List-Owner=<mailto:a@b.example>
. | l7 | header:LIST-ARCHIVE=<https://b.example>
. | l8 | header:Mailing-List=x
. | s1 | header:X-Auto-Response-Suppress=All
. | s2 | header:X-Auto-Response-Suppress=DR, OOF, AutoReply
. | s3 | header:x-auto-response-suppress=autoreply
. | v1 | header:X-Autoreply=yes
. | v2 | header:X-Autorespond=x
. | n1 | path:
. | n2 | path:MAILER-DAEMON@nongdan.quangngai.example
. | n3 | path:owner-danhsach@nongdan.quangngai.example
. | n4 | path:danhsach-request@nongdan.quangngai.example
. | n5 | path:bounces+17@nongdan.quangngai.example
MAILER-DAEMON@nongdan.quangngai.example | m1
Postmaster@nongdan.quangngai.example | m2
no-reply@nongdan.quangngai.example | m3
Do_Not.Reply@nongdan.quangngai.example | m4
khong-tra-loi@nongdan.quangngai.example | m5
danhsach-request@nongdan.quangngai.example | m6
OWNER-danhsach@nongdan.quangngai.example | m7
majordomo@nongdan.quangngai.example | m8
bounces-17@nongdan.quangngai.example | m9
baocao@congan.quangngai.example | o1
BaoCao+QD357@congan.quangngai.example | o2
. | o3 | id:<receipt.0123456789abcdef01234567@CONGAN.quangngai.example>
. | o4 | id:<receipt.0123456789abcdef01234567@another.example>
. | o5 | id:<reminder.0123456789abcdef01234567@another.example>
nguoila@gmail.example | u1
. | u2 | fail
. | f1 | fail | header:Authentication-Results=mx.congan.quangngai.example; dmarc=pass header.from=nongdan.quangngai.example
. | f2 | fail | header:AUTHENTICATION-RESULTS=MX.Congan.QuangNgai.Example (x) ; dkim=pass header.d=nongdan.quangngai.example
-oQtmp@nongdan.quangngai.example | x1
a..b@nongdan.quangngai.example | x3
văn.thư@nongdan.quangngai.example | x4
. | y1 | header:Auto-Submitted=no
. | y2 | header:Auto-Submitted=NO (a person)
. | y3 | header:X-Auto-Response-Suppress=DR, RN, NRN
. | y4 | header:X-Auto-Response-Suppress=None
. | y5 | header:Precedence=first-class
. | y6 | drop:Return-Path
. | y7 | header:Reply-To=<victim@evil.example>, <victim2@evil.example>
. | y8 | header:Sender=<victim@evil.example>
victim@evil.example,vanthu@nongdan.quangngai.example | z1
victim@evil.example;vanthu@nongdan.quangngai.example | z2
MAILS
printf 'Return-Path: <%s>\nFrom: <%s>\nTo: <baocao+qd357@congan.quangngai.example>\nSubject: Báo cáo Quyết định 357\nMessage-ID: <r1@x>\nMIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nx\n\n--b--\n' $ND $ND > "$T/r1.eml"; deliver "$T/r1.eml"
runs "a table of $delivered mails" t ingest; runs "what is to be sent is sent" t outbox flush
answered i | sort > "$T/got"
is "$(cut -d' ' -f1 "$T/got" | tr '\n' ' ')" "y1 y2 y3 y4 y5 y6 y7 y8 z1 z2 " "only a person's mails are answered, each once"
is "$(cut -d' ' -f2 "$T/got" | sort -u)" "$ND" "at the one address that it came from"
is "$(cat "$T/i/sent"/* | grep -c evil)" 0 "and no other address is named"
is "$(cat "$T/i/sent"/* | grep -c '^ARGS -i -t -f  *$')" 10 "with the null return path"
is "$(t export --what submissions | grep -c sender-unverified)" 3 "what failed authentication is not believed, whatever it says of itself further down"

# ---- hostile words in whatever reaches a letter
post h 200
cat > "$T/cell.py" <<'P'
import csv, sys # FILE CODE COLUMN VALUE
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
for row in rows:
    if row[0] == sys.argv[2]: row[rows[0].index(sys.argv[3])] = sys.argv[4].encode("latin-1", "backslashreplace").decode("unicode_escape")
csv.writer(open(sys.argv[1], "w", encoding="utf-8", newline="")).writerows(rows)
P
AGENCIES=$T/h/campaigns/qd357/agencies.csv
python3 "$T/cell.py" "$AGENCIES" HND name 'Hội Nông dân\r\nBcc: victim@evil.example\r\n\r\n\x1b[31m =?utf-8?Q?=0D=0ABcc:_victim@evil.example?= tỉnh'
python3 - "$MAIL/new" "$HERE/mails/06-text-in-body.eml" <<'P'
import base64, email, email.policy, pathlib, sys
report = email.message_from_bytes(pathlib.Path(sys.argv[2]).read_bytes(), policy=email.policy.default).get_content()
BCC = "\r\nBcc: victim@evil.example\r\n\r\nbody\x1b[31m\u202e"
q = "".join("=%02X" % b for b in BCC.encode())
word = f"=?utf-8?Q?x{q}?="
b64 = lambda charset: base64.b64encode(BCC.encode(charset)).decode()
subjects = [word, f"=?utf-8?B?{b64('utf-8')}?=", f"a\r\n {word}\r\n\tb", "x\0y\r\n Bcc: victim@evil.example", "Báo cáo 357 " + "dài " * 5000,
            "=?utf-8?Q?=3D=3Futf-8=3FQ=3F=0D=0ABcc:_victim=40evil.example=3F=3D?=", f"=?utf-16?B?{b64('utf-16')}?=",
            "\udc80\udcff\r\n\x0b\x0c\x85\u2028Bcc: victim@evil.example", "", "%s%n%1000000d"]
ids = ["<a@x.example>\r\n Bcc: victim@evil.example", "<a@x.example\r\n Bcc: victim@evil.example>", "<a,b@x.example>", '<"a b"@x.example>',
       "<a@x.example> <victim@evil.example>", "<=?utf-8?Q?a=0D=0ABcc:_v@evil.example?=>", "<" + "a" * 5000 + "@x.example>",
       "victim@evil.example, x", "<a@x\0.example>", "<\u0111@x.example>"]
names = [f'filename="{word}.txt"', f"filename*=utf-8''a{q.replace('=', '%')}.txt", 'filename="a\r\n\tBcc: victim@evil.example\r\n\t.txt"',
         'filename="../../a\x1b]0;x\x07.txt"', "filename*0*=utf-8''a%0D%0A; filename*1*=Bcc%3A%20victim@evil.example%0D%0A%0D%0A.txt",
         'filename="' + "n" * 3000 + '.txt"', "filename*=utf-16''%00%0D%00%0A.txt", 'filename=""', 'filename="%s%n.txt"', 'filename="<script>.txt"']
froms = [f'"{word}" <vanthu@nongdan.quangngai.example>', f"{word} <vanthu@nongdan.quangngai.example>",
         "vanthu@nongdan.quangngai.example (x\r\n Bcc: victim@evil.example)"]
for i in range(10):
    head = f"""Return-Path: <vanthu@nongdan.quangngai.example>
Authentication-Results: mx.congan.quangngai.example; dmarc=pass header.from=nongdan.quangngai.example
From: {froms[i % 3]}
To: <baocao+qd357@congan.quangngai.example>
Subject: {subjects[i]}
Message-ID: {ids[i]}
References: {'<victim@evil.example> ' * 2000}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

"""
    body = f"""--b
Content-Type: text/plain; charset=utf-8

{report} ({i})
--b
Content-Type: application/octet-stream
Content-Disposition: attachment; {names[i]}

hỏng {i}
--b--
"""
    pathlib.Path(sys.argv[1], f"17490001{i:02}.M{i}P2.test").write_bytes((head + body).encode("utf-8", "surrogateescape"))
P
runs "ten hostile mails" t ingest; runs "flush" t outbox flush
python3 - "$T/h/sent" > "$T/hostile" <<'P'
import email, email.policy, pathlib, re, sys
allowed = {"From", "Reply-To", "To", "Subject", "Message-Id", "Date", "Auto-Submitted", "X-Auto-Response-Suppress", "In-Reply-To", "References",
           "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
n = 0
for f in pathlib.Path(sys.argv[1]).iterdir():
    n += 1
    raw = f.read_bytes().split(b"\n", 1)[1]
    head, body = raw.split(b"\n\n", 1)
    m = email.message_from_bytes(raw, policy=email.policy.default)
    bad = [k for k in m.keys() if k not in allowed or len(m.get_all(k)) != 1]
    bad += [l for l in head.split(b"\n") if len(l) > 998 or not re.fullmatch(rb"([A-Za-z-]+: |[\t ])[\t\x20-\x7e]*\S[\t\x20-\x7e]*", l)]
    text = m.get_content()
    bad += re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028]", text + str(m["Subject"]))
    bad += re.findall(r"(?m)^Bcc:.*", text)
    bad += [a.addr_spec for a in m["To"].addresses if a.addr_spec != "vanthu@nongdan.quangngai.example"] + list(m.defects)
    if bad: print(f.name, bad[:5])
print(n)
P
is "$(cat "$T/hostile")" 10 "every letter has its own headers and no others, in plain short lines, for one mailbox"
t outbox list > "$T/list"; t show 1 >> "$T/list"; t log >> "$T/list"
is "$(grep -cP '[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80\xae' "$T/list")" 0 "nothing of it reaches a terminal"
for address in 'a@b.example, victim@evil.example' 'a@b.example>' 'a b@c.example' '@b.example' '-oQ@b.example' 'a@b.example\r\nBcc: victim@evil.example' 'a(x)@b.example' 'a@b@c.example'; do
  python3 "$T/cell.py" "$AGENCIES" HND emails "$address"
  must_fail 78 "an agency's address '$address' is refused" t config check
done

cp "$HERE/../config/campaigns/qd357/agencies.csv" "$AGENCIES"

# ---- two instances that have each other among their agencies
# pair NAME RATE LOSES [PATH]: between them a mail server that loses these headers on the way, and knows another return path, as some gateways do
pair() {
  local side other
  for side in a b; do
    post "$1$side" "$2" baocao@$side.example
    [ $side = a ] && other=b || other=a
    python3 "$T/cell.py" "$T/$1$side/campaigns/qd357/agencies.csv" HND emails baocao@$other.example
    cat > "$T/$1$side/sendmail" <<M
#!/bin/sh
n=\$(ls $T/$1$side/sent | wc -l); cat > $T/$1$side/sent/\$n
{ echo 'Return-Path: <${4-}>'; echo 'Authentication-Results: mx.congan.quangngai.example; dmarc=pass header.from=$side.example'; grep -vE '^($3):' $T/$1$side/sent/\$n; } > $T/$1$other/spool/Maildir/tmp/$1$side\$n
mv $T/$1$other/spool/Maildir/tmp/$1$side\$n $T/$1$other/spool/Maildir/new/1749100000.M\${n}P3.$side
M
  done
  printf 'baocao@b.example\tfirst\t%s\n' "$T/$1a/spool/Maildir/new/1749000000.M1P1.test" > "$T/jobs"; "$HERE/letters.py" "$T/jobs"
  for side in a b a b; do "$TONGHOP" --config "$T/$1$side/tonghop.conf" ingest > /dev/null 2>&1; "$TONGHOP" --config "$T/$1$side/tonghop.conf" outbox flush > /dev/null; done
  sent="$(ls "$T/$1a/sent" | wc -l) $(ls "$T/$1b/sent" | wc -l)"
}
pair k 100 -; is "$sent" "1 0" "two instances: one receipt, and it ends"
pair l 100 'Auto-Submitted|X-Auto-Response-Suppress' x@y.example; is "$sent" "1 0" "also where a gateway loses what says that a machine wrote it"
pair m 1 'Auto-Submitted|X-Auto-Response-Suppress|Message-Id|References|In-Reply-To' x@y.example
like "$sent" '^1 [01]$' "where everything is lost, the daily rate ends it"
for side in i h lb ma; do "$TONGHOP" --config "$T/$side/tonghop.conf" verify > /dev/null || echo "$side"; done > "$T/off"
is "$(cat "$T/off")" "" "and the books agree on every side"

# ---- mails that fail: a line a reason says how many, why and what to do; mails that a crash cut off: a person decides, by name
post f 200
table <<'MAILS'
. | e1
. | e2
. | e3
MAILS
runs "three mails" t ingest
mta() { printf '#!/bin/sh\n%s\n' "$1" > "$T/f/sendmail"; }
mta 'case $(cat) in *e1@*) echo "queue full" >&2; exit 75;; *) echo "no such user" >&2; exit 67;; esac'
must_fail 1 "a flush that fails" t outbox flush
is "$(grep -c 'outbox: ' <<<"$err")" 2 "says it in a line a reason"
like "$err" 'outbox: 1 mail\(s\) not sent \(mail 1\): sendmail: exit status 75: queue full; tried again from 2025-06-09T17:05:00.07:00 on' "what passes by itself"
like "$err" 'outbox: 2 mail\(s\) not sent \(mail 2 ...\): sendmail: exit status 67: no such user; the mail system refuses them: .*outbox retry ID' "what does not"
mta 'kill -9 $PPID'; t outbox retry 1 > /dev/null 2>&1
mta 'cat > /dev/null; kill -9 $PPID'; t outbox retry 2 > /dev/null 2>&1
is "$(t outbox list --json 2> "$T/err" | grep -c '"state": "sending"')" 2 "a crash of the program leaves two as sending"
for c in 'outbox list' status verify; do runs "$c" t $c; like "$err" '2 mail\(s\) were being sent when the program was cut off, .* \(1, 2\): .*outbox sent ID. or .tonghop outbox retry ID' "$c tells of them"; done
mta 'cat > "$0.sent"'
runs "a person says that one went out" t outbox sent 1
runs "and has the other one sent" t outbox retry 2
is "$(t outbox list --json | grep -c '"state": "sent"') $(grep -c Message-Id "$T/f/sendmail.sent")" "2 1" "both are settled"
must_fail 64 "what is known to be sent is not decided again" t outbox sent 1
must_fail 66 "nor what is not there" t outbox sent 99
who=$(id -un)
like "$(t log --json)" "mail 1: it went out, said by $who" "the log has it as a person's decision"
like "$(t log --json)" "mail 2: to be tried again, said by $who" "and the other"
runs "status" t status; is "$err" "" "nothing is left to tell of"
mkfifo "$T/go"; mta "touch $T/busy; cat $T/go"
t outbox retry 3 > /dev/null 2>&1 & flusher=$!
for n in $(seq 100); do [ -e "$T/busy" ] && break; sleep 0.1; done
must_fail 75 "while a mail is being sent nobody decides on it" t outbox sent 3
runs "status" t status; is "$err" "" "and nothing is said of it"
echo > "$T/go"; wait $flusher; ok "it goes out"
runs "verify" t verify
done_testing
