"""Prints and damages stretches of pages in pairs: as a scanner gives them, and as they were printed.

A stretch is a square of a page at 200 dpi in grey. Its text comes from a collection, its faces are those that
Vietnamese offices print in. What befalls it is drawn anew each time from ranges wider than any one scanner's: ink that
spread or faded, the back of the sheet showing through, stamps faded to grey, shaded paper, specks, too few dots to the
inch, noise, JPEG. The damaged stretch is brought to 200 dpi on white paper as phuchoi does before it cleans a page
(src/restoration/scale.rs, background.rs), so that both are pixel for pixel of the same place. Print of 6 to 15 points
here is that of 8 to 20 points on a page that phuchoi works at 150 dpi.
"""

import io
import itertools
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDE = 1024
DPI = 200


def stretch(lines, faces, rng):
    """Returns print on white, float32 with 1 for ink, SIDE × SIDE; `lines` gives strings without end."""
    image = Image.new("L", (SIDE, SIDE), 255)
    pen = ImageDraw.Draw(image)
    y = rng.uniform(-20, 30)
    while y < SIDE:
        face = faces[rng.choice(list(faces), p=weights(faces))]
        style = rng.choice(["roman", "bold", "italic", "bolditalic"], p=[0.5, 0.2, 0.22, 0.08])
        points = rng.choice([8, 9, 10, 11, 12, 13, 14, 16, 20], p=[0.05, 0.05, 0.1, 0.15, 0.2, 0.25, 0.14, 0.04, 0.02])
        font = ImageFont.truetype(face[style], round(points * DPI / 72))
        leading = points * DPI / 72 * rng.uniform(1.12, 1.5)
        if rng.random() < 0.25:
            y = table(pen, lines, font, leading, y, rng)
            continue
        x = rng.uniform(-60, 160)
        ink = int(rng.uniform(0, 40)) if rng.random() < 0.9 else int(rng.uniform(40, 110))
        for _ in range(rng.integers(1, 7)):
            text = next(lines)
            if rng.random() < 0.15:
                text = text.upper()
            if rng.random() < 0.05:
                text = text[:20] + "." * 80
            pen.text((x, y), text, font=font, fill=ink)
            if rng.random() < 0.06:
                rule(pen, x, y + leading * 0.95, x + rng.uniform(60, 400), y + leading * 0.95, rng)
            y += leading
        y += leading * rng.uniform(0, 0.8)
    return 1 - np.asarray(image, dtype=np.float32) / 255


def weights(faces):
    given = np.array([0.2 if face in ("freeserif", "heros", "dejavu") else 1.0 for face in faces])
    return given / given.sum()


def rule(pen, x0, y0, x1, y1, rng):
    pen.line((x0, y0, x1, y1), fill=int(rng.uniform(0, 60)), width=int(rng.integers(1, 5)))


def table(pen, lines, font, leading, y, rng):
    edges = np.sort(rng.uniform(0, SIDE, rng.integers(3, 7)))
    top = y
    for _ in range(rng.integers(2, 6)):
        rule(pen, edges[0], y, edges[-1], y, rng)
        for left, right in itertools.pairwise(edges):
            if rng.random() < 0.5:
                text = number(rng)
            else:
                text = next(lines)
                while len(text) > 1 and font.getlength(text) > right - left - 12:
                    text = text[: len(text) * 3 // 4]
            room = right - left - font.getlength(text)
            pen.text((left + max(6, room * rng.uniform(0.1, 0.9)), y + leading * 0.15), text, font=font, fill=int(rng.uniform(0, 50)))
        y += leading * rng.uniform(1.1, 1.5)
    rule(pen, edges[0], y, edges[-1], y, rng)
    for x in edges:
        rule(pen, x, top, x, y, rng)
    return y + leading


def number(rng):
    forms = ["{}", "{}.{:03d}", "{},{}", "{}/{}", "0{}", "{}%", "{}", "({})"]
    form = forms[rng.integers(len(forms))]
    return form.format(*(int(rng.integers(0, 10 ** rng.integers(1, 4))) for _ in range(2)))


def clouds(rng, shape, cell):
    """Returns smooth noise of about unit deviation, its blotches `cell` pixels wide."""
    small = rng.normal(0, 1, (max(2, shape[0] // cell + 2), max(2, shape[1] // cell + 2))).astype(np.float32)
    field = np.asarray(Image.fromarray(small).resize((shape[1], shape[0]), Image.Resampling.BICUBIC))
    return field / max(1e-6, field.std())


def blurred(field, radius):
    """Returns a field under a Gaussian of so many pixels' deviation, its edges repeated."""
    reach = max(1, math.ceil(3 * radius))
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / radius) ** 2)
    taps = (taps / taps.sum()).astype(np.float32)
    for axis in (0, 1):
        length = field.shape[axis]
        padded = np.pad(field.astype(np.float32), [(reach, reach) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        parts = (padded.take(range(i, i + length), axis) * tap for i, tap in enumerate(taps))
        field = sum(parts)
    return field


def stamp(rng, shape):
    """Returns rings, letters' strokes and stars of a worn stamp, 0 to 1."""
    image = Image.new("L", (shape[1], shape[0]), 0)
    pen = ImageDraw.Draw(image)
    for _ in range(rng.integers(1, 3)):
        x, y, radius = rng.uniform(0, shape[1]), rng.uniform(0, shape[0]), rng.uniform(80, 175)
        for inset in (0, rng.uniform(7, 16), rng.uniform(40, 66)):
            r = radius - inset
            pen.ellipse((x - r, y - r, x + r, y + r), outline=255, width=int(rng.integers(2, 7)))
        for angle in np.arange(0, 2 * math.pi, 0.22):
            r = radius * rng.uniform(0.72, 0.8)
            cx, cy, half = x + r * math.cos(angle), y + r * math.sin(angle), rng.uniform(5, 12)
            pen.line((cx - half, cy - half, cx + half, cy + half), fill=255, width=4)
            pen.line((cx, cy - half, cx, cy + half), fill=255, width=4)
        r = radius * 0.35
        star = [(x + (r if k % 2 else r * 0.4) * math.sin(0.628 * k), y + (r if k % 2 else r * 0.4) * math.cos(0.628 * k)) for k in range(10)]
        pen.polygon(star, fill=255)
    worn = np.clip(0.8 + 0.3 * clouds(rng, shape, 9), 0, 1)
    return np.asarray(image, dtype=np.float32) / 255 * worn


def damaged(ink, behind, rng):
    """Returns the stretch as scanned and brought back to 200 dpi on white, float32 with 1 for ink."""
    bad = rng.random() ** 0.7
    dpi = rng.choice([100, 110, 120, 150, 150, 170, 200, 200, 240, 300])
    if rng.random() < 0.3:
        ink = np.clip((blurred(ink, rng.uniform(0.4, 1.2)) - rng.uniform(0.25, 0.6)) * rng.uniform(2, 4), 0, 1)
    fade = 1 - rng.uniform(0, 0.35) * bad * np.clip(clouds(rng, ink.shape, int(rng.integers(55, 220))), 0, 1.6)
    dark = ink * rng.uniform(1 - 0.4 * bad, 1) * fade
    if rng.random() < 0.6:
        shown = blurred(behind[:, ::-1], rng.uniform(1.7, 4.7)) * rng.uniform(0.03, 0.22)
        dark = np.maximum(dark, shown)
    light = 1 - dark
    if rng.random() < 0.25:
        light = light * (1 - stamp(rng, ink.shape) * rng.uniform(0.04, 0.3))
    image = Image.fromarray((light * 255).astype(np.float32))
    small = max(16, round(SIDE * dpi / DPI))
    image = image.resize((small, small), Image.Resampling.LANCZOS)
    if rng.random() < 0.7:
        angle = rng.uniform(-1.5, 1.5)
        turned = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        image = turned.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    level = rng.uniform(255 - 65 * bad, 255)
    paper = level + rng.uniform(0, 15) * bad * clouds(rng, (small, small), max(8, small // 3))
    pixels = blurred(np.asarray(image), rng.uniform(0.1, 0.35 + 0.6 * bad)) / 255 * paper
    for _ in range(int(rng.uniform(0, 180) * bad)):
        x, y, r = rng.integers(small), rng.integers(small), rng.choice([0, 0, 0, 1, 1, 2])
        pixels[max(0, y - r // 2):y + r // 2 + 1, max(0, x - (r + 1) // 2):x + r // 2 + 1] *= rng.uniform(0.2, 0.8)
    noise = rng.normal(0, rng.uniform(0.5, 1 + 10 * bad), (small, small))
    if rng.random() < 0.4:
        noise = blurred(noise, rng.uniform(0.3, 0.8)) * 1.8
    pixels = np.clip(pixels + noise, 0, 255)
    if rng.random() < 0.06 and dpi >= 150:
        pixels = np.where(pixels < rng.uniform(110, 190), 0.0, 255.0)
    scan = Image.fromarray(pixels.astype(np.uint8))
    if rng.random() < 0.85:
        buffer = io.BytesIO()
        scan.save(buffer, "JPEG", quality=int(rng.choice([18, 24, 30, 40, 50, 60, 75, 88])))
        scan = Image.open(io.BytesIO(buffer.getvalue())).convert("L")
    back = scan.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return 1 - evened(np.asarray(back, dtype=np.float32)) / 255


BLOCK = 6


def evened(pixels):
    """Divides by the paper's brightness, as src/restoration/background.rs does."""
    side = -(-SIDE // BLOCK)
    padded = np.pad(pixels, (0, side * BLOCK - SIDE), constant_values=0)
    levels = padded.reshape(side, BLOCK, side, BLOCK).max((1, 3))
    for axis in (0, 1):
        levels = np.max([shifted(levels, step, axis) for step in range(-2, 3)], axis=0)
    for axis in (0, 1):
        levels = np.mean([shifted(levels, step, axis) for step in range(-4, 5)], axis=0)
    paper = np.asarray(Image.fromarray(levels.astype(np.float32)).resize((side * BLOCK,) * 2, Image.Resampling.BILINEAR))
    return np.clip(pixels * 255 / np.maximum(paper[:SIDE, :SIDE], 90), 0, 255)


def shifted(levels, step, axis):
    """Returns the levels moved by some blocks, the outermost repeated."""
    index = np.clip(np.arange(levels.shape[axis]) + step, 0, levels.shape[axis] - 1)
    return np.take(levels, index, axis)
