/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose signature a CMS message is, as its certificate says; nothing is checked. */
#pragma once
#include <openssl/cms.h>

/* Common name in the certificate of the first signer, normal text on one line; NULL where it is not in the message. */
char *cms_signer_name(CMS_ContentInfo *cms);
