"""Runs phuchoi on bad inputs, one at a time and together, and says what came of each."""

import contextlib
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import threading
import time
from typing import NamedTuple

from kinds import INPUT_FAILS, KINDS, PAGE_FAILS, PASSED_OVER, RESTORED

# Seconds after which a run counts as hanging.
PATIENCE = 120
PATIENCE_TOGETHER = 3600
NOBODY = 65_534
POLL = 0.05


class Run(NamedTuple):
    """What came of a run."""

    # None where it had to be ended.
    code: int | None
    seconds: float
    # Peak of the resident memory of the process and its children together.
    megabytes: float
    errors: str
    # What run.json says of each input; none where there is no such file.
    inputs: list


def resident():
    """Returns {process: (its parent, its resident bytes)}."""
    found = {}
    for folder in os.listdir("/proc"):
        if folder.isdigit():
            with contextlib.suppress(OSError, ValueError):
                fields = pathlib.Path("/proc", folder, "stat").read_text("latin1").rpartition(")")[2].split()
                found[int(folder)] = (int(fields[1]), int(fields[21]) * resource.getpagesize())
    return found


def weigh(process, peak, done):
    """Keeps the most memory that a process and its children were seen to take, until it is done."""
    while not done.wait(POLL):
        every = resident()
        family = {process}
        for _ in range(3):
            family |= {child for child, (parent, _) in every.items() if parent in family}
        peak[0] = max(peak[0], sum(every[member][1] for member in family if member in every))


def run(phuchoi, inputs, out, options=(), patience=PATIENCE, as_nobody=False, meanwhile=None, prepare=None):
    """Runs phuchoi on inputs; `meanwhile` is called beside it, `prepare` in the process before it begins."""
    command = [phuchoi, "restore", "--out", out, *options, "--", *inputs]
    as_other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_nobody and os.getuid() == 0 else {}
    environment = {**os.environ, "PHUCHOI_DICTIONARY": "", "RUST_BACKTRACE": "0"}
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        preexec_fn=prepare,  # noqa: PLW1509 (before the threads below are begun)
        **as_other,
    )
    peak, done = [0], threading.Event()
    beside = [threading.Thread(target=weigh, args=(process.pid, peak, done))]
    if meanwhile:
        beside.append(threading.Thread(target=meanwhile, args=(process,)))
    for thread in beside:
        thread.start()
    try:
        errors = process.communicate(timeout=patience)[1]
        code = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        errors, code = process.communicate()[1], None
    done.set()
    for thread in beside:
        thread.join()
    report = os.path.join(out, b"run.json")
    inputs = json.loads(pathlib.Path(os.fsdecode(report)).read_bytes())["inputs"] if os.path.isfile(report) else []
    return Run(code, time.monotonic() - began, peak[0] / 1e6, errors.decode("utf8", "replace"), inputs)


def outcome(inputs):
    """Returns what came of the inputs, in the words of kinds.tsv."""
    if not inputs:
        return PASSED_OVER
    if all(entry["status"] == "ok" for entry in inputs):
        return RESTORED
    return PAGE_FAILS if all(entry["record"] for entry in inputs) else INPUT_FAILS


def faults(made, expected=None):
    """Returns what is wrong with how a run came out, a sentence each."""
    found = []
    if made.code is None:
        found.append("it hangs")
    elif made.code not in (0, 1, 2, 3, 4):
        found.append(f"it ends with {made.code}")
    if "panicked" in made.errors:
        found.append("it panics")
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in made.errors):
        found.append("it writes control characters of a name to the terminal")
    for entry in made.inputs:
        reason = entry["reason"]
        if entry["status"] == "ok":
            continue
        if not (reason and reason["message"].strip()):
            found.append(f"no reason is given for {entry['path']}")
        # A page's hint stands in its message, after a semicolon.
        elif not (entry["path"] in reason["message"] or "; " in reason["message"] or reason.get("hint")):
            found.append("its reason names neither the file nor a remedy")
    if expected and made.code is not None and outcome(made.inputs) != expected:
        found.append(f"{outcome(made.inputs)} where {expected} is right")
    return found


def warnings(out, inputs):
    """Returns the warnings of the records made."""
    for entry in inputs:
        if entry["record"]:
            record = os.path.join(out, os.fsencode(entry["record"]), b"document.json")
            if os.path.isfile(record):
                with open(record, encoding="utf8") as source:
                    yield from (warning["message"] for warning in json.load(source)["warnings"])


def shown(text, folder=""):
    """Returns a text as a cell of the table: control characters and long names made short, the folder left out."""
    text = text.replace(f"{folder}/", "") if folder else text
    text = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
    for long in {word for word in text.replace("/", " ").split() if len(word) > 100}:
        text = text.replace(long, f"{long[:12]}…{long[-8:]}")
    return text.replace("|", "\\|")[:600]


def row(name, made, out, folder):
    """Returns a row of the table."""
    codes, said = [], []
    for entry in made.inputs:
        reason = entry["reason"]
        if reason:
            failed = f" (page {', '.join(map(str, entry['failed_pages'][:5]))})" if entry["failed_pages"] else ""
            codes.append(f"{reason['code']}{failed}")
            said.append(reason["message"] + (f"; hint: {reason['hint']}" if reason.get("hint") else ""))
    said = said or [f"warning: {message}" for message in warnings(out, made.inputs)]
    if not made.inputs:
        said = ["; ".join(line.strip() for line in made.errors.splitlines() if line.strip())]
    more = f" (and {len(said) - 1} more)" if len(said) > 1 else ""
    statuses = sorted({entry["status"] for entry in made.inputs})
    code = "hangs" if made.code is None else made.code
    return (
        f"| {name} | {code} | {', '.join(statuses) or '–'} | {', '.join(sorted(set(codes))) or '–'} | "
        f"{shown(said[0] + more, folder) if said else '–'} | {made.seconds:.1f} | {made.megabytes:.0f} |"
    )


def open_to_all(folder):
    """Makes a new folder that any user may write to."""
    remove(folder)
    os.makedirs(folder)
    os.chmod(folder, 0o777)


def remove(folder):
    """Removes a folder and all below it, however deep."""
    subprocess.run(["rm", "-rf", "--", folder], check=True)


def each(phuchoi, folder, out, options, wanted, tell):
    """Runs phuchoi on each kind by itself. Returns {kind: its faults}."""
    found = {}
    for kind in KINDS:
        if not wanted(kind.name):
            continue
        own = os.path.join(os.fsencode(out), kind.name.encode())
        open_to_all(own)
        made = run(phuchoi, [os.path.join(os.fsencode(folder), kind.at)], own, options, as_nobody=kind.unprivileged)
        found[kind.name] = faults(made, kind.expected)
        tell(row(kind.name, made, own, folder), found[kind.name])
        remove(own)
    return found


def special(phuchoi, folder, out, options, wanted, tell):
    """Runs phuchoi where something other than the input is wrong. Returns {run: its faults}."""
    at = os.fsencode(folder)
    good = [os.path.join(at, name) for name in (b"pdf-scan.pdf", b"png-whole.png", b"txt-whole.txt")]
    own = os.path.join(os.fsencode(out), b"special")
    found = {}

    def told(name, made, code):
        found[name] = faults(made) + ([f"it ends with {made.code} where {code} is right"] if made.code != code else [])
        tell(row(name, made, own, folder), found[name])
        remove(own)

    def take_away(process):
        while process.poll() is None and len(os.listdir(own)) < 2:
            time.sleep(POLL)
        # At one stroke, whatever is written to it at that moment.
        os.rename(own, own + b"-gone")
        remove(own + b"-gone")

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    def is_wanted(name):
        open_to_all(own)
        return wanted(name)

    if is_wanted("run: disk full"):
        with_images = [*options, "--formats", "json,png"]
        mounted = (
            os.getuid() == 0
            and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", own], check=False).returncode == 0
        )
        try:
            made = run(phuchoi, good, own, with_images, prepare=None if mounted else small_files)
        finally:
            if mounted:
                subprocess.run(["umount", own], check=True)
        told("run: disk full", made, 4)
    if is_wanted("run: files may not grow"):
        told("run: files may not grow", run(phuchoi, good, own, options, prepare=small_files), 4)
    if is_wanted("run: output folder removed"):
        told("run: output folder removed", run(phuchoi, good, own, options, meanwhile=take_away), 4)
    if is_wanted("run: output folder read-only"):
        os.chmod(own, 0o555)
        told("run: output folder read-only", run(phuchoi, good, own, options, as_nobody=True), 4)
    if is_wanted("run: record cannot be written"):
        record = os.path.join(own, b"txt-whole")
        os.makedirs(record)
        pathlib.Path(os.fsdecode(record), "receipt.json").write_text('{\n  "schema": "phuchoi/receipt/2"', encoding="utf8")
        os.chmod(own, 0o777)
        os.chmod(record, 0o555)
        told("run: record cannot be written", run(phuchoi, good, own, options, as_nobody=True), 4)
    if is_wanted("run: output is a file"):
        file_ = os.path.join(own, b"file")
        pathlib.Path(os.fsdecode(file_)).write_bytes(b"")
        told("run: output is a file", run(phuchoi, good, file_, options), 2)
    if is_wanted("run: input is not there"):
        with_none = [*good, os.path.join(at, b"nothing-there.pdf")]
        told("run: input is not there", run(phuchoi, with_none, own, options), 1)
    if wanted("run: all together"):
        open_to_all(own)
        made = run(phuchoi, [at], own, options, patience=PATIENCE_TOGETHER)
        tell(
            f"| run: all together | {'hangs' if made.code is None else made.code} | "
            f"{len(made.inputs)} inputs | – | – | {made.seconds:.1f} | {made.megabytes:.0f} |",
            of_all(made, folder),
        )
        found["run: all together"] = of_all(made, folder)
        remove(own)
    return found


def of_all(made, folder):
    """Returns what is wrong with how a run over all kinds came out."""
    found = faults(made)
    for kind in KINDS:
        if kind.unprivileged and os.getuid() == 0:
            continue
        path = os.path.join(folder, kind.at.decode("utf8", "backslashreplace"))
        inputs = [entry for entry in made.inputs if entry["path"] == path or entry["path"].startswith(f"{path}/")]
        if outcome(inputs) != kind.in_folder:
            found.append(f"{kind.name}: {outcome(inputs)} where {kind.in_folder} is right")
    return found


def tell(line, wrong):
    """Writes a row, and what is wrong with it."""
    print(line, flush=True)
    for fault in wrong:
        print(f"fault: {line.split(' | ')[0].removeprefix('| ')}: {fault}", file=sys.stderr, flush=True)
