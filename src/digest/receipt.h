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

/* What waited for a person and is accepted now, by a decision or by a new reading: CHECKED, once an agency, with what RECEIVED says where
 * it was not told that. It goes to the sender where that is an agency's own address and may be answered, else to the first registered address
 * of the agency whose report it is said to be; nobody else hears of it. Nothing of what is not accepted, no report, or secret, and
 * nothing where CHECKED comes anyway, after the scanned pages. */
gboolean receipt_decided(Store *store, const Post *post, const Record *record, GError **error);

/* The agency whose own address sent this message, if it may be answered at all; NULL: say nothing. */
const Agency *receipt_addressee(const Post *post, const Campaign *campaign, const Record *record);
