#!/usr/bin/env bash
# Mail that leaves by SMTP, as the hardened service needs it: taken, refused for good, refused for now, nobody there.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2025-06-09T17:00:00+07:00
t() { "$TONGHOP" --config "$CONF" "$@"; }
# server REPLY: an SMTP server for one session that answers the message's end with REPLY; its port is in $port, what it was told in $T/session
server() {
  rm -f "$T/port"
  python3 - "$1" "$T/port" > "$T/session" <<'P' &
import pathlib, socket, sys
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(1)
listener.settimeout(30)
part = pathlib.Path(sys.argv[2] + ".part")
part.write_text(str(listener.getsockname()[1]))
part.rename(sys.argv[2])
stream = listener.accept()[0].makefile("rwb")
def say(words):
    stream.write(words.encode() + b"\r\n")
    stream.flush()
say("220 ready")
data = False
for line in stream:
    line = line.decode().rstrip("\r\n")
    print(line)
    if data:
        if line == ".":
            data = False
            say(sys.argv[1])
    elif line.upper().startswith("DATA"):
        data = True
        say("354 go on")
    elif line.upper().startswith("QUIT"):
        say("221 bye")
        break
    else:
        say("250 ok")
P
  for _ in $(seq 100); do [ -e "$T/port" ] && break; sleep 0.1; done
  port=$(<"$T/port")
  sed -i "s|^#\?smtp-url=.*|smtp-url=smtp://127.0.0.1:$port|" "$CONF"
}
# one INSTANCE: an instance with one receipt to send
one() {
  instance "$1"
  sed -i "s|^#\?trusted-authserv-id=.*|trusted-authserv-id=mx.congan.quangngai.example;|; s|^#\?from=.*|from=baocao@congan.quangngai.example|; s|^receipts=.*|receipts=yes|; s|^workers=.*|workers=1|" "$CONF"
  printf 'vanthu@nongdan.quangngai.example\tm1\t%s\n' "$MAIL/new/1749000001.M1P1.test" > "$T/jobs"
  "$HERE/letters.py" "$T/jobs" && t ingest >/dev/null
}
state() { t outbox list --json | python3 -c 'import json, sys; print(*[json.loads(l)["state"] for l in sys.stdin])'; }

one taken; server '250 queued'
runs "a mail leaves by SMTP" t outbox flush
wait
is "$(state)" sent "and stands as sent"
like "$(<"$T/session")" '^MAIL FROM:<>' "from nobody, so that no answer comes back"
like "$(<"$T/session")" '^RCPT TO:<vanthu@nongdan.quangngai.example>' "to the agency"
like "$(<"$T/session")" '^Auto-Submitted: auto-replied' "the message went whole: its header ..."
is "$(tail -n 2 "$T/session" | head -n 1)" . "... and its end"

one refused; server '554 no such mailbox'
must_fail 1 "a refusal is a failure" t outbox flush; wait
is "$(state)" queued "what the server refuses waits"
like "$(t outbox list --json)" '"error": "SMTP: the server answered 554 no such mailbox"' "and the server's words are told"

one away; server '250 queued'; kill %% 2>/dev/null; wait
must_fail 1 "nobody there is a failure" t outbox flush
is "$(state)" queued "where nobody listens it waits too"
like "$(t outbox list --json)" '"error": "SMTP: .*connect' "and the cause is told"
done_testing
