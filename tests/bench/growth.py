#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How `tonghop` grows with what it has taken in.

    tests/bench/growth.py BUILD [--n 20000] [--steps 10]

N one-page mails (make_mix.py small) come in equal shares. After each share: messages per second and CPU of `ingest`, its parent's largest
resident set, the database's size, and what the questions that people ask cost. Prints the table, adds a line to BUILD/bench.jsonl and draws
the curves into BUILD/growth.svg. The questions' first row is an empty instance: what a program's start costs."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from make_mix import arrival
from run import HERE, run

QUESTIONS = ["status", "log", "register", "show", "search", "digest"]


def words(question, n):
    """The command of a question that is asked after n mails: of the day of the last, of the last 500, of the time to come."""
    month, day, _ = arrival(max(n - 1, 0))
    since = "2025-%02d-%02dT%s+07:00" % arrival(max(n - 500, 0))
    tomorrow = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + 86400))
    return [question] + {"log": ["--since", tomorrow], "register": ["--since", since], "show": ["1"], "search": ["tuyên truyền"],
                         "digest": ["--date", f"2025-{month:02d}-{day:02d}"]}.get(question, [])


COLOURS = ["#1b5e9b", "#c1432b", "#2e7d32", "#7b4fa3", "#b8860b", "#455a64"]


def timed(command, out):
    """(CPU, wall) in ms."""
    began = time.monotonic()
    with open(out, "w") as to:
        process = subprocess.Popen(command, stdout=to, stderr=subprocess.STDOUT)
    _, status, used = os.wait4(process.pid, 0)
    wall, process.returncode = time.monotonic() - began, os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"growth: {command} ended with {process.returncode}: {pathlib.Path(out).read_text()[-600:]}")
    return 1000 * (used.ru_utime + used.ru_stime), 1000 * wall


def ask(program, conf, out, n):
    """{question: (CPU, wall) in ms}, the medians of three."""
    answer = dict.fromkeys(QUESTIONS, (0, 0))
    for question in QUESTIONS:
        if question == "show" and not n:
            continue
        got = [timed([program, "--config", conf, *words(question, n)], out) for _ in range(3)]
        answer[question] = tuple(round(statistics.median(g[k] for g in got)) for k in (0, 1))
    return answer


def share(program, instance, mails, out):
    """Brings these mails in."""
    for mail in mails:
        os.rename(mail, instance / "spool/Maildir/new" / mail.name)
    os.sync()
    got = run([program, "--config", f"{instance}/tonghop.conf", "ingest"], {}, "/", out)
    size = sum(p.stat().st_size for p in (instance / "spool").glob("tonghop.db*"))
    return {"per_second": len(mails) / got["wall"], "cpu_ms": 1000 * got["cpu"] / len(mails), "parent_mb": got["parent_kb"] / 1024, "db_bytes": size}


def short(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def curve(values, top, x, y, width, height, colour):
    points = " ".join(f"{x + width * i / max(len(values) - 1, 1):.1f},{y + height * (1 - v / top):.1f}" for i, v in enumerate(values))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'


def draw(rows, path):
    """One panel a quantity, each from nought."""
    panels = [("messages per second", {"": [r["per_second"] for r in rows]}), ("CPU, ms a message", {"": [r["cpu_ms"] for r in rows]}),
              ("parent, MB", {"": [r["parent_mb"] for r in rows]}), ("database, KB a message", {"": [r["db_bytes"] / r["n"] / 1024 for r in rows]}),
              ("CPU of a question, ms", {q: [r["ask"][q][0] for r in rows] for q in QUESTIONS})]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{len(panels) * 170 + 20}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>']
    for p, (title, lines) in enumerate(panels):
        y, top = 30 + p * 170, max(max(v) for v in lines.values()) * 1.1 or 1
        out += [f'<text x="60" y="{y - 8}" font-weight="bold">{title}</text>', f'<rect x="60" y="{y}" width="560" height="120" fill="none" stroke="#999"/>',
                f'<text x="54" y="{y + 10}" text-anchor="end">{short(top)}</text>', f'<text x="54" y="{y + 120}" text-anchor="end">0</text>',
                f'<text x="60" y="{y + 135}">{rows[0]["n"]}</text>', f'<text x="620" y="{y + 135}" text-anchor="end">{rows[-1]["n"]} messages</text>']
        for i, (name, values) in enumerate(lines.items()):
            out += [curve(values, top, 60, y, 560, 120, COLOURS[i]), f'<text x="630" y="{y + 14 + 16 * i}" fill="{COLOURS[i]}">{name} {short(values[-1])}</text>']
    path.write_text("\n".join(out + ["</svg>"]), encoding="utf-8")


def line(n, row, asked):
    first = f'{row["per_second"]:8.0f} {row["cpu_ms"]:8.2f} {row["parent_mb"]:8.0f} {row["db_bytes"] / n / 1024:8.1f}' if row else " " * 35
    print(f"{n:8} {first}" + "".join(f"{f'{asked[q][0]}/{asked[q][1]}':>11}" for q in QUESTIONS), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=os.path.abspath)
    parser.add_argument("--n", type=int, default=20000)
    parser.add_argument("--steps", type=int, default=10)
    args = parser.parse_args()
    program, rows = f"{args.build}/tonghop", []
    with tempfile.TemporaryDirectory(dir=args.build) as t:
        instance, out = pathlib.Path(t, "i"), f"{t}/words"
        subprocess.run([sys.executable, str(HERE / "make_mix.py"), f"{t}/mails", str(args.n), "small"], check=True)
        subprocess.run([program, "init", str(instance)], check=True, stdout=subprocess.DEVNULL)
        mails = sorted(pathlib.Path(t, "mails").iterdir())
        subprocess.run([program, "--config", f"{instance}/tonghop.conf", "ingest"], check=True, stdout=subprocess.DEVNULL)
        print(f'{"messages":>8} {"msgs/s":>8} {"ms CPU":>8} {"MB":>8} {"KB db":>8}' + "".join(f"{q:>11}" for q in QUESTIONS) + "   (ms CPU/ms wall)")
        empty = ask(program, f"{instance}/tonghop.conf", out, 0)
        line(0, None, empty)
        for step in range(args.steps):
            few = mails[step * args.n // args.steps:(step + 1) * args.n // args.steps]
            row = share(program, instance, few, out)
            n = (step + 1) * args.n // args.steps
            row |= {"n": n, "ask": ask(program, f"{instance}/tonghop.conf", out, n)}
            rows.append(row)
            line(row["n"], row, row["ask"])
        log = subprocess.run([program, "--config", f"{instance}/tonghop.conf", "verify"], capture_output=True, text=True)
    draw(rows, pathlib.Path(args.build, "growth.svg"))
    with open(f"{args.build}/bench.jsonl", "a") as f:
        f.write(json.dumps({"when": time.strftime("%Y-%m-%dT%H:%M:%S"), "kind": "growth", "empty": empty, "rows": rows}) + "\n")
    print(f'last share to first: {rows[-1]["per_second"] / rows[0]["per_second"]:.2f} of its speed, {rows[-1]["cpu_ms"] / rows[0]["cpu_ms"]:.2f} of its CPU; {args.build}/growth.svg')
    if log.returncode:
        sys.exit(f"growth: verify: {log.stdout[-600:]}{log.stderr[-600:]}")


if __name__ == "__main__":
    main()
