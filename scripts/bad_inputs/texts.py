"""Texts that are none, or in no encoding, or beyond all measure."""

from kinds import INPUT_FAILS, RESTORED, file, noise

PRINTED = "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\n"


def register():
    """Registers the kinds of this file."""
    text = PRINTED.encode()
    file("txt-whole.txt", "a text, to compare with", RESTORED, lambda: text)
    file("txt-zero-bytes.txt", "an empty text", INPUT_FAILS, lambda: b"")
    file("txt-one-line-end.txt", "a text of one line end", RESTORED, lambda: b"\n")
    file("txt-mark-only.txt", "a text of a byte-order mark and nothing else", RESTORED, lambda: b"\xef\xbb\xbf")
    file("txt-spaces.txt", "a megabyte of spaces", RESTORED, lambda: b" " * 1_000_000)
    file(
        "txt-not-utf-8.txt",
        "a text with bytes that are not UTF-8 in its third line",
        INPUT_FAILS,
        lambda: text + b"\xc3\x28\xff\xfe\n",
    )
    file("txt-tcvn.txt", "a text in the old encoding TCVN3", RESTORED, lambda: b"C\xe9ng h\xdfa x\xb7 h\xe9i\n" * 10)
    file("txt-cut-in-a-letter.txt", "a text cut short within a letter", INPUT_FAILS, lambda: text[:-3])
    file(
        "txt-utf-16-little.txt",
        "UTF-16, low byte first, with its mark",
        RESTORED,
        lambda: b"\xff\xfe" + PRINTED.encode("utf-16-le"),
    )
    file(
        "txt-utf-16-big.txt",
        "UTF-16, high byte first, with its mark",
        RESTORED,
        lambda: b"\xfe\xff" + PRINTED.encode("utf-16-be"),
    )
    file("txt-utf-16-without-mark.txt", "UTF-16 without a mark", INPUT_FAILS, lambda: PRINTED.encode("utf-16-le"))
    file(
        "txt-utf-16-odd.txt",
        "UTF-16 with half a letter at its end",
        INPUT_FAILS,
        lambda: b"\xff\xfe" + PRINTED.encode("utf-16-le") + b"C",
    )
    file(
        "txt-utf-16-surrogate.txt",
        "UTF-16 with half of a pair",
        INPUT_FAILS,
        lambda: b"\xff\xfe" + PRINTED.encode("utf-16-le") + b"\x00\xd8a\0",
    )
    file("txt-utf-32.txt", "UTF-32 with its mark", INPUT_FAILS, lambda: PRINTED.encode("utf-32"))
    file("txt-nul-bytes.txt", "a text with NUL bytes between its words", INPUT_FAILS, lambda: text.replace(b" ", b"\0"))
    file("txt-only-nul.txt", "a thousand NUL bytes", INPUT_FAILS, lambda: bytes(1000))
    file("txt-that-is-binary.txt", "noise named .txt", INPUT_FAILS, lambda: noise(20, 100_000))
    file(
        "txt-control-characters.txt",
        "a text with an escape sequence and a bell",
        RESTORED,
        lambda: text * 20 + b"\x1b[31mred\x07\n",
    )
    file("txt-form-feeds.txt", "ten form feeds", RESTORED, lambda: b"\f" * 10)
    file("txt-form-feeds-many.txt", "five million form feeds", RESTORED, lambda: b"\f" * 5_000_000)
    file("txt-pages-million.txt", "a text of a million pages", INPUT_FAILS, lambda: b"a\n\f" * 1_000_000)
    file(
        "txt-line-of-20000-words.txt",
        "a text of one line of 20,000 words",
        RESTORED,
        lambda: "Văn phòng Ủy ban nhân dân báo cáo ".encode() * 2_500,
    )
    file("txt-line-of-100-mb.txt", "a text of one line of 100 MB", INPUT_FAILS, lambda: b"viec " * 20_000_000)
    file("txt-lines-20-million.txt", "a text of 20 million empty lines", INPUT_FAILS, lambda: b"\n" * 20_000_000)
    file("txt-word-of-1-mb.txt", "a text of one word of a megabyte", RESTORED, lambda: b"a" * 1_000_000)
    file("txt-figures-of-1-mb.txt", "a text of one number of a million figures", RESTORED, lambda: b"1" * 1_000_000)
    file(
        "txt-marks-on-one-letter.txt",
        "a letter with 100,000 marks on it",
        RESTORED,
        lambda: ("a" + "\u0301" * 100_000).encode(),
    )
    file(
        "txt-marks-of-direction.txt",
        "a text that turns its direction in each word",
        RESTORED,
        lambda: ("\u202eCộng\u202c hòa\u2066 xã hội\n" * 50).encode(),
    )
    file(
        "txt-pictures.txt",
        "a text of pictures and private letters",
        RESTORED,
        lambda: ("😀 \ue000 \U0010fffd\n" * 50).encode(),
    )
    file(
        "txt-carriage-returns.txt",
        "a text whose lines end in carriage returns alone",
        RESTORED,
        lambda: text.replace(b"\n", b"\r"),
    )
    file(
        "txt-that-is-html.txt",
        "an HTML page named .txt",
        INPUT_FAILS,
        lambda: b"<!DOCTYPE html>\n<html><body>Cong hoa</body></html>\n",
    )
    file(
        "txt-that-is-html-in-utf-16.txt",
        "an HTML page in UTF-16 named .txt",
        INPUT_FAILS,
        lambda: "\ufeff<!DOCTYPE html>\n<html><body>Cộng hòa</body></html>\n".encode("utf-16-le"),
    )
    hocr = (
        "<html><body><div class='ocr_page' title='bbox 0 0 900 100'><span class='ocr_line' title='bbox 0 0 900 90'>"
        "<span class='ocrx_word' title='bbox 0 0 200 90'>Cộng</span> <span class='ocrx_word' title='bbox 210 0 400 90'>"
        "hòa</span></span></div></body></html>\n"
    )
    file("hocr-utf-16.hocr", "hOCR in UTF-16 with its mark", RESTORED, lambda: ("\ufeff" + hocr).encode("utf-16-le"))
    file("hocr-utf-16-without-mark.hocr", "hOCR in UTF-16 without", RESTORED, lambda: hocr.encode("utf-16-be"))
    file("txt-that-is-rtf.txt", "an RTF document named .txt", INPUT_FAILS, lambda: b"{\\rtf1\\ansi Cong hoa}\n")
    file(
        "txt-brackets.txt",
        "a text of a hundred thousand brackets",
        RESTORED,
        lambda: b"(" * 100_000 + b"\n" + b"I. 1. a) " * 10_000,
    )
