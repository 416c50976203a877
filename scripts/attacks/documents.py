"""The documents that runs are disturbed over."""

WORDS = "báo cáo kết quả công tác năm của văn phòng về việc thực hiện nhiệm vụ được giao theo quy định".split()
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"


def make(folder, count, images, dice):
    """Writes so many documents, some in folders of their own; of a hundred so many are images of print, the others texts."""
    for number in range(count):
        place = folder / f"{number % 7}" if number % 3 else folder
        place.mkdir(parents=True, exist_ok=True)
        lines = [" ".join(dice.choices(WORDS, k=8)).capitalize() + "." for _ in range(dice.randint(1, 6))]
        if dice.randrange(100) < images:
            print_lines(lines).save(place / f"{number}.png", dpi=(200, 200))
        else:
            (place / f"{number}.txt").write_text("\n".join(lines[:2]) + "\n\f" + "\n".join(lines[2:]) + "\n", "utf8")


def print_lines(lines):
    """Returns the image of a page of lines."""
    # Only where there is to be an image, for it is not everywhere.
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (900, 60 * len(lines) + 60), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 24)
    for row, line in enumerate(lines):
        draw.text((30, 30 + 60 * row), line, font=font, fill=0)
    return image


def draw_scan(path):
    """Writes a small scan of bars, for which no font is needed: it is restored and read as any, though nothing stands there."""
    width, height = 400, 240
    rows = [bytearray(b"\xff" * width) for _ in range(height)]
    for row in (*range(60, 72), *range(120, 132)):
        for left in range(40, 340, 50):
            rows[row][left : left + 30] = bytes(30)
    path.write_bytes(b"P5 %d %d 255\n" % (width, height) + b"".join(rows))
