/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows libgsf: OLE2 compound files ([MS-CFB]) as folders of streams, from memory. doc, xls, ppt and msg stand on it.
 * SECURITY: libgsf follows hostile sector chains here; runs only in workers. */
#pragma once
#include "model/budget.h"

typedef struct OleFolder OleFolder;

/* The root folder; NULL where the file's own tables are broken. */
OleFolder *ole_open(GBytes *bytes);
void ole_folder_free(OleFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OleFolder, ole_folder_free)

guint ole_count(const OleFolder *folder);
const char *ole_name(const OleFolder *folder, guint index); /* borrowed; "" for a broken one */
/* A folder in this one; NULL where that index is a stream. */
OleFolder *ole_folder_at(const OleFolder *folder, guint index);
/* The bytes of a stream; NULL where there is none of that name, it is a folder, or the budget's expanded bytes are used up (streams
 * may share sectors). What cannot be read of a cut file is missing from the end. */
GBytes *ole_stream_at(const OleFolder *folder, guint index, Budget *budget);
GBytes *ole_stream(const OleFolder *folder, const char *name, Budget *budget);
