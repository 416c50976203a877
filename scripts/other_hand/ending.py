"""Closings: recipients and signers."""

import names
from model import Closing, Signer
from sentences import upper


def recipients(rng, office, first, unit="VT"):
    """Returns recipients as printed, each with its end."""
    pool = [upper(other) for other in office.others]
    found = [first] if first else []
    found += rng.sample(pool, rng.randint(1, min(5, len(pool))))
    if rng.random() < 0.3:
        found.insert(1, f"{office.chief} (để báo cáo)" if rng.random() < 0.6 else f"{office.chief} (b/c)")
    if rng.random() < 0.12:
        found.append(f"Các đơn vị có tên tại danh sách kèm theo (để phối hợp thực hiện); đăng tải trên trang thông tin của {office.said}".replace(";", ","))
    found.append(rng.choice((f"Lưu: VT, {unit}", "Lưu: VT", f"Lưu VT, {unit} ({rng.randint(3, 12):02}b)", "Lưu Văn phòng", f"Lưu: {unit}")))
    end = rng.choice((";", ";", ";", ""))
    last = "." if rng.random() < 0.85 else ""
    return [text + (last if at == len(found) - 1 else end) for at, text in enumerate(found)]


def signer(rng, titles, name=None):
    return Signer(list(titles), rng.choice(("", "", "", "(Đã ký)", "(đã ký)", "(Ký tên, đóng dấu)")), name or names.person(rng))


def closing(rng, office, first, unit="VT"):
    """Draws the closing of a paper with one signer."""
    bullet = rng.choice(("- ", "- ", "- ", "- ", "+ ", "• ", ""))
    signers = [signer(rng, rng.choice(office.signings))]
    if rng.random() < 0.07:
        signers.insert(0, signer(rng, rng.choice((["TM. BAN CHẤP HÀNH CÔNG ĐOÀN", "CHỦ TỊCH"], ["TM. BAN ĐẠI DIỆN", "TRƯỞNG BAN"]))))
    return Closing(rng.choice(("Nơi nhận:", "Nơi nhận:", "Nơi nhận:", "Nơi nhận", "NƠI NHẬN:")), bullet, recipients(rng, office, first, unit), signers, beside=rng.random() < 0.93)


def joint(rng, titles, place_date=""):
    """A closing without recipients: several sign side by side."""
    return Closing("", "", [], [Signer([upper_title], rng.choice(("", "(Ký, ghi rõ họ tên)", "(Ký và ghi rõ họ tên)", "(đã ký)")), names.person(rng)) for upper_title in titles], place_date)
