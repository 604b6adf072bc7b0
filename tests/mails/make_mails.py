#!/usr/bin/env python3
"""Writes the sample mails beside this file: what agencies send, in every format read so far, and what a mailbox gets besides.

    tests/mails/make_mails.py          (needs LibreOffice for the two PDF reports; the mails are kept in the repository,
                                        so nobody has to run this to build, test or demo)

All agencies' addresses are of reserved example domains, all signers are invented, and so are the figures.
No clock and no random number is used: but for the date that LibreOffice writes into its PDFs, the same input gives the same bytes.
"""
import hashlib
import io
import pathlib
import subprocess
import tempfile
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent
TO = "baocao+qd357@congan.quangngai.example"
AUTHSERV = "mx.congan.quangngai.example"
TITLE = ("thực hiện Quyết định số 357/QĐ-UBND ngày 09/11/2015 của UBND tỉnh ban hành Quy chế phối hợp giữa lực lượng Công an "
         "với các cơ quan, doanh nghiệp trên địa bàn tỉnh Quảng Ngãi")

OUTLINE = [
    ("I", 1, "I. ĐÁNH GIÁ TÌNH HÌNH"),
    ("II", 1, "II. KẾT QUẢ THỰC HIỆN QUY CHẾ PHỐI HỢP"),
    ("II.1", 2, "1. Công tác triển khai quán triệt; lãnh đạo, chỉ đạo thực hiện"),
    ("II.1.1", 3, "1.1. Việc triển khai, quán triệt và cụ thể hóa Quyết định số 357"),
    ("II.1.2", 3, "1.2. Công tác theo dõi, hướng dẫn, đôn đốc, kiểm tra, sơ kết"),
    ("II.2", 2, "2. Kết quả công tác"),
    ("II.2.1", 3, "2.1. Kết quả thực hiện các mặt công tác phối hợp"),
    ("II.2.1.a", 4, "a) Công tác tuyên truyền, phổ biến pháp luật; xây dựng phong trào toàn dân bảo vệ an ninh Tổ quốc"),
    ("II.2.1.b", 4, "b) Công tác tham mưu, đề xuất với Tỉnh ủy, HĐND, UBND tỉnh"),
    ("II.2.1.c", 4, "c) Xây dựng, triển khai đề án, phương án, kế hoạch bảo đảm an ninh, trật tự"),
    ("II.2.1.d", 4, "d) Cung cấp, trao đổi thông tin; xác minh, điều tra, làm rõ vi phạm"),
    ("II.2.1.đ", 4, "đ) Quản lý nhà nước về an ninh, trật tự; thanh tra, kiểm tra, xử lý vi phạm"),
    ("II.2.2", 3, "2.2. Kết quả thực hiện trách nhiệm theo Điều 5 của Quy chế phối hợp"),
    ("III", 1, "III. ĐÁNH GIÁ CHUNG"),
    ("III.1", 2, "1. Ưu điểm"),
    ("III.2", 2, "2. Tồn tại, hạn chế, vướng mắc, bất cập và nguyên nhân"),
    ("III.3", 2, "3. Bài học kinh nghiệm"),
    ("IV", 1, "IV. DỰ BÁO TÌNH HÌNH; PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI"),
    ("IV.1", 2, "1. Dự báo tình hình"),
    ("IV.2", 2, "2. Phương hướng, nhiệm vụ công tác trọng tâm"),
    ("V", 1, "V. KIẾN NGHỊ, ĐỀ XUẤT"),
]


class Agency:
    def __init__(self, code, name, parent, symbol, place, domain, what, head, deputy, signer):
        self.code, self.name, self.parent, self.symbol, self.place, self.domain = code, name, parent, symbol, place, domain
        self.what, self.head, self.deputy, self.signer = what, head, deputy, signer

    @property
    def address(self):
        return "vanthu@" + self.domain


def report_text(a, n, without=(), figures=True):
    """Node → paragraphs. n: a seed that varies the figures from agency to agency."""
    v = {"buoi": 40 + 7 * n, "luot": 3200 + 815 * n, "tin": 60 + 9 * n, "vu": 4 + n, "dt": 9 + 2 * n, "cuoc": 12 + 3 * n, "co_so": 75 + 11 * n,
         "phat": 1 + n % 4, "pa": 3 + n % 5, "dien": 2 + n % 3, "camera": 24 + 6 * n, "vb": 6 + n % 7, "so_ket": 3 + n % 4, "lop": 5 + n % 6,
         "nguoi": 180 + 35 * n, "nam": 5 + n}
    dotted = {k: f"{x:,}".replace(",", ".") for k, x in v.items()}
    d = dotted
    t = {
        "I": [f"{a.name} có chức năng {a.what}; địa bàn hoạt động rộng, nhiều đầu mối, lượng người ra vào làm việc hằng ngày lớn.",
              "Tình hình an ninh chính trị nội bộ, an ninh kinh tế và bảo vệ bí mật nhà nước cơ bản ổn định; không để xảy ra vụ việc phức tạp, đột xuất."],
        "II.1.1": [f"Ngay sau khi có Quyết định số 357, {a.name} đã ban hành Kế hoạch số {20 + n}/KH-{a.symbol} ngày 15/01/2016 về triển khai thực hiện "
                   f"Quy chế phối hợp; Công văn số {300 + n}/{a.symbol}-VP ngày 20/3/2018 về việc tăng cường bảo vệ cơ quan.",
                   "Nội dung Quy chế được phổ biến tại các cuộc họp giao ban và sinh hoạt chi bộ."],
        "II.1.2": [f"Hằng năm, lãnh đạo đơn vị tổ chức kiểm tra việc thực hiện Quy chế; đã tiến hành {d['so_ket']} lần sơ kết với Công an tỉnh và kịp thời rút kinh nghiệm." if figures
                   else "Hằng năm, lãnh đạo đơn vị tổ chức kiểm tra việc thực hiện Quy chế và kịp thời rút kinh nghiệm."],
        "II.2.1.a": [f"Phối hợp tổ chức {d['buoi']} buổi tuyên truyền, phổ biến pháp luật với {d['luot']} lượt người tham gia, riêng năm 2024 tổ chức {d['nam']} buổi tuyên truyền.",
                     f"Mở {d['lop']} lớp tập huấn, bồi dưỡng kiến thức bảo vệ cơ quan cho lực lượng tại chỗ."] if figures else
                    ["Công tác tuyên truyền được thực hiện thường xuyên bằng nhiều hình thức phù hợp với từng đối tượng."],
        "II.2.1.b": [f"Đã phối hợp tham mưu cấp ủy, UBND tỉnh ban hành {d['vb']} văn bản chỉ đạo về bảo đảm an ninh, trật tự trên lĩnh vực phụ trách."] if figures else
                    ["Đã phối hợp tham mưu cấp ủy, chính quyền ban hành các văn bản chỉ đạo về bảo đảm an ninh, trật tự."],
        "II.2.1.c": [f"Xây dựng {d['pa']} phương án bảo vệ mục tiêu và tổ chức {d['dien']} cuộc diễn tập xử lý tình huống."] if figures else
                    ["Các phương án bảo vệ cơ quan được rà soát, bổ sung hằng năm cho sát với thực tế."],
        "II.2.1.d": [f"Trao đổi {d['tin']} nguồn tin với Công an tỉnh; qua đó phối hợp xác minh {d['vu']} vụ/{d['dt']} đối tượng vi phạm."] if figures else
                    ["Thông tin được trao đổi hai chiều, kịp thời, đúng đầu mối theo Quy chế."],
        "II.2.1.đ": [f"Tham gia {d['cuoc']} cuộc thanh tra, kiểm tra tại {d['co_so']} cơ sở; xử phạt vi phạm hành chính với số tiền {d['phat']},5 tỷ đồng."] if figures else
                    ["Công tác quản lý nhà nước về an ninh, trật tự trên lĩnh vực phụ trách được thực hiện đúng quy định."],
        "II.2.2": [f"Đơn vị đã lắp đặt {d['camera']} camera giám sát và phân công một đồng chí lãnh đạo trực tiếp phụ trách." if figures
                   else "Đơn vị đã phân công một đồng chí lãnh đạo trực tiếp phụ trách công tác bảo vệ nội bộ."],
        "III.1": ["Quan hệ phối hợp ngày càng chặt chẽ, vụ việc được phát hiện sớm và giải quyết ngay từ cơ sở; nội bộ đoàn kết, ổn định."],
        "III.2": ["Kinh phí dành cho công tác bảo vệ còn hạn hẹp, phương tiện thiếu đồng bộ, như sự cố mất điện camera tháng 8/2022 phải hai ngày mới khắc phục xong.",
                  "Nguyên nhân chủ yếu là do một số bộ phận chưa quan tâm đúng mức và cơ chế tài chính chưa rõ ràng."],
        "III.3": ["Nơi nào người đứng đầu quan tâm, phân công rõ người, rõ việc thì nơi đó công tác phối hợp đạt kết quả tốt."],
        "IV.1": ["Thời gian tới, tội phạm công nghệ cao và hoạt động thu thập bí mật nhà nước tiếp tục diễn biến phức tạp, tác động đến công tác bảo đảm an ninh, trật tự."],
        "IV.2": ["Tiếp tục thực hiện nghiêm Quy chế phối hợp, rà soát phương án bảo vệ và nâng cao chất lượng trao đổi thông tin giữa hai bên."],
        "V": ["- Đề nghị Bộ Công an sớm ban hành hướng dẫn về tiêu chuẩn thiết bị giám sát an ninh tại cơ quan, doanh nghiệp.",
              "- Đề nghị UBND tỉnh sửa đổi Điều 5 của Quy chế cho phù hợp với mô hình tổ chức mới.",
              "- Đề nghị Công an tỉnh tổ chức tập huấn nghiệp vụ bảo vệ hằng năm cho các đơn vị."],
    }
    for node in without:
        t.pop(node, None)
    return t, v


# ---------------------------------------------------------------- documents

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                 '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                 '<Default Extension="xml" ContentType="application/xml"/>%s</Types>')
RELS = ('<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>')
REL = '<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2025, 6, 1, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, data)
    return out.getvalue()


def run(text, bold=False, italic=False):
    props = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    body = "".join("<w:br/>" if part == "\n" else f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in split_breaks(text))
    return f"<w:r>{'<w:rPr>' + props + '</w:rPr>' if props else ''}{body}</w:r>"


def split_breaks(text):
    parts = []
    for i, piece in enumerate(text.split("\n")):
        if i:
            parts.append("\n")
        if piece:
            parts.append(piece)
    return parts


def para(text, bold=False, italic=False, center=False, style=None, num=None, raw=""):
    props = (f'<w:pStyle w:val="{style}"/>' if style else "") + (f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else "")
    props += '<w:jc w:val="center"/>' if center else ""
    return f"<w:p>{'<w:pPr>' + props + '</w:pPr>' if props else ''}{run(text, bold, italic) if text else ''}{raw}</w:p>"


def cell(paragraphs, width=4500):
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'


def table(rows, borders=False):
    b = ('<w:tblBorders>' + "".join(f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")) + '</w:tblBorders>') if borders else ""
    return f'<w:tbl><w:tblPr>{b}</w:tblPr>' + "".join(f"<w:tr>{''.join(r)}</w:tr>" for r in rows) + "</w:tbl>"


def head_table(a, number, day, month, mark=None):
    left = (para(a.parent, center=True) if a.parent else "") + para(a.name.upper(), bold=True, center=True) + para(f"Số: {number}", center=True)
    if mark:
        left += para(mark, bold=True, center=True)
    date = f"{a.place}, ngày {day:02d} tháng {month} năm 2025" if day else f"{a.place}, ngày     tháng {month} năm 2025"
    right = (para("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, center=True) + para("Độc lập - Tự do - Hạnh phúc", bold=True, center=True)
             + para(date, italic=True, center=True))
    return table([[cell(left), cell(right)]])


def sign_table(a, signer=True):
    left = para("Nơi nhận:", bold=True, italic=True) + para("- Công an tỉnh (PA04);") + para("- Lãnh đạo đơn vị;") + para("- Lưu: VT.")
    right = para(("KT. " if a.deputy else "") + a.head, bold=True, center=True) + (para(a.deputy, bold=True, center=True) if a.deputy else "")
    right += para("") + para(a.signer if signer else "", bold=True, center=True)
    return table([[cell(left), cell(right)]])


NUMBERING = ('<?xml version="1.0" encoding="UTF-8"?><w:numbering ' + W + '><w:abstractNum w:abstractNumId="0">'
             '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
             '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
             '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>'
             '<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>'
             '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>')
STYLES = ('<?xml version="1.0" encoding="UTF-8"?><w:styles ' + W + '>'
          + "".join(f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
                    for n in range(1, 5)) + "</w:styles>")


def docx_package(body, footnotes=None):
    overrides = '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    rels = REL % ("rId1", "styles", "styles.xml") + REL % ("rId2", "numbering", "numbering.xml")
    members = [("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)]
    if footnotes:
        rels += REL % ("rId3", "footnotes", "footnotes.xml")
        members.append(("word/footnotes.xml", '<?xml version="1.0" encoding="UTF-8"?><w:footnotes ' + W + ">" + "".join(
            f'<w:footnote w:id="{i + 1}">{para(t)}</w:footnote>' for i, t in enumerate(footnotes)) + "</w:footnotes>"))
    document = ('<?xml version="1.0" encoding="UTF-8"?><w:document ' + W + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>'
                + body + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>')
    return zipped([("[Content_Types].xml", CONTENT_TYPES % overrides), ("_rels/.rels", RELS % (REL % ("rId1", "officeDocument", "word/document.xml"))),
                   ("word/document.xml", document), ("word/_rels/document.xml.rels", RELS % rels)] + members)


def strip_number(title):
    return title.split(" ", 1)[1]


def report_docx(a, number, day, n, style="bold", without=(), figures=True, mark=None, signer=True, month=6, kind="Tổng kết 10 năm", note=None, extra=""):
    text, _ = report_text(a, n, without, figures)
    body = head_table(a, number, day, month, mark)
    body += para("BÁO CÁO", bold=True, center=True) + para(f"{kind} {TITLE}", bold=True, center=True)
    if note:
        body += para(note, italic=True, center=True)
    body += para(f"Thực hiện Kế hoạch số 119/KH-UBND ngày 28/5/2025 của Chủ tịch UBND tỉnh, {a.name} báo cáo như sau:")
    parents = {c.rsplit(".", 1)[0] for c in text if "." in c} | {"II", "II.1", "II.2", "II.2.1", "III", "IV"}
    for code, level, title in OUTLINE:
        if code not in text and code not in parents:
            continue
        if style == "auto":
            body += para(strip_number(title), bold=True, num=(1, level - 1))
        elif style == "heading":
            body += para(title, style=f"Heading{level}")
        else:
            body += para(title, bold=True)
        for p in text.get(code, []):
            body += para(p)
    body += extra
    body += para("Trên đây là báo cáo tổng kết của đơn vị, kính gửi Công an tỉnh tổng hợp./.")
    return docx_package(body + sign_table(a, signer))


def tricky_docx(a, number, day, n):
    """Text boxes held twice, a footnote, tracked changes, a table of documents in the text."""
    text, _ = report_text(a, n)
    box = lambda t: f"<w:txbxContent>{para(t)}</w:txbxContent>"
    body = head_table(a, number, day, 6) + para("BÁO CÁO", bold=True, center=True) + para(f"Tổng kết 10 năm {TITLE}", bold=True, center=True)
    body += ('<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>' + box("Bản điện tử, gửi kèm bản giấy") + "</wps:txbx></mc:Choice><mc:Fallback><w:pict>"
             '<v:textbox>' + box("Bản điện tử, gửi kèm bản giấy") + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>")
    for code, level, title in OUTLINE:
        body += para(title, bold=True)
        for i, p in enumerate(text.get(code, [])):
            if code == "II.2.1.c" and i == 0:
                body += ('<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>Nội dung cũ đã bỏ.</w:delText></w:r></w:del><w:ins w:id="2" w:author="a">'
                         + run(p) + "</w:ins></w:p>")
            elif code == "I" and i == 0:
                body += para(p, raw='<w:r><w:footnoteReference w:id="1"/></w:r>')
            else:
                body += para(p)
        if code == "II.1.1":
            rows = [("STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu"), ("1", f"12/QĐ-{a.symbol}", "05/02/2017", "Ban hành nội quy bảo vệ cơ quan"),
                    ("2", f"45/KH-{a.symbol}", "11/6/2021", "Bảo đảm an ninh, trật tự năm 2021")]
            body += table([[cell(para(c), 2200) for c in r] for r in rows], borders=True)
    body += para("Trên đây là báo cáo tổng kết của đơn vị./.") + sign_table(a)
    return docx_package(body, footnotes=["Trong đó 02 chi nhánh hoạt động từ năm 2020."])


def annex_xlsx(rows, sheet="Phụ lục"):
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings, cells = [], []
    for r, row in enumerate(rows, 1):
        out = ""
        for c, value in enumerate(row):
            ref = f"{chr(65 + c)}{r}"
            if isinstance(value, (int, float)):
                out += f'<c r="{ref}"><v>{value}</v></c>'
            elif value:
                if value not in strings:
                    strings.append(value)
                out += f'<c r="{ref}" t="s"><v>{strings.index(value)}</v></c>'
        cells.append(f'<row r="{r}">{out}</row>')
    overrides = ('<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                 '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>')
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return zipped([
        ("[Content_Types].xml", CONTENT_TYPES % overrides), ("_rels/.rels", RELS % (REL % ("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", f'{head}<workbook {ns} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", RELS % (REL % ("rId1", "worksheet", "worksheets/sheet1.xml") + REL % ("rId2", "sharedStrings", "sharedStrings.xml"))),
        ("xl/sharedStrings.xml", f"{head}<sst {ns}>" + "".join(f"<si><t>{escape(s)}</t></si>" for s in strings) + "</sst>"),
        ("xl/worksheets/sheet1.xml", f"{head}<worksheet {ns}><sheetData>{''.join(cells)}</sheetData></worksheet>")])


def annex(a, n, buoi=None):
    _, v = report_text(a, n)
    return annex_xlsx([
        ["PHỤ LỤC SỐ LIỆU"], [f"(Kèm theo báo cáo của {a.name})"], ["TT", "Nội dung", "Đơn vị tính", "Số lượng"],
        [1, "Số buổi tuyên truyền, phổ biến pháp luật", "buổi", buoi if buoi is not None else v["buoi"]],
        [2, "Số lượt người được tuyên truyền", "lượt người", v["luot"]],
        [3, "Số cuộc thanh tra, kiểm tra", "cuộc", v["cuoc"]]])


def pdf_of(docx):
    with tempfile.TemporaryDirectory() as t:
        source = pathlib.Path(t, "a.docx")
        source.write_bytes(docx)
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{t}/profile", "--convert-to", "pdf", "--outdir", t, str(source)],
                       check=True, capture_output=True)
        return pathlib.Path(t, "a.pdf").read_bytes()


def report_lines(a, number, day, n):
    """The report as a mail's own text, wrapped as mail programs do."""
    import textwrap
    text, _ = report_text(a, n)
    out = [a.name.upper(), f"Số: {number}", f"{a.place}, ngày {day:02d} tháng 6 năm 2025", "", "BÁO CÁO", f"Tổng kết 10 năm {TITLE}", ""]
    for code, _, title in OUTLINE:
        out += textwrap.wrap(title, 72) + [""]
        for p in text.get(code, []):
            out += textwrap.wrap(p, 72) + [""]
    out += ["Trên đây là báo cáo tổng kết của đơn vị./.", "", ("KT. " if a.deputy else "") + a.head] + ([a.deputy] if a.deputy else []) + ["", a.signer]
    return "\n".join(out) + "\n"


# ---------------------------------------------------------------- mails

import base64
import quopri


def word(text):
    return "=?utf-8?B?" + base64.b64encode(text.encode()).decode() + "?="


def encoded_words(text):
    """RFC 2047: chunks that fit a line, cut between characters."""
    chunks, now = [], ""
    for ch in text:
        if len((now + ch).encode()) > 42:
            chunks.append(now)
            now = ""
        now += ch
    return "\n ".join(word(c) for c in chunks + [now])


def attachment(name, data, mime, rfc2231=False):
    from urllib.parse import quote
    if rfc2231:
        disposition = f"Content-Disposition: attachment;\n filename*=utf-8''{quote(name)}"
    else:
        disposition = f'Content-Disposition: attachment;\n filename="{encoded_words(name)}"'
    lines = base64.b64encode(data).decode()
    folded = "\n".join(lines[i:i + 76] for i in range(0, len(lines), 76))
    return f"Content-Type: {mime}\nContent-Transfer-Encoding: base64\n{disposition}\n\n{folded}\n"


def text_body(text, subtype="plain"):
    return f"Content-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(text.encode()).decode() + "\n"


DAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]   # 29 May 2025 was a Thursday


def rfc_date(month, day, clock):
    name = DAYS[((day - 29) if month == 5 else (day + 2)) % 7]
    return f"{name}, {day:02d} {'May' if month == 5 else 'Jun'} 2025 {clock} +0700"


def mail(sender_name, sender, subject, parts, when, auth="pass", message_id=None, headers="", to=TO, return_path=None, sent=None):
    month, day, clock = when
    domain = sender.split("@")[1]
    mid = message_id or f"{month:02d}{day:02d}{clock.replace(':', '')}.{hashlib.sha256((sender + subject).encode()).hexdigest()[:10]}@{domain}"
    results = {"pass": f"Authentication-Results: {AUTHSERV}; spf=pass smtp.mailfrom={domain};\n dkim=pass header.d={domain}; dmarc=pass header.from={domain}\n",
               "fail": f"Authentication-Results: {AUTHSERV}; spf=fail smtp.mailfrom={domain};\n dkim=none; dmarc=fail header.from={domain}\n", "none": ""}[auth]
    path = sender if return_path is None else return_path
    out = (f"Return-Path: <{path}>\nDelivered-To: {to}\n{results}"
           f"Received: from mail.{domain} (mail.{domain} [192.0.2.{day}])\n by {AUTHSERV} (Postfix) with ESMTPS id {mid[:10].replace('.', 'A')}\n for <{to}>; {rfc_date(month, day, clock)}\n"
           f"Date: {sent or rfc_date(month, day, clock)}\nFrom: {encoded_words(sender_name)} <{sender}>\nTo: <{to}>\nSubject: {encoded_words(subject)}\nMessage-ID: <{mid}>\n{headers}MIME-Version: 1.0\n")
    if len(parts) == 1:
        return out + parts[0]
    boundary = "=_" + hashlib.sha256(mid.encode()).hexdigest()[:24]
    return out + f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n' + "".join(f"--{boundary}\n{p}" for p in parts) + f"--{boundary}--\n"


def cover(a, number):
    return text_body(f"Kính gửi: Công an tỉnh (qua Phòng An ninh kinh tế),\n\n{a.name} gửi kèm thư này Báo cáo số {number} về tổng kết 10 năm thực hiện "
                     "Quyết định số 357/QĐ-UBND.\n\nTrân trọng.\n")


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def agencies():
    """The agencies used here, with the addresses that the shipped campaign knows."""
    import csv
    rows = {r["code"]: r for r in csv.DictReader(open(HERE / "../../config/campaigns/qd357/agencies.csv", encoding="utf-8"))}

    def agency(code, parent, symbol, place, what, head, deputy, signer):
        row = rows[code]
        return Agency(code, row["name"], parent, symbol, place, row["emails"].split(";")[0].split("@")[1], what, head, deputy, signer)
    ubnd = "UBND TỈNH QUẢNG NGÃI"
    return [
        agency("SXD", ubnd, "SXD", "Quảng Ngãi", "quản lý nhà nước về xây dựng, giao thông vận tải", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Minh Khải"),
        agency("SCT", ubnd, "SCT", "Quảng Ngãi", "quản lý nhà nước về công nghiệp, thương mại", "GIÁM ĐỐC", None, "Lê Thị Hoài An"),
        agency("BSO", None, "UBND", "Bình Sơn", "quản lý nhà nước trên địa bàn huyện", "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Võ Đình Trường"),
        agency("MDU", None, "UBND", "Mộ Đức", "quản lý nhà nước trên địa bàn huyện", "CHỦ TỊCH", None, "Nguyễn Hữu Thạch"),
        agency("HND", None, "HND", "Quảng Ngãi", "tập hợp, vận động hội viên nông dân", "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đinh Thị Lệ Thu"),
        agency("MTTQ", None, "MTTQ-BTT", "Quảng Ngãi", "tập hợp, phát huy khối đại đoàn kết toàn dân tộc", "CHỦ TỊCH", None, "Phạm Quốc Vinh"),
        agency("HLG", None, "HLG", "Quảng Ngãi", "tư vấn, phổ biến, giáo dục pháp luật", "CHỦ TỊCH", None, "Bùi Thanh Sơn"),
        agency("BSR", None, "BSR", "Bình Sơn", "sản xuất, kinh doanh xăng dầu và sản phẩm hóa dầu", "TỔNG GIÁM ĐỐC", "PHÓ TỔNG GIÁM ĐỐC", "Hồ Việt Dũng"),
        agency("HPDQ", None, "HPDQ", "Dung Quất", "sản xuất thép và quản lý cảng chuyên dùng", "GIÁM ĐỐC", None, "Ngô Quang Huy"),
        agency("QNS", None, "QNS", "Quảng Ngãi", "sản xuất đường, sữa và đồ uống", "TỔNG GIÁM ĐỐC", None, "Đỗ Thành Nam"),
        agency("STC", ubnd, "STC", "Quảng Ngãi", "quản lý nhà nước về tài chính, ngân sách, kế hoạch và đầu tư", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Huỳnh Thị Ngọc"),
        agency("SYT", ubnd, "SYT", "Quảng Ngãi", "quản lý nhà nước về y tế", "GIÁM ĐỐC", None, "Tạ Văn Phước"),
    ]


def messages():
    sxd, sct, bso, mdu, hnd, mttq, hlg, bsr, hpdq, qns, stc, syt = agencies()
    subject = "Báo cáo tổng kết 10 năm thực hiện Quyết định 357/QĐ-UBND"
    sender = lambda a: ("Văn thư " + a.name, a.address)
    r_sxd = report_docx(sxd, "210/BC-SXD", 2, 1)
    yield "01-docx-annex", mail(*sender(sxd), subject, [cover(sxd, "210/BC-SXD"), attachment("BaoCao_SXD.docx", r_sxd, DOCX), attachment("PhuLuc.xlsx", annex(sxd, 1), XLSX)], (6, 3, "08:15:20"))
    yield "02-docx-auto-numbering", mail(*sender(sct), "Gửi báo cáo theo Kế hoạch 119/KH-UBND", [cover(sct, "45/BC-SCT"),
        attachment("Báo cáo tổng kết của Sở Công Thương.docx", report_docx(sct, "45/BC-SCT", 3, 2, style="auto"), DOCX, rfc2231=True)], (6, 3, "14:02:11"))
    bso_pdf = pdf_of(report_docx(bso, "388/BC-UBND", 4, 3))
    yield "03-pdf", mail(*sender(bso), subject, [cover(bso, "388/BC-UBND"), attachment("388-BC-UBND.pdf", bso_pdf, "application/pdf")], (6, 4, "09:30:00"))
    yield "04-docx-styles-incomplete", mail(*sender(mdu), subject, [cover(mdu, "152/BC-UBND"),
        attachment("bao cao.docx", report_docx(mdu, "152/BC-UBND", 4, 4, style="heading", without=("III.3", "II.2.1.b")), DOCX)], (6, 4, "16:45:09"))
    yield "05-docx-tricky", mail(*sender(mttq), subject, [cover(mttq, "97/BC-MTTQ-BTT"), attachment("BC_MTTQ.docx", tricky_docx(mttq, "97/BC-MTTQ-BTT", 5, 5), DOCX)], (6, 5, "07:58:40"))
    yield "06-text-in-body", mail(*sender(hnd), subject, [text_body(report_lines(hnd, "61/BC-HND", 5, 6))], (6, 5, "10:12:30"))
    nil = para(hlg.name.upper(), bold=True) + para("Số: 05/CV-HLG") + para("V/v báo cáo thực hiện Quyết định số 357/QĐ-UBND") + para("Quảng Ngãi, ngày 05 tháng 6 năm 2025", italic=True)
    nil += para("Kính gửi: Công an tỉnh Quảng Ngãi") + para("Thực hiện Kế hoạch số 119/KH-UBND ngày 28/5/2025 của Chủ tịch UBND tỉnh, Hội Luật gia tỉnh báo cáo: trong 10 năm thực hiện "
               "Quyết định số 357/QĐ-UBND, đơn vị không phát sinh nội dung phối hợp với lực lượng Công an, không phát sinh vụ việc liên quan an ninh, trật tự.") + sign_table(hlg)
    yield "07-nil-report", mail(*sender(hlg), "V/v báo cáo thực hiện QĐ 357", [cover(hlg, "05/CV-HLG"), attachment("CV05.docx", docx_package(nil), DOCX)], (6, 5, "15:20:00"))
    zip_bsr = zipped([("Bao cao/BC-BSR.docx", report_docx(bsr, "1153/BC-BSR", 6, 7)), ("Bao cao/Phu luc.xlsx", annex(bsr, 7, buoi=95))])
    yield "08-zip-mismatch", mail(*sender(bsr), subject, [cover(bsr, "1153/BC-BSR"), attachment("BC-BSR.zip", zip_bsr, "application/zip")], (6, 6, "08:40:15"))
    inner = zipped([("hpdq.pdf", pdf_of(report_docx(hpdq, "77/BC-HPDQ", 6, 8)))])
    yield "09-nested-zip-pdf", mail(*sender(hpdq), subject, [cover(hpdq, "77/BC-HPDQ"), attachment("gui CA tinh.zip", zipped([("bao cao.zip", inner)]), "application/x-zip-compressed")], (6, 6, "11:05:48"))
    blocks, _ = report_text(qns, 9)
    html = ("<html><body><table><tr><td><p align=center><b>" + qns.name.upper() + "</b></p><p align=center>Số: 318/BC-QNS</p></td><td><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p>"
            "<p>Độc lập - Tự do - Hạnh phúc</p><p><i>Quảng Ngãi, ngày 06 tháng 6 năm 2025</i></p></td></tr></table><h3 align=center>BÁO CÁO</h3><p align=center><b>Tổng kết 10 năm " + TITLE + "</b></p>"
            + "".join(f"<p><b>{escape(title)}</b></p>" + "".join(f"<p>{escape(p)}</p>" for p in blocks.get(code, [])) for code, _, title in OUTLINE)
            + "<p>Trên đây là báo cáo của đơn vị./.</p><p align=right><b>TỔNG GIÁM ĐỐC</b></p><p align=right><b>" + qns.signer + "</b></p></body></html>")
    yield "10-html-in-body", mail(*sender(qns), subject, [text_body(html, "html")], (6, 6, "13:31:02"))
    yield "11-replacement", mail(*sender(sxd), "Báo cáo thay thế Báo cáo số 210/BC-SXD", [text_body("Kính gửi Công an tỉnh,\n\nSở Xây dựng gửi báo cáo thay thế Báo cáo số 210/BC-SXD ngày 02/6/2025 do rà soát lại số liệu.\n"),
        attachment("BaoCao_SXD_thaythe.docx", report_docx(sxd, "219/BC-SXD", 7, 11, note="(Thay thế Báo cáo số 210/BC-SXD ngày 02/6/2025)"), DOCX)], (6, 7, "08:05:33"))
    yield "12-supplement", mail(*sender(sct), "Bổ sung phụ lục số liệu Báo cáo số 45/BC-SCT", [text_body("Kính gửi Công an tỉnh,\n\nSở Công Thương gửi bổ sung phụ lục số liệu kèm theo Báo cáo số 45/BC-SCT ngày 03/6/2025.\n"),
        attachment("PhuLuc_SCT.xlsx", annex(sct, 2), XLSX)], (6, 7, "09:44:10"))
    yield "13-duplicate", mail(*sender(bso), "Fwd: " + subject, [cover(bso, "388/BC-UBND"), attachment("388-BC-UBND.pdf", bso_pdf, "application/pdf")], (6, 7, "10:00:00"))
    yield "14-draft", mail(*sender(syt), subject, [cover(syt, "…/BC-SYT"), attachment("du thao.docx", report_docx(syt, "      /BC-SYT", 0, 12, mark="DỰ THẢO", signer=False), DOCX)], (6, 8, "17:12:00"))
    stranger = Agency("X", "Công ty TNHH Một thành viên Gió Núi", None, "GN", "Quảng Ngãi", "vantaigionui.example", "vận tải hàng hóa", "GIÁM ĐỐC", None, "Lâm Chí Bảo")
    yield "15-unknown-sender", mail("Phòng Hành chính", "hanhchinh@vantaigionui.example", subject, [cover(stranger, "02/BC-GN"), attachment("BC.docx", report_docx(stranger, "02/BC-GN", 8, 13), DOCX)], (6, 8, "19:02:54"))
    broken = bytearray(report_docx(stc, "254/BC-STC", 8, 14))
    broken[len(broken) // 3:len(broken) // 3 + 4000] = b"\0" * 4000
    yield "16-corrupt", mail(*sender(stc), subject, [cover(stc, "254/BC-STC"), attachment("BC_STC.docx", bytes(broken), DOCX)], (6, 9, "08:20:12"))
    yield "17-secret-mark", mail(*sender(hpdq), "Báo cáo bổ sung tình hình", [text_body("Kính gửi báo cáo.\n"), attachment("bc.docx", report_docx(hpdq, "78/BC-HPDQ", 9, 15, mark="MẬT"), DOCX)], (6, 9, "09:09:09"))
    yield "18-question", mail(*sender(stc), "Hỏi về mốc thời gian lấy số liệu", [text_body("Kính gửi Phòng An ninh kinh tế,\n\nĐơn vị xin hỏi số liệu báo cáo lấy đến ngày 10/5/2025 hay đến thời điểm gửi báo cáo?\n\nTrân trọng cảm ơn.\n")], (6, 9, "10:30:00"))
    bounce = ('Content-Type: multipart/report; report-type=delivery-status; boundary="=_dsn"\n\n--=_dsn\nContent-Type: text/plain; charset=utf-8\n\nDelivery to vanthu@hoidoanhnhan.example failed.\n'
              "--=_dsn\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.hoidoanhnhan.example\n\nFinal-Recipient: rfc822; vanthu@hoidoanhnhan.example\nAction: failed\nStatus: 5.1.1\n--=_dsn--\n")
    yield "19-bounce", mail("Mail Delivery System", "mailer-daemon@mail.hoidoanhnhan.example", "Undelivered Mail Returned to Sender", [bounce], (6, 9, "11:00:00"), auth="none", headers="Auto-Submitted: auto-replied\n", return_path="")
    yield "20-autoreply", mail(*sender(mdu), "Trả lời tự động: Báo cáo", [text_body("Văn thư đi công tác đến hết ngày 12/6/2025.\n")], (6, 9, "11:30:00"), headers="Auto-Submitted: auto-replied\n")
    yield "21-newsletter", mail("Bản tin phần mềm", "bantin@phanmemvp.example", "Ưu đãi tháng 6", [text_body("Giảm giá 30% phần mềm văn phòng.\n")], (6, 9, "12:00:00"), headers="List-Id: <bantin.phanmemvp.example>\nPrecedence: bulk\n")
    yield "22-failed-authentication", mail(*sender(syt), "Báo cáo chính thức", [cover(syt, "402/BC-SYT"), attachment("BC402.docx", report_docx(syt, "402/BC-SYT", 9, 16), DOCX)], (6, 9, "13:00:00"), auth="fail")
    yield "23-late-forged-date", mail(*sender(stc), subject, [cover(stc, "261/BC-STC"), attachment("BC261.docx", report_docx(stc, "261/BC-STC", 9, 17), DOCX)], (6, 11, "09:15:00"),
                                      sent="Mon, 09 Jun 2025 16:00:00 +0700")


def main():
    for name, text in messages():
        (HERE / f"{name}.eml").write_bytes(text.encode())
        print(name)


if __name__ == "__main__":
    main()
