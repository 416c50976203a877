"""Heads: what number, place, day, kind and subject a paper opens with."""

import calendar

from model import Head

SHORT = {
    "BÁO CÁO": "BC", "KẾ HOẠCH": "KH", "QUYẾT ĐỊNH": "QĐ", "NGHỊ QUYẾT": "NQ", "TỜ TRÌNH": "TTr", "THÔNG BÁO": "TB", "HƯỚNG DẪN": "HD", "CHƯƠNG TRÌNH": "CTr", "ĐỀ ÁN": "ĐA", "PHƯƠNG ÁN": "PA",
    "GIẤY MỜI": "GM", "BIÊN BẢN": "BB", "KẾT LUẬN": "KL", "CHỈ THỊ": "CT", "DANH SÁCH": "DS",
}


def wrapped(rng, text, width=None):
    """Cuts a subject into the lines that a typist would set."""
    width = width or rng.choice((34, 42, 52, 60))
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width and lines[-1] and len(lines) < 4:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 1 and len(lines[-1]) < 8:
        last = lines.pop()
        lines[-1] += f" {last}"
    return lines


def number(rng, office, kind, year, unit=""):
    """Returns the number's text and its line as printed; left open, only what stands behind the stroke."""
    figure = rng.randint(1, 2900)
    figure = f"{figure:02}"
    if office.family == "party":
        short = SHORT.get(kind, "CV")
        text = f"{figure}-{short}/{office.symbol}"
        gap = "Số      "
        if rng.random() < 0.15:
            return text[len(figure):], gap + text[len(figure):]
        return text, f"{rng.choice(('Số ', 'Số: '))}{text}"
    if kind is None:
        behind = f"/{office.symbol}" + (f"-{unit}" if unit and rng.random() < 0.85 else "")
    elif kind in ("NGHỊ QUYẾT", "QUYẾT ĐỊNH") and office.symbol in ("HĐND", "UBND") and rng.random() < 0.5:
        behind = f"/{year}/{SHORT[kind]}-{office.symbol}"
    else:
        behind = f"/{SHORT[kind]}-{office.symbol}"
    if rng.random() < 0.17:
        return behind, f"{rng.choice(('Số:', 'Số: '))}{' ' * rng.randint(5, 9)}{behind}"
    # A number that was stamped or written in leaves a gap before the stroke.
    gap = " " * rng.choice((0, 0, 0, 0, 0, 0, 0, 1, 2))
    return figure + behind, f"{rng.choice(('Số: ', 'Số: ', 'Số '))}{figure}{gap}{behind}"


def old_number(rng, office, kind):
    """Returns the number as offices wrote it before 1990."""
    figure, short = rng.randint(1, 900), SHORT.get(kind, "CV")
    text = rng.choice((f"{figure} {short}/{office.symbol}", f"{figure}/{short}-{office.symbol}", f"{figure}-{short}/{office.symbol}"))
    return text, f"Số {text}"


def day(rng, place, year, is_old=False):
    """Returns the line of place and day, and the day as far as it is known."""
    month = rng.randint(1, 12)
    of = rng.randint(1, calendar.monthrange(year, month)[1])
    months = f"{month:02}" if month < 3 or rng.random() < 0.2 else str(month)
    if rng.random() < 0.12 and not is_old:
        return f"{place}, ngày {' ' * 6} tháng {months} năm {year}", f"{year}-{month:02}"
    days = f"{of:02}" if not is_old or rng.random() < 0.5 else str(of)
    return f"{place}, ngày {days} tháng {months} năm {year}", f"{year}-{month:02}-{of:02}"


def head(rng, office, kind, subject, year, unit="", is_old=False):
    """Draws the head of a paper; a letter has no kind, and its subject below its number."""
    text, line = old_number(rng, office, kind) if is_old else number(rng, office, kind, year, unit)
    date_line, iso = day(rng, office.place, year, is_old)
    is_letter = kind is None
    lines = wrapped(rng, "V/v " + subject, rng.choice((26, 32, 38))) if is_letter else wrapped(rng, subject)
    return Head(office.parent, office.issuer, office.motto, text, line, office.place, date_line, iso, kind, lines, is_letter, star=office.family == "party")
