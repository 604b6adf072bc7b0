#!/usr/bin/env python3
"""Runs a command to its end and prints the most memory that it held itself, its children aside, in kB:     peak.py FILE COMMAND..."""
import pathlib
import subprocess
import sys
import time

child, peak = subprocess.Popen(sys.argv[2:]), 0
status = pathlib.Path(f"/proc/{child.pid}/status")
while child.poll() is None:
    try:
        peak = max(peak, next((int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")), 0))
    except OSError:
        pass
    time.sleep(0.05)
pathlib.Path(sys.argv[1]).write_text(f"{peak}\n")
sys.exit(child.returncode if child.returncode >= 0 else 128 - child.returncode)
