/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences that say the same are found, those that differ in a fact are not, and the cost grows with their number alone. */
#include <glib.h>

#include "digest/merge.h"

static gboolean merged(const char *one, const char *two) {
  g_autoptr(GPtrArray) texts = g_ptr_array_new();
  g_ptr_array_add(texts, (gpointer)one);
  g_ptr_array_add(texts, (gpointer)"Một câu không liên quan đứng giữa hai câu kia.");
  g_ptr_array_add(texts, (gpointer)two);
  g_autofree guint *first = merge_same(texts);
  g_assert_cmpuint(first[0], ==, 0);
  g_assert_cmpuint(first[1], ==, 1);
  return first[2] == 0;
}

static void test_pairs(void) {
  static const struct {
    gboolean want;
    const char *one, *two;
  } cases[] = {
      {TRUE, "Công tác phối hợp có lúc chưa thường xuyên, chặt chẽ.", "Công tác phối hợp đôi lúc chưa thường xuyên, chặt chẽ"},
      {TRUE, "Kinh phí bảo đảm cho công tác phối hợp còn hạn chế.", "KINH PHÍ BẢO ĐẢM CHO CÔNG TÁC PHỐI HỢP CÒN HẠN CHẾ"},
      {TRUE, "Kinh phí bảo đảm cho công tác phối hợp còn hạn chế.", "Kinh phi bao dam cho cong tac phoi hop con han che;"},
      {TRUE, "Việc triển khai quy chế phối hợp ở cơ sở còn chậm.", "Việc triển khai Quy chế phối hợp ở cơ sở còn chậm."},
      {FALSE, "Đã tổ chức 12 hội nghị quán triệt cho cán bộ, công chức.", "Đã tổ chức 15 hội nghị quán triệt cho cán bộ, công chức."},
      {FALSE, "Lãnh đạo phối hợp với Công an huyện Bình Sơn tuần tra ban đêm.", "Lãnh đạo phối hợp với Công an huyện Nghĩa Hành tuần tra ban đêm."},
      {FALSE, "Đơn vị đã xảy ra vụ việc phức tạp về an ninh, trật tự.", "Đơn vị đã không xảy ra vụ việc phức tạp về an ninh, trật tự."},
      {FALSE, "Đề nghị sửa đổi khoản 2 Điều 5 của Quy chế phối hợp.", "Đề nghị sửa đổi khoản 2 Điều 6 của Quy chế phối hợp."},
      {FALSE, "Kinh phí bảo đảm cho công tác phối hợp còn hạn chế.", "Cán bộ làm công tác phối hợp chủ yếu là kiêm nhiệm."},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    if (merged(cases[i].one, cases[i].two) != cases[i].want) g_error("'%s' and '%s': wanted %d", cases[i].one, cases[i].two, cases[i].want);
}

/* Many sentences of a few kinds, each with words of its own: every one finds its kind. */
static void test_many(void) {
  const guint kinds = 26, each = 80;
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < kinds * each; i++) {
    GString *text = g_string_new("Câu này có");
    for (guint w = 0; w < 20; w++) g_string_append_printf(text, " từ%c%c", 'a' + (int)((i % kinds * 7 + w * 3) % 26), 'a' + (int)((i % kinds + w) % 26));
    g_string_append_printf(text, " và%c", 'a' + (int)(i / kinds % 26));
    g_ptr_array_add(texts, g_string_free(text, FALSE));
  }
  g_autofree guint *first = merge_same(texts);
  guint found = 0;
  for (guint i = 0; i < texts->len; i++) found += first[i] == i % kinds;
  g_assert_cmpuint(found, ==, texts->len);
}

static void test_odd(void) {
  static const char *const odd[] = {"", "", "…", "Không có.", "không có", "日本語の文", "日本語の文"};
  static const guint want[] = {0, 0, 2, 3, 3, 5, 5};
  g_autoptr(GPtrArray) texts = g_ptr_array_new();
  for (guint i = 0; i < G_N_ELEMENTS(odd); i++) g_ptr_array_add(texts, (gpointer)odd[i]);
  g_autofree guint *first = merge_same(texts);
  for (guint i = 0; i < G_N_ELEMENTS(odd); i++) g_assert_cmpuint(first[i], ==, want[i]);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/merge/pairs", test_pairs);
  g_test_add_func("/merge/many", test_many);
  g_test_add_func("/merge/odd", test_odd);
  return g_test_run();
}
