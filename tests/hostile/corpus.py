"""What the corpus of hostile mails is made of: the table of cases, and the mail that each comes in. See make.py."""
import pathlib
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "mails"))
import make_mails as m

CASES = []  # (name, group, state, reason, words, make)
QUICK, PATIENT = "quick", "patient"


def case(state, reason="", words="", group=QUICK):
    """One hostile mail: the function's value is the mail's bytes, its name the case's. What must become of it: a state and a reason of the contract,
    and words that stand in the reason of a part or in the log (each: several with '|', "" where it does not matter). PATIENT: what needs text
    recognition, or would not end; it is read with short deadlines."""
    def take(make):
        CASES.append((make.__name__.replace("_", "-"), group, state, reason, words, make))
        return make
    return take


AGENCIES = m.agencies()
TEXT = "text/plain"
BINARY = "application/octet-stream"


def agency(number):
    return AGENCIES[number % len(AGENCIES)]


def mail(*parts, subject="Báo cáo thực hiện Quyết định 357", headers=""):
    """From an agency that is known and proven, as a report would come."""
    number = mail.number
    a = agency(number)
    return m.mail("Văn thư", a.address, subject, [m.cover(a, f"{number + 1}/BC-{a.symbol}"), *parts], (6, 5, f"09:{number // 60:02d}:{number % 60:02d}"),
                  message_id=f"bomb{number}@{a.domain}", headers=headers).encode("utf-8", "surrogateescape")


mail.number = 0  # of the case


def attached(name, data, mime=BINARY):
    if isinstance(data, str):
        data = data.encode()
    return mail(m.attachment(name, data, mime))


def good(number):
    """A report like any other, with figures; whoever comes after a bomb."""
    a = agency(number)
    symbol = f"{number + 1}/BC-{a.symbol}"
    text = m.report_docx(a, symbol, 4, number % 40)
    return m.mail("Văn thư", a.address, f"Báo cáo {symbol}", [m.cover(a, symbol), m.attachment(f"bc{number}.docx", text, m.DOCX)],
                  (6, 5, f"10:{number // 60:02d}:{number % 60:02d}"), message_id=f"good{number}@{a.domain}").encode()


# ---------------------------------------------------------------- deflate

def repeated(head, unit, times, tail=b""):
    """Raw deflate of head + unit * times + tail, its CRC-32 and length, without compressing the unit more than once."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = squeeze.compress(head) + squeeze.flush(zlib.Z_FULL_FLUSH)
    once = squeeze.compress(unit) + squeeze.flush(zlib.Z_FULL_FLUSH)
    end = squeeze.compress(tail) + squeeze.flush()
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(unit, crc)
    return start + once * times + end, zlib.crc32(tail, crc), len(head) + len(unit) * times + len(tail)


def filler(size):
    """Bytes that do not compress, the same every time."""
    state, out = 12345, bytearray()
    while len(out) < size:
        state = zlib.crc32(state.to_bytes(4, "little"))
        out += state.to_bytes(4, "little")
    return bytes(out[:size])
