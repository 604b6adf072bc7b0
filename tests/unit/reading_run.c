/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the parts of a message to its kind, roles, reports and reasons. Run from the root of the tree. */
#include "blocks_text.h"
#include "reading/reading.h"

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define PDF "application/pdf"

#define HEAD(issuer, number) \
  "UBND TỈNH MẪU\n" issuer "\nSố: " number "\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nQuảng Ngãi, ngày 05 tháng 6 năm 2025\n"
#define TYPE(subject) "^ **BÁO CÁO**\n^ **" subject "**\n"
#define BODY                                                                                                                          \
  "Thực hiện Kế hoạch số 119/KH-UBND, cơ quan báo cáo:\n**I. ĐÁNH GIÁ TÌNH HÌNH**\nCơ quan nằm ở trung tâm, khách ra vào đông, có kho " \
  "lưu trữ.\n**II. KẾT QUẢ THỰC HIỆN QUY CHẾ PHỐI HỢP**\n**1. Công tác lãnh đạo, chỉ đạo**\n**1.1. Công tác triển khai, quán triệt**\nĐã " \
  "quán triệt trong toàn cơ quan và giao Văn phòng làm đầu mối theo dõi.\n**III. ĐÁNH GIÁ CHUNG**\n**1. Ưu điểm**\nHai bên hiểu việc " \
  "của nhau, không để xảy ra mất mát tài liệu, tài sản.\n**V. KIẾN NGHỊ, ĐỀ XUẤT**\n- Đề nghị Công an tỉnh mở lớp tập huấn cho lực " \
  "lượng bảo vệ cơ quan.\nTrên đây là báo cáo của cơ quan./.\n"
#define SIGN "| Nơi nhận:\\n- Lưu: VT. | GIÁM ĐỐC\\n\\n\\nNguyễn Thị Mẫu |\n"
#define REPORT(issuer, number) HEAD(issuer, number) TYPE("Tổng kết 10 năm thực hiện Quyết định số 357/QĐ-UBND") BODY SIGN
#define LETTER "Kính gửi: Phòng An ninh kinh tế,\nCơ quan gửi kèm báo cáo về Quyết định số 357. Nếu thiếu đề nghị thông báo để bổ sung.\n"

typedef struct {
  const char *path, *name, *type;
  PartStatus status;
  const char *text; /* of a readable part */
  gboolean body;
  gint64 size;
} Sent;

#define PARTS_MAX 6

typedef struct {
  const char *what, *subject, *from;
  guint32 flags;
  Sent parts[PARTS_MAX];
  Kind kind;
  Reasons reasons; /* of the message and its reports, without incomplete and no-figures */
  guint reports;
  const char *roles;    /* of the parts, in order, joined by a blank */
  const char *replaces; /* NULL: not looked at */
} Case;

#define R(name) REASON_BIT(REASON_##name)

static const Case cases[] = {
    {"report, body, annex", "Báo cáo tổng kết QĐ 357", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, LETTER, TRUE, 200}, {"2", "BC.docx", DOCX, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000},
      {"3", "Phụ lục.xlsx", XLSX, PART_READ, "| TT | Nội dung | Số liệu |\n| 1 | Số buổi tuyên truyền | 12 |", FALSE, 5000}},
     KIND_REPORT, 0, 1, "body report annex", NULL},
    {"docx and pdf of the same", "BC QĐ 357", NULL, 0,
     {{"1", "a.pdf", PDF, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000}, {"2", "a.docx", DOCX, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000}},
     KIND_REPORT, 0, 1, "report report", NULL},
    {"two agencies in one mail", "BC QĐ 357", NULL, 0,
     {{"1/A/bc.docx", "bc.docx", DOCX, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000},
      {"1/B/bc.docx", "bc.docx", DOCX, PART_READ, REPORT("HỘI LÀM VƯỜN", "7/BC-HLV"), FALSE, 9000},
      {"1/B/so lieu.xlsx", "so lieu.xlsx", XLSX, PART_READ, "| TT | Nội dung | Số liệu |\n| 1 | Số buổi tuyên truyền | 31 |", FALSE, 900}},
     KIND_REPORT, 0, 2, "report report annex", NULL},
    {"question", "Hỏi về thời hạn gửi báo cáo", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, "Cho hỏi số liệu QĐ 357 lấy đến ngày nào?", TRUE, 90}}, KIND_QUESTION, 0, 0, "body", NULL},
    {"forgotten attachment", "Gửi báo cáo QĐ 357", NULL, 0, {{"1", NULL, "text/plain", PART_READ, LETTER, TRUE, 200}}, KIND_REPORT, R(NO_REPORT), 0, "body", NULL},
    {"link instead of a file", "BC QĐ 357", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, "Tải về tại https://drive.example/abc nhé.", TRUE, 90}}, KIND_REPORT, R(NO_REPORT), 0, "body", NULL},
    {"bounce", "Undelivered Mail Returned to Sender", "MAILER-DAEMON@mail.example", MESSAGE_NULL_RETURN,
     {{"1", NULL, "text/plain", PART_READ, "Address not found", TRUE, 90}}, KIND_BOUNCE, 0, 0, "body", NULL},
    {"out of office", "Tự động trả lời: đôn đốc báo cáo", NULL, MESSAGE_AUTO,
     {{"1", NULL, "text/plain", PART_READ, "Tôi nghỉ phép.", TRUE, 90}}, KIND_AUTOREPLY, 0, 0, "body", NULL},
    {"an office system's automatic mail with a report", "BC QĐ 357", NULL, MESSAGE_AUTO,
     {{"1", "a.docx", DOCX, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000}}, KIND_REPORT, 0, 1, "report", NULL},
    {"newsletter", "Bản tin tháng 6", NULL, MESSAGE_LIST, {{"1", NULL, "text/plain", PART_READ, "Tin trong tháng.", TRUE, 90}}, KIND_UNRELATED, 0, 0, "body", NULL},
    {"advertisement", "Khóa học ưu đãi", NULL, 0, {{"1", NULL, "text/plain", PART_READ, "Học phí giảm một nửa.", TRUE, 90}}, KIND_UNRELATED, 0, 0, "body", NULL},
    {"supplement", "Bổ sung số liệu báo cáo QĐ 357", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ, HEAD("SỞ MẪU", "15/BC-SM") TYPE("Bổ sung số liệu cho Báo cáo số 12/BC-SM (Quyết định số 357/QĐ-UBND)") BODY SIGN, FALSE, 9000}},
     KIND_SUPPLEMENT, 0, 1, "report", "12/BC-SM"},
    {"replacement said in the text only", "Gửi lại", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ,
       HEAD("SỞ MẪU", "16/BC-SM") TYPE("Tổng kết Quyết định số 357/QĐ-UBND") "Báo cáo này thay thế Báo cáo số 12/BC-SM ngày 01/6/2025.\n" BODY SIGN, FALSE, 9000}},
     KIND_REPLACEMENT, 0, 1, "report", "12/BC-SM"},
    {"replacement said in brackets under the abstract", "Re: BC", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ,
       HEAD("SỞ MẪU", "16/BC-SM") TYPE("Tổng kết Quyết định số 357/QĐ-UBND") "_(Thay thế Báo cáo số 12/BC-SM ngày 01/6/2025)_\n" BODY SIGN, FALSE, 9000}},
     KIND_REPLACEMENT, 0, 1, "report", "12/BC-SM"},
    {"a report is taken back", "Sở Mẫu gửi công văn", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ,
       HEAD("SỞ MẪU", "77/SM-VP") "V/v thu hồi và hủy bỏ Báo cáo số 12/BC-SM\nKính gửi: Công an tỉnh.\nĐề nghị không dùng số liệu của báo cáo đã gửi.\n" SIGN, FALSE, 9000}},
     KIND_QUESTION, 0, 1, "report", NULL},
    {"what the police recover is not taken back", "BC QĐ 357", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ, HEAD("SỞ MẪU", "12/BC-SM") TYPE("Kết quả thu hồi giấy phép, tài sản theo Quyết định số 357/QĐ-UBND") BODY SIGN, FALSE, 9000}},
     KIND_REPORT, 0, 1, "report", NULL},
    {"more time is asked for", "V/v thời gian gửi báo cáo", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, "Sở đang bận, xin phép gửi báo cáo QĐ 357 chậm ba ngày có được không?", TRUE, 90}}, KIND_QUESTION, 0, 0, "body", NULL},
    {"what will be sent is not forgotten", "Đã nhận Kế hoạch 119", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, "Sở đã nhận Kế hoạch 119 và sẽ gửi báo cáo đúng hạn.", TRUE, 90}}, KIND_QUESTION, 0, 0, "body", NULL},
    {"papers are asked for", "Kế hoạch 119", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, "Bên em chưa nhận được Quyết định 357 và Quy chế kèm theo, nhờ anh gửi giúp một bản.", TRUE, 90}}, KIND_QUESTION, 0, 0, "body", NULL},
    {"an association that forgets its file asks nothing", "Hội Làm vườn nộp báo cáo QĐ 357", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, "Báo cáo của Hội về kết quả thực hiện QĐ 357, xin gửi các anh chị.", TRUE, 90}}, KIND_REPORT, R(NO_REPORT), 0, "body", NULL},
    {"a new regulation is no replacement", "Góp ý Quy chế thay thế Quyết định 357 và báo cáo tổng kết", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000}}, KIND_REPORT, 0, 1, "report", NULL},
    {"secret by a mark", "Gửi tài liệu", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ, HEAD("SỞ MẪU", "12/BC-SM") "MẬT\n" TYPE("Quyết định số 357/QĐ-UBND") BODY SIGN, FALSE, 9000}},
     KIND_REPORT, R(SECRET_MARKING), 0, "report", NULL},
    {"secret by its name", "BC 357", NULL, 0, {{"1", "BC_MAT.docx", DOCX, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000}}, KIND_REPORT, R(SECRET_MARKING), 0, "report", NULL},
    {"nothing to report, as a letter", "Báo cáo QĐ 357", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ,
       HEAD("CÔNG TY MẪU", "5/CTM-TH") "V/v báo cáo Quyết định số 357/QĐ-UBND\nKính gửi: Công an tỉnh.\nTrong kỳ công ty không phát sinh vụ việc nào.\n" SIGN, FALSE, 9000}},
     KIND_REPORT, R(NIL_REPORT), 1, "report", NULL},
    {"nothing to report, in the mail itself", "Báo cáo QĐ 357", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, "Công ty báo cáo: không có nội dung phát sinh theo Quyết định 357.", TRUE, 99}}, KIND_REPORT, R(NIL_REPORT), 1, "report", NULL},
    {"another plan's report", "Gửi báo cáo", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ,
       HEAD("SỞ MẪU", "90/BC-SM") TYPE("Sơ kết 5 năm thực hiện Chỉ thị số 18/CT-TTg về giao thông") "**I. Tình hình**\nĐường sá đông xe hơn trước, tai nạn có giảm so với "
       "cùng kỳ và so với chỉ tiêu.\n" SIGN, FALSE, 9000}},
     KIND_REPORT, R(WRONG_CAMPAIGN), 1, "report", NULL},
    {"a date is not the decision's number", "Gửi báo cáo", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ,
       HEAD("SỞ MẪU", "357/BC-SM") TYPE("Công tác cải cách hành chính") "Thực hiện Kế hoạch số 30/KH-UBND ngày 20/119/2024, Công văn số 119/SM-VP của sở.\n" SIGN, FALSE, 9000}},
     KIND_REPORT, R(WRONG_CAMPAIGN), 1, "report", NULL},
    {"draft", "BC QĐ 357", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ,
       "UBND TỈNH MẪU\nSỞ MẪU\nSố:      /BC-SM\nQuảng Ngãi, ngày     tháng 6 năm 2025\n" TYPE("Tổng kết Quyết định số 357/QĐ-UBND") BODY "| Nơi nhận:\\n- Lưu: VT. | GIÁM ĐỐC |\n",
       FALSE, 9000}},
     KIND_REPORT, R(UNSIGNED), 1, "report", NULL},
    {"encrypted", "BC QĐ 357", NULL, 0,
     {{"1", NULL, "text/plain", PART_READ, LETTER, TRUE, 90}, {"2", "bc.zip", "application/zip", PART_ENCRYPTED, NULL, FALSE, 900}}, KIND_REPORT, R(PART_ENCRYPTED), 0, "body report", NULL},
    {"corrupt beside a readable report", "BC QĐ 357", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000}, {"2", "b.docx", DOCX, PART_CORRUPT, NULL, FALSE, 900}},
     KIND_REPORT, R(PART_CORRUPT), 1, "report other", NULL},
    {"logo, signature and card raise nothing", "BC QĐ 357", NULL, 0,
     {{"1", "a.docx", DOCX, PART_READ, REPORT("SỞ MẪU", "12/BC-SM"), FALSE, 9000}, {"2", "logo.png", "image/png", PART_UNSUPPORTED, NULL, FALSE, 4000},
      {"3", "smime.p7s", "application/pkcs7-signature", PART_UNSUPPORTED, NULL, FALSE, 2000}, {"4", "vt.vcf", "text/vcard", PART_UNSUPPORTED, NULL, FALSE, 300}},
     KIND_REPORT, 0, 1, "report image signature other", NULL},
    {"a scan without text", "BC QĐ 357", NULL, 0, {{"1", "Scan.pdf", PDF, PART_EMPTY, NULL, FALSE, 90000}}, KIND_REPORT, R(SECRECY_UNDETERMINED), 0, "report", NULL},
    {"an empty document", "BC QĐ 357", NULL, 0, {{"1", "bc.docx", DOCX, PART_EMPTY, NULL, FALSE, 9000}}, KIND_REPORT, R(NO_REPORT), 0, "report", NULL},
    {"the mail's text is the report", "BC QĐ 357", NULL, 0, {{"1", NULL, "text/plain", PART_READ, REPORT("HỘI LÀM VƯỜN", "7/BC-HLV"), TRUE, 900}}, KIND_REPORT, 0, 1, "report", NULL},
};

static GPtrArray *campaigns(void) {
  g_autoptr(GError) error = NULL;
  GPtrArray *list = NULL;
  campaigns_load("config/campaigns", &list, &error);
  g_assert_no_error(error);
  return list;
}

static void send_parts(const Case *sent, Reading *reading, GPtrArray *documents) {
  reading->message->subject = g_strdup(sent->subject);
  reading->message->from = g_strdup(sent->from ? sent->from : "vanthu@somau.example");
  reading->message->flags = sent->flags;
  g_ptr_array_add(reading->message->to, g_strdup("baocao+qd357@catinh.example"));
  for (guint i = 0; i < PARTS_MAX && sent->parts[i].path; i++) {
    const Sent *one = &sent->parts[i];
    Part *part = part_new();
    part->path = g_strdup(one->path);
    part->name = g_strdup(one->name);
    part->type = g_strdup(one->type);
    part->status = one->status;
    part->size = one->size;
    g_ptr_array_add(reading->parts, part);
    if (!one->text) continue;
    Document *document = document_new(part, blocks_text_parse(one->text, NULL));
    document->body = one->body;
    g_ptr_array_add(documents, document);
  }
}

static char *roles_of(const Reading *reading) {
  GString *roles = g_string_new(NULL);
  for (guint i = 0; i < reading->parts->len; i++)
    g_string_append_printf(roles, "%s%s", i ? " " : "", part_role_name(((const Part *)g_ptr_array_index(reading->parts, i))->role));
  return g_string_free(roles, FALSE);
}

static void test_case(gconstpointer data) {
  const Case *sent = data;
  g_autoptr(Reading) reading = reading_new();
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
  g_autoptr(GPtrArray) list = campaigns();
  send_parts(sent, reading, documents);
  reading_run(list, documents, reading);
  Reasons reasons = reading->reasons;
  for (guint i = 0; i < reading->reports->len; i++) reasons |= ((const Report *)g_ptr_array_index(reading->reports, i))->reasons;
  reasons &= ~(R(INCOMPLETE) | R(NO_FIGURES));
  g_autoptr(GPtrArray) names = reasons_names(reasons);
  for (guint i = 0; i < names->len; i++) g_test_message("reason %s", (const char *)g_ptr_array_index(names, i));
  g_autofree char *roles = roles_of(reading);
  g_assert_cmpstr(kind_name(reading->kind), ==, kind_name(sent->kind));
  g_assert_cmpstr(roles, ==, sent->roles);
  g_assert_cmpuint(reading->reports->len, ==, sent->reports);
  g_assert_cmphex(reasons, ==, sent->reasons);
  if (sent->replaces) g_assert_cmpstr(reading->replaces, ==, sent->replaces);
  if (sent->reasons & R(SECRET_MARKING)) g_assert_null(reading->message->subject);
}

/* Each of two agencies gets its own annex's figures. */
static void test_annexes(void) {
  const Case *sent = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    if (g_str_equal(cases[i].what, "two agencies in one mail")) sent = &cases[i];
  g_assert_nonnull(sent);
  g_autoptr(Reading) reading = reading_new();
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
  g_autoptr(GPtrArray) list = campaigns();
  send_parts(sent, reading, documents);
  reading_run(list, documents, reading);
  g_assert_cmpuint(reading->reports->len, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const Report *report = g_ptr_array_index(reading->reports, i);
    guint annexed = 0;
    for (guint f = 0; f < report->figures->len; f++) annexed += ((const Figure *)g_ptr_array_index(report->figures, f))->annex;
    g_assert_cmpstr(report->issuer, ==, i ? "HỘI LÀM VƯỜN" : "SỞ MẪU");
    g_assert_cmpuint(annexed > 0, ==, i == 1);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdelimit(g_strdup_printf("/reading/run/%s", cases[i].what), " ,'", '-');
    g_test_add_data_func(path, &cases[i], test_case);
  }
  g_test_add_func("/reading/run/annexes", test_annexes);
  return g_test_run();
}
