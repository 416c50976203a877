"""A text repaired."""

import pytest

import conftest
import phuchoi


def test_marks_come_back_line_by_line():
    text = "co quan tham muu, giup viec\r\n\nphuc vu hoat dong cua Hoi dong nhan dan"
    repaired = phuchoi.repair(text)
    assert repaired == "cơ quan tham mưu, giúp việc\r\n\nphục vụ hoạt động của Hội đồng nhân dân"


def test_is_what_the_command_prints(tmp_path):
    text = (conftest.FIXTURES / "quyet-dinh" / "english.txt").read_text(encoding="utf-8")
    file = tmp_path / "ocr.txt"
    file.write_text(text, encoding="utf-8")
    printed = conftest.command("repair", file)
    assert printed.returncode == 0, printed.stderr
    assert phuchoi.repair(text) == printed.stdout.decode("utf-8")


def test_an_empty_text_is_empty():
    assert phuchoi.repair("") == ""


def test_a_dictionary_counts_from_one_call_to_the_next(tmp_path):
    text = "Xuong Hoa Sym Trang san xuat do go"
    dictionary = tmp_path / "names.tsv"
    dictionary.write_text("Xưởng Hoa Sỹm Trắng\tname\n", encoding="utf-8")
    before = phuchoi.repair(text)
    assert phuchoi.repair(text, dictionaries=[dictionary]).startswith("Xưởng Hoa Sỹm Trắng")
    assert phuchoi.repair(text) == before


def test_a_dictionary_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(phuchoi.Error) as caught:
        phuchoi.repair("a", dictionaries=[tmp_path / "none.tsv"])
    assert caught.value.code == "dictionary-unreadable"
    assert "none.tsv" in caught.value.message
    assert caught.value.hint
    assert caught.value.hint in str(caught.value)


def test_one_path_is_no_list_of_paths():
    with pytest.raises(TypeError):
        phuchoi.repair("a", dictionaries="names.tsv")
