"""Mails whose header, structure or names are the attack."""
import base64

from archives import stored
from corpus import BINARY, TEXT, attached, case, m, mail
from documents import docx

ANY = "accepted|review|quarantined"


def raw(header, body=b"", subject="Báo cáo"):
    text = mail(subject=subject).decode("utf-8", "surrogateescape")
    head = text.partition("Content-Type:")[0].encode("utf-8", "surrogateescape")
    return head + (header if isinstance(header, bytes) else header.encode()) + b"\n" + body


def multipart(text, kind="mixed"):
    return raw(f'Content-Type: multipart/{kind}; boundary="b"\n', text if isinstance(text, bytes) else text.encode())


# ---------------------------------------------------------------- structure

@case("quarantined", "limit-exceeded", "parts")
def mime_of_a_million_parts():
    return multipart("--b\n\n" * 1000000 + "--b--\n")


@case("quarantined", "limit-exceeded", "parts")
def mime_of_10000_parts():
    return multipart("--b\nContent-Type: text/plain\n\na\n" * 10000 + "--b--\n")


@case("quarantined", "limit-exceeded", "depth|parts")
def mime_1000_levels_deep():
    text = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(1000))
    return raw(text + "Content-Type: text/plain\n", b"a\n" + "".join(f"--b{i}--\n" for i in range(999, -1, -1)).encode())


@case("quarantined", "limit-exceeded", "depth|parts")
def mails_in_mails_1000_deep():
    return raw("Content-Type: message/rfc822\n\n" * 1000 + "Subject: a\n", b"a\n")


@case(ANY)
def mime_whose_boundaries_all_begin_alike():
    text = "".join(f'Content-Type: multipart/mixed; boundary="{"b" * (i + 1)}"\n\n--{"b" * (i + 1)}\n' for i in range(60))
    return raw(text + "\n", b"--b\n" * 400)


@case("quarantined", "limit-exceeded")
def header_of_50_megabytes():
    return raw("X-Long: " + "a" * (50 << 20) + "\n", b"a\n")


@case("quarantined", "limit-exceeded")
def header_of_a_million_lines():
    return raw("X-Long: a\n" + " b\n" * 3000000, b"a\n")


@case("quarantined", "limit-exceeded")
def header_of_a_million_fields():
    return raw("X: a\n" * 1000000, b"a\n")


@case("quarantined", "limit-exceeded")
def mail_of_80_megabytes():
    return raw("Content-Type: text/plain\n", b"a\n" * (40 << 20))


@case(ANY)
def header_of_100000_recipients():
    return raw("Cc: " + ",\n ".join(f"a{i}@example.vn" for i in range(100000)) + "\n", b"a\n")


@case(ANY)
def header_of_open_brackets_and_comments():
    return raw("Cc: " + "(" * 500000 + "\nReply-To: " + "<" * 500000 + '\nSender: "' + "\\" * 500000 + "\n", b"a\n")


@case("quarantined", "limit-exceeded", "subject")
def header_of_30000_encoded_words():
    return raw("X-A: a\n", b"a\n", subject="a").replace(b"Subject: ", b"Subject: " + b" ".join([b"=?utf-8?B?xJHDoQ==?="] * 30000) + b"\n ", 1)


@case(ANY)
def header_of_100000_name_pieces():
    pieces = ";\n".join(f" filename*{i}=a" for i in range(100000))
    return multipart("--b\nContent-Type: text/plain\nContent-Disposition: attachment;\n" + pieces + "\n\na\n--b--\n")


@case(ANY)
def results_of_100000_methods():
    return raw("Authentication-Results: mx.congan.quangngai.example; " + "; ".join(["dkim=pass (a) header.d=a"] * 50000) + "\n" + "Received: from a by b; c\n" * 15000, b"a\n")


@case(ANY)
def boundary_of_a_megabyte():
    return raw(f'Content-Type: multipart/mixed; boundary="{"b" * (1 << 20)}"\n', b"--" + b"b" * (1 << 20) + b"\n\na\n")


@case(ANY)
def body_of_nothing_but_soft_breaks():
    return raw("Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n", b"=\n" * 4000000)


@case(ANY)
def body_of_base64_rubbish():
    return raw("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n", b"!@#$%^&*()=\n" * 1000000)


# ---------------------------------------------------------------- names and words

NASTY = ["../../../../etc/passwd", "/etc/passwd", "C:\\Windows\\a.docx", "a\0b.docx", "bc\u202exslx.docx", "\x1b[2J\x1b]0;owned\x07\x1b[31m.docx", "\x1b]52;c;cm0gLXJm\x07",
         "\x9b31ma.docx", "a\r\nBcc: x@example.com\r\n.docx", "a\u2028b\u2029c\u0085d", "=cmd|'/c calc'!A1", "@SUM(A1)", "-1+1", "%s%n%x", "a" * 100000 + ".docx", ".", "..", "", " ", "\ufeff\u200b\u2066\u2069",
         "<script>alert(1)</script>.docx", "'; DROP TABLE message; --", "$(reboot)`reboot`", "\udcff\udcfe.docx", "CON.docx", "\x7f\x08\x08\x08.docx", "a/../../b.docx", "e" + "\u0301" * 5000]


def encoded(text):
    return "=?utf-8?B?" + base64.b64encode(text.encode("utf-8", "surrogateescape")).decode() + "?="


def named(name, form):
    if form == "raw":
        return 'filename="' + name.replace("\n", "\n ") + '"'
    if form == "2047":
        return f'filename="{encoded(name)}"'
    return "filename*=utf-8''" + "".join("%%%02X" % c for c in name.encode("utf-8", "surrogateescape"))


@case(ANY)
def names_of_attachments():
    text = "".join(f"--b\nContent-Type: text/plain\nContent-Disposition: attachment;\n {named(name, form)}\n\na\n" for name in NASTY for form in ("raw", "2047", "2231"))
    return multipart(text.encode("utf-8", "surrogateescape") + b"--b--\n")


@case(ANY)
def names_of_members():
    from archives import zip_of
    members = [(name.encode("utf-8", "surrogateescape")[:60000], b"\3\0", 0, 0) for name in NASTY]
    return attached("ten.zip", zip_of(members), "application/zip")


@case(ANY)
def words_of_sender_and_subject():
    nasty = "\x1b[2J\x1b]0;owned\x07\u202e\x9b31m\x00\x08\r\n\x1b[1A<b>=1+1"
    data = mail(m.attachment("a.txt", b"words", TEXT), subject=nasty, headers=f"X-A: {encoded(nasty)}\nReply-To: {encoded(nasty)} <a@example.com>\n").decode("utf-8", "surrogateescape")
    return data.replace("From: " + m.encoded_words("Văn thư"), f"From: {encoded(nasty)}").replace("Message-ID: <bomb", "Message-ID: <\x1b[31m\u202ebomb").encode()


@case("accepted|superseded|review", "no-figures|incomplete")
def words_of_a_report():
    """What ends in listings, digests and the register comes from the document's text too."""
    nasty = "\u202e\u2066\x9b31m\u0085&#27;=1+1\t<script>"
    lines = ["SỞ TÀI CHÍNH" + nasty, "Số: 12/BC-STC" + nasty, "Quảng Ngãi, ngày 05 tháng 6 năm 2025", "BÁO CÁO", "Tổng kết 10 năm thực hiện Quyết định 357" + nasty,
             "II. KẾT QUẢ THỰC HIỆN QUY CHẾ PHỐI HỢP", "Tổ chức tuyên truyền 12 buổi" + nasty + " cho 300 lượt người", "V. KIẾN NGHỊ, ĐỀ XUẤT", "- Đề nghị UBND tỉnh sửa Điều 5" + nasty]
    text = "\n".join(lines) + "\x1b[2J\x1b]0;owned\x07\x08"
    return mail(m.attachment("bc.txt", text.encode(), TEXT), m.attachment("bc.docx", docx(
        f"<w:document {m.W}><w:body>" + "".join(m.para(line.replace("&#27;", "")) for line in lines) + "</w:body></w:document>"), m.DOCX))
