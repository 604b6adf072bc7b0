#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures `tonghop ingest` against the field on one Maildir, alternating, so that the ratios stand though the machine's speed drifts.

    tests/bench/run.py BUILD [--n 2000] [--rounds 3] [--kind mix|small|scans|big] [--only tonghop,floor-pdf] [--workers 0]

Every run starts fresh: a new instance or index, the mails copied and synced before the clock runs. Measured: wall clock, CPU of the
whole process tree, the largest resident set of the first process and of any other of its tree (looked at twenty times a second).
The slow one (recollindex) runs in the first round only. Medians and ratios are printed; one line of JSON is added to BUILD/bench.jsonl.
Exit 1 where tonghop did not take in every mail."""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def tree(pid):
    """pid's descendants."""
    try:
        kids = [int(k) for t in os.listdir(f"/proc/{pid}/task") for k in open(f"/proc/{pid}/task/{t}/children").read().split()]
    except OSError:
        return []
    return kids + [g for k in kids for g in tree(k)]


def peak(pid):
    try:
        lines = open(f"/proc/{pid}/status").read().splitlines()
    except OSError:
        return 0
    return next((int(x.split()[1]) for x in lines if x.startswith("VmHWM")), 0)


def run(command, env, cwd, out):
    """{wall, cpu, parent_kb, worker_kb} of one command; its words go to `out`."""
    began = time.monotonic()
    with open(out, "w") as words:
        process = subprocess.Popen(command, env={**os.environ, **env}, cwd=cwd, stdout=words, stderr=subprocess.STDOUT)
    parent = worker = 0
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        parent, worker = max(parent, peak(process.pid)), max([worker] + [peak(k) for k in tree(process.pid)])
        time.sleep(0.05)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"bench: {command[0]} ended with {process.returncode}: {pathlib.Path(out).read_text()[-600:]}")
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "parent_kb": parent, "worker_kb": worker}


# ---------------------------------------------------------------- who takes part: what is made ready, and the command

def tonghop(args, mails, t):
    program = f"{args.build}/tonghop"
    subprocess.run([program, "init", f"{t}/i"], check=True, stdout=subprocess.DEVNULL)
    conf = pathlib.Path(t, "i", "tonghop.conf")
    if args.workers:
        conf.write_text("\n".join(f"workers={args.workers}" if x.startswith("workers") else x for x in conf.read_text().split("\n")))
    shutil.rmtree(f"{t}/i/spool/Maildir/new", ignore_errors=True)
    shutil.copytree(mails, f"{t}/i/spool/Maildir/new")
    return [program, "--config", str(conf), "ingest"], {}


def maildir(mails, t):
    for folder in ("cur", "tmp"):
        os.makedirs(f"{t}/m/{folder}")
    shutil.copytree(mails, f"{t}/m/new")


def notmuch(args, mails, t):
    maildir(mails, t)
    pathlib.Path(t, "nmrc").write_text(f"[database]\npath={t}/m\n[user]\nname=b\nprimary_email=b@example.org\n")
    return ["notmuch", "new"], {"NOTMUCH_CONFIG": f"{t}/nmrc"}


def mu(args, mails, t):
    maildir(mails, t)
    subprocess.run(["mu", "init", f"--muhome={t}/mu", f"--maildir={t}/m"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return ["mu", "index", f"--muhome={t}/mu"], {}


def recoll(args, mails, t):
    maildir(mails, t)
    os.makedirs(f"{t}/recoll")
    pathlib.Path(t, "recoll", "recoll.conf").write_text(f"topdirs = {t}/m\nloglevel = 2\n")
    return ["recollindex", "-c", f"{t}/recoll"], {}


def floor(*more):
    return lambda args, mails, t: ([f"{args.build}/bench/floor", f"{t}/floor.db", *more, mails], {})


FIELD = {"tonghop": tonghop, "notmuch": notmuch, "mu": mu, "recollindex": recoll, "floor": floor(), "floor+pdf": floor("--pdf")}
FIRST_ROUND_ONLY = {"recollindex"}


def taken_in(args, t):
    """Messages in the instance's database: a run that lost some is no measurement."""
    out = subprocess.run([f"{args.build}/tonghop", "--config", f"{t}/i/tonghop.conf", "register", "--json"], capture_output=True, text=True, check=True).stdout
    size = sum(p.stat().st_size for p in pathlib.Path(t, "i", "spool").glob("*.db*"))
    return out.count("\n"), size


def measure(args, mails, runs, books):
    for r in range(args.rounds):
        for name in args.field:
            if name in FIRST_ROUND_ONLY and r:
                continue
            with tempfile.TemporaryDirectory(dir=args.build) as t:
                command, env = FIELD[name](args, mails, t)
                os.sync()
                got = run(command, env, t, f"{t}/words")
                if name == "tonghop":
                    books.append(taken_in(args, t))
            runs[name].append(got)
            print(f"round {r + 1}: {name:12} {args.n / got['wall']:7.0f}/s  CPU {got['cpu']:6.2f} s  parent {got['parent_kb'] / 1024:4.0f} MB"
                  + (f"  largest child {got['worker_kb'] / 1024:4.0f} MB" if got["worker_kb"] else ""), flush=True)


def report(args, runs, books, megabytes):
    middle = {name: {k: statistics.median(g[k] for g in got) for k in got[0]} for name, got in runs.items() if got}
    ours = middle.get("tonghop")
    print(f"\n{args.n} messages ({args.kind}, {megabytes:.0f} MB), median of {args.rounds}\n{'':12} {'msgs/s':>8} {'CPU s':>8} {'ms/msg':>8} {'parent MB':>10} {'child MB':>9}"
          f" {'tonghop: speed':>15} {'CPU':>6}")
    for name, got in middle.items():
        print(f"{name:12} {args.n / got['wall']:8.0f} {got['cpu']:8.2f} {1000 * got['cpu'] / args.n:8.2f} {got['parent_kb'] / 1024:10.0f} {got['worker_kb'] / 1024:9.0f}"
              + (f" {got['wall'] / ours['wall']:14.2f}x {ours['cpu'] / got['cpu']:5.2f}x" if ours else ""))
    if books:
        print(f"tonghop: {books[-1][0]} records of {args.n} messages, database {books[-1][1] / args.n / 1024:.1f} KB a message")
    line = {"when": time.strftime("%Y-%m-%dT%H:%M:%S"), "n": args.n, "kind": args.kind, "mb": round(megabytes), "rounds": args.rounds, "workers": args.workers,
            "commit": subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True).stdout.strip() or None,
            "field": {k: {x: round(y, 3) for x, y in v.items()} for k, v in middle.items()}}
    with open(f"{args.build}/bench.jsonl", "a") as f:
        f.write(json.dumps(line) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=os.path.abspath)
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kind", default="mix", choices=["mix", "small", "scans", "big"])
    parser.add_argument("--only", default=",".join(FIELD))
    parser.add_argument("--workers", type=int, default=0)
    args = parser.parse_args()
    wanted = args.only.split(",")
    if unknown := [name for name in wanted if name not in FIELD]:
        sys.exit(f"bench: no '{unknown[0]}'; there are {', '.join(FIELD)}")
    args.field = [name for name in wanted if "floor" in name or name == "tonghop" or shutil.which(name)]
    for name in set(wanted) - set(args.field):
        print(f"{name} is not installed: left out")
    with tempfile.TemporaryDirectory(dir=args.build) as t:
        mails = f"{t}/mails"
        subprocess.run([sys.executable, str(HERE / "make_mix.py"), mails, str(args.n), args.kind], check=True)
        megabytes = sum(p.stat().st_size for p in pathlib.Path(mails).iterdir()) / 1e6
        runs, books = {name: [] for name in args.field}, []
        measure(args, mails, runs, books)
    report(args, runs, books, megabytes)
    if any(records < args.n for records, _ in books):
        sys.exit("bench: not every mail was taken in")


if __name__ == "__main__":
    main()
