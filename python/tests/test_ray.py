"""The example on Ray Data, run for real on one machine: `examples/ray_data.py`."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import conftest

pytest.importorskip("ray.data")

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "ray_data.py"
# No reports to Ray's makers, and its future behaviour today, where it would only warn of it.
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


@pytest.fixture
def plain(documents, tmp_path):
    """The folder's output, made by one plain run."""
    out = tmp_path / "plain"
    done = conftest.command("restore", documents, "--out", out)
    assert done.returncode == 0, done.stderr
    return conftest.tree(out)


def start(documents, out, log):
    given = [documents, "--out", out, "--size", 5, "--workers", 2]
    environment = {**os.environ, **QUIET}
    environment.pop("RAY_ADDRESS", None)
    return subprocess.Popen(
        [sys.executable, EXAMPLE, *map(str, given)], stdout=log, stderr=log, cwd=out.parent, env=environment
    )


def owner(out, shard):
    """The process that has a shard, as its claim says."""
    try:
        said = (out / ".phuchoi" / shard / "lock").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    found = re.match(r"process (\d+) on ", said)
    return int(found.group(1)) if found else None


def children(pid):
    """The child processes of a process, whichever of its threads started them."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = path.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid:
            found.add(int(path.parent.name))
    return found


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_a_cluster_makes_what_one_run_makes(documents, plain, tmp_path):
    out, log = tmp_path / "out", tmp_path / "log"
    with log.open("wb") as to:
        code = start(documents, out, to).wait()
    assert code == 0, log.read_text(encoding="utf-8")
    assert conftest.tree(out) == plain
    assert sorted(path.name for path in (out / "shards").iterdir()) == [
        "00000.json",
        "00001.json",
        "00002.json",
    ]


def test_a_worker_that_is_killed_costs_nothing_that_was_done(documents, plain, tmp_path):
    out, log = tmp_path / "out", tmp_path / "log"
    with log.open("wb") as to:
        process = start(documents, out, to)
        victim = None
        while process.poll() is None and victim is None:
            time.sleep(0.005)
            # In the middle: the shard's first record is done, its last is not.
            if (out / "00" / "receipt.json").exists() and not (out / "shards" / "00000.json").exists():
                victim = owner(out, "00000")
        assert victim is not None, log.read_text(encoding="utf-8")
        orphans = children(victim)
        os.kill(victim, signal.SIGKILL)
        killed = time.monotonic()
        while any(map(is_alive, orphans)) and time.monotonic() - killed < 10:
            time.sleep(0.005)
        assert not any(map(is_alive, orphans)), "child processes die with their parent"
        made = {path: path.stat().st_mtime_ns for path in out.glob("0[0-4]/receipt.json")}
        code = process.wait()
    assert code == 0, log.read_text(encoding="utf-8")
    assert owner(out, "00000") != victim, "another process worked the shard"
    assert made
    assert {path: path.stat().st_mtime_ns for path in made} == made, "what was done was kept"
    assert conftest.tree(out) == plain
