-- SPDX-License-Identifier: GPL-3.0-or-later
-- Outgoing mail: queued in the transaction of its cause, sent later; the key makes each of them unique.

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL UNIQUE,
  recipients TEXT NOT NULL,
  subject TEXT,
  bytes BLOB NOT NULL,
  state TEXT NOT NULL,              -- queued, sending, sent, failed
  attempts INTEGER NOT NULL DEFAULT 0,
  queued INTEGER NOT NULL,
  next_try INTEGER,
  sent INTEGER,
  error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (next_try) WHERE state = 'queued';
