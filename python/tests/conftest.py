"""What the tests share: documents to restore, and the command line run as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
# Barely legible, and so small: one page takes about a second.
PAGES = sorted((FIXTURES / "quyet-dinh" / "level-3").glob("page-*.jpg"))
LINES = [
    "co quan tham muu, giup viec, phuc vu hoat dong cua Hoi dong nhan dan",
    "bao cao ket qua cong tac nam cua van phong ve viec thuc hien nhiem vu",
    "Uy ban nhan dan tinh to chuc thuc hien cac nhiem vu duoc giao",
]


@pytest.fixture(autouse=True)
def no_personal_dictionary(monkeypatch):
    """Whoever runs the tests may have a dictionary of their own."""
    monkeypatch.setenv("PHUCHOI_DICTIONARY", "")


@pytest.fixture
def page():
    """One small page image."""
    return PAGES[0]


@pytest.fixture
def documents(tmp_path):
    """A folder of twelve texts and three images, an image after each four texts."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(15):
        if number % 5 == 4:
            (folder / f"{number:02}.jpg").write_bytes(PAGES[number // 5].read_bytes())
        else:
            lines = [f"{number}. {line}" for line in LINES]
            (folder / f"{number:02}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def command(*arguments, start=subprocess.run, **options):
    """Runs `python -m phuchoi`, away from the sources of this package."""
    whole = [sys.executable, "-m", "phuchoi", *map(str, arguments)]
    options = {"cwd": "/", "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return start(whole, **options)


def tree(folder):
    """All files under a folder with their bytes, but for what a run keeps for itself, and shards' receipts."""
    folder = Path(folder)
    files = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    named = ((path.relative_to(folder), path) for path in files)
    kept = ((name, path) for name, path in named if name.parts[0] not in (".phuchoi", "shards"))
    return {str(name): os.readlink(path) if path.is_symlink() else path.read_bytes() for name, path in kept}
