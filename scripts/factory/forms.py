"""Documents of many forms, drawn from a seed: who writes, in which scheme of headings, with which notes, tables and parts."""

import random

import heads
import tables
import truth
from language import DUTIES, STATUTES, Speaker
from model import (
    Boxes,
    Closing,
    Columns,
    Document,
    FormLine,
    Heading,
    Item,
    Look,
    Note,
    Paragraph,
    Part,
    Signer,
    Style,
    Table,
)

SERIF = ["Tinos", "Liberation Serif", "TeX Gyre Termes", "FreeSerif", "CMU Serif", "Charis SIL", "Noto Serif", "TeX Gyre Pagella", "TeX Gyre Schola", "DejaVu Serif", "TeX Gyre Bonum"]
SANS = ["Arimo", "Carlito", "Noto Sans", "Open Sans", "Roboto", "TeX Gyre Heros"]
TYPEWRITER = ["Liberation Mono", "FreeMono", "Cousine", "TeX Gyre Cursor", "CMU Typewriter Text"]
# Faces wider than Times are set smaller, so that a page holds as much.
WIDE = {"DejaVu Serif": 0.86, "Noto Serif": 0.9, "TeX Gyre Bonum": 0.88, "TeX Gyre Schola": 0.93, "Open Sans": 0.88, "Noto Sans": 0.9, "Charis SIL": 0.93}
TYPESETTERS = ["libreoffice", "chromium", "typst"]


def style(rng, typewritten=False):
    """Draws how a document is printed."""
    face = rng.choice(TYPEWRITER) if typewritten else rng.choice(SERIF[:4]) if rng.random() < 0.45 else rng.choice(SERIF if rng.random() < 0.7 else SANS)
    size = rng.choice([11, 12, 12, 13, 13, 13, 14, 14]) * WIDE.get(face, 1.0)
    if typewritten:
        size = rng.choice([10.5, 11, 12])
    return Style(
        face=face, size=round(size, 1), leading=rng.choice([1.15, 1.2, 1.3, 1.35, 1.5] if not typewritten else [1.2, 1.4, 1.6]),
        margins=(rng.choice([2.0, 2.0, 2.5]), rng.choice([1.5, 2.0]), rng.choice([2.0, 2.0, 2.5]), rng.choice([2.5, 3.0, 3.5])),
        indent=rng.choice([0, 1.0, 1.27, 1.27, 1.27]), gap=rng.choice([0, 3, 6, 6, 8]), justified=rng.random() < 0.8,
        page_number=rng.choice(["top", "top", "bottom", "bottom", "none"]), page_number_form=rng.choice(["{}", "{}", "- {} -", "Trang {}"]),
        page_number_align=rng.choice(["center", "center", "right"]), first_numbered=rng.random() < 0.3,
        running_title="", note_size=round(size * rng.choice([0.75, 0.8, 0.85, 0.9]), 1), note_rule=rng.random() < 0.85,
        note_gap=rng.choice([" ", " ", "", ". "]), note_raised=rng.random() < 0.8, notes_per_page=False,
    )


class Writer:
    """Writes the parts of one document."""

    def __init__(self, seed, typesetter=None, form=None):
        self.rng = rng = random.Random(seed)
        self.form = form or rng.choice(sorted(FORMS))
        self.speaker = Speaker(rng)
        if self.form == "typewritten":
            self.speaker.year = rng.randint(1972, 1995)
        self.style = style(rng, self.form == "typewritten")
        self.typesetter = typesetter or rng.choice(TYPESETTERS)
        self.notes = {}
        self.has_notes = rng.random() < 0.45
        if not self.style.note_raised and not self.style.note_gap:
            self.style.note_gap = " "
        self.marks = rng.choice(["{}", "{}", "{}", "{}", "({})", "[{}]", "star"])
        self.at_end = self.has_notes and rng.random() < 0.12
        self.style.notes_per_page = not self.at_end and self.marks != "star" and rng.random() < 0.25
        self.body = Look(align="justify" if self.style.justified else "left", indent=self.style.indent)
        self.bullet = rng.choice(["-", "-", "-", "+", "–", "•", "*", "o"])

    def note(self, text, most=6):
        """Hangs a footnote on a word of a text, where the document has any."""
        if not self.has_notes or len(self.notes) >= (2 if self.marks == "star" else most):
            return text
        words = text.split(" ")
        # Notes hang on what ends: a name, a figure, a clause; now and then on any word.
        ends = [at for at, word in enumerate(words) if word[-1:] in ".,;:”)%" or word[-1:].isdigit()]
        at = self.rng.choice(ends) if ends and self.rng.random() < 0.65 else self.rng.randrange(len(words))
        identity = f"n{len(self.notes) + 1}"
        body = self.speaker.note() if self.rng.random() < 0.8 else self.speaker.note() + " " + self.speaker.sentence()
        self.notes[identity] = Note("", body, self.at_end)
        word = words[at]
        ends = len(word) - len(word.rstrip(".,;:"))
        if ends and self.rng.random() < 0.7:
            word = f"{word[:-ends]}^[{identity}]{word[-ends:]}"
        else:
            word = f"{word}^[{identity}]"
        words[at] = word
        return " ".join(words)

    def text(self, low=1, high=4):
        text = self.speaker.paragraph(low, high)
        return self.note(text) if self.rng.random() < 0.3 else text

    def paragraph(self, low=1, high=4):
        return Paragraph(self.text(low, high), self.body)

    def items(self):
        """Returns a list of a few items, whatever opens each."""
        rng = self.rng
        return [Item(self.bullet, self.text(1, 2), self.body) for _ in range(rng.randint(2, 4))]

    def prose(self):
        """Returns what stands under a heading."""
        rng = self.rng
        blocks = [self.paragraph(1, 3) for _ in range(rng.choice([1, 1, 2]))]
        if rng.random() < 0.25:
            blocks += self.items()
        return blocks

    # Schemes of headings: of each depth how a label is written and what parts it from the title.
    def scheme(self):
        rng = self.rng
        flush = lambda **how: Look(align="left", indent=self.style.indent, **how)  # noqa: E731
        centred = lambda **how: Look(align="center", **how)  # noqa: E731
        dot, bracket, dash = ". ", ") ", " - "
        roman = ("roman", rng.choice([dot, dot, dot, dash, "/ "]), rng.choice([flush(bold=True), flush(bold=True), centred(bold=True), flush(underlined=True, bold=True)]), rng.random() < 0.6)
        arabic = ("arabic", rng.choice([dot, dot, dot, bracket, dash, "/ "]), rng.choice([flush(bold=True), flush(bold=True, italic=True), flush(), flush(underlined=True)]), False)
        second = ("decimal", rng.choice([dot, dot, " "]), rng.choice([flush(italic=True), flush(bold=True, italic=True), flush()]), False)
        letter = ("letter", bracket, rng.choice([flush(italic=True), flush(), flush(underlined=True)]), False)
        part = ("part", "", centred(bold=True), True)
        capital = ("capital", rng.choice([dot, dot, dash]), rng.choice([flush(bold=True), centred(bold=True)]), True)
        return rng.choice([[roman, arabic], [roman, arabic], [roman, arabic, second], [roman, arabic, letter], [part, roman, arabic], [part, roman, arabic, second], [arabic], [arabic, second], [arabic, letter], [capital, roman, arabic], [roman, arabic, second, letter]])

    def label(self, sort, path):
        n = path[-1]
        return {
            "roman": tables.ROMAN[n - 1], "arabic": str(n), "letter": tables.LETTERS[n - 1], "capital": "ABCDE"[n - 1],
            "decimal": ".".join(map(str, path[-2:])), "part": f"{self.part_word} {tables.ROMAN[n - 1]}",
        }[sort]

    def headed(self, scheme, depth=1, path=()):
        """Returns a tree of headings with prose under the lowest, in a scheme."""
        rng = self.rng
        sort, separator, look, upper = scheme[depth - 1]
        blocks = []
        most = 4 if depth == 1 and len(scheme) < 3 else 3 if len(scheme) < 3 or depth == 1 else 2
        for n in range(1, rng.randint(2, most) + 1):
            label, title = self.label(sort, (*path, n)), self.speaker.title()
            if rng.random() < 0.08 and depth > 1:
                title += " " + self.speaker.pick(["và những vấn đề cần tập trung giải quyết trong thời gian tới trên địa bàn", "theo tinh thần chỉ đạo của cấp trên và yêu cầu nhiệm vụ trong tình hình mới"])
            if upper and (sort != "roman" or look.align == "center" or self.upper):
                title = title.upper()
            elif self.colon and depth > 1:
                title += ":"
            lowest = depth == len(scheme)
            if lowest and sort != "part" and self.run_in:
                blocks.append(Heading(label, separator, title.rstrip(":"), depth, look, run_in=self.text(1, 3)))
            else:
                if rng.random() < 0.12 and not upper:
                    title = self.note(title)
                blocks.append(Heading(label, separator, title, depth, look, below=sort == "part"))
            if lowest or (rng.random() < 0.12 and sort != "part"):
                blocks += self.prose() if not (self.run_in and lowest) else self.prose()[: rng.randint(0, 1)]
            else:
                if rng.random() < 0.4:
                    blocks.append(self.paragraph(1, 2))
                blocks += self.headed(scheme, depth + 1, (*path, n))
        return blocks

    def outline(self):
        self.upper = self.rng.random() < 0.7
        self.colon = self.rng.random() < 0.25
        self.run_in = self.rng.random() < 0.25
        self.part_word = self.rng.choice(["Phần", "Phần", "PHẦN"])
        return self.headed(self.scheme())

    def office(self, *sorts):
        return heads.Office(self.rng, self.speaker, self.rng.choice(sorts) if sorts else None)

    def table_block(self, sorts=None):
        """Returns a table, perhaps with text that leads to it and a note below."""
        rng = self.rng
        table = tables.draw(rng, self.speaker, sorts)
        blocks = []
        if not table.title and rng.random() < 0.7:
            blocks.append(Paragraph(f"Kết quả cụ thể được thể hiện ở bảng dưới đây{rng.choice([':', '.'])}", self.body))
        blocks.append(table)
        if rng.random() < 0.3:
            blocks.append(Paragraph(f"Ghi chú: {self.speaker.fill('số liệu do {actors} cung cấp')}.", Look(italic=True, align="left")))
        return blocks

    def closing(self, office, letter=False, count=1, **how):
        return heads.closing(self.rng, self.speaker, office, letter, count, **how)

    def grounds(self, office):
        rng = self.rng
        blocks = []
        for _ in range(rng.randint(2, 3)):
            day = f"ngày {rng.randint(1, 28):02} tháng {rng.randint(1, 12):02} năm {self.speaker.year - rng.randint(1, 9)}"
            blocks.append(Paragraph(rng.choice([f"Căn cứ {self.speaker.fresh(STATUTES)} {day};", f"Căn cứ Quyết định số {rng.randint(10, 900)}/QĐ-UBND {day} của {self.speaker.body} về việc quy định chức năng, nhiệm vụ của {office.name};"]), Look(italic=self.italic_grounds, align="justify", indent=self.style.indent)))
        blocks.append(Paragraph(f"Xét đề nghị của {rng.choice(['Chánh Văn phòng', 'Trưởng phòng Tổ chức - Hành chính', 'Giám đốc ' + self.speaker.words['office'][0]])}{rng.choice([',', '.', ';'])}", Look(italic=self.italic_grounds, align="justify", indent=self.style.indent)))
        return blocks

    def addressees(self):
        rng, s = self.rng, self.speaker
        to = rng.sample([s.body, s.words["office"][0], "Các phòng, ban, đơn vị trực thuộc", f"Ủy ban nhân dân huyện {s.district}", "Các xã, thị trấn", "Ban Thường vụ Huyện ủy"], rng.choice([1, 1, 2, 3]))
        if len(to) == 1:
            return [Paragraph(f"Kính gửi: {to[0]}", Look(align="center"))]
        return [Paragraph("Kính gửi:", Look(align="left", inset=3.0)), *[Item("-", name + rng.choice([";", ".", ""]), Look(align="left", inset=4.5)) for name in to]]

    def one(self, office, kind, blocks, letter=False, count=1, subject=None, **how):
        """Returns a part with a head, blocks and a closing."""
        subject = subject or self.speaker.subject_of(kind)
        head = heads.head(self.rng, self.speaker, office, kind, f"V/v {self.speaker.fresh(self.speaker.words['works'])} năm {self.speaker.year}" if letter else subject, letter)
        how.setdefault("articles", kind in ("QUYẾT ĐỊNH", "NGHỊ QUYẾT"))
        return Part("document", head, [], "", blocks, self.closing(office, letter, count, **how))

    def ending(self, blocks):
        """Ends a text as offices do: `./.` after the last sentence."""
        last = blocks[-1]
        if isinstance(last, Paragraph) and self.rng.random() < 0.7:
            last.text = last.text.rstrip(".") + self.rng.choice(["./.", ".", "./."]) if not last.text.endswith("]") else last.text
        return blocks

    # Forms.
    def report(self, kind=None):
        kind = kind or self.rng.choice(["BÁO CÁO", "BÁO CÁO", "KẾ HOẠCH", "CHƯƠNG TRÌNH", "HƯỚNG DẪN"])
        blocks = [self.paragraph(1, 3)] if self.rng.random() < 0.75 else []
        if kind == "KẾ HOẠCH" and self.rng.random() < 0.5:
            blocks = [Paragraph(f"Thực hiện Kế hoạch số {self.rng.randint(5, 300)}/KH-UBND ngày {self.rng.randint(1, 28):02}/{self.rng.randint(1, 12)}/{self.speaker.year} của {self.speaker.body}, {self.speaker.pick(['đơn vị', 'Ủy ban'])} xây dựng kế hoạch với các nội dung sau:", self.body)]
        body = self.outline()
        if self.rng.random() < 0.6:
            spots = [at for at, block in enumerate(body) if isinstance(block, Paragraph)]
            at = self.rng.choice(spots) + 1 if spots else len(body)
            body[at:at] = self.table_block()
        blocks += body
        blocks.append(Paragraph(f"Trên đây là {kind.lower()} {self.speaker.pick(['công tác', 'tình hình'])} {self.rng.choice(self.speaker.words['works'])}, đề nghị các đơn vị nghiêm túc thực hiện.", self.body))
        parts = [self.one(self.office(), kind, self.ending(blocks))]
        if self.rng.random() < 0.3:
            count = self.rng.choice([1, 1, 2])
            parts += [self.annex(kind, parts[0].head, tables.ROMAN[at] if count > 1 else None) for at in range(count)]
        if self.rng.random() < 0.06:
            # A second paper of the same pile.
            parts += self.notice()
        return parts

    def annex(self, kind, head, number=None):
        rng = self.rng
        name = rng.choice(["PHỤ LỤC", "Phụ lục", "PHỤ LỤC I", "Phụ lục 01", "PHỤ LỤC 1"]) if number is None else f"PHỤ LỤC {number}"
        said = "ngày {}".format(head.date_line.split("ngày", 1)[1].strip()) if head and head.date_line else ""
        note = f"(Kèm theo {kind.capitalize()} số {head.number or '      /' + 'UBND'} {said})" if rng.random() < 0.75 else f"(Ban hành kèm theo {kind.capitalize()} số {head.number or '..../UBND'})"
        table = tables.draw(rng, self.speaker)
        table.title = table.title or ["BẢNG TỔNG HỢP SỐ LIỆU"]
        title = [name, *[line.upper() for line in table.title]]
        table.title = []
        wide = len(table.names) > 5 and rng.random() < 0.6
        blocks = [table] if rng.random() < 0.6 else [self.paragraph(1, 2), table]
        part = Part("annex", None, title, note if rng.random() < 0.8 else "", blocks, None)
        part.landscape = wide
        return part

    def decision(self):
        rng = self.rng
        office = self.office("department", "province", "district", "commune", "hospital", "school", "company")
        self.italic_grounds = rng.random() < 0.6
        authority = rng.choice([office.of.upper(), f"{office.chief} {office.name}".upper() if office.for_body is None else office.name.upper()])
        bold = Look(align="center", bold=True)
        blocks = [Paragraph(authority, bold), *self.grounds(office), Paragraph(rng.choice(["QUYẾT ĐỊNH:", "QUYẾT ĐỊNH", "Q U Y Ế T  Đ Ị N H :"][:2]), bold)]
        dot = rng.choice([". ", ". ", ": "])
        regulated = rng.random() < 0.55
        issued = rng.choice(["Quy chế", "Quy định", "Nội quy", "Phương án"])
        work = rng.choice(self.speaker.words["works"])
        first = f"Ban hành kèm theo Quyết định này {issued} {work} của {office.name}." if regulated else f"Phê duyệt kế hoạch {work} năm {self.speaker.year} với các nội dung chủ yếu sau đây."
        duties = [first, f"Giao {self.speaker.pick(['Văn phòng', 'Phòng Tổng hợp', 'Thường trực Ban Chỉ đạo'])} {rng.choice(DUTIES)}.", "Quyết định này có hiệu lực kể từ ngày ký.", "Chánh Văn phòng, thủ trưởng các đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."]
        if rng.random() < 0.5:
            duties.pop(1)
        for number, duty in enumerate(duties, 1):
            blocks.append(Heading(f"Điều {number}", dot, "", 1, Look(bold=True, align="justify", indent=self.style.indent), run_in=self.note(duty, 3) if rng.random() < 0.2 else duty))
        subject = f"Về việc ban hành {issued} {work} của {office.name}" if regulated else None
        parts = [self.one(office, "QUYẾT ĐỊNH", blocks, subject=subject)]
        if regulated:
            parts.append(self.regulation(office, issued, work, parts[0]))
        elif rng.random() < 0.5:
            parts.append(self.annex("Quyết định", parts[0].head))
        return parts

    def regulation(self, office, issued, work, decision):
        rng = self.rng
        blocks, article = [], 0
        chapters = rng.choice([0, 2, 3])
        dot = rng.choice([". ", ". ", ": "])
        below = rng.random() < 0.8
        for chapter in range(max(1, chapters)):
            if chapters:
                blocks.append(Heading(f"Chương {tables.ROMAN[chapter]}", ". " if not below else "", self.speaker.title().upper(), 1, Look(bold=True, align="center"), below=below))
            for _ in range(rng.randint(2, 3)):
                article += 1
                blocks.append(Heading(f"Điều {article}", dot, self.speaker.title(), 2 if chapters else 1, Look(bold=True, align="left", indent=self.style.indent)))
                if rng.random() < 0.5:
                    for number in range(1, rng.randint(3, 4)):
                        blocks.append(Item(f"{number}.", self.rule_text(), self.body))
                        if rng.random() < 0.3:
                            blocks += [Item(f"{letter})", self.rule_text(), self.body) for letter in "abc"[: rng.randint(2, 3)]]
                else:
                    blocks.append(Paragraph(" ".join(self.rule_text() for _ in range(rng.randint(1, 3))), self.body))
        number = decision.head.number or "      /QĐ-" + office.symbol
        note = f"({rng.choice(['Ban hành kèm theo', 'Kèm theo'])} Quyết định số {number} {decision.head.date_line.split(', ', 1)[-1]} của {office.name})"
        title = [issued.upper(), f"{work[0].upper()}{work[1:]} của {office.name}"]
        return Part("annex", None, title, note, blocks, None if rng.random() < 0.6 else self.closing(office, with_recipients=False))

    def rule_text(self):
        text = self.speaker.rule() + rng_end(self.rng)
        return self.note(text, 4) if self.rng.random() < 0.1 else text

    def proposal(self):
        blocks = [*self.addressees(), self.paragraph(1, 2), *self.outline()]
        blocks.append(Paragraph("Kính đề nghị cấp trên xem xét, quyết định./.", self.body))
        return [self.one(self.office(), "TỜ TRÌNH", blocks)]

    def notice(self):
        kind = self.rng.choice(["THÔNG BÁO", "CHỈ THỊ", "CHỈ THỊ"])
        blocks = [self.paragraph(1, 3)]
        numbered = self.rng.random() < 0.6
        for number in range(1, self.rng.randint(3, 6)):
            text = self.text(2, 4)
            blocks.append(Item(f"{number}.", text, self.body) if numbered else Item(self.bullet, text, self.body))
        blocks.append(Paragraph("Yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện.", self.body))
        return [self.one(self.office(), kind, self.ending(blocks))]

    def resolution(self):
        rng = self.rng
        office = self.office("council", "party", "union")
        self.italic_grounds = rng.random() < 0.6
        bold = Look(align="center", bold=True)
        blocks = [Paragraph(office.name.upper(), bold), *self.grounds(office), Paragraph("QUYẾT NGHỊ:", bold)]
        for number in range(1, rng.randint(3, 5)):
            blocks.append(Heading(f"Điều {number}", ". ", "", 1, Look(bold=True, align="justify", indent=self.style.indent), run_in=self.text(1, 2)))
            if rng.random() < 0.4:
                blocks += [Item(f"{n}.", self.text(1, 1), self.body) for n in range(1, 4)]
        return [self.one(office, "NGHỊ QUYẾT", blocks)]

    def letter(self):
        blocks = [*self.addressees(), self.paragraph(2, 3)]
        if self.rng.random() < 0.5:
            blocks += [Item(f"{n}.", self.text(1, 2), self.body) for n in range(1, self.rng.randint(3, 5))]
        else:
            blocks += self.items()
        if self.rng.random() < 0.25:
            blocks += self.table_block([tables.people, tables.schedule, tables.goods, tables.amounts])
        blocks.append(Paragraph("Đề nghị các đơn vị quan tâm phối hợp, báo cáo kết quả trước ngày 25 hằng tháng./.", self.body))
        return [self.one(self.office(), None, blocks, letter=True)]

    def minutes(self):
        rng, s = self.rng, self.speaker
        office = self.office("commune", "school", "hospital", "company", "centre", "room")
        blocks = [Paragraph(f"Hôm nay, ngày {rng.randint(1, 28):02} tháng {rng.randint(3, 12)} năm {s.year}, tại {s.pick(['hội trường', 'phòng họp', 'trụ sở'])} {s.pick(['Ủy ban nhân dân xã', 'đơn vị', 'thôn'])} {s.commune}, chúng tôi gồm:", self.body)]
        blocks += [Item(f"{n}.", f"{rng.choice(['Ông', 'Bà'])} {s.person()} - {s.pick(['Chủ tịch', 'Trưởng ban', 'Thư ký', 'Ủy viên', 'Kế toán', 'Tổ trưởng'])};", self.body) for n in range(1, rng.randint(3, 6))]
        blocks += self.outline()
        blocks.append(Paragraph("Biên bản được đọc lại cho mọi người cùng nghe, nhất trí ký tên và lập thành 02 bản có giá trị như nhau.", self.body))
        part = self.one(office, "BIÊN BẢN", blocks, subject=f"Về việc {rng.choice(s.words['works'])}")
        part.closing = Closing("", [], [Signer(["THƯ KÝ"], "", s.person()), Signer([rng.choice(["CHỦ TỌA", "CHỦ TRÌ", "TM. ĐƠN VỊ"])], "", s.person())])
        return [part]

    def invitation(self):
        rng, s = self.rng, self.speaker
        blocks = [Paragraph(f"{s.pick(['Trân trọng kính mời', 'Kính mời'])}: {s.pick(['Đồng chí', 'Ông', 'Bà'])} {s.person()}", self.body), self.paragraph(1, 2), Paragraph(f"Thời gian: {rng.randint(7, 14)} giờ {rng.choice(['00', '30'])}, ngày {rng.randint(1, 28)} tháng {rng.randint(3, 12)} năm {s.year}.", self.body), Paragraph(f"Địa điểm: Hội trường {s.commune}.", self.body), Paragraph("Rất mong đồng chí sắp xếp thời gian đến dự đúng giờ./.", self.body)]
        return [self.one(self.office(), "GIẤY MỜI", blocks, subject=f"Dự hội nghị {rng.choice(s.words['works'])}")]

    def contract(self):
        rng, s = self.rng, self.speaker
        office = self.office("company")
        blocks = []
        for side in "AB":
            blocks.append(Paragraph(f"*BÊN {side}:* {s.pick(['CÔNG TY', 'TRƯỜNG', 'BAN QUẢN LÝ'])} {s.commune.upper()}", self.body))
            blocks += [FormLine(label, value, self.body) for label, value in [("Đại diện", f"Ông {s.person()}"), ("Địa chỉ", f"Xã {s.commune}, huyện {s.district}"), ("Mã số thuế", str(rng.randint(4000000000, 5999999999))), ("Điện thoại", f"0{rng.randint(200, 299)} 3{rng.randint(100000, 999999)}")]]
        blocks.append(Paragraph("Hai bên thỏa thuận ký kết hợp đồng với các điều khoản sau:", self.body))
        for number in range(1, rng.randint(4, 7)):
            blocks.append(Heading(f"Điều {number}", rng.choice([". ", ": "]) if number < 2 else ". ", s.title(), 1, Look(bold=True, align="left", indent=self.style.indent)))
            blocks += [Item(f"{number}.{n}.", self.text(1, 2), self.body) for n in range(1, rng.randint(3, 4))] if rng.random() < 0.6 else [self.paragraph(1, 2)]
        if rng.random() < 0.5:
            blocks[-1:-1] = self.table_block([tables.goods])
        part = self.one(office, "HỢP ĐỒNG", blocks, subject=f"Về việc {rng.choice(s.words['works'])}")
        part.closing = Closing("", [], [Signer(["ĐẠI DIỆN BÊN A", "GIÁM ĐỐC"][: rng.randint(1, 2)], "", s.person()), Signer(["ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"][: rng.randint(1, 2)], "", s.person())])
        return [part]

    def form_sheet(self):
        rng, s = self.rng, self.speaker
        office = self.office("school", "hospital", "commune", "room", "centre")
        filled = rng.random() < 0.5
        look = Look(align="left")
        lines = [("Họ và tên", s.person()), ("Ngày, tháng, năm sinh", f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1950, 2004)}"), ("Nơi ở hiện nay", f"xã {s.commune}, huyện {s.district}"), ("Chức vụ, đơn vị công tác", "Tổ trưởng chuyên môn"), ("Trình độ chuyên môn", "Đại học"), ("Số năm công tác", str(rng.randint(2, 38))), ("Nội dung đề nghị", s.title())]
        blocks = [FormLine(label, value if filled and rng.random() < 0.8 else "", look) for label, value in rng.sample(lines, rng.randint(4, 7))]
        blocks.append(Boxes([(rng.random() < 0.4, name) for name in rng.choice([["Đồng ý", "Không đồng ý"], ["Tốt", "Khá", "Trung bình", "Yếu"], ["Có", "Không"]])], look))
        blocks.append(Paragraph("Tôi xin cam đoan những lời khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật.", self.body))
        kind = rng.choice(["PHIẾU ĐÁNH GIÁ", "PHIẾU ĐĂNG KÝ", "PHIẾU TRÌNH"])
        part = self.one(office, kind, blocks, subject=f"Về {rng.choice(s.words['works'])}")
        part.head.number, part.head.number_line = None, ""
        part.closing = Closing("", [], [Signer(["NGƯỜI KHAI"], "(Ký, ghi rõ họ tên)", s.person())])
        return [part]

    def roll(self):
        rng, s = self.rng, self.speaker
        office = self.office()
        table = tables.people(rng, s)
        table.title = []
        part = self.one(office, "DANH SÁCH", [table], subject=f"Hộ gia đình tham gia {rng.choice(s.words['works'])} năm {s.year}", count=rng.choice([1, 2, 3]), with_recipients=False)
        return [part]

    def assessment(self):
        """A report whose heart is a table of scores."""
        blocks = [self.paragraph(1, 2), *self.headed_short(), *self.table_block([tables.score])]
        part = self.one(self.office(), "BÁO CÁO", blocks, subject=f"Tự chấm điểm thi đua {self.rng.choice(self.speaker.words['works'])} năm {self.speaker.year}")
        return [part]

    def headed_short(self):
        self.upper, self.colon, self.run_in, self.part_word = True, False, False, "Phần"
        return self.headed([("roman", ". ", Look(bold=True, align="left", indent=self.style.indent), True)])

    def gazette(self):
        rng = self.rng
        blocks = self.outline() if rng.random() < 0.5 else [self.paragraph(2, 4) for _ in range(rng.randint(5, 8))]
        blocks = [block for block in blocks if not isinstance(block, Table)]
        part = self.one(self.office("province", "council"), rng.choice(["NGHỊ QUYẾT", "QUYẾT ĐỊNH"]), [])
        part.blocks = [Columns(blocks)]
        self.style.running_title = f"CÔNG BÁO/Số {rng.randint(2, 60)}/Ngày {rng.randint(1, 28)}-{rng.randint(1, 12)}-{self.speaker.year}"
        self.style.size = min(self.style.size, 11.5)
        return [part]

    def old(self):
        rng, s = self.rng, self.speaker
        s.year = rng.randint(1955, 1974)
        office = self.office("province", "district", "department", "room")
        work = rng.choice(["công tác thủy lợi", "vận động bình dân học vụ", "thu mua lương thực", "tổ đổi công và hợp tác xã", "phòng không nhân dân", "chống hạn cứu lúa"])
        kind = rng.choice(["BÁO CÁO", "CHỈ THỊ", "THÔNG TƯ", "THÔNG TRI"])
        blocks = [Paragraph("Kính gửi: Ủy ban hành chính các huyện, thị xã", Look(align="center"))] if rng.random() < 0.5 else []
        blocks += [self.paragraph(1, 3), *self.outline()]
        part = self.one(office, kind, blocks, subject=f"Về {work} năm {s.year}")
        part.head.issuer = rng.choice([["ỦY BAN HÀNH CHÍNH", f"TỈNH {s.province}".upper()], [f"ỦY BAN HÀNH CHÍNH TỈNH {s.province}".upper()], [f"TY THỦY LỢI {s.province}".upper()]])
        part.head.parent = []
        if part.head.motto == "state":
            part.head.motto = "republic"
        return [part]

    def typewritten(self):
        return self.rng.choice([self.report, self.notice, self.letter])()


def rng_end(rng):
    return rng.choice([".", ".", ".", ";"])


FORMS = {
    "report": Writer.report, "decision": Writer.decision, "proposal": Writer.proposal, "notice": Writer.notice, "resolution": Writer.resolution,
    "letter": Writer.letter, "minutes": Writer.minutes, "invitation": Writer.invitation, "contract": Writer.contract, "form": Writer.form_sheet,
    "roll": Writer.roll, "assessment": Writer.assessment, "gazette": Writer.gazette, "old": Writer.old, "typewritten": Writer.typewritten,
}
# How often each is drawn.
WEIGHTS = {"report": 6, "decision": 4, "proposal": 2, "notice": 2, "resolution": 1, "letter": 3, "minutes": 2, "invitation": 1, "contract": 1, "form": 1, "roll": 1, "assessment": 3, "gazette": 1, "old": 1, "typewritten": 2}


def draw(seed, typesetter=None, form=None):
    """Returns the document of a seed."""
    chooser = random.Random(f"form/{seed}")
    form = form or chooser.choices(sorted(WEIGHTS), [WEIGHTS[name] for name in sorted(WEIGHTS)])[0]
    writer = Writer(seed, typesetter or TYPESETTERS[seed % len(TYPESETTERS)], form)
    parts = FORMS[form](writer)
    return Document(f"{seed:04}", form, parts, settled(writer, parts), writer.style, writer.typesetter)


def settled(writer, parts):
    """Returns the notes that were written, in their order, with the marks that this gives them."""
    order = [identity for identity in truth.anchors(parts) if identity in writer.notes]
    notes = {}
    for number, identity in enumerate(order, 1):
        note = writer.notes[identity]
        note.mark = "*" * number if writer.marks == "star" else writer.marks.format(number)
        notes[identity] = note
    return notes
