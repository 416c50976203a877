"""Types of the package `phuchoi`; what each name does is said in ``__init__.py``."""

import os
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from typing_extensions import TypeAlias

_Path: TypeAlias = str | os.PathLike[str]
_Witness: TypeAlias = Literal["auto", "image", "text-layer"]
_Format: TypeAlias = Literal["json", "edits", "md", "html", "csv", "txt", "png", "tif", "alto", "hocr", "page"]
_Step: TypeAlias = Literal[
    "gray", "cleared", "upright", "parted", "scaled", "even", "straight", "flat", "clean", "unruled"
]

__version__: str

class Error(Exception):
    message: str
    code: str
    hint: str | None
    def __init__(self, message: str, code: str, hint: str | None = None) -> None: ...

def repair(text: str, *, dictionaries: Sequence[_Path] = ()) -> str: ...
def restore(
    source: _Path | bytes | bytearray | memoryview,
    *,
    name: _Path | None = None,
    from_: _Witness = "auto",
    lang: str = "vie",
    tessdata: _Path | None = None,
    fast: bool = False,
    without: Iterable[_Step] = (),
    dictionaries: Sequence[_Path] = (),
    page_pixels: int = 200,
) -> dict[str, Any]: ...
def shards(
    inputs: _Path | Sequence[_Path],
    out: _Path,
    *,
    shards: _Path,
    size: int = 100,
    group: Literal["file", "folder"] = "file",
    follow_links: bool = False,
) -> list[str]: ...
def restore_shard(
    manifest: _Path,
    out: _Path,
    *,
    jobs: int = 1,
    formats: Iterable[_Format] = ("json", "edits", "md", "csv"),
    from_: _Witness = "auto",
    lang: str = "vie",
    tessdata: _Path | None = None,
    fast: bool = False,
    without: Iterable[_Step] = (),
    dictionaries: Sequence[_Path] = (),
    page_memory: int = 4096,
    page_seconds: int = 600,
    page_pixels: int = 200,
    resume: bool = True,
    retry_failed: bool = False,
) -> dict[str, Any]: ...
def main(argv: Sequence[str]) -> int: ...
