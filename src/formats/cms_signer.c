/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/cms_signer.h"

#include <glib.h>

#include <openssl/x509.h>

#include "base/text.h"

static char *common_name(X509 *certificate) {
  X509_NAME *subject = X509_get_subject_name(certificate);
  int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return NULL;
  unsigned char *utf8 = NULL;
  int length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (length < 0) return NULL;
  g_autofree char *normal = text_normal((const char *)utf8, length);
  OPENSSL_free(utf8);
  char *name = text_collapse(normal);
  if (!*name) g_clear_pointer(&name, g_free);
  return name;
}

/* The certificate among those in the message that the first signer names. */
char *cms_signer_name(CMS_ContentInfo *cms) {
  STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
  STACK_OF(X509) *certificates = CMS_get1_certs(cms);
  char *name = NULL;
  for (int i = 0; signers && sk_CMS_SignerInfo_num(signers) > 0 && i < sk_X509_num(certificates) && !name; i++) {
    X509 *certificate = sk_X509_value(certificates, i);
    if (!CMS_SignerInfo_cert_cmp(sk_CMS_SignerInfo_value(signers, 0), certificate)) name = common_name(certificate);
  }
  sk_X509_pop_free(certificates, X509_free);
  return name;
}
