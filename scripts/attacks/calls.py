"""System calls that a restore makes, the errors that they really give (their manual pages), and at which calls these are given."""

import dataclasses
import re
import subprocess
from collections import Counter

# Left out are `brk`, which says no by the address that it gives back, and `futex`, which says most of what it says only to some
# of its operations: a made-up answer to them is one that no library knows what to do with.

# No room, and what a broken disk, a network share or a full quota says.
WRITING = ("ENOSPC", "EIO", "EDQUOT")
CHANGING = ("ENOSPC", "EIO", "EACCES", "EROFS")

ERRORS = {
    "openat": ("EMFILE", "ENFILE", "ENOMEM", "EACCES", "EIO", "EINTR", "ENOSPC", "EROFS"),
    "open": ("EMFILE", "EIO", "ENOSPC"),
    "read": ("EIO", "EINTR"),
    "pread64": ("EIO", "EINTR"),
    "write": (*WRITING, "EINTR"),
    "pwrite64": (*WRITING, "EINTR"),
    "copy_file_range": WRITING,
    "fsync": WRITING,
    "fdatasync": WRITING,
    "ftruncate": ("ENOSPC", "EIO", "EINTR"),
    "rename": CHANGING,
    "renameat": CHANGING,
    "renameat2": CHANGING,
    "mkdir": CHANGING,
    "rmdir": ("EIO", "EACCES", "EROFS"),
    "unlink": ("EIO", "EACCES", "EROFS"),
    "unlinkat": ("EIO", "EACCES", "EROFS"),
    "fchown": ("EIO", "EACCES"),
    # EIO is of files that have something left to write; of folders, which Rust ends over, it is not, and strace takes either.
    "close": ("EINTR",),
    "lseek": ("EIO",),
    "flock": ("EINTR", "ENOLCK"),
    "fcntl": ("EAGAIN", "ENOLCK", "EMFILE"),
    "getdents64": ("EIO", "ENOMEM"),
    "statx": ("EIO", "EACCES", "ENOMEM"),
    "newfstatat": ("EIO", "EACCES", "ENOMEM"),
    "readlink": ("EIO", "ENOMEM"),
    "mmap": ("ENOMEM",),
    "mprotect": ("ENOMEM",),
    "mremap": ("ENOMEM",),
    "clone": ("EAGAIN", "ENOMEM"),
    "clone3": ("EAGAIN", "ENOMEM"),
    "vfork": ("EAGAIN", "ENOMEM"),
    "pipe2": ("EMFILE", "ENFILE"),
    "execve": ("ENOMEM", "EAGAIN", "EACCES"),
    "prlimit64": ("EPERM",),
    "prctl": ("EPERM",),
    "seccomp": ("EINVAL",),
    "landlock_create_ruleset": ("ENOSYS", "EOPNOTSUPP"),
    "landlock_restrict_self": ("EPERM", "E2BIG"),
    "sched_getaffinity": ("EPERM",),
    "getrandom": ("EINTR",),
    "wait4": ("EINTR",),
    "poll": ("EINTR", "ENOMEM"),
}

# What stays so from then on, as a full disk does.
LASTING = ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EMFILE", "EAGAIN", "ENOMEM")

# Whose calls are counted and fail: the run's and those of its threads, or those of its children, too.
WHOSE = {"the run": ["-f", "-b", "execve"], "all": ["-f", "--seccomp-bpf"]}


@dataclasses.dataclass(frozen=True)
class Fault:
    """A call that fails."""

    whose: str
    call: str
    error: str
    # As strace has it: the third call of each thread and process, or (`3+`) all from there on.
    when: str

    def command(self, log, command):
        """Returns the command line that runs a command with the fault; strace writes what it did to a log."""
        inject = f"inject={self.call}:error={self.error}:when={self.when}"
        return ["strace", *WHOSE[self.whose], "-o", str(log), "-e", f"trace={self.call}", "-e", inject, *command]

    def __str__(self):
        return f"{self.call} {self.error} {self.when} of {self.whose}"


def named(name):
    """Returns the fault of a name, as it is printed."""
    call, error, when, whose = name.split(maxsplit=3)
    return Fault(whose.removeprefix("of "), call, error, when)


def counted(whose, log, command):
    """Runs a command and returns how often a thread or process of it made each call at most."""
    trace = ["strace", *WHOSE[whose], "-o", str(log), "-e", f"trace={','.join('?' + call for call in ERRORS)}"]
    subprocess.run([*trace, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    counts, most = Counter(), Counter()
    for line in log.read_text("utf8", "replace").splitlines():
        if match := re.match(r"(\d+) +(\w+)\(", line):
            counts[match.groups()] += 1
    for (_, call), count in counts.items():
        most[call] = max(most[call], count)
    return most


def faults(whose, most):
    """Returns the faults of calls that were made so often at most: of the first, the last and some between."""
    for call, errors in ERRORS.items():
        count = most[call]
        times = sorted({1, 2, 3, count // 8, count // 4, count // 2, count * 3 // 4, count - 1, count})
        for error in errors:
            for time in times:
                if 1 <= time <= count:
                    yield Fault(whose, call, error, str(time))
            if error in LASTING:
                for time in {max(count // 4, 1), max(count * 3 // 4, 1)} if count else ():
                    yield Fault(whose, call, error, f"{time}+")
