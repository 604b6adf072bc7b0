/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/opc.h"

#include <string.h>

#include "base/number.h"
#include "formats/container.h"
#include "formats/xml.h"

struct Package {
  const FormatInput *in;
  GHashTable *parts; /* lower-case name → GBytes */
  char *main;
  char *broken; /* first part that cannot be unpacked, and why */
  gboolean encrypted;
  PackageFacts facts;
};

/* ------------------------------------------------------------------ unpacking */

/* Of a diagram's parts only its data hold text once; of a chart's, styles and colours hold none. */
static gboolean is_drawing(const char *lower) {
  const char *chart = strstr(lower, "/charts/chart"), *diagram = strstr(lower, "/diagrams/data");
  return g_str_has_suffix(lower, ".xml") && (chart || diagram);
}

/* Embedded files, and documents that Word shows as part of this one (altChunk), which lie anywhere. */
static gboolean is_embedded(const char *name) {
  static const char *const documents[] = {".html", ".htm", ".xhtml", ".mht", ".rtf", ".txt", ".docx", ".doc"};
  if (strstr(name, "/embeddings/")) return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS(documents); i++)
    if (g_str_has_suffix(name, documents[i])) return TRUE;
  return FALSE;
}

/* Parts that hold no text of the document itself are not unpacked at all. */
static gboolean is_text_part(const char *name) {
  static const char *const folders[] = {"/theme/", "/media/", "/glossary/", "/pivotcache/", "/pivottables/",
                                        "/querytables/", "/printersettings/", "/activex/", "/ctrlprops/", "/externallinks/"};
  static const char *const files[] = {"/fonttable.xml", "/websettings.xml", "/settings.xml", "/calcchain.xml", "/styleswitheffects.xml",
                                      "/comments.xml", "/commentsextended.xml", "/commentsids.xml", "/people.xml"};
  if (!g_str_has_suffix(name, ".xml") && !g_str_has_suffix(name, ".rels")) return FALSE;
  if (g_str_has_prefix(name, "docprops/")) return strcmp(name, "docprops/app.xml") == 0;
  if (strstr(name, "/charts/") || strstr(name, "/diagrams/")) return is_drawing(name);
  if (g_str_has_prefix(name, "customxml/") || g_str_has_prefix(name, "_xmlsignatures/")) return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(folders); i++)
    if (strstr(name, folders[i])) return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
    if (g_str_has_suffix(name, files[i])) return FALSE;
  return TRUE;
}

static gboolean wants_part(gpointer user, const char *name) {
  Package *package = user;
  g_autofree char *lower = g_ascii_strdown(name, -1);
  if (strstr(lower, "/media/")) package->facts.pictures++;
  if (g_str_has_suffix(lower, "/vbaproject.bin")) package->facts.macros = TRUE;
  if (g_str_has_prefix(lower, "_xmlsignatures/")) package->facts.is_signed = TRUE;
  return is_embedded(lower) || is_text_part(lower);
}

static void take_part(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  Package *package = user;
  char *lower = g_ascii_strdown(name, -1);
  if (is_embedded(lower)) {
    const char *inside = strchr(name, '/'); /* "word/embeddings/x.docx" → "embeddings/x.docx" */
    package->in->member(package->in->user, inside ? inside + 1 : name, bytes, status, reason);
    g_free(lower);
    return;
  }
  if (status == PART_ENCRYPTED) package->encrypted = TRUE;
  if (status == PART_CORRUPT && !package->broken) package->broken = g_strdup_printf("%s: %s", name, reason);
  if (bytes && !g_hash_table_contains(package->parts, lower)) g_hash_table_insert(package->parts, lower, g_bytes_ref(bytes));
  else g_free(lower);
}

void opc_free(Package *package) {
  if (!package) return;
  g_hash_table_unref(package->parts);
  g_free(package->main);
  g_free(package->broken);
  g_free(package);
}

static void set_status(FormatOutput *ret, PartStatus status, const char *reason) {
  ret->status = status;
  g_free(ret->reason);
  ret->reason = g_strdup(reason);
}

Package *opc_open(const FormatInput *in, FormatOutput *ret) {
  g_autoptr(Package) package = g_new0(Package, 1);
  package->in = in;
  package->parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  container_walk(in, CONTAINER_ZIP, wants_part, take_part, package, ret);
  if (in->budget->exceeded) return NULL;
  if (package->encrypted) {
    set_status(ret, PART_ENCRYPTED, "needs a password");
    return NULL;
  }
  g_autoptr(GPtrArray) relations = opc_relations(package, "", in->budget);
  const Relation *document = opc_relation_of_type(relations, "officeDocument");
  package->main = document ? g_strdup(document->target) : NULL;
  if (package->main && opc_part(package, package->main)) {
    if (ret->status == PART_READ && package->broken) set_status(ret, PART_CORRUPT, package->broken);
    return g_steal_pointer(&package);
  }
  if (ret->status != PART_CORRUPT) set_status(ret, PART_CORRUPT, package->broken ? package->broken : "has no main document");
  return NULL;
}

/* ------------------------------------------------------------------ looking up */

const char *opc_main(const Package *package) {
  return package->main;
}

GBytes *opc_part(const Package *package, const char *name) {
  g_autofree char *lower = g_ascii_strdown(name, -1);
  return g_hash_table_lookup(package->parts, lower);
}

static int by_name(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *opc_drawings(const Package *package) {
  GPtrArray *names = g_ptr_array_new();
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init(&iter, package->parts);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    if (is_drawing(name)) g_ptr_array_add(names, name);
  g_ptr_array_sort(names, by_name);
  return names;
}

PackageFacts opc_facts(const Package *package) {
  return package->facts;
}

/* ------------------------------------------------------------------ relationships */

enum { RELATION = 1 };

typedef struct {
  GPtrArray *relations;
  char *folder; /* of the part whose relations these are, with '/' at the end; or "" */
} RelationList;

static void relation_free(gpointer data) {
  Relation *relation = data;
  g_free(relation->id);
  g_free(relation->type);
  g_free(relation->target);
  g_free(relation);
}

/* A target relative to a folder, as a part name: "../media/x" against "word/" is "media/x". */
static char *part_name(const char *folder, const char *target) {
  g_autofree char *whole = g_strconcat(*target == '/' ? "" : folder, target, NULL);
  g_auto(GStrv) steps = g_strsplit(whole, "/", 64);
  g_autoptr(GPtrArray) kept = g_ptr_array_new();
  for (char **step = steps; *step; step++) {
    if (!**step || strcmp(*step, ".") == 0) continue;
    if (strcmp(*step, "..") != 0) g_ptr_array_add(kept, *step);
    else if (kept->len) g_ptr_array_set_size(kept, (int)kept->len - 1);
  }
  g_ptr_array_add(kept, NULL);
  return g_strjoinv("/", (char **)kept->pdata);
}

static void on_relation(gpointer user, int id, const XmlAttrs *attrs) {
  RelationList *list = user;
  (void)id;
  const char *name = xml_attr(attrs, XML_NONE, "Id"), *type = xml_attr(attrs, XML_NONE, "Type");
  const char *target = xml_attr(attrs, XML_NONE, "Target");
  if (!name || !type || !target) return;
  const char *slash = strrchr(type, '/');
  Relation *relation = g_new0(Relation, 1);
  relation->id = g_strdup(name);
  relation->type = g_strdup(slash ? slash + 1 : type);
  relation->external = g_strcmp0(xml_attr(attrs, XML_NONE, "TargetMode"), "External") == 0;
  relation->target = relation->external ? g_strdup(target) : part_name(list->folder, target);
  g_ptr_array_add(list->relations, relation);
}

static void on_nothing(gpointer user, int id) {
  (void)user, (void)id;
}

GPtrArray *opc_relations(const Package *package, const char *part, Budget *budget) {
  static const XmlName names[] = {{XML_RELS, "Relationship", RELATION}, {XML_NONE, NULL, 0}};
  static const XmlReader reader = {names, on_relation, on_nothing, NULL};
  const char *slash = strrchr(part, '/');
  g_autofree char *folder = slash ? g_strndup(part, (gsize)(slash - part) + 1) : g_strdup("");
  g_autofree char *rels = g_strdup_printf("%s_rels/%s.rels", folder, slash ? slash + 1 : part);
  RelationList list = {g_ptr_array_new_with_free_func(relation_free), folder};
  GBytes *bytes = opc_part(package, rels);
  g_autofree char *problem = NULL;
  if (bytes) xml_parse(bytes, &reader, &list, budget, &problem);
  return list.relations;
}

const Relation *opc_relation_of_type(const GPtrArray *relations, const char *type) {
  for (guint i = 0; i < relations->len; i++) {
    const Relation *relation = g_ptr_array_index(relations, i);
    if (!relation->external && strcmp(relation->type, type) == 0) return relation;
  }
  return NULL;
}

const Relation *opc_relation_by_id(const GPtrArray *relations, const char *id) {
  for (guint i = 0; i < relations->len; i++) {
    const Relation *relation = g_ptr_array_index(relations, i);
    if (strcmp(relation->id, id) == 0) return relation;
  }
  return NULL;
}

/* ------------------------------------------------------------------ pages */

enum { PAGES = 1 };

typedef struct {
  GString *text;
  gboolean inside;
} PagesText;

static void pages_start(gpointer user, int id, const XmlAttrs *attrs) {
  PagesText *pages = user;
  (void)id, (void)attrs;
  pages->inside = TRUE;
}

static void pages_end(gpointer user, int id) {
  PagesText *pages = user;
  (void)id;
  pages->inside = FALSE;
}

static void pages_text(gpointer user, const char *text, gsize size) {
  PagesText *pages = user;
  if (pages->inside && pages->text->len + size < 16) g_string_append_len(pages->text, text, (gssize)size);
}

gint64 opc_pages(const Package *package, Budget *budget) {
  static const XmlName names[] = {{XML_APP, "Pages", PAGES}, {XML_NONE, NULL, 0}};
  static const XmlReader reader = {names, pages_start, pages_end, pages_text};
  g_autoptr(GString) text = g_string_new(NULL);
  PagesText pages = {text, FALSE};
  GBytes *bytes = opc_part(package, "docProps/app.xml");
  g_autofree char *problem = NULL;
  gint64 count = -1;
  if (!bytes || !xml_parse(bytes, &reader, &pages, budget, &problem)) return -1;
  return number_int64(text->str, 1, 100000, &count) ? count : -1;
}

void opc_add_reason(FormatOutput *ret, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *more = g_strdup_vprintf(format, args);
  va_end(args);
  char *joined = ret->reason ? g_strdup_printf("%s; %s", ret->reason, more) : g_strdup(more);
  g_free(ret->reason);
  ret->reason = joined;
}
