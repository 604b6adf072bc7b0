"""Reads a workbook the plain way, for the tests: {sheet name: [row: {column letter: cell}]}; a cell is its value, ("f", formula, value) for a
formula. Strings are told from numbers by type, so that a number kept as text shows."""
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _text(node):
    return "".join(t.text or "" for t in node.iter(NS + "t"))


def _cell(c, shared):
    v, f = c.find(NS + "v"), c.find(NS + "f")
    kind = c.get("t")
    if kind == "inlineStr":
        value = _text(c.find(NS + "is"))
    elif kind == "s":
        value = shared[int(v.text)]
    elif kind == "str":
        value = v.text or ""
    else:
        value = float(v.text) if v is not None and v.text else None
    return ("f", f.text, value) if f is not None else value


def read(path):
    z = zipfile.ZipFile(path)
    shared = [_text(si) for si in ET.fromstring(z.read("xl/sharedStrings.xml")).iter(NS + "si")] if "xl/sharedStrings.xml" in z.namelist() else []
    names = [s.get("name") for s in ET.fromstring(z.read("xl/workbook.xml")).iter(NS + "sheet")]
    book = {}
    for i, name in enumerate(names, 1):
        root = ET.fromstring(z.read(f"xl/worksheets/sheet{i}.xml"))
        rows = []
        for r in root.iter(NS + "row"):
            rows.append({re.match("[A-Z]+", c.get("r")).group(): _cell(c, shared) for c in r.iter(NS + "c")})
        book[name] = rows
    return book


if __name__ == "__main__":
    for sheet, rows in read(sys.argv[1]).items():
        print(sheet, len(rows), rows[:3])
