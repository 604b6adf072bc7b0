/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wording of outgoing letters (letters.conf): one group a letter with a subject and paragraphs p1..p9, names in braces to be
 * filled in. What came with the program is compiled in; the instance's file (beside tonghop.conf) stands above it, a campaign's
 * own above that, letter by letter. config/letters.conf is the administrator's manual.
 *
 * Strict: an unknown group, key or name in braces, a missing subject, p1 or required name is TH_ERROR_CONFIG,
 * "FILE: [group] key: what is wrong". */
#pragma once
#include <glib.h>

typedef struct Letters Letters;

/* Folders may be NULL; a folder without the file is no error. */
gboolean letters_load(const char *instance_folder, const char *campaign_folder, Letters **ret, GError **error);
void letters_free(Letters *letters);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Letters, letters_free)

/* What stands for a name. value NULL or "": nothing to say, so a paragraph with it is left out. Values go in as they are (they may
 * have several lines): what comes from mail is made harmless before. A list ends with name NULL. */
typedef struct {
  const char *name, *value;
} LetterValue;

/* The subject of a letter (one line), and its paragraphs, each ended by an empty line but where the next is an
 * item of a list ("- "). `letter` is one of the shipped file's
 * groups: another one is a programming error. New text; "" where all was left out. */
char *letters_subject(const Letters *letters, const char *letter, const LetterValue *values);
char *letters_text(const Letters *letters, const char *letter, const LetterValue *values);
/* The paragraphs one by one (char*), for a document. */
GPtrArray *letters_paragraphs(const Letters *letters, const char *letter, const LetterValue *values);
