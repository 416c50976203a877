"""Tables of made documents, their numbers consistent: what is summed sums."""

from language import COMMUNES
from model import Cell, Row, Table

ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
LETTERS = "abcdđeghiklmn"


def thousands(value):
    return f"{value:,}".replace(",", ".")


def decimal(value, places=2):
    """Returns a number with a decimal comma, without needless zeros: `12,5`."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    whole, _, part = text.partition(".")
    return thousands(int(whole)) + ("," + part if part else "")


def text(value, **how):
    return Cell(value, **how)


def figure(value, rng, align=None, **how):
    return Cell(value, align=align or rng.choice(["center", "right"]), **how)


def ruling(rng):
    return rng.choice(["full"] * 6 + ["horizontal"] * 2 + ["none"] * 2)


def captions(rng, subject):
    """Returns lines of a title above the table, and a unit or nothing."""
    title = rng.choice([[], [f"BẢNG TỔNG HỢP {subject}".upper()], [f"Biểu {rng.randint(1, 5)}. {subject}"], [f"Bảng {rng.randint(1, 9)}: {subject}"]])
    unit = rng.choice(["", "", "Đơn vị tính: triệu đồng", "ĐVT: 1.000 đồng", "(Đơn vị: ha)"])
    return title, unit


def labels_of(rng):
    """Returns how labels of a plain list are written."""
    return rng.choice(["{}", "{}", "{}", "{}.", "{:02}"])


def bare(label):
    return label.strip().rstrip(").").strip("(")


def build(rng, names, roles, shares, header, rows, letters=(), kind="plain", title=(), unit=""):
    return Table(kind, ruling(rng), list(title), unit, names, roles, shares, header, rows, list(letters), rng.random() < 0.5,
                 rng.choice([0, 0, -1, -2]))


def head_row(names, **how):
    return [Cell(name, bold=True, align="center", **how) for name in names]


def score(rng, speaker):
    """A score table: sections, items, sub-items, with maxima and one or two scores."""
    upper = rng.random() < 0.6
    say = (lambda name: name.upper()) if upper else (lambda name: name)
    marks = rng.choice([["Điểm chuẩn", "Điểm tự chấm"], ["Điểm tối đa", "Tự chấm", "Thẩm định"], ["Thang điểm", "Điểm tự chấm", "Điểm thẩm định"]])
    note = rng.random() < 0.6
    names = [say(rng.choice(["TT", "STT", "Số TT"])), say(rng.choice(["Nội dung, tiêu chí", "Tiêu chí thi đua", "Nội dung"])), *map(say, marks), *([say("Ghi chú")] if note else [])]
    roles = ["label", "text", "max", *["score"] * (len(marks) - 1), *(["note"] if note else [])]
    rest = 100 - 8 - 11 * len(marks) - (13 if note else 0)
    shares = [8, rest, *[11] * len(marks), *([13] if note else [])]
    halves = rng.random() < 0.5
    sub_form = rng.choice(["{})", "{}.", "-", "{i}.{j}"])
    rows, totals = [], [0] * len(marks)

    def line(label, words, values, path, bold=False):
        cells = [Cell(label, align="center", bold=bold), Cell(words, bold=bold)]
        cells += [Cell(decimal(value / 4), align="center", bold=bold) for value in values]
        if note:
            cells.append(Cell(rng.choice(["", "", "", "Có minh chứng", "Chưa nộp", "Trừ điểm chậm"]), italic=rng.random() < 0.3))
        return Row(cells, path, bare(label))

    for section in range(rng.randint(2, 4)):
        sums, own = [0] * len(marks), []
        for item in range(1, rng.randint(2, 5)):
            subs = rng.choice([0, 0, 2, 3])
            values, below = [0] * len(marks), []
            for sub in range(max(1, subs)):
                most = rng.randint(1, 6) * 4 * (5 if not subs else 1)
                got = [most, *[most - rng.choice([0, 0, 0, 1, 2, 4] if halves else [0, 0, 4]) for _ in marks[1:]]]
                values = [a + b for a, b in zip(values, got, strict=True)]
                if subs:
                    label = sub_form.format(LETTERS[sub], i=item, j=sub + 1)
                    if sub_form == "-":
                        path = f"{ROMAN[section]}.{item}.-{sub + 1}"
                    elif "{i}" in sub_form:
                        path = f"{ROMAN[section]}.{item}.{sub + 1}"
                    else:
                        path = f"{ROMAN[section]}.{item}.{LETTERS[sub]}"
                    below.append(line(label, speaker.rule(), got, path))
            own.append(line(str(item), speaker.title(), values, f"{ROMAN[section]}.{item}"))
            own += below
            sums = [a + b for a, b in zip(sums, values, strict=True)]
        title = speaker.title()
        rows.append(line(ROMAN[section], title.upper() if rng.random() < 0.5 else title, sums, ROMAN[section], bold=True))
        rows += own
        totals = [a + b for a, b in zip(totals, sums, strict=True)]
    rows.append(line("", rng.choice(["Tổng cộng", "TỔNG CỘNG", "TỔNG ĐIỂM"]), totals, "TOTAL", bold=True))
    alone = [row.label for row in rows if "." in row.label]
    if len(alone) == len(set(alone)):
        # A decimal label is a path by itself where it stands once.
        for row in rows:
            row.path = row.label if "." in row.label else row.path
    return build(rng, names, roles, shares, [head_row(names)], rows, kind="score", title=rng.choice([[], ["BẢNG CHẤM ĐIỂM THI ĐUA"], ["BẢNG TỰ CHẤM ĐIỂM"]]))


def amounts(rng, speaker):
    """Amounts planned and spent by item, with a header of two rows, perhaps a row of letters."""
    year = speaker.year
    over = rng.choice([f"Năm {year}", "Kinh phí", "Dự toán giao"])
    low, high = rng.choice([("Kế hoạch", "Thực hiện"), ("Dự toán", "Quyết toán"), ("Tổng số", "Trong đó: NSNN")])
    ratio = rng.random() < 0.6
    names = ["TT", rng.choice(["Nội dung", "Nội dung chi", "Hạng mục"]), f"{over} {low}", f"{over} {high}"]
    shares = [8, 44, 16, 16]
    header = [
        [Cell("TT", rows=2, bold=True, align="center"), Cell(names[1], rows=2, bold=True, align="center"), Cell(over, columns=2, bold=True, align="center"), None],
        [None, None, Cell(low, bold=True, align="center"), Cell(high, bold=True, align="center")],
    ]
    roles = ["label", "text", "other", "other"]
    if ratio:
        names.append("Tỷ lệ (%)")
        header[0].append(Cell("Tỷ lệ (%)", rows=2, bold=True, align="center"))
        header[1].append(None)
        roles.append("other")
        shares = [8, 38, 19, 19, 16]
    letters = rng.choice([[], [], ["A", "B", "1", "2", "3=2/1"][: len(names)], ["(1)", "(2)", "(3)", "(4)", "(5)"][: len(names)]])
    align = rng.choice(["right", "center", "right"])
    rows, total = [], [0, 0]

    def line(label, words, a, b, path, bold=False):
        cells = [Cell(label, align="center", bold=bold), Cell(words, bold=bold), Cell(thousands(a), align=align, bold=bold), Cell(thousands(b), align=align, bold=bold)]
        if ratio:
            cells.append(Cell(decimal(100 * b / a, 1), align=align, bold=bold))
        return Row(cells, path, bare(label))

    form = labels_of(rng)
    sections = rng.choice([0, 2, 3])
    for section in range(max(1, sections)):
        sums, own = [0, 0], []
        for item in range(1, rng.randint(3, 7)):
            a = rng.randint(12, 9800)
            b = min(a, round(a * rng.uniform(0.5, 1.0)))
            label = form.format(item)
            path = f"{ROMAN[section]}.{bare(label).lstrip('0')}" if sections else bare(label).lstrip("0")
            own.append(line(label, speaker.title(), a, b, path))
            sums = [sums[0] + a, sums[1] + b]
        if sections:
            rows.append(line(ROMAN[section], speaker.title(), *sums, ROMAN[section], bold=True))
        rows += own
        total = [total[0] + sums[0], total[1] + sums[1]]
    if rng.random() < 0.7:
        rows.append(line("", rng.choice(["Tổng cộng", "Cộng", "TỔNG SỐ"]), *total, "TOTAL", bold=True))
    title, unit = captions(rng, f"kinh phí {rng.choice(speaker.words['works'])} năm {year}")
    return build(rng, names, roles, shares, header, rows, letters, title=title, unit=unit or "Đơn vị tính: triệu đồng")


def people(rng, speaker):
    """A list of people, from 1 up or going on from a hundred."""
    names = ["STT", "Họ và tên", "Năm sinh", rng.choice(["Chức vụ", "Đơn vị công tác", "Nơi ở"])]
    roles, shares = ["label", "text", "other", "other"], [9, 36, 16, 39]
    if rng.random() < 0.5:
        names.append("Ghi chú")
        roles.append("note")
        shares = [9, 31, 14, 30, 16]
    first = rng.choice([1, 1, 1, 101, 143, 27])
    form = labels_of(rng) if first == 1 else "{}"
    rows = []
    for at in range(first, first + rng.randint(6, 18)):
        label = form.format(at)
        where = rng.choice(["Thôn " + str(rng.randint(1, 9)), "Xã " + speaker.pick(["Hoa Sim", "Kim Bảng", "Long Đàm"]), "Trưởng ban", "Ủy viên", "Tổ trưởng", "Phòng Tổng hợp", "Đội " + str(rng.randint(1, 5))])
        cells = [Cell(label, align="center"), Cell(speaker.person()), Cell(str(rng.randint(1950, 2001)), align="center"), Cell(where)]
        if len(names) > 4:
            cells.append(Cell(rng.choice(["", "", "Đảng viên", "Nghỉ phép"])))
        rows.append(Row(cells, bare(label).lstrip("0"), bare(label)))
    letters = rng.choice([[], [], [], ["1", "2", "3", "4", "5"][: len(names)]])
    title = rng.choice([[], ["DANH SÁCH THÀNH VIÊN"], [f"Danh sách hộ tham gia {rng.choice(speaker.words['works'])}"]])
    return build(rng, names, roles, shares, [head_row(names)], rows, letters, title=title)


def goods(rng, speaker):
    """Goods with quantity, price and amount, and their total."""
    names = ["TT", rng.choice(["Tên thiết bị", "Tên hàng hóa, quy cách", "Tên tài sản"]), "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"]
    roles, shares = ["label", "text", "other", "other", "other", "other"], [7, 36, 10, 12, 16, 19]
    things = ["Máy vi tính để bàn", "Máy quét tài liệu khổ A3", "Tủ sắt đựng hồ sơ", "Bàn làm việc gỗ ép", "Ghế xoay lưng lưới", "Bìa hồ sơ không a-xít", "Giá để tài liệu 5 tầng", "Máy hút ẩm công nghiệp", "Hộp đựng tài liệu", "Máy in laser", "Đèn chiếu sáng", "Quạt thông gió", "Bình chữa cháy MFZ4", "Ống nhựa PVC phi 60", "Xi măng PCB40"]
    rows, total, count = [], 0, rng.randint(4, 11)
    form = labels_of(rng)
    for at, thing in enumerate(rng.sample(things, count), 1):
        quantity, price = rng.randint(1, 60), rng.randint(8, 2400) * 10_000
        total += quantity * price
        label = form.format(at)
        cells = [Cell(label, align="center"), Cell(thing), Cell(rng.choice(["Cái", "Bộ", "Chiếc", "m", "Hộp", "kg"]), align="center"),
                 Cell(f"{quantity:02}" if rng.random() < 0.5 else str(quantity), align="center"), Cell(thousands(price), align="right"), Cell(thousands(quantity * price), align="right")]
        rows.append(Row(cells, str(at), bare(label)))
    closing = [Cell("", align="center"), Cell("Tổng cộng", bold=True), Cell(""), Cell(""), Cell(""), Cell(thousands(total), align="right", bold=True)]
    if rng.random() < 0.4:
        closing = [Cell("Tổng cộng", columns=5, bold=True, align="center"), None, None, None, None, closing[5]]
    rows.append(Row(closing, "TOTAL", ""))
    title, _ = captions(rng, f"thiết bị phục vụ {speaker.field}")
    return build(rng, names, roles, shares, [head_row(names)], rows, title=title, unit=rng.choice(["", "Đơn vị tính: đồng"]))


def statistics(rng, speaker):
    """Places by figures, under a header of two or three rows."""
    first, second, third = rng.sample(["Số hộ", "Hộ nghèo", "Số thôn", "Diện tích (ha)", "Sản lượng (tấn)", "Trẻ dưới 5 tuổi"], 3)
    deep = rng.random() < 0.4
    group = f"Năm {speaker.year}"
    names = ["TT", "Xã, thị trấn", f"{group} {first}", f"{group} {second}", third]
    header = [
        [Cell("TT", rows=2, bold=True, align="center"), Cell("Xã, thị trấn", rows=2, bold=True, align="center"), Cell(group, columns=2, bold=True, align="center"), None, Cell(third, rows=2, bold=True, align="center")],
        [None, None, Cell(first, bold=True, align="center"), Cell(second, bold=True, align="center"), None],
    ]
    if deep:
        top = "Chỉ tiêu"
        names = ["TT", "Xã, thị trấn", f"{top} {group} {first}", f"{top} {group} {second}", f"{top} {third}"]
        header[0][0].rows = header[0][1].rows = 3
        header[0][4].rows = 2
        header = [[header[0][0], header[0][1], Cell(top, columns=3, bold=True, align="center"), None, None], [None, None, *header[0][2:]], header[1]]
    form = labels_of(rng)
    align = rng.choice(["center", "right"])
    fractions = rng.random() < 0.5
    rows, totals = [], [0, 0, 0]
    for at, place in enumerate(rng.sample(COMMUNES, rng.randint(5, 11)), 1):
        values = [rng.randint(3, 4200), rng.randint(1, 800), rng.randint(10, 9000)]
        totals = [a + b for a, b in zip(totals, values, strict=True)]
        shown = [thousands(values[0]), thousands(values[1]), decimal(values[2] / 10, 1) if fractions else thousands(values[2])]
        label = form.format(at)
        rows.append(Row([Cell(label, align="center"), Cell(place), *(Cell(value, align=align) for value in shown)], str(at), bare(label)))
    shown = [thousands(totals[0]), thousands(totals[1]), decimal(totals[2] / 10, 1) if fractions else thousands(totals[2])]
    rows.append(Row([Cell(""), Cell(rng.choice(["Tổng cộng", "Cộng", "Tổng số"]), bold=True), *(Cell(value, align=align, bold=True) for value in shown)], "TOTAL", ""))
    letters = rng.choice([[], [], ["A", "B", "1", "2", "3"]])
    title, unit = captions(rng, f"số liệu {rng.choice(speaker.words['works'])}")
    return build(rng, names, ["label", "text", "other", "other", "other"], [8, 32, 20, 20, 20], header, rows, letters, title=title, unit=unit)


def schedule(rng, speaker):
    """Work with time and who does it; no numbers but the labels, groups merged down."""
    names = [rng.choice(["TT", "STT"]), "Nội dung công việc", rng.choice(["Thời gian", "Thời hạn"]), rng.choice(["Đơn vị chủ trì", "Phân công"])]
    rows = []
    form = labels_of(rng)
    for at in range(1, rng.randint(4, 9)):
        label = form.format(at)
        when = rng.choice([f"Tháng {rng.randint(1, 12)}", f"Quý {rng.choice(ROMAN[:4])}/{speaker.year}", f"Trước ngày {rng.randint(1, 28):02}/{rng.randint(1, 12):02}", "Thường xuyên"])
        rows.append(Row([Cell(label, align="center"), Cell(speaker.title() + "; " + rng.choice(["lập biên bản", "báo cáo kết quả", "tổng hợp số liệu"])), Cell(when, align="center"), Cell(speaker.pick(["Văn phòng", "Phòng Tổng hợp", "Các xã, thị trấn", "Ban Tổ chức"]))], str(at), bare(label)))
    return build(rng, names, ["label", "text", "other", "other"], [8, 46, 20, 26], [head_row(names)], rows)


SORTS = [score, amounts, people, goods, statistics, schedule]


def draw(rng, speaker, sorts=None):
    return rng.choice(sorts or SORTS)(rng, speaker)
