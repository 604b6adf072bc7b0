/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record as a page on which a person checks the reading in a minute: what was unsure and why, the section tree with every
 * figure marked in its sentence, tables of documents and proposals, the files. In Vietnamese; no script, nothing external. */
#pragma once
#include "campaign/campaign.h"
#include "model/record.h"

/* campaign: the record's, or NULL (then ids stand for labels). New text. */
char *record_html(const Record *record, const Campaign *campaign);
/* The same as part of another page: what stands under its title; anchors are the nodes' codes and "phu-luc". No style stands in a tag. */
void record_write_html(GString *out, const Record *record, const Campaign *campaign);
char *record_title(const Record *record); /* new text */
