"""What a kind of bad input is, and the list of all of them."""

import functools
import pathlib
import random
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

TOP = pathlib.Path(__file__).resolve().parent.parent.parent

RESTORED = "restored"
PAGE_FAILS = "page-fails"
INPUT_FAILS = "input-fails"
PASSED_OVER = "passed over"


class Kind(NamedTuple):
    """One kind of bad input."""

    # In lower case, without spaces; also the name of its file, unless `at` says another.
    name: str
    # What it is, in a few words.
    what: str
    # What should come of it where it is given by its own name.
    expected: str
    # What should come of it where it lies in a folder that is given.
    in_folder: str
    # The name of its file or folder, any bytes.
    at: bytes
    # Writes it to the path of bytes it is given.
    write: Callable[[bytes], None]
    # True where it tells something only to a user whom permissions bind.
    unprivileged: bool


KINDS = []


def place(name, what, expected, in_folder=None, at=None, unprivileged=False):
    """Registers a function that writes a kind to a path."""

    def register(write):
        KINDS.append(Kind(name, what, expected, in_folder or expected, at or name.encode(), write, unprivileged))
        return write

    return register


def file(name, what, expected, make, in_folder=None, at=None):
    """Registers a kind that is a file; `make` returns its bytes."""

    def write(path):
        with open(path, "wb") as target:
            target.write(make())

    place(name, what, expected, in_folder, at)(write)


def noise(seed, length):
    """Returns bytes that mean nothing, the same for the same seed."""
    return random.Random(seed).randbytes(length)


@functools.cache
def sample():
    """Returns the upper part of a page of print, in gray, 200 dpi."""
    page = Image.open(TOP / "fixtures" / "quyet-dinh" / "level-1" / "page-01.jpg")
    return page.crop((0, 0, page.width, 640)).convert("L")
