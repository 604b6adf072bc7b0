/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The renderers' table (render.c) and what they share: the digest's sentences, in Vietnamese official style. */
#pragma once
#include "digest/digest.h"

char *render_json(const Digest *digest);
char *render_text(const Digest *digest);
char *render_html(const Digest *digest);

/* "Thời hạn: trước ngày 10/6/2025 (còn 5 ngày)"; NULL where the campaign has no deadline. */
char *render_deadline(const Digest *digest);
/* "Thư đã nhận: 25; bản ghi: 26 = tiếp nhận 18 + ... . Sổ cân." or, where it is not, the difference. */
char *render_balance(const Digest *digest);
/* "Mã chuỗi nhật ký: 0123abcd… (mục 57)". */
char *render_chain(const Digest *digest);
/* "STC – Sở Tài chính", or the sender's address where the agency is unknown, or "(không rõ)". */
char *render_sender(const DigestItem *item);
/* "45/BC-SCT ngày 01/6/2025"; "" where there is neither. */
char *render_document(const char *number, const char *date);
/* "+12", "-3", "" for no change. */
char *render_change(double change);
