/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The renderers' table (render.c) and what they share: the digest's sentences, in Vietnamese official style. */
#pragma once
#include "digest/digest.h"

char *render_json(const Digest *digest);
char *render_text(const Digest *digest);
char *render_html(const Digest *digest); /* a page of its own: the chart is in it, every list is whole */
/* The mail's HTML part: styles stand in the tags too, as many mail readers drop style sheets; long lists end with a line that says how much
 * more the attachments hold. chart_source: the picture's address ("cid:..."), or NULL for none. */
char *render_html_mail(const Digest *digest, const char *chart_source);

GBytes *render_docx(const Digest *digest, GError **error); /* render_docx.c */

/* Why a person has to look at something that waits: what comes first, comes first. */
typedef enum { CONCERN_QUARANTINE, CONCERN_QUESTION, CONCERN_SCAN, CONCERN_SENDER, CONCERN_UNREAD, CONCERN_OTHER, CONCERN_N } Concern;
Concern render_concern(const DigestItem *item);
const char *render_concern_words(Concern concern);

/* Nothing came and nothing waits: the whole day is one line. NULL where there is more to say. */
char *render_quiet(const Digest *digest);
/* "Sở Tài chính 120; Sở Xây dựng 117; …": who gives most of an indicator, largest first; "" for none. */
char *render_contributors(const Digest *digest, const DigestIndicator *indicator);
/* "Cần kiểm tra: Sở Y tế 12.000 (gấp trên 10 lần mức trung bình của các cơ quan)."; NULL where nothing lies far out. */
char *render_outliers(const Digest *digest, const DigestIndicator *indicator);

/* "Nhận sau bản tin trước (từ 17:00 ngày 08/6/2025)": over the list `earlier`. */
char *render_earlier(const Digest *digest);
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
/* "Cán bộ đã sửa: STC 120 (đọc được 125)."; NULL where nothing was corrected (DigestCorrection*). */
char *render_corrected(const GPtrArray *corrected);
/* "Không gửi được thư đến: ...": agencies' addresses that bounce, and what to do; NULL: none. */
char *render_undeliverable(const Digest *digest);
