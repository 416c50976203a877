"""How wide faces run, so that the state's name stands on one line and no word is cut in a column, as offices see to."""

import functools
import subprocess

from PIL import ImageFont


@functools.cache
def _font(face):
    path = subprocess.run(["fc-match", "-f", "%{file}", f"{face}:bold"], check=True, capture_output=True, text=True).stdout
    return ImageFont.truetype(path, 100)


def _centimetres(face, text, size):
    return _font(face).getlength(text) / 100 * size * 2.54 / 72


def roomy(face, size, table, width):
    """Returns a table's shares of so many centimetres, each column as wide at least as its longest word."""
    shares = [share / sum(table.shares) for share in table.shares]
    least = [0.0] * len(shares)
    for column, text in enumerate(table.letters):
        least[column] = _centimetres(face, text, size) + 0.45
    for cells in [*table.head, *(row.cells for row in table.rows)]:
        for column, cell in enumerate(cells):
            if cell and cell.columns == 1:
                least[column] = max([least[column], *(_centimetres(face, word, size) + 0.45 for word in cell.text.split())])
    lacking = sum(max(0.0, need - share * width) for need, share in zip(least, shares, strict=True))
    spare = sum(max(0.0, share * width - need) for need, share in zip(least, shares, strict=True))
    part = min(1.0, lacking / spare) if spare else 0.0
    return [max(need, share * width) - part * max(0.0, share * width - need) for need, share in zip(least, shares, strict=True)]


def fitting(face, text, size, width):
    """Returns the size in points, at most the one given, at which bold text is no wider than so many centimetres."""
    own = _font(face).getlength(text) / 100 * 2.54 / 72
    return min(size, int(2 * width / own) / 2)
