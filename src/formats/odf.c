/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenDocument (ISO/IEC 26300, OASIS 1.0 to 1.3): texts, sheets and slides, as packages (odt, ods, odp) and as one XML file (fodt, fods).
 * Comments, deleted and hidden text, formulas, charts and pictures are left out; embedded documents are members. */
#include <string.h>

#include "formats/container.h"
#include "formats/odf_reader.h"
#include "formats/opc.h"
#include "formats/table.h"
#include "formats/zip_sniff.h"

#define TEXT_TYPE "application/vnd.oasis.opendocument.text"
#define SHEETS_TYPE "application/vnd.oasis.opendocument.spreadsheet"
#define SLIDES_TYPE "application/vnd.oasis.opendocument.presentation"
#define FLAT_SNIFF 8192 /* bytes of a flat file in which its root must begin */

typedef struct {
  const FormatInput *in;
  GBytes *content, *styles, *meta, *manifest;
  gboolean locked, macros, is_signed;
} OdfPackage;

/* ------------------------------------------------------------------ the package */

static GBytes **part_named(OdfPackage *package, const char *name) {
  if (strcmp(name, "content.xml") == 0) return &package->content;
  if (strcmp(name, "styles.xml") == 0) return &package->styles;
  if (strcmp(name, "meta.xml") == 0) return &package->meta;
  return strcmp(name, "META-INF/manifest.xml") == 0 ? &package->manifest : NULL;
}

/* "Object 1" is a file of another program, "Object 2/content.xml" a document of this kind. */
static gboolean is_embedded(const char *name) {
  if (!g_str_has_prefix(name, "Object ")) return FALSE;
  const char *slash = strchr(name, '/');
  return !slash || strcmp(slash, "/content.xml") == 0;
}

static gboolean wants_part(gpointer user, const char *name) {
  OdfPackage *package = user;
  if (g_str_has_prefix(name, "Basic/") || g_str_has_prefix(name, "Scripts/")) package->macros = TRUE;
  if (strcmp(name, "META-INF/documentsignatures.xml") == 0) package->is_signed = TRUE;
  return part_named(package, name) != NULL || is_embedded(name);
}

static gboolean contains(GBytes *bytes, const char *word) {
  gsize size;
  const void *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  return data && memmem(data, size, word, strlen(word)) != NULL;
}

/* Charts and formulas are objects too, and hold nothing to read. */
static gboolean is_document(const char *name, GBytes *bytes) {
  if (!strchr(name, '/')) return TRUE;
  return contains(bytes, "<office:spreadsheet") || contains(bytes, "<office:text") || contains(bytes, "<office:presentation");
}

static void take_part(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  OdfPackage *package = user;
  GBytes **part = part_named(package, name);
  if (part) {
    if (bytes && !*part) *part = g_bytes_ref(bytes);
    package->locked |= status == PART_ENCRYPTED;
  } else if (status != PART_READ || is_document(name, bytes)) {
    package->in->member(package->in->user, name, bytes, status, reason);
  }
}

static void package_clear(OdfPackage *package) {
  g_clear_pointer(&package->content, g_bytes_unref);
  g_clear_pointer(&package->styles, g_bytes_unref);
  g_clear_pointer(&package->meta, g_bytes_unref);
  g_clear_pointer(&package->manifest, g_bytes_unref);
}

/* ------------------------------------------------------------------ reading */

static void fail(FormatOutput *ret, PartStatus status, const char *reason) {
  ret->status = status;
  g_free(ret->reason);
  ret->reason = g_strdup(reason);
}

static void parse(OdfReader *reader, GBytes *bytes, const char *part, FormatOutput *ret) {
  g_autofree char *problem = NULL;
  if (!bytes) return;
  odf_reader_parse(reader, bytes, &problem);
  if (!problem || reader->budget->exceeded) return;
  ret->status = PART_CORRUPT;
  opc_add_reason(ret, "%s%s%s", part, *part ? " " : "", problem);
}

static const char *type_of(OdfKind kind, const char *otherwise) {
  switch (kind) {
    case ODF_KIND_TEXT: return TEXT_TYPE;
    case ODF_KIND_SHEETS: return SHEETS_TYPE;
    case ODF_KIND_SLIDES: return SLIDES_TYPE;
    default: return otherwise;
  }
}

/* objects: those inside the file itself, which are not members. */
static void finish(OdfReader *reader, gboolean objects, FormatOutput *ret) {
  const guint pictures = reader->pictures;
  if (reader->found == ODF_KIND_TEXT || reader->found == ODF_KIND_SLIDES) ret->pages = MAX(reader->pages, reader->page);
  if (reader->tracked) opc_add_reason(ret, "tracked changes taken as accepted");
  if (reader->hidden->len) opc_add_reason(ret, "hidden sheet read: %s", reader->hidden->str);
  if (objects && reader->objects) opc_add_reason(ret, "embedded objects not read (%u)", reader->objects);
  ret->type = type_of(reader->found, ret->type);
  odf_reader_finish(reader, ret->blocks);
  if (blocks_count(ret->blocks) == 0 && pictures) opc_add_reason(ret, "no text, only pictures (%u)", pictures);
}

static void read_parts(const OdfPackage *package, FormatOutput *ret) {
  OdfReader reader;
  odf_reader_init(&reader, package->in->budget);
  parse(&reader, package->meta, "meta.xml", ret);
  parse(&reader, package->styles, "styles.xml", ret);
  parse(&reader, package->content, "content.xml", ret);
  finish(&reader, FALSE, ret);
  ret->is_signed = package->is_signed;
  if (package->macros) opc_add_reason(ret, "macros ignored");
}

static void read_odf(const FormatInput *in, FormatOutput *ret) {
  OdfPackage package = {.in = in};
  container_walk(in, CONTAINER_ZIP, wants_part, take_part, &package, ret);
  if (in->budget->exceeded) return package_clear(&package);
  if (package.locked || contains(package.manifest, "encryption-data")) fail(ret, PART_ENCRYPTED, "needs a password");
  else if (package.content) read_parts(&package, ret);
  else if (ret->status != PART_CORRUPT) fail(ret, PART_CORRUPT, "has no content.xml");
  package_clear(&package);
}

static void read_flat(const FormatInput *in, FormatOutput *ret) {
  OdfReader reader;
  odf_reader_init(&reader, in->budget);
  parse(&reader, in->bytes, "", ret);
  finish(&reader, TRUE, ret);
}

/* ------------------------------------------------------------------ recognising */

static gboolean sniff_odt(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return zip_sniff(data, size) == ZIP_ODT;
}

static gboolean sniff_ods(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return zip_sniff(data, size) == ZIP_ODS;
}

static gboolean sniff_odp(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return zip_sniff(data, size) == ZIP_ODP;
}

static gboolean sniff_flat(const guint8 *data, gsize size, const char *name) {
  static const char office[] = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
  if (!data) return FALSE;
  gsize at = size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  (void)name;
  while (at < MIN(size, FLAT_SNIFF) && g_ascii_isspace(data[at])) at++;
  if (at >= size || data[at] != '<') return FALSE;
  gsize window = MIN(size - at, FLAT_SNIFF);
  return memmem(data + at, window, office, sizeof office - 1) && memmem(data + at, window, ":document", 9);
}

const Format format_odt = {"odt", TEXT_TYPE, FALSE, sniff_odt, read_odf};
const Format format_ods = {"ods", SHEETS_TYPE, FALSE, sniff_ods, read_odf};
const Format format_odp = {"odp", SLIDES_TYPE, FALSE, sniff_odp, read_odf};
const Format format_flat_odf = {"flat OpenDocument", "application/vnd.oasis.opendocument.text-flat-xml", FALSE, sniff_flat, read_flat};
