/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cryptographic messages (CMS, RFC 5652): smime.p7m, and files that were signed into a .p7m or beside themselves (.p7s).
 * What is signed is given as a member, the signer is named; neither the signature nor the chain of trust is checked, and the reason
 * says so. What is encrypted is named as that. */
#include <string.h>

#include <openssl/pem.h> /* before cms.h, which declares its PEM functions only then */

#include <openssl/cms.h>
#include <openssl/err.h>

#include "formats/cms_signer.h"
#include "formats/table.h"

#define PEM_CMS "-----BEGIN CMS-----"
#define PEM_PKCS7 "-----BEGIN PKCS7-----"

static void settle(FormatOutput *ret, PartStatus status, char *reason_taken) {
  ret->status = status;
  g_free(ret->reason);
  ret->reason = reason_taken;
}

static gboolean is_pem(const void *data, gsize size) {
  return (size > strlen(PEM_CMS) && memcmp(data, PEM_CMS, strlen(PEM_CMS)) == 0) ||
         (size > strlen(PEM_PKCS7) && memcmp(data, PEM_PKCS7, strlen(PEM_PKCS7)) == 0);
}

/* NULL where it is none. */
static CMS_ContentInfo *parse(GBytes *bytes) {
  gsize size;
  const void *data = g_bytes_get_data(bytes, &size);
  if (size > G_MAXINT32) return NULL;
  BIO *bio = BIO_new_mem_buf(data, (int)size);
  CMS_ContentInfo *cms = is_pem(data, size) ? PEM_read_bio_CMS(bio, NULL, NULL, NULL) : d2i_CMS_bio(bio, NULL);
  BIO_free(bio);
  ERR_clear_error();
  return cms;
}

/* "BaoCao.pdf.p7m" holds BaoCao.pdf; a message's "smime.p7m", or what has no other ending, holds a mail's part. */
static char *content_name(const char *name) {
  gsize length = name ? strlen(name) : 0;
  if (length <= 4 || name[length - 4] != '.') return g_strdup("smime.eml");
  g_autofree char *inner = g_strndup(name, length - 4);
  return strchr(inner, '.') ? g_steal_pointer(&inner) : g_strdup("smime.eml");
}

static const char *signer_shown(const FormatOutput *ret) {
  return ret->signer ? ret->signer : "an unknown signer";
}

static void read_opaque(const FormatInput *in, const ASN1_OCTET_STRING *content, FormatOutput *ret) {
  g_autofree char *name = content_name(in->name);
  g_autoptr(GBytes) bytes = g_bytes_new(ASN1_STRING_get0_data(content), (gsize)ASN1_STRING_length(content));
  ret->type = "application/pkcs7-mime";
  ret->container = TRUE;
  settle(ret, PART_READ, g_strdup_printf("signed by %s; neither signature nor trust was checked", signer_shown(ret)));
  in->member(in->user, name, bytes, g_bytes_get_size(bytes) ? PART_READ : PART_EMPTY, g_bytes_get_size(bytes) ? NULL : "has no bytes");
}

static void read_signed(const FormatInput *in, CMS_ContentInfo *cms, FormatOutput *ret) {
  ASN1_OCTET_STRING **content = CMS_get0_content(cms);
  STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
  ret->is_signed = signers && sk_CMS_SignerInfo_num(signers) > 0;
  ret->signer = cms_signer_name(cms);
  if (content && *content) read_opaque(in, *content, ret);
  else if (!ret->is_signed) settle(ret, PART_SKIPPED, g_strdup("certificates only"));
  else settle(ret, PART_SKIPPED, g_strdup_printf("detached signature of %s", signer_shown(ret)));
}

static void read_cms(const FormatInput *in, FormatOutput *ret) {
  CMS_ContentInfo *cms = parse(in->bytes);
  int kind = cms ? OBJ_obj2nid(CMS_get0_type(cms)) : NID_undef;
  if (!cms) settle(ret, PART_CORRUPT, g_strdup("the signed or encrypted message is damaged"));
  else if (kind == NID_pkcs7_signed) read_signed(in, cms, ret);
  else if (kind == NID_pkcs7_enveloped || kind == NID_pkcs7_encrypted || kind == NID_id_smime_ct_authEnvelopedData)
    settle(ret, PART_ENCRYPTED, g_strdup("encrypted for a certificate (S/MIME)"));
  else settle(ret, PART_UNSUPPORTED, g_strdup_printf("CMS of another kind: %s", kind == NID_undef ? "unknown" : OBJ_nid2sn(kind)));
  CMS_ContentInfo_free(cms);
  ERR_clear_error();
}

/* ------------------------------------------------------------------ recognising */

static gboolean is_one_of(guint8 kind, const char *kinds) {
  return kind && strchr(kinds, kind);
}

/* A SEQUENCE with the object identifier 1.2.840.113549.1.7.N (N: 2 signed, 3 enveloped, 6 encrypted data) or 1.2.840.113549.1.9.16.1.N
 * (9 compressed, 23 authenticated enveloped data). */
static gboolean has_cms_type(const guint8 *data, gsize size, const char *kinds) {
  static const char plain[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07", later[] = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01";
  if (size < 24 || data[0] != 0x30) return FALSE;
  for (gsize at = 2; at <= 6; at++) {
    if (memcmp(data + at, plain, sizeof plain - 1) == 0) return is_one_of(data[at + sizeof plain - 1], kinds);
    if (memcmp(data + at, later, sizeof later - 1) == 0) return is_one_of(data[at + sizeof later - 1], kinds);
  }
  return FALSE;
}

static gboolean sniff_sealed(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return has_cms_type(data, size, "\x03\x06\x09\x17");
}

static gboolean sniff_signed(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return has_cms_type(data, size, "\x02") || is_pem(data, size);
}

const Format cms_formats[] = {
    {"encrypted CMS", "application/pkcs7-mime", FALSE, sniff_sealed, read_cms},
    {"signed CMS", "application/pkcs7-signature", FALSE, sniff_signed, read_cms},
    {0},
};
