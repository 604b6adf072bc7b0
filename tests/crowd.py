#!/usr/bin/env python3
"""A crowd of agencies for measuring: crowd.py DIR AGENCIES VERSIONS [SEED]

DIR is an instance (tonghop init DIR). Its campaign's agencies.csv becomes AGENCIES made-up agencies, and its Maildir gets VERSIONS reports of
each, as plain text under the outline's headings: sentences that many agencies share (some reworded), sentences of their own, figures,
documents, proposals. The same arguments give the same mails."""
import csv, pathlib, random, sys

top, agencies, versions = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
folder = top / "campaigns" / "qd357"
groups = ["so", "huyen", "doanthe", "hoi", "dn"]
syllables = ("an ninh trật tự phối hợp công tác quản lý cơ quan đơn vị doanh nghiệp tuyên truyền pháp luật kiểm tra giám sát bảo vệ cán bộ nhân viên "
             "lực lượng địa bàn thông tin trao đổi kế hoạch phương án triển khai thực hiện nội dung giải pháp hiệu quả nâng cao chất lượng quy chế").split()

nodes, code = [], None
for line in (folder / "outline.conf").read_text().splitlines():
    if line.startswith("["): code = line[1:-1]
    if line.startswith("title="): nodes.append((code, line[6:]))

def words(n): return " ".join(rng.choice(syllables) for _ in range(n))
def sentence(n): s = words(n); return s[0].upper() + s[1:] + "."
shared = {code: [sentence(rng.randint(10, 25)) for _ in range(40)] for code, _ in nodes}

def common(code):
    text = rng.choice(shared[code]).split(" ")
    if rng.random() < 0.5: text[rng.randrange(1, len(text) - 1)] = rng.choice(syllables)
    return " ".join(text)

FIGURES = {"II.2.1.a": "Đã tổ chức {} buổi tuyên truyền pháp luật cho {} lượt người.", "II.2.1.d": "Đã cung cấp, trao đổi {} nguồn tin.",
           "II.2.1.đ": "Đã kiểm tra về an ninh, trật tự {} cuộc tại {} cơ sở.", "II.2.2": "Đã lắp đặt {} camera giám sát."}

def own_text(code, n):
    out = [common(code) for _ in range(4)] + [sentence(rng.randint(10, 25)) for _ in range(3)]
    if code in FIGURES: out.insert(0, FIGURES[code].format(*[rng.randint(2, 400) for _ in range(2)]))
    if code == "II.1.1": out.append(f"Đã ban hành Kế hoạch số {rng.randint(1, 300)}/KH-DV{n} ngày 12/3/2020 thực hiện Quy chế phối hợp.")
    if code == "V": out = [f"- Đề nghị UBND tỉnh sửa đổi khoản {rng.randint(1, 4)} Điều {rng.randint(3, 8)} của Quy chế theo hướng {words(8)}."] + ["- Đề nghị Công an tỉnh " + common(code)]
    return "\n".join(out)

def label(code):
    last = code.split(".")[-1]
    return f"{last})" if last.isalpha() and "." in code and not last.isupper() else code.split(".", 1)[1] + "." if "." in code else code + "."

PARENTS = {c for c, _ in nodes if any(o.startswith(c + ".") for o, _ in nodes)}
def report(n, version):
    lines = [f"ĐƠN VỊ SỐ {n}", f"Số: {n * 10 + version}/BC-DV{n}", f"Quảng Ngãi, ngày 0{version + 1} tháng 6 năm 2025", "", "BÁO CÁO", "Tổng kết 10 năm thực hiện Quyết định số 357/QĐ-UBND", ""]
    for code, title in nodes:
        lines += [f"{label(code)} {title if '.' in code else title.upper()}", ""]
        if code not in PARENTS: lines += [own_text(code, n), ""]
    return "\n".join(lines + ["Trên đây là báo cáo của đơn vị./.", "", "GIÁM ĐỐC", "", f"Nguyễn Văn Mẫu"])

with open(folder / "agencies.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow("code name group emails domains aliases predecessors due".split())
    for n in range(agencies): out.writerow([f"DV{n}", f"Đơn vị số {n}", groups[n % 5], f"vanthu@dv{n}.example", f"dv{n}.example", "", "", "yes"])
for version in range(versions):
    for n in range(agencies):
        second = f"{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}"
        day = f"0{version + 1} Jun 2025 {second} +0700"
        head = (f"Received: from mail.dv{n}.example by mx.example; {day}\nDate: {day}\nFrom: <vanthu@dv{n}.example>\nTo: <baocao+qd357@congan.quangngai.example>\n"
                f"Subject: Bao cao tong ket QD 357\nMessage-ID: <{version}.{n}@dv{n}.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
        (top / "spool" / "Maildir" / "new" / f"{1748700000 + version * 86400 + n}.M{version}P{n}.crowd").write_text(head + report(n, version))
