#!/usr/bin/env bash
# Workers behind a real RabbitMQ, each in a network namespace of its own, as machines would be: the same records as without it, and nothing
# lost or read into two rows when workers are lost, slow or poisoned and the broker is started anew.     tests/broker/broker.sh [N=200]
#   as root (make broker): namespaces; the broker is private to this run
cd "$(dirname "$0")/.." || exit 1
. ./lib.sh
N=${1:-200} PORT=5679
export TONGHOP_NOW=2025-06-30T17:00:00+07:00
cleanup() {
  [ -z "${LOOPS:-}" ] || kill $LOOPS 2>/dev/null
  pkill -9 -f "$T/.*worker" 2>/dev/null
  rabbit stop >/dev/null 2>&1
  for i in 1 2 3; do ip netns del "tonghop$i" 2>/dev/null; ip link del "tonghop$i" 2>/dev/null; done
  rm -rf "$T"
}
trap cleanup EXIT

# ---- the broker
mkdir -p "$T/rabbit"; chmod 755 "$T"
export HOME=$T/rabbit RABBITMQ_NODENAME=tonghop@localhost RABBITMQ_MNESIA_BASE=$T/rabbit/mnesia RABBITMQ_LOG_BASE=$T/rabbit/log RABBITMQ_NODE_PORT=$PORT \
       RABBITMQ_CONFIG_FILE=$T/rabbit/rabbitmq.conf RABBITMQ_ENABLED_PLUGINS_FILE=$T/rabbit/plugins RABBITMQ_PID_FILE=$T/rabbit/pid RABBITMQ_DIST_PORT=25679
echo "default_user = tonghop
default_pass = geheim
loopback_users = none" > "$T/rabbit/rabbitmq.conf"
: > "$T/rabbit/plugins"
rabbit() { case $1 in start) /usr/lib/rabbitmq/bin/rabbitmq-server -detached >/dev/null 2>&1; for _ in $(seq 60); do /usr/lib/rabbitmq/bin/rabbitmqctl await_startup >/dev/null 2>&1 && return; sleep 1; done; return 1 ;;
  stop) /usr/lib/rabbitmq/bin/rabbitmqctl stop "$RABBITMQ_PID_FILE" ;; esac; }
rabbit start; ok "RabbitMQ runs"

# ---- machines: a namespace each, with a wire to this one
url() { echo "amqp://tonghop:geheim@$1:$PORT/%2f"; }
for i in 1 2 3; do
  ip netns add "tonghop$i" && ip link add "tonghop$i" type veth peer name eth0 netns "tonghop$i" && ip addr add "10.213.$i.1/30" dev "tonghop$i" &&
    ip link set "tonghop$i" up && ip -n "tonghop$i" addr add "10.213.$i.2/30" dev eth0 && ip -n "tonghop$i" link set eth0 up && ip -n "tonghop$i" link set lo up
done; ok "three machines are on the network"
instance worker; WORKER=$CONF
# loop I [PRELOAD] [--ocr]: a worker on machine I, started anew whenever it ends
loop() { local i=$1 preload=$2; shift 2; ( while :; do ip netns exec "tonghop$i" env LD_PRELOAD="$preload" "$TONGHOP" --config "$WORKER" worker --broker "$(url "10.213.$i.1")" "$@" 2>>"$T/worker$i.log"; sleep 0.3; done ) 2>/dev/null & LOOPS+=" $!"; }
end_loops() { kill $LOOPS 2>/dev/null; wait $LOOPS 2>/dev/null; LOOPS=; pkill -f "$T/worker/tonghop.conf worker"; sleep 1; }
behind() { sed -i "s|^#broker=.*|broker=$(url 127.0.0.1)|; s/^broker-seconds=.*/broker-seconds=${1:-60}/; s/^workers=.*/workers=6/" "$CONF"; }
t() { "$TONGHOP" --config "$CONF" "$@"; }
records() { t export --format json --what submissions; t export --format json --what figures; }

# ---- without, with
instance here; for f in mails/*.eml; do deliver "$f"; done; t ingest >/dev/null 2>&1; records > "$T/here.json"
instance far; behind; delivered=0; for f in mails/*.eml; do deliver "$f"; done
must_fail 75 "no worker behind the broker: try again" env bash -c "sed 's/^broker-seconds=.*/broker-seconds=2/' '$CONF' > '$CONF.2' && '$TONGHOP' --config '$CONF.2' ingest"
like "$err" "no worker answered within 2 s .*does 'tonghop worker' run" "and it says what to look at"
is "$(ls "$MAIL/new" | wc -l)" "$(ls mails/*.eml | wc -l)" "every mail is still in new/"
loop 1 ""; loop 2 ""
runs "two machines read" t ingest
records > "$T/far.json"; cmp "$T/here.json" "$T/far.json"; ok "records and figures are those of a machine that reads by itself"
is "$(t verify 2>&1 | tail -1)" "$(cd "$T" && "$TONGHOP" --config "$T/here/tonghop.conf" verify 2>&1 | tail -1)" "verify agrees"
grep -q geheim <(ps axww) && ! grep -q geheim "$T"/worker*.log; ok "no log tells the password"

# ---- lost, slow, started anew, under load
python3 - mails "$T/many" "$N" <<'P'
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import make_mails as m
out, n, agencies = pathlib.Path(sys.argv[2]), int(sys.argv[3]), m.agencies()
out.mkdir()
for i in range(n):
    a = agencies[i % len(agencies)]
    number = f"{i + 1}/BC-{a.symbol}"
    docx = m.report_docx(a, number, 1 + i % 9, i % 40)
    out.joinpath(f"{i:05d}.eml").write_text(m.mail("Văn thư", a.address, f"Báo cáo {number}", [m.cover(a, number), m.attachment(f"bc{i}.docx", docx, m.DOCX)],
                                            (6, 1 + i % 9, "08:%02d:%02d" % (i // 60 % 60, i % 60)), message_id=f"b{i}@{a.domain}"))
P
instance load; behind; loop 3 ""
for f in "$T"/many/*.eml; do cp "$f" "$MAIL/new/17490000.M$(basename "$f" .eml)P1.test"; done
t ingest >"$T/load.out" 2>"$T/load.err" & run=$!
sleep 1.5; pkill -9 -f "broker $(url 10.213.1.1)"; stopped=$(pgrep -f "broker $(url 10.213.2.1)" | head -1); kill -STOP "$stopped"
sleep 1; rabbit stop >/dev/null 2>&1; rabbit start; sleep 2; kill -CONT "$stopped"
wait $run; s=$?
for _ in 1 2 3; do [ -z "$(ls "$MAIL/new")" ] && break; t ingest >>"$T/load.out" 2>>"$T/load.err"; s=$?; done
[ $s -eq 0 ]; ok "a worker killed, one stopped for a while, the broker started anew: the run ends"
is "$(t export --format json --what submissions | wc -l)" "$N" "every mail has one record"
is "$(t log --json | grep -c worker-crashed)" 0 "none is blamed for it"
t verify >/dev/null 2>&1; ok "verify agrees"

# ---- a message that fells every worker
end_loops
cc -O1 -D_GNU_SOURCE -shared -fPIC -o "$T/poison.so" broker/poison.c -ldl; ok "the poison is built"
instance poison; behind
{ echo "X-Poison: yes"; cat mails/01-docx-annex.eml; } > "$T/poison.eml"
delivered=0; deliver mails/03-pdf.eml; deliver "$T/poison.eml"; deliver mails/04-docx-styles-incomplete.eml; deliver mails/06-text-in-body.eml
loop 1 "$T/poison.so"; loop 2 "$T/poison.so"
runs "a message that fells whole workers" t ingest
is "$(t log --json | grep -c 'workers were lost while they read it')" 1 "is put away with the reason"
is "$(ls "$MAIL/.Quarantine/cur" | wc -l)/$(ls "$MAIL/.Processed/cur" | wc -l)" 1/3 "and its neighbours are read"
end_loops

# ---- another outline
instance strange; behind 10; delivered=0; deliver mails/01-docx-annex.eml
echo "# changed" >> "$T/strange/campaigns/qd357/outline.conf"
loop 1 ""
must_fail 75 "a worker with other campaigns is not believed" t ingest
like "$err" "a worker refused: its version, campaigns" "it says so"
is "$(ls "$MAIL/new" | wc -l)" 1 "the mail stays in new/"
end_loops

# ---- text recognition
python3 - formats/ocr/scan.pdf "$T/scan.eml" <<'P'
import base64, pathlib, sys
body = base64.encodebytes(pathlib.Path(sys.argv[1]).read_bytes()).decode()
pathlib.Path(sys.argv[2]).write_text("Received: from mx.example by mx.congan.quangngai.example; Mon, 9 Jun 2025 08:01:00 +0700\nFrom: vanthu@stc.quangngai.example\nTo: baocao+qd357@congan.quangngai.example\nSubject: scan\nMessage-ID: <scan@stc>\n"
  "Date: Mon, 9 Jun 2025 08:00:00 +0700\nMIME-Version: 1.0\nContent-Type: application/pdf; name=bc.pdf\nContent-Transfer-Encoding: base64\n\n" + body)
P
instance scans; deliver "$T/scan.eml" a; t ingest >/dev/null 2>&1; records > "$T/scan-here.json"
instance scans-far; behind 120; deliver "$T/scan.eml" a
loop 1 ""; loop 2 "" --ocr
runs "one machine reads, another recognises a scan" t ingest
records > "$T/scan-far.json"; cmp "$T/scan-here.json" "$T/scan-far.json"; ok "its record is that of a machine that does both"
grep -q '"ocr_confidence": *0\.[0-9]' "$T/scan-far.json"; ok "and its text is there"
end_loops

# ---- over message-bytes: the head goes to the worker, so that it is known whose it was
{ cat mails/06-text-in-body.eml; head -c 100000 /dev/zero | tr '\0' 'x'; } > "$T/big.eml"
instance big-here; sed -i 's/^message-bytes=.*/message-bytes=90000/' "$CONF"; deliver "$T/big.eml" a; t ingest >/dev/null 2>&1; records > "$T/big-here.json"
instance big-far; behind; sed -i 's/^message-bytes=.*/message-bytes=90000/' "$CONF" "$WORKER"; deliver "$T/big.eml" a
loop 1 ""
runs "one that is too long" t ingest
records > "$T/big-far.json"; cmp "$T/big-here.json" "$T/big-far.json"; ok "has the record that it has without a broker"
like "$(head -1 "$T/big-far.json")" '"from": "[^"]*@.*limit-exceeded|limit-exceeded.*"from": "[^"]*@' "with its sender"
end_loops

# ---- the broker is away
instance away; behind; sed -i "s/^broker=.*/broker=amqp:\/\/a:geheim@127.0.0.1:1\/%2f/" "$CONF"; deliver mails/01-docx-annex.eml
must_fail 75 "a broker that is away" t ingest
must_fail 75 "a worker without a broker" t worker
is "$(grep -c 'taking messages' <<<"$err")" 0 "does not say that it takes messages"
must_fail 75 "and the intake again" t ingest
like "$err" "broker 127.0.0.1:1: cannot connect" "is named without its password"
done_testing
