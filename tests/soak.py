#!/usr/bin/env python3
"""The daemon under steady load for a bounded time: descriptors, memory, threads and the write-ahead log stay flat; SIGHUP and SIGTERM come
in the middle of work; nothing is lost, nothing is taken in or sent twice; an idle daemon does not wake up.

    tests/soak.py TONGHOP FOLDER [--seconds 60] [--idle 3] [--poll 600] [--samples FILE.tsv]

Prints TAP. FOLDER must not exist; it becomes the instance."""
import argparse, itertools, os, pathlib, re, signal, sqlite3, statistics, subprocess, sys, time

here = pathlib.Path(__file__).parent
p = argparse.ArgumentParser()
p.add_argument("tonghop"), p.add_argument("folder", type=lambda name: pathlib.Path(name).resolve())
p.add_argument("--seconds", type=float, default=60), p.add_argument("--idle", type=float, default=3)
p.add_argument("--poll", type=int, default=600), p.add_argument("--samples")
a = p.parse_args()
conf, spool = a.folder / "tonghop.conf", a.folder / "spool"
mail, log, sent = spool / "Maildir", a.folder / "daemon.log", a.folder / "sent"
numbers, delivered = itertools.count(1), 0


def ok(good, name, why=""):
    print(f"{'ok' if good else 'not ok'} {next(numbers)} - {name}{'' if good or not why else f'  # {why}'}", flush=True)


def run(*command):
    return subprocess.run([a.tonghop, "--config", conf, *command], capture_output=True, text=True)


def set_up():
    subprocess.run([a.tonghop, "init", a.folder], check=True, stdout=subprocess.DEVNULL)
    script = a.folder / "sendmail"
    script.write_text(f'#!/bin/sh\ncat >> "{sent}"\n')
    script.chmod(0o755)
    text = conf.read_text()
    for key, value in {"poll-seconds": a.poll, "receipts": "yes", "sendmail": script, "rate-per-address-per-day": 0}.items():
        text = re.sub(rf"^{key}=.*", f"{key}={value}", text, flags=re.M)
    conf.write_text(text.replace("#from=", "from="))


def start():
    daemon = subprocess.Popen([a.tonghop, "--config", conf, "daemon"], stderr=log.open("ab"))
    before = log.read_text().count("watching")
    wait(lambda: log.read_text().count("watching") > before or daemon.poll() is not None, 30)
    return daemon


def wait(what, seconds):
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.02)
    return what()


originals = [f.read_bytes() for f in sorted((here / "mails").glob("*.eml"))]


def deliver():
    """One of the sample mails under a Message-ID of its own, as an MTA does it."""
    global delivered
    delivered += 1
    text = originals[delivered % len(originals)]
    text = re.sub(rb"(?im)^Message-ID: *<", b"Message-ID: <soak%d." % delivered, text, count=1)
    name = f"17490{delivered:05d}.M{delivered}P1.soak"
    (mail / "tmp" / name).write_bytes(b"X-Soak: %d\n" % delivered + text)
    os.rename(mail / "tmp" / name, mail / "new" / name)


def new():
    return len(os.listdir(mail / "new"))


# ---------------------------------------------------------------- what a process holds

def status(pid):
    return dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())


def children(pid):
    return [int(x) for x in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def holds(pid):
    s = status(pid)
    return len(os.listdir(f"/proc/{pid}/fd")), int(s["VmRSS"].split()[0]), int(s["Threads"])


COLUMNS = ["second", "delivered", "parent_fds", "parent_kb", "parent_threads", "workers", "worker_fds", "worker_kb", "wal_bytes"]


def sample(pid, at):
    wal = spool / "tonghop.db-wal"
    workers = []
    for child in children(pid):
        try:
            workers.append(holds(child))
        except (OSError, KeyError):
            pass  # replaced meanwhile
    most = [max(column) for column in zip(*workers)] if workers else [0, 0, 0]
    return [round(at, 1), delivered, *holds(pid), len(workers), most[0], most[1], wal.stat().st_size if wal.exists() else 0]


def floors(samples, column):
    """The second and the last quarter: of the daemon the least, which a leak cannot hide; of the workers, which are replaced, the median."""
    least = statistics.median_low if column.startswith("worker_") else min
    if column.startswith("worker_"):
        samples = [s for s in samples if s[COLUMNS.index("workers")]] or samples  # they start with the first mail
    at, quarter = COLUMNS.index(column), max(len(samples) // 4, 1)
    return least([s[at] for s in samples[quarter:2 * quarter] or samples]), least([s[at] for s in samples[-quarter:]])


def judge(samples):
    def flat(column, ratio, room, name):
        early, late = floors(samples, column)
        ok(late <= early * ratio + room, f"{name} stay flat: {early}, then {late}")
    flat("parent_fds", 1, 3, "the daemon's descriptors")
    flat("worker_fds", 1, 2, "a worker's descriptors")
    flat("parent_threads", 1, 0, "the daemon's threads")
    flat("parent_kb", 1.1, 18 << 10, "kilobytes of the daemon (SQLite's cache fills up to 16 MB)")
    flat("worker_kb", 1.25, 16 << 10, "kilobytes of the largest worker")
    most = max(s[COLUMNS.index("parent_kb")] for s in samples)
    ok(most < 64 << 10, f"and the daemon never holds 64 MB: {most} kB")
    wal = max(s[COLUMNS.index("wal_bytes")] for s in samples)
    ok(wal < 40 << 20, f"the write-ahead log is cut: {wal} bytes at most")


# ---------------------------------------------------------------- the run

def reloads():
    return log.read_text().count("configuration reloaded")


def load(daemon):
    """Mail at a steady pace that never builds a queue; SIGHUP at a third and, with work at hand, at two thirds."""
    begun, samples, hups = time.monotonic(), [], [a.seconds / 3, a.seconds * 2 / 3]
    while (at := time.monotonic() - begun) < a.seconds and daemon.poll() is None:
        if new() < 20:
            deliver()
        if hups and at > hups[0] and reloads() == 2 - len(hups):
            hups.pop(0)
            daemon.send_signal(signal.SIGHUP)
        if not samples or at - samples[-1][0] >= min(1, a.seconds / 40):
            samples.append(sample(daemon.pid, at))
        time.sleep(0.02)
    return samples


def switches(pid):
    total = 0
    for process in [pid, *children(pid)]:
        total += sum(int(status(process)[key]) for key in ("voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"))
    return total


def idle(daemon):
    wait(lambda: new() == 0, 60)
    last = -1
    for _ in range(40):  # until the index and the outbox are done too
        now = switches(daemon.pid)
        if now == last:
            break
        last = now
        time.sleep(0.5)
    begun = time.monotonic()
    time.sleep(a.idle)
    count, seconds = switches(daemon.pid) - last, time.monotonic() - begun
    rounds = int(seconds / a.poll)
    ok(count <= 60 * rounds, f"idle for {seconds:.1f} s, daemon and workers together wake up {count} times", f"{rounds} polls")
    begun = time.monotonic()
    deliver()
    ok(wait(lambda: new() == 0, 30), f"and new mail wakes it ({time.monotonic() - begun:.2f} s until filed)")


def main():
    set_up()
    daemon = start()
    samples = load(daemon)
    ok(daemon.poll() is None, f"it lives after {a.seconds:.0f} s and {delivered} mails")
    if a.samples:
        pathlib.Path(a.samples).write_text("\n".join("\t".join(map(str, row)) for row in [COLUMNS, *samples]) + "\n")
    judge(samples)
    ok(wait(lambda: reloads() == 2, 30), "both SIGHUP were heard", f"{reloads()}")
    for _ in range(70):  # more than a batch
        deliver()
    wait(lambda: new() < 70, 30)  # in the middle of it
    daemon.terminate()
    ok(daemon.wait(60) == 0, "SIGTERM in the middle of work ends it with 0")
    left = new()
    daemon = start()
    ok(wait(lambda: new() == 0, 120), f"the next one takes in the {left} that were left")
    idle(daemon)
    daemon.terminate()
    ok(daemon.wait(60) == 0, "it ends with 0")
    with sqlite3.connect(f"file:{spool}/tonghop.db?mode=ro", uri=True) as db:
        messages, = db.execute("SELECT count(*) FROM message").fetchone()
        letters, = db.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()
        under_way, = db.execute("SELECT count(*) FROM outbox WHERE state IN ('sending', 'failed')").fetchone()
    ok(messages == delivered, f"{delivered} mails delivered, {messages} taken in")
    ids = re.findall(rb"(?im)^Message-ID: *(\S+)", sent.read_bytes()) if sent.exists() else []
    ok(len(ids) == letters > 0 and len(set(ids)) == len(ids) and not under_way, f"{letters} letters sent, each once", f"{len(ids)} came, {under_way} hang")
    verify = run("verify")
    ok(verify.returncode == 0, "verify", verify.stdout.replace("\n", "; ")[:300])
    print(f"1..{next(numbers) - 1}")


if a.folder.exists():
    sys.exit(f"{a.folder} exists")
main()
