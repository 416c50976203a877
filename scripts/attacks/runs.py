"""Runs of phuchoi, and the processes that belong to one."""

import os
import pathlib
import subprocess

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
RELEASE = TOP / "target" / "release" / "phuchoi"

# The exit codes that the README names.
CODES = {0, 1, 2, 3, 4, 130}

# With which an attack ends that cannot be made here, and says why: as make and its like have it.
LEFT_OUT = 77


def restore(phuchoi, given, out, jobs, *options):
    """Returns the command line of a run."""
    return [str(phuchoi), "restore", str(given), "--out", str(out), "--jobs", str(jobs), "--quiet", *options]


def start(command):
    """Starts a command without a personal dictionary; what it says is kept."""
    environment = {**os.environ, "PHUCHOI_DICTIONARY": ""}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, text=True)


def children(process):
    """Returns the ids of a process's children."""
    found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    return [int(child) for child in found.stdout.split()]


def is_one(code):
    """Returns whether an exit code is one that the README names; a death by a signal is none."""
    return code in CODES
