#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the doc, xls and ppt fixtures of this folder with LibreOffice, from flat OpenDocument files written here, and the document with
old fonts in the other formats that can have them.
Run it only to change a fixture: LibreOffice does not write the same bytes twice. The .expected files are written by
TONGHOP_UPDATE_EXPECTED=1 build/unit/ole and looked at."""
import os
import struct
import subprocess
import tempfile
import zipfile
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))
NS = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in {
    "office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing", "fo": "xsl-fo-compatible",
    "svg": "svg-compatible", "number": "datastyle", "presentation": "presentation"}.items()) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'

FONTS = "".join(f'<style:font-face style:name="{n}" svg:font-family="{n}"/>' for n in ("Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times"))


def span(style, text):
    return f'<text:span text:style-name="{style}">{escape(text)}</text:span>'


def p(inner, style="Standard"):
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def cell(*paragraphs, span=1, rows=1):
    cover = "<table:covered-table-cell/>" * (span - 1)
    return (f'<table:table-cell table:number-columns-spanned="{span}" table:number-rows-spanned="{rows}" office:value-type="string">'
            + "".join(paragraphs) + "</table:table-cell>" + cover)


def table(name, columns, *rows):
    return (f'<table:table table:name="{name}"><table:table-column table:number-columns-repeated="{columns}"/>'
            + "".join(f"<table:table-row>{r}</table:table-row>" for r in rows) + "</table:table>")


def text_props(name, props, family="text", more=""):
    return f'<style:style style:name="{name}" style:family="{family}">{more}<style:text-properties {props}/></style:style>'


def font(name):
    return f'style:font-name="{name}" fo:font-family="{name}"'


STYLES = (
    text_props("B", 'fo:font-weight="bold"') + text_props("I", 'fo:font-style="italic"') + text_props("U", 'style:text-underline-style="solid"')
    + text_props("Red", 'fo:color="#ff0000"') + text_props("Caps", 'fo:text-transform="uppercase"') + text_props("Gone", 'text:display="none"')
    + text_props("Abc", font(".VnTime")) + text_props("AbcB", font(".VnTime") + ' fo:font-weight="bold"') + text_props("AbcH", font(".VnTimeH"))
    + text_props("Vni", font("VNI-Times"))
    + text_props("AbcPara", font(".VnTime"), "paragraph")
    + '<style:style style:name="C" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center"/></style:style>'
    + '<style:style style:name="Box" style:family="graphic"/>')

COMMON = ('<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
          '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard" '
          'style:default-outline-level="1"><style:text-properties fo:font-weight="bold"/></style:style>'
          '<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Standard" '
          'style:default-outline-level="2"/>')


def level(at, fmt, prefix="", suffix="", shown=1):
    return (f'<text:list-level-style-number text:level="{at}" style:num-format="{fmt}" style:num-prefix="{prefix}" style:num-suffix="{suffix}" '
            f'text:display-levels="{shown}"/>')


LISTS = ('<text:list-style style:name="L1">' + level(1, "I", suffix=".") + level(2, "1", suffix=".") + level(3, "1", suffix=".", shown=2)
         + level(4, "a", suffix=")") + "</text:list-style>"
         '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>'
         '<text:list-style style:name="L3">' + level(1, "1", prefix="Điều ", suffix=".") + "</text:list-style>")


def item(style, depth, inner, go_on=True):
    body = p(inner)
    for _ in range(depth):
        body = f"<text:list-item>{body}</text:list-item>"
        body = f"<text:list>{body}</text:list>" if _ < depth - 1 else body
    return f'<text:list text:style-name="{style}" text:continue-numbering="{"true" if go_on else "false"}">{body}</text:list>'


def document(body, kind="text", styles=STYLES, master=""):
    page = '<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"/>' \
           '<style:header-style/><style:footer-style/></style:page-layout>'
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {NS} office:version="1.3" '
            f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:font-face-decls>{FONTS}</office:font-face-decls>'
            f"<office:styles>{COMMON}{LISTS}</office:styles><office:automatic-styles>{page}{styles}</office:automatic-styles>"
            f'<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">{master}</style:master-page></office:master-styles>'
            f"<office:body>{body}</office:body></office:document>")


def text_document(*blocks, master=""):
    return document("<office:text>" + "".join(blocks) + "</office:text>", master=master)


def letter():
    """Letterhead as a table without borders, headings, looks, a data table with merged cells, a table in a table, signature beside recipients."""
    head = table("Head", 2, cell(p(span("B", "UBND TỈNH QUẢNG NGÃI"), "C"), p(span("B", "SỞ THỬ NGHIỆM"), "C"), p("Số: 12/BC-STN", "C"))
                 + cell(p(span("B", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), "C"), p(span("B", "Độc lập - Tự do - Hạnh phúc"), "C"),
                        p(span("I", "Quảng Ngãi, ngày 05 tháng 6 năm 2025"), "C")))
    data = table("Data", 4, cell(p("TT"), rows=2) + cell(p("Nội dung"), rows=2) + cell(p("Số liệu"), span=2),
                 "<table:covered-table-cell/><table:covered-table-cell/>" + cell(p("2024")) + cell(p("2025")),
                 cell(p("1")) + cell(p("Số buổi tuyên truyền")) + cell(p("12")) + cell(p("15")),
                 cell(p("2")) + cell(p("Số lượt người"), p("(dự họp)")) + cell(p("1.200")) + cell(p("")))
    inner = table("Inner", 2, cell(p("trong 1")) + cell(p("trong 2")), cell(p("trong 3")) + cell(p("trong 4")))
    outer = table("Outer", 2, cell(p("ngoài 1")) + cell(p("ngoài 2")), cell(p("ngoài 3"), inner) + cell(p("ngoài 4")),
                  cell(p("ngoài 5")) + cell(p("ngoài 6")), cell(p("ngoài 7")) + cell(p("ngoài 8")))
    sign = table("Sign", 2, cell(p(span("B", "Nơi nhận:")), p("- Như trên;"), p("- Lưu: VT."))
                 + cell(p(span("B", "GIÁM ĐỐC"), "C"), p("", "C"), p(span("B", "Nguyễn Văn Thử"), "C")))
    master = '<style:header>' + p(span("Red", "MẪU THỬ"), "C") + "</style:header>"
    return text_document(
        head, p(span("B", "BÁO CÁO"), "C"),
        '<text:h text:style-name="Heading_20_1" text:outline-level="1">I. Kết quả</text:h>',
        '<text:h text:style-name="Heading_20_2" text:outline-level="2">1. Tuyên truyền</text:h>',
        p(span("B", "a) Đầu đậm:") + " rồi " + span("I", "nghiêng") + ", " + span("U", "gạch chân") + ", " + span("Caps", "chữ hoa") + span("Gone", " ẩn đi") + "."),
        p("Dòng một<text:line-break/>dòng hai<text:tab/>sau tab, “ngoặc” – gạch… " + '<text:a xmlns:xlink="http://www.w3.org/1999/xlink" '
          'xlink:type="simple" xlink:href="http://example.vn/">liên kết</text:a>.'),
        data, p("Sau bảng."), outer, p("Kính."), sign, master=master)


def lists():
    """Automatic numbers in three lists."""
    return text_document(
        item("L1", 1, "Phần một", False), item("L1", 2, "Mục một"), item("L1", 3, "Tiểu mục"), item("L1", 3, "Tiểu mục nữa"), item("L1", 4, "Điểm"),
        item("L1", 4, "Điểm nữa"), item("L1", 2, "Mục hai"), p("Lời giữa."), item("L1", 1, "Phần hai"), item("L1", 2, "Mục một của phần hai"),
        item("L2", 1, "gạch đầu dòng", False), item("L2", 1, "gạch nữa"), f'<text:list text:style-name="L3"><text:list-item>{p("Phạm vi")}</text:list-item><text:list-item>{p("Hiệu lực")}</text:list-item></text:list>')


def old_fonts():
    """Runs in .VnTime, .VnTimeH and VNI-Times among Unicode ones; cut inside of letters; a table and a style in .VnTime."""
    return text_document(
        p(span("AbcH", "b¸o c¸o"), "C"), p(span("AbcB", "ñY BAN NH¢N D¢N TØNH QU¶NG NG·I"), "C"),
        p("Đã chuyển mã, " + span("Abc", "ch\u00ada chuyÓn m· ë ®©y: l\u00adît ng\u00adêi") + ", rồi lại Unicode."),
        p(span("Vni", "Quyeát ñònh soá 357/QÑ-UBND ngaø") + '<text:span text:style-name="Vni"><text:span text:style-name="B">y 09</text:span></text:span>'
          + span("Vni", "/11/2015")),
        p(escape("C¶ ®o¹n nµy theo kiÓu cña nã."), "AbcPara"),
        table("T", 3, cell(p(span("Abc", "Néi dung"))) + cell(p("Số liệu")) + cell(p(span("Abc", "Ghi chó"))),
              cell(p(span("Abc", "Sè vô viÖc"))) + cell(p("23")) + cell(p("")), cell(p("a")) + cell(p("b")) + cell(p("c"))))


def notes():
    """Footnote, endnote, text box, tracked changes, hidden comment."""
    changes = ('<text:tracked-changes><text:changed-region text:id="ct1"><text:deletion><office:change-info><dc:creator>a</dc:creator>'
               '<dc:date>2025-06-01T00:00:00</dc:date></office:change-info>' + p("ĐÃ XÓA") + '</text:deletion></text:changed-region>'
               '<text:changed-region text:id="ct2"><text:insertion><office:change-info><dc:creator>a</dc:creator><dc:date>2025-06-01T00:00:00</dc:date>'
               '</office:change-info></text:insertion></text:changed-region></text:tracked-changes>')
    note = '<text:note text:id="n{0}" text:note-class="{1}"><text:note-citation>{0}</text:note-citation><text:note-body>{2}</text:note-body></text:note>'
    box = ('<draw:frame text:anchor-type="paragraph" draw:style-name="Box" svg:width="5cm" svg:height="2cm" svg:x="1cm" svg:y="1cm" draw:z-index="0">'
           "<draw:text-box>" + p(span("B", "Khung chữ")) + "</draw:text-box></draw:frame>")
    shape = ('<draw:custom-shape text:anchor-type="paragraph" draw:style-name="Box" svg:width="5cm" svg:height="2cm" svg:x="8cm" svg:y="1cm" draw:z-index="1">'
             + p("Chữ trong hình") + '<draw:enhanced-geometry xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" draw:type="rectangle" '
             'svg:viewBox="0 0 21600 21600" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape>')
    return text_document(
        changes, p("Có chú thích" + note.format(1, "footnote", p("Chú thích chân trang.")) + " ở giữa."), p("Và cuối" + note.format(2, "endnote", p("Chú thích cuối.")) + "."),
        p(box + "Đoạn có khung."), p(shape + "Đoạn có hình."),
        p('Giữ lại <text:change text:change-id="ct1"/><text:change-start text:change-id="ct2"/>chèn vào<text:change-end text:change-id="ct2"/> hết.'),
        p('Có ghi chú<office:annotation><dc:creator>a</dc:creator><dc:date>2025-06-01T00:00:00</dc:date>' + p("lời bàn") + "</office:annotation>."))


def value(kind, text, attrs="", style=""):
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell office:value-type="{kind}" {attrs}{named}>{p(escape(text), "") if text else ""}</table:table-cell>'.replace(' text:style-name=""', "")


def book():
    """Numbers in several looks, formulas, errors, merged cells, old fonts, a hidden sheet, a string longer than a record."""
    styles = ('<number:percentage-style style:name="N1"><number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text>'
              '</number:percentage-style><number:date-style style:name="N2"><number:day number:style="long"/><number:text>/</number:text>'
              '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>'
              + "".join(f'<style:style style:name="{n}" style:family="table-cell" style:data-style-name="{d}"/>' for n, d in (("pc", "N1"), ("dt", "N2")))
              + text_props("abc", font(".VnTime"), "table-cell") + text_props("Abc", font(".VnTime"))
              + '<style:style style:name="hid" style:family="table"><style:table-properties table:display="false"/></style:style>')
    long_text = "Chữ dài quá một bản ghi; " * 600
    rows = [
        '<table:table-cell office:value-type="string" table:number-columns-spanned="3"><text:p>BIỂU SỐ LIỆU</text:p></table:table-cell><table:covered-table-cell/><table:covered-table-cell/>',
        value("string", "TT") + value("string", "Nội dung") + value("string", "Số liệu"),
        value("float", "1", 'office:value="1"') + value("string", "Số nguyên") + value("float", "23831", 'office:value="23831"'),
        value("float", "2", 'office:value="2"') + value("string", "Số lẻ") + value("float", "121.5", 'office:value="121.5"'),
        value("float", "3", 'office:value="3"') + value("string", "Tỷ lệ") + value("percentage", "98.5%", 'office:value="0.985"', "pc"),
        value("float", "4", 'office:value="4"') + value("string", "Ngày") + value("date", "05/06/2025", 'office:date-value="2025-06-05"', "dt"),
        value("float", "5", 'office:value="5"') + value("string", "Công thức") + value("float", "23952.5", 'table:formula="of:=[.C3]+[.C4]" office:value="23952.5"'),
        value("float", "7", 'office:value="7"') + value("string", "Đúng sai") + value("boolean", "TRUE", 'office:boolean-value="true"'),
        value("float", "8", 'office:value="8"') + value("string", "Sè vô viÖc cña tØnh", style="abc") + value("float", "1234567.25", 'office:value="1234567.25"'),
        '<table:table-cell/><table:table-cell office:value-type="string"><text:p>Nửa Unicode, ' + span("Abc", "nöa TCVN3") + "</text:p></table:table-cell>",
        value("string", long_text),
    ]
    sheets = ('<table:table table:name="Phụ lục">' + "".join(f"<table:table-row>{r}</table:table-row>" for r in rows) + "</table:table>"
              '<table:table table:name="Ẩn" table:style-name="hid"><table:table-row>' + value("string", "trang ẩn") + "</table:table-row></table:table>"
              '<table:table table:name="Trống"><table:table-row><table:table-cell/></table:table-row></table:table>')
    return document(f"<office:spreadsheet>{sheets}</office:spreadsheet>", "spreadsheet", styles)


def slides():
    """Two slides: a title, a list, a table of no interest; notes."""
    def frame(text, y, cls):
        return (f'<draw:frame presentation:class="{cls}" svg:width="20cm" svg:height="3cm" svg:x="2cm" svg:y="{y}cm"><draw:text-box>{text}</draw:text-box></draw:frame>')
    pages = "".join(f'<draw:page draw:name="page{i}" draw:master-page-name="Standard">{body}</draw:page>' for i, body in enumerate((
        frame(p("BÁO CÁO TỔNG KẾT"), 2, "title") + frame(p("Sở Thử nghiệm") + p("Tháng 6 năm 2025"), 8, "subtitle"),
        frame(p("Kết quả"), 2, "title") + frame(p("423 buổi tuyên truyền") + p("23.831 lượt người"), 8, "outline"))))
    return document(f"<office:presentation>{pages}</office:presentation>", "presentation", "")


def formulas(path):
    """Saved results of formulas that are texts, truths and errors: LibreOffice keeps those of an xlsx."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cells = [("str", '"ghép "&amp;"lại"', "ghép lại"), ("b", "1=1", "1"), ("e", "1/0", "#DIV/0!"), ("n", "20+3", "23")]
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="{t}"><f>{f}</f><v>{v}</v></c></row>' for i, (t, f, v) in enumerate(cells, 1))
    rows += '<row r="9"><c r="A9" t="b"><v>0</v></c><c r="B9" t="e"><v>#N/A</v></c><c r="D9"><v>1</v></c><c r="E9"><v>2.5</v></c><c r="F9"><v>-3</v></c></row>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
                   'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                   '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                   '<Override PartName="/xl/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        z.writestr("_rels/.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                   f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{rel}"><sheets><sheet name="Công thức" sheetId="1" r:id="r1"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                   f'Type="{rel}/worksheet" Target="sheet1.xml"/></Relationships>')
        z.writestr("xl/sheet1.xml", f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>")


def ole_stream(data, name):
    """A stream of 4096 bytes or more of an OLE2 file with 512-byte sectors."""
    def sector(n):
        return data[512 * (n + 1):512 * (n + 2)]

    fat = [v for n in struct.unpack("<109I", data[76:512]) if n < 0xFFFFFFF0 for v in struct.unpack("<128I", sector(n))]

    def chain(n):
        out = b""
        while n < 0xFFFFFFF0:
            out, n = out + sector(n), fat[n]
        return out

    folder = chain(struct.unpack("<I", data[48:52])[0])
    for at in range(0, len(folder), 128):
        entry = folder[at:at + 128]
        if entry[:max(entry[64] - 2, 0)].decode("utf-16le") == name:
            start, size = struct.unpack("<II", entry[116:124])
            return chain(start)[:size]
    raise KeyError(name)


def ole_file(streams):
    """The smallest OLE2 file with these streams in its root; each is filled up to 4096 bytes, so that there are no small sectors."""
    chains, sectors, entries = [], [], []
    for name, data in streams:
        data = data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")
        chains.append((name, len(sectors), len(data)))
        sectors += [data[i:i + 512] for i in range(0, len(data), 512)]

    def entry(name, kind, right, child, start, size):
        raw = name.encode("utf-16le")
        return (raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size))

    entries.append(entry("Root Entry", 5, 0xFFFFFFFF, 1, 0xFFFFFFFE, 0))
    for i, (name, start, size) in enumerate(chains, 1):
        entries.append(entry(name, 2, i + 1 if i < len(chains) else 0xFFFFFFFF, 0xFFFFFFFF, start, size))
    folder = b"".join(entries)
    folder = folder.ljust(-(-len(folder) // 512) * 512, b"\0")
    first = len(sectors)
    sectors += [folder[i:i + 512] for i in range(0, len(folder), 512)]
    fat = []
    for start, count in [(s, n // 512) for _, s, n in chains] + [(first, len(folder) // 512)]:
        fat += list(range(start + 1, start + count)) + [0xFFFFFFFE]
    fat.append(0xFFFFFFFD)
    assert len(fat) <= 128
    head = struct.pack("<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, first, 0, 4096,
                       0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", len(fat) - 1, *[0xFFFFFFFF] * 108)
    return head + b"".join(sectors) + struct.pack("<128I", *(fat + [0xFFFFFFFF] * (128 - len(fat))))


def without_picture(name):
    """LibreOffice puts half a megabyte of preview into a presentation."""
    path = os.path.join(HERE, name)
    with open(path, "rb") as file:
        text = ole_stream(file.read(), "PowerPoint Document")
    save = max(i for i in range(len(text) - 8) if text[i + 2:i + 4] == b"\xf5\x0f" and text[i + 4:i + 8] == b"\x1c\0\0\0")
    user = struct.pack("<HHIIIIHHBBH", 0, 0x0FF6, 0x14, 0x14, 0xE391C05F, save, 0, 0x03F4, 3, 0, 0)
    with open(path, "wb") as file:
        file.write(ole_file([("Current User", user), ("PowerPoint Document", text)]))


def convert(name, source, suffix, target, filter_name):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"{name}.{suffix}")
        if callable(source):
            source(path)
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", f"{target}:{filter_name}", "--outdir", HERE, path],
                       check=True, stdout=subprocess.DEVNULL)


def page_of_html():
    return ('<html><head><meta charset="utf-8"></head><body><p align="center"><font face=".VnTimeH">b¸o c¸o</font></p>'
            '<p>Đã chuyển mã, <span style="font-family: &quot;.VnTime&quot;, serif">ch\u00ada chuyÓn: l&shy;ît ng&#173;êi</span>, rồi lại Unicode.</p>'
            '<p style="font-family:VNI-Times"><b>Soá</b>: 357 nga&oslash;y tha<i>ùng</i></p><p><font face=".VnTime">VÒ VIÖC XIN ý KIÕN</font></p>'
            '<table><tr><td><font face=".VnTime">Néi dung</font></td><td>Số liệu</td></tr><tr><td>a</td><td>b</td></tr></table></body></html>')


def page_of_pdf():
    """Fonts without a table of Unicode, as the printer drivers of their time left them."""
    lines = [(".VnTimeH", "b¸o c¸o"), (".VnTime", "VÒ VIÖC XIN ý KIÕN"), (".VnTime", "l\u00adît ng\u00adêi, ngµy 05/6/2025, 45/BC-UBND"),
             ("ABCDEF+VNI-Times", "Quyeát ñònh soá 357/QÑ-UBND"), ("Helvetica", "An ninh")]
    fonts = sorted({font for font, _ in lines})
    text = "".join(f"BT /F{fonts.index(font)} 13 Tf 70 {780 - 24 * i} Td ({line}) Tj ET\n" for i, (font, line) in enumerate(lines))
    used = " ".join(f"/F{i} {5 + i} 0 R" for i in range(len(fonts)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << {used} >> >> >>",
               f"<< /Length {len(text)} >>\nstream\n{text}endstream"]
    objects += [f"<< /Type /Font /Subtype /TrueType /BaseFont /{font} /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [{'500 ' * 224}] >>"
                for font in fonts]
    out, places = "%PDF-1.4\n", []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{i} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
            f"startxref\n{len(out)}\n%%EOF\n").encode("latin-1")


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)


def main():
    write("old-fonts.html", page_of_html().encode())
    write("old-fonts.pdf", page_of_pdf())
    convert("old-fonts", old_fonts(), "fodt", "docx", "MS Word 2007 XML")
    convert("old-fonts", old_fonts(), "fodt", "rtf", "Rich Text Format")
    for make in (letter, lists, old_fonts, notes):
        convert(make.__name__.replace("_", "-"), make(), "fodt", "doc", "MS Word 97")
    convert("book", book(), "fods", "xls", "MS Excel 97")
    convert("formulas", formulas, "xlsx", "xls", "MS Excel 97")
    convert("slides", slides(), "fodp", "ppt", "MS PowerPoint 97")
    without_picture("slides.ppt")
    convert("slides", slides(), "fodp", "pptx", "Impress MS PowerPoint 2007 XML")


if __name__ == "__main__":
    main()
