/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To whom a proposal speaks (contract: central, province, police, other; domain: addressee grammar). Lower-case text. */
#pragma once
#include <glib.h>

#include "model/record.h"

/* The class of the first body named in `lower`, looking at most `reach` bytes far; FALSE where none is named. */
gboolean addressee_named(const char *lower, gsize reach, Addressee *ret);

/* The body that the proposal itself asks: named right after "đề nghị", "kiến nghị", "mong" ..., or after a leading "đối với". */
gboolean addressee_asked(const char *lower, Addressee *ret);

/* The text begins with a body's name that a colon or a verb of asking follows: "Các sở, ngành: phối hợp ...", "Công an tỉnh cần ...". */
gboolean addressee_begins(const char *lower, Addressee *ret);

/* A word of asking stands in the text ("đề nghị", "kiến nghị", "mong", "cần", "sớm" ...). */
gboolean addressee_asks(const char *lower);

/* `lower` begins with a phrase of asking or of address ("đề nghị", "kiến nghị", "đối với"): length or 0. */
gsize addressee_opening(const char *lower);
