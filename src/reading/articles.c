/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/articles.h"

#include <string.h>

#include "base/text.h"
#include "reading/words.h"

#define NUMBERS_MAX 16 /* clauses or articles of one list */

/* A proposal that holds none of these changes no article. */
static const char *const changes[] = {"sửa", "sửa đổi", "bổ sung", "điều chỉnh", "thay", "thay thế", "bãi bỏ", "hủy bỏ", "loại bỏ", "bỏ",
    "viết lại", "cập nhật", "làm rõ", "quy định", "cụ thể", "cụ thể hóa", "hoàn thiện", "tách", "gộp", "rút gọn", "mở rộng", "thêm",
    "nâng", "giảm", "lược bỏ", "xem xét", "nghiên cứu", "rà soát", "chỉnh sửa", "biên soạn", "soạn", "chi tiết", "hướng dẫn", "ghi",
    "đưa", "xây dựng", "thu gọn", "phân định", "đổi", "chuyển", NULL};
/* Before an article: it is only referred to. */
static const char *const references[] = {"theo", "căn cứ", "thực hiện", "theo quy định tại", "theo quy định của", "quy định tại",
    "theo đúng", "thực hiện đúng", "đã nêu tại", NULL};
static const char *const laws[] = {"luật", "bộ luật", "nghị định", "thông tư", "pháp lệnh", "hiến pháp", "chỉ thị", "nghị quyết",
    "thông tư liên tịch", NULL};
static const char *const owners[] = {"của", "tại", "trong", "thuộc", "ở", "ban hành kèm theo", "kèm theo", "theo", NULL};
/* After "quy chế": another one than the campaign's. */
static const char *const other_rules[] = {"dân chủ", "làm việc", "chi tiêu", "hoạt động", "tổ chức", "đào tạo", "quản lý", "nội bộ",
    "thi đua", "văn hóa", "tiếp công dân", "bảo vệ bí mật", "công tác", "văn thư", NULL};

typedef struct {
  char number[8];
  GPtrArray *clauses; /* char*: "khoản 2"; empty: the whole article */
} Article;

typedef enum { OWNER_UNKNOWN, OWNER_CAMPAIGN, OWNER_OTHER } Owner;

/* ------------------------------------------------------------------ whose articles */

/* The decision named at `at` ("quyết định số 357/qđ-ubnd", "quyết định 357", "quyết định này"). */
static Owner decision_owner(const char *at, const char *decision) {
  const char *in = skip_spaces(at);
  gsize so = word_at(in, "số");
  if (so) in = skip_spaces(in + so);
  gsize n = strspn(in, "0123456789");
  if (!n) return OWNER_CAMPAIGN;
  gsize own = decision ? strspn(decision, "0123456789") : 0;
  return own == n && strncmp(in, decision, n) == 0 ? OWNER_CAMPAIGN : OWNER_OTHER;
}

static Owner rules_owner(const char *at, const char *decision) {
  const char *in = skip_spaces(at);
  gsize joint = word_at(in, "phối hợp");
  if (joint) in = skip_spaces(in + joint);
  if (words_at(in, other_rules)) return OWNER_OTHER;
  if (word_at(in, "số") || g_ascii_isdigit(*in)) return decision_owner(in, decision); /* "Quy chế số 357", "Quy chế 357" */
  static const char *const issued[] = {"ban hành kèm theo quyết định", "ban hành theo quyết định", "kèm theo quyết định", NULL};
  gsize by = words_at(in, issued);
  return by ? decision_owner(in + by, decision) : OWNER_CAMPAIGN;
}

/* A law, or a document of another kind than a decision, named at `at`: the campaign may be about a Chỉ thị. */
static Owner law_owner(const char *at, gsize length, const char *decision) {
  const char *in = skip_spaces(at + length);
  in = skip_spaces(in + word_at(in, "số"));
  const char *sign = decision ? strchr(decision, '/') : NULL;
  if (!sign) return OWNER_OTHER;
  if (g_str_has_prefix(in, decision)) return OWNER_CAMPAIGN;
  gsize number = (gsize)(sign - decision);
  gboolean kind = (word_at(at, "chỉ thị") && g_str_has_prefix(sign, "/ct-")) || (word_at(at, "nghị quyết") && g_str_has_prefix(sign, "/nq"));
  if (!kind) return OWNER_OTHER;
  gboolean bare = strncmp(in, decision, number) == 0 && !word_char(in + number) && in[number] != '/' && in[number] != '-';
  return bare || word_at(in, "này") ? OWNER_CAMPAIGN : OWNER_OTHER;
}

/* What owns the articles, named at `at`. */
static Owner owner_at(const char *at, const char *decision) {
  gsize length;
  if ((length = word_at(at, "quy chế"))) return rules_owner(at + length, decision);
  if ((length = word_at(at, "quyết định"))) return decision_owner(at + length, decision);
  if ((length = word_at(at, "qđ"))) return decision_owner(at + length, decision);
  return (length = words_at(at, laws)) ? law_owner(at, length, decision) : OWNER_UNKNOWN;
}

/* Right behind the list: "Điều 5 của Quy chế", "Điều 12 Luật An ninh mạng", "Điều 4 (Quy chế)". */
static Owner owner_after(const char *at, const char *decision) {
  const char *in = at;
  while (*in == ' ' || *in == ',' || *in == '(') in++;
  for (int n = 0; n < 2; n++) {
    gsize link = words_at(in, owners);
    if (!link) break;
    in = skip_spaces(in + link);
  }
  return owner_at(in, decision);
}

/* The last rule named before, in the same sentence. */
static Owner owner_before(const char *text, const char *at, const char *decision) {
  Owner owner = OWNER_UNKNOWN;
  const char *from = at;
  while (from > text && at - from < 300 && !(from[-1] == '.' && *from == ' ') && from[-1] != ';' && from[-1] != '\n') from--;
  while (((guchar)*from & 0xC0) == 0x80) from++;
  gboolean fresh = TRUE;
  for (const char *in = from; in < at;) {
    gsize step = word_char(in);
    Owner here = step && fresh ? owner_at(in, decision) : OWNER_UNKNOWN;
    if (here != OWNER_UNKNOWN) owner = here;
    fresh = !step;
    in += step ? step : (gsize)(g_utf8_next_char(in) - in);
  }
  return owner;
}

/* ------------------------------------------------------------------ lists */

static const char *skip_joints(const char *at) {
  for (;;) {
    if (*at == ' ' || *at == ',' || *at == ';') at++;
    else if (word_at(at, "và")) at += strlen("và");
    else if (word_at(at, "hoặc")) at += strlen("hoặc");
    else return at;
  }
}

/* "1", "5a": a number of at most three digits; its length or 0. */
static gsize short_number(const char *at, char ret[8]) {
  gsize n = strspn(at, "0123456789");
  if (!n || n > 3) return 0;
  gsize letter = at[n] >= 'a' && at[n] <= 'e' && !word_char(at + n + 1) ? 1 : 0;
  if (word_char(at + n + letter) || at[n] == '/' || (at[n] == '.' && g_ascii_isdigit(at[n + 1]))) return 0;
  memcpy(ret, at, n + letter);
  ret[n + letter] = 0;
  return n + letter;
}

/* Numbers in a row ("1, 3 và 4") after a word; each becomes PREFIX + number. */
static const char *read_numbers(const char *at, const char *prefix, GPtrArray *ret) {
  const char *in = skip_spaces(at), *end = at;
  char number[8];
  gsize length;
  while (ret->len < NUMBERS_MAX && (length = short_number(in, number))) {
    g_ptr_array_add(ret, g_strconcat(prefix, number, NULL));
    end = in + length;
    in = skip_joints(end);
  }
  return end;
}

/* "điểm a, b": passed over. */
static const char *skip_points(const char *at) {
  const char *in = skip_spaces(at), *end = at;
  while (g_unichar_isalpha(g_utf8_get_char(in)) && !word_char(g_utf8_next_char(in))) {
    end = g_utf8_next_char(in);
    in = skip_joints(end);
  }
  return end;
}

static void add_once(GPtrArray *articles, char *taken) {
  if (g_ptr_array_find_with_equal_func(articles, taken, g_str_equal, NULL)) g_free(taken);
  else g_ptr_array_add(articles, taken);
}

static void add_articles(const GPtrArray *clauses, const GPtrArray *numbers, GPtrArray *ret) {
  for (guint i = 0; i < numbers->len; i++) {
    const char *number = g_ptr_array_index(numbers, i);
    if (!clauses->len || i > 0) add_once(ret, g_strdup_printf("Điều %s", number));
    for (guint k = 0; i == 0 &&
        k < clauses->len; k++) add_once(ret, g_strdup_printf("%s Điều %s", (char *)g_ptr_array_index(clauses, k), number));
  }
}

/* "Điều 5 (khoản 2)", "Điều 5, khoản 2": the clause behind its article, unless another "Điều" follows that it belongs to. */
static const char *clauses_behind(const char *at, GPtrArray *clauses) {
  const char *in = at;
  while (*in == ' ' || *in == ',' || *in == '(') in++;
  gsize word = word_at(in, "khoản");
  if (!word || clauses->len) return at;
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
  const char *end = read_numbers(in + word, "khoản ", found);
  if (!found->len || word_at(skip_joints(end), "điều")) return at;
  for (guint i = 0; i < found->len; i++) g_ptr_array_add(clauses, g_strdup(g_ptr_array_index(found, i)));
  return *end == ')' ? end + 1 : end;
}

/* A list of articles from "khoản", "điểm" or "điều" on: "điểm a khoản 2, khoản 3 Điều 4, Điều 5". Returns its end; found go to `ret`. */
static const char *read_list(const char *at, GPtrArray *ret) {
  g_autoptr(GPtrArray) clauses = g_ptr_array_new_with_free_func(g_free);
  const char *in = at, *end = at;
  gsize word;
  for (guint n = 0; n < 64; n++, in = skip_joints(end)) {
    if ((word = word_at(in, "điểm"))) {
      end = skip_points(in + word);
    } else if ((word = word_at(in, "khoản"))) {
      end = read_numbers(in + word, "khoản ", clauses);
    } else if ((word = word_at(in, "điều"))) {
      g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func(g_free);
      end = read_numbers(in + word, "", numbers);
      if (numbers->len) end = clauses_behind(end, clauses);
      add_articles(clauses, numbers, ret);
      g_ptr_array_set_size(clauses, 0);
    } else {
      break;
    }
    if (end <= in + word) break; /* a word without a number: the list is over */
  }
  return end;
}

/* ------------------------------------------------------------------ a proposal */

static gboolean asks_change(const char *lower) {
  gboolean fresh = TRUE;
  for (const char *at = lower; *at;) {
    gsize step = word_char(at);
    if (step && fresh && words_at(at, changes)) return TRUE;
    fresh = !step;
    at += step ? step : (gsize)(g_utf8_next_char(at) - at);
  }
  return FALSE;
}

static gboolean asked_to_change(const char *lower, const char *start, const char *end, const char *decision) {
  if (words_end(lower, start, references)) return FALSE;
  Owner owner = owner_after(end, decision);
  if (owner == OWNER_UNKNOWN) owner = owner_before(lower, start, decision);
  return owner != OWNER_OTHER;
}

void articles_read(const char *lower, const char *campaign_decision, GPtrArray *articles) {
  static const char *const heads[] = {"điều", "khoản", "điểm", NULL};
  if (!strstr(lower, "điều") || !asks_change(lower)) return;
  g_autofree char *decision = campaign_decision ? text_lower(campaign_decision) : NULL;
  gboolean fresh = TRUE;
  for (const char *at = lower; *at;) {
    gsize step = word_char(at);
    if (step && fresh && words_at(at, heads)) {
      g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
      const char *end = read_list(at, found);
      if (found->len && asked_to_change(lower, at, end, decision))
        for (guint i = 0; i < found->len; i++) add_once(articles, g_strdup(g_ptr_array_index(found, i)));
      if (end > at) {
        at = end;
        fresh = TRUE;
        continue;
      }
    }
    fresh = !step;
    at += step ? step : (gsize)(g_utf8_next_char(at) - at);
  }
}
