"""Prints lines of text on a page, damages the page as a scanner would, and says where each line stands."""

import io
import random
import re

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

MASTER_DPI = 300
WIDTH, HEIGHT = 2480, 3508
MARGIN = 220

_fonts = {}


def font(path, size):
    key = (path, size)
    if key not in _fonts:
        _fonts[key] = ImageFont.truetype(path, size)
    return _fonts[key]


def wrap(words, face, width):
    """Breaks a paragraph's words into lines no wider than `width` pixels."""
    lines, line = [], []
    for word in words:
        if line and face.getlength(" ".join([*line, word])) > width:
            lines.append(line)
            line = []
        line.append(word)
    if line:
        lines.append(line)
    return lines


# How often reports set a paragraph in roman, bold, italic, bold italic, capitals; in per cent.
STYLES = [66, 11, 12, 2, 9]


def style_of(rng, shares):
    """Draws a paragraph's style, by the shares of each, and its size in points."""
    style = rng.choices(["roman", "bold", "italic", "bolditalic", "capitals"], shares)[0]
    size = rng.choices([14, 13, 12, 10.5], [50, 25, 10, 15])[0]
    return style, size


def draw(image, line, x, y, face, width, justify):
    """Draws one line, justified by widening its spaces where asked."""
    pen = ImageDraw.Draw(image)
    if not justify or len(line) < 3:
        pen.text((x, y), " ".join(line), font=face, fill=0)
        return
    natural = [face.getlength(word) for word in line]
    gap = (width - sum(natural)) / (len(line) - 1)
    for word, advance in zip(line, natural, strict=True):
        pen.text((round(x), y), word, font=face, fill=0)
        x += advance + gap


def render(paragraphs, styles, rng, shares=STYLES):
    """Prints paragraphs until the page is full.

    Returns the image, a list of (top, bottom, text) in master pixels, and how many paragraphs were used.
    """
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    placed, y, used = [], MARGIN, 0
    width = WIDTH - 2 * MARGIN
    for paragraph in paragraphs:
        style, points = style_of(rng, shares)
        if style == "capitals":
            paragraph, style, paragraph_limit = paragraph.upper(), rng.choice(["bold", "roman"]), 2
        else:
            paragraph_limit = 12
        face = font(styles[style], round(points * MASTER_DPI / 72))
        lines = wrap(paragraph.split(), face, width)[:paragraph_limit]
        pitch = round(points * MASTER_DPI / 72 * rng.choice([1.2, 1.3, 1.45]))
        if y + pitch * len(lines) > HEIGHT - MARGIN:
            break
        for index, line in enumerate(lines):
            draw(image, line, MARGIN, y, face, width, index + 1 < len(lines))
            placed.append((y, y + pitch, " ".join(line)))
            y += pitch
        y += rng.choice([0, 12, 24])
        used += 1
    return image, placed, used


def scale_to(image, dpi):
    factor = dpi / MASTER_DPI
    return image.resize((round(WIDTH * factor), round(HEIGHT * factor)), Image.Resampling.LANCZOS)


def jpeg(image, quality):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("L")


def blotches(noise, shape, cell):
    """Returns smooth noise of about unit deviation, its blotches `cell` pixels wide."""
    small = noise.normal(0, 1, (max(2, shape[0] // cell + 2), max(2, shape[1] // cell + 2))).astype(np.float32)
    field = np.asarray(Image.fromarray(small).resize((shape[1], shape[0]), Image.Resampling.BICUBIC))
    return field / max(1e-6, field.std())


def damage(image, recipe, seed):
    """Returns the page as a scanner of this recipe gives it, at the resolution the recogniser is shown."""
    rng = random.Random(seed)
    noise = np.random.default_rng(seed)
    image = scale_to(image, recipe["dpi"])
    blur = rng.uniform(*recipe["blur"])
    if rng.random() < recipe.get("thin", 0.0):
        image = image.filter(ImageFilter.MaxFilter(3))
    if rng.random() < recipe.get("bold", 0.0):
        image = image.filter(ImageFilter.MinFilter(3))
    image = image.filter(ImageFilter.GaussianBlur(blur))
    skew = rng.uniform(-1, 1) * recipe.get("skew", 0.0)
    if skew:
        image = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(image, dtype=np.float32)
    ink = rng.uniform(*recipe.get("ink", (0.9, 1.0)))
    if recipe.get("fading"):
        ink *= 1 - recipe["fading"] * np.clip(blotches(noise, pixels.shape, pixels.shape[1] // 9), 0, 1.6)
    paper = 255.0
    if recipe.get("shading"):
        paper = 240 - recipe["shading"] + recipe["shading"] * 0.6 * blotches(noise, pixels.shape, pixels.shape[1] // 3)
    pixels = paper * (1 - (255 - pixels) / 255 * ink)
    pixels = pixels + noise.normal(0, recipe.get("noise", 0.0), pixels.shape)
    if recipe.get("specks"):
        count = int(recipe["specks"] * pixels.size / 1e6)
        ys, xs = noise.integers(0, pixels.shape[0], count), noise.integers(0, pixels.shape[1], count)
        pixels[ys, xs] = 0
    if recipe.get("bilevel"):
        pixels = np.where(pixels < rng.uniform(120, 185), 0, 255)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if recipe.get("jpeg"):
        image = jpeg(image, recipe["jpeg"])
    if recipe.get("upscale"):
        factor = MASTER_DPI / recipe["dpi"]
        image = image.resize((round(image.width * factor), round(image.height * factor)), Image.Resampling.BICUBIC)
    return image


def clean(text):
    """Folds white space and the typographic forms that no font here prints."""
    return re.sub(r"\s+", " ", text).strip()
