#!/usr/bin/env bash
# A real mail system on loopback, all of it private to this run: Postfix takes mail by SMTP and delivers into the Maildir as a user that is not
# root, our daemon runs as that user under the restrictions of its systemd unit (confine.py), Dovecot shows the folders by IMAP, receipts and digest leave by SMTP again; agencies
# send N reports while everything is killed and started anew. At the end every mail is accounted for.     tests/real/mail.sh [N=1000]
#   as root (make real-mail): Postfix and Dovecot change to users of their own
cd "$(dirname "$0")/.." || exit 1
. ./lib.sh
N=${1:-1000} SMTP=2525 IMAP=1143 RUNAS=nobody GROUP=nogroup
chmod 755 "$T"
cleanup() { postfix -c "$T/etc" stop >/dev/null 2>&1; [ -z "${DOVE:-}" ] || kill "$DOVE" 2>/dev/null; [ -z "${DAEMON:-}" ] || kill -9 "$DAEMON" 2>/dev/null; wait 2>/dev/null; rm -rf "$T"; }
trap cleanup EXIT

# ---- Postfix
mkdir -p "$T/etc" "$T/queue" "$T/data" "$T/agencies" "$T/officers"
chown postfix "$T/data"; chown $RUNAS:$GROUP "$T/agencies" "$T/officers"
sed "s/^smtp  *inet.*/127.0.0.1:$SMTP inet n - n - - smtpd/" /usr/share/postfix/master.cf.dist > "$T/etc/master.cf"
cat > "$T/etc/main.cf" <<E
compatibility_level=3.6
queue_directory=$T/queue
data_directory=$T/data
maillog_file=$T/postfix.log
maillog_file_prefixes=$T
inet_interfaces=127.0.0.1
inet_protocols=ipv4
myhostname=mx.congan.quangngai.example
mydestination=
mynetworks=127.0.0.0/8
recipient_delimiter=+
virtual_mailbox_domains=regexp:{{/./ OK}}
virtual_mailbox_base=$T
virtual_mailbox_maps=regexp:{{/^(baocao|anktct)(\+.*)?@/ inst/spool/Maildir/}, {/^lanhdao@/ officers/Maildir/}, {/./ agencies/Maildir/}}
virtual_uid_maps=static:$(id -u $RUNAS)
virtual_gid_maps=static:$(id -g $RUNAS)
smtpd_sender_restrictions=check_sender_access regexp:$T/etc/senders
E
echo '/^vanthu@(.*)$/ PREPEND Authentication-Results: mx.congan.quangngai.example; dkim=pass header.d=$1' > "$T/etc/senders"

# ---- the instance
"$TONGHOP" init "$T/inst" >/dev/null || exit 1
CONF=$T/inst/tonghop.conf
setting() { if grep -qE "^#?$1=" "$CONF"; then sed -i "s|^#\?$1=.*|$1=$2|" "$CONF"; else sed -i "/^\[$3\]/a $1=$2" "$CONF"; fi; }
setting from "anktct@congan.quangngai.example" mail
setting smtp-url "smtp://127.0.0.1:$SMTP" mail
setting receipts yes mail
setting trusted-authserv-id mx.congan.quangngai.example intake
setting recipients lanhdao@congan.quangngai.example digest
sed -i '/^sendmail=/d' "$CONF"
chown -R $RUNAS:$GROUP "$T/inst"
as=(setpriv --reuid=$RUNAS --regid=$GROUP --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all)
unit=../systemd/tonghop.service
kernel() { awk -v key="$1:" '$1 == key {print $2}' "/proc/$DAEMON/status" 2>/dev/null; }
# until it is the program and catches SIGTERM (bit 15): before that it is not yet the daemon that a signal meets
daemon() {
  python3 real/confine.py $unit "$T/inst" "$(realpath "$BUILD")" $RUNAS >>"$T/daemon.log" 2>&1 & DAEMON=$!
  for _ in $(seq 300); do [ "$(kernel Name)" = tonghop ] && [ $((0x$(kernel SigCgt) & 0x4000)) -ne 0 ] && return; kill -0 $DAEMON 2>/dev/null || return; sleep 0.1; done
}
t() { "${as[@]}" "$TONGHOP" --config "$CONF" "$@"; }
runs "the configuration is sound" t config check

# ---- Dovecot
cat > "$T/dovecot.conf" <<E
protocols=imap
base_dir=$T/dove
log_path=$T/dovecot.log
ssl=no
disable_plaintext_auth=no
mail_location=maildir:$T/inst/spool/Maildir
passdb {
  driver=static
  args=password=secret
}
userdb {
  driver=static
  args=uid=$RUNAS gid=$GROUP home=$T
}
first_valid_uid=1
service imap-login {
  inet_listener imap {
    address=127.0.0.1
    port=$IMAP
  }
}
E
dove() { dovecot -F -c "$T/dovecot.conf" 2>>"$T/dovecot.err" & DOVE=$!; }
imap() { curl -s --max-time 20 --user officer:secret "imap://127.0.0.1:$IMAP/" "$@"; }

runs "every key of the unit is applied, or known to be systemd's alone" python3 real/confine.py $unit --list
sed 's/^/# /' <<<"$out"
postfix -c "$T/etc" start >"$T/postfix.err" 2>&1; ok "Postfix starts"
dove; daemon
for _ in $(seq 50); do (: </dev/tcp/127.0.0.1/$SMTP) 2>/dev/null && break; sleep 0.2; done

# The daemon is the process that was started (each step of confine.py is an exec); what the kernel says of it is what the unit asks for.
is "$(kernel Uid) $(kernel NoNewPrivs) $(kernel CapBnd) $(kernel Seccomp)" "$(id -u $RUNAS) 1 0000000000000000 2" "the daemon: not root, no new privileges, no capability in its bounds, a filter of system calls"
outside() { nsenter --mount --target "$DAEMON" "$@" 2>&1; }
is "$(for place in /etc /usr/bin /var/lib /mnt/prefix/bin; do outside touch $place/x; done | grep -c 'Read-only')" 4 "where it lives nothing can be written but its state"
is "$(outside ls -A /tmp /home /root /dev | xargs)" "/dev: full null random urandom zero /home: /root: /tmp:" "and nothing of others is to be seen"
is "$(for space in mnt ipc uts user; do [ "$(readlink /proc/$DAEMON/ns/$space)" = "$(readlink /proc/self/ns/$space)" ] && echo $space; done)" "" "namespaces of its own"

# ---- the deadline
python3 real/send.py $SMTP "$N" > "$T/sent" & SENDER=$!
kills=0 restarts=0
while kill -0 $SENDER 2>/dev/null || [ $kills -lt 8 ]; do # what waits in new/ is work too
  sleep 1
  case $((kills % 4)) in
    0) kill -9 "$DAEMON"; wait "$DAEMON" 2>/dev/null; daemon ;;
    1) kill -TERM "$DAEMON"; wait "$DAEMON"; ended=$?; [ $ended -eq 0 ] || bad_end="${bad_end:-} $ended: $(tail -n 1 "$T/daemon.log")"; daemon ;;
    2) postfix -c "$T/etc" stop >/dev/null 2>&1; postfix -c "$T/etc" start >/dev/null 2>&1; restarts=$((restarts + 1)) ;;
    3) kill "$DOVE"; wait "$DOVE" 2>/dev/null; dove; kill -HUP "$DAEMON"; restarts=$((restarts + 1)) ;;
  esac
  kills=$((kills + 1))
done
wait $SENDER; ok "all $N mails are sent"
echo "# $kills blows: daemon killed or ended, Postfix or Dovecot started anew"
[ $kills -ge 4 ]; ok "everything was struck at least once"
is "${bad_end:-}" "" "SIGTERM ends the daemon in peace"
swaks --silent 2 --server 127.0.0.1:$SMTP --from vanthu@stc.quangngai.example --to baocao+qd357@congan.quangngai.example --header 'Subject: Hỏi về thời hạn gửi báo cáo QĐ 357' \
  --header 'Message-Id: <question@stc.quangngai.example>' --body 'Đề nghị cho biết số liệu lấy đến ngày nào?'; ok "swaks asks a question"
swaks --silent 2 --server 127.0.0.1:$SMTP --from '<>' --to baocao@congan.quangngai.example --header 'Subject: Undelivered Mail Returned to Sender' --header 'Auto-Submitted: auto-replied' \
  --header 'Message-Id: <bounce@mx.example>' --body 'The mail could not be delivered.'; ok "swaks sends a bounce"
echo question@stc.quangngai.example >> "$T/sent"; echo bounce@mx.example >> "$T/sent"

# ---- quiet: nothing in Postfix's queue, nothing new, receipts gone out
quiet() {
  for _ in $(seq 300); do
    [ -z "$(ls "$T/inst/spool/Maildir/new")" ] && [ "$(postqueue -c "$T/etc" -j 2>/dev/null | wc -l)" = 0 ] && return
    sleep 1
  done
}
quiet
is "$(ls "$T/inst/spool/Maildir/new" | wc -l)" 0 "new/ is empty"
kill -TERM "$DAEMON"; wait "$DAEMON"; ok "the daemon ends"; DAEMON=
t outbox flush >/dev/null 2>&1
quiet
t export > "$T/records"
python3 - "$T/sent" "$T/records" > "$T/account" <<'P'
import json, sys
sent = set(open(sys.argv[1]).read().split())
seen, states = set(), {}
for line in open(sys.argv[2]):
    r = json.loads(line)
    seen.add(r["message"]["message_id"])
    states[r["state"]] = states.get(r["state"], 0) + 1
print("lost", len(sent - seen), "strange", len(seen - sent))
print("states", " ".join(f"{k}={v}" for k, v in sorted(states.items())))
P
is "$(sed -n 1p "$T/account")" "lost 0 strange 0" "every mail that was sent is in the books, and nothing else"
sed -n 's/^/# /;2p' "$T/account"
runs "database, Maildir and log agree" t verify
kept=0
for folder in Processed Review Quarantine Ignored; do
  n=$(imap -X "STATUS $folder (MESSAGES)" | grep -o '[0-9]*)' | tr -d ')'); kept=$((kept + ${n:-0}))
  echo "# IMAP: $folder ${n:-none}"
done
is "$kept" "$(wc -l < "$T/records")" "Dovecot shows as many messages as there are records"
is "$(find "$T/inst/spool/Maildir" ! -user $RUNAS | wc -l)" 0 "and all of it belongs to the user that is not root"

# ---- what went out
out=$(find "$T/agencies/Maildir/new" -type f 2>/dev/null)
[ -n "$out" ]; ok "receipts reach the agencies ($(wc -w <<<"$out"))"
most=$(grep -h '^To:' $out | sort | uniq -c | sort -rn | head -n 1 | awk '{print $1}')
[ "${most:-9}" -le 4 ]; ok "no address got more than the set rate of 4 ($most)"
is "$(grep -L '^Auto-Submitted: auto-' $out | wc -l)" 0 "each says that a machine wrote it"
is "$(grep -l '^Return-Path: <>' $out | wc -l)" "$(wc -w <<<"$out")" "and each has the null return path"
is "$(grep -il 'bounce@mx' $out | wc -l)" 0 "the bounce got none"
day=$(TZ=Asia/Ho_Chi_Minh date +%F)
t digest --date "$day" --send >/dev/null 2>&1; t digest --date "$day" --send >/dev/null 2>&1; t outbox flush >/dev/null 2>&1
for _ in $(seq 20); do [ -n "$(ls "$T/officers/Maildir/new" 2>/dev/null)" ] && break; sleep 0.5; done
is "$(ls "$T/officers/Maildir/new" 2>/dev/null | wc -l)" 1 "the digest arrives, once"
done_testing
