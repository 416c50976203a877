"""Annexes: tables on sheets of their own, and regulations that a decision issues."""

import ending
import sheets
from model import Head, Heading, Item, Look, Paragraph, Part
from opening import wrapped
from outline import ROMAN
from sentences import upper


def said_of(rng, head, office):
    """Returns `(Kèm theo …)` of a head."""
    kind = (head.kind or "Công văn").capitalize()
    figure = head.number if head.number and not head.number.startswith("/") else "      " + (head.number or "")
    of = head.date_line.split(", ", 1)[1]
    words = rng.choice(("Kèm theo", "Ban hành kèm theo" if head.kind == "QUYẾT ĐỊNH" else "Kèm theo", "Kèm theo"))
    return f"({words} {kind} số {figure} {of} của {office.said})"


def tables(rng, speech, head, office, count):
    """Draws annexes that hold a table each."""
    found = []
    for at in range(count):
        draw = rng.choice(sheets.PLAIN)
        table = draw(rng, speech)
        caption, table.title = table.title, []
        words = upper(" ".join(caption).split(". ", 1)[-1].split(": ", 1)[-1]) or upper({"people": "danh sách thành viên", "goods": "danh mục hàng hóa"}.get(draw.__name__, "bảng tổng hợp số liệu"))
        label = rng.choice(("PHỤ LỤC", "Phụ lục", "PHỤ LỤC SỐ"))
        number = f" {ROMAN[at]}" if rng.random() < 0.5 else f" {at + 1:02}"
        label = label + ("" if count == 1 and label != "PHỤ LỤC SỐ" else number)
        title = [label, *wrapped(rng, words.upper())] if rng.random() < 0.75 else wrapped(rng, words.upper())
        blocks = [table]
        if rng.random() < 0.3:
            blocks.append(Paragraph(rng.choice((f"Ghi chú: {upper(speech.note())}", f"[i]Ghi chú:[/i] Số liệu tính đến hết tháng {rng.randint(1, 12)}/{speech.year}.", "Danh sách này được niêm yết tại trụ sở cơ quan.")), Look()))
        landscape = rng.random() < (0.6 if len(table.roles) > 5 else 0.2)
        closing = ending.joint(rng, ["NGƯỜI LẬP BIỂU", rng.choice(("THỦ TRƯỞNG ĐƠN VỊ", rng.choice(office.signings)[-1]))]) if rng.random() < 0.2 else None
        found.append(Part("annex", None, blocks, closing, title, said_of(rng, head, office) if rng.random() < 0.8 or "PHỤ" not in label.upper() or not title[0].upper().startswith("PHỤ") else "", landscape))
    return found


CHAPTERS = ["Quy định chung", "Nhiệm vụ và quyền hạn", "Nội dung quản lý", "Trình tự, thủ tục", "Chế độ làm việc, thông tin báo cáo", "Khen thưởng và xử lý vi phạm", "Điều khoản thi hành"]
ARTICLES = {
    0: ["Phạm vi điều chỉnh và đối tượng áp dụng", "Giải thích từ ngữ", "Nguyên tắc làm việc", "Căn cứ pháp lý"],
    -1: ["Hiệu lực thi hành", "Trách nhiệm thi hành", "Sửa đổi, bổ sung"],
    1: ["Trách nhiệm của người đứng đầu", "Nhiệm vụ của thành viên", "Quản lý, sử dụng con dấu", "Lập và lưu giữ hồ sơ", "Mối quan hệ công tác", "Chế độ hội họp", "Mức chi và định mức", "Kiểm tra, giám sát", "Tiếp nhận và giải quyết đề nghị", "Thời hạn thực hiện", "Công khai kết quả", "Quyền lợi được hưởng"],
}


def clauses(rng, speech):
    """Draws what stands below an article: clauses, points, or one paragraph."""
    if rng.random() < 0.3:
        return [Paragraph(upper(speech.rule()) + ".", Look())]
    found = []
    for at in range(rng.randint(2, 4)):
        found.append(Item(f"{at + 1}.", upper(speech.rule()) + ".", Look()))
        if rng.random() < 0.2:
            found[-1].text = found[-1].text[:-1] + ", gồm:"
            found += [Item(f"{letter})", upper(act) + end, Look()) for (letter, end), act in zip((("a", ";"), ("b", ";"), ("c", ".")), rng.sample(speech.domain.acts, 3), strict=True)]
    return found


def regulation(rng, speech, head, office, kind, work):
    """Draws a regulation: chapters and articles, or articles alone."""
    with_chapters = rng.random() < 0.7
    look = Look(bold=True, align="center", indent=0, above=8, keep=True)
    article = Look(bold=True, indent=rng.choice((None, 0)), keep=True)
    spelt = rng.choice(("Chương", "Chương", "CHƯƠNG"))
    numbers = ROMAN if rng.random() < 0.75 else [str(at) for at in range(1, 12)]
    stop = rng.choice((". ", ". ", ". ", ": "))
    blocks, count = [], 0
    chosen = [CHAPTERS[0], *rng.sample(CHAPTERS[1:-1], rng.randint(1, 2)), CHAPTERS[-1]] if with_chapters else ["", ""]
    used = set()
    for at, chapter in enumerate(chosen):
        if with_chapters:
            blocks.append(Heading(f"{spelt} {numbers[at]}", "", chapter.upper(), 1, look, below=True))
        pool = ARTICLES[0 if at == 0 else -1 if at == len(chosen) - 1 else 1]
        titles = rng.sample([one for one in pool if one not in used], rng.randint(2, 3) if 0 < at < len(chosen) - 1 else 2)
        with_sections = with_chapters and 0 < at < len(chosen) - 1 and rng.random() < 0.35
        for one, title in enumerate(titles):
            used.add(title)
            count += 1
            if with_sections:
                blocks.append(Heading(f"Mục {one + 1}", "", upper(speech.work()).upper(), 2, look, below=True))
            blocks.append(Heading(f"Điều {count}", stop, title, 1 + with_chapters + with_sections, article))
            blocks += clauses(rng, speech)
    subject = wrapped(rng, rng.choice((f"Về {work}", f"Về {work} của {office.said}", f"{upper(work)} tại {office.said}")))
    own = None
    if rng.random() < 0.4:
        own = Head(office.parent, office.issuer, office.motto, None, "", None, "", None, kind, subject, star=office.family == "party")
        return Part("annex", own, blocks, None, [], said_of(rng, head, office))
    return Part("annex", None, blocks, None, [kind, *subject], said_of(rng, head, office))
