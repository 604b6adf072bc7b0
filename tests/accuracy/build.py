#!/usr/bin/env python3
"""Makes mails of the labelled documents: docs/NN-slug.toml → message bytes (docx, xlsx, html and text are written here, PDF and
scans lie beside their toml). README.md says how a document is written.

    build.py FOLDER                      all mails as FOLDER/NN-slug.eml
    build.py --docx NN-slug.toml OUT     the document alone (make-binaries.sh prints and scans it)
"""
import email.message
import email.policy
import pathlib
import re
import sys
import textwrap
import tomllib
from datetime import datetime
from email.utils import format_datetime
from html import escape as hesc
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "mails"))
from make_mails import zipped  # noqa: E402

DOCS = HERE / "docs"
AUTHSERV = {"qd357": "mx.congan.quangngai.example", "atgt": "mx.atgt.songlam.example"}
TO = {"qd357": "baocao+qd357@congan.quangngai.example", "atgt": "baocao+atgt@atgt.songlam.example"}
NS = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
      'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
      'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"')
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
NUMBERING = ["upperRoman:%1.", "decimal:%2.", "decimal:%2.%3.", "lowerLetter:%4)"]


# ---------------------------------------------------------------- the little markup

def lines(text):
    """→ (kind, level, text or cells, centred) for every line of a document."""
    for raw in text.strip("\n").split("\n"):
        s = raw.strip()
        if not s:
            continue
        if m := re.match(r"(#{1,4}) (.*)", s):
            yield "heading", len(m[1]), m[2], False
        elif m := re.match(r"\+([1-4]) (.*)", s):
            yield "auto", int(m[1]), m[2], False
        elif s.startswith("|"):
            yield "row", 0, [c.strip() for c in s.strip("|").split("|")], False
        elif s.startswith("^ "):
            yield "note", 0, s[2:], False
        elif s.startswith("= "):
            yield "para", 0, s[2:], True
        elif s.startswith("- "):
            yield "bullet", 0, s[2:], False
        else:
            yield "para", 0, s, False


def emphasis(s):
    """**bold** and //italic// → (text, bold, italic) runs."""
    for piece in re.split(r"(\*\*.+?\*\*|(?<!:)//.+?//)", s):
        if piece.startswith("**") and len(piece) > 4:
            yield piece[2:-2].replace("//", ""), True, "//" in piece
        elif piece.startswith("//") and len(piece) > 4:
            yield piece[2:-2].replace("**", ""), "**" in piece, True
        elif piece:
            yield piece, False, False


def bare(s):
    return "".join(t for t, _, _ in emphasis(s))


# ---------------------------------------------------------------- docx

def runs(s):
    out = ""
    for text, bold, italic in emphasis(s):
        props = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
        body = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(t)}</w:t>' if t else "" for t in text.split("\t"))
        out += f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{body}</w:r>"
    return out


def para(s, centre=False, style=None, num=None, extra="", tabs=False):
    props = f'<w:pStyle w:val="{style}"/>' if style else ""
    props += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
    props += '<w:tabs><w:tab w:val="left" w:pos="5100"/></w:tabs>' if tabs else ""
    props += '<w:jc w:val="center"/>' if centre else ""
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{runs(s)}{extra}</w:p>"


def grid(rows):
    """Rows of cells → rows of (text or list, column, columns, rows): '>text' is merged across all that are left, '>2 text' across two, '^' with the cell above."""
    width, out, above = max(sum(span(c) or 1 for c in r) for r in rows), [], {}
    for r in rows:
        at, line = 0, []
        for c in r:
            wide = width - at if span(c) == 0 else span(c)
            if c == "^":
                above[at][3] += 1
                wide = above[at][2]
                line.append(["^", at, wide, 0])
            else:
                above[at] = ["" if c == ">" else re.sub(r"^>\d* ?", "", c) if isinstance(c, str) else c, at, wide, 1]
                line.append(above[at])
            at += wide
        out.append(line)
    return width, out


def span(c):
    """Columns of a written cell; 0 = all that are left."""
    m = re.match(r">(\d*)", c) if isinstance(c, str) else None
    return int(m[1] or 0) if m else 1


def table(rows, border=True, centre=False):
    width, cells = grid(rows)
    edge = "".join(f'<w:{e} w:val="single" w:sz="4"/>' for e in ("top", "left", "bottom", "right", "insideH", "insideV")) if border else ""
    out = f'<w:tbl><w:tblPr><w:tblW w:w="9300" w:type="dxa"/>{f"<w:tblBorders>{edge}</w:tblBorders>" if edge else ""}</w:tblPr><w:tblGrid>'
    out += f'<w:gridCol w:w="{9300 // width}"/>' * width + "</w:tblGrid>"
    for r in cells:
        out += "<w:tr>"
        for text, _, wide, high in r:
            props = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
            props += '<w:vMerge w:val="restart"/>' if high > 1 else "<w:vMerge/>" if high == 0 else ""
            lines = text if isinstance(text, list) else ["" if high == 0 else text]
            out += f'<w:tc><w:tcPr><w:tcW w:w="{9300 // width * wide}" w:type="dxa"/>{props}</w:tcPr>' + "".join(para(x, centre) for x in lines or [""]) + "</w:tc>"
        out += "</w:tr>"
    return out + "</w:tbl>"


def textbox(content):
    box = "".join(para(x, True) for x in content)
    return ('<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
            'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>2700000</wp:posOffset>'
            '</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="3200000" cy="900000"/><wp:wrapNone/>'
            '<wp:docPr id="1" name="Box"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr/>'
            f'<wps:txbx><w:txbxContent>{box}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>'
            f'<mc:Fallback><w:pict><v:shape style="width:250pt"><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>'
            '</mc:AlternateContent></w:r></w:p>')


def ranks(left, right):
    """The letterhead's two rows: who and the motto, then from the number and the place on."""
    def cut(column):
        return next((i for i, x in enumerate(column) if re.search(r"\bngày\b|^\W*[Ss]ố\b", bare(x))), len(column))
    a, b = cut(left), cut(right)
    return [[left[:a], right[:b]], [left[a:], right[b:]]]


def letterhead(doc, style):
    left, right = doc.get("left", []), doc.get("right", [])
    if not left and not right:
        return ""
    if style == "rows":
        return table(ranks(left, right), border=False, centre=True)
    if style == "table":
        return table([[left, right]], border=False, centre=True)
    if style == "tabs":
        pad = max(len(left), len(right))
        return "".join(para(f"{a}\t{b}", tabs=True) for a, b in zip(left + [""] * (pad - len(left)), right + [""] * (pad - len(right))))
    if style == "right-first":
        left, right = right, left
    if style == "textbox":
        return textbox(right) + "".join(para(x) for x in left)
    return "".join(para(x, True) for x in left + right)


def body(doc):
    out, rows, notes = [], [], []
    for kind, level, s, centre in lines(doc["text"]):
        if kind == "row":
            rows.append(s)
            continue
        if rows:
            out.append(table(rows))
            rows = []
        if kind == "note":
            notes.append(s)
            ref = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{len(notes) + 1}"/></w:r>'
            out[-1] = out[-1][:-len("</w:p>")] + ref + "</w:p>"
        elif kind == "heading":
            out.append(para(s, style=f"Heading{level}"))
        elif kind == "auto":
            out.append(para(s, num=(1, level - 1)))
        elif kind == "bullet":
            out.append(para(s, num=(2, 0)))
        else:
            out.append(para(s, centre))
    if rows:
        out.append(table(rows))
    return "".join(out), notes


def numbering(doc):
    xml = f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0">'
    for i, spec in enumerate(doc.get("numbering", NUMBERING)):
        fmt, text = spec.split(":", 1)
        xml += f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{escape(text)}"/></w:lvl>'
    xml += ('</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>')
    return xml


def rels(*targets):
    return (XML + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
            "".join(f'<Relationship Id="r{i}" Type="{OFFICE}{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1)) + "</Relationships>")


def types(default, **parts):
    return (XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
            "".join(f'<Override PartName="/{default}/{n.replace("__", "/")}.xml" ContentType="application/vnd.openxmlformats-officedocument.{t}+xml"/>' for n, t in parts.items()) + "</Types>")


def signature(doc):
    return table([[doc.get("sign_left", []), doc.get("sign_right", [])]], border=False) if doc.get("sign_right") or doc.get("sign_left") else ""


def docx(d):
    doc = d["document"]
    text, notes = body(doc)
    style, letter = d.get("letterhead", "table"), ""
    if "letter" in doc:
        letter = letterhead(doc["letter"], style) + body(doc["letter"])[0] + signature(doc["letter"]) + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    main = (f'{XML}<w:document {NS}><w:body>{letter}{letterhead(doc, style)}{text}{signature(doc)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"/></w:sectPr></w:body></w:document>')
    font = '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>%s<w:sz w:val="28"/></w:rPr>'
    styles = (f'{XML}<w:styles {NS}><w:docDefaults><w:rPrDefault>{font % ""}</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>' +
              "".join(f'<w:style w:type="paragraph" w:styleId="Heading{i}"><w:name w:val="heading {i}"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{i - 1}"/></w:pPr>{font % "<w:b/>"}</w:style>' for i in (1, 2, 3, 4)) + "</w:styles>")
    foot = f'{XML}<w:footnotes {NS}>' + "".join(f'<w:footnote w:id="{i}">{para(n)}</w:footnote>' for i, n in enumerate(notes, 2)) + "</w:footnotes>"
    return zipped([("[Content_Types].xml", types("word", document="wordprocessingml.document.main", styles="wordprocessingml.styles", numbering="wordprocessingml.numbering", footnotes="wordprocessingml.footnotes")),
                   ("_rels/.rels", rels(("officeDocument", "word/document.xml"))), ("word/document.xml", main),
                   ("word/_rels/document.xml.rels", rels(("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footnotes", "footnotes.xml"))),
                   ("word/styles.xml", styles), ("word/numbering.xml", XML + numbering(doc)), ("word/footnotes.xml", foot)])


def xlsx(rows):
    def cell(r, c, v):
        ref = f"{chr(65 + c)}{r}"
        if re.fullmatch(r"\d+(\.\d{1,2})?", v) and r > 1:
            return f'<c r="{ref}"><v>{v}</v></c>'
        return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(v)}</t></is></c>'
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    data = "".join(f'<row r="{r}">' + "".join(cell(r, c, str(v)) for c, v in enumerate(row) if str(v)) + "</row>" for r, row in enumerate(rows, 1))
    return zipped([("[Content_Types].xml", types("xl", workbook="spreadsheetml.sheet.main", worksheets__sheet1="spreadsheetml.worksheet")),
                   ("_rels/.rels", rels(("officeDocument", "xl/workbook.xml"))),
                   ("xl/workbook.xml", f'{XML}<workbook {ns} xmlns:r="{OFFICE[:-1]}"><sheets><sheet name="Phu luc" sheetId="1" r:id="r1"/></sheets></workbook>'),
                   ("xl/_rels/workbook.xml.rels", rels(("worksheet", "worksheets/sheet1.xml"))),
                   ("xl/worksheets/sheet1.xml", f"{XML}<worksheet {ns}><sheetData>{data}</sheetData></worksheet>")])


# ---------------------------------------------------------------- mail bodies

def columns(left, right):
    """Two columns side by side, as a mail program keeps them with spaces."""
    pad, width = max(len(left), len(right)), max([41] + [len(bare(x)) for x in left]) + 3
    return [f"{bare(a):<{width}}{bare(b)}".rstrip() for a, b in zip(left + [""] * (pad - len(left)), right + [""] * (pad - len(right)))]


def plain(d):
    doc, out, style = d["document"], [], d.get("letterhead")
    if "letter" in doc:
        out = plain(d | {"document": doc["letter"]}).split("\n")
    left, right = doc.get("left", []), doc.get("right", [])
    if style in ("rows", "tabs"):
        out += [x for row in (ranks(left, right) if style == "rows" else [[left, right]]) for x in columns(*row)] + [""]
    else:
        out += [bare(x) for x in (right + left if style == "right-first" else left + right)] + [""]
    for kind, _, s, centre in lines(doc["text"]):
        line = {"row": lambda: " | ".join(bare(re.sub(r"^(>\d* ?|\^)", "", c)) for c in s), "bullet": lambda: "- " + bare(s)}.get(kind, lambda: ("        " if centre else "") + bare(s))()
        out += textwrap.wrap(line, doc["wrap"]) if doc.get("wrap") and kind != "row" else [line]
        if doc.get("wrap"):
            out.append("")
    return "\n".join(out + [""] + [bare(x) for x in doc.get("sign_left", []) + doc.get("sign_right", [])]) + "\n"


def html(d):
    def run(s):
        return "".join(f"<b>{hesc(t)}</b>" if b else f"<i>{hesc(t)}</i>" if i else hesc(t) for t, b, i in emphasis(s))
    doc, out, rows, items = d["document"], [], [], []

    def flush():
        if rows:
            out.append("<table border=1>" + "".join("<tr>" + "".join(
                f'<td{f" colspan={wide}" if wide > 1 else ""}{f" rowspan={high}" if high > 1 else ""}>{run(text)}</td>' for text, _, wide, high in r if high) + "</tr>" for r in grid(rows)[1]) + "</table>")
        if items:
            out.append("<ul>" + "".join(f"<li>{run(s)}</li>" for s in items) + "</ul>")
        rows.clear()
        items.clear()
    cells = ["<br>".join(run(x) for x in doc.get(k, [])) for k in ("left", "right", "sign_left", "sign_right")]
    for kind, level, s, centre in lines(doc["text"]):
        if kind != "row" and rows or kind != "bullet" and items:
            flush()
        if kind == "row":
            rows.append(s)
        elif kind == "bullet":
            items.append(s)
        elif kind == "heading":
            out.append(f"<h{level}>{run(s)}</h{level}>")
        else:
            out.append(f'<p{" align=center" if centre else ""}>{run(s)}</p>')
    flush()
    two = "<table width=100%%><tr><td align=center>%s</td><td align=center>%s</td></tr></table>"
    return f'<html><head><meta charset="utf-8"></head><body>{two % tuple(cells[:2]) if cells[0] or cells[1] else ""}\n' + "\n".join(out) + f"\n{two % tuple(cells[2:])}</body></html>\n"


DOCX = dict(maintype="application", subtype="vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = dict(maintype="application", subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def message(d, m, path, when, to):
    """The mail with its body and all that hangs on it; m names the sender and the subject."""
    fmt, doc, msg = d["format"], d.get("document", {}), email.message.EmailMessage(policy=email.policy.SMTP)
    msg["From"], msg["To"], msg["Subject"], msg["Date"] = m["from"], m.get("to", to), m["subject"], format_datetime(when)
    for k, v in m.get("headers", {}).items():
        msg[k] = v
    if fmt == "html":
        msg.set_content(bare(m.get("body", "Xin xem nội dung bằng HTML.")))
        msg.add_alternative(html(d), subtype="html")
    else:
        msg.set_content(plain(d) if fmt == "text" and "text" in doc else m["body"])
    if "letter" in d:
        msg.add_attachment(docx(d | {"document": d["letter"]}), filename="CongVan.docx", **DOCX)
    if fmt == "docx" and "text" in doc:
        msg.add_attachment(docx(d), filename=m.get("attachment", "BaoCao.docx"), **DOCX)
    elif fmt in ("pdf", "scan"):
        msg.add_attachment(path.with_suffix(".pdf").read_bytes(), maintype="application", subtype="pdf", filename=m.get("attachment", "BaoCao.pdf"))
    if "bundle" in d:
        files = [(b["file"], docx(d | {"document": b} | b)) for b in d["bundle"]]
        msg.add_attachment(zipped(files), maintype="application", subtype="zip", filename=m.get("attachment", "BaoCao.zip"))
    if "annex" in doc:
        msg.add_attachment(xlsx(doc["annex"]), filename="PhuLuc.xlsx", **XLSX)
    return msg


def mail(path):
    d = tomllib.loads(path.read_text())
    if "same_as" in d:
        original = tomllib.loads((DOCS / (d["same_as"] + ".toml")).read_text())
        return sent(original | d | {"mail": original["mail"] | d["mail"]}, DOCS / (d["same_as"] + ".toml"), path.stem)
    return sent(d, path, path.stem)


def sent(d, path, name):
    m, campaign = d["mail"], d["campaign"]
    when = datetime.fromisoformat(m["date"])
    if "inner" in m:
        outer = {k: v for k, v in d.items() if k not in ("document", "letter", "bundle")} | {"format": "text"}
        msg = message(outer, m, path, when, TO[campaign])
        msg.add_attachment(message(d, m["inner"], path, datetime.fromisoformat(m["inner"]["date"]), m["from"]))
    else:
        msg = message(d, m, path, when, TO[campaign])
    msg["Message-ID"] = f"<{name}@accuracy.example>"
    server, auth, sender = AUTHSERV[campaign], m.get("auth", "pass"), m.get("return_path", re.search(r"[^<\s]+@[^>\s]+", m["from"])[0])
    head = f"Return-Path: <{sender}>\r\nReceived: from mail.example by {server}; {format_datetime(when)}\r\n"
    if auth != "none":
        head += f"Authentication-Results: {server}; dkim={auth} header.d={m['from'].split('@')[1].rstrip('>')}; spf={auth} smtp.mailfrom={sender or 'postmaster'}; dmarc={auth}\r\n"
    return head.encode() + msg.as_bytes()


if __name__ == "__main__":
    if sys.argv[1] == "--docx":
        pathlib.Path(sys.argv[3]).write_bytes(docx(tomllib.loads(pathlib.Path(sys.argv[2]).read_text())))
    else:
        for toml in sorted(DOCS.glob("*.toml")):
            (pathlib.Path(sys.argv[1]) / (toml.stem + ".eml")).write_bytes(mail(toml))
