#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the OpenDocument and RTF fixtures of this folder. report.fodt and book.fods are written here by hand; LibreOffice makes
report.odt, report.rtf and book.ods of them. The fixtures are kept, so LibreOffice is needed only to make them anew."""
import os
import shutil
import subprocess
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
NS = "urn:oasis:names:tc:opendocument:xmlns:%s:1.0"
SPACES = " ".join('xmlns:%s="%s"' % (short, NS % full) for short, full in [
    ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("fo", "xsl-fo-compatible"),
    ("svg", "svg-compatible"), ("draw", "drawing"), ("meta", "meta"), ("number", "datastyle"), ("presentation", "presentation")])
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'

LEVELS = "".join(
    '<text:list-level-style-number text:level="%d" style:num-format="%s" style:num-suffix="%s" style:num-prefix="%s"%s>'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"/></text:list-level-style-number>' % level
    for level in [(1, "I", ".", "", ""), (2, "1", ".", "", ""), (3, "1", ".", "", ' text:display-levels="2"'), (4, "a", ")", "", ""),
                  (5, "1", "", "(", "")])

STYLES = """
<office:font-face-decls><style:font-face style:name="Old" svg:font-family="'.VnTime'"/>
 <style:font-face style:name="OldCaps" svg:font-family="'.VnTimeH'"/></office:font-face-decls>
<office:styles>
 <style:style style:name="Standard" style:family="paragraph"/>
 <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard"
  style:default-outline-level="1"><style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Heading_20_1"
  style:default-outline-level="2"><style:text-properties fo:font-style="italic"/></style:style>
 <style:style style:name="Center" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center"/></style:style>
 <style:style style:name="CenterBold" style:family="paragraph" style:parent-style-name="Center"><style:text-properties fo:font-weight="bold"/></style:style>
 <text:outline-style style:name="Outline">
  <text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>
  <text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="1"/>
 </text:outline-style>
 <text:list-style style:name="Levels">%s</text:list-style>
 <text:list-style style:name="Dashes"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/>
  <text:list-level-style-bullet text:level="2" text:bullet-char="&#xF0B7;"/></text:list-style>
</office:styles>
<office:automatic-styles>
 <style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"/><style:header-style/><style:footer-style/></style:page-layout>
 <style:style style:name="NewPage" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:break-before="page"/></style:style>
 <style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="Plain" style:family="text"><style:text-properties fo:font-weight="normal" fo:font-style="normal"/></style:style>
 <style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
 <style:style style:name="U" style:family="text"><style:text-properties style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color"/></style:style>
 <style:style style:name="Red" style:family="text"><style:text-properties fo:color="#ff0000"/></style:style>
 <style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/></style:style>
 <style:style style:name="Vn" style:family="text"><style:text-properties style:font-name="Old"/></style:style>
 <style:style style:name="VnH" style:family="text"><style:text-properties style:font-name="OldCaps"/></style:style>
 <style:style style:name="Frame" style:family="graphic"/>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">
 <style:header><text:p text:style-name="Center">Đầu trang</text:p></style:header>
 <style:footer><text:p>Trang <text:page-number text:select-page="current">1</text:page-number></text:p></style:footer>
</style:master-page></office:master-styles>
""" % LEVELS

TRACKED = """<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>A</dc:creator>
<dc:date>2025-06-01T08:00:00</dc:date></office:change-info><text:p>XÓA ĐI</text:p></text:deletion></text:changed-region></text:tracked-changes>"""


def cell(*paragraphs, style="Standard", more=""):
    return "<table:table-cell office:value-type=\"string\"%s>%s</table:table-cell>" % (
        more, "".join('<text:p text:style-name="%s">%s</text:p>' % (style, p) for p in paragraphs))


def table(name, columns, *rows):
    return '<table:table table:name="%s"><table:table-column table:number-columns-repeated="%d"/>%s</table:table>' % (
        name, columns, "".join("<table:table-row>%s</table:table-row>" % "".join(row) for row in rows))


def items(*entries):
    return "".join("<text:list-item>%s</text:list-item>" % entry for entry in entries)


COVERED = "<table:covered-table-cell/>"
BODY = TRACKED + table("Letterhead", 2,
    [cell("UBND TỈNH QUẢNG NGÃI", "SỞ TÀI CHÍNH", style="CenterBold"),
     cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", style="CenterBold")],
    [cell("Số: 45/BC-STC", style="Center"), cell('<text:span text:style-name="I">Quảng Ngãi, ngày 05 tháng 6 năm 2025</text:span>', style="Center")]
) + """
<text:p text:style-name="Standard"/>
<text:p text:style-name="CenterBold">BÁO CÁO<text:line-break/>Tổng kết 10 năm</text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">ĐÁNH GIÁ TÌNH HÌNH</text:h>
<text:p>Một   đoạn
 văn<text:s text:c="2"/>có<text:tab/>dấu cách<text:change text:change-id="c1"/>, chú thích<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Số liệu đến 31/5/2025.</text:p></text:note-body></text:note> và <text:span text:style-name="U">gạch chân</text:span><text:span text:style-name="Gone"> ẩn</text:span>.</text:p>
<text:h text:style-name="Heading_20_2" text:outline-level="2">Công tác <text:span text:style-name="Plain">lãnh đạo</text:span></text:h>
<text:h text:style-name="Heading_20_2" text:outline-level="2">Kết quả</text:h>
<text:h text:style-name="Heading_20_1" text:outline-level="1">KẾT QUẢ THỰC HIỆN</text:h>
<text:p><text:span text:style-name="B">Về tuyên truyền:</text:span> đã tổ chức 36 buổi.</text:p>
<text:p><text:span text:style-name="Red">HỎA TỐC</text:span></text:p>
""" + '<text:list xml:id="l1" text:style-name="Levels">' + items(
    '<text:p>Mục một</text:p><text:list>' + items("<text:p>Mục con</text:p><text:p>đoạn không số</text:p>",
        "<text:p>Mục con hai</text:p><text:list>" + items("<text:p>cấp ba</text:p><text:list>" + items("<text:p>cấp bốn</text:p>", "<text:p>cấp bốn nữa</text:p>") + "</text:list>") + "</text:list>") + "</text:list>",
    "<text:p>Mục hai</text:p>") + "</text:list>" + """
<text:p>Giữa hai danh sách.</text:p>
<text:list text:continue-list="l1" text:style-name="Levels">""" + items("<text:p>Mục ba, tiếp theo</text:p>") + """</text:list>
<text:list text:style-name="Levels"><text:list-item text:start-value="5"><text:p>Bắt đầu từ năm</text:p></text:list-item></text:list>
<text:list text:style-name="Dashes">""" + items("<text:p>gạch đầu dòng</text:p><text:list>" + items("<text:p>chấm tròn</text:p>") + "</text:list>") + """</text:list>
<text:p>Khung:<draw:frame draw:style-name="Frame" text:anchor-type="paragraph" svg:width="5cm" svg:height="1cm"><draw:text-box><text:p>Trong khung chữ</text:p></draw:text-box></draw:frame> sau khung<office:annotation><dc:creator>B</dc:creator><dc:date>2025-06-01T08:00:00</dc:date><text:p>GHI CHÚ RIÊNG</text:p></office:annotation>.</text:p>
""" + table("Data", 4,
    [cell("STT", style="CenterBold"), cell("Nội dung", style="CenterBold"), cell("Năm 2024", style="CenterBold", more=' table:number-columns-spanned="2"'), COVERED],
    [cell("1"), cell("Tuyên truyền", more=' table:number-rows-spanned="2"'), cell("36"), cell("buổi")],
    [cell("2"), COVERED, cell("1.200"), cell("người")],
    [cell("3"), cell("Diễn tập"), cell("2"), cell("cuộc")]) + """
<text:p text:style-name="NewPage">Trang sau.</text:p>
<text:p><text:span text:style-name="Vn">Qu¶ng Ng·i, ngµy 05 th¸ng 6 n¨m 2025</text:span> và <text:span text:style-name="VnH">b¸o c¸o</text:span></text:p>
"""

FLAT = '<?xml version="1.0" encoding="UTF-8"?>\n<office:document %s %s xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.%s">%s<office:body><office:%s>%s</office:%s></office:body></office:document>\n'


def number(value, kind="float", shown=None):
    return '<table:table-cell office:value-type="%s" office:value="%s"><text:p>%s</text:p></table:table-cell>' % (kind, value, shown or value)


def sheet(name, rows, style=""):
    return '<table:table table:name="%s"%s><table:table-column table:number-columns-repeated="5"/>%s</table:table>' % (name, style, rows)


BOOK_STYLES = '<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
TEXT = '<table:table-cell office:value-type="string"%s><text:p>%s</text:p></table:table-cell>'
BOOK = sheet("Phụ lục 1", "".join("<table:table-row%s>%s</table:table-row>" % row for row in [
    ("", TEXT % (' table:number-columns-spanned="3"', "BIỂU TỔNG HỢP") + '<table:covered-table-cell table:number-columns-repeated="2"/>'),
    (' table:number-rows-repeated="2"', "<table:table-cell/>"),
    ("", TEXT % ("", "Chỉ tiêu") + TEXT % ("", "Số lượng<office:annotation><text:p>GHI CHÚ</text:p></office:annotation>") + TEXT % ("", "Ngày")),
    ("", TEXT % ("", "Buổi tuyên truyền") + number("1250") + '<table:table-cell office:value-type="date" office:date-value="2025-06-05"><text:p>05/06/25</text:p></table:table-cell>'),
    ("", TEXT % ("", "Tỷ lệ") + number("0.985", "percentage", "98.50%") + '<table:table-cell table:number-columns-repeated="2"/>' + TEXT % ("", "dòng 1</text:p><text:p>dòng 2")),
    ("", TEXT % ("", "Kinh phí") + number("1234.5", "currency", "1,234.50 đ") + TEXT % (' table:number-columns-repeated="2"', "lặp")),
    (' table:number-rows-repeated="1048500"', '<table:table-cell table:number-columns-repeated="5"/>')]), ' table:style-name="ta1"') \
    + sheet("Ẩn", "<table:table-row>" + TEXT % ("", "trong bảng ẩn") + "</table:table-row>", ' table:style-name="ta2"')

SLIDES = '<draw:page draw:name="p1"><draw:frame svg:width="5cm" svg:height="1cm"><draw:text-box><text:p>Tiêu đề trình chiếu</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>GHI CHÚ DIỄN GIẢ</text:p></draw:text-box></draw:frame></presentation:notes></draw:page><draw:page draw:name="p2"><draw:frame svg:width="5cm" svg:height="1cm"><draw:text-box><text:p>Trang hai</text:p></draw:text-box></draw:frame></draw:page>'


def path(name):
    return os.path.join(HERE, name)


def write(name, text):
    with open(path(name), "w", encoding="utf-8") as file:
        file.write(text)


def convert(source, *kinds):
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            subprocess.run(["soffice", "-env:UserInstallation=file://%s/profile" % folder, "--headless", "--convert-to", kind, "--outdir",
                            folder, path(source)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            name = os.path.splitext(source)[0] + "." + kind
            shutil.copy(os.path.join(folder, name), path(name))


def package(name, parts, mimetype="application/vnd.oasis.opendocument.text"):
    with zipfile.ZipFile(path(name), "w") as out:
        out.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for part, text in parts:
            out.writestr(zipfile.ZipInfo(part), text, zipfile.ZIP_DEFLATED)


def content(body):
    return '<?xml version="1.0"?><office:document-content %s><office:body>%s</office:body></office:document-content>' % (SPACES, body)


def main():
    write("report.fodt", FLAT % (SPACES, DC, "text", STYLES, "text", BODY, "text"))
    write("book.fods", FLAT % (SPACES, DC, "spreadsheet", BOOK_STYLES, "spreadsheet", BOOK, "spreadsheet"))
    write("slides.fodp", FLAT % (SPACES, DC, "presentation", "", "presentation", SLIDES, "presentation"))
    convert("report.fodt", "odt", "rtf")
    convert("book.fods", "ods")
    text = "<office:text><text:p>Có tệp nhúng.</text:p></office:text>"
    inner = content("<office:spreadsheet>" + sheet("Sheet1", "<table:table-row>" + TEXT % ("", "bảng nhúng") + "</table:table-row>") + "</office:spreadsheet>")
    package("embedded.odt", [("content.xml", content(text)), ("Object 1", "OLE"), ("Object 2/content.xml", inner),
                             ("Object 3/content.xml", content("<office:chart/>")), ("Basic/Standard/M.xml", "<x/>"),
                             ("META-INF/documentsignatures.xml", "<x/>")])
    package("locked.odt", [("content.xml", "\x01\x02"), ("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>')])
    with zipfile.ZipFile(path("packed-anew.ods"), "w", zipfile.ZIP_DEFLATED) as out:  # without its mimetype
        out.writestr(zipfile.ZipInfo("content.xml"), inner, zipfile.ZIP_DEFLATED)
        out.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), "<manifest/>", zipfile.ZIP_DEFLATED)
    package("broken.odt", [("content.xml", content(text)[:-40])])
    package("empty.odt", [("styles.xml", "<x/>")])


main()
