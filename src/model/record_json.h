/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record as JSON, word for word as the contract's section 3 has it: every key always, in that order. Beside its
 * keys: report.loose, [{chars, text}], the text that stands under no section, a place each. */
#pragma once
#include "base/json.h"
#include "model/record.h"

void record_write_json(Json *json, const Record *record);
