"""Tables: scores, budgets, lists of people, statistics, goods, work to be done."""

import names
from model import Cell, Row, Table
from outline import ROMAN
from sentences import upper


def _grouped(value):
    """Returns a whole number with full stops."""
    return f"{value:,}".replace(",", ".")


def _comma(value):
    return f"{value:g}".replace(".", ",")


def _rules(rng):
    return rng.choices(("full", "horizontal", "none"), (74, 14, 12))[0]


def _head(rng, columns):
    """Returns rows of head cells and names. `columns` holds a name, or (name, [names or (name, [names])])."""
    def depth(column):
        return 1 if isinstance(column, str) else 1 + max(depth(below) for below in column[1])

    def width(column):
        return 1 if isinstance(column, str) else sum(width(below) for below in column[1])

    deep = max(depth(column) for column in columns)
    total = sum(width(column) for column in columns)
    rows, named = [[None] * total for _ in range(deep)], []
    bold = rng.random() < 0.9

    def place(column, row, at, path):
        if isinstance(column, str):
            rows[row][at] = Cell(column, rows=deep - row, bold=bold, align="center")
            named.append(" ".join([*path, column]))
            return at + 1
        rows[row][at] = Cell(column[0], columns=width(column), bold=bold, align="center")
        for below in column[1]:
            at = place(below, row + 1, at, [*path, column[0]])
        return at

    at = 0
    for column in columns:
        at = place(column, 0, at, [])
    return rows, [" ".join(name.split()) for name in named]


def _letters(rng, roles):
    """Returns a row of letters or figures below the head, or none."""
    if rng.random() < 0.72:
        return []
    style = rng.choice(("ab", "(1)", "1"))
    found, count = [], 0
    for role in roles:
        if style == "ab" and role in ("label", "text"):
            found.append("AB"[min(len(found), 1)])
        else:
            count += 1
            found.append(f"({count})" if style == "(1)" else str(count))
    return found


def _part(row):
    """Parts a row's cells over columns: where no rule shows that a cell goes on, it does not."""
    for at, cell in enumerate(row.cells):
        if cell and cell.columns > 1:
            row.cells[at:at + cell.columns] = [Cell("") for _ in range(cell.columns)]
            cell.columns, cell.align = 1, "left"
            row.cells[max(at, 1)] = cell
            return


def _build(rng, columns, roles, shares, rows, title, unit="", kind="plain", rules=None, size=0.0):
    head, named = _head(rng, columns)
    rules = rules or _rules(rng)
    if rules != "full":
        for row in rows:
            _part(row)
    return Table(rules, title, unit, named, roles, shares, head, rows, _letters(rng, roles), rng.random() < 0.7, kind, size or rng.choice((0, 0, 11, 12)), rng.random() < 0.6)


def _label_cell(text, bold=False, align="center"):
    return Cell(text, bold=bold, align=align)


def _title(rng, words):
    return rng.choice(([], [words.upper()], [f"Bảng {rng.randint(1, 6)}. {words}"], [f"Biểu số {rng.randint(1, 12):02}: {words}"], [words]))


def score(rng, speech):
    """Scores of an office by criteria: sections with sums, items, perhaps sub-items, a total."""
    columns = ["TT" if rng.random() < 0.5 else "STT", rng.choice(("Nội dung tiêu chí", "Tiêu chí đánh giá", "NỘI DUNG, TIÊU CHÍ")), rng.choice(("Điểm chuẩn", "Điểm tối đa", "Thang điểm"))]
    roles, shares = ["label", "text", "max"], [8, 46, 12]
    given = rng.choice((["Điểm tự chấm"], ["Điểm tự chấm", "Điểm thẩm định"], ["Đơn vị tự chấm", "Cụm thi đua chấm"]))
    if len(given) == 2 and rng.random() < 0.5:
        columns.append((rng.choice(("Kết quả chấm điểm", "Điểm đạt được")), given))
    else:
        columns += given
    roles += ["score"] * len(given)
    shares += [13] * len(given)
    if rng.random() < 0.55:
        columns.append("Ghi chú")
        roles.append("note")
        shares.append(16)
    rows, total = [], [0.0] * (1 + len(given))
    dotted, stop = rng.random() < 0.25, rng.choice(("", "", "."))
    deep = not dotted and rng.random() < 0.4
    notes = ["Chậm 02 ngày", "Có minh chứng", "Trừ 0,5 điểm", "", "", "", "", ""]

    def line(label, words, values, bold, path, italic=False):
        cells = [_label_cell(label, bold), Cell(words, bold=bold, italic=italic, align="left"), *(Cell(_comma(value), bold=bold, align="center") for value in values)]
        if roles[-1] == "note":
            cells.append(Cell(rng.choice(notes)))
        return Row(cells, path, label.rstrip(".)"))

    for section in range(rng.randint(2, 4)):
        items, sums = [], [0.0] * (1 + len(given))
        for item in range(rng.randint(2, 5)):
            most = rng.choice((2, 3, 4, 5, 5, 8, 10))
            values = [most, *(max(0.5, most - rng.choice((0, 0, 0, 0.5, 1, 1.25, 0.25))) for _ in given)]
            sums = [a + b for a, b in zip(sums, values, strict=True)]
            label = f"{section + 1}.{item + 1}" if dotted else f"{item + 1}"
            # A decimal label says by itself where it stands.
            path = label if dotted else f"{ROMAN[section]}.{label}"
            if not dotted:
                label += stop
            items.append(line(label, speech.item("tbr")[:rng.choice((140, 90))].rsplit(" ", 1)[0].rstrip(",;:.“") if rng.random() < 0.4 else upper(speech.act()), values, deep, path))
            if deep:
                shared = [[most - 1, 1], [max(0, values[1] - 1), min(1, values[1])], [max(0, values[-1] - 1), min(1, values[-1])]]
                for one, letter in enumerate("ab"):
                    items.append(line(f"{letter})" if stop else letter, upper(speech.act()), [column[one] for column in shared[:len(values)]], False, f"{path}.{letter}"))
        words = f"Công tác {speech.work()}"
        rows.append(line(ROMAN[section], words.upper() if rng.random() < 0.4 else words, sums, True, ROMAN[section]))
        rows += items
        total = [a + b for a, b in zip(total, sums, strict=True)]
    words = rng.choice(("Tổng cộng", "TỔNG ĐIỂM", "Cộng"))
    merged = rng.random() < 0.4
    cells = [Cell(words, columns=2, bold=True, align="center"), None] if merged else [Cell(""), Cell(words, bold=True, align="center")]
    cells += [Cell(_comma(value), bold=True, align="center") for value in total]
    if roles[-1] == "note":
        cells.append(Cell(""))
    rows.append(Row(cells, "TOTAL", ""))
    return _build(rng, columns, roles, shares, rows, rng.choice(([f"BẢNG CHẤM ĐIỂM THI ĐUA NĂM {speech.year}"], ["BẢNG TỰ ĐÁNH GIÁ, CHẤM ĐIỂM", f"Công tác {speech.work()}"], [])), kind="score", rules=rng.choices(("full", "horizontal"), (88, 12))[0])


def budget(rng, speech):
    """Amounts by sections and items, with a rate."""
    year = speech.year
    amounts = rng.choice((
        [("Dự toán năm " + str(year), ["Giao đầu năm", "Sau điều chỉnh"]), f"Thực hiện năm {year}"], [f"Năm {year - 1}", f"Năm {year}"], [f"Dự toán năm {year}", f"Ước thực hiện năm {year}"],
        [(f"Kế hoạch vốn năm {year}", [("Trong đó", ["Ngân sách tỉnh", "Ngân sách huyện"]), "Vốn khác"])],
        [(f"Năm {year - 1}", ["Kế hoạch", "Thực hiện"]), (f"Năm {year}", ["Kế hoạch", "Thực hiện"])],
    ))

    def width(column):
        return 1 if isinstance(column, str) else sum(width(below) for below in column[1])

    count = sum(width(column) for column in amounts)
    with_rate = count < 4 and rng.random() < 0.7
    columns = [rng.choice(("TT", "STT", "Số TT")), rng.choice(("Nội dung", "Chỉ tiêu", "Nội dung chi", "Khoản mục")), *amounts] + (["Tỷ lệ (%)"] if with_rate else [])
    roles = ["label", "text"] + ["other"] * (count + with_rate)
    shares = [8, 40 - 4 * count + 8] + [13] * count + ([11] if with_rate else [])
    rows, total = [], [0] * count
    first_total = rng.random() < 0.25
    space = rng.choice((300, 4000, 90000))

    def line(label, words, values, path, bold=False, merged=False):
        cells = [Cell(words, columns=2, bold=True, align="center"), None] if merged else [_label_cell(label, bold), Cell(words, bold=bold)]
        cells += [Cell(_grouped(value), bold=bold, align="right") for value in values]
        if with_rate:
            cells.append(Cell(_comma(round(100 * values[-1] / values[-2], 1)) if count > 1 else "100", bold=bold, align="right"))
        return Row(cells, path, "" if merged else label.rstrip("."))

    stop = rng.choice(("", "", "."))
    for section in range(rng.randint(2, 3)):
        works = rng.sample(["Chi lương, phụ cấp", "Chi nghiệp vụ chuyên môn", "Mua sắm, sửa chữa tài sản", "Chi hội nghị, tiếp khách", "Thu phí, lệ phí", "Thu tiền sử dụng đất", "Thuế giá trị gia tăng", "Chi sự nghiệp môi trường", "Chi an ninh, quốc phòng", "Chi dự phòng", "Hỗ trợ các hội đoàn thể", "Chi đầu tư phát triển", "Thu đóng góp tự nguyện", "Bổ sung có mục tiêu"], rng.randint(2, 5))
        items, sums = [], [0] * count
        for item, work in enumerate(works):
            values = [rng.randint(space // 20, space) for _ in range(count)]
            sums = [a + b for a, b in zip(sums, values, strict=True)]
            items.append(line(f"{item + 1}{stop}", work, values, f"{ROMAN[section]}.{item + 1}"))
        name = ("Các khoản thu trên địa bàn", "Chi thường xuyên và chi khác", "Nguồn kết dư, chuyển nguồn")[section]
        rows += [line(f"{ROMAN[section]}{stop}", name, sums, ROMAN[section], bold=True), *items]
        total = [a + b for a, b in zip(total, sums, strict=True)]
    if rng.random() < 0.3:
        grouped = line(f"A{stop}", "PHẦN NGÂN SÁCH NHÀ NƯỚC", total, "A", bold=True)
        for row in rows:
            row.path = f"A.{row.path}"
        values = [rng.randint(space // 20, space) for _ in range(count)]
        total = [a + b for a, b in zip(total, values, strict=True)]
        rows = [grouped, *rows, line(f"B{stop}", "CÁC QUỸ NGOÀI NGÂN SÁCH", values, "B", bold=True)]
    closing = line("", rng.choice(("Tổng cộng", "TỔNG SỐ", "CỘNG")), total, "TOTAL", bold=True, merged=rng.random() < 0.3)
    rows = [closing, *rows] if first_total else [*rows, closing]
    unit = rng.choice(("Đơn vị tính: triệu đồng", "ĐVT: 1.000 đồng", "Đơn vị: nghìn đồng", "(Đơn vị tính: đồng)"))
    return _build(rng, columns, roles, shares, rows, _title(rng, f"Tổng hợp thu, chi năm {year}"), unit)


def people(rng, speech, count=None):
    """A list of people."""
    extra = rng.choice((["Chức vụ", "Đơn vị công tác"], ["Địa chỉ thường trú"], ["Trình độ", "Chức danh"], ["Lớp", "Thành tích"], ["Chức vụ", "Nhiệm vụ"]))
    split = rng.random() < 0.35
    born = ("Năm sinh", ["Nam", "Nữ"]) if split else rng.choice(("Ngày sinh", "Năm sinh", "Ngày, tháng, năm sinh"))
    with_note = rng.random() < 0.5
    columns = [rng.choice(("STT", "TT", "Số TT")), "Họ và tên", born, *extra] + (["Ghi chú"] if with_note else [])
    roles = ["label", "text"] + ["other"] * (2 if split else 1) + ["other"] * len(extra) + (["note"] if with_note else [])
    shares = [7, 27] + ([9, 9] if split else [16]) + [42 // len(extra)] * len(extra) + ([12] if with_note else [])
    said = {
        "Chức vụ": ["Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên", "Kế toán", "Văn thư", "Hiệu trưởng", "Công chức tư pháp - hộ tịch"], "Đơn vị công tác": [f"Xã {place}" for place in names.COMMUNES[:8]] + ["Văn phòng", "Ban Quản lý dự án"],
        "Địa chỉ thường trú": [f"Thôn {rng.randint(1, 9)}, xã {place}" for place in names.COMMUNES[:9]], "Trình độ": ["Đại học", "Thạc sĩ", "Cao đẳng", "Trung cấp"], "Chức danh": ["Giáo viên", "Bác sĩ", "Kỹ sư", "Điều dưỡng"],
        "Lớp": ["12A1", "9B", "11A4", "8C", "6A"], "Thành tích": ["Giải Nhất môn Toán", "Giải Ba môn Ngữ văn", "Giải Nhì môn Hóa học", "Học sinh tiêu biểu"], "Nhiệm vụ": ["Trưởng ban", "Phó Trưởng ban", "Thư ký", "Ủy viên"],
    }
    rows = []
    start = rng.choice((1, 1, 1, 1, 15))
    zero = rng.random() < 0.3
    sections = rng.random() < 0.25
    groups = ["Khối cơ quan văn phòng", "Khối đơn vị sự nghiệp", "Khối xã, thị trấn"]
    total = count or rng.randint(5, 26)
    for at in range(total):
        if sections and at % max(3, total // 3) == 0 and len(rows) - at < 3:
            group = len(rows) - at
            width = len(roles)
            rows.append(Row([_label_cell(ROMAN[group], True), Cell(groups[group], columns=width - 1, bold=True), *[None] * (width - 2)], ROMAN[group], ROMAN[group]))
        label = f"{at + start:02}" if zero else str(at + start)
        year = str(rng.randint(speech.year - 58, speech.year - 22)) if "Lớp" not in extra else str(speech.year - rng.randint(12, 17))
        if born == "Năm sinh":
            births = [year]
        elif split:
            births = [year, ""] if rng.random() < 0.5 else ["", year]
        else:
            births = [f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{year}"]
        cells = [_label_cell(label), Cell(names.person(rng)), *(Cell(birth, align="center") for birth in births), *(Cell(rng.choice(said[name])) for name in extra)]
        if with_note:
            cells.append(Cell(rng.choice(("", "", "", "Nữ", "Đã nghỉ hưu", "Kiêm nhiệm"))))
        section = next((row.path for row in reversed(rows) if row.path in ROMAN), "") if sections else ""
        rows.append(Row(cells, f"{section}.{at + start}" if section else str(at + start), label))
    return _build(rng, columns, roles, shares, rows, [], rules=rng.choices(("full", "horizontal", "none"), (85, 8, 7))[0])


def statistics(rng, speech):
    """Figures by communes, with heads of up to three rows and a total."""
    year = speech.year
    figures = rng.choice((
        [("Tổng số", ["Hộ", "Khẩu"]), ("Trong đó", ["Hộ nghèo", "Hộ cận nghèo"])], ["Kế hoạch", "Thực hiện", "So sánh (%)"], [(f"Năm học {year - 1} - {year}", [("Học sinh", ["Tổng số", "Nữ"]), "Số lớp"])],
        ["Diện tích (ha)", "Năng suất (tạ/ha)", "Sản lượng (tấn)"], [("Số hồ sơ tiếp nhận", ["Kỳ trước chuyển sang", "Mới tiếp nhận"]), ("Số hồ sơ đã giải quyết", ["Đúng hạn", "Quá hạn"]), "Đang giải quyết"],
    ))

    def width(column):
        return 1 if isinstance(column, str) else sum(width(below) for below in column[1])

    count = sum(width(column) for column in figures)
    columns = ["TT", rng.choice(("Tên xã, thị trấn", "Đơn vị", "Địa phương")), *figures]
    roles = ["label", "text"] + ["other"] * count
    shares = [7, 30] + [63 // count] * count
    rows, total = [], [0] * count
    for at, place in enumerate(rng.sample(names.COMMUNES, rng.randint(5, 14))):
        values = [0 if rng.random() < 0.04 else rng.randint(2, 2400) for _ in range(count)]
        total = [a + b for a, b in zip(total, values, strict=True)]
        cells = [_label_cell(str(at + 1)), Cell(rng.choice(("", "Xã ")) + place if at else f"Xã {place}"), *(Cell(_grouped(value) if value else "-", align="right") for value in values)]
        rows.append(Row(cells, str(at + 1), str(at + 1)))
    merged = rng.random() < 0.35
    words = rng.choice(("Tổng cộng", "Toàn huyện", "Cộng"))
    words = "Tổng cộng" if words == "Toàn huyện" else words
    cells = [Cell(words, columns=2, bold=True, align="center"), None] if merged else [Cell(""), Cell(words, bold=True)]
    rows.append(Row(cells + [Cell(_grouped(value), bold=True, align="right") for value in total], "TOTAL", ""))
    return _build(rng, columns, roles, shares, rows, _title(rng, f"Số liệu {speech.work()}"), rng.choice(("", "", "Đơn vị tính: người")))


GOODS = [
    ("Bàn họp gỗ công nghiệp", "Chiếc"), ("Máy chiếu đa năng", "Bộ"), ("Tủ tài liệu hai cánh", "Cái"), ("Xi măng PCB40", "Tấn"), ("Cát vàng đổ bê tông", "m3"), ("Ống kẽm D90", "m"), ("Sách giáo khoa lớp 6", "Bộ"), ("Găng tay y tế", "Hộp"),
    ("Máy bơm ly tâm 15 kW", "Cái"), ("Đá 1x2", "m3"), ("Giấy A4 định lượng 70 gsm", "Ram"), ("Thép phi 10", "Kg"), ("Áo phao cứu sinh", "Cái"), ("Nhân công lắp đặt", "Công"), ("Máy tính xách tay", "Chiếc"), ("Phân đạm urê", "Tạ"),
]


def goods(rng, speech):
    """Goods with prices, and what they come to."""
    columns = ["STT", rng.choice(("Tên hàng hóa, dịch vụ", "Danh mục", "Tên vật tư, quy cách")), rng.choice(("ĐVT", "Đơn vị tính")), rng.choice(("Số lượng", "SL")), rng.choice(("Đơn giá", "Đơn giá (đồng)")), rng.choice(("Thành tiền", "Thành tiền (đồng)"))]
    roles, shares = ["label", "text", "other", "other", "other", "other"], [7, 34, 11, 11, 17, 20]
    rows, total = [], 0
    for at, (name, unit) in enumerate(rng.sample(GOODS, rng.randint(3, 9))):
        count, price = rng.randint(2, 90), rng.randint(3, 4000) * 1000
        total += count * price
        rows.append(Row([_label_cell(str(at + 1)), Cell(name), Cell(unit, align="center"), Cell(f"{count:02}" if rng.random() < 0.3 else str(count), align="center"), Cell(_grouped(price), align="right"), Cell(_grouped(count * price), align="right")], str(at + 1), str(at + 1)))
    if rng.random() < 0.5:
        cells = [Cell(rng.choice(("Tổng cộng", "Cộng tiền hàng")), columns=5, bold=True, align="center"), None, None, None, None]
    else:
        cells = [Cell(""), Cell("Tổng cộng", bold=True), Cell(""), Cell(""), Cell("")]
    rows.append(Row([*cells, Cell(_grouped(total), bold=True, align="right")], "TOTAL", ""))
    return _build(rng, columns, roles, shares, rows, _title(rng, f"Danh mục phục vụ {speech.work()}"))


def duties(rng, speech):
    """Work to be done: who, with whom, until when; a body may stand once for neighbouring rows."""
    columns = ["STT", rng.choice(("Nội dung công việc", "Nhiệm vụ", "Nội dung thực hiện")), rng.choice(("Đơn vị chủ trì", "Cơ quan chủ trì")), rng.choice(("Đơn vị phối hợp", "Phối hợp")), rng.choice(("Thời gian hoàn thành", "Thời hạn", "Sản phẩm"))]
    roles, shares = ["label", "text", "other", "other", "other"], [7, 37, 19, 20, 17]
    ends = {"Sản phẩm": ["Báo cáo", "Kế hoạch", "Quyết định", "Biên bản kiểm tra", "Danh sách"]}.get(columns[4], [f"Tháng {rng.randint(1, 12)}/{speech.year}", f"Quý II/{speech.year}", "Thường xuyên", f"Trước 15/{rng.randint(1, 12):02}/{speech.year}", "Hằng quý"])
    rows, left = [], 0
    total = rng.randint(4, 10)
    splits = True
    for at in range(total):
        if left == 0:
            left = min(total - at, rng.choice((1, 1, 1, 2, 3)))
            lead = Cell(upper(rng.choice(speech.office.others)), rows=left, align=rng.choice(("left", "center")))
            splits = splits and left == 1
        else:
            lead = None
        left -= 1
        rows.append(Row([_label_cell(str(at + 1)), Cell(upper(speech.bid() if rng.random() < 0.4 else speech.act())), lead, Cell("\n".join(f"- {upper(other)}" for other in rng.sample(speech.office.others, 2)) if rng.random() < 0.15 else upper(rng.choice(speech.office.others))), Cell(rng.choice(ends), align="center")], str(at + 1), str(at + 1)))
    rules = "full" if not splits else None
    return _build(rng, columns, roles, shares, rows, _title(rng, f"Phân công nhiệm vụ năm {speech.year}"), rules=rules)


def criteria(rng, speech):
    """Targets of a plan: what is counted, in which unit, how much by when."""
    year = speech.year
    years = [str(year + at) for at in range(rng.choice((2, 3)))]
    columns = ["TT", "Chỉ tiêu", rng.choice(("ĐVT", "Đơn vị tính")), ("Kế hoạch từng năm", [f"Năm {one}" for one in years]) if rng.random() < 0.6 else f"Thực hiện năm {year}", "Ghi chú"]
    count = len(years) if not isinstance(columns[3], str) else 1
    roles, shares = ["label", "text", "other"] + ["other"] * count + ["note"], [7, 40, 12] + [12] * count + [14]
    rows = []
    for at, counted in enumerate(rng.sample(speech.domain.counted, rng.randint(3, len(speech.domain.counted)))):
        unit, first = {"lao": "người", "lượt": "lượt", "triệu": "đồng"}.get(counted.split()[0], counted.split()[0]), rng.randint(2, 900)
        values = [_grouped(first + step * rng.randint(1, 60)) for step in range(count)]
        rows.append(Row([_label_cell(str(at + 1)), Cell(f"Số {counted}"), Cell(upper(unit), align="center"), *(Cell(value, align="center") for value in values), Cell(rng.choice(("", "", "Lũy kế", "Chỉ tiêu giao")))], str(at + 1), str(at + 1)))
        if rng.random() < 0.25:
            rows.append(Row([Cell(""), Cell("Trong đó: xã đặc biệt khó khăn", italic=True), Cell(upper(unit), align="center"), *(Cell(str(rng.randint(1, 40)), align="center") for _ in range(count)), Cell("")], "", ""))
    return _build(rng, columns, roles, shares, rows, _title(rng, f"Các chỉ tiêu chủ yếu về {speech.work()}"))


def findings(rng, speech):
    """What a check found: a cross in one column or the other."""
    columns = ["STT", rng.choice(("Nội dung kiểm tra", "Tiêu chí")), ("Kết quả", ["Đạt", "Chưa đạt"]), rng.choice(("Ghi chú", "Kiến nghị"))]
    roles, shares = ["label", "text", "other", "other", "note"], [8, 50, 12, 12, 18]
    rows = []
    for at in range(rng.randint(4, 9)):
        good = rng.random() < 0.75
        mark = rng.choice(("x", "x", "X"))
        rows.append(Row([_label_cell(str(at + 1)), Cell(upper(speech.act())), Cell(mark if good else "", align="center"), Cell("" if good else mark, align="center"), Cell("" if good else rng.choice(("Bổ sung hồ sơ", "Khắc phục xong trong tháng", "")))], str(at + 1), str(at + 1)))
    return _build(rng, columns, roles, shares, rows, _title(rng, f"Kết quả kiểm tra {speech.work()}"))


PLAIN = [criteria, findings, budget, people, statistics, goods, duties]


