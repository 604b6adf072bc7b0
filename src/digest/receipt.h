/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts: what an agency is told of the mail it sent, in the transaction that stores it. RECEIVED (number of arrival, time, files with
 * hashes) and CHECKED (what was understood, what is missing, how to mend it) are one mail; with scanned pages still to be read,
 * RECEIVED goes at once and CHECKED after.
 *
 * SECURITY: nobody but a known agency's own address is ever written to, and nothing automatic (RFC 3834): no bounce, list, no-reply,
 * null return path or that of a list, our own address, no Message-ID that a tonghop makes; no failed authentication. Of a secret message a bare RECEIVED without a word of it. */
#pragma once
#include "digest/notices.h"

/* The records of one stored message, as store_add_message() or store_replace_message() left them. waits: its scanned pages are still to
 * be read. after_wait: they were, so that only CHECKED is new; nothing where there was no RECEIVED. */
typedef enum { RECEIPT_NOW, RECEIPT_WAITS, RECEIPT_AFTER_WAIT } ReceiptStage;
gboolean receipt_queue(Store *store, const Post *post, const GPtrArray *records, ReceiptStage stage, GError **error);

/* The agency whose own address sent this message, if it may be answered at all; NULL: say nothing. */
const Agency *receipt_addressee(const Post *post, const Campaign *campaign, const Record *record);
