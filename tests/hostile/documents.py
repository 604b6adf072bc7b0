"""Office documents, web pages and texts that grow in the reader's hands."""
import struct

from archives import deflated, zip_of
from corpus import TEXT, attached, case, filler, m, mail, repeated

ODT = "application/vnd.oasis.opendocument.text"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def package(members):
    """members: (name, text) or (name, raw deflate, crc, size)"""
    return zip_of([(x[0].encode(), *(x[1:] if len(x) > 2 else deflated(x[1].encode() if isinstance(x[1], str) else x[1]))) for x in members])


def docx(*document, others=()):
    over = '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    return package([("[Content_Types].xml", m.CONTENT_TYPES % over), ("_rels/.rels", m.RELS % (m.REL % ("rId1", "officeDocument", "word/document.xml"))),
                    ("word/document.xml", *document), *others])


def body(head, unit, times, tail):
    return repeated((f"{HEAD}<w:document {m.W}><w:body>" + head).encode(), unit.encode(), times, (tail + "</w:body></w:document>").encode())


def xlsx(sheet, strings=None):
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    over = ('<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>')
    book = (f'{HEAD}<workbook {ns} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
            '<sheet name="Phụ lục" sheetId="1" r:id="rId1"/></sheets></workbook>')
    wrap = lambda tag, inner, end: repeated(f"{HEAD}<{tag} {ns}>{inner[0]}".encode(), inner[1].encode(), inner[2], end.encode())
    members = [("[Content_Types].xml", m.CONTENT_TYPES % over), ("_rels/.rels", m.RELS % (m.REL % ("rId1", "officeDocument", "xl/workbook.xml"))), ("xl/workbook.xml", book),
               ("xl/_rels/workbook.xml.rels", m.RELS % (m.REL % ("rId1", "worksheet", "worksheets/sheet1.xml") + m.REL % ("rId2", "sharedStrings", "sharedStrings.xml")))]
    if strings:
        members.append(("xl/sharedStrings.xml", *wrap("sst", strings, "</sst>")))
    return package(members + [("xl/worksheets/sheet1.xml", *wrap("worksheet", sheet, "</sheetData></worksheet>"))])


def odt(content):
    return package([("mimetype", ODT), ("content.xml", *content), ("META-INF/manifest.xml", "<manifest/>")])


OFFICE = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
          'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"')


# ---------------------------------------------------------------- entities

LAUGHS = "<!DOCTYPE l [" + '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)) + "]>"
QUADRATIC = '<!DOCTYPE q [<!ENTITY a "' + "A" * 200000 + '">]>'
OUTSIDE = ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:9/b"><!ENTITY % c SYSTEM "file:///etc/hostname"> %c;]>')


def words(text, doctype):
    return f"{HEAD}{doctype}<w:document {m.W}><w:body>{m.para('BÁO CÁO')}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"


@case("review", "part-corrupt")
def docx_billion_laughs():
    return attached("cuoi.docx", docx(words("&a11;", LAUGHS)), m.DOCX)


@case("review", "part-corrupt")
def docx_quadratic_entities():
    return attached("cuoi.docx", docx(words("&a;" * 50000, QUADRATIC)), m.DOCX)


@case("review", "part-corrupt")
def docx_entities_from_outside():
    return attached("ngoai.docx", docx(words("&a;&b;", OUTSIDE)), m.DOCX)


@case("review", "part-corrupt")
def xlsx_billion_laughs():
    data = package([("[Content_Types].xml", HEAD + LAUGHS + "<Types>&a11;</Types>"), ("_rels/.rels", HEAD + LAUGHS + "<Relationships>&a11;</Relationships>"),
                    ("xl/workbook.xml", HEAD + LAUGHS + "<workbook>&a11;</workbook>")])
    return attached("cuoi.xlsx", data, m.XLSX)


@case("review", "part-corrupt")
def odt_billion_laughs():
    text = f"{HEAD}{LAUGHS}<office:document-content {OFFICE}><office:body><office:text><text:p>&a11;</text:p></office:text></office:body></office:document-content>"
    return attached("cuoi.odt", odt((text,)), ODT)


# ---------------------------------------------------------------- much of a thing

@case("quarantined", "limit-exceeded", "expan")
def docx_of_100_million_empty_runs():
    return attached("rong.docx", docx(*body("<w:p>", "<w:r/>" * 100000, 1000, "</w:p>")), m.DOCX)


@case("quarantined|review")
def docx_of_20_million_empty_runs_within_the_ratio():
    """Much of what the limits let through: 120 MB for a mail of more than a megabyte."""
    return attached("rong.docx", docx(*body("<w:p>", "<w:r/>" * 100000, 200, "</w:p>"), others=[("word/media/a.bin", filler(1 << 20))]), m.DOCX)


@case("quarantined", "limit-exceeded", "XML depth")
def docx_100000_tables_deep():
    one = "<w:tbl><w:tr><w:tc>"
    return attached("sau.docx", docx(*body("", one * 1000, 100, m.para("a") + "</w:tc></w:tr></w:tbl>" * 100000)), m.DOCX)


@case("quarantined", "limit-exceeded", "table columns")
def docx_with_a_row_of_a_million_columns():
    cells = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc>'
    return attached("cot.docx", docx(*body("<w:tbl><w:tr>", cells * 1000, 200, "</w:tr></w:tbl>")), m.DOCX)


@case("quarantined", "limit-exceeded", "answer: |text outside")
def docx_with_a_text_of_40_megabytes():
    line = m.para("Kết quả tuyên truyền 12 buổi cho 300 lượt người theo Quyết định số 12/QĐ-UBND ngày 01/02/2020. ")
    return attached("dai.docx", docx(*body("", line * 1000, 330, ""), others=[("word/media/a.bin", filler(1 << 20))]), m.DOCX)


@case("quarantined|review")
def docx_whose_styles_rest_on_themselves():
    styles = (f"{HEAD}<w:styles {m.W}>" + "".join(f'<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="s{i}"/><w:basedOn w:val="s{(i + 1) % 5000}"/></w:style>'
                                                  for i in range(5000)) + "</w:styles>")
    rels = m.RELS % (m.REL % ("rId1", "styles", "styles.xml"))
    text = "".join(f'<w:p><w:pPr><w:pStyle w:val="s{i}"/></w:pPr><w:r><w:t>Dòng {i}</w:t></w:r></w:p>' for i in range(5000))
    return attached("vong.docx", docx(f"{HEAD}<w:document {m.W}><w:body>{text}</w:body></w:document>", others=[("word/styles.xml", styles), ("word/_rels/document.xml.rels", rels)]),
                    m.DOCX)


@case("accepted|review|quarantined")
def xlsx_of_a_million_strings():
    return attached("bang.xlsx", xlsx(('<sheetData><row r="1">', '<c t="s"><v>999999</v></c>' * 1000 + "</row>", 1), ("", "<si><t>Số buổi tuyên truyền</t></si>" * 10000, 100)), m.XLSX)


@case("quarantined", "limit-exceeded", "sheet columns")
def xlsx_of_cells_far_away():
    far = "".join(f'<row r="{r}"><c r="{c}{r}"><v>1</v></c></row>' for r in (1, 1048576, 4294967295, 99999999999) for c in ("A", "XFD", "ZZZZZZ", "ZZZZZZZZZZZZZZZZ"))
    return attached("xa.xlsx", xlsx((f'<dimension ref="A1:XFD1048576"/><sheetData>{far}', "", 0)), m.XLSX)


@case("quarantined", "limit-exceeded", "sheet cells")
def xlsx_of_two_million_cells():
    return attached("day.xlsx", xlsx(("<sheetData>", "<row>" + "<c><v>7</v></c>" * 1000 + "</row>", 2000)), m.XLSX)


@case("accepted|review|quarantined")
def xlsx_merged_from_end_to_end():
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 20000
    return attached("gop.xlsx", xlsx((f'<mergeCells>{merges}</mergeCells><sheetData><row r="1"><c r="A1"><v>1</v></c></row>', "", 0)), m.XLSX)


@case("accepted|review|quarantined")
def ods_of_rows_repeated_a_billion_times():
    row = '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000"><text:p>7 buổi</text:p></table:table-cell></table:table-row>'
    text = (f"{HEAD}<office:document-content {OFFICE}><office:body><office:spreadsheet><table:table>{row * 50}</table:table></office:spreadsheet></office:body></office:document-content>")
    data = package([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", text)])
    return attached("lap.ods", data, "application/vnd.oasis.opendocument.spreadsheet")


@case("accepted|review|quarantined")
def odt_of_spaces_repeated_a_billion_times():
    text = f'{HEAD}<office:document-content {OFFICE}><office:body><office:text><text:p>a<text:s text:c="2147483647"/>b<text:s text:c="-1"/></text:p></office:text></office:body></office:document-content>'
    return attached("cach.odt", odt((text,)), ODT)


@case("quarantined", "limit-exceeded", "RTF groups")
def rtf_a_million_groups_deep():
    return attached("sau.rtf", "{\\rtf1 " + "{" * 1000000 + "a" + "}" * 1000000 + "}", "application/rtf")


@case("accepted|review|quarantined")
def rtf_whose_numbers_lie():
    text = "{\\rtf1\\ansi " + "\\bin2147483647 abc" + "\\bin-1 \\u-99999999999 ?\\uc2147483647\\u272 ?" + "{\\pict\\picw999999999\\pich999999999 00}" + "\\cell\\row" * 300000 + "}"
    return attached("doi.rtf", text, "application/rtf")


@case("accepted|review|quarantined")
def html_with_colspans_of_a_billion():
    rows = "<tr>" + '<td colspan="1000000000" rowspan="1000000000">a</td>' * 100 + "</tr>"
    return attached("bang.html", "<html><body>" + "<table>" + rows * 1000 + "</table>" + "</body></html>", "text/html")


@case("quarantined", "limit-exceeded", "html nesting")
def html_200000_deep():
    return attached("sau.html", "<html><body>" + "<div><b><table><tr><td>" * 200000 + "a", "text/html")


@case("accepted|review|quarantined")
def html_of_attributes_and_entities():
    return attached("tt.html", "<html><body><p " + "a=b " * 500000 + ">" + "&#x110;&amp;&nosuch;&#99999999999;" * 100000 + "<" * 300000, "text/html")


@case("quarantined", "limit-exceeded", "answer: ")
def text_of_one_line_of_20_megabytes():
    return attached("dai.txt", "Báo cáo số 1/BC-STC ngày 1/1/2025; 12 buổi, 3 lượt; " * 380000, TEXT)


@case("quarantined", "limit-exceeded", "answer: ")
def text_of_300000_headings():
    return attached("muc.txt", "".join(f"{i}. Kết quả thực hiện {i}\n" for i in range(300000)), TEXT)


@case("quarantined", "limit-exceeded", "answer: ")
def text_of_300000_figures():
    return attached("so.txt", "II. KẾT QUẢ\n" + "Tổ chức tuyên truyền 12 buổi cho 300 lượt người tham gia.\n" * 300000, TEXT)


@case("accepted|review|quarantined")
def text_of_digits():
    return attached("chuso.txt", "II. KẾT QUẢ\n" + "1" * 2000000 + " buổi\n" + "1." * 1000000 + " buổi\n" + "(" * 500000 + "/-" * 500000, TEXT)


# a text just under what an answer may hold: several at once are what the parent's memory must bear
for i in range(6):
    @case("review", "wrong-campaign")
    def a_text_of_4_megabytes(i=i):
        return attached("so.txt", "II. KẾT QUẢ\n" + f"Tổ chức tuyên truyền {i} buổi cho 300 lượt người tham gia.\n" * 46000, TEXT)
