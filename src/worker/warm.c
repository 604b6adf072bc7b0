/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/warm.h"

#include <string.h>

/* A text, the same as HTML, and a page of PDF with one word. */
static const char message[] =
    "From: warm@example.invalid\n"
    "Date: Thu, 5 Jun 2025 09:12:00 +0700\n"
    "Subject: =?UTF-8?Q?B=C3=A1o_c=C3=A1o?=\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=warm\n\n"
    "--warm\nContent-Type: text/plain; charset=utf-8\n\n"
    "I. \u0110\u00c1NH GI\u00c1\n\n"
    "--warm\nContent-Type: text/html; charset=utf-8\nContent-Disposition: attachment; filename=a.html\n\n"
    "<html><body><p>I. <b>T</b></p><table><tr><td>1</td></tr></table></body></html>\n\n"
    "--warm\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    "JVBERi0xLjQKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+IGVuZG9iagoyIDAgb2JqPDwvVHlwZS9QYWdlcy9LaWRzWzMgMCBSXS9Db3Vu\n"
    "dCAxPj4gZW5kb2JqCjMgMCBvYmo8PC9UeXBlL1BhZ2UvUGFyZW50IDIgMCBSL01lZGlhQm94WzAgMCAzMDAgMTAwXS9Db250ZW50cyA0IDAgUi9SZXNvdXJj\n"
    "ZXM8PC9Gb250PDwvRiA1IDAgUj4+Pj4+PiBlbmRvYmoKNCAwIG9iajw8L0xlbmd0aCAzMz4+c3RyZWFtCkJUIC9GIDEyIFRmIDIwIDUwIFRkIChXYXJtKSBU\n"
    "aiBFVAplbmRzdHJlYW0gZW5kb2JqCjUgMCBvYmo8PC9UeXBlL0ZvbnQvU3VidHlwZS9UeXBlMS9CYXNlRm9udC9IZWx2ZXRpY2E+PiBlbmRvYmoKeHJlZgow\n"
    "IDYKMDAwMDAwMDAwMCA2NTUzNSBmIAowMDAwMDAwMDA5IDAwMDAwIG4gCjAwMDAwMDAwNTMgMDAwMDAgbiAKMDAwMDAwMDEwMyAwMDAwMCBuIAowMDAwMDAw\n"
    "MjEzIDAwMDAwIG4gCjAwMDAwMDAyOTIgMDAwMDAgbiAKdHJhaWxlcjw8L1NpemUgNi9Sb290IDEgMCBSPj4Kc3RhcnR4cmVmCjM1NAolJUVPRgo=\n"
    "--warm--\n";

void warm_up(const GatherContext *context) {
  g_autoptr(GBytes) raw = g_bytes_new_static(message, strlen(message));
  g_autoptr(Reading) reading = gather_mail(context, raw);
  (void)reading; /* what the libraries keep is what this is for */
}
