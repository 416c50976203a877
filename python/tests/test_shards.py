"""A run parted into shards."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest

import conftest
import phuchoi


@pytest.fixture
def plain(documents, tmp_path):
    """The folder's output, made by one plain run."""
    out = tmp_path / "plain"
    done = conftest.command("restore", documents, "--out", out)
    assert done.returncode == 0, done.stderr
    return conftest.tree(out)


def test_shards_worked_one_by_one_make_what_one_run_makes(documents, plain, tmp_path):
    out = tmp_path / "out"
    shards = phuchoi.shards([documents], out, shards=tmp_path / "shards", size=4)
    assert [Path(shard).name for shard in shards] == [f"0000{number}.jsonl" for number in range(4)]
    for shard in reversed(shards):
        receipt = phuchoi.restore_shard(shard, out, jobs=2)
        assert receipt == json.loads(
            (out / "shards" / f"{Path(shard).stem}.json").read_text(encoding="utf-8")
        )
        assert receipt["totals"]["failed"] == receipt["totals"]["pending"] == 0
        assert receipt["totals"]["ok"] == len(receipt["inputs"])

    made = {path: path.stat().st_mtime_ns for path in out.glob("*/receipt.json")}
    assert len(made) == 15
    done = conftest.command("restore", documents, "--out", out)
    assert done.returncode == 0, done.stderr
    assert {path: path.stat().st_mtime_ns for path in made} == made, "no record was made again"
    assert conftest.tree(out) == plain


def test_is_what_the_command_makes_of_a_shard(documents, tmp_path):
    options = {"fast": True, "without": ["clean"], "formats": ["json", "txt", "png"], "from_": "image"}
    by_function, by_command = tmp_path / "a" / "out", tmp_path / "b" / "out"
    (shard,) = phuchoi.shards(documents, by_function, shards=tmp_path / "shards")
    phuchoi.restore_shard(shard, by_function, **options)
    given = ["--fast", "--without", "clean", "--formats", "json,txt,png", "--from", "image"]
    done = conftest.command("restore", "--shard", shard, "--out", by_command, *given)
    assert done.returncode == 0, done.stderr
    assert conftest.tree(by_function) == conftest.tree(by_command)
    receipts = [(out / "shards" / "00000.json").read_bytes() for out in (by_function, by_command)]
    assert receipts[0] == receipts[1]


def test_the_images_of_a_folder_can_be_one_document(documents, tmp_path):
    out = tmp_path / "out"
    (shard,) = phuchoi.shards([documents], out, shards=tmp_path / "shards", group="folder")
    receipt = phuchoi.restore_shard(shard, out, fast=True)
    assert receipt["settings"]["group"] == "folder"
    assert max(entry["counts"]["pages"] for entry in receipt["inputs"]) == 3


def test_an_input_that_cannot_be_read_is_in_the_receipt(documents, tmp_path):
    (documents / "broken.pdf").write_bytes(b"%PDF-1.4\n")
    out = tmp_path / "out"
    (shard,) = phuchoi.shards([documents], out, shards=tmp_path / "shards")
    receipt = phuchoi.restore_shard(shard, out, fast=True)
    assert receipt["totals"]["failed"] == 1
    (failed,) = (entry for entry in receipt["inputs"] if entry["status"] == "failed")
    assert failed["path"].endswith("broken.pdf")
    assert failed["reason"]["code"]


def test_a_page_takes_no_more_than_it_may(documents, tmp_path):
    (shard,) = phuchoi.shards([documents / "04.jpg"], tmp_path / "out", shards=tmp_path / "shards")
    receipt = phuchoi.restore_shard(shard, tmp_path / "out", page_memory=60)
    (entry,) = receipt["inputs"]
    assert entry["reason"]["code"] == "memory-limit"


@pytest.mark.parametrize(
    ("text", "code"), [(None, "shard-unreadable"), ("", "shard-malformed"), ("{}\n", "shard-malformed")]
)
def test_what_is_no_shard_is_an_error(tmp_path, text, code):
    manifest = tmp_path / "00000.jsonl"
    if text is not None:
        manifest.write_text(text, encoding="utf-8")
    with pytest.raises(phuchoi.Error) as caught:
        phuchoi.restore_shard(manifest, tmp_path / "out")
    assert caught.value.code == code


def test_nothing_to_restore_is_an_error(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(phuchoi.Error) as caught:
        phuchoi.shards([tmp_path / "empty"], tmp_path / "out", shards=tmp_path / "shards")
    assert caught.value.code == "no-inputs"


@pytest.mark.parametrize("option", [{"formats": ["docx"]}, {"from_": "picture"}, {"jobs": 0}])
def test_an_option_that_is_not_known_is_an_error_of_value(documents, tmp_path, option):
    (shard,) = phuchoi.shards([documents], tmp_path / "out", shards=tmp_path / "shards")
    with pytest.raises(ValueError, match=f"`{next(iter(option))}`"):
        phuchoi.restore_shard(shard, tmp_path / "out", **option)
    assert not (tmp_path / "out").exists()


def test_a_shard_is_worked_by_one_at_a_time(documents, tmp_path):
    out = tmp_path / "out"
    (shard,) = phuchoi.shards([documents], out, shards=tmp_path / "shards")
    other = threading.Thread(target=phuchoi.restore_shard, args=(shard, out))
    other.start()
    while other.is_alive() and not list(out.glob("*/receipt.json")):
        time.sleep(0.01)
    with pytest.raises(phuchoi.Error) as caught:
        phuchoi.restore_shard(shard, out)
    other.join()
    assert caught.value.code == "output-claimed"
    assert phuchoi.restore_shard(shard, out)["totals"]["ok"] == 15


@pytest.fixture
def ears():
    """Hears an interrupt also where a shell started the tests in the background, deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ears")
def test_an_interrupt_leaves_what_was_done(documents, tmp_path):
    out = tmp_path / "out"
    (shard,) = phuchoi.shards([documents], out, shards=tmp_path / "shards")

    def interrupt():
        while not list(out.glob("*/receipt.json")):
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    watcher = threading.Thread(target=interrupt)
    watcher.start()
    with pytest.raises(KeyboardInterrupt):
        phuchoi.restore_shard(shard, out)
    watcher.join()
    done = len(list(out.glob("*/receipt.json")))
    assert 1 <= done < 15
    assert phuchoi.restore_shard(shard, out)["totals"]["ok"] == 15


def test_children_are_this_package_wherever_python_looks(documents, tmp_path, monkeypatch):
    """Neither the working folder nor `PYTHONPATH` says what `phuchoi` is to a child process."""
    other = tmp_path / "elsewhere"
    (other / "phuchoi").mkdir(parents=True)
    (other / "phuchoi" / "__init__.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    monkeypatch.chdir(other)
    monkeypatch.setenv("PYTHONPATH", str(other))
    out = tmp_path / "out"
    (shard,) = phuchoi.shards([documents / "00.txt"], out, shards=tmp_path / "shards")
    assert phuchoi.restore_shard(shard, out)["totals"]["ok"] == 1
