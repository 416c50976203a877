"""Prints half pages of lines whose places are known, and damages them as age and scanners do.

What befalls a page is drawn anew each time from ranges wider than any one scanner's. The skew of the sheet is left out,
so that every line stays where it was printed; its blur is not.
"""

import io
import itertools

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pages import blurred, clouds, stamp

DPI = 300
WIDTH, HEIGHT = 2480, 1754
STYLES = ["roman", "bold", "italic", "bolditalic"]


def printed(texts, faces, rng):
    """Returns a page of black print on white, 300 dpi, and its lines as (left, top, right, bottom, text)."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(image)
    placed, y = [], rng.uniform(30, 120)
    while y < HEIGHT - 160:
        face = faces[rng.choice(list(faces), p=shares(faces))]
        style = rng.choice(STYLES, p=[0.55, 0.16, 0.23, 0.06])
        points = rng.choice([8, 9, 10, 11, 12, 13, 14, 16], p=[0.05, 0.07, 0.1, 0.13, 0.2, 0.23, 0.18, 0.04])
        font = ImageFont.truetype(face[style], round(points * DPI / 72))
        leading = points * DPI / 72 * rng.uniform(1.12, 1.5)
        left, right = rng.uniform(60, 300), WIDTH - rng.uniform(60, 300)
        if rng.random() < 0.22:
            y = row(pen, texts, font, left, right, y, leading, placed, rng)
            continue
        text = next(texts)
        if rng.random() < 0.2:
            text = text.upper()
        for line in wrapped(text, font, right - left)[: rng.integers(1, 8)]:
            if y > HEIGHT - 160:
                break
            put(pen, font, line, left, y, right - left, rng.random() < 0.7, placed, rng)
            y += leading
        y += leading * rng.uniform(0, 0.5)
    return image, placed


def shares(faces):
    given = np.array([4.0 if face in ("tinos", "termes") else 1.0 for face in faces])
    return given / given.sum()


def wrapped(text, font, room):
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and font.getlength(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def put(pen, font, line, x, y, room, justified, placed, rng, ink=0):
    """Draws a line, justified by wider spaces where that leaves them like spaces, and notes its place."""
    words = line.split()
    advance = font.getlength(line)
    if rng.random() < FOOTNOTES and len(words) > 2:
        note(pen, font, line, x, y, placed, ink, rng)
        return
    gap = (room - sum(map(font.getlength, words))) / max(1, len(words) - 1)
    space = font.getlength(" ")
    box = font.getbbox(line)
    # The engine's line reaches from descender to ascender whether or not the line has any.
    tall = font.getbbox("dp")
    top, bottom = y + min(box[1], tall[1]), y + max(box[3], tall[3])
    if justified and len(words) > 3 and space * 0.8 < gap < space * 2.5:
        at = x
        for word in words:
            pen.text((at, y), word, font=font, fill=ink)
            at += font.getlength(word) + gap
        advance = room
    else:
        pen.text((x, y), line, font=font, fill=ink)
    placed.append((x, top, x + advance, bottom, line))


# The part of lines that bear a footnote's mark; so few that the engine does not see marks everywhere.
FOOTNOTES = 0.03


def note(pen, font, line, x, y, placed, ink, rng):
    """Draws a line with a raised number after one of its words, before the stop if it has one."""
    mark = str(rng.integers(1, 30) if rng.random() < 0.7 else rng.integers(1, 10))
    small = font.font_variant(size=max(8, round(font.size * rng.uniform(0.55, 0.68))))
    words = line.split(" ")
    at = int(rng.integers(1, len(words) + 1)) if rng.random() < 0.5 else len(words)
    before, after = " ".join(words[:at]), "".join(" " + word for word in words[at:])
    stop = before[-1] if before[-1] in ".,;:)" else ""
    before, after = before.removesuffix(stop), stop + after
    pen.text((x, y), before, font=font, fill=ink)
    right = x + font.getlength(before)
    raised = y + font.getbbox("d")[1] - small.getbbox("1")[1] - rng.uniform(-0.02, 0.06) * font.size
    pen.text((right, raised), mark, font=small, fill=ink)
    right += small.getlength(mark)
    pen.text((right, y), after, font=font, fill=ink)
    right += font.getlength(after)
    box, tall = font.getbbox(line), font.getbbox("dp")
    top = min(y + min(box[1], tall[1]), raised + small.getbbox(mark)[1])
    placed.append((x, top, right, y + max(box[3], tall[3]), before + mark + after))


def row(pen, texts, font, left, right, y, leading, placed, rng):
    """Draws a table's row, its cells ruled or not."""
    edges = np.sort(rng.uniform(left, right, rng.integers(2, 7)))
    ruled = rng.random() < 0.6
    for x0, x1 in itertools.pairwise([left, *edges, right]):
        room = x1 - x0 - 30
        if room < 40:
            continue
        kind = rng.random()
        text = number(rng) if kind < 0.5 else " ".join(next(texts).split()[: rng.integers(1, 6)])
        if font.getlength(text) > room:
            text = number(rng)
        if font.getlength(text) < room:
            at = x0 + 15 + (room - font.getlength(text)) * rng.choice([0, 0.5, 1])
            put(pen, font, text, at, y, room, False, placed, rng)
    if ruled:
        for at in (y - 0.12 * leading, y + 1.15 * leading):
            pen.line((left, at, right, at), fill=0, width=int(rng.integers(1, 5)))
        for x in (left, *edges, right):
            pen.line((x, y - 0.12 * leading, x, y + 1.15 * leading), fill=0, width=int(rng.integers(1, 5)))
    return y + 1.3 * leading


# Pieces of bare paper taken from each page, on which the engine must read nothing.
BARE = 3


def bare(placed, rng):
    """Returns places of a page without print, in which there may be dirt, bleeding and stamps, as lines of no text."""
    found = []
    for _ in range(60):
        left, top = rng.uniform(0, WIDTH - 60), rng.uniform(0, HEIGHT - 80)
        right, bottom = min(WIDTH, left + rng.uniform(20, 120) * rng.choice([1, 8])), top + rng.uniform(30, 75)
        if all(right < a or left > c or bottom < b or top > d for a, b, c, d, _ in placed):
            found.append((left, top, right, bottom, ""))
        if len(found) == BARE:
            break
    return found


FORMS = [
    "{a}", "{a}", "{a}", "{d}", "{d}", "{r}", "{l})", "{a},{b}", "{a}.{t}", "{a}.{t}.{t}", "{a}.{t},{b}", "0{d}", "{a}/{b}", "{a}%",
    "{a},{b}%", "({a})", "{d}.", "{d}.{e}", "{d}.{e}.{f}", "{d}.{e}.", "{r}", "{r}.", "{u}", "{l})", "{d})", "-", "+", "{m}/{n}/{y}", "{m}/{y}", "năm {y}",
    "{a}/{y}/QĐ-UBND", "{a}/BC-UBND", "{a}/{y}/NĐ-CP", "{a}/KH-{u}{u}", "{d}.{t}{t}", "0{d}{t}.{t}.{t}", "{d}.00{e}.{t}.000.00.00.H{m}",
    "{a} đồng", "{a} ngày", "{a} m²", "{a} - {b}", "{a}:{b}", "{a},{b} ha", "00/00", "{d}0/{d}0", "Điều {a}", "Khoản {d}",
    "Mẫu số {m}", "Phụ lục {r}", "{u}{u}{u}{u}", "{u}.{a}", "x", "X",
]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def number(rng):
    """Returns what stands in cells: counts, money, scores, dates, labels, symbols of documents."""
    digit = lambda: int(rng.integers(1, 10))  # noqa: E731
    return FORMS[rng.integers(len(FORMS))].format(
        a=int(rng.integers(0, 10 ** rng.integers(1, 4))), b=int(rng.integers(0, 100)), t=f"{rng.integers(1000):03d}",
        d=digit(), e=digit(), f=digit(), r=ROMAN[rng.integers(len(ROMAN))], u="ABCDĐGHKLMNPQSTUVX"[rng.integers(18)],
        l="abcdđeghiklmn"[rng.integers(13)], m=f"{rng.integers(1, 32):02d}", n=f"{rng.integers(1, 13):02d}", y=int(rng.integers(1945, 2031)),
    )


def sentences(lines, rng):
    """Returns texts without end: the collection's, parts of it, and lists of numbers as prose has them."""
    for line in lines:
        kind = rng.random()
        if kind < 0.1:
            yield " ".join(number(rng) for _ in range(rng.integers(1, 9)))
        elif kind < 0.2:
            words = line.split()
            for _ in range(rng.integers(1, 4)):
                words.insert(int(rng.integers(len(words) + 1)), number(rng))
            yield " ".join(words)
        elif kind < 0.23:
            parts = [line[: int(rng.integers(5, 30))].strip() + [":", " ", ""][rng.integers(3)] for _ in range(rng.integers(1, 3))]
            yield " ".join(part + "." * int(rng.integers(4, 60)) for part in parts)
        elif kind < 0.3:
            mark = ["- ", "+ ", "* ", "a) ", "1. ", "• ", "– ", "“"][rng.integers(8)]
            yield mark + line
        else:
            yield line


def scanned(page, behind, rng):
    """Returns the page as scanned, grey, and its resolution in dots per inch."""
    bad = rng.random() ** 0.6 if rng.random() < 0.85 else 0.0
    dpi = int(rng.choice([100, 110, 110, 120, 130, 150, 150, 150, 170, 200, 200, 240, 300]))
    if bad == 0.0:
        dpi = max(dpi, 150)
    size = (round(WIDTH * dpi / DPI), round(HEIGHT * dpi / DPI))
    if rng.random() < 0.3:
        ink = 1 - np.asarray(page.resize((WIDTH * 2 // 3, HEIGHT * 2 // 3), Image.Resampling.BOX), dtype=np.float32) / 255
        ink = np.clip((blurred(ink, rng.uniform(0.4, 1.2)) - rng.uniform(0.25, 0.55)) * rng.uniform(2, 4), 0, 1)
        page = Image.fromarray(((1 - ink) * 255).astype(np.uint8))
    ink = 1 - np.asarray(page.resize(size, Image.Resampling.LANCZOS), dtype=np.float32) / 255
    fade = 1 - rng.uniform(0, 0.38) * bad * np.clip(clouds(rng, ink.shape, max(8, int(rng.uniform(0.3, 1.2) * dpi))), 0, 1.6)
    dark = ink * rng.uniform(1 - 0.42 * bad, 1) * fade
    if rng.random() < 0.6:
        back = behind.transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize(size, Image.Resampling.BOX)
        back = 1 - np.asarray(back, dtype=np.float32) / 255
        dark = np.maximum(dark, blurred(back, rng.uniform(0.8, 2.5) * dpi / 150) * rng.uniform(0.03, 0.2))
    light = 1 - dark
    if rng.random() < 0.25:
        light = light * (1 - stamp(rng, ink.shape) * rng.uniform(0.04, 0.4))
    image = Image.fromarray((light * 255).clip(0, 255).astype(np.float32))
    if rng.random() < 0.8:
        angle = rng.uniform(-2, 2)
        for turn in (angle, rng.uniform(-0.12, 0.12) - angle):
            image = image.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    level = rng.uniform(255 - 60 * bad, 255)
    paper = level + rng.uniform(0, 16) * bad * clouds(rng, ink.shape, max(8, size[0] // 3))
    pixels = blurred(np.asarray(image), rng.uniform(0.1, 0.35 + 0.6 * bad)) / 255 * paper
    for _ in range(int(rng.uniform(0, 400) * bad)):
        x, y, r = rng.integers(size[0]), rng.integers(size[1]), rng.choice([0, 0, 0, 1, 1, 2])
        pixels[max(0, y - r // 2):y + r // 2 + 1, max(0, x - (r + 1) // 2):x + r // 2 + 1] *= rng.uniform(0.2, 0.8)
    noise = rng.normal(0, rng.uniform(0.5, 1 + 9 * bad), ink.shape)
    if rng.random() < 0.3:
        noise = blurred(noise, rng.uniform(0.3, 0.8)) * 1.8
    pixels = np.clip(pixels + noise, 0, 255)
    if rng.random() < 0.07 and dpi >= 150:
        pixels = np.where(pixels < rng.uniform(110, 190), 0.0, 255.0)
    scan = Image.fromarray(pixels.astype(np.uint8))
    if rng.random() < 0.85:
        buffer = io.BytesIO()
        scan.save(buffer, "JPEG", quality=int(rng.choice([20, 24, 26, 30, 40, 50, 60, 75, 88])))
        scan = Image.open(io.BytesIO(buffer.getvalue())).convert("L")
    return scan, dpi
