#!/usr/bin/env python3
"""The log's chain written anew by the program's own rule, head and all: rechain.py DATABASE, whose triggers are gone."""
import hashlib
import sqlite3
import sys

db, before = sqlite3.connect(sys.argv[1]), "0" * 64


def field(v):
    return b"-:" if v is None else b"%d:%s" % (len(str(v).encode()), str(v).encode())


for seq, at, level, event, record, agency, mid, text in db.execute("SELECT seq, at, level, event, record, agency, message_id, text FROM log ORDER BY seq").fetchall():
    before = hashlib.sha256(b"".join(map(field, (before, seq, at, level, event, record or 0, agency, mid, text)))).hexdigest()
    db.execute("UPDATE log SET hash = ? WHERE seq = ?", (before, seq))
db.execute("UPDATE log_head SET seq = (SELECT max(seq) FROM log), hash = ?", (before,))
db.commit()
