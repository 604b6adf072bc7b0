"""PDF, pictures, OLE, TNEF: files that point at themselves and lie in their lengths."""
import struct
import zlib

from corpus import PATIENT, attached, case, filler, m

PDF = "application/pdf"


def pdf(objects, root=1, trailer=""):
    """objects: bytes of object 1, 2, ..."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text if isinstance(text, bytes) else text.encode())
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root {root} 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n".encode()
    return bytes(out)


def stream(data, more=""):
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), more.encode(), data)


def page(contents, more=""):
    """A document of one page; what follows the contents is object 6 and on."""
    return ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{more}>>>>", contents,
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]


WORDS = stream(b"BT /F 12 Tf 72 700 Td (Bao cao) Tj ET")
ANY = "accepted|review|quarantined"


@case("review", "part-corrupt", "no pages")
def pdf_whose_pages_contain_themselves():
    return attached("vong.pdf", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Parent 2 0 R/Count 1000000000>>"]), PDF)


@case(ANY)
def pdf_of_a_page_listed_a_million_times():
    return attached("lap.pdf", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[" + "3 0 R " * 300000 + "]/Count 300000>>",
                                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", WORDS,
                                    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]), PDF)


@case(ANY, group=PATIENT)
def pdf_whose_stream_is_as_long_as_itself():
    objects = page("<</Length 4 0 R/Filter 4 0 R/DecodeParms 4 0 R>>\nstream\nBT\nendstream")
    return attached("dai.pdf", pdf(objects), PDF)


@case(ANY)
def pdf_whose_xrefs_chase_each_other():
    body = pdf(page(WORDS))
    return attached("xref.pdf", body.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % body.rindex(b"xref\n0"), 1), PDF)


@case(ANY, group=PATIENT)
def pdf_of_a_content_stream_that_draws_itself():
    form = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</A 6 0 R/B 6 0 R>>>>"
    return attached("ve.pdf", pdf(page(stream(b"/A Do /B Do"), "/XObject<</A 6 0 R/B 6 0 R>>") + [stream(b"/A Do /B Do", form)]), PDF)


@case("quarantined", "worker-timeout", "no answer after 6 s|processor time", PATIENT)
def pdf_of_forms_that_double_40_times():
    objects = page(stream(b"/A Do"), "/XObject<</A 6 0 R>>")
    for i in range(40):
        objects.append(stream(b"/A Do /A Do" if i < 39 else b"BT /F 12 Tf (a) Tj ET",
                              f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</A {7 + i} 0 R>>/Font<</F 5 0 R>>>>"))
    return attached("doi.pdf", pdf(objects), PDF)


@case(ANY)
def pdf_of_deflate_in_deflate():
    data = zlib.compress(zlib.compress(zlib.compress(b"BT /F 12 Tf (a) Tj ET " + bytes(60 << 20), 9), 9), 9)
    return attached("bom.pdf", pdf(page(stream(data, "/Filter[/FlateDecode/FlateDecode/FlateDecode]"))), PDF)


@case(ANY, group=PATIENT)
def pdf_of_a_picture_of_a_trillion_pixels():
    for_each = "/Type/XObject/Subtype/Image/Width 1000000/Height 1000000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    return attached("anh.pdf", pdf(page(stream(b"q 595 0 0 842 0 0 cm /A Do Q"), "/XObject<</A 6 0 R>>") + [stream(zlib.compress(bytes(1 << 20)), for_each)]), PDF)


@case(ANY, group=PATIENT)
def pdf_of_a_page_of_a_billion_points():
    objects = page(WORDS)
    objects[2] = objects[2].replace("595 842", "1000000000 1000000000")
    return attached("rong.pdf", pdf(objects), PDF)


@case(ANY)
def pdf_of_a_million_arrays_in_each_other():
    return attached("mang.pdf", pdf(page(WORDS) + ["[" * 1000000 + "]" * 1000000], trailer="/Info 6 0 R"), PDF)


@case(ANY)
def pdf_of_600000_operators():
    return attached("lenh.pdf", pdf(page(stream(zlib.compress(b"q 1 0 0 1 0 0 cm " * 300000 + b"BT /F 12 Tf (a) Tj ET", 9), "/Filter/FlateDecode"))), PDF)


@case(ANY)
def pdf_of_a_million_letters_in_one_place():
    data = b"BT /F 12 Tf 72 700 Td " + b"(a) Tj 0 0 Td " * 300000 + b"ET"
    return attached("chong.pdf", pdf(page(stream(zlib.compress(data, 9), "/Filter/FlateDecode"))), PDF)


@case(ANY)
def pdf_of_a_million_lines_of_a_table():
    data = b"".join(b"%d %d m %d %d l S " % (i % 595, i % 842, (i * 7) % 595, (i * 13) % 842) for i in range(300000))
    return attached("ke.pdf", pdf(page(stream(zlib.compress(data + b"BT /F 12 Tf 72 700 Td (a) Tj ET", 9), "/Filter/FlateDecode"))), PDF)


@case(ANY)
def pdf_whose_attachments_and_fields_go_in_circles():
    objects = page(WORDS)
    objects[0] = "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 6 0 R>>/AcroForm<</Fields[7 0 R]>>/Outlines 8 0 R>>"
    objects += ["<</Kids[6 0 R 6 0 R]/Names[(a) 9 0 R]>>", "<</T(a)/FT/Sig/Kids[7 0 R 7 0 R]/Parent 7 0 R/V 7 0 R>>",
                "<</First 8 0 R/Last 8 0 R/Next 8 0 R/Title(a)>>", "<</Type/Filespec/F(a)/EF<</F 9 0 R>>>>"]
    return attached("vong.pdf", pdf(objects), PDF)


@case(ANY)
def pdf_of_a_map_of_four_billion_letters():
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange " + b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange " * 20 + b"endcmap"
    objects = page(WORDS)
    objects[4] = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>/W[0 2000000000 1]>>]>>"
    return attached("chu.pdf", pdf(objects + [stream(cmap)]), PDF)


@case(ANY)
def pdf_of_an_object_stream_that_holds_itself():
    objects = page(WORDS) + [stream(b"6 0 1 0 <</Type/Catalog>>", "/Type/ObjStm/N 1000000000/First 8/Extends 6 0 R")]
    return attached("goi.pdf", pdf(objects, root=6), PDF)


# ---------------------------------------------------------------- pictures

def png(width, height, data):
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@case(ANY, group=PATIENT)
def png_of_a_hundred_million_pixels():
    return attached("trang.png", png(10000, 10000, zlib.compress(bytes(1251 * 10000), 9)), "image/png")


@case(ANY, group=PATIENT)
def png_of_2_to_the_62_pixels():
    return attached("trang.png", png(0x7FFFFFFF, 0x7FFFFFFF, zlib.compress(bytes(1000))), "image/png")


@case(ANY)
def tiff_whose_pages_go_in_circles():
    entries = [(256, 3, 1, 100), (257, 3, 1, 100), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 0), (273, 4, 1, 8), (278, 4, 1, 100), (279, 4, 1, 0xFFFFFFF0)]
    ifd = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in entries) + struct.pack("<I", 8)
    return attached("vong.tif", b"II*\0" + struct.pack("<I", 8) + ifd, "image/tiff")


@case(ANY)
def jpeg_of_65535_by_65535():
    head = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + b"\xff\xdb\0C\0" + b"\1" * 64 + b"\xff\xc0\0\x0b\x08\xff\xff\xff\xff\1\1\x11\0"
    return attached("to.jpg", head + b"\xff\xc4\0\x14\0\1" + bytes(15) + b"\0" + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + bytes(1000) + b"\xff\xd9", "image/jpeg")


# ---------------------------------------------------------------- OLE, TNEF

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(fat, directory, header=None, sectors=()):
    """FAT in sector 0, directory in sector 1; sectors: more of them."""
    h = dict(fats=1, directory=1, mini=END, minis=0, difat=END, difats=0, list=[0]) | (header or {})
    raw = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6) +
           struct.pack("<IIIIIIIII", 0, h["fats"], h["directory"], 0, 4096, h["mini"], h["minis"], h["difat"], h["difats"]))
    raw += b"".join(struct.pack("<I", x) for x in (h["list"] + [FREE] * 109)[:109])
    table = b"".join(struct.pack("<I", x) for x in (fat + [FREE] * 128)[:128])
    return raw + table + b"".join(directory).ljust(512, b"\0") + b"".join(sectors)


def entry(name, kind, left=FREE, right=FREE, child=FREE, start=END, size=0):
    text = name.encode("utf-16-le") + b"\0\0"
    return text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, left, right, child) + bytes(36) + struct.pack("<IQ", start, size)


DOC = "application/msword"


@case("review|quarantined", "part-corrupt|part-unsupported|limit-exceeded")
def doc_whose_sectors_go_in_circles():
    return attached("vong.doc", ole([FAT, 1, 2, 2], [entry("Root Entry", 5, child=1), entry("WordDocument", 2, start=2, size=0x7FFFFFFF)], sectors=[filler(512)] * 2), DOC)


@case("review|quarantined", "part-corrupt|part-unsupported|limit-exceeded")
def doc_whose_directory_contains_itself():
    return attached("vong.doc", ole([FAT, END, END], [entry("Root Entry", 5, child=0), entry("WordDocument", 1, left=1, right=1, child=1), entry("a", 1, left=1, right=0, child=2)],
                                    sectors=[filler(512)]), DOC)


@case("review|quarantined", "part-corrupt|part-unsupported|limit-exceeded")
def doc_with_4_billion_tables_of_sectors():
    return attached("nhieu.doc", ole([FAT, END, 2], [entry("Root Entry", 5, child=1, start=2, size=1 << 62), entry("WordDocument", 2, start=0, size=100)],
                                     {"fats": 0xFFFFFFFF, "difat": 2, "difats": 0xFFFFFFFF, "mini": 2, "minis": 0xFFFFFFFF}, [struct.pack("<I", 2) * 128]), DOC)


@case("review|quarantined", "part-corrupt|part-unsupported|limit-exceeded")
def msg_whose_storages_contain_each_other():
    names = [entry("Root Entry", 5, child=1), entry("__attach_version1.0_#00000000", 1, child=2), entry("__substg1.0_3701000D", 1, child=1, left=2), entry("__properties_version1.0", 2, start=2, size=99)]
    return attached("vong.msg", ole([FAT, END, 2], names, sectors=[filler(512)]), "application/vnd.ms-outlook")


def tnef(*attributes):
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(struct.pack("<BII", level, name, size) + data + struct.pack("<H", sum(data) & 0xFFFF) for level, name, size, data in attributes)


@case("review|quarantined|accepted", "part-corrupt|part-unsupported|limit-exceeded|")
def tnef_whose_lengths_lie():
    props = struct.pack("<IHHII", 0xFFFFFFFF, 0x001E, 0x1000, 0xFFFFFFFF, 0xFFFFFFF0) + b"abc"
    return attached("winmail.dat", tnef((1, 0x00069003, len(props), props), (2, 0x0006800F, 0xFFFFFFFF, b"abc"), (2, 0x00069005, 0x7FFFFFFF, props)), "application/ms-tnef")


@case("review|quarantined|accepted", "part-corrupt|part-unsupported|limit-exceeded|")
def tnef_of_200000_attachments():
    return attached("winmail.dat", tnef(*[(2, 0x00069002, 14, bytes(14)), (2, 0x00018010, 2, b"a\0"), (2, 0x0006800F, 1, b"a")] * 60000), "application/ms-tnef")
