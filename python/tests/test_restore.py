"""A document restored in this process."""

import json
import multiprocessing
import pickle
import threading
import time

import pytest

import conftest
import phuchoi


def recorded(folder, name):
    return json.loads((folder / name / "document.json").read_text(encoding="utf-8"))


def test_the_record_is_the_one_that_the_command_writes(documents, tmp_path):
    out = tmp_path / "out"
    inputs = [documents / "00.txt", documents / "04.jpg"]
    assert conftest.command("restore", *inputs, "--out", out).returncode == 0
    assert phuchoi.restore(inputs[0]) == recorded(out, "00")
    assert phuchoi.restore(str(inputs[1])) == recorded(out, "04")


def test_bytes_are_as_good_as_a_file(page):
    of_file = phuchoi.restore(page, fast=True)
    of_bytes = phuchoi.restore(page.read_bytes(), fast=True, name=page)
    assert of_bytes == of_file
    assert of_bytes["source"]["kind"] == "image"
    assert of_bytes["pages"][0]["lines"]


def test_bytes_need_no_name():
    record = phuchoi.restore(b"phuc vu hoat dong cua Hoi dong nhan dan\n")
    assert record["source"]["path"] == "-"
    assert record["pages"][0]["lines"][0]["text"] == "phục vụ hoạt động của Hội đồng nhân dân"
    assert record["pages"][0]["lines"][0]["ocr"] == "phuc vu hoat dong cua Hoi dong nhan dan"


def test_a_file_has_its_own_name(page):
    with pytest.raises(ValueError, match="name"):
        phuchoi.restore(page, name="other.jpg")


@pytest.mark.parametrize("given", [b"", b"\x7fELF\x02\x01\x01" + bytes(100), "nowhere.pdf", "/"])
def test_what_cannot_be_read_is_an_error(given):
    with pytest.raises(phuchoi.Error) as caught:
        phuchoi.restore(given)
    assert caught.value.code
    assert caught.value.message


def test_a_document_without_any_page_that_can_be_read_is_an_error(page):
    with pytest.raises(phuchoi.Error):
        phuchoi.restore(page.read_bytes()[:200], name="cut.jpg")


def test_what_can_be_read_of_an_image_cut_short_is_in_the_record(page):
    record = phuchoi.restore(page.read_bytes()[:20_000], name="cut.jpg", fast=True)
    assert record["pages"][0]["status"] == "failed"
    assert [warning["code"] for warning in record["warnings"]] == ["cut-short"]


def test_a_page_that_cannot_be_read_is_part_of_the_record(tmp_path):
    tif = bytearray((conftest.FIXTURES / "quyet-dinh" / "level-0.tif").read_bytes())
    # The strip of the first page lies at the beginning; the tables that say where pages lie are left as they are.
    tif[8:40000] = bytes(39992)
    file = tmp_path / "scan.tif"
    file.write_bytes(tif)
    out = tmp_path / "out"
    assert conftest.command("restore", file, "--out", out, "--fast").returncode in (0, 1)
    assert phuchoi.restore(file, fast=True) == recorded(out, "scan")


def test_an_image_of_too_many_pixels_is_refused(page):
    with pytest.raises(phuchoi.Error, match="pixels"):
        phuchoi.restore(page, page_pixels=0)


@pytest.mark.parametrize("option", [{"from_": "picture"}, {"without": ["colour"]}])
def test_an_option_that_is_not_known_is_an_error_of_value(page, option):
    with pytest.raises(ValueError, match="knows"):
        phuchoi.restore(page, **option)


def test_missing_data_is_said_with_what_mends_it(page, tmp_path):
    with pytest.raises(phuchoi.Error) as caught:
        phuchoi.restore(page, tessdata=tmp_path)
    assert caught.value.code == "tesseract-missing"
    assert "doctor" in caught.value.hint


def test_an_error_can_be_sent_to_another_process():
    error = pickle.loads(pickle.dumps(phuchoi.Error("it is broken", "broken", "mend it")))
    assert (error.message, error.code, error.hint) == ("it is broken", "broken", "mend it")


def test_python_goes_on_while_a_page_is_restored(page):
    ticks = 0
    done = threading.Event()

    def count():
        nonlocal ticks
        while not done.wait(0.005):
            ticks += 1

    counter = threading.Thread(target=count)
    counter.start()
    began = time.monotonic()
    phuchoi.restore(page)
    took = time.monotonic() - began
    done.set()
    counter.join()
    # Were the lock held all the time, there would be one or two.
    assert ticks > 20 * took, f"{ticks} ticks in {took:.2f} s"


def test_threads_restore_side_by_side(page):
    records = {}

    def restore(number):
        spans = records.setdefault(number, [])
        for _ in range(2):
            began = time.monotonic()
            record = phuchoi.restore(page, fast=True)
            spans.append((began, time.monotonic(), record))

    threads = [threading.Thread(target=restore, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(record == records[0][0][2] for spans in records.values() for _, _, record in spans)
    one, other = records[0][0], records[1][0]
    assert max(one[0], other[0]) < min(one[1], other[1]), "both were at work at the same time"


def test_a_process_forked_off_is_told_so():
    phuchoi.repair("a")
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    child = context.Process(target=try_to_repair, args=(answers,))
    child.start()
    assert answers.get(timeout=60) == "forked"
    child.join()


def try_to_repair(answers):
    try:
        phuchoi.repair("a")
    except phuchoi.Error as error:
        answers.put(error.code)
    else:
        answers.put("repaired")
