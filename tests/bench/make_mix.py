#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mails that `make bench` measures with: a deadline day's mix, the same bytes for the same N.

    tests/bench/make_mix.py FOLDER [N=2000] [mix|small|scans|big]

mix:   60% docx, 20% text PDF, 10% zip of docx + xlsx, 10% the report in the body; 5 to 15 pages of Vietnamese each, under a covering
       letter in text and HTML, as mail programs send it. The PDFs are drawn here: subset fonts of a usual size, two-byte codes, ToUnicode.
small: one page in the body, for measuring growth over many messages.
big:   a zip of a report and 36 photographs, 48 MB a mail, for measuring memory.
scans: the page images of tests/formats/ocr, one file a mail.
The sentences are those of the labelled documents in tests/accuracy (ours), shuffled, with other figures. Needs only Python.
"""
import base64
import csv
import multiprocessing
import pathlib
import random
import re
import sys
import textwrap
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "mails"))
import make_mails as m  # noqa: E402

PAGE_LETTERS = 2300  # of a page of 14-point text
FONT_BYTES = 34000   # an embedded subset of one face, as office programs write it
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sentences():
    """Paragraphs of the labelled documents that are running text."""
    found = []
    for path in sorted((HERE.parent / "accuracy" / "docs").glob("*.toml")):
        text = path.read_text(encoding="utf-8").split("\ntext = '''\n")
        for line in (text[1].split("\n'''")[0].split("\n") if len(text) > 1 else []):
            line = line.strip(" -+*")
            if len(line) > 70 and not re.search(r"[|=\\{]|\*\*|MẬT|^\d", line):
                found.append(line)
    return found


BANK = sentences()
PLAIN = [line for line in BANK if not re.search(r"\d", line)]


def agencies():
    """Every agency of the shipped campaign that has an address."""
    with open(HERE / "../../config/campaigns/qd357/agencies.csv", encoding="utf-8") as f:
        rows = [r for r in csv.DictReader(f) if r["emails"]]
    return [m.Agency(r["code"], r["name"], "UBND TỈNH QUẢNG NGÃI", r["code"], "Quảng Ngãi", r["emails"].split(";")[0].split("@")[1],
                     "quản lý nhà nước trên lĩnh vực được giao", "GIÁM ĐỐC", None, "Trần Minh Khải") for r in rows]


AGENCIES = agencies()


def varied(rng, line):
    return re.sub(r"(?<![\d/.,-])\d{2,3}(?![\d/.,-])(?! ?/)", lambda _: str(rng.randint(12, 940)), line)


def content(rng, a, n, pages):
    """Outline node → paragraphs, until there are so many pages."""
    text, _ = m.report_text(a, n % 60)
    codes, letters = list(text), sum(len(p) for ps in text.values() for p in ps)
    while letters < pages * PAGE_LETTERS:
        code, line = rng.choice(codes), varied(rng, rng.choice(rng.choice((BANK, PLAIN, PLAIN))))
        text[code] = text[code][:1] + [line] + text[code][1:]
        letters += len(line) + 1
    return text


def paragraphs(a, number, day, text):
    """(words, bold) of the whole report, heading by heading."""
    out = [(a.name.upper(), True), (f"Số: {number}", False), (f"{a.place}, ngày {day:02d} tháng 6 năm 2025", False), ("BÁO CÁO", True),
           (f"Tổng kết 10 năm {m.TITLE}", True)]
    for code, _, title in m.OUTLINE:
        out += [(title, True)] + [(p, False) for p in text.get(code, [])]
    return out + [("Trên đây là báo cáo tổng kết của đơn vị./.", False), (a.head, True), (a.signer, True)]


# ---------------------------------------------------------------- docx, as Word writes it: every run says its language and fonts

RUN = ('<w:r w:rsidRPr="00%06X"><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>%s<w:sz w:val="28"/>'
       '<w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r>')
STYLE = ('<w:style w:type="%s" w:styleId="S%d"><w:name w:val="Style %d"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="%d"/><w:rsid w:val="00%06X"/>'
         '<w:pPr><w:spacing w:before="%d" w:after="120" w:line="264" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="%d"/></w:rPr></w:style>')


def word_para(rng, words, bold=False):
    cuts = sorted(rng.sample(range(1, len(words)), min(len(words) // 90, len(words) - 1))) if len(words) > 90 else []
    pieces = [words[i:j] for i, j in zip([0] + cuts, cuts + [len(words)])]
    runs = "".join(RUN % (rng.randrange(1 << 24), "<w:b/>" if bold else "", m.escape(p)) for p in pieces)
    return (f'<w:p w:rsidR="00{rng.randrange(1 << 24):06X}" w:rsidRDefault="00{rng.randrange(1 << 24):06X}"><w:pPr><w:spacing w:before="120" w:after="120" '
            f'w:line="264" w:lineRule="auto"/><w:ind w:firstLine="720"/><w:jc w:val="both"/></w:pPr>{runs}</w:p>')


def docx(rng, a, number, day, text):
    body = m.head_table(a, number, day, 6) + m.para("BÁO CÁO", bold=True, center=True) + m.para(f"Tổng kết 10 năm {m.TITLE}", bold=True, center=True)
    for code, _, title in m.OUTLINE:
        body += word_para(rng, title, True) + "".join(word_para(rng, p) for p in text.get(code, []))
    body += word_para(rng, "Trên đây là báo cáo tổng kết của đơn vị, kính gửi Công an tỉnh tổng hợp./.") + m.sign_table(a)
    kept, m.STYLES = m.STYLES, m.STYLES.replace("</w:styles>", "".join(
        STYLE % (("paragraph", "character")[i % 2], i, i, i, rng.randrange(1 << 24), 6 * i, 20 + i % 8) for i in range(120)) + "</w:styles>")
    try:
        return m.docx_package(body)
    finally:
        m.STYLES = kept


def xlsx(rng, a):
    rows = [["PHỤ LỤC SỐ LIỆU"], [f"(Kèm theo báo cáo của {a.name})"], ["TT", "Nội dung", "Đơn vị tính", "Số lượng"]]
    rows += [[i + 1, f"{rng.choice(BANK)[:60]} ({i + 1})", rng.choice(["cuộc", "vụ", "buổi"]), rng.randint(1, 900)] for i in range(40)]
    return m.annex_xlsx(rows)


# ---------------------------------------------------------------- PDF with two-byte codes

def wrapped(text, bold):
    for words, strong in text:
        yield from ((line, strong, i == 0) for i, line in enumerate(textwrap.wrap(words, 80 if not bold else 70)))


def tounicode(letters):
    head = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
    rows = [f"<{i + 1:04X}> <{ord(c):04X}>" for i, c in enumerate(letters)]
    blocks = "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in (rows[i:i + 100] for i in range(0, len(rows), 100)))
    return (head + blocks + "endcmap end end\n").encode()


def deflated(data, head=b""):
    packed = zlib.compress(data)
    return b"<< %s /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (head, len(packed), packed)


def font(rng, first, name, letters):
    """Objects first..first+4: Type0 font, descendant, descriptor, font file (its tables are noise: text needs none of them), ToUnicode."""
    widths = b" ".join(b"%d" % (260 if c in " iljtfI.,;:'()/-" else 820 if c in "mMWw" else 510) for c in letters)
    noise = b"\x00\x01\x00\x00\x00\x0a\x00\x80\x00\x03\x00\x20" + rng.randbytes(FONT_BYTES)
    return [b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (name, first + 1, first + 4),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R "
            b"/DW 500 /W [1 [%s]] /CIDToGIDMap /Identity >>" % (name, first + 2, widths),
            b"<< /Type /FontDescriptor /FontName /%s /Flags 6 /FontBBox [-200 -220 1100 900] /ItalicAngle 0 /Ascent 891 /Descent -216 /CapHeight 662 /StemV 80 "
            b"/FontFile2 %d 0 R >>" % (name, first + 3),
            deflated(noise, b"/Length1 %d" % len(noise)), deflated(tounicode(letters))]


def pdf(rng, text):
    lines = list(wrapped(text, False))
    letters = sorted(set("".join(line for line, _, _ in lines)))
    code = {c: f"{i + 1:04X}" for i, c in enumerate(letters)}
    sheets = [lines[i:i + 38] for i in range(0, len(lines), 38)]
    first_page, fonts_at = 3, 3 + 2 * len(sheets)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % (first_page + 2 * i) for i in range(len(sheets))), len(sheets))]
    for i, sheet in enumerate(sheets):
        draw = []
        for k, (line, strong, begins) in enumerate(sheet):
            x, y = (113 if begins and not strong else 85), 770 - 18 * k
            words = line.split(" ")
            shown = " ".join(f"<{''.join(code[c] for c in w + (' ' if j < len(words) - 1 else ''))}>{-30 if j % 3 else 12}" for j, w in enumerate(words))
            draw.append(f"BT /{'F2' if strong else 'F1'} 13 Tf 1 0 0 1 {x} {y} Tm [{shown}] TJ ET")
        objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R /F2 %d 0 R >> >> >>"
                    % (first_page + 2 * i + 1, fonts_at, fonts_at + 5), deflated("\n".join(draw).encode())]
    objects += font(rng, fonts_at, b"ABCDEF+TimesNewRomanPSMT", letters) + font(rng, fonts_at + 5, b"ABCDEF+TimesNewRomanPS-BoldMT", letters)
    out, offsets = bytearray(b"%PDF-1.6\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


# ---------------------------------------------------------------- mails

def letter(plain):
    """The text and the same again as HTML, as Outlook sends it."""
    html = "<html><head><style>p.MsoNormal{margin:0;font-size:13.0pt;font-family:'Times New Roman',serif}</style></head><body>" + "".join(
        f'<p class="MsoNormal"><span style="font-size:13.0pt">{m.escape(p)}</span></p>\n' for p in plain.split("\n")) + "</body></html>"
    part = lambda kind, text: (f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                               + base64.encodebytes(text.encode()).decode())
    return ('Content-Type: multipart/alternative; boundary="=_inner"\n\n--=_inner\n' + part("plain", plain) + "--=_inner\n" + part("html", html) + "--=_inner--\n")


def arrival(i):
    """One every 20 seconds from 1 May on, in the order of delivery: month, day, time."""
    day, second = divmod(20 * i, 86400)
    return 5 + day // 31, 1 + day % 31, f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def mail(i, a, number, parts):
    when = arrival(i)
    return m.mail("Văn thư", a.address, f"Báo cáo {number}", parts, when, message_id=f"mix{i}@{a.domain}").encode()


def one(i, kind):
    rng = random.Random(f"tonghop {kind} {i}")

    a = AGENCIES[i % len(AGENCIES)]
    number, day = f"{i + 1}/BC-{a.symbol}", 1 + i % 28
    cover = letter(f"Kính gửi Phòng An ninh kinh tế, Công an tỉnh,\n{a.name} gửi Báo cáo số {number} {m.TITLE}.\n"
                   f"{varied(rng, rng.choice(BANK))}\nTrân trọng.\nVăn thư {a.name}, điện thoại 0255 38{i % 90000:05d}")
    if kind == "scans":
        scans = sorted((HERE.parent / "formats" / "ocr").glob("*.pdf"))
        data = scans[i % len(scans)].read_bytes() + b"%% %d\n" % i
        return mail(i, a, number, [cover, m.attachment(f"bc{i}.pdf", data, "application/pdf")])
    if kind == "big":
        photos = [(f"anh{p}.jpg", b"\xff\xd8\xff\xe0" + rng.randbytes(1 << 20)) for p in range(36)]
        packed = m.zipped([(f"BaoCao{i}.docx", docx(rng, a, number, day, content(rng, a, i, 10))), *photos])
        return mail(i, a, number, [cover, m.attachment(f"BaoCao{i}.zip", packed, "application/zip")])
    pages = 1 if kind == "small" else rng.randint(5, 15)
    text = content(rng, a, i, pages)
    which = 9 if kind == "small" else i % 10
    if which < 6:
        return mail(i, a, number, [cover, m.attachment(f"BaoCao{i}.docx", docx(rng, a, number, day, text), m.DOCX)])
    if which < 8:
        return mail(i, a, number, [cover, m.attachment(f"BaoCao{i}.pdf", pdf(rng, paragraphs(a, number, day, text)), "application/pdf")])
    if which == 8:
        packed = m.zipped([(f"BaoCao{i}.docx", docx(rng, a, number, day, text)), ("PhuLuc.xlsx", xlsx(rng, a))])
        return mail(i, a, number, [cover, m.attachment(f"BaoCao{i}.zip", packed, "application/zip")])
    return mail(i, a, number, [letter("\n".join(p for p, _ in paragraphs(a, number, day, text)))])


def write(job):
    folder, i, kind = job
    (pathlib.Path(folder) / f"{1749000000 + i}.M{i}P1.bench").write_bytes(one(i, kind))


def main():
    folder, n, kind = sys.argv[1], int((sys.argv + ["", "2000"])[2] or 2000), (sys.argv[3] if len(sys.argv) > 3 else "mix")
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    with multiprocessing.Pool() as pool:
        for _ in pool.imap_unordered(write, ((folder, i, kind) for i in range(n)), chunksize=50):
            pass


if __name__ == "__main__":
    main()
