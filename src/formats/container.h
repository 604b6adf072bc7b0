/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Containers: the only file that knows libarchive. Members come out in memory and in order, one at a time; nothing is ever written to disk.
 *
 * SECURITY: formats and filters are enabled by name and exactly one filter deep (a filter that libarchive probes for itself can be
 * an external program, or a gzip in a gzip without end). Sizes that an archive declares are not believed: what comes out is
 * counted by the budget. Nothing of a member that did not end cleanly (checksum, length) is used. Member names are
 * text to show, never paths to open: made normal, without drive, root, "." and "..". */
#pragma once
#include "formats/formats.h"

typedef enum {
  CONTAINER_ZIP,
  CONTAINER_TAR,
  CONTAINER_SEVEN_ZIP,
  CONTAINER_RAR4,
  CONTAINER_RAR5,
  CONTAINER_GZIP, /* from here on: one stream, one member without a name */
  CONTAINER_BZIP2,
  CONTAINER_XZ,
  CONTAINER_KINDS
} ContainerKind;

/* Is this member's content wanted? It is not unpacked where not, and not given to `member`. CONTAINER_STOP: the walk is to end here. */
#define CONTAINER_STOP (-1)
typedef int (*ContainerWants)(gpointer user, const char *name);

/* Gives each wanted member (files only: folders are left out, links come as skipped); ret->status and reason say how the container
 * itself was: read, empty (no wanted members), encrypted (all of it), corrupt (it broke off: what came before was given).
 * When the budget says stop, the members of zip, tar and 7z that follow are only named (PART_TOO_BIG with the limit), as far as that
 * is cheap. */
void container_walk(const FormatInput *in, ContainerKind kind, ContainerWants wants, FormatMember member, gpointer user, FormatOutput *ret);

/* After a limit was met, for who walks an archive's headers by himself: one line for a member that is not read any more, or *more is
 * counted up; then one line for all that were only counted. all: FALSE where there may be even more. */
void container_give_rest(const FormatInput *in, FormatMember member, gpointer user, const char *name, gint64 *more);
void container_give_more(const FormatInput *in, FormatMember member, gpointer user, gint64 more, gboolean all);

/* What file managers and office programs leave behind and no person sent: __MACOSX, Thumbs.db, .DS_Store, desktop.ini, ~$lock files. */
gboolean container_is_litter(const char *name);
