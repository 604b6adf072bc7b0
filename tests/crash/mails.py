#!/usr/bin/env python3
"""mails.py INSTANCE: one line a mail of the outbox: key, what became of it, how often the mail system was handed it.
mails.py --unsure INSTANCE: ids of those that a crash left as `sending` and that never went out.

A mail that stands as `sending` and went out once is as good as sent: the program cannot know, does not send it again, and leaves it to a person.
"""
import collections
import pathlib
import re
import sqlite3
import sys

unsure = sys.argv[1] == "--unsure"
here = pathlib.Path(sys.argv[-1])


def message_id(data):
    return re.search(rb"(?im)^message-id:\s*(<[^>]*>)", data)[1]


sent = collections.Counter(message_id(f.read_bytes()) for f in (here / "sent").iterdir())
db = sqlite3.connect(f"file:{here}/spool/tonghop.db?mode=ro", uri=True)
known = set()
for id, key, state, data in db.execute('SELECT id, "key", state, bytes FROM outbox ORDER BY "key"'):
    times = sent[message_id(data)]
    known.add(message_id(data))
    if unsure and state == "sending" and not times: print(id)
    if not unsure: print(key, "sent" if state == "sending" and times else state, times)
if not unsure:
    for other in sorted(sent.keys() - known): print("sent, and not in the outbox:", other.decode())
