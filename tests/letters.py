#!/usr/bin/env python3
"""Mails for the tests of outgoing letters: letters.py JOBS writes one report mail of an agency a line of JOBS: FROM, NAME (of which its
Message-ID is made), OUT and options, separated by tabs.

  header:Name=value   one more header      drop:Name      a header less         subject:TEXT   another subject
  without:HEADING     the report without the section that begins with HEADING
  say:TEXT            the body is this text alone         attach:FILE[=NAME]    with a file
  id:ID               another Message-ID                  path:ADDRESS          another Return-Path ("" the null path)
  at:HH:MM:SS         when it was received, on 5 June 2025 (10:12:30)
  unsigned            no Authentication-Results           fail                  one that says fail
"""
import email
import email.policy
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
mail = email.message_from_bytes((HERE / "mails/06-text-in-body.eml").read_bytes(), policy=email.policy.default)
report = mail.get_content()


def write(sender, name, out, *options):
    text = report.replace("địa bàn hoạt động rộng", f"địa bàn hoạt động rộng ({name})")  # no two are the same
    domain = sender.rsplit("@", 1)[1]
    head = {"Return-Path": f"<{sender}>", "From": f"<{sender}>", "To": "<baocao+qd357@congan.quangngai.example>",
            "Subject": "Báo cáo tổng kết 10 năm thực hiện Quyết định 357/QĐ-UBND", "Date": "Thu, 05 Jun 2025 10:12:30 +0700",
            "Message-ID": f"<{name}@{domain}>"}
    auth, more, files, at = "pass", [], [], "10:12:30"
    for option in options:
        option_name, _, value = option.partition(":")
        if option_name == "header": more.append(value.split("=", 1))
        elif option_name == "drop": head.pop(value)
        elif option_name == "subject": head["Subject"] = value
        elif option_name == "id": head["Message-ID"] = value
        elif option_name == "at": at = value
        elif option_name == "path": head["Return-Path"] = f"<{value}>"
        elif option_name == "say": text = value + "\n"
        elif option_name == "without": text, n = re.subn(rf"(?ms)^{re.escape(value)}.*?(?=^(?:[IVX]+\.|\d+[.)]|[a-zđ]\)) )", "", text); assert n == 1, value
        elif option_name == "attach": files.append(value.partition("="))
        elif option_name in ("unsigned", "fail"): auth = option_name
        else: raise SystemExit(f"no option {name}")
    made = email.message.EmailMessage(policy=email.policy.default)
    made.set_content(text)
    for path, _, title in files:
        made.add_attachment(pathlib.Path(path).read_bytes(), maintype="application", subtype="octet-stream", filename=title or pathlib.Path(path).name)
    lines = [f"Return-Path: {head.pop('Return-Path')}"] if "Return-Path" in head else []
    if auth != "unsigned": lines.append(f"Authentication-Results: mx.congan.quangngai.example; dmarc={auth} header.from={domain}")
    lines.append(f"Received: from mail.{domain} by mx.congan.quangngai.example; Thu, 05 Jun 2025 {at} +0700")
    lines += [f"{n}: {v}" for n, v in [*head.items(), *more]]
    pathlib.Path(out).write_bytes("\n".join(lines).encode() + b"\n" + made.as_bytes(policy=email.policy.default))


for line in pathlib.Path(sys.argv[1]).read_text().splitlines():
    write(*line.split("\t"))
