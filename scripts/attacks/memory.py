"""A group of processes that the system lets have so much memory, and what has it run short of it (cgroups(7))."""

import mmap
import os
import pathlib
import time

FIRST = pathlib.Path("/sys/fs/cgroup/memory")
SECOND = pathlib.Path("/sys/fs/cgroup")

# Bytes that are taken at once, and how long a killed process may take to be counted.
STEP = 1 << 20
COUNTED = 0.002


class Group:
    """A memory group of version 1 or 2 of Linux's cgroups, with a limit in bytes."""

    def __init__(self, limit):
        """Makes the group; an `OSError` where this machine, or this user, cannot."""
        self.limit = limit
        is_first = (FIRST / "memory.limit_in_bytes").exists()
        top = FIRST if is_first else SECOND
        self.folder = top / f"phuchoi-{os.getpid()}"
        self.events = self.folder / ("memory.oom_control" if is_first else "memory.events")
        if not is_first and not (SECOND / "cgroup.controllers").exists():
            raise OSError("no memory group is mounted")
        self.folder.mkdir()
        try:
            (self.folder / ("memory.limit_in_bytes" if is_first else "memory.max")).write_text(str(limit))
            self.killed()
        except OSError:
            self.remove()
            raise

    def within(self, command):
        """Returns the command line that starts a command within the group, as what is killed there first."""
        join = f"echo $$ > {self.folder}/cgroup.procs && echo 1000 > /proc/self/oom_score_adj"
        return ["sh", "-c", f'{join} && exec "$@"', "sh", *command]

    def killed(self):
        """Returns how many processes the system has killed for want of memory."""
        lines = dict(line.split() for line in self.events.read_text().splitlines())
        return int(lines["oom_kill"])

    def squeeze(self):
        """Takes memory within the group until the system kills a process of it; returns whether it did."""
        before = self.killed()
        taker = os.fork()
        if taker == 0:
            try:
                self.take(before)
            finally:
                os._exit(0)
        os.waitpid(taker, 0)
        return self.killed() > before

    def take(self, before):
        """Takes memory until a process is killed for it, or there is no more."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))
        held = []
        while len(held) * STEP < self.limit:
            held.append(mmap.mmap(-1, STEP))
            held[-1].write(b"x" * STEP)
            if self.killed() > before:
                return
            if len(held) * STEP > self.limit // 2:
                time.sleep(COUNTED)

    def remove(self):
        """Takes the group away, when no process is in it any more."""
        for _ in range(100):
            try:
                return self.folder.rmdir()
            except OSError:
                time.sleep(0.05)
        return None
