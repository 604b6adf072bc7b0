"""Archives that grow, nest, overlap, contain themselves, and lie."""
import bz2
import gzip
import io
import lzma
import struct
import zipfile
import zlib

from corpus import BINARY, attached, case, filler, mail, m, repeated


def local(name, crc, packed, size, method=8, flags=0):
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, flags, method, 0, 0x21, crc, packed, size, len(name), 0) + name


def central(name, crc, packed, size, offset, method=8, flags=0):
    return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, flags, method, 0, 0x21, crc, packed, size, len(name), 0, 0, 0, 0, 0, offset) + name


def end(entries, size, offset):
    return struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, entries & 0xFFFF, entries & 0xFFFF, size & 0xFFFFFFFF, offset & 0xFFFFFFFF, 0)


def zip_of(members):
    """members: (name, raw deflate, crc, size)"""
    body, directory = bytearray(), bytearray()
    for name, packed, crc, size in members:
        directory += central(name, crc, len(packed), size, len(body))
        body += local(name, crc, len(packed), size) + packed
    return bytes(body + directory) + end(len(members), len(directory), len(body))


def stored(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


ZIP = "application/zip"


@case("quarantined", "limit-exceeded", "expan")
def zip_of_zeros():
    return attached("bao cao.zip", zip_of([(b"bc.txt", *repeated(b"", bytes(1 << 20), 64))]), ZIP)


@case("quarantined", "limit-exceeded", "expan")
def zip_like_42():
    """Sixteen of sixteen of sixteen, each leaf a large one: 42.zip in shape."""
    leaf = zip_of([(b"0.dll", *repeated(b"", bytes(1 << 20), 64))])
    for level in b"abc":
        leaf = stored([(f"lib {i:x}.zip", leaf) for i in range(16)]) if level == 97 else zip_of(
            [(b"lib %x.zip" % i, *deflated(leaf)) for i in range(16)])
    return attached("42.zip", leaf, ZIP)


def deflated(data):
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(data) + squeeze.flush(), zlib.crc32(data), len(data)


@case("quarantined", "limit-exceeded", "parts")
def zip_of_50000_members():
    return attached("nhieu.zip", zip_of([(b"%d.txt" % i, b"\3\0", 0, 0) for i in range(50000)]), ZIP)


@case("quarantined", "limit-exceeded", "depth")
def zip_20_deep():
    data = stored([("bc.txt", "Báo cáo".encode())])
    for i in range(20):
        data = stored([(f"{i}.zip", data)])
    return attached("sau.zip", data, ZIP)


@case("quarantined", "limit-exceeded", "expan")
def zip_whose_members_overlap():
    """D. Fifield's construction: each member's data is a stored block that quotes the next member's header, then goes on as that member."""
    kernel, crc, size = repeated(b"", bytes(1 << 20), 4)
    content, body, members = bytes(size), kernel, []
    for i in range(100, 0, -1):
        name = b"%03d.txt" % i
        members.append((name, zlib.crc32(content), len(body), len(content)))
        header = local(*members[-1])
        if i > 1:
            quoted = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF)
            body, content = quoted + header + body, header + content
        else:
            body = header + body
    directory, offset = b"", 0
    for name, crc, packed, size in reversed(members):
        directory += central(name, crc, packed, size, offset)
        offset += 30 + len(name) + 5
    return attached("chong.zip", body + directory + end(100, len(directory), len(body)), ZIP)


@case("review", "part-unsupported")
def zip_of_a_member_listed_400_times():
    packed, crc, size = repeated(b"", bytes(1 << 20), 1)
    body = local(b"a.txt", crc, len(packed), size) + packed
    directory = central(b"a.txt", crc, len(packed), size, 0) * 400
    return attached("lap.zip", body + directory + end(400, len(directory), len(body)), ZIP)


# ---------------------------------------------------------------- a zip that contains itself (R. Cox, "Zip Files All The Way Down")

def bits(*fields):
    """(value, count): least bit first; Huffman codes are given already turned."""
    number = at = 0
    for value, count in fields:
        number |= value << at
        at += count
    return number, at


def code(value, count):
    return int(format(value, f"0{count}b")[::-1], 2), count


def match(length, distance):
    """One match of the fixed Huffman code: length 3 to 114, distance 5 to 256."""
    symbol, base, extra = next((257 + i, b, e) for i, (b, e) in reversed(list(enumerate(LENGTHS))) if b <= length)
    d, dbase, dextra = next((i, b, e) for i, (b, e) in reversed(list(enumerate(DISTANCES))) if b <= distance)
    first = code(symbol - 256, 7) if symbol < 280 else code(symbol - 280 + 0xC0, 8)
    return first, (length - base, extra), code(d, 5), (distance - dbase, dextra)


LENGTHS = [(3 + i, 0) for i in range(8)] + [(11 + 2 * i, 1) for i in range(4)] + [(19 + 4 * i, 2) for i in range(4)] + [(35 + 8 * i, 3) for i in range(4)] + [
    (67 + 16 * i, 4) for i in range(3)]
DISTANCES = [(1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (7, 1), (9, 2), (13, 2), (17, 3), (25, 3), (33, 4), (49, 4), (65, 5), (97, 5), (129, 6), (193, 6)]
TOKEN = 10


def literal(count):
    return b"\0\0\0\xff\xff" + struct.pack("<BHH", 0, count, count ^ 0xFFFF)


def repeat(distance, length, last=False):
    """The last bytes again, as a token of TOKEN bytes that ends on a byte's end (the last one as it comes)."""
    value, count = bits((1 if last else 0, 1), (1, 2), *match(length, distance), (0, 7))
    if last:
        return value.to_bytes((count + 7) // 8, "little")
    while count + 3 <= 40:
        value |= 0b010 << count  # an empty block
        count += 10
    return value.to_bytes(6, "little") + b"\0\0\xff\xff"


def quine(crc, name=b"r.zip"):
    size = quine_size(name)
    head, tail = local(name, crc, size[0], size[1]), central(name, crc, size[0], size[1], 0)
    tail += end(1, len(tail), len(head) + size[0])
    p = literal(len(head) + TOKEN)
    r, one, four, r4 = repeat(len(head) + TOKEN, len(head) + TOKEN), literal(TOKEN), literal(4 * TOKEN), repeat(4 * TOKEN, 4 * TOKEN)
    final = repeat_far(len(tail))
    last, again = literal(len(final) + len(tail)), repeat(4 * TOKEN, 2 * TOKEN)
    body = p + head + p + r + one + r + one + one + four + r + one + one + four + r4 + four + r4 + four + r4 + four + r4 + four
    body += again + last + literal(0) + literal(0) + again + last + final + tail + final
    return head, body, tail


def repeat_far(tail):
    """The closing token prints itself and the tail, once more: its own length is part of the distance."""
    for size in range(4, 9):
        token = repeat(tail + size, tail + size, True)
        if len(token) == size:
            return token
    raise ValueError(tail)


def quine_size(name, known={}):
    if name not in known:
        known[name] = (0, 0)
        head, body, tail = quine(0, name)
        known[name] = (len(body), len(head) + len(body) + len(tail))
    return known[name]


def solved_crc():
    """The number that is the checksum of the file in which it stands: CRC-32 is linear, so it is 32 equations with 32 unknowns."""
    of = lambda crc: zlib.crc32(b"".join(quine(crc)))
    constant = of(0)
    rows = []
    for bit in range(32):
        rows.append(sum((((of(1 << j) ^ constant) >> bit & 1) ^ (j == bit)) << j for j in range(32)) | (constant >> bit & 1) << 32)
    for j in range(32):
        pivot = next((i for i in range(j, 32) if rows[i] >> j & 1), None)
        if pivot is None:
            return None
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows = [row ^ rows[j] if i != j and row >> j & 1 else row for i, row in enumerate(rows)]
    return sum((row >> 32 & 1) << j for j, row in enumerate(rows))


def quine_zip():
    crc = solved_crc()
    data = b"".join(quine(0 if crc is None else crc))
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        assert z.read("r.zip") == data, "the zip does not contain itself"
    return data


@case("quarantined", "limit-exceeded", "depth")
def zip_that_contains_itself():
    return attached("r.zip", quine_zip(), ZIP)


# ---------------------------------------------------------------- others

@case("quarantined", "limit-exceeded", "depth|expan")
def gz_of_gz_of_zeros():
    data = gzip.compress(bytes(8 << 20), mtime=0) * 64
    for _ in range(12):
        data = gzip.compress(data, mtime=0)
    return attached("bc.gz", data)


@case("quarantined", "limit-exceeded", "expan")
def bz2_of_zeros():
    return attached("bc.bz2", bz2.compress(bytes(44 << 20)) * 30)


@case("quarantined", "limit-exceeded", "expan")
def xz_of_zeros():
    return attached("bc.xz", lzma.compress(bytes(64 << 20), preset=1) * 16)


@case("review|quarantined", "part-corrupt|limit-exceeded")
def xz_that_asks_for_4_gigabytes():
    """LZMA2 with the largest dictionary there is: the memory is asked for before a byte comes out."""
    flags = b"\0\4"
    block = b"\2\0\x21\1\x28\0\0\0"
    data = b"\xfd7zXZ\0" + flags + struct.pack("<I", zlib.crc32(flags)) + block + struct.pack("<I", zlib.crc32(block)) + b"\1\0\0x\0" + filler(64)
    return attached("bc.xz", data)


@case("review", "part-corrupt")
def tar_with_a_member_of_8_gigabytes():
    def header(name, size):
        raw = bytearray(name.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + size + b"00000000000\0" + b" " * 8 + b"0" + bytes(100) + b"ustar\00000" + bytes(247))
        raw[148:156] = b"%06o\0 " % sum(raw)
        return bytes(raw)
    return attached("bc.tar", header(b"a.txt", b"77777777777\0") + filler(512) + header(b"b.txt", b"\x80" + b"\xff" * 11) + filler(512))


@case("quarantined", "limit-exceeded", "parts")
def tar_of_20000_empty_members():
    raw = bytearray(b"a.txt".ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + b"00000000000\0" * 2 + b" " * 8 + b"0" + bytes(100) + b"ustar\00000" + bytes(247))
    raw[148:156] = b"%06o\0 " % sum(raw)
    return attached("bc.tar.gz", gzip.compress(bytes(raw) * 20000 + bytes(1024), mtime=0))


def seven_zip(header):
    start = struct.pack("<QQI", 0, len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + header


@case("review|quarantined", "part-corrupt|limit-exceeded")
def seven_zip_of_2_to_the_60_files():
    return attached("bc.7z", seven_zip(b"\1\5\xff" + struct.pack("<Q", 1 << 60) + b"\0\0"))


@case("review|quarantined", "part-corrupt|limit-exceeded")
def seven_zip_that_asks_for_4_gigabytes():
    sizes = b"\1\4\6\0\1\x09\x40\0" + b"\7\x0b\1\0\1\x21\x21\1\x28\x0c" + b"\xff" + struct.pack("<Q", 1 << 40) + b"\0\0" + b"\5\1\x11\5\0a\0\0\0\0\0"
    header = sizes
    start = struct.pack("<QQI", 64, len(header), zlib.crc32(header))
    return attached("bc.7z", b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + b"\1\xff\xff" + filler(61) + header)


@case("review|quarantined", "part-corrupt|limit-exceeded|part-unsupported")
def rar_with_headers_of_65535_bytes():
    block = lambda kind, flags, body: struct.pack("<HBHH", zlib.crc32(struct.pack("<BHH", kind, flags, 65535) + body) & 0xFFFF, kind, flags, 65535) + body
    return attached("bc.rar", b"Rar!\x1a\7\0" + block(0x73, 0, bytes(6)) + block(0x74, 0x8000, struct.pack("<IIB", 0xFFFFFFF0, 0xFFFFFFFF, 2)) * 50)


@case("review|quarantined", "part-corrupt|limit-exceeded|part-unsupported")
def rar5_with_sizes_of_2_to_the_63():
    vast = b"\xff" * 9 + b"\1"
    body = b"\2\3" + vast + vast + b"\0" + vast + vast + b"\0\0\0\0" + b"\x80\x7c\0\1a"
    block = struct.pack("<I", zlib.crc32(bytes([len(body)]) + body)) + bytes([len(body)]) + body
    main = b"\1\0\0"
    return attached("bc.rar", b"Rar!\x1a\7\1\0" + struct.pack("<I", zlib.crc32(b"\3" + main)) + b"\3" + main + block * 20)


@case("review", "no-report|part-unsupported")
def uuencode_of_a_million_ends():
    return mail(m.text_body("begin 644 a.txt\n" + "M\n" * 300000 + "end\n" * 300000))


@case("review|quarantined", "part-corrupt|limit-exceeded|part-unsupported|no-report")
def signed_100000_deep():
    return attached("smime.p7m", b"\x30\x80" * 200000, "application/pkcs7-mime")


@case("review|quarantined", "part-corrupt|limit-exceeded|part-unsupported")
def signed_with_lengths_that_lie():
    head = bytes.fromhex("308406ffffff0606092a864886f70d010702a08406fffff0308406ffffe0020101310f300d06096086480165030402010500308406ffffc006092a864886f70d010701a08406ffffb004ffffffff")
    return attached("bc.pdf.p7m", head + filler(2000), "application/pkcs7-mime")
