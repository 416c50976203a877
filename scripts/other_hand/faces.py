"""How wide faces run, so that the state's name stands on one line as offices see to."""

import functools
import subprocess

from PIL import ImageFont


@functools.cache
def _font(face):
    path = subprocess.run(["fc-match", "-f", "%{file}", f"{face}:bold"], check=True, capture_output=True, text=True).stdout
    return ImageFont.truetype(path, 100)


def fitting(face, text, size, width):
    """Returns the size in points, at most the one given, at which bold text is no wider than so many centimetres."""
    own = _font(face).getlength(text) / 100 * 2.54 / 72
    return min(size, int(2 * width / own) / 2)
