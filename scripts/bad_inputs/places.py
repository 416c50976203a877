"""What a file system can hold that is no file, and names that no one would give."""

import os
import socket

from kinds import INPUT_FAILS, PASSED_OVER, RESTORED, place
from texts import PRINTED


def text_at(path):
    """Writes a short text."""
    with open(path, "w", encoding="utf8") as target:
        target.write(PRINTED)


def folder_of_texts(*names):
    """Returns a function that makes a folder with a text under each name."""

    def write(path):
        os.mkdir(path)
        for name in names:
            text_at(os.path.join(path, name))

    return write


def deep_folder(name, depth):
    """Returns a function that makes folders within one another and a text in the last."""

    def write(path):
        start = os.open(".", os.O_RDONLY)
        try:
            os.mkdir(path)
            os.chdir(path)
            for _ in range(depth):
                os.mkdir(name)
                os.chdir(name)
            text_at(b"a.txt")
        finally:
            os.chdir(start)
            os.close(start)

    return write


@place("folder-empty", "an empty folder", PASSED_OVER)
@place("folder-named-pdf.pdf", "an empty folder named .pdf", PASSED_OVER)
def _(path):
    os.mkdir(path)


@place("fifo-named-pdf.pdf", "a FIFO that no one writes to", INPUT_FAILS)
def _(path):
    os.mkfifo(path)


@place("socket-named-pdf.pdf", "a socket", INPUT_FAILS)
def _(path):
    start = os.open(".", os.O_RDONLY)
    try:
        # A socket's address is short, whatever its folder's.
        os.chdir(os.path.dirname(path))
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(os.path.basename(path))
    finally:
        os.chdir(start)
        os.close(start)


@place("link-to-zeros.png", "a link to /dev/zero, which never ends", INPUT_FAILS)
def _(path):
    os.symlink("/dev/zero", path)


@place("link-to-null.txt", "a link to /dev/null", INPUT_FAILS)
def _(path):
    os.symlink("/dev/null", path)


@place("link-to-nothing.pdf", "a link to a file that is not there", INPUT_FAILS)
def _(path):
    os.symlink("nothing-there.pdf", path)


@place("link-to-itself.pdf", "a link to itself", INPUT_FAILS)
def _(path):
    os.symlink(os.path.basename(path), path)


@place("link-to-its-folder", "a folder with a link to itself in it", RESTORED)
def _(path):
    folder_of_texts(b"a.txt")(path)
    os.symlink(".", os.path.join(path, b"again"))


@place("no-permission.txt", "a file that may not be read", INPUT_FAILS, unprivileged=True)
def _(path):
    text_at(path)
    os.chmod(path, 0)


@place("no-permission-folder", "a folder that may not be read", INPUT_FAILS, unprivileged=True)
def _(path):
    folder_of_texts(b"a.txt")(path)
    os.chmod(path, 0)


place("name-with-line-end.txt", "a name with a line end in it", RESTORED, at=b"name\nwith line end.txt")(text_at)
place("name-with-escapes.txt", "a name that would clear a terminal", RESTORED, at=b"name \x1b[2J\x07with escapes.txt")(
    text_at
)
place("name-not-utf-8.txt", "a name that is not UTF-8", RESTORED, at=b"name \xff\xfe not utf-8.txt")(text_at)
place("names-not-utf-8", "two names that differ in a byte that is not UTF-8", RESTORED)(
    folder_of_texts(b"\xff.txt", b"\xfe.txt")
)
place("name-of-255-bytes.txt", "a name as long as can be", RESTORED, at=b"n" * 251 + b".txt")(text_at)
place("names-of-255-bytes", "two of the longest names, which differ in case only", RESTORED)(
    folder_of_texts(b"a" * 251 + b".txt", b"A" * 251 + b".txt")
)
place("name-of-spaces.txt", "a name of spaces", RESTORED, at=b"   .txt")(text_at)
place("name-with-dashes.txt", "a name that looks like an option", RESTORED, at=b"--out.txt")(text_at)
place("name-like-the-report", "texts named as phuchoi's own files are", RESTORED)(
    folder_of_texts(b"run.json.txt", b"scores.csv.txt", b"receipt.json.txt", b"document.json.txt")
)
place("folders-deep", "a path of 1,200 folders", RESTORED)(deep_folder(b"d", 1200))
place("folders-too-deep", "a path longer than the system takes (4,096 bytes)", INPUT_FAILS)(deep_folder(b"d" * 200, 25))
