#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the PDF fixtures of this folder anew: LibreOffice (report, annex), chromium (print), qpdf (locked, bundle), and by hand (overlay, scan ...).

    make_pdf.py [DIR]       writes *.pdf; the .expected files beside them are compared by tests/unit/pdf.c

The texts are invented. The PDFs are committed, so that the tests need none of these programs."""
import os
import shutil
import subprocess
import sys
import tempfile
import zlib

OUT = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))

# ---------------------------------------------------------------- a report as LibreOffice sets it

FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
 <style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.2cm"
  fo:margin-bottom="2cm" fo:margin-left="3cm" fo:margin-right="1.5cm"/><style:header-style><style:header-footer-properties fo:min-height="0.8cm"/></style:header-style></style:page-layout>
 %(styles)s
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:header><text:p text:style-name="c"><text:page-number/></text:p></style:header>
</style:master-page></office:master-styles>
<office:body><office:text>%(body)s</office:text></office:body></office:document>"""

FONT = 'style:font-name="Liberation Serif" fo:font-family="Liberation Serif"'


def style(name, size=14, align="justify", bold=False, italic=False, indent="0cm", before="0cm"):
    return (f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:text-align="{align}" fo:text-indent="{indent}" '
            f'fo:margin-top="{before}" fo:margin-bottom="0cm"/><style:text-properties {FONT} fo:font-size="{size}pt" '
            f'fo:font-weight="{"bold" if bold else "normal"}" fo:font-style="{"italic" if italic else "normal"}"/></style:style>')


STYLES = "".join([
    style("c", 13, "center"), style("cb", 13, "center", bold=True), style("ci", 13, "center", italic=True),
    style("title", 14, "center", bold=True), style("p", 14, indent="1.27cm", before="0.2cm"), style("h", 14, bold=True, indent="1.27cm", before="0.2cm"),
    style("small", 11, "left"), style("smallb", 12, "left", bold=True, italic=True), style("note", 10, "left"), style("cell", 12, "left"), style("num", 12, "center"),
    '<style:style style:name="b" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="wl" style:family="table-column"><style:table-column-properties style:column-width="6cm"/></style:style>',
    '<style:style style:name="wr" style:family="table-column"><style:table-column-properties style:column-width="10.5cm"/></style:style>',
    '<style:style style:name="w1" style:family="table-column"><style:table-column-properties style:column-width="1.2cm"/></style:style>',
    '<style:style style:name="w2" style:family="table-column"><style:table-column-properties style:column-width="8cm"/></style:style>',
    '<style:style style:name="w3" style:family="table-column"><style:table-column-properties style:column-width="3.6cm"/></style:style>',
    '<style:style style:name="box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>',
])


def p(name, text):
    return f'<text:p text:style-name="{name}">{text}</text:p>'


def table(columns, rows, cell_style=""):
    widths = "".join(f'<table:table-column table:style-name="{c}"/>' for c in columns)
    body = "".join("<table:table-row>" + "".join(f'<table:table-cell {cell_style}>{cell}</table:table-cell>' for cell in row) + "</table:table-row>" for row in rows)
    return f"<table:table>{widths}{body}</table:table>"


def note(number, text):
    return (f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation><text:note-body>'
            f'<text:p text:style-name="note">{text}</text:p></text:note-body></text:note>')


LONG = ("Trong mười năm qua, đơn vị đã chủ động phối hợp với lực lượng Công an nắm tình hình, phát hiện sớm những việc phức tạp nảy sinh tại cơ sở, "
        "giải quyết dứt điểm ngay từ đầu, không để hình thành điểm nóng; đồng thời tham mưu cấp ủy, chính quyền ban hành nhiều văn bản chỉ đạo sát thực tế, ")


def report():
    body = [
        table(["wl", "wr"], [[p("c", "UBND TỈNH THỬ NGHIỆM") + p("cb", "SỞ THÍ DỤ") + p("c", "_______") + p("c", "Số: 45/BC-STD"),
                              p("cb", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("cb", "Độc lập - Tự do - Hạnh phúc") + p("c", "_____________")
                              + p("ci", "Thử Nghiệm, ngày 04 tháng 6 năm 2025")]]),
        p("title", ""), p("title", "BÁO CÁO"),
        p("title", "Kết quả 10 năm thực hiện Quy chế phối hợp giữa lực lượng Công an với các cơ quan, doanh nghiệp trên địa bàn tỉnh"),
        p("p", "Thực hiện Kế hoạch số 12/KH-UBND ngày 02/5/2025 của UBND tỉnh, Sở Thí dụ báo cáo kết quả như sau:"),
        p("h", "I. ĐÁNH GIÁ TÌNH HÌNH"),
        p("p", "Toàn tỉnh có 125 cơ sở" + note(1, "Theo báo cáo số 9/BC-STD ngày 15/01/2025 của Sở Thí dụ về kết quả rà soát cơ sở kinh doanh có điều kiện trên địa bàn toàn tỉnh.")
          + ", trong đó 12 cơ sở có diện tích trên 500 m² cần được quản lý chặt chẽ hơn."),
        p("p", LONG + "được nhân dân đồng tình."),
        p("h", "II. KẾT QUẢ THỰC HIỆN"),
        p("h", "1. Công tác tuyên truyền"),
        p("p", "- Tổ chức 15 buổi tuyên truyền cho 1.234 lượt người;"),
        p("p", "- Phát 5.000 tờ rơi và viết 24 tin, bài đăng trên cổng thông tin điện tử của Sở, được nhiều người đọc và chia sẻ rộng rãi;"),
        p("p", "a) Số liệu cụ thể như bảng sau:"),
        table(["w1", "w2", "w3", "w3"], [
            [p("num", "TT"), p("num", "Nội dung"), p("num", "Đơn vị tính"), p("num", "Số lượng")],
            [p("num", "1"), p("cell", "Buổi tuyên truyền, phổ biến pháp luật cho cán bộ, công chức và người lao động trong ngành"), p("num", "buổi"), p("num", "15")],
            [p("num", "2"), p("cell", "Lượt người tham dự"), p("num", "lượt"), p("num", "1.234")],
            [p("num", "3"), p("cell", "Mô hình tự quản được xây dựng mới trong giai đoạn và còn hoạt động"), p("num", "mô hình"), p("num", "07")],
            [p("num", ""), p("cell", "Tổng cộng"), p("num", ""), p("num", "1.256")]], 'table:style-name="box"'),
        p("p", '<text:span text:style-name="b">b) Kinh phí:</text:span> Tổng kinh phí đã chi là 2,5 tỷ đồng.'),
    ]
    body += [p("p", LONG * 3 + "góp phần giữ vững an ninh, trật tự.")] * 2
    body += [
        p("h", "III. KIẾN NGHỊ"),
        p("p", "Đề nghị sửa đổi khoản 2 Điều 4 của Quy chế. Trên đây là báo cáo của Sở Thí dụ./."),
        p("title", ""),
        table(["wl", "wr"], [[p("smallb", "Nơi nhận:") + p("small", "- Công an tỉnh;") + p("small", "- Văn phòng UBND tỉnh, các phòng chuyên môn của Sở;") + p("small", "- Lưu: VT, TH."),
                              p("title", "KT. GIÁM ĐỐC") + p("title", "PHÓ GIÁM ĐỐC") + p("title", "") * 3 + p("title", "Nguyễn Văn Thử")]]),
    ]
    return FODT % {"styles": STYLES, "body": "".join(body)}


def annex():
    """A long table over a page end, its cells centred in height, and paragraphs without indent."""
    extra = ('<style:style style:name="mid" style:family="table-cell"><style:table-cell-properties style:vertical-align="middle" '
             'fo:border="0.5pt solid #000000" fo:padding="0.02cm"/></style:style>')
    for name, width in [("x1", 1), ("x2", 5), ("x3", 2.5)]:
        extra += (f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties '
                  f'style:column-width="{width}cm"/></style:style>')
    extra += style("n", 14, "left", before="0.2cm") + style("nb", 14, "left", bold=True, before="0.2cm")
    what = [("Số buổi tuyên truyền, phổ biến giáo dục pháp luật về an ninh trật tự", "buổi"), ("Số vụ việc", "vụ"), ("Số tin báo tố giác tội phạm đã tiếp nhận", "tin báo")]
    rows = [[p("num", head) for head in ["STT", "Nội dung công tác phối hợp", "ĐVT", "Năm 2023", "Năm 2024", "Trong đó năm 2025"]]]
    for i in range(1, 30):
        text, unit = what[i % 3]
        rows.append([p("num", str(i)), p("cell", text)] + [p("num", cell) for cell in [unit, str(i * 37), str(i * 91), str(i * 3)]])
    body = (p("title", "PHỤ LỤC") + p("c", "(Kèm theo Báo cáo số 45/BC-STD)") + table(["x1", "x2"] + ["x3"] * 4, rows, 'table:style-name="mid"')
            + p("nb", "I. Tiêu đề không thụt dòng") + p("n", LONG + "xong.") + p("n", "Đoạn ngắn.") + p("n", LONG + "xong.") + p("nb", "1. Mục con")
            + p("n", "- " + LONG + "xong.") + p("n", "- Ý thứ hai."))
    return FODT % {"styles": STYLES + extra, "body": body}


def soffice(folder, name, text):
    path = os.path.join(folder, name + ".fodt")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, path],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shutil.copy(os.path.join(folder, name + ".pdf"), os.path.join(OUT, name + ".pdf"))


# ---------------------------------------------------------------- a page as a browser prints it

HTML = """<!doctype html><html lang="vi"><meta charset="utf-8"><style>
@page { size: A4; margin: 2cm 1.5cm 2cm 3cm } body { font: 14pt 'Liberation Serif'; margin: 0 } p { text-indent: 1.27cm; margin: 4pt 0; text-align: justify }
.head { width: 100% } .head td { text-align: center; vertical-align: top; font-size: 13pt } .d { width: 100%; border-collapse: collapse; font-size: 12pt }
.d td, .d th { border: 1px solid; padding: 3pt } h1 { font-size: 14pt; text-align: center } .red { color: #d00; border: 1px solid #d00; display: inline-block }
</style><table class="head"><tr><td style="width:42%">HUYỆN ỦY VÍ DỤ<br><b>VĂN PHÒNG</b><br>*<br>Số 12-BC/VPHU</td>
<td><b>ĐẢNG CỘNG SẢN VIỆT NAM</b><br><i>Ví Dụ, ngày 30 tháng 5 năm 2025</i></td></tr></table>
<h1>BÁO CÁO<br>sơ kết công tác năm</h1><p>Căn cứ chỉ đạo của cấp trên, Văn phòng báo cáo như sau; các nội dung khác được gửi kèm theo phụ lục và đã thống nhất với các đơn vị.</p>
<p><b>1. Ưu điểm:</b> Công việc trôi chảy, không để tồn đọng; các bộ phận phối hợp nhịp nhàng với nhau trong cả năm.</p>
<table class="d"><tr><th>Năm</th><th>Số vụ</th><th>Ghi chú</th></tr><tr><td>2023</td><td>12</td><td>đã giải quyết xong</td></tr><tr><td>2024</td><td>9</td><td>còn 1 vụ</td></tr></table>
<p>Văn phòng trân trọng báo cáo.</p></html>"""


def chromium(folder):
    path = os.path.join(folder, "print.html")
    with open(path, "w", encoding="utf-8") as f:
        f.write(HTML)
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf-no-header",
                    f"--print-to-pdf={OUT}/print.pdf", path], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# ---------------------------------------------------------------- by hand

def write_pdf(name, objects, junk=b""):
    """objects: bodies of objects 1.., the first one the catalog."""
    out = bytearray(b"%PDF-1.6\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    with open(os.path.join(OUT, name), "wb") as f:
        f.write(junk + out)


def stream(data, head=b""):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)


def text(x, y, words, font=b"F1", size=13):
    return b"BT /%s %d Tf %d %d Td (%s) Tj ET\n" % (font, size, x, y, words)


FONTS = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> /F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >> >>"


def appearance(lines, width, height):
    data = b"".join(text(0, height - 12 * (i + 1), line, size=11) for i, line in enumerate(lines))
    return stream(data, b"/Type /XObject /Subtype /Form /BBox [0 0 %d %d] /Resources << %s >>" % (width, height, FONTS))


def overlay():
    """An e-office printed number and date into the blanks, as widgets; a signature shows who signed; a person drew a text box."""
    page = (text(85, 760, b"UBND TINH MAU") + text(90, 744, b"SO MAU", b"F2") + text(80, 720, b"So:          /BC-SM") + text(300, 760, b"CONG HOA XA HOI CHU NGHIA", b"F2")
            + text(330, 744, b"Doc lap - Tu do", b"F2") + text(300, 720, b"Mau, ngay       thang       nam 2025") + text(250, 680, b"BAO CAO", b"F2", 14)
            + text(120, 650, b"Don vi xin bao cao ket qua nhu sau, co mot so van de can luu y trong thoi", size=14)
            + text(85, 632, b"gian toi.", size=14) + text(340, 500, b"GIAM DOC", b"F2") + text(330, 420, b"Tran Thi Mau", b"F2"))
    def widget(x, y, w, h, form, sig=True):
        kind = b"/Subtype /Widget /FT /Sig /V 5 0 R /T (s%d)" % form if sig else b"/Subtype /FreeText /DA (/F1 11 Tf) /Contents (HOA TOC)"
        return b"<< /Type /Annot %s /Rect [%d %d %d %d] /F 4 /AP << /N %d 0 R >> /P 3 0 R >>" % (kind, x, y, x + w, y + h, form)
    objects = [b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /SigFlags 3 >> >>",
               b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> /Annots [6 0 R 7 0 R 8 0 R 9 0 R 14 0 R] >>" % FONTS,
               stream(page), b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 10 20 30] /Contents <00> >>",
               widget(102, 717, 30, 14, 10), widget(357, 717, 22, 14, 11), widget(300, 440, 160, 40, 12), widget(90, 600, 80, 16, 13, sig=False),
               appearance([b"123"], 30, 14), appearance([b"05"], 22, 14),
               appearance([b"Nguoi ky: Tran Thi Mau", b"Email: mau@example.org", b"Thoi gian ky: 05/06/2025 08:00:01"], 160, 40),
               appearance([b"HOA TOC"], 80, 16), widget(416, 717, 22, 14, 15), appearance([b"6"], 22, 14)]
    write_pdf("overlay.pdf", objects)


def scan():
    pixel = zlib.compress(b"\x80" * 64)
    image = stream(pixel, b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /I 6 0 R >> >> >>"
    write_pdf("scan.pdf", [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", page, page,
                           stream(b"q 595 0 0 842 0 0 cm /I Do Q"), image])


def junk():
    write_pdf("junk.pdf", [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                           b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> >>" % FONTS,
                           stream(text(85, 700, b"After the junk."))], junk=b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n")


def qpdf(folder):
    plain = os.path.join(OUT, "junk.pdf")
    attached = os.path.join(folder, "phu-luc.txt")
    with open(attached, "w", encoding="utf-8") as f:
        f.write("Phụ lục kèm theo.\n")
    subprocess.run(["qpdf", plain, "--encrypt", "user", "owner", "256", "--", os.path.join(OUT, "locked.pdf")], check=True)
    subprocess.run(["qpdf", plain, "--add-attachment", attached, "--", os.path.join(OUT, "bundle.pdf")], check=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        soffice(folder, "report", report())
        soffice(folder, "annex", annex())
        chromium(folder)
        overlay()
        scan()
        junk()
        qpdf(folder)


if __name__ == "__main__":
    main()
