#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the archives and mails beside it: zip, tar, gzip, bzip2, xz, RAR and winmail.dat and .msg by hand (the same bytes each time), 7z by
p7zip and signed and encrypted messages by openssl (other bytes each time: only those that are missing are made).

What the program must make of each stands in NAME.expected, which is written by hand-checked runs of the unit test:
    TONGHOP_UPDATE_EXPECTED=1 build/unit/archives
"""
import base64
import binascii
import bz2
import gzip
import io
import lzma
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

HERE = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
TEXT = "Báo cáo kết quả mười năm thực hiện quyết định.\n".encode()
NOTE = "Phụ lục số liệu.\n".encode()
WHEN = (2025, 6, 5, 8, 0, 0)


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)


# ---------------------------------------------------------------- zip

class RawName(zipfile.ZipInfo):
    """A member whose name is given as bytes, with or without the flag that promises UTF-8."""

    def __init__(self, raw, promise=False):
        super().__init__(raw.decode("latin-1"), WHEN)
        self.raw, self.promise = raw, promise

    def _encodeFilenameFlags(self):
        flags = self.flag_bits & ~0x800
        return self.raw, flags | 0x800 if self.promise else flags


def pack(members, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = comment
        for name, data in members:
            info = name if isinstance(name, zipfile.ZipInfo) else RawName(name) if isinstance(name, bytes) else zipfile.ZipInfo(name, WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED if len(data) > 100 else zipfile.ZIP_STORED
            archive.writestr(info, data)
    return out.getvalue()


def zips():
    write("false-flag.zip", pack([(RawName("Báo cáo.txt".encode("cp1258", "replace").replace(b"?", b"o"), True), TEXT),
                                  (RawName("Phụ lục.txt".encode(), True), NOTE)]))
    write("old-names.zip", pack([
        (b"Qu\xfd II\\B\xb8o c\xb8o k\xd5t qu\xb6 th\xf9c hi\xd6n.txt", TEXT),  # TCVN3, a backslash between folders
        (b"B\xe1o c\xe1o Qua\xd2ng Nga\xdei.txt", TEXT),               # windows-1258
        (b"R\x82sum\x82.txt", NOTE),                                   # cp437
    ]))
    big = io.BytesIO()
    with zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("a.txt", TEXT), ("b.txt", NOTE)):
            with archive.open(zipfile.ZipInfo(name, WHEN), "w", force_zip64=True) as member:
                member.write(data)
    write("zip64.zip", big.getvalue())
    # one whose middle member cannot be inflated: what follows is read all the same
    noise = b"".join(struct.pack("<I", zlib.crc32(b"%d" % i)) for i in range(100))
    data = bytearray(pack([("truoc.txt", TEXT), ("hong.txt", noise + bytes(400)), ("sau.txt", NOTE), ("cuoi.txt", TEXT)]))
    at = data.index(b"hong.txt") + 8
    data[at:at + 40] = b"\xff" * 40
    write("bad-middle.zip", bytes(data))
    write("litter.zip", pack([("a.txt", TEXT), ("__MACOSX/._a.txt", b"\0\5\x16\7"), ("Thumbs.db", b"\xd0\xcf"), ("x/.DS_Store", b"\0\0\0\1Bud1"),
                              ("x/Desktop.ini", b"[.ShellClassInfo]"), ("x/~$o cao.docx", b"\7Admin")]))
    whole = pack([("a.txt", TEXT)])
    write("split.z01", b"PK\7\10" + whole[:60])
    last = bytearray(whole[60:])
    end = last.index(b"PK\5\6")
    struct.pack_into("<HH", last, end + 4, 1, 1)
    write("split.zip", bytes(last))
    write("unpacks-itself.exe", b"MZ" + bytes(200) + b"This program cannot be run in DOS mode" + whole)
    # limits: 12 parts are allowed in the test
    write("many.zip", pack([("%02d.txt" % i, NOTE) for i in range(20)]))
    write("crowd.zip", pack([("%03d.txt" % i, NOTE) for i in range(230)]))
    deep = pack([("trong.txt", NOTE)])
    for level in range(6):
        deep = pack([("truoc %d.txt" % level, NOTE), ("hop.zip", deep), ("sau %d.txt" % level, NOTE)])
    write("deep.zip", deep)
    write("bomb-first.zip", pack([("bom.txt", bytes(9 << 20)), ("b.txt", NOTE), ("c/d.txt", NOTE)]))


# ---------------------------------------------------------------- tar and single files

def tar(members, form=tarfile.USTAR_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.mtime = 1749085200
            if isinstance(data, str):
                info.type, info.linkname = tarfile.SYMTYPE, data
            else:
                info.size = len(data)
            archive.addfile(info, io.BytesIO(data) if isinstance(data, bytes) else None)
    return out.getvalue()


def tars():
    bundle = tar([("Báo cáo.txt", TEXT), ("thu muc/phu luc.txt", NOTE), ("lien ket", "/etc/passwd")], tarfile.PAX_FORMAT)
    write("bundle.tar.bz2", bz2.compress(bundle))
    write("bundle.txz", lzma.compress(bundle))
    old = bytearray(tar([("a.txt", TEXT)]))
    old[257:265] = bytes(8)  # before "ustar"
    struct.pack_into("7s", old, 148, b"%06o\0" % (sum(old[:148]) + 8 * 32 + sum(old[156:512])))
    write("v7.tar", bytes(old))
    write("BaoCao.txt.gz", gzip.compress(TEXT, mtime=0))
    write("BaoCao.txt.xz", lzma.compress(TEXT))
    write("cut.txt.bz2", bz2.compress(TEXT)[:-12])
    write("old.Z", b"\x1f\x9d\x90" + bytes(20))


# ---------------------------------------------------------------- RAR, by hand: nothing free writes it

def rar4_block(kind, flags, fields, data=b""):
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest + data


def rar4_file(name, data, flags=0, crc=None, unpacked=None, attributes=0x20):
    fields = struct.pack("<IIBIIBBHI", len(data), len(data) if unpacked is None else unpacked, 2,
                         zlib.crc32(data) if crc is None else crc, 0x5AC54000, 20, 0x30, len(name), attributes)
    if flags & 0x400:
        name += b"saltsalt"
    return rar4_block(0x74, 0x8000 | flags, fields + name, data)


def rar4(*files, main=0, end=True):
    return b"Rar!\x1a\7\0" + rar4_block(0x73, main, bytes(6)) + b"".join(files) + (rar4_block(0x7B, 0x4000, b"") if end else b"")


def vint(value):
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def rar5_block(kind, fields, extra=b"", data=b"", flags=0, wrong=False):
    flags |= (1 if extra else 0) | (2 if kind == 2 else 0)  # RAR says of every file how much data follows, if none too
    head = vint(kind) + vint(flags) + (vint(len(extra)) if extra else b"") + (vint(len(data)) if kind == 2 else b"") + fields + extra
    head = vint(len(head)) + head
    return struct.pack("<I", zlib.crc32(head) ^ (1 if wrong else 0)) + head + data


def rar5_file(name, data, encrypted=False, crc=None, flags=0, wrong=False, folder=False, attributes=0o100644, method=0):
    extra = b""
    if encrypted:
        record = vint(1) + vint(0) + vint(0) + b"\x0f" + bytes(16) + bytes(16)
        extra = vint(len(record)) + record
    fields = vint(1 if folder else 4) + vint(len(data)) + vint(attributes)
    if not folder:
        fields += struct.pack("<I", zlib.crc32(data) if crc is None else crc)
    fields += vint(method) + vint(1) + vint(len(name)) + name
    return rar5_block(2, fields, extra, data, flags, wrong)


def rar5(*files):
    return b"Rar!\x1a\7\1\0" + rar5_block(1, vint(0)) + b"".join(files) + rar5_block(5, vint(0))


def rars():
    write("plain4.rar", rar4(rar4_file(b"x", b"", flags=0xE0, attributes=0x10), rar4_file(b"x\\a.txt", TEXT), rar4_file(b"b.txt", NOTE)))
    write("folder4.rar", rar4(rar4_file(b"x", b"", flags=0xE0), rar4_file(b"x\\a.txt", TEXT), rar4_file(b"b.txt", NOTE)))
    write("wrong-sum4.rar", rar4(rar4_file(b"a.txt", TEXT, crc=1), rar4_file(b"b.txt", NOTE)))
    write("encrypted4.rar", rar4(rar4_file(b"a.txt", TEXT, flags=0x404), rar4_file(b"b.txt", NOTE)))
    write("headers4.rar", b"Rar!\x1a\7\0" + rar4_block(0x73, 0x80, bytes(6)) + bytes(range(64)))
    write("split4.rar", rar4(rar4_file(b"a.txt", TEXT, flags=2, unpacked=5000), main=1))
    write("cut4.rar", rar4(rar4_file(b"a.txt", TEXT), rar4_file(b"b.txt", NOTE), end=False)[:-9])
    write("bent4.rar", rar4(rar4_file(b"a.txt", TEXT), rar4_file(b"b.txt", NOTE)).replace(b"b.txt", b"c.txt"))
    write("empty4.rar", rar4())
    write("plain5.rar", rar5(rar5_file(b"x", b"", folder=True, attributes=0o40755), rar5_file("x/Báo cáo.txt".encode(), TEXT), rar5_file(b"b.txt", NOTE)))
    write("folder5.rar", rar5(rar5_file(b"x", b"", folder=True), rar5_file("x/Báo cáo.txt".encode(), TEXT), rar5_file(b"b.txt", NOTE)))
    write("wrong-sum5.rar", rar5(rar5_file(b"a.txt", TEXT, crc=1), rar5_file(b"b.txt", NOTE)))
    write("encrypted5.rar", rar5(rar5_file(b"a.txt", TEXT), rar5_file(b"b.txt", NOTE + bytes(13), encrypted=True)))
    write("all-encrypted5.rar", rar5(rar5_file(b"a.txt", bytes(16), encrypted=True)))
    write("headers5.rar", b"Rar!\x1a\7\1\0" + rar5_block(4, vint(0) + vint(0) + b"\x0f" + bytes(16)) + bytes(range(64)))
    write("bent5.rar", rar5(rar5_file(b"a.txt", TEXT), rar5_file(b"b.txt", NOTE, wrong=True)))
    write("split5.rar", rar5(rar5_file(b"a.txt", TEXT, flags=16)))
    windows = [rar5_file(b"%d.txt" % i, TEXT, method=size << 10) for i, size in enumerate((0, 3, 1, 1))]
    write("windows5.rar", rar5(rar5_file(b"x.txt", NOTE, crc=1), *windows))
    write("solid5.rar", rar5(rar5_file(b"a.txt", TEXT), rar5_file(b"b.txt", NOTE, method=0x40), rar5_file(b"c.txt", NOTE, method=0x40 | 2 << 10)))
    write("many5.rar", rar5(*(rar5_file(b"%02d.txt" % i, NOTE) for i in range(20))))


# ---------------------------------------------------------------- 7z

def seven_zip(name, files, *options):
    if os.path.exists(os.path.join(HERE, name)):
        return
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files:
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "wb") as file:
                file.write(data)
        subprocess.run(["7z", "a", "-bso0", "-bsp0", *options, os.path.join(folder, "out.7z"), *(path for path, _ in files)], cwd=folder, check=True)
        shutil.copy(os.path.join(folder, "out.7z"), os.path.join(HERE, name))


def seven_zips():
    files = [("Báo cáo.txt", TEXT), ("x/b.txt", NOTE)]
    seven_zip("plain.7z", files)
    seven_zip("encrypted.7z", files, "-pbimat")
    seven_zip("headers.7z", files, "-pbimat", "-mhe=on")
    seven_zip("codec.7z", files, "-m0=deflate64")
    with open(os.path.join(HERE, "plain.7z"), "rb") as file:
        plain = file.read()
    write("cut.7z", plain[:-20])
    write("unfinished.7z", plain[:8] + struct.pack("<I", zlib.crc32(bytes(20))) + bytes(20) + plain[32:])


# ---------------------------------------------------------------- texts with files in them

def uu(name, data):
    lines = [binascii.b2a_uu(data[i:i + 45]) for i in range(0, len(data), 45)]
    return b"begin 644 " + name.encode() + b"\n" + b"".join(lines) + b"`\nend\n"


def texts():
    write("uu.txt", "Kính gửi Văn phòng,\nbegin with this.\n\n".encode() + uu("BaoCao.txt", TEXT) + b"\nTran trong.\n" + uu("PhuLuc.txt", NOTE))
    write("only.uue", uu("BaoCao.txt", TEXT))
    write("cut.uue", uu("BaoCao.txt", TEXT * 3)[:-40])
    write("yenc.txt", b"Gui kem.\n=ybegin line=128 size=5 name=BaoCao.doc\n\x8b\x8c\x8d\n=yend size=5\n")
    write("BaoCao.txt.asc", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA1234567890A\n=abcd\n-----END PGP MESSAGE-----\n")
    write("sig.asc", b"-----BEGIN PGP SIGNATURE-----\n\niQEzBAABCAAd\n=abcd\n-----END PGP SIGNATURE-----\n")


# ---------------------------------------------------------------- winmail.dat

def attribute(level, tag, data, wrong=False):
    return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", (sum(data) + (1 if wrong else 0)) & 0xFFFF)


def padded(data):
    return data + bytes(-len(data) % 4)


def prop(tag, kind, value):
    head = struct.pack("<HH", kind, tag)
    if kind in (0x1E, 0x1F, 0x102, 0x0D):
        return head + struct.pack("<II", 1, len(value)) + padded(value)
    return head + padded(value)


def named(tag, name, kind, value):
    raw = (name + "\0").encode("utf-16-le")
    return struct.pack("<HH", kind, tag) + bytes(16) + struct.pack("<II", 1, len(raw)) + padded(raw) + struct.pack("<II", 1, len(value)) + padded(value)


def props(*items):
    return struct.pack("<I", len(items)) + b"".join(items)


def wide(text):
    return (text + "\0").encode("utf-16-le")


def filetime(seconds):
    return struct.pack("<Q", (seconds + 11644473600) * 10000000)


RTF = b"{\\rtf1\\ansi Kinh gui Van phong,\\par Gui kem bao cao.\\par}"


def packed_rtf(rtf=RTF):
    body = b"".join(b"\0" + rtf[i:i + 8] for i in range(0, len(rtf), 8))
    return struct.pack("<IIII", len(body) + 12, len(rtf), 0x75465A4C, zlib.crc32(body)) + body


def packed_rtf_by_reference():
    """"{\\rtf1\\ansi" is in the dictionary from the start; then plain bytes, then a reference to the place of writing: the end."""
    start, tail = 207, b" Xin chao.}"
    body = b"\1" + struct.pack(">H", 0 << 4 | (11 - 2)) + tail[:7] + b"\x10" + tail[7:]
    return struct.pack("<IIII", len(body) + 14, 11 + len(tail), 0x75465A4C, 0) + body + struct.pack(">H", (start + 11 + len(tail)) << 4)


def attachment(name, data, short="BAOCAO~1.TXT", wrong=False, extra=(), method=1):
    out = attribute(2, 0x69002, bytes(14)) + attribute(2, 0x18010, short.encode() + b"\0")
    if data is not None:
        out += attribute(2, 0x6800F, data, wrong)
    return out + attribute(2, 0x69005, props(*([prop(0x3707, 0x1F, wide(name))] if name else []), prop(0x3705, 3, struct.pack("<I", method)), *extra))


def tnef(*parts):
    return b"\x78\x9f\x3e\x22\1\0" + attribute(1, 0x89006, struct.pack("<I", 0x10000)) + attribute(1, 0x69007, struct.pack("<II", 1258, 0)) + b"".join(parts)


def mail_props(*more):
    return attribute(1, 0x69003, props(prop(0x0C1F, 0x1F, wide("van.thu@so.example")), prop(0x39, 0x40, filetime(1749089520)),
                                       named(0x8001, "Tên", 0x1F, wide("x")), *more))


def tnefs():
    inner = tnef(mail_props(prop(0x1000, 0x1F, wide("Thư bên trong."))), attachment("Trong thư.txt", NOTE))
    write("winmail.dat", tnef(mail_props(prop(0x1009, 0x102, packed_rtf())), attachment("Báo cáo kết quả.txt", TEXT), attachment(None, NOTE, "PHULUC.TXT")))
    write("winmail-forms.dat", tnef(mail_props(prop(0x1000, 0x1F, wide("Kính gửi Văn phòng.")), prop(0x1013, 0x102, b"<p>Kinh gui</p>"),
                                               prop(0x1009, 0x102, packed_rtf()))))
    write("winmail-reference.dat", tnef(mail_props(prop(0x1009, 0x102, packed_rtf_by_reference()))))
    write("winmail-inner.dat", tnef(mail_props(), attachment("Thư chuyển tiếp", None, extra=[prop(0x3701, 0x0D, bytes(16) + inner)])))
    write("winmail-sum.dat", tnef(mail_props(), attachment("a.txt", TEXT, wrong=True), attachment("b.txt", NOTE)))
    bent = bytearray(tnef(mail_props(prop(0x1000, 0x1F, wide("Kinh gui"))), attachment("a.txt", TEXT)))
    bent[bent.index(struct.pack("<HH", 0x1F, 0x1000))] = 0x77  # a type that there is not
    write("winmail-bent.dat", bytes(bent))
    write("winmail-cut.dat", tnef(mail_props(), attachment("a.txt", TEXT), attachment("b.txt", NOTE))[:-60])
    write("winmail-tail.dat", tnef(mail_props(), attachment("a.txt", TEXT)) + b"\0\0rest")
    write("winmail-link.dat", tnef(mail_props(), attachment("a.txt", None, method=4)))
    write("winmail-many.dat", tnef(mail_props(), *(attachment("%02d.txt" % i, NOTE) for i in range(20))))


# ---------------------------------------------------------------- .msg: an OLE2 file

SECTOR, FREE, END = 512, 0xFFFFFFFF, 0xFFFFFFFE


class Ole:
    """A compound file ([MS-CFB] version 3) from a tree of dicts; all streams go to the mini stream."""

    def __init__(self, tree):
        self.entries, self.mini = [], b""
        self.minifat = []
        self.add("Root Entry", 5, tree)

    def add(self, name, kind, content):
        index = len(self.entries)
        entry = {"name": name, "kind": kind, "left": FREE, "right": FREE, "child": FREE, "start": END if kind == 2 else 0, "size": 0}
        self.entries.append(entry)
        if kind == 2:
            if content:
                count = -(-len(content) // 64)
                entry["start"], entry["size"] = len(self.minifat), len(content)
                self.minifat += [len(self.minifat) + i + 1 for i in range(count - 1)] + [END]
                self.mini += content + bytes(-len(content) % 64)
            return index
        children = [self.add(child, 1 if isinstance(value, dict) else 2, value)
                    for child, value in sorted(content.items(), key=lambda item: (len(item[0]), item[0].upper()))]
        for before, after in zip(children, children[1:]):  # a tree that leans to the right is one too
            self.entries[before]["right"] = after
        entry["child"] = children[0] if children else FREE
        return index

    def bytes(self):
        mini_sectors = -(-len(self.mini) // SECTOR)
        minifat_sectors = -(-len(self.minifat) // 128)
        directory_sectors = -(-len(self.entries) // 4)
        total = mini_sectors + minifat_sectors + directory_sectors
        fat_sectors = 1
        while fat_sectors * 128 < total + fat_sectors:
            fat_sectors += 1
        fat = [0xFFFFFFFD] * fat_sectors
        starts = []
        for count in (directory_sectors, minifat_sectors, mini_sectors):
            starts.append(len(fat) if count else END)
            fat += [len(fat) + i + 1 for i in range(count - 1)] + [END] * (count > 0)
        self.entries[0].update(start=starts[2], size=len(self.mini))
        fat += [FREE] * (fat_sectors * 128 - len(fat))
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        head += struct.pack("<IIIIIIIII", 0, fat_sectors, starts[0], 0, 4096, starts[1], minifat_sectors, END, 0)
        head += struct.pack("<109I", *(list(range(fat_sectors)) + [FREE] * (109 - fat_sectors)))
        out = head + struct.pack("<%dI" % len(fat), *fat)
        for entry in self.entries + [None] * (-len(self.entries) % 4):
            if not entry:
                out += bytes(68) + struct.pack("<III", FREE, FREE, FREE) + bytes(48)
                continue
            name = (entry["name"] + "\0").encode("utf-16-le")
            out += name + bytes(64 - len(name)) + struct.pack("<HBBIII", len(name), entry["kind"], 1, entry["left"], entry["right"], entry["child"])
            out += bytes(36) + struct.pack("<IQ", entry["start"], entry["size"])
        minifat = self.minifat + [FREE] * (minifat_sectors * 128 - len(self.minifat))
        return out + struct.pack("<%dI" % len(minifat), *minifat) + self.mini + bytes(-len(self.mini) % SECTOR)


def msg_tree(strings, attachments=(), header=32, fixed=()):
    tree = {"__substg1.0_" + tag: value for tag, value in strings.items()}
    values = b"".join(struct.pack("<HHI", kind, tag, 6) + value + bytes(8 - len(value)) for tag, kind, value in fixed)
    tree["__properties_version1.0"] = bytes(header) + values
    for i, content in enumerate(attachments):
        tree["__attach_version1.0_#%08X" % i] = content
    return tree


def msg_file(name, data):
    return msg_tree({"3707001F": name.encode("utf-16-le"), "37010102": data}, header=8,
                    fixed=[(0x3705, 3, struct.pack("<I", 1)), (0x3701, 0x102, struct.pack("<I", len(data)))])


def msgs():
    sent = [(0x39, 0x40, filetime(1749089520))]
    inner = msg_tree({"1000001F": "Thư bên trong.".encode("utf-16-le")}, [msg_file("Trong.txt", NOTE)], header=24)
    nested = msg_tree({"3001001F": "Thư chuyển tiếp".encode("utf-16-le"), "3701000D": inner}, header=8, fixed=[(0x3705, 3, struct.pack("<I", 5))])
    strings = {"0037001F": "Báo cáo".encode("utf-16-le"), "0C1F001F": "van.thu@so.example".encode("utf-16-le"),
               "1000001F": "Kính gửi Văn phòng,\r\nGửi kèm báo cáo.".encode("utf-16-le"), "10130102": b"<p>Kinh gui</p>"}
    whole = Ole(msg_tree(strings, [msg_file("Báo cáo kết quả.txt", TEXT), nested], fixed=sent)).bytes()
    write("letter.msg", whole)
    write("letter-cut.msg", whole[:1200])
    short = msg_file("a.txt", TEXT)
    short["__substg1.0_37010102"] = TEXT[:20]
    write("letter-short.msg", Ole(msg_tree({}, [short, msg_file("b.txt", NOTE)])).bytes())
    old = {"0C1A001E": b"V\xe3n th\xfd", "1000001E": "Kính gửi".encode("cp1258", "replace"), "10090102": packed_rtf()}
    write("letter-1258.msg", Ole(msg_tree(old, fixed=[(0x3FFD, 3, struct.pack("<I", 1258))])).bytes())
    write("letter-rtf.msg", Ole(msg_tree({"10090102": packed_rtf()}, [msg_tree({"3701000D": {"x": b"y"}}, header=8)])).bytes())
    write("letter-many.msg", Ole(msg_tree({}, [msg_file("%02d.txt" % i, NOTE) for i in range(20)])).bytes())


# ---------------------------------------------------------------- signed and encrypted

def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


def signed():
    if os.path.exists(os.path.join(HERE, "smime.p7m")):
        return
    with tempfile.TemporaryDirectory() as folder:
        key, cert = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "36500", "-utf8", "-subj",
                "/C=VN/O=Sở Thử nghiệm/CN=Nguyễn Văn Mẫu")
        entity = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + TEXT
        sign = ["cms", "-sign", "-signer", cert, "-inkey", key, "-outform"]
        write("smime.p7m", openssl(*sign, "DER", "-binary", "-nodetach", data=entity))
        write("BaoCao.txt.p7m", openssl(*sign, "PEM", "-binary", "-nodetach", data=TEXT))
        write("BaoCao.txt.p7s", openssl(*sign, "DER", "-binary", data=TEXT))
        write("streamed.p7m", openssl(*sign, "DER", "-binary", "-nodetach", "-stream", data=entity))
        write("sealed.p7m", openssl("cms", "-encrypt", "-outform", "DER", "-aes256", cert, data=entity))
        write("certificates.p7b", openssl("crl2pkcs7", "-nocrl", "-certfile", cert, "-outform", "DER"))


def read(name):
    with open(os.path.join(HERE, name), "rb") as file:
        return file.read()


# ---------------------------------------------------------------- mails

HEAD = b"From: van.thu@so.example\nTo: tongket357@congan.example\nSubject: Bao cao\nDate: Thu, 5 Jun 2025 09:12:00 +0700\nMIME-Version: 1.0\n"


def part(kind, name, data, encoding="base64"):
    head = "Content-Type: %s%s\nContent-Transfer-Encoding: %s\n\n" % (kind, '; name="%s"' % name if name else "", encoding)
    return head.encode() + (base64.encodebytes(data) if encoding == "base64" else data) + b"\n"


def mixed(*parts, head=HEAD, kind="mixed"):
    rows = b"".join(b"--ranh\n" + row for row in parts)
    return head + b"Content-Type: multipart/%s; boundary=ranh\n\n" % kind.encode() + rows + b"--ranh--\n"


def mails():
    body = part("text/plain; charset=utf-8", None, "Kính gửi,\n".encode(), "8bit")
    inner = mixed(body, part("text/plain", "BaoCao.txt", TEXT), head=HEAD.replace(b"van.thu@so", b"van.thu@huyen").replace(b"ranh", b"trong"))
    inner = inner.replace(b"ranh", b"trong")
    write("in-zip.eml", mixed(body, part("application/zip", "thu.zip", pack([("thu.eml", inner), ("winmail.dat", read("winmail.dat"))]))))
    write("forwarded.eml", mixed(body, b"Content-Type: message/rfc822\n\n" + inner))
    write("opaque.eml", HEAD + part("application/pkcs7-mime; smime-type=signed-data", "smime.p7m", read("smime.p7m")))
    write("sealed.eml", HEAD + part("application/pkcs7-mime", "smime.p7m", read("sealed.p7m")))
    write("detached.eml", mixed(part("text/plain; charset=utf-8", None, TEXT, "8bit"), part("application/pkcs7-signature", "smime.p7s", read("BaoCao.txt.p7s")),
                                kind="signed"))
    write("pgp-mime.eml", mixed(part("application/pgp-encrypted", None, b"Version: 1\n", "7bit"),
                                part("application/octet-stream", "encrypted.asc", read("BaoCao.txt.asc"), "7bit"), kind="encrypted"))
    write("pgp-inline.eml", HEAD + b"\n" + read("BaoCao.txt.asc"))
    write("uu-body.eml", HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + read("uu.txt"))
    write("partial.eml", HEAD + b'Content-Type: message/partial; id="1@so.example"; number=1; total=2\n\nFrom: x@so.example\n\nNua dau\n')
    write("external.eml", mixed(body, b'Content-Type: message/external-body; access-type=URL; URL="http://so.example/a"\n\nContent-Type: text/plain\n\n'))


zips()
tars()
rars()
seven_zips()
texts()
tnefs()
msgs()
signed()
mails()
