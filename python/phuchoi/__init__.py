"""phuchoi (*phục hồi*, to restore): restores scanned Vietnamese documents.

>>> import phuchoi
>>> phuchoi.repair("co quan tham muu, giup viec")
'cơ quan tham mưu, giúp việc'

:func:`repair` and :func:`restore` work in this process, on the calling thread. :func:`restore_shard` works a shard of a
run in child processes with limits, so that no file can take more than its own page; :func:`shards` parts a run into
shards. :func:`main` is the command line. Python's lock is given back around all work: other threads go on meanwhile.
"""

import os
import sys

from . import _phuchoi
from ._error import Error

__all__ = ["Error", "main", "repair", "restore", "restore_shard", "shards"]
__version__ = _phuchoi.VERSION

# The variable by which :func:`main` tells its process whose it is.
_PARENT = "PHUCHOI_PARENT"


def repair(text, *, dictionaries=()):
    """Repairs a text, as ``phuchoi repair`` does: line k out is line k in, repaired.

    Args:
        text: The text. Pages are parted by form feeds, or begin with a line that a space opens.
        dictionaries: Dictionaries of your own, whose words may be proposed beside the built-in ones. The personal
            dictionary of ``phuchoi dictionary add`` is always read.

    Returns:
        The text, each line with the end that it had.

    Raises:
        Error: A dictionary cannot be read.
    """
    return _phuchoi.repair(text, _paths(dictionaries))


def restore(
    source,
    *,
    name=None,
    from_="auto",
    lang="vie",
    tessdata=None,
    fast=False,
    without=(),
    dictionaries=(),
    page_pixels=200,
):
    """Restores one document in this process and returns its record.

    The record is what ``phuchoi restore`` writes as ``document.json`` (``phuchoi schema`` prints its JSON Schema). A page
    that cannot be read is a page with status ``failed`` and a warning. Each thread keeps its recogniser, which takes a
    third of a second to start, for the next call.

    A file that makes a library crash takes this process with it, and a page may take as long and as much as it likes.
    Where strangers' files are restored, use :func:`restore_shard` or :func:`main`, which work in child processes.

    Args:
        source: The path of a PDF, PNG, JPEG, TIFF, BMP, PNM, WebP or text file, or the bytes of one.
        name: What the record calls its source; unless given, the path as it is given, or ``-`` for bytes.
        from_: What to read of a page: ``"auto"`` (its image, unless it has a good text layer), ``"image"`` or
            ``"text-layer"``.
        lang: Tesseract's language.
        tessdata: The folder of Tesseract's data; unless given, phuchoi's own for ``vie``, else the system's.
        fast: Read nothing a second time, however doubtful, and keep no other readings.
        without: Steps of restoration to leave out, by name, such as ``"clean"``.
        dictionaries: Dictionaries of your own; the personal one is always read.
        page_pixels: Most pixels that a page's image may have, in millions.

    Returns:
        The record.

    Raises:
        Error: The input cannot be read, or none of its pages, or something needed is not installed.
        ValueError: An option is none that is known.
    """
    # Not needed by the child processes, which are to start fast.
    import json

    options = _options(from_, lang, tessdata, fast, without, dictionaries)
    if isinstance(source, (bytes, bytearray, memoryview)):
        path, data = "-" if name is None else name, bytes(source)
    elif name is None:
        path, data = source, None
    else:
        raise ValueError("`name` is for bytes; a file has its path")
    return json.loads(_phuchoi.open_document(path, data, page_pixels, options))


def shards(inputs, out, *, shards, size=100, group="file", follow_links=False):
    """Parts a run into shards, as ``phuchoi shard`` does, that any number of machines can work in any order.

    An input that cannot be found, and what is no input, is in no shard; the run over everything at the end says so.
    Paths are written as they are given: give absolute ones where shards are worked from another folder.

    Args:
        inputs: Files and folders, as for ``phuchoi restore``; or one of them.
        out: The folder that the records will go to, which lies outside the inputs.
        shards: The folder that the shards are written to: ``00000.jsonl``, ``00001.jsonl`` and so on. Larger numbers, of
            an earlier parting, are taken away.
        size: Inputs of a shard.
        group: What makes a document: ``"file"``, or ``"folder"``, all images of a folder.
        follow_links: Whether folders that are links are walked, too, each once.

    Returns:
        The paths of the shards, for :func:`restore_shard`.

    Raises:
        Error: There is nothing to restore, an input is or holds `out`, or a shard cannot be written.
        ValueError: `group` is none that is known.
    """
    if isinstance(inputs, (str, bytes, os.PathLike)):
        inputs = [inputs]
    written = _phuchoi.write_shards(_paths(inputs), out, shards, size, group, follow_links)
    return [os.fspath(path) for path in written]


def restore_shard(
    manifest,
    out,
    *,
    jobs=1,
    formats=("json", "edits", "md", "csv"),
    from_="auto",
    lang="vie",
    tessdata=None,
    fast=False,
    without=(),
    dictionaries=(),
    page_memory=4096,
    page_seconds=600,
    page_pixels=200,
    resume=True,
    retry_failed=False,
):
    """Works a shard, as ``phuchoi restore --shard MANIFEST --out OUT`` does, and returns its receipt.

    Pages are worked in child processes with limits. Records that are there already and still true are kept, so a shard
    that was broken off goes on where it was. An input that cannot be read is in the receipt, and the rest goes on. A run
    over everything at the end, with the same options (``phuchoi restore INPUTS --out OUT``), finds all records done and
    writes ``run.json`` and ``scores.csv``.

    Ctrl-C, heard in the main thread, lets the pages in hand be finished before ``KeyboardInterrupt`` is raised.

    Args:
        manifest: The shard, of :func:`shards` or ``phuchoi shard``.
        out: The folder that was named there.
        jobs: Pages worked at the same time; never more than there are processors.
        formats: What to write: ``"json"`` (always), ``"edits"``, ``"md"``, ``"html"``, ``"csv"``, ``"txt"``, ``"png"``,
            ``"tif"``, ``"alto"``, ``"hocr"``, ``"page"``, ``"pdf"``. ``"+pdf"``, with a ``+``, adds to these four.
        from_: As for :func:`restore`, and so are ``lang``, ``tessdata``, ``fast``, ``without`` and ``dictionaries``.
        page_memory: Most memory that a page may take, in MB.
        page_seconds: Most time that a page may take, by the clock, and half of it of the processor.
        page_pixels: Most pixels that a page's image may have, in millions.
        resume: Keep the records that are there already and still true.
        retry_failed: Try inputs and pages again that failed before.

    Returns:
        The receipt, ``OUT/shards/NAME.json``: ``totals``, and each of the ``inputs`` with its ``status``.

    Raises:
        Error: The shard cannot be read, ``output-claimed``: another run has it, or nothing can be written any more.
        ValueError: An option is none that is known.
    """
    import json

    run = {"jobs": jobs, "formats": list(formats), "resume": resume, "retry_failed": retry_failed}
    limits = {"page_memory": page_memory, "page_seconds": page_seconds, "page_pixels": page_pixels}
    options = _options(from_, lang, tessdata, fast, without, dictionaries)
    return json.loads(_phuchoi.restore_shard(_launch(), manifest, out, run, limits, options))


def main(argv):
    """Runs the command line and returns its exit code: ``python -m phuchoi ARGV`` in a process of its own.

    It writes to this process's standard output and error. What asks this process to end is handed on to it (Ctrl-C,
    ``SIGTERM`` and ``SIGHUP``, where this is called in the main thread): the first time ``restore`` finishes the pages in
    hand, the second time it ends at once. If this process is killed, it is too.

    Args:
        argv: The arguments, such as ``["restore", "scans", "--out", "restored"]``.

    Returns:
        0 if all was done, 1 if some inputs failed, 2 for wrong usage, 3 if something needed is not installed, 130 if it
        was interrupted.
    """
    import signal
    import subprocess
    import threading

    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    # In a session of its own, or a terminal's Ctrl-C would come to it twice.
    environment = {**os.environ, _PARENT: str(os.getpid())}
    process = subprocess.Popen([*_launch(), *argv], env=environment, start_new_session=True)
    handlers = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            handlers[number] = signal.signal(number, lambda number, _: process.send_signal(number))
    try:
        code = process.wait()
    finally:
        for number, handler in handlers.items():
            # One that was not set from Python cannot be put back from it.
            if handler is not None:
                signal.signal(number, handler)
    # As a shell says it of a process that a signal ended.
    return code if code >= 0 else 128 - code


def _launch():
    """What starts phuchoi for its child processes: this interpreter and this package, whatever the working folder and
    the paths that Python looks in."""
    if not sys.executable:
        raise Error("Python does not say where its interpreter is", "no-interpreter", "set `sys.executable`")
    return [sys.executable, os.path.dirname(os.path.abspath(__file__))]


def _options(from_, lang, tessdata, fast, without, dictionaries):
    return {
        "from": from_,
        "lang": lang,
        "tessdata": tessdata,
        "fast": fast,
        "without": list(without),
        "dictionaries": _paths(dictionaries),
    }


def _paths(paths):
    if isinstance(paths, (str, bytes, os.PathLike)):
        raise TypeError("a list of paths is wanted, not one path")
    return list(paths)
