"""Lines as Tesseract hands them to its recogniser: cut from a page, 36 pixels high, dark print at -1 and paper at 1."""

import ctypes

import numpy as np

HEIGHT = 36

_lept = ctypes.CDLL("liblept.so.5")
for _name, _result, _arguments in (
    ("pixCreate", ctypes.c_void_p, [ctypes.c_int] * 3),
    ("pixGetData", ctypes.c_void_p, [ctypes.c_void_p]),
    ("pixGetWpl", ctypes.c_int, [ctypes.c_void_p]),
    ("pixGetWidth", ctypes.c_int, [ctypes.c_void_p]),
    ("pixGetHeight", ctypes.c_int, [ctypes.c_void_p]),
    ("pixScale", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_float, ctypes.c_float]),
    ("pixDestroy", None, [ctypes.POINTER(ctypes.c_void_p)]),
):
    _function = getattr(_lept, _name)
    _function.restype, _function.argtypes = _result, _arguments


def _rows(pix):
    """A view of a pix's words, big-endian within each word as Leptonica keeps them."""
    height, words = _lept.pixGetHeight(pix), _lept.pixGetWpl(pix)
    words_there = (ctypes.c_uint32 * (height * words)).from_address(_lept.pixGetData(pix))
    return np.frombuffer(words_there, np.uint32).reshape(height, words)


def scaled(grey):
    """A grey line brought to 36 pixels by Leptonica, whose sharpening the recogniser was trained on."""
    height, width = grey.shape
    pix = ctypes.c_void_p(_lept.pixCreate(width, height, 8))
    view = _rows(pix)
    padded = np.zeros((height, view.shape[1] * 4), np.uint8)
    padded[:, :width] = grey
    view[:] = padded.view(">u4")
    factor = HEIGHT / height
    small = ctypes.c_void_p(_lept.pixScale(pix, factor, factor))
    out = _rows(small).astype(">u4").view(np.uint8)[:, : _lept.pixGetWidth(small)].copy()
    _lept.pixDestroy(ctypes.byref(pix))
    _lept.pixDestroy(ctypes.byref(small))
    return out[:HEIGHT] if len(out) >= HEIGHT else np.pad(out, ((0, HEIGHT - len(out)), (0, 0)), mode="edge")


def _share(values, share):
    """The engine's percentile of whole numbers: within the bucket that holds it, by part."""
    buckets = np.bincount(values, minlength=256)
    target = min(max(share * len(values), 1), len(values))
    sums = np.cumsum(buckets)
    index = int(np.searchsorted(sums, target))
    return index + 1 - (sums[index] - target) / buckets[index]


def evened(line):
    """The line's pixels with its print at -1 and its paper at 1, by the turns of brightness along its middle row."""
    row = line[len(line) // 2].astype(int)
    before, now, after = row[:-2], row[1:-1], row[2:]
    dark = now[((now < before) & (now <= after)) | ((now <= before) & (now < after))]
    light = now[((now > before) & (now >= after)) | ((now >= before) & (now > after))]
    black = _share(dark, 0.25) if len(dark) else 0.0
    white = _share(light, 0.75) if len(light) else 255.0
    contrast = (white - black) / 2
    return ((line - black) / (contrast if contrast > 0 else 1.0) - 1).clip(-1, 1).astype(np.float32)
