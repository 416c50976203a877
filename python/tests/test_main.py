"""The command line."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import conftest
import phuchoi


def test_says_its_version():
    printed = conftest.command("--version")
    assert printed.returncode == 0
    assert printed.stdout.decode() == f"phuchoi {phuchoi.__version__}\n"


def test_wrong_usage_has_its_exit_code():
    assert conftest.command("restore").returncode == 2
    assert conftest.command("eval", "/nowhere.txt", "/nowhere.txt").returncode == 1


def test_is_installed_as_a_command_too():
    script = Path(sys.executable).with_name("phuchoi")
    printed = subprocess.run([script, "schema"], capture_output=True, check=True)
    assert printed.stdout == conftest.command("schema").stdout


def test_what_reads_only_the_beginning_is_no_error():
    process = conftest.command("schema", start=subprocess.Popen)
    process.stdout.close()
    assert process.wait() == 0
    process.stderr.close()


def test_python_writes_before_it():
    code = "import phuchoi, sys; print('first'); sys.exit(phuchoi.main(['--version']))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd="/", check=True)
    assert printed.stdout.decode().splitlines() == ["first", f"phuchoi {phuchoi.__version__}"]


def test_is_a_function_that_can_be_called_again(documents, tmp_path):
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    for out in (tmp_path / "one", tmp_path / "two"):
        assert phuchoi.main(["restore", str(documents / "00.txt"), "--out", str(out), "--quiet"]) == 0
    assert conftest.tree(tmp_path / "one") == conftest.tree(tmp_path / "two")
    assert phuchoi.main(["restore"]) == 2
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers


@pytest.fixture(params=["module", "function"])
def run(request):
    """The two ways to the command line."""
    code = "import phuchoi, sys; sys.exit(phuchoi.main(sys.argv[1:]))"
    return {"module": ["-m", "phuchoi"], "function": ["-c", code]}[request.param]


def started(run, documents, out):
    """A run of which one record is done and others are not."""
    for copy in range(6):
        shutil.copy(documents / "04.jpg", documents / f"copy-{copy}.jpg")
    whole = [sys.executable, *run, "restore", documents, "--out", out, "--jobs", "1"]
    process = subprocess.Popen(whole, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while process.poll() is None and not list(out.glob("04/receipt.json")):
        time.sleep(0.01)
    return process


def test_an_interrupt_lets_the_pages_in_hand_be_finished(run, documents, tmp_path):
    out = tmp_path / "out"
    process = started(run, documents, out)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert b"finishing the pages in hand" in said
    assert b"the same command goes on from there" in said
    done = conftest.command("restore", documents, "--out", out)
    assert done.returncode == 0, done.stderr


def test_a_second_interrupt_ends_it_at_once(run, documents, tmp_path):
    process = started(run, documents, tmp_path / "out")
    process.send_signal(signal.SIGINT)
    for line in process.stderr:
        if b"finishing" in line:
            break
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    process.communicate()
    assert process.returncode == 130
    assert time.monotonic() - began < 5


def test_is_killed_with_the_process_that_called_it(documents, tmp_path):
    out = tmp_path / "out"
    code = "import phuchoi, sys; sys.exit(phuchoi.main(sys.argv[1:]))"
    process = started(["-c", code], documents, out)
    process.kill()
    process.communicate()
    # The claim is free, and nobody works on.
    done = conftest.command("restore", documents, "--out", out)
    assert done.returncode == 0, done.stderr


def test_an_interrupt_ends_what_has_nothing_to_finish():
    process = conftest.command("repair", start=subprocess.Popen, stdin=subprocess.PIPE)
    # It reads its standard input when it has come so far.
    while b"pipe" not in os.readlink(f"/proc/{process.pid}/fd/0").encode() or not waits(process.pid):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == -signal.SIGINT


def waits(pid):
    """Whether a process has phuchoi in it and waits."""
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    return "_phuchoi" in maps and state == "S"
