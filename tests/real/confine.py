#!/usr/bin/env python3
"""Runs the command of a systemd unit under the unit's own restrictions, where no systemd runs: as root, by namespaces, mounts, setpriv, limits and
seccomp filters.

    confine.py UNIT STATE BUILD USER           STATE: the instance, in the place of StateDirectory; BUILD: where the program was built
    confine.py UNIT --list                     what of it is applied here, and what only systemd can

What is applied stands in APPLIED, what is not in NOT_HERE, each by the unit's own key. A key that stands in neither is an error, so that unit and test
cannot drift apart. Inside, the instance is /mnt/state and the program /mnt/prefix/bin/tonghop: everything else of the machine can only be read."""
import ctypes
import os
import pathlib
import re
import subprocess
import sys

NOT_HERE = {
    "Type": "the manager's", "NotifyAccess": "the manager's", "ExecReload": "the manager's; the test sends SIGHUP", "Restart": "the manager's; the test restarts",
    "RestartSec": "the manager's", "RestartPreventExitStatus": "the manager's", "TimeoutStopSec": "the manager's", "RemoveIPC": "the manager's",
    "IPAddressDeny": "a BPF program of the control group", "IPAddressAllow": "a BPF program of the control group",
    "SocketBindDeny": "a BPF program of the control group", "MemoryMax": "needs a control group", "KeyringMode": "the manager's",
}


class Unit(dict):
    """[Service]: key -> values in order."""

    def __init__(self, name, prefix):
        service = pathlib.Path(name).read_text().replace("@PREFIX@", prefix).split("\n[Service]\n")[1].split("\n[")[0]
        for line in service.splitlines():
            if line.strip() and not line.startswith(("#", ";")):
                key, _, value = line.partition("=")
                self.setdefault(key.strip(), []).append(value.strip())

    def words(self, key):
        return " ".join(self.get(key, [])).split()

    def yes(self, key):
        return self.get(key, [""])[-1] in ("yes", "true", "on", "1")


def run(*command):
    subprocess.run(command, check=True)


# ---------------------------------------------------------------- what the machine shows: inside the new namespaces, still as root

def mounts():
    return [line.split()[4] for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines()]


def again(place, *options):
    subprocess.run(["mount", "-o", ",".join(("remount", "bind", *options)), place], stderr=subprocess.DEVNULL, check=False)


def show(unit, state, build):
    run("mount", "--make-rprivate", "/")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/mnt")
    for place, source in (("/mnt/state", state), ("/mnt/prefix/bin", build)):
        os.makedirs(place)
        run("mount", "--bind", source, place)
    if unit.yes("PrivateDevices"):
        os.makedirs("/mnt/dev")
        run("mount", "-t", "tmpfs", "-o", "mode=755,nosuid,noexec", "tmpfs", "/mnt/dev")
        for name in ("null", "zero", "full", "random", "urandom"):
            pathlib.Path("/mnt/dev", name).touch()
            run("mount", "--bind", f"/dev/{name}", f"/mnt/dev/{name}")
        run("mount", "--move", "/mnt/dev", "/dev")
    if unit.get("NoExecPaths") == ["/"]:
        for place in unit.words("ExecPaths"):
            if os.path.isdir(place) and not os.path.islink(place):
                run("mount", "--bind", place, place)
    run("mount", "-t", "proc", "-o", "nosuid,nodev,noexec" + (",hidepid=invisible" if unit["ProtectProc"] == ["invisible"] else "") +
        (",subset=pid" if unit["ProcSubset"] == ["pid"] else ""), "proc", "/proc")
    for place in ["/tmp", "/var/tmp"] if unit.yes("PrivateTmp") else []:
        run("mount", "-t", "tmpfs", "-o", "mode=1777,nosuid,nodev,noexec", "tmpfs", place)
    for place in ["/home", "/root", "/run/user"] if unit.yes("ProtectHome") else []:
        if os.path.isdir(place):
            run("mount", "-t", "tmpfs", "-o", "mode=000,ro", "tmpfs", place)


def fix(unit):
    """Last: strict means that nothing but the state (and /dev, /tmp, which are its own) can be written, and little be executed."""
    executable = {place for place in unit.words("ExecPaths")}
    for place in subprocess.run(["findmnt", "-rno", "TARGET"], capture_output=True, text=True, check=True).stdout.split():
        own = place.startswith(("/mnt/state", "/dev", "/tmp", "/var/tmp", "/proc"))
        options = ["ro"] if not own and unit["ProtectSystem"] == ["strict"] else []
        options += ["noexec"] if unit.get("NoExecPaths") == ["/"] and place not in executable else []
        options += ["nosuid"] if unit.yes("NoNewPrivileges") else []
        if options and not place.startswith(("/dev/", "/proc")):
            again(place, *options)


# ---------------------------------------------------------------- what it may do: seccomp, by the library that the program itself uses

ALLOW, ERRNO = 0x7FFF0000, lambda number: 0x00050000 | number
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
NE, LT, LE, EQ, GE, GT, MASKED = range(1, 8)


class Compare(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class Filter:
    library = None

    def __init__(self, action):
        if not Filter.library:
            Filter.library = ctypes.CDLL("libseccomp.so.2")
            Filter.library.seccomp_init.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(self.library.seccomp_init(ctypes.c_uint32(action)))

    def rule(self, action, call, *compares):
        number = self.library.seccomp_syscall_resolve_name(call.encode())
        if number >= 0:  # else another machine's
            self.library.seccomp_rule_add_array(self.context, ctypes.c_uint32(action), number, len(compares), (Compare * len(compares))(*compares))

    def load(self):
        if self.library.seccomp_load(self.context) != 0:
            sys.exit("confine.py: the kernel takes no filter")


def groups():
    """@group -> its lines, as systemd on this machine knows them."""
    found, name = {}, ""
    for line in subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"], capture_output=True, text=True, check=True).stdout.splitlines():
        if line.startswith("@"):
            name = line.strip()
        elif line.startswith(" ") and not line.strip().startswith("#"):
            found.setdefault(name, []).append(line.strip())
    return found


def calls(words, known):
    found = set()
    for word in words:
        found |= calls(known[word], known) if word.startswith("@") else {word}
    return found


def allowed(unit):
    names, known = set(), groups()
    for value in unit["SystemCallFilter"]:
        names = names - calls(value[1:].split(), known) if value.startswith("~") else names | calls(value.split(), known)
    return sorted(names)


FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}
NAMESPACES = [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x80]


def deny(unit):
    no = Filter(ALLOW)
    if unit.yes("MemoryDenyWriteExecute"):
        for call, mask in (("mmap", 6), ("mprotect", 4), ("pkey_mprotect", 4)):
            no.rule(ERRNO(EPERM), call, Compare(2, MASKED, mask, mask))
        no.rule(ERRNO(EPERM), "shmat", Compare(2, MASKED, 0o100000, 0o100000))
    if unit.yes("RestrictNamespaces"):
        for flag in NAMESPACES:
            no.rule(ERRNO(EPERM), "clone", Compare(0, MASKED, flag, flag))
        no.rule(ERRNO(EPERM), "unshare"), no.rule(ERRNO(EPERM), "setns"), no.rule(ERRNO(ENOSYS), "clone3")
    if unit.yes("LockPersonality"):
        no.rule(ERRNO(EPERM), "personality")
    if unit.yes("RestrictRealtime"):
        for policy in (1, 2, 6):
            no.rule(ERRNO(EPERM), "sched_setscheduler", Compare(1, EQ, policy, 0))
    if unit.yes("RestrictSUIDSGID"):
        for call, arg in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2)):
            for bit in (0o4000, 0o2000):
                no.rule(ERRNO(EPERM), call, Compare(arg, MASKED, bit, bit))
    families = {FAMILIES[name] for name in unit.words("RestrictAddressFamilies")}
    for number in set(range(46)) - families:
        no.rule(ERRNO(EAFNOSUPPORT), "socket", Compare(0, EQ, number, 0))
    no.rule(ERRNO(EAFNOSUPPORT), "socket", Compare(0, GE, 46, 0))
    no.load()


def permit(names):
    yes = Filter(ERRNO(EPERM))
    for call in names:
        yes.rule(ALLOW, call)
    yes.load()


# ---------------------------------------------------------------- in order

APPLIED = """ExecStart User Group UMask StateDirectory StateDirectoryMode WorkingDirectory ProtectSystem ProtectHome PrivateTmp PrivateDevices DevicePolicy PrivateUsers
PrivateIPC ProtectHostname ProtectClock ProtectKernelTunables ProtectKernelModules ProtectKernelLogs ProtectControlGroups ProtectProc ProcSubset NoExecPaths ExecPaths
NoNewPrivileges CapabilityBoundingSet AmbientCapabilities LockPersonality MemoryDenyWriteExecute RestrictRealtime RestrictSUIDSGID RestrictNamespaces
RestrictAddressFamilies SystemCallArchitectures SystemCallErrorNumber SystemCallFilter TasksMax LimitCORE""".split()


def command(unit):
    words = unit["ExecStart"][0].split()
    return [word.replace("/etc/tonghop/", "/mnt/state/") for word in words]


def main():
    unit = Unit(sys.argv[1], "/mnt/prefix")
    if unknown := [key for key in unit if key not in APPLIED and key not in NOT_HERE]:
        sys.exit(f"confine.py: {sys.argv[1]}: nothing is known here of {' '.join(unknown)}: apply it, or say why not")
    if sys.argv[2] == "--list":
        print("applied: " + " ".join(key for key in unit if key in APPLIED))
        print("only by systemd: " + "; ".join(f"{key} ({NOT_HERE[key]})" for key in unit if key in NOT_HERE))
    elif sys.argv[2] == "--inside":
        state, build, user, names = sys.argv[3:7]
        script, text = pathlib.Path(__file__).read_text(), pathlib.Path(sys.argv[1]).read_text()
        os.umask(0o022)
        show(unit, state, build)
        pathlib.Path("/mnt/unit").write_text(text)
        os.chmod("/mnt/unit", 0o644)
        os.chmod("/mnt/state", int(unit["StateDirectoryMode"][0], 8))
        fix(unit)
        os.chdir("/mnt/state")
        os.umask(int(unit["UMask"][0], 8))
        bounds = ["--bounding-set=-all", "--inh-caps=-all"] if unit["CapabilityBoundingSet"] == [""] else []
        bounds += ["--ambient-caps=-all"] if unit["AmbientCapabilities"] == [""] else []
        change = ["setpriv", f"--reuid={user}", "--regid=nogroup", "--clear-groups"] + (["--no-new-privs"] if unit.yes("NoNewPrivileges") else []) + bounds
        if unit.yes("PrivateUsers"):  # a new user namespace begins with all capabilities in its bounds
            change += ["unshare", "--user", "--map-current-user", "--keep-caps", "setpriv", *bounds]
        os.execvp("prlimit", ["prlimit", f"--core={unit['LimitCORE'][0]}", f"--nproc={unit['TasksMax'][0]}", *change,
                              "/usr/bin/python3", "-c", script, "/mnt/unit", "--last", names])
    elif sys.argv[2] == "--last":
        deny(unit)
        permit(sys.argv[3].split(","))
        os.execv(command(unit)[0], command(unit))
    else:
        state, build, user = sys.argv[2:5]
        spaces = ["--mount"] + (["--ipc"] if unit.yes("PrivateIPC") else []) + (["--uts"] if unit.yes("ProtectHostname") else [])
        os.execvp("unshare", ["unshare", *spaces, sys.executable, __file__, sys.argv[1], "--inside", state, build, user, ",".join(allowed(unit))])


main()
