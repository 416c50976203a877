"""The command line: ``python -m phuchoi``, or ``python FOLDER`` with the folder of this package."""

import os
import sys

if not __package__:
    # Started by its folder, as its own child processes are: the package is looked for beside it, not in it.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

import phuchoi
from phuchoi import _phuchoi


def run():
    """Does what the process's arguments say, and ends it with the exit code."""
    import signal

    parent = os.environ.pop(phuchoi._PARENT, None)
    if parent is not None:
        _phuchoi.end_with(int(parent))
    # From here on this is the program, which Ctrl-C ends where it has nothing to finish.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_phuchoi.run(phuchoi._launch(), ["phuchoi", *sys.argv[1:]]))


if __name__ == "__main__":
    run()
