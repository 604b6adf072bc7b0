/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/concepts.h"

#include <string.h>

/* Words that mean the same in the headings of administrative reports; where several fit, the longest is meant. */
static const char *const concepts[][16] = {
    {"#strength", "uu diem", "mat duoc", "mat manh", "diem manh", "ket qua dat duoc", "mat tich cuc", "ket qua noi bat", "thanh tich", "thanh tuu", "mat lam duoc", "da lam duoc"},
    {"#weakness", "ton tai", "han che", "khuyet diem", "yeu kem", "thieu sot", "kho khan", "vuong mac", "bat cap", "mat chua duoc", "diem yeu", "mat yeu", "chua lam duoc", "mat con han che"},
    {"#cause", "nguyen nhan", "ly do"},
    {"#lesson", "bai hoc kinh nghiem", "kinh nghiem rut ra", "bai hoc", "kinh nghiem", "bai hoc rut ra"},
    {"#forecast", "du bao", "nhan dinh"},
    {"#direction", "phuong huong", "dinh huong", "muc tieu"},
    {"#task", "nhiem vu", "giai phap"},
    {"#function", "chuc nang nhiem vu", "chuc nang va nhiem vu"},
    {"#proposal", "kien nghi", "de xuat", "de nghi", "sua doi bo sung", "sua doi", "bo sung thay the", "dieu chinh bo sung"},
    {"#assessment", "danh gia", "nhan xet"},
    {"#situation", "tinh hinh", "dac diem tinh hinh", "tinh hinh dac diem", "dac diem", "khai quat", "boi canh", "gioi thieu"},
    {"#launch", "trien khai", "quan triet"},
    {"#lead", "lanh dao", "chi dao"},
    {"#follow", "theo doi", "don doc", "giam sat"},
    {"#review", "so ket"},
    {"#propaganda", "tuyen truyen", "van dong", "giao duc phap luat", "pho bien giao duc phap luat", "pho bien phap luat"},
    {"#advice", "tham muu", "gop y", "tham gia y kien", "hien ke"},
    {"#exchange", "trao doi", "cung cap", "chia se"},
    {"#verify", "xac minh", "dieu tra"},
    {"#plan", "phuong an", "de an", "ke hoach", "kh"},
    {"#state", "quan ly nha nuoc", "qlnn"},
    {"#inspection", "thanh tra"},
    {"#check", "kiem tra"},
    {"#duty", "trach nhiem"},
    {"#future", "thoi gian toi", "thoi gian den", "giai doan toi", "giai doan tiep theo", "thoi gian tiep theo", "nhung nam toi"},
    {"#focus", "trong tam", "chu yeu"},
    {"#result", "ket qua"},
    {"#together", "phoi hop"},
    {"#document", "van ban"},
    {"#work", "cong tac", "hoat dong"},
    {"#order", "an ninh trat tu", "trat tu an toan xa hoi", "antt", "ttatxh"},
    {"#committee", "uy ban nhan dan", "ubnd"},
    {"#council", "hoi dong nhan dan", "hdnd"},
    {"#decision", "quyet dinh", "qd"},
    {"#regulation", "quy che"},
    {"#information", "thong tin"},
    {"#implement", "thuc hien", "thi hanh"},
    {"#movement", "toan dan bao ve an ninh to quoc", "toan dan bvantq", "bvantq"},
    {"#self", "don vi", "co quan", "cong ty", "doanh nghiep", "nha may", "nha truong", "chi nhanh", "benh vien", "ngan hang", "dia phuong", "dia ban", "dia ban tinh"},
    {"#join", "tham gia"},
};

static const char *const small_words[] = {"va",  "cac", "nhung", "cua", "trong", "ve",  "voi", "viec", "theo", "cho", "tai", "den",
                                          "o",   "nhom", "mot",  "so",  "doi",   "la",  "tren", "duoc", "nham", "da",  "tung", "moi",
                                          "cong", "ngay", "thang", "nam", "do",  "tu",  "gom",  "phan",
                                          "neu", "mat"};

void concepts_each(void (*func)(gpointer user, const char *phrase, const char *concept), gpointer user) {
  for (guint i = 0; i < G_N_ELEMENTS(concepts); i++)
    for (guint k = 1; k < G_N_ELEMENTS(concepts[i]) && concepts[i][k]; k++) func(user, concepts[i][k], concepts[i][0]);
}

void concepts_each_small(void (*func)(gpointer user, const char *word), gpointer user) {
  for (guint i = 0; i < G_N_ELEMENTS(small_words); i++) func(user, small_words[i]);
}

gboolean concepts_small_word(const char *word) {
  if (strcmp(word, "#self") == 0 || strcmp(word, "#join") == 0) return TRUE; /* whose report it is, and that they took part, tells no section from another */
  for (guint i = 0; i < G_N_ELEMENTS(small_words); i++)
    if (*small_words[i] == *word && strcmp(small_words[i], word) == 0) return TRUE;
  return FALSE;
}
