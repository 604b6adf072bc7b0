#!/usr/bin/env python3
"""Agencies at a deadline: N reports (docx, or a body alone, one in ten with a second file) by SMTP over four connections, each sent until the server
takes it, as a mail server would. Prints the Message-IDs.     send.py PORT N"""
import pathlib, queue, smtplib, sys, threading, time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "mails"))
import make_mails as m

port, count = int(sys.argv[1]), int(sys.argv[2])
waiting, done = queue.Queue(), []
agencies = m.agencies()


def mail(i):
    a = agencies[i % len(agencies)]
    number = f"{i + 1}/BC-{a.symbol}"
    parts = [m.cover(a, number)]
    if i % 5:
        parts.append(m.attachment(f"bc{i}.docx", m.report_docx(a, number, 1 + i % 9, i % 40, style=("bold", "auto", "heading")[i % 3]), m.DOCX))
    if i % 10 == 1:
        parts.append(m.attachment("ghi chu.txt", f"Ghi chú số {i}".encode(), "text/plain"))
    return a, m.mail("Văn thư", a.address, f"Báo cáo {number}", parts, (6, 1 + i % 9, "08:%02d:%02d" % (i // 60 % 60, i % 60)), message_id=f"real{i}@{a.domain}")


def without_trace(text):
    """make_mails writes the fields that our own server adds; here a real server adds them."""
    head, _, rest = text.partition("\n\n")
    lines, kept, skipping = head.split("\n"), [], False
    for line in lines:
        if not line.startswith((" ", "\t")):
            skipping = line.split(":")[0].lower() in ("received", "return-path", "authentication-results", "delivered-to")
        if not skipping:
            kept.append(line)
    return "\n".join(kept) + "\n\n" + rest


def work():
    server = None
    while True:
        try:
            i = waiting.get_nowait()
        except queue.Empty:
            return
        agency, text = mail(i)
        while True:
            try:
                if server is None:
                    server = smtplib.SMTP("127.0.0.1", port, timeout=20)
                server.sendmail(agency.address, [m.TO], without_trace(text).encode())
                break
            except (OSError, smtplib.SMTPException):
                server = None
                time.sleep(0.3)
        done.append(f"real{i}@{agency.domain}")


for i in range(count):
    waiting.put(i)
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("\n".join(sorted(done)))
