#!/usr/bin/env python3
"""Seeds of the target `package`: the XML parts of our own fixtures, each behind the byte that names its place (the table in package.c)."""
import pathlib, sys, zipfile

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
PLACES = ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
          "xl/styles.xml", "ppt/slides/slide1.xml", "content.xml", None, "styles.xml"]
for file in sorted(pathlib.Path("tests/formats").glob("o*/*")):
    if not zipfile.is_zipfile(file):
        continue
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            if name not in PLACES:
                continue
            place = PLACES.index(name) + (name == "content.xml" and file.suffix == ".ods")
            try:
                content = package.read(name)
            except (zipfile.BadZipFile, RuntimeError):
                continue  # damaged or encrypted on purpose
            if len(content) < 65000:
                (out / f"{file.name}-{name.replace('/', '-')}").write_bytes(bytes([place]) + content)
