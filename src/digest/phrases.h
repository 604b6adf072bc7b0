/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of a letter's sentences that come from the campaign. New text. */
#pragma once
#include "campaign/campaign.h"
#include "model/settings.h"

char *phrase_title(const Campaign *campaign);    /* "tổng kết 10 năm ...": in the middle of a sentence */
char *phrase_deadline(const Campaign *campaign); /* "trước ngày 10/6/2025"; the campaign has a deadline */
char *phrase_plan(const Campaign *campaign);     /* "Kế hoạch số 119/KH-UBND", or "yêu cầu báo cáo" */
char *phrase_where(const Campaign *campaign, const Settings *settings); /* the address that reports are sent to; NULL: none is configured */
