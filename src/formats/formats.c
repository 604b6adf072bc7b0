/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/formats.h"

#include "formats/image.h"
#include "formats/magic.h"
#include "formats/ole.h"
#include "formats/table.h"

/* ------------------------------------------------------------------ the table */

static gboolean sniff_anything(const guint8 *data, gsize size, const char *name) {
  (void)data, (void)size, (void)name;
  return TRUE;
}

static const Format unknown = {"unknown kind of file", "application/octet-stream", FALSE, sniff_anything, NULL};

/* What its inside tells: a docx is a zip too. */
static const Format *const inner[] = {&format_docx, &format_xlsx, &format_pptx, &format_odt, &format_ods, &format_odp};

/* Told by fixed bytes, container first: a list a file. */
static const Format *const lists[] = {archive_formats, ole_formats, cms_formats, pgp_formats, image_formats, magic_formats};

/* What has no fixed beginning comes after them, texts last. */
static const Format *const outer[] = {
    &format_rar, &format_tnef, &format_rtf, &format_flat_odf, &format_pdf, &format_uuencoded, &format_html, &format_text,
};

static const Format *find_in(const Format *const *formats, gsize count, const guint8 *data, gsize size, const char *name) {
  for (gsize i = 0; i < count; i++)
    if (formats[i]->sniff(data, size, name)) return formats[i];
  return NULL;
}

static const Format *find_in_list(const Format *formats, const guint8 *data, gsize size, const char *name) {
  for (; formats->name; formats++)
    if (formats->sniff(data, size, name)) return formats;
  return NULL;
}

const Format *format_of(const guint8 *data, gsize size, const char *name) {
  const Format *format = NULL;
  if (size == 0) return &unknown;
  if ((format = find_in(inner, G_N_ELEMENTS(inner), data, size, name))) return format;
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
    if ((format = find_in_list(lists[i], data, size, name))) return format;
  return (format = find_in(outer, G_N_ELEMENTS(outer), data, size, name)) ? format : &unknown;
}

/* ------------------------------------------------------------------ reading */

static void set_status(FormatOutput *ret, PartStatus status, const char *reason) {
  ret->status = status;
  g_free(ret->reason);
  ret->reason = g_strdup(reason);
}

static void ignore_member(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  (void)user, (void)name, (void)bytes, (void)status, (void)reason;
}

static void check_text(FormatOutput *ret) {
  if (ret->status == PART_READ && !ret->container && !blocks_count(ret->blocks)) ret->status = PART_EMPTY;
  if (ret->status == PART_EMPTY && !ret->reason) ret->reason = g_strdup("has no text");
}

void format_read(const FormatInput *in, FormatOutput *ret) {
  gsize size = 0;
  const guint8 *data = g_bytes_get_data(in->bytes, &size);
  const Format *format = format_of(data, size, in->name);
  FormatInput whole = *in;
  if (!whole.member) whole.member = ignore_member;
  if (!whole.body) whole.body = whole.member;
  *ret = (FormatOutput){.type = format->type, .container = format->container, .status = PART_READ, .blocks = blocks_new(), .pages = -1,
                         .ocr_confidence = -1};
  if (size == 0) return set_status(ret, PART_EMPTY, "has no bytes");
  if (!format->read) {
    g_autofree char *reason = g_strdup_printf("%s: not read by this program", format->name);
    return set_status(ret, PART_UNSUPPORTED, reason);
  }
  if (!in->budget->exceeded) format->read(&whole, ret);
  if (in->budget->exceeded) set_status(ret, PART_TOO_BIG, in->budget->exceeded);
  else check_text(ret);
}

void format_output_clear(FormatOutput *output) {
  g_clear_pointer(&output->reason, g_free);
  g_clear_pointer(&output->signer, g_free);
  g_clear_pointer(&output->blocks, blocks_free);
}
