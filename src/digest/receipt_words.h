/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a receipt says, in the words of letters.conf; everything from mail made harmless. New text, each paragraph ended by an empty line. */
#pragma once
#include "campaign/campaign.h"
#include "model/record.h"

/* Numbers of arrival of a message's records: "12", "12, 13". */
char *receipt_numbers(const GPtrArray *records);
/* waits: scanned pages are still to be read, so that nobody knows yet whether the mail is secret: its subject is not repeated. */
char *receipt_received(const Campaign *campaign, const GPtrArray *records, const char *agency_name, gboolean waits);
char *receipt_bare(const Campaign *campaign, const GPtrArray *records, const char *agency_name, char **ret_subject);
/* What was understood of one record, and whether it waits for a person; "" where there is nothing to say. */
char *receipt_checked(const Campaign *campaign, const Record *record);
