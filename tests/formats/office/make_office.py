#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the docx, xlsx and archive fixtures beside it (standard library only; the same bytes each time).

What the program must make of each stands in NAME.expected, which is written by hand-checked runs of the unit test:
    TONGHOP_UPDATE_EXPECTED=1 build/unit/formats
"""
import gzip
import io
import os
import sys
import tarfile
import zipfile

HERE = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


class RawName(zipfile.ZipInfo):
    """A member whose name is given as bytes, without the flag that promises UTF-8."""

    def __init__(self, raw):
        super().__init__(raw.decode("latin-1"), (2025, 6, 5, 8, 0, 0))
        self.raw = raw

    def _encodeFilenameFlags(self):
        return self.raw, self.flag_bits & ~0x800


def pack(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = RawName(name) if isinstance(name, bytes) else zipfile.ZipInfo(name, (2025, 6, 5, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data.encode() if isinstance(data, str) else data)
    return out.getvalue()


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)


# ---------------------------------------------------------------- Word

def rels(items, rel=REL):
    rows = "".join('<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (i, rel, t, target) for i, t, target in items)
    return HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + rows + "</Relationships>"


def docx(body, extra=(), relations=(), ns=W, rel=REL, root="word/document.xml", pages=None):
    document = (HEAD + '<w:document xmlns:w="%s" xmlns:r="%s" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
                ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">'
                "<w:body>%s</w:body></w:document>" % (ns, rel, body))
    members = [("[Content_Types].xml", HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
               ("_rels/.rels", rels([("rId1", "officeDocument", root)], rel)), (root, document)]
    if relations:
        members.append(("word/_rels/document.xml.rels", rels(relations, rel)))
    if pages:
        members.append(("docProps/app.xml", HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
                        'extended-properties"><Pages>%d</Pages></Properties>' % pages))
    return pack(members + list(extra))


def part(tag, inner, ns=W):
    return HEAD + '<w:%s xmlns:w="%s" xmlns:v="urn:schemas-microsoft-com:vml">%s</w:%s>' % (tag, ns, inner, tag)


def r(text, props=""):
    return "<w:r>%s<w:t xml:space=\"preserve\">%s</w:t></w:r>" % ("<w:rPr>%s</w:rPr>" % props if props else "", text)


def p(*runs, props=""):
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return "<w:p>%s%s</w:p>" % ("<w:pPr>%s</w:pPr>" % props if props else "", inner)


def cell(*paragraphs, props=""):
    return "<w:tc>%s%s</w:tc>" % ("<w:tcPr>%s</w:tcPr>" % props if props else "", "".join(paragraphs) or "<w:p/>")


def row(*cells, props=""):
    return "<w:tr>%s%s</w:tr>" % ("<w:trPr>%s</w:trPr>" % props if props else "", "".join(cells))


def table(*rows):
    return "<w:tbl><w:tblPr><w:jc w:val=\"center\"/></w:tblPr>%s</w:tbl>" % "".join(rows)


B, I, U, RED = "<w:b/>", "<w:i/>", '<w:u w:val="single"/>', '<w:color w:val="FF0000"/>'
CENTER = '<w:jc w:val="center"/>'

STYLES = part("styles", """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr>
  <w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="MucLon"><w:name w:val="Muc lon"/><w:basedOn w:val="H1"/><w:pPr><w:jc w:val="left"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="MucNho"><w:name w:val="Muc nho"/><w:basedOn w:val="MucLon"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>
  <w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="LoopA"><w:name w:val="a"/><w:basedOn w:val="LoopB"/></w:style>
<w:style w:type="paragraph" w:styleId="LoopB"><w:name w:val="b"/><w:basedOn w:val="LoopA"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="DanhSo"><w:name w:val="Danh so"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Dam"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
""")


def level(at, fmt, text, extra=""):
    return '<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>' % (at, fmt, extra, text)


NUMBERING = part("numbering", (
    '<w:abstractNum w:abstractNumId="0">' + level(0, "upperRoman", "%1.", '<w:pStyle w:val="DanhSo"/>') + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.") + level(3, "lowerLetter", "%4)") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">' + level(0, "bullet", "\uf0b7") + level(1, "bullet", "-") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">' + level(0, "decimal", "Điều %1.") + level(1, "decimalZero", "%1.%2", "<w:isLgl/>") + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1">' + level(1, "lowerRoman", "(%2)") + "</w:lvlOverride></w:num>"))

SHARED = [("rIdS", "styles", "styles.xml"), ("rIdN", "numbering", "numbering.xml")]
SHARED_PARTS = [("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)]


def style(name):
    return '<w:pStyle w:val="%s"/>' % name


def num(num_id, ilvl=0):
    return '<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>' % (ilvl, num_id)


def bold_headings():
    return docx(
        p(r("BÁO CÁO", B), props=CENTER)
        + p(r("I. ĐÁNH GIÁ ", B), r("TÌNH HÌNH", B))
        + p(r("V. KIẾN NGHỊ:", B), r(" Đối với Trung ương, đề nghị sớm ban hành thông tư."))
        + p(r("Hầu hết chữ trong dòng này đều đậm", B), r(" trừ"))
        + p(r("Nơi nhận:", B + I))
        + p(r("MẬT", RED + B))
        + p(r("Gạch chân", U))
        + p(r("Tắt", '<w:b w:val="0"/>'), r(" đậm", '<w:b w:val="false"/>'))
        + p("Dòng một", "<w:r><w:br/></w:r>", "dòng hai", "<w:r><w:tab/></w:r>", "sau", "<w:r><w:noBreakHyphen/></w:r>", "nối",
            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', props='<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>')
        + p(r("ẩn", "<w:vanish/>"), "hiện", r(" viết hoa", "<w:caps/>"))
        + p(r("  Đậm đầu:", B), r(" rồi thường, chữ tổ hợp e\u0302\u0301."))
        + p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>', r("LỆNH"),
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "kết quả trường", '<w:r><w:fldChar w:fldCharType="end"/></w:r>', " và sau đó")
        + p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "trường không đóng")
        + p("đoạn sau trường không đóng")
        + p(r("Trang hai", "") .replace("<w:t ", "<w:lastRenderedPageBreak/><w:t "))
        + p('<w:r><w:br w:type="page"/></w:r>') + p(r("Trang ba").replace("<w:t ", "<w:lastRenderedPageBreak/><w:t ")),
        pages=3)


def style_headings():
    return docx(
        p("ĐỀ MỤC GIỮA", props=style("H1")) + p("Mục lớn, trái", props=style("MucLon")) + p("Mục nhỏ", props=style("MucNho"))
        + p("Cấp trực tiếp", props='<w:outlineLvl w:val="2"/>') + p("Thân bài, cấp 9", props='<w:outlineLvl w:val="9"/>')
        + p("Vòng lặp kiểu", props=style("LoopA")) + p("Kiểu không có", props=style("KhongCo"))
        + p(r("Đậm theo kiểu chữ", '<w:rStyle w:val="Dam"/>'))
        + p(r("Hai lần đậm là không đậm", '<w:rStyle w:val="Dam"/>'), props=style("H1")),
        SHARED_PARTS, SHARED)


def numbering():
    return docx(
        p("Đánh giá tình hình", props=num(1)) + p("Kết quả", props=num(1)) + p("Triển khai", props=num(1, 1)) + p("Chỉ đạo", props=num(1, 2))
        + p("Đôn đốc", props=num(1, 2)) + p("Mặt công tác", props=num(1, 1)) + p("Tuyên truyền", props=num(1, 2))
        + p("điểm a", props=num(1, 3)) + p("điểm b", props=num(1, 3)) + p("Nhận xét", props=num(1)) + p("Ưu điểm", props=num(1, 1))
        + p("Theo kiểu", props=style("DanhSo")) + p("Bỏ số", props=style("DanhSo") + num(0))
        + p("gạch", props=num(2)) + p("gạch con", props=num(2, 1))
        + p("Phạm vi", props=num(3)) + p("khoản", props=num(3, 1)) + p("Đối tượng", props=num(3)) + p("Từ điều năm", props=num(4))
        + p("Tiếp", props=num(4)) + p("cấp ghi đè", props=num(5, 1)) + p("Không có danh sách", props=num(99))
        + table(row(cell(p("TT")), cell(p("Chỉ tiêu")), cell(p("Số"))), row(cell(p(props=num(3))), cell(p("Buổi")), cell(p("4")))),
        SHARED_PARTS, SHARED)


def tracked():
    change = 'w:id="1" w:author="x" w:date="2025-06-01T00:00:00Z"'
    return docx(
        p("Tổ chức ", "<w:del %s><w:r><w:delText>12</w:delText></w:r></w:del>" % change, "<w:ins %s>%s</w:ins>" % (change, r("15")), " buổi.")
        + p("Nối với", props="<w:rPr><w:del %s/></w:rPr>" % change) + p(" đoạn sau.")
        + "<w:p><w:moveFrom %s>%s</w:moveFrom></w:p>" % (change, r("Chuyển đi")) + "<w:p><w:moveTo %s>%s</w:moveTo></w:p>" % (change, r("Chuyển đến"))
        + p("Kiểu cũ là đề mục", props="<w:pPrChange %s><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange>" % change)
        + table(row(cell(p("a")), cell(p("b")), cell(p("c"))), row(cell(p("bỏ")), cell(p("bỏ")), cell(p("bỏ")), props="<w:del %s/>" % change)))


def text_boxes():
    box = "<w:txbxContent>%s%s</w:txbxContent>" % (p(r("DỰ THẢO", B), props=CENTER), p("(lần 2)"))
    both = ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>%s</wps:txbx></mc:Choice>'
            "<mc:Fallback><w:pict><v:textbox>%s</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>" % (box, box))
    only = "<w:r><mc:AlternateContent><mc:Fallback><w:pict><v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>" % p("chỉ có dự phòng")
    header = part("hdr", p("<w:r><w:pict><v:shape><v:textpath string=\"MẬT\"/></v:shape></w:pict></w:r>", "Đầu trang"))
    return docx(p("Đoạn neo ", both, "còn tiếp") + p(only) + p("Cuối"), [("word/header1.xml", header)], [("rId9", "header", "header1.xml")])


def footnotes():
    notes = part("footnotes", '<w:footnote w:type="separator" w:id="-1">%s</w:footnote>' % p("gạch")
                 + '<w:footnote w:id="2">%s%s</w:footnote>' % (p("Nghị định số 30/2020/NĐ-CP."), p("Hai đoạn."))
                 + '<w:footnote w:id="3">%s</w:footnote><w:footnote w:id="4">%s</w:footnote>' % (p("Trong bảng."), p("Không ai gọi.")))
    ends = part("endnotes", '<w:endnote w:id="2">%s</w:endnote>' % p("Chú thích cuối."))
    ref, end = '<w:r><w:footnoteReference w:id="%d"/></w:r>', '<w:r><w:endnoteReference w:id="2"/></w:r>'
    return docx(
        p("Theo quy định", ref % 2, " thì làm.") + p("Đoạn kế", end, " tiếp.") + p("Gọi lại", ref % 2)
        + table(row(cell(p("a", ref % 3)), cell(p("b")), cell(p("c")))) + p("Hết"),
        [("word/footnotes.xml", notes), ("word/endnotes.xml", ends)], [("f", "footnotes", "footnotes.xml"), ("e", "endnotes", "endnotes.xml")])


def tables():
    span, restart, cont = '<w:gridSpan w:val="%d"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    inner = table(row(cell(p("x")), cell(p("y")), cell(p("z"))))
    return docx(
        table(row(cell(p("UBND TỈNH QUẢNG NGÃI", props=CENTER), p(r("SỞ TÀI CHÍNH", B), props=CENTER)),
                  cell(p(r("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", B), props=CENTER), p(r("Độc lập - Tự do - Hạnh phúc", B), props=CENTER))),
              row(cell(p("Số: 12/BC-STC")), cell(p(r("Quảng Ngãi, ngày 5 tháng 6 năm 2025", I)))))
        + p("Bảng số liệu")
        + table(row(cell(p(r("TT", B)), props=restart), cell(p(r("Chỉ tiêu", B)), props=restart), cell(p(r("Năm", B), props=CENTER), props=span % 2)),
                row(cell(p("ẩn"), props=cont), cell(props=cont), cell(p("2023")), cell(p("2024"))),
                row(cell(p("1")), cell(p("Buổi"), p("(tuyên truyền)")), cell(p("12")), cell(p("15"))),
                row(cell(p("Cộng")), cell(p("27"), props=span % 2), props='<w:gridBefore w:val="1"/>'),
                row(cell(p("4")), cell(inner + p("sau bảng con")), cell(), cell(p("cuối"))))
        + table(row(cell(p("Khung một ô"))))
        + table(row(cell(p("nhỏ")), cell(p("hai ô"))))
        + table(row(cell(p(r("Nơi nhận:", B + I)), p("- Như trên;"), p("- Lưu: VT.")), cell(p(r("GIÁM ĐỐC", B), props=CENTER), p(""), p(r("Nguyễn Văn A", B), props=CENTER)))))


def strict():
    return docx('<w:p xmlns:w="%s"><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Tài liệu chuẩn nghiêm ngặt</w:t></w:r></w:p>' % W_STRICT,
                ns=W_STRICT, rel=REL_STRICT, root="word/document.xml")


def embedded():
    return docx(p("Có tệp nhúng và macro"), [("word/embeddings/Bang.xlsx", sheet_book()), ("word/media/image1.png", b"\x89PNG\r\n\x1a\n"),
                                            ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"), ("word/phu_luc.rtf", "{\\rtf1 chen}")])


# ---------------------------------------------------------------- Excel

def sheet_book():
    def sheet(rows, tail=""):
        return HEAD + '<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (S, rows, tail)
    workbook = HEAD + ('<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Biểu 1" sheetId="1" r:id="r1"/><sheet name="Ẩn" sheetId="2" state="hidden"'
                       ' r:id="r2"/><sheet name="Trống" sheetId="3" r:id="r3"/></sheets></workbook>' % (S, REL))
    strings = HEAD + ('<sst xmlns="%s"><si><t>BIỂU SỐ LIỆU</t></si><si><r><t>Chỉ </t></r><r><rPr><b/></rPr><t>tiêu</t></r><rPh><t>bỏ</t></rPh></si>'
                      "<si><t>Dòng_x000A_hai</t></si></sst>" % S)
    styles = HEAD + ('<styleSheet xmlns="%s"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="0.0%%"/>'
                     '<numFmt numFmtId="166" formatCode="#,##0&quot;đ&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>%s</cellXfs></styleSheet>'
                     % (S, "".join('<xf numFmtId="%d"/>' % n for n in (0, 14, 9, 164, 165, 166, 20))))
    one = ('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>99</v></c></row><row r="3"><c r="A3" t="s"><v>1</v></c><c r="C3" t="inlineStr"><is><t>trong </t>'
           '<r><t>ô</t></r></is></c><c r="D3" t="s"><v>2</v></c></row>'
           '<row r="4"><c r="A4"><v>1234567</v></c><c r="B4"><v>0.1</v></c><c r="C4"><v>0.30000000000000004</v></c><c r="D4"><v>1.5E+3</v></c><c r="E4"><v>1.234</v></c></row>'
           '<row r="5"><c r="A5" s="1"><v>45813</v></c><c r="B5" s="2"><v>0.98499999999999999</v></c><c r="C5" s="3"><v>45813.5</v></c><c r="D5" s="4"><v>0.333333333</v></c>'
           '<c r="E5" s="5"><v>1680000000</v></c><c r="F5" s="6"><v>0.75</v></c></row>'
           '<row r="6"><c r="A6" t="b"><v>1</v></c><c r="B6" t="e"><v>#REF!</v></c><c r="C6" t="str"><f>A1&amp;B1</f><v>công thức</v></c><c r="D6"><f>1+1</f><v>2</v></c>'
           '<c r="E6" t="d"><v>2025-06-05T00:00:00</v></c><c r="F6" s="1"><v>-5</v></c><c r="G6" t="s"><v>77</v></c></row>'
           '<row r="7"><c r="A7" s="1"/><c r="B7" t="str"><v>  </v></c></row><row><c><v>8</v></c><c><v>9</v></c></row>')
    tail = '<mergeCells count="1"><mergeCell ref="A1:D2"/></mergeCells><headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"&amp;14MẬT &amp;&amp; KÍN</oddHeader></headerFooter>'
    members = [("[Content_Types].xml", "<Types/>"), ("_rels/.rels", rels([("r", "officeDocument", "xl/workbook.xml")])), ("xl/workbook.xml", workbook),
               ("xl/_rels/workbook.xml.rels", rels([("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "worksheet", "/xl/worksheets/sheet2.xml"),
                                                    ("r3", "worksheet", "worksheets/sheet3.xml"), ("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "styles.xml")])),
               ("xl/worksheets/sheet1.xml", sheet(one, tail)), ("xl/worksheets/sheet2.xml", sheet('<row r="1"><c r="B1"><v>7</v></c></row>')),
               ("xl/worksheets/sheet3.xml", sheet("")), ("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)]
    return pack(members)


def wide_sheet():
    book = HEAD + '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Rộng" sheetId="1" r:id="r1"/></sheets></workbook>' % (S, REL)
    data = HEAD + '<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row></sheetData></worksheet>' % S
    return pack([("[Content_Types].xml", "<Types/>"), ("_rels/.rels", rels([("r", "officeDocument", "xl/workbook.xml")])), ("xl/workbook.xml", book),
                 ("xl/_rels/workbook.xml.rels", rels([("r1", "worksheet", "worksheets/sheet1.xml")])), ("xl/worksheets/sheet1.xml", data)])


# ---------------------------------------------------------------- archives and what attacks

def encrypted_zip():
    data = bytearray(pack([("bao_cao.docx", b"x" * 40), ("mo.docx", strict())]))
    first, central = data.index(b"PK\3\4"), data.index(b"PK\1\2")
    data[first + 6] |= 1
    data[central + 8] |= 1
    return bytes(data)


def damaged_zip():
    data = bytearray(pack([("hong.docx", strict()), ("lanh.docx", strict())]))
    data[data.index(b"PK\3\4") + 30 + len("hong.docx") + 40] ^= 0xFF
    return bytes(data)


def deep_xml():
    return docx(p("trước") + "<w:sdt>" * 300 + p("trong") + "</w:sdt>" * 300)


def doctype():
    body = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    document = HEAD + body + '<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>' % W
    return pack([("[Content_Types].xml", "<Types/>"), ("_rels/.rels", rels([("r", "officeDocument", "word/document.xml")])), ("word/document.xml", document)])


def long_tag():
    attributes = "".join(' a%d="1"' % i for i in range(4000))
    return docx(p("trước") + "<w:p%s/>" % attributes)


A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PML = "http://schemas.openxmlformats.org/presentationml/2006/main"


def drawings():
    """A chart and a diagram, which lie in parts of their own; the diagram's drawing repeats its data."""
    chart = (HEAD + '<c:chartSpace xmlns:c="%s" xmlns:a="%s"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Số buổi theo năm</a:t></a:r></a:p></c:rich></c:tx></c:title>'
             "<c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>Buổi</c:v></c:pt></c:strCache></c:strRef></c:tx>"
             "<c:cat><c:strRef><c:strCache><c:pt><c:v>2023</c:v></c:pt><c:pt><c:v>2024</c:v></c:pt></c:strCache></c:strRef></c:cat>"
             "<c:val><c:numRef><c:numCache><c:pt><c:v>21</c:v></c:pt><c:pt><c:v>17</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart>"
             "</c:plotArea></c:chart></c:chartSpace>" % (C, A))
    diagram = (HEAD + '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="%s"><dgm:ptLst>'
               "<dgm:pt><dgm:t><a:p><a:r><a:t>Công an </a:t></a:r><a:r><a:t>tỉnh</a:t></a:r></a:p></dgm:t></dgm:pt>"
               "<dgm:pt><dgm:t><a:p><a:r><a:t>Cơ quan, doanh nghiệp</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>" % A)
    return docx(p("Sơ đồ và biểu đồ dưới đây."), [("word/charts/chart1.xml", chart), ("word/charts/style1.xml", chart), ("word/diagrams/data1.xml", diagram),
                                                  ("word/diagrams/drawing1.xml", diagram)])


def slides():
    """A slide with a field and a slide's notes with another."""
    def body(root, *texts):
        field = '<a:p><a:fld type="slidenum"><a:t>1</a:t></a:fld></a:p>'
        return HEAD + '<p:%s xmlns:p="%s" xmlns:a="%s">%s%s</p:%s>' % (root, PML, A, "".join("<a:p><a:r><a:t>%s</a:t></a:r></a:p>" % t for t in texts), field, root)
    show = HEAD + '<p:presentation xmlns:p="%s" xmlns:r="%s"><p:sldIdLst><p:sldId r:id="rId1"/></p:sldIdLst></p:presentation>' % (PML, REL)
    return pack([("[Content_Types].xml", HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
                 ("_rels/.rels", rels([("rId1", "officeDocument", "ppt/presentation.xml")])), ("ppt/presentation.xml", show),
                 ("ppt/_rels/presentation.xml.rels", rels([("rId1", "slide", "slides/slide1.xml")])), ("ppt/slides/slide1.xml", body("sld", "Kết quả 10 năm")),
                 ("ppt/slides/_rels/slide1.xml.rels", rels([("rId1", "notesSlide", "../notesSlides/notesSlide1.xml")])),
                 ("ppt/notesSlides/notesSlide1.xml", body("notes", "Nói thêm về mô hình tự quản."))])


def odd_places():
    return docx(
        '<w:gridBefore w:val="3"/><w:vMerge/><w:gridSpan w:val="2"/><w:cellDel/>' + row(cell(p("hàng ngoài bảng")), p("giữa hai ô"), cell(p("ô hai")))
        + cell(p("ô ngoài hàng")) + "<w:tbl>" + p("đoạn trong bảng") + row(cell(p("a")), cell(p("b")), cell(p("c"))) + table(row(cell(p("bảng trong bảng"))))
        + "</w:tbl>" + "<w:p>" + r("đoạn ngoài ") + p("đoạn trong") + r("phần sau") + "</w:p>" + "<w:r><w:t>chữ ngoài đoạn</w:t></w:r>"
        + '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="99999999"/></w:trPr>' + cell(p("lề"), props='<w:gridSpan w:val="99999999"/>') + "</w:tr></w:tbl>"
        + '<w:r><w:sym w:char="D800"/><w:sym/><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        + '<mc:Choice Requires="x">' + p("lựa chọn lẻ") + "</mc:Choice><w:footnote>" + p("chú thích lẻ") + "</w:footnote>" + "<w:txbxContent/>")


def tar():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in (("thu_muc/bao_cao.docx", strict()), ("../../etc/xau.png", b"\x89PNG\r\n\x1a\n")):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("lien_ket")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def main():
    write("bold-headings.docx", bold_headings())
    write("style-headings.docx", style_headings())
    write("numbering.docx", numbering())
    write("tracked-changes.docx", tracked())
    write("text-boxes.docx", text_boxes())
    write("footnotes.docx", footnotes())
    write("tables.docx", tables())
    write("strict.docx", strict())
    write("embedded.docx", embedded())
    write("not-well-formed.docx", docx(p("đọc được đến đây") + "<w:p></w:r>"))
    write("no-document.docx", pack([("[Content_Types].xml", "<Types/>"), ("word/styles.xml", STYLES)]))
    write("only-spaces.docx", docx(p(" ") + p("")))
    write("deep.docx", deep_xml())
    write("doctype.docx", doctype())
    write("long-tag.docx", long_tag())
    write("many-names.docx", docx(p("trước") + "".join("<x%d/>" % i for i in range(11000))))
    write("odd-places.docx", odd_places())
    write("drawings.docx", drawings())
    write("notes.pptx", slides())
    write("book.xlsx", sheet_book())
    write("wide.xlsx", wide_sheet())
    write("nested.zip", pack([("ngoai/trong.zip", pack([("Báo cáo.docx", strict()), ("__MACOSX/._Báo cáo.docx", b"x"), ("Thumbs.db", b"x")])),
                              ("rong/", b""), ("khac.docx", strict()), ("rong.txt", b"")]))
    write("names.zip", pack([("Báo cáo.docx".encode("utf-8"), strict()), ("Ba\u0301o ca\u0301o Qua\u0309ng Nga\u0303i.docx".encode("cp1258"), strict()),
                             ("Résumé ½.docx".encode("cp437"), strict()), (b"thu muc\\trong\\bc.docx", strict()), (b"..\\..\\C:\\x.docx", strict())]))
    write("encrypted.zip", encrypted_zip())
    write("damaged.zip", damaged_zip())
    write("cut-off.zip", pack([("a.docx", strict()), ("b.docx", strict())])[:-400])
    write("empty.zip", pack([]))
    write("bomb.zip", pack([("bom.txt", b"\0" * (8 << 20)), ("sau.docx", strict())]))
    write("bundle.tar", tar())
    write("bundle.tgz", gzip.compress(tar(), mtime=0))
    write("twice.gz", gzip.compress(gzip.compress(strict(), mtime=0), mtime=0))


main()
