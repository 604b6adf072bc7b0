#!/usr/bin/env bash
# Two campaigns in one instance: another outline, other indicators, other agencies are only another folder.
. "$(dirname "$0")/lib.sh"
export TONGHOP_NOW=2026-01-20T17:00:00+07:00
instance i
cp -r "$HERE/campaigns/atgt" "$T/i/campaigns/"
t() { "$TONGHOP" --config "$CONF" "$@"; }
cat > "$T/atgt.eml" <<'E2'
Return-Path: <ubnd@benmoi.songlam.example>
Received: from mail.benmoi.songlam.example by mx.songlam.example; Thu, 15 Jan 2026 09:00:00 +0700
From: UBND xa Ben Moi <ubnd@benmoi.songlam.example>
To: <baocao+atgt@atgt.songlam.example>
Subject: Bao cao so ket ATGT
Date: Thu, 15 Jan 2026 09:00:00 +0700
Message-ID: <atgt1@benmoi.songlam.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

ỦY BAN NHÂN DÂN
XÃ BẾN MỚI
Số: 17/BC-UBND
Bến Mới, ngày 14 tháng 01 năm 2026

BÁO CÁO
Sơ kết 3 năm thực hiện Chỉ thị số 12/CT-UBND

Phần thứ nhất: ĐẶC ĐIỂM TÌNH HÌNH GIAO THÔNG

Xã có 14 km đường liên thôn, lưu lượng xe tăng nhanh vào mùa thu hoạch.

Phần thứ hai: KẾT QUẢ THỰC HIỆN CHỈ THỊ

2.1. Công tác chỉ đạo, ban hành văn bản

Ủy ban nhân dân xã đã ban hành Kế hoạch số 8/KH-UBND ngày 20/02/2023 về bảo đảm an toàn giao thông.

2.2. Công tác tuyên truyền

Đã tuyên truyền cho 1.250 lượt học sinh và trao 300 mũ bảo hiểm cho các em.

2.3. Tuần tra, kiểm soát, xử lý vi phạm

Xử lý 42 trường hợp vi phạm nồng độ cồn; phạt tiền 126 triệu đồng.

Phần thứ ba: TÌNH HÌNH TAI NẠN GIAO THÔNG

Ba năm xảy ra 5 vụ tai nạn giao thông, làm hư hỏng nhiều phương tiện của người dân.

Phần thứ tư: KIẾN NGHỊ

- Đề nghị UBND tỉnh bố trí kinh phí sửa chữa mặt đường tại dốc Bến Cũ.

Trên đây là báo cáo của Ủy ban nhân dân xã./.

CHỦ TỊCH

Trần Văn Bình
E2
deliver "$T/atgt.eml"
sed 's/baocao+atgt@atgt.songlam.example/chung@songlam.example/; s/atgt1@/atgt2@/; s|17/BC-UBND|18/BC-UBND|; s/Thu, 15 Jan 2026 09:00/Thu, 15 Jan 2026 10:00/' "$T/atgt.eml" > "$T/cued.eml"
deliver "$T/cued.eml"
deliver "$HERE/mails/02-docx-auto-numbering.eml"
runs "ingest" t ingest
t export > "$T/r"
py() { python3 -c "
import json
r = [json.loads(l) for l in open('$T/r')]
a = r[0]['report']
print($1)"; }
is "$(py '[x["campaign"] for x in r]')" "['atgt', 'atgt', 'qd357']" "each mail finds its campaign: by address, by words, by address"
is "$(py 'r[0]["agency"]["code"], r[0]["state"], r[0]["timeliness"]')" "BM superseded on-time" "with its own agencies and deadline"
is "$(py '[(s["code"], s["status"]) for s in a["sections"]]')" "[('1', 'present'), ('2', 'present'), ('2.1', 'present'), ('2.2', 'present'), ('2.3', 'present'), ('2.3.1', 'missing'), ('2.3.2', 'missing'), ('3', 'present'), ('4', 'present')]" "its own outline"
is "$(py 'a["completeness"], a["missing"]')" "1 []" "nothing required is missing"
is "$(py 'sorted((f["indicator"], f["value"]) for f in a["figures"] if f["indicator"])')" "[('mu-bao-hiem.chiec', 300), ('nong-do-con.truong-hop', 42), ('phat.tien', 126000000), ('tai-nan.vu', 5), ('tuyen-truyen.luot', 1250)]" "its own indicators"
is "$(py '[(d["number"], d["date"]) for d in a["documents"]]')" "[('8/KH-UBND', '2023-02-20')]" "its documents"
is "$(py 'r[1]["state"], r[0]["state"], r[1]["version"], r[1]["supersedes"] == r[0]["id"]')" "accepted superseded 2 True" "the later report counts, the earlier does not"
is "$(t status --campaign atgt --json | grep -c '"campaign": "atgt"')" 6 "status speaks of one campaign"
is "$(t digest --format json | python3 -c 'import json,sys; print([json.loads(l)["campaign"] for l in sys.stdin])')" "['atgt', 'qd357']" "the digest of each in turn"
# comments may quote an example; the code may not
named=$(for f in "$HERE"/../src/*.c "$HERE"/../src/*/*.[ch]; do ${CC:-cc} -fpreprocessed -dD -E -P "$f" 2>/dev/null | grep -qiE 'qd357|357/QĐ|quảng ngãi|quang ngai|atgt' && echo "$f"; done)
is "$named" "" "no campaign is in the code"
runs "verify" t verify
done_testing
