/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a PDF signed, and by whom? Looks only; checks no signature. */
#pragma once
#include <glib.h>

/* TRUE where a signature stands in the file. *signer: the common name in the signer's certificate (owned), of the first signature
 * that has one; left as it is where none can be read. */
gboolean pdf_signature_read(GBytes *bytes, char **signer);
