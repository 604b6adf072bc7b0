#!/usr/bin/env python3
"""Marker words of secret mails, and the search for them in every byte that an instance keeps.

  secrecy.py mails MAILDIR        delivers one secret mail a way in which a mark can come, each with words of its own
  secrecy.py late MAILDIR         one that nobody can know to be secret until the pages of its scan are read
  secrecy.py find DIR WORD...     prints every file below DIR, Maildirs aside, in which a word stands, in whatever form
  secrecy.py while DIR COMMAND    the same for all secret mails but the scan again and again while a command runs; ends as it does
The words are none of any language, begin differently (a search index shares beginnings) and one has Vietnamese letters."""
import base64
import io
import pathlib
import re
import subprocess
import sys
import time
import unicodedata
import zipfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "mails"))
sys.dont_write_bytecode = True
import make_mails as M

WORDS = ["zqvajkup", "xkwobpil", "qjzumfoh", "wvyxegqa", "kzzhubjo", "jyxwafvi", "fqqzolmu"]
LATE = ["hwzzjuqe", "gxxqibzo", "Ngưỡzửqwợ"]
SENTENCE = "Chuyên án {} triệt phá đường dây do đối tượng cầm đầu; kiến nghị UBND tỉnh sửa đổi khoản 2 Điều 4 về {}."


def forms(word):
    """Every form in which a program may keep a word: cases, composed or not, without diacritics, UTF-16, base64, quoted-printable."""
    bare = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    texts = {f(unicodedata.normalize(n, t)) for t in (word, bare) for n in ("NFC", "NFD") for f in (str, str.lower, str.upper)}
    out = set()
    for text in texts:
        raw = text.encode()
        out |= {raw, text.encode("utf-16-le"), text.encode("utf-16-be"), "".join(f"={b:02X}" if b > 126 else chr(b) for b in raw).encode()}
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + raw)
            out.add(coded[(0, 2, 3)[shift]:len(coded) // 4 * 4 - 4])
    return {f for f in out if len(f) >= 6}


def unpacked(data):
    yield data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            yield from (z.read(n) for n in z.namelist())
    if b"base64" in data:
        for block in re.findall(rb"(?:[A-Za-z0-9+/]{76}\r?\n)+[A-Za-z0-9+/=]*", data):
            try: yield from unpacked(base64.b64decode(block))
            except Exception: pass  # noqa: a page cut in the middle


def find(folder, words):
    found = set()
    for path in pathlib.Path(folder).rglob("*"):
        if "Maildir" in path.parts: continue
        try:
            if not path.is_file(): continue
            data = path.read_bytes()
            found |= {(str(path.relative_to(folder)), w) for piece in unpacked(data) for w in words for f in forms(w) if f in piece}
        except FileNotFoundError:
            continue
    return sorted(found)


def deliver(maildir, name, text):
    pathlib.Path(maildir, "new", f"1749000000.{name}.test").write_bytes(text if isinstance(text, bytes) else text.encode())


def docx(a, number, word, mark):
    return M.report_docx(a, number, 9, 15, mark=mark, extra=M.para(SENTENCE.format(word, word)))


def mails(maildir):
    a = M.agencies()
    w = iter(WORDS)
    word = next(w)
    deliver(maildir, "docx", M.mail(a[0].name, f"vanthu@{a[0].domain}", f"Báo cáo {word}", [M.text_body(f"Kính gửi {word}.\n"), M.attachment("bc.docx", docx(a[0], "1/BC-SXD", word, "MẬT"), M.DOCX)], (6, 9, "09:00:00")))
    word = next(w)
    deliver(maildir, "top", M.mail(a[1].name, f"vanthu@{a[1].domain}", f"Báo cáo {word}", [M.text_body("Kính gửi.\n"), M.attachment("bc.docx", docx(a[1], "2/BC-SCT", word, "TỐI MẬT"), M.DOCX)], (6, 9, "09:01:00")))
    word = next(w)
    lines = M.report_lines(a[4], "3/BC-HND", 9, 5)
    lines = lines if isinstance(lines, str) else "\n".join(lines)
    deliver(maildir, "body", M.mail(a[4].name, f"vanthu@{a[4].domain}", f"Báo cáo {word}", [M.text_body("TUYỆT MẬT\n\n" + lines + "\n" + SENTENCE.format(word, word) + "\n")], (6, 9, "09:02:00")))
    word = next(w)
    inner = M.zipped([("thu muc/bc.docx", docx(a[3], "4/BC-UBND", word, "MẬT"))])
    deliver(maildir, "zip", M.mail(a[3].name, f"vanthu@{a[3].domain}", f"Báo cáo {word}", [M.text_body("Kính gửi.\n"), M.attachment("bc.zip", inner, "application/zip")], (6, 9, "09:03:00")))
    word = next(w)
    nested = M.mail(a[5].name, f"vanthu@{a[5].domain}", f"Báo cáo {word}", [M.text_body(f"{word}\n"), M.attachment("bc.docx", docx(a[5], "5/BC-MTTQ", word, "MẬT"), M.DOCX)], (6, 9, "09:04:00"))
    deliver(maildir, "nested", M.mail(a[5].name, f"vanthu@{a[5].domain}", f"Chuyển tiếp {word}", [M.text_body("Kính gửi.\n"), "Content-Type: message/rfc822\n\n" + nested], (6, 9, "09:05:00")))
    word = next(w)  # beside it an open report of the same mail
    deliver(maildir, "two", M.mail(a[2].name, f"vanthu@{a[2].domain}", f"Báo cáo {word}", [M.text_body(f"{word}\n"), M.attachment("a.docx", docx(a[2], "6/BC-UBND", word, None), M.DOCX), M.attachment("b.docx", docx(a[2], "7/BC-UBND", word, "MẬT"), M.DOCX)], (6, 9, "09:06:00")))
    word = next(w)
    pdf = (HERE / "formats/ocr/secret.pdf").read_bytes()
    deliver(maildir, "scan", M.mail(a[11].name, f"vanthu@{a[11].domain}", f"Báo cáo {word}", [M.text_body(f"Kính gửi {word}.\n"), M.attachment("quet.pdf", pdf, "application/pdf")], (6, 9, "09:07:00")))


def late(maildir):
    a = M.agencies()[10]
    report = M.report_docx(a, "8/BC-STC", 9, 15, extra="".join(M.para(SENTENCE.format(x, x)) for x in LATE[1:]))
    deliver(maildir, "late", M.mail(a.name, f"vanthu@{a.domain}", f"Báo cáo {LATE[0]}", [M.text_body("Kính gửi báo cáo.\n"), M.attachment("bc.docx", report, M.DOCX), M.attachment("phu luc.pdf", (HERE / "formats/ocr/secret.pdf").read_bytes(), "application/pdf")], (6, 10, "10:00:00")))


if __name__ == "__main__":
    what, folder, *rest = sys.argv[1:]
    if what == "mails": mails(folder)
    elif what == "late": late(folder)
    elif what == "find":
        for path, word in find(folder, rest): print(path, word)
    else:
        seen, rounds = set(), 0
        run = subprocess.Popen(rest, stdout=subprocess.DEVNULL)
        while run.poll() is None:
            seen |= set(find(folder, WORDS[:-1]))
            rounds += 1
            time.sleep(0.05)
        for path, word in sorted(seen): print(path, word)
        sys.exit(run.returncode or (1 if not rounds else 0))
