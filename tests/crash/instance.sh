# The instances of the crash and fault tests; source after lib.sh. SHIM is the library of shim.c. A prepare_NAME makes the instance $T/NAME as it
# stands before the operation (D says which instance a function works on); run_NAME is the operation, again_NAME what is done after it failed
# (left out: the operation once more). scenarios.sh has the table.
export TONGHOP_NOW=2025-06-12T08:00:00+07:00 ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
SHIM=$T/shim.so
${CC:-cc} -std=gnu17 -O1 -shared -fPIC -o "$SHIM" "$HERE/crash/shim.c" -ldl; ok "the shim builds"

t() { "$TONGHOP" --config "$D/tonghop.conf" "$@"; }
quietly() { "$@" >/dev/null 2>&1; }

agencies=(stc sct binhson moduc)
# mail N FROM SUBJECT TEXT
mail() {
  printf 'Return-Path: <%s>\r\nReceived: from mx.example by mx.congan.quangngai.example; Thu, 5 Jun 2025 09:%02d:00 +0700\r\n' "$2" "$1"
  printf 'From: %s\r\nTo: anktct@congan.quangngai.example\r\nSubject: %s\r\nDate: Thu, 5 Jun 2025 09:00:00 +0700\r\n' "$2" "$3"
  printf 'Message-ID: <%s.crash@tests.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n' "$1" "$4"
}
report() { printf 'BÁO CÁO\r\nKết quả 10 năm thi hành Quyết định số 357/QĐ-UBND\r\n\r\nI. ĐÁNH GIÁ TÌNH HÌNH\r\nLần %s: tình hình ổn định, tổ chức %s buổi tuyên truyền cho 200 lượt người.\r\n' "$1" "$1"; }
needs() { [ -d "$T/$1" ] || "prepare_$1"; } # one made on top of another
# new NAME: an instance with a mail system of its own; D, MAIL, CONF
new() {
  instance "$1"; D=$T/$1; mkdir "$D/sent"
  sed -i "s/^#\?batch-messages=.*/batch-messages=10/; s/^#\?workers=.*/workers=1/; s|^sendmail=.*|sendmail=env -u LD_PRELOAD $HERE/crash/sendmail|
          s/^#\?trusted-authserv-id=.*/trusted-authserv-id=mx.congan.quangngai.example;/; s/^#\?from=.*/from=baocao@congan.quangngai.example/
          s/^receipts=.*/receipts=${2:-no}/; s/^reminders=.*/reminders=yes/; s/^rate-per.*/rate-per-address-per-day=100/
          s/^#\?recipients=.*/recipients=lanhdao@congan.quangngai.example;/" "$CONF"
}
letters() { for n in "$@"; do printf 'vanthu@%s\tm%s\t%s/new/174900010%s.M1P1.test\n' nongdan.quangngai.example "$n" "$MAIL" "$n"; done > "$T/jobs"; "$HERE/letters.py" "$T/jobs"; }

# ---------------------------------------------------------------- mail that comes in

prepare_ingest() { # 30 messages in three batches, two of them twice; six versions of one report
  new ingest
  for n in $(seq 1 20); do
    mail "$n" "vanthu@${agencies[$((n % 4))]}.quangngai.example" "Báo cáo 10 năm Quyết định 357 ($n)" "$(report "$n")" > "$T/m"
    deliver "$T/m"
    case $n in 7 | 12) deliver "$T/m" ;; esac # the same bytes under another name
  done
  mail 21 ai.do@la.example "Báo cáo 10 năm Quyết định 357" "$(report 21)" > "$T/m"; deliver "$T/m"
  mail 22 vanthu@stc.quangngai.example "Hỏi về Kế hoạch 119" "Đề nghị cho biết thời hạn nộp báo cáo?" > "$T/m"; deliver "$T/m"
  letters 1 2 3 4 5 6
}
run_ingest() { t ingest; }

prepare_filing() { # killed between the commit and the first rename before
  needs ingest; cp -a "$T/ingest" "$T/filing"; D=$T/filing
  (export LD_PRELOAD=$SHIM TONGHOP_CRASH_AT=1 TONGHOP_CRASH_KINDS=rename; quietly t ingest --limit 10) 2>/dev/null
  [ "$(find "$D/spool/Maildir" -type f -path '*/new/*' | wc -l) $(sqlite3 "$D/spool/tonghop.db" 'SELECT count(*) FROM message')" = '30 10' ]
}
run_filing() { t ingest; }

# scan N NAME FILE: a mail with a file
scan() {
  mail "$1" "$2" "Báo cáo 10 năm Quyết định 357" "" | sed 's/^Content-Type: .*/Content-Type: multipart\/mixed; boundary=b\r/'
  printf -- '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKính gửi báo cáo.\r\n--b\r\nContent-Disposition: attachment; filename=%s\r\n' "${3##*/}"
  printf 'Content-Type: application/octet-stream; name=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n' "${3##*/}"; base64 "$3"; printf -- '--b--\r\n'
}
prepare_ocr() { # registered, their pages still to be read; one bears a secrecy stamp
  new ocr
  scan 1 vanthu@stc.quangngai.example "$HERE/formats/ocr/faxlow.tif" > "$T/m"; deliver "$T/m"
  scan 2 vanthu@sct.quangngai.example "$HERE/formats/ocr/secret.pdf" > "$T/m"; deliver "$T/m"
  quietly t ingest --no-ocr
}
run_ocr() { t ingest; }

# ---------------------------------------------------------------- mail that goes out

prepare_receipts() { new receipts yes; letters 1 2 3; }
run_receipts() { t ingest && t outbox flush; }

prepare_outbox() { needs receipts; cp -a "$T/receipts" "$T/outbox"; D=$T/outbox; quietly t ingest; }
run_outbox() { t outbox flush; }

prepare_kept() { # everything answered, then the database lost, and its journal
  needs receipts; cp -a "$T/receipts" "$T/kept"; D=$T/kept
  SENT=$D/sent quietly run_receipts
  rm -f "$D"/spool/tonghop.db* "$D/spool/journal"
}
run_kept() { t ingest --kept && t outbox flush; }
again_kept() { t ingest && later && run_kept; } # a daemon that takes in what lies there comes before the person who restores

prepare_reminders() { # four agencies are due, one has reported; five working days are left
  new reminders; letters 1
  sed -i -E '1!s/,yes\r?$/,no/; 2,5s/,no$/,yes/' "$D/campaigns/qd357/agencies.csv"
  quietly t ingest
}
run_reminders() { TONGHOP_NOW=2025-06-03T09:00:00+07:00 t remind --send; }
later() { TONGHOP_NOW=${LATER:-2025-06-13T08:00:00+07:00} t outbox flush; } # mail that failed is tried again after minutes
again_receipts() { t ingest && later; }
again_outbox() { later; }
again_reminders() { run_reminders; later; }

prepare_digest() { needs reminders; cp -a "$T/reminders" "$T/digest"; D=$T/digest; }
run_digest() { t digest --send --date 2025-06-05; }
again_digest() { run_digest; later; }

# ---------------------------------------------------------------- what stands already

prepare_review() { needs filing; cp -a "$T/filing" "$T/review"; D=$T/review; quietly t ingest; }
# decided ID: a person looks first whether it is done
decided() { t log --json | grep -q "\"decided\", \"record\": $1,"; }
run_review() {
  decided 1 || t review assign 1 HND --why "a letter from there" || return
  decided 23 || t review reject 23 --why "nobody's" || return
  decided 24 || t review answered 24
}
again_review() { run_review && t ingest; }

prepare_reprocess() { # another outline reads other things in it, and the files go elsewhere
  needs review; cp -a "$T/review" "$T/reprocess"; D=$T/reprocess
  quietly run_review
  sed -i 's/^decision=.*/decision=358\/QĐ-UBND/; s/^plan=.*/plan=120\/KH-UBND/' "$D/campaigns/qd357/campaign.conf"
}
run_reprocess() { t reprocess --all; }

prepare_rebuild() { # after decisions, with receipts that went and others that wait; the database is gone
  new rebuild yes; letters 1 2 3
  mail 21 ai.do@la.example "Báo cáo 10 năm Quyết định 357" "$(report 21)" > "$T/m"; deliver "$T/m"
  quietly t ingest; SENT=$D/sent quietly t outbox flush
  letters 4; quietly t ingest; quietly t review reject 2 --why "nobody's"
  rm -f "$D"/spool/tonghop.db*
}
run_rebuild() { t rebuild && t ingest && later; }
again_rebuild() { { quietly t status || t rebuild; } && t ingest && later; } # what the program says is done

prepare_migration() { # the first schemas, with what a program of then would have had in them
  needs review; cp -a "$T/review" "$T/migration"; D=$T/migration
  (
    cd "$D/spool" && sqlite3 tonghop.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null && mv tonghop.db new.db && rm -f tonghop.db-* journal
    sqlite3 new.db "DROP TRIGGER log_no_update; UPDATE log SET text = substr(text, 1, length(text) - 74) WHERE substr(text, -74, 10) = '; content '" &&
      "$HERE/rechain.py" new.db # no content was sealed then
    cat "$HERE"/../src/store/migrations/00[12]_*.sql | sqlite3 tonghop.db
    rows=$(sqlite3 tonghop.db "ATTACH 'new.db' AS new" "SELECT 'INSERT OR REPLACE INTO ' || t || ' (' || c || ') SELECT ' || c || ' FROM new.' || t || ';' FROM
      (SELECT m.name AS t, group_concat('\"' || a.name || '\"') AS c FROM sqlite_master m, pragma_table_info(m.name, 'main') a, pragma_table_info(m.name, 'new') b
       WHERE m.type = 'table' AND m.sql NOT LIKE '%VIRTUAL%' AND m.name NOT LIKE 'sqlite%' AND a.name = b.name GROUP BY m.name)")
    sqlite3 tonghop.db "PRAGMA user_version = 2; ATTACH 'new.db' AS new; BEGIN; $rows COMMIT" && rm new.db && [ "$(sqlite3 tonghop.db 'SELECT count(*) FROM message')" = 30 ]
  )
}
run_migration() { t outbox flush; }
