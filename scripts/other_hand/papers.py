"""Papers of each form, drawn for an office: their parts."""

import annexes
import ending
import names
import opening
import sheets
from model import Boxes, FormLine, Head, Heading, Item, Look, Paragraph, Part
from outline import Outline
from sentences import dated, number, upper

CENTRED = Look(bold=True, align="center", indent=0, above=8, keep=True)
UNITS = ["VP", "NV", "KT", "TH", "TCHC", "VX"]
LAWS = [
    (2015, "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"), (2003, "Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003"), (2011, "Luật Lưu trữ ngày 11 tháng 11 năm 2011"), (2015, "Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015"),
    (2020, "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"), (2004, "Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 của Chính phủ về công tác văn thư"), (2019, "Bộ luật Lao động ngày 20 tháng 11 năm 2019"), (2013, "Luật Thi đua, khen thưởng và các văn bản hướng dẫn thi hành"),
]


def _order(rng):
    """How an office's annexes and tables come about: a number of annexes."""
    return rng.choice((0, 0, 1, 1, 2))


def report(rng, speech, office, kind=None):
    kind = kind or rng.choice(("BÁO CÁO", "BÁO CÁO", "BÁO CÁO", "KẾ HOẠCH", "KẾ HOẠCH", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "PHƯƠNG ÁN"))
    about = {"BÁO CÁO": rng.choice((f"Kết quả {speech.work()} năm {speech.year}", f"Tình hình thực hiện {speech.work()} và nhiệm vụ trọng tâm năm {speech.year + 1}", f"Tổng kết công tác {speech.work()} năm {speech.year}", f"Sơ kết 6 tháng đầu năm {speech.year} về {speech.work()}"))}.get(kind, upper(rng.choice((f"Thực hiện công tác {speech.work()} năm {speech.year}", f"Về việc {speech.act()} năm {speech.year}", f"{speech.act()} giai đoạn {speech.year} - {speech.year + 5}"))))
    head = opening.head(rng, office, kind, about, speech.year)
    tables = [_with_notes(rng, speech, rng.choice(sheets.PLAIN)(rng, speech)) for _ in range(rng.choice((0, 1, 1, 2)))]
    body = Outline(rng, speech, kind, rng.choice((1, 2, 2, 3)), tables).blocks()
    parts = [Part("document", head, body, ending.closing(rng, office, "", rng.choice(UNITS)))]
    return parts + annexes.tables(rng, speech, head, office, _order(rng))


def _with_notes(rng, speech, table):
    """Returns a table with what stands around it in running text."""
    found = []
    if rng.random() < 0.5:
        found.append(Paragraph(rng.choice((f"Số liệu chi tiết {speech.work()} theo bảng sau:", "Kết quả cụ thể thể hiện ở bảng dưới đây:", f"Tổng hợp {speech.period()} như sau:")), Look(keep=True)))
    found.append(table)
    if rng.random() < 0.25:
        found.append(Paragraph(f"Nguồn: {upper(rng.choice(speech.office.others))} tổng hợp.", Look(italic=True)))
    return found


def assessment(rng, speech, office):
    head = opening.head(rng, office, rng.choice(("BÁO CÁO", "BÁO CÁO", "TỜ TRÌNH")), f"Tự chấm điểm thi đua năm {speech.year}", speech.year)
    head.subject = opening.wrapped(rng, rng.choice((f"Tự chấm điểm thi đua năm {speech.year}", f"Kết quả tự đánh giá công tác {speech.work()} năm {speech.year}")))
    body = [Paragraph(speech.paragraph("t", 1, 2), Look())]
    in_body = rng.random() < 0.55
    table = sheets.score(rng, speech)
    if in_body:
        body += [table, Paragraph(f"{upper(office.said)} tự xếp loại: {rng.choice(('Hoàn thành xuất sắc nhiệm vụ', 'Hoàn thành tốt nhiệm vụ'))}./.", Look())]
        return [Part("document", head, body, ending.closing(rng, office, "", rng.choice(UNITS)))]
    body = Outline(rng, speech, "BÁO CÁO", 1, []).blocks()
    table.title = []
    part = Part("annex", None, [table], None, ["PHỤ LỤC", f"BẢNG CHẤM ĐIỂM THI ĐUA NĂM {speech.year}"], annexes.said_of(rng, head, office), rng.random() < 0.4)
    return [Part("document", head, body, ending.closing(rng, office, "", rng.choice(UNITS))), part]


def _grounds(rng, speech, office):
    look = Look(italic=rng.random() < 0.6)
    laws = [law for year, law in LAWS if year < speech.year - 1]
    found = [f"Căn cứ {law};" for law in rng.sample(laws, min(len(laws), rng.randint(1, 3)))]
    found.append(f"Căn cứ Quyết định số {number(rng, 11, 990)}/QĐ-{office.symbol} {dated(rng, speech.year - 2)} về việc {speech.act()};")
    if rng.random() < 0.4:
        found.append(f"Xét tình hình thực tế của {office.said} về {speech.work()};")
    end = rng.choice((".", ",", "."))
    found.append(f"{rng.choice(('Theo đề nghị của', 'Xét đề nghị của'))} {rng.choice(office.others)} tại Tờ trình số {rng.randint(11, 300)}/TTr-{rng.choice(UNITS)} {dated(rng, speech.year)}{end}")
    return [Paragraph(text, look) for text in found]


def _article(number_, text, look_stop):
    return Heading(f"Điều {number_}", look_stop, "", 1, Look(bold=True), run_in=text, run_in_stop="")


def decision(rng, speech, office):
    issue = rng.choice((None, None, "QUY CHẾ", "QUY ĐỊNH", "NỘI QUY"))
    kind = "QUYẾT ĐỊNH"
    group = rng.choice(("Tổ kiểm tra", "Ban Chỉ đạo", "Hội đồng chấm thi", "Tổ giúp việc"))
    work = speech.work()
    about = f"Về việc ban hành {issue.capitalize()} {work}" if issue else rng.choice((f"Về việc thành lập {group} {work}", f"Về việc {speech.act()}", f"V/v khen thưởng thành tích trong công tác {work}", f"Về việc phê duyệt kinh phí {speech.work()}"))
    head = opening.head(rng, office, kind, about, speech.year)
    authority = f"{office.chief.upper()}" if rng.random() < 0.7 else " ".join(office.issuer)
    body = [Paragraph(authority, CENTRED), *_grounds(rng, speech, office), Paragraph("QUYẾT ĐỊNH:", CENTRED)]
    stop = rng.choice((". ", ". ", ". ", ": "))
    parts = []
    if issue:
        texts = [f"Ban hành kèm theo Quyết định này {issue.capitalize()} {work}."]
        parts.append(annexes.regulation(rng, speech, head, office, issue, work))
    elif "khen" in about:
        count = rng.randint(5, 14)
        texts = [f"Tặng Giấy khen cho {count:02} cá nhân có thành tích trong công tác {work} (có danh sách kèm theo).", f"Mức tiền thưởng kèm theo thực hiện theo quy định hiện hành, trích từ quỹ thi đua, khen thưởng của {office.said}."]
        table = sheets.people(rng, speech, count)
        parts.append(Part("annex", None, [table], None, opening.wrapped(rng, "DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN"), annexes.said_of(rng, head, office)))
    else:
        texts = [f"{'Thành lập' if 'thành lập' in about else 'Giao'} {group} {work}, gồm các thành viên sau:" if "thành lập" in about else upper(speech.act()) + f", {speech.period()}."]
        parts += annexes.tables(rng, speech, head, office, rng.choice((0, 0, 1)))
    blocks = [_article(1, texts[0], stop)]
    if "thành lập" in about:
        style = rng.choice(("item", "table"))
        if style == "item":
            blocks += [Item(f"{at + 1}.", f"{rng.choice(('Ông', 'Bà'))} {names.person(rng)}, {upper(rng.choice(office.others))} - {role}{';' if at < 3 else '.'}", Look()) for at, role in enumerate(("Trưởng ban", "Phó Trưởng ban", "Thư ký", "Ủy viên"))]
        else:
            table = sheets.people(rng, speech, rng.randint(4, 8))
            table.title, table.unit = [], ""
            blocks.append(table)
    for text in texts[1:]:
        blocks.append(_article(len([one for one in blocks if isinstance(one, Heading)]) + 1, text, stop))
    count = sum(isinstance(one, Heading) for one in blocks)
    if rng.random() < 0.6:
        count += 1
        blocks.append(_article(count, upper(speech.order()) + ".", stop))
        if rng.random() < 0.3:
            blocks += [Paragraph(speech.paragraph("b", 1, 1), Look())]
    blocks.append(_article(count + 1, f"Quyết định này có hiệu lực kể từ ngày ký{rng.choice(('', f' và thay thế Quyết định số {rng.randint(11, 900)}/QĐ-{office.symbol} {dated(rng, speech.year - 3)}'))}.", stop))
    blocks.append(_article(count + 2, f"{upper(', '.join(rng.sample(office.others, 2)))} và các cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này{rng.choice(('.', './.', './.'))}", stop))
    return [Part("document", head, body + blocks, ending.closing(rng, office, f"Như Điều {count + 2}", rng.choice(UNITS))), *parts]


def resolution(rng, speech, office):
    kind = "NGHỊ QUYẾT"
    head = opening.head(rng, office, kind, f"Về {speech.work()} năm {speech.year + 1}" if rng.random() < 0.6 else f"Về việc thông qua phương án {speech.work()} giai đoạn {speech.year} - {speech.year + 5}", speech.year)
    if office.family == "party":
        body = Outline(rng, speech, "KẾT LUẬN", 2, []).blocks()
        return [Part("document", head, body, ending.closing(rng, office, "", "VPHU"))]
    body = [Paragraph(" ".join(office.issuer), CENTRED)]
    if rng.random() < 0.7:
        body.append(Paragraph(f"KHÓA {rng.choice(('XVII', 'XIX', 'IX'))}, KỲ HỌP THỨ {rng.choice(('5', 'MƯỜI', '12'))}", CENTRED))
    body += _grounds(rng, speech, office)
    body.append(Paragraph("QUYẾT NGHỊ:", CENTRED))
    stop, blocks = ". ", []
    for at in range(rng.randint(2, 3)):
        blocks.append(_article(at + 1, rng.choice((f"Thông qua nội dung {speech.work()}, cụ thể như sau:", f"Nhất trí với báo cáo của {rng.choice(office.others)}, đồng thời nhấn mạnh:")) if at == 0 else upper(speech.order()) + ".", stop))
        if at == 0:
            blocks += [Item(f"{one + 1}.", upper(speech.bid()) + ".", Look()) for one in range(rng.randint(2, 4))]
            if rng.random() < 0.35:
                blocks.append(sheets.budget(rng, speech))
    at = sum(isinstance(one, Heading) for one in blocks) + 1
    blocks.append(_article(at, f"{upper(rng.choice(office.others))} giám sát việc thực hiện Nghị quyết này.", stop))
    if rng.random() < 0.7:
        blocks.append(Paragraph(f"Nghị quyết này đã được {office.said} thông qua {dated(rng, speech.year)}./.", Look()))
    parts = [Part("document", head, body + blocks, ending.closing(rng, office, "", "TT"))]
    return parts + annexes.tables(rng, speech, head, office, rng.choice((0, 0, 1)))


def letter(rng, speech, office):
    unit = rng.choice(UNITS)
    head = opening.head(rng, office, None, speech.about(), speech.year, unit)
    to = rng.sample([upper(one) for one in office.others], rng.randint(1, 3))
    if len(to) == 1:
        body = [Paragraph(f"Kính gửi: {to[0]}{rng.choice(('', '.'))}", Look(align="center", indent=0, above=10))]
    else:
        body = [Paragraph("Kính gửi:", Look(indent=0, inset=3, above=10)), *(Item("-", one + (";" if at < len(to) - 1 else "."), Look(indent=0, inset=4.2)) for at, one in enumerate(to))]
    body.append(Paragraph(f"{upper(office.said)} nhận được Văn bản số {rng.randint(20, 990)}/{rng.choice(UNITS)} {dated(rng, speech.year)} về việc {speech.act()}. {speech.sentence('t')}", Look()))
    style = rng.choice(("plain", "numbered", "dashes"))
    for at in range(rng.randint(1, 4)):
        if style == "plain":
            body.append(Paragraph(speech.paragraph("bbo", 1, 3), Look()))
        else:
            body.append(Item(f"{at + 1}." if style == "numbered" else "-", speech.item("bo"), Look()))
    if rng.random() < 0.3:
        body += _with_notes(rng, speech, rng.choice(sheets.PLAIN)(rng, speech))
    body.append(Paragraph(rng.choice((f"{upper(office.said)} đề nghị quý cơ quan quan tâm phối hợp./.", "Rất mong nhận được sự hợp tác của quý đơn vị./.", f"Kết quả gửi về {office.said} trước {dated(rng, speech.year + 1)} để tổng hợp./.")), Look()))
    parts = [Part("document", head, body, ending.closing(rng, office, "Như trên", unit))]
    return parts + annexes.tables(rng, speech, head, office, rng.choice((0, 0, 0, 1)))


def proposal(rng, speech, office):
    head = opening.head(rng, office, "TỜ TRÌNH", f"Về việc {speech.act()}", speech.year)
    body = [Paragraph(f"Kính gửi: {upper(rng.choice(office.others))}", Look(align="center", indent=0, above=8, italic=rng.random() < 0.2))]
    body += _grounds(rng, speech, office)[:2]
    body += Outline(rng, speech, "TỜ TRÌNH", 1, [_with_notes(rng, speech, sheets.goods(rng, speech))] if rng.random() < 0.4 else []).blocks()
    return [Part("document", head, body, ending.closing(rng, office, "Như trên", rng.choice(UNITS)))]


def notice(rng, speech, office):
    head = opening.head(rng, office, "THÔNG BÁO", f"Kết luận của {office.chief} về {speech.work()}" if rng.random() < 0.5 else f"Về việc {speech.act()}", speech.year)
    body = [Paragraph(f"{upper(dated(rng, speech.year))}, {office.chief} đã chủ trì cuộc họp về {speech.work()}. Sau khi nghe báo cáo và ý kiến của các thành viên dự họp, {office.chief} kết luận như sau:", Look())]
    if rng.random() < 0.5:
        body += [Item(f"{at + 1}.", speech.item("bo"), Look()) for at in range(rng.randint(3, 6))]
    else:
        body += Outline(rng, speech, "THÔNG BÁO", 1, []).blocks()[1:]
    body.append(Paragraph(f"{upper(office.said)} thông báo để các đơn vị biết, thực hiện./.", Look()))
    return [Part("document", head, body, ending.closing(rng, office, "", rng.choice(UNITS)))]


def conclusion(rng, speech, office):
    kind = rng.choice(("KẾT LUẬN", "BÁO CÁO", "KẾ HOẠCH", "CHƯƠNG TRÌNH"))
    return report(rng, speech, office, kind)


def minutes(rng, speech, office):
    head = opening.head(rng, office, "BIÊN BẢN", rng.choice((f"Họp bàn về {speech.work()}", f"Kiểm tra việc {speech.act()}", f"Về việc {speech.act()}")), speech.year)
    if rng.random() < 0.6:
        head.number, head.number_line = None, ""
        if rng.random() < 0.6:
            head.place, head.date_line, head.iso = None, "", None
    body = [Paragraph(f"Hôm nay, hồi {rng.randint(7, 15):02} giờ {rng.choice(('00', '30', '15'))} phút, {dated(rng, speech.year)}, tại {rng.choice(('phòng họp số 2', 'hội trường', 'nhà văn hóa thôn Đoài'))}, {office.said} tổ chức họp bàn về {speech.work()}.", Look())]
    scheme = rng.choice(("I. ", "1. ", "A. "))
    titles = ["Thành phần tham dự", "Nội dung", "Ý kiến thảo luận", "Kết luận"]
    look = Look(bold=True, keep=True, indent=rng.choice((None, 0)))
    capitals = rng.random() < 0.4
    for at, title in enumerate(titles):
        label = {"I": ["I", "II", "III", "IV"], "1": ["1", "2", "3", "4"], "A": list("ABCD")}[scheme[0]][at]
        body.append(Heading(label, ". ", title.upper() if capitals else title, 1, look))
        if at == 0:
            body += [Item("-", f"{rng.choice(('Ông', 'Bà'))} {names.person(rng)} - {upper(rng.choice(('chủ trì', 'thư ký', 'ủy viên', 'đại diện đơn vị')))}{';' if one < 2 else '.'}", Look()) for one in range(3)]
        elif at == 2:
            body += [Item("-", f"{rng.choice(('Ông', 'Bà'))} {names.person(rng)}: {speech.bid()}.", Look()) for _ in range(rng.randint(2, 4))]
        else:
            body += [Paragraph(speech.paragraph("tb", 1, 3), Look()) for _ in range(rng.randint(1, 2))]
            if at == 1 and rng.random() < 0.35:
                body.append(rng.choice((sheets.goods, sheets.people))(rng, speech))
    body.append(Paragraph(f"Cuộc họp kết thúc vào hồi {rng.randint(16, 18)} giờ cùng ngày. Biên bản được lập thành {rng.randint(2, 4):02} bản, các thành viên nhất trí thông qua và ký tên dưới đây./.", Look()))
    titles = rng.choice((["THƯ KÝ", "CHỦ TỌA"], ["NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ"], ["ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN"], ["THƯ KÝ", "ĐẠI DIỆN CÔNG ĐOÀN", "CHỦ TRÌ CUỘC HỌP"], ["NGƯỜI LẬP", "KẾ TOÁN TRƯỞNG", "GIÁM ĐỐC"]))
    return [Part("document", head, body, ending.joint(rng, titles))]


def contract(rng, speech, office):
    kind = "HỢP ĐỒNG"
    about = rng.choice(("MUA SẮM HÀNG HÓA", "CUNG CẤP DỊCH VỤ", "THI CÔNG XÂY LẮP", "TƯ VẤN KHẢO SÁT"))
    text = f"{rng.randint(1, 180):02}/{speech.year}/HĐ{rng.choice(('KT', 'MB', 'TV', 'XD'))}"
    head = Head([], [], "state", text, f"Số: {text}", None, "", None, kind, opening.wrapped(rng, f"{about} PHỤC VỤ {speech.work().upper()}", 48), stacked=True)
    if rng.random() < 0.5:
        head.subject = [about]
    body = [Paragraph(f"Căn cứ {law};", Look(italic=True)) for law in ("Bộ luật Dân sự hiện hành", f"nhu cầu và khả năng của hai bên về {speech.work()}")]
    body.append(Paragraph(f"Hôm nay, {dated(rng, speech.year)}, tại {office.place}, chúng tôi gồm có:", Look()))
    for side, name in (("A", " ".join(office.issuer)), ("B", rng.choice(("CÔNG TY TNHH THƯƠNG MẠI HẢI ĐĂNG KHÁNH", "HỢP TÁC XÃ DỊCH VỤ TÂN TIẾN", "CÔNG TY CỔ PHẦN THIẾT BỊ MINH QUÂN")))):
        body.append(Paragraph(f"[b]BÊN {side}: {name}[/b]", Look(keep=True)))
        body += [FormLine("Đại diện", f"{rng.choice(('Ông', 'Bà'))} {names.person(rng)}"), FormLine("Chức vụ", rng.choice(("Giám đốc", "Phó Giám đốc", "Chủ nhiệm"))), FormLine("Địa chỉ", f"Số {rng.randint(2, 190)} đường {rng.choice(('Trần Phú', 'Lê Lợi', 'Hùng Vương'))}, {office.place}"), FormLine("Điện thoại", f"0{rng.randint(200, 299)}.3{rng.randint(100, 999)}.{rng.randint(100, 999)}")]
    body.append(Paragraph("Hai bên thống nhất ký kết hợp đồng với các điều khoản sau:", Look()))
    stop = rng.choice((". ", ": ", ". "))
    spelt = rng.choice(("Điều", "Điều", "ĐIỀU"))
    look = Look(bold=True, underlined=rng.random() < 0.2, keep=True, indent=rng.choice((None, 0)))
    for at, title in enumerate(("Nội dung hợp đồng", "Giá trị và phương thức thanh toán", "Thời gian, địa điểm giao nhận", "Trách nhiệm của các bên", "Điều khoản chung")):
        body.append(Heading(f"{spelt} {at + 1}", stop, title.upper() if spelt == "ĐIỀU" else title, 1, look))
        if at == 0:
            body += [Paragraph("Bên A đồng ý mua, Bên B đồng ý cung cấp các loại hàng hóa, dịch vụ theo bảng kê sau:", Look(keep=True)), sheets.goods(rng, speech)]
        elif at == 3:
            for one, side in enumerate(("A", "B")):
                body.append(Item(f"{at + 1}.{one + 1}.", f"Bên {side} có trách nhiệm {speech.act()} và {rng.choice(('thanh toán đúng hạn', 'bảo hành sản phẩm 12 tháng', 'cung cấp đầy đủ hồ sơ'))}.", Look()))
        else:
            body += [Item("-", rng.choice((f"Thanh toán bằng chuyển khoản trong vòng {rng.randint(5, 45)} ngày kể từ ngày nghiệm thu.", f"Bên vi phạm chịu phạt {rng.randint(2, 8)}% giá trị phần nghĩa vụ bị vi phạm.", f"Hàng giao một lần tại kho của Bên A trước {dated(rng, speech.year + 1)}.", "Mọi tranh chấp được giải quyết trước hết bằng thương lượng.", f"Hợp đồng lập thành {rng.randint(4, 8):02} bản có giá trị pháp lý như nhau, mỗi bên giữ một nửa.")), Look()) for _ in range(rng.randint(1, 2))]
    return [Part("document", head, body, ending.joint(rng, ["ĐẠI DIỆN BÊN A", "ĐẠI DIỆN BÊN B"]))]


def invitation(rng, speech, office):
    head = opening.head(rng, office, "GIẤY MỜI", rng.choice((f"Họp triển khai {speech.work()}", f"Dự hội nghị về {speech.work()}", f"V/v {speech.act()}")), speech.year)
    if rng.random() < 0.3:
        head.subject = []
    body = [Paragraph(f"{rng.choice(('Kính gửi', 'Kính mời', 'Trân trọng kính mời'))}: {rng.choice((upper(rng.choice(office.others)), 'Ông (bà) ' + names.person(rng)))}", Look(align="center", indent=0, above=8))]
    body.append(Paragraph(f"{upper(office.said)} tổ chức hội nghị bàn về {speech.work()}.", Look()))
    labels = rng.choice((("Thời gian", "Địa điểm", "Thành phần"), ("1. Thời gian", "2. Địa điểm", "3. Chủ trì")))
    values = [f"{rng.choice(('08 giờ 00', '14 giờ 00', '7h30'))}, {dated(rng, speech.year)}", rng.choice(("Phòng họp tầng 2 trụ sở cơ quan", "Hội trường Trung tâm", "Phòng họp trực tuyến")) + ".", upper(rng.choice(office.others)) + "."]
    for label, text in zip(labels, values, strict=True):
        if label[0].isdigit():
            body.append(Heading(label[0], ". ", label[3:], 1, Look(bold=True), run_in=text))
        else:
            body.append(Paragraph(f"{label}: {text}" if rng.random() < 0.5 else f"[b]{label}:[/b] {text}", Look()))
    body.append(Paragraph(rng.choice(("Đề nghị các đồng chí sắp xếp thời gian, đến dự đúng thành phần./.", "Rất hân hạnh được đón tiếp!", f"Tài liệu gửi kèm; đề nghị {rng.choice(office.others)} chuẩn bị ý kiến tham gia./.")), Look()))
    return [Part("document", head, body, ending.closing(rng, office, "Như trên", rng.choice(UNITS)))]


def roll(rng, speech, office):
    head = opening.head(rng, office, "DANH SÁCH", rng.choice((f"Cá nhân tham gia {speech.work()}", f"Học viên lớp bồi dưỡng về {speech.work()} năm {speech.year}", f"Cán bộ được cử {speech.act()}")), speech.year)
    if rng.random() < 0.6:
        head.number, head.number_line = None, ""
    table = sheets.people(rng, speech, rng.randint(8, 45))
    body = [Paragraph(speech.paragraph("t", 1, 1), Look())] if rng.random() < 0.3 else []
    body.append(table)
    if rng.random() < 0.5:
        count = sum(1 for row in table.rows if row.label and not row.label.isalpha())
        body.append(Paragraph(f"{rng.choice(('Danh sách gồm có', 'Tổng số:', '(Ấn định danh sách này có'))} {count:02} người{rng.choice(('.', './.'))}".replace("(Ấn", "Ấn"), Look(italic=rng.random() < 0.5)))
    closing = ending.closing(rng, office, "", rng.choice(UNITS)) if rng.random() < 0.4 else ending.joint(rng, rng.choice((["NGƯỜI LẬP BIỂU", rng.choice(office.signings)[0]], ["NGƯỜI LẬP", "KẾ TOÁN", rng.choice(office.signings)[0]])))
    return [Part("document", head, body, closing, landscape=rng.random() < 0.3)]


def statistics(rng, speech, office):
    head = opening.head(rng, office, "BÁO CÁO", f"Số liệu {speech.work()} {rng.choice(('quý I', 'quý II', '6 tháng', '9 tháng'))} năm {speech.year}", speech.year)
    body = [rng.choice((sheets.statistics, sheets.budget))(rng, speech)]
    if rng.random() < 0.5:
        body.insert(0, Paragraph(speech.paragraph("t", 1, 2), Look()))
    return [Part("document", head, body, ending.joint(rng, ["NGƯỜI LẬP BIỂU", rng.choice(office.signings)[0]]) if rng.random() < 0.6 else ending.closing(rng, office, "", "TH"), landscape=rng.random() < 0.5)]


FIELDS = [
    ("Họ và tên", ""), ("Ngày, tháng, năm sinh", ""), ("Số căn cước công dân", ""), ("Nơi cư trú", ""), ("Nghề nghiệp, nơi làm việc", ""), ("Số điện thoại liên hệ", ""), ("Trình độ chuyên môn", ""), ("Dân tộc", ""), ("Chức vụ hiện nay", ""), ("Ngày vào Đoàn", ""),
]
ASKED = [
    ("Giới tính:", ["Nam", "Nữ"]), ("Hình thức tham gia:", ["Trực tiếp", "Trực tuyến"]), ("Mức độ hài lòng:", ["Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng"]), ("Tình trạng hôn nhân:", ["Độc thân", "Đã kết hôn"]), ("Ý kiến của đơn vị:", ["Đồng ý", "Không đồng ý", "Ý kiến khác"]),
    ("Đối tượng ưu tiên:", ["Con thương binh", "Hộ nghèo", "Không"]),
]


def form(rng, speech, office):
    kind = rng.choice(("PHIẾU ĐĂNG KÝ", "PHIẾU KHẢO SÁT", "TỜ KHAI", "ĐƠN ĐỀ NGHỊ", "PHIẾU LẤY Ý KIẾN"))
    about = rng.choice((f"Tham gia {speech.work()}", f"Về {speech.work()}", f"Hỗ trợ {speech.work()}"))
    if rng.random() < 0.5:
        head = Head([], [], "state", None, "", None, "", None, kind, opening.wrapped(rng, about), stacked=True)
    else:
        head = Head(office.parent, office.issuer, office.motto if office.motto != "party" else "state", None, "", None, "", None, kind, opening.wrapped(rng, about))
    body = []
    if kind.startswith(("ĐƠN", "TỜ")):
        body.append(Paragraph(f"Kính gửi: {upper(rng.choice(office.others))}", Look(align="center", indent=0, above=8)))
    filled = rng.random() < 0.4
    values = {"Họ và tên": names.person(rng), "Ngày, tháng, năm sinh": f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{speech.year - rng.randint(20, 55)}", "Nơi cư trú": f"Thôn {rng.randint(1, 9)}, xã {rng.choice(office.communes)}", "Dân tộc": rng.choice(("Kinh", "Tày", "Thái", "Mường")), "Nghề nghiệp, nơi làm việc": upper(rng.choice(office.others)), "Trình độ chuyên môn": rng.choice(("Đại học", "Trung cấp"))}
    numbered = rng.random() < 0.35
    lines = [FIELDS[0], *rng.sample(FIELDS[1:], rng.randint(4, 7))]
    asked = rng.sample(ASKED, rng.randint(1, 3))
    for at, (label, _) in enumerate(lines, 1):
        body.append(FormLine(f"{at}. {label}" if numbered else label, values.get(label, "") if filled else ""))
        if asked and rng.random() < 0.4:
            lead, words = asked.pop()
            checked = rng.randrange(len(words)) if rng.random() < 0.6 else -1
            body.append(Boxes(lead, [(one == checked, word) for one, word in enumerate(words)]))
    for lead, words in asked:
        body.append(Boxes(lead, [(False, word) for word in words]))
    if rng.random() < 0.6:
        body.append(Paragraph(rng.choice((f"Tôi đề nghị được tham gia {speech.work()} và xin chấp hành đầy đủ nội quy của {office.said}.", "Tôi xin cam đoan các nội dung khai trên là đúng, nếu sai tôi xin hoàn toàn chịu trách nhiệm.", "Xin trân trọng cảm ơn!")), Look()))
    place_date = f"{office.place}, ngày ..... tháng ..... năm {speech.year}"
    titles = rng.choice((["NGƯỜI KHAI"], ["NGƯỜI ĐĂNG KÝ"], ["XÁC NHẬN CỦA ĐƠN VỊ", "NGƯỜI LÀM ĐƠN"]))
    closing = ending.joint(rng, titles, place_date)
    for one in closing.signers:
        one.signed = "(Ký, ghi rõ họ tên)"
    if not filled:
        closing.signers[-1].name = names.person(rng)
    return [Part("document", head, body, closing)]


def typed(rng, speech, office):
    """A paper of 1976 to 1990, as typists made it."""
    kind = rng.choice(("BÁO CÁO", "CHỈ THỊ", "KẾ HOẠCH", "QUYẾT ĐỊNH", "THÔNG BÁO", "BÁO CÁO"))
    head = opening.head(rng, office, kind, rng.choice((f"Về {speech.work()} năm {speech.year}", f"Tình hình {speech.work()}")), speech.year, is_old=True)
    if kind == "QUYẾT ĐỊNH":
        body = [Paragraph(" ".join(office.issuer), Look(align="center", indent=0, above=8)), Item("-", f"Căn cứ nhiệm vụ, quyền hạn của {office.said};", Look()), Paragraph("QUYẾT ĐỊNH:", Look(align="center", indent=0, above=8, underlined=True))]
        body += [Heading(f"Điều {at + 1}", ": ", "", 1, Look(underlined=True), run_in=upper(speech.order()) + ".", run_in_stop="") for at in range(3)]
    else:
        outline = Outline(rng, speech, kind, rng.choice((1, 2)), [[sheets.statistics(rng, speech)]] if rng.random() < 0.4 else [])
        for look, _, run_in in outline.looks:
            look.underlined = run_in or (look.align != "center" and rng.random() < 0.6)
        body = outline.blocks()
    closing = ending.closing(rng, office, rng.choice(("Như trên", "")), "VP")
    return [Part("document", head, body, closing)]


# Each form with its share of thirty documents.
FORMS = {
    "report": (report, 4), "decision": (decision, 4), "resolution": (resolution, 2), "letter": (letter, 3), "notice": (notice, 1), "proposal": (proposal, 1), "minutes": (minutes, 2), "contract": (contract, 2), "invitation": (invitation, 1),
    "roll": (roll, 1), "assessment": (assessment, 2), "statistics": (statistics, 1), "form": (form, 2), "conclusion": (conclusion, 2), "typed": (typed, 2),
}
