"""PDFs that are cut short, lie about themselves, lead in circles, or unpack to more than a machine holds."""

import base64
import functools
import hashlib
import io
import struct
import zlib

from PIL import Image

from images import FORMATS, bilevel, encoded, zeros
from kinds import INPUT_FAILS, PAGE_FAILS, RESTORED, file, noise, sample

# The numbers of a plain document's objects.
CATALOGUE, PAGES, PAGE, CONTENT, IMAGE, FONT, FURTHER = range(1, 8)

BOX = "[0 0 595 842]"
SCAN = b"q 595 0 0 230 0 612 cm /Scan Do Q"
TEXT = b"BT /F 14 Tf 60 700 Td (Van phong Uy ban nhan dan) Tj 0 -24 Td (Bao cao so 12) Tj ET"
EVERY = "/Scan 5 0 R"


def stream(entries, data, length=None):
    """Returns a stream object."""
    return (
        f"<< {entries} /Length {len(data) if length is None else length} >>\nstream\n".encode() + data + b"\nendstream"
    )


def flate(data, entries=""):
    """Returns a stream object of compressed data."""
    return stream(f"{entries} /Filter /FlateDecode", zlib.compress(data, 9))


def document(objects, trailer="", start=b"%PDF-1.5\n"):
    """Returns a PDF of the objects, numbered from 1; `None` for those that are free."""
    out, places = bytearray(start), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        if body is not None:
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for at, body in zip(places, objects, strict=True):
        out += b"%010d 00000 n \n" % at if body is not None else b"0000000000 00001 f \n"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


@functools.cache
def scan_object():
    """Returns the page of print as an image of a PDF."""
    data = encoded(sample(), "JPEG", quality=60)
    return image_object(sample().width, sample().height, data, "/DCTDecode")


def image_object(width, height, data, filters, entries="/ColorSpace /DeviceGray /BitsPerComponent 8"):
    """Returns an image of a PDF."""
    filters = f"/Filter {filters}" if filters else ""
    return stream(f"/Type /XObject /Subtype /Image /Width {width} /Height {height} {entries} {filters}", data)


def objects(content=TEXT, box=BOX, entries="", resources="", image=None, further=()):
    """Returns the objects of a document of one page."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} {entries} /Contents 4 0 R "
        f"/Resources << /XObject << {EVERY} /X 7 0 R >> /Font << /F 6 0 R /G 7 0 R >> {resources} >> >>".encode(),
        content if content.startswith(b"<<") else stream("", content),
        scan_object() if image is None else image,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        *further,
    ]


def page(**parts):
    """Returns a document of one page."""
    return document(objects(**parts))


def with_image(*image, **parts):
    """Returns a document of one page that an image covers."""
    return page(content=SCAN, box="[0 612 595 842]", image=image_object(*image, **parts))


def scanned():
    """Returns a document of one scanned page."""
    return page(content=SCAN, box="[0 612 595 842]")


def part(share, whole=scanned):
    """Returns the first part of a document."""
    return whole()[: int(len(whole()) * share)]


def with_object(number, body, **parts):
    """Returns a document of one page with another object in the place of one."""
    every = objects(**parts)
    every[number - 1] = body
    return document(every)


def shifted_xref():
    """Returns a document all of whose places are seven bytes off."""
    head, mark, table = scanned().partition(b"\nxref\n0")
    lines = table.split(b"\n")
    moved = [b"%010d" % (int(line[:10]) + 7) + line[10:] if line.endswith(b" n ") else line for line in lines]
    return head + mark + b"\n".join(moved)


def pages(number, kid=lambda _index: b"3 0 R"):
    """Returns a document whose page tree has so many kids."""
    kids = b" ".join(kid(index) for index in range(number))
    return with_object(PAGES, b"<< /Type /Pages /Count %d /Kids [" % number + kids + b"] >>")


def many_pages(number):
    """Returns a document of so many pages."""
    every = objects()
    kids = b" ".join(b"%d 0 R" % index for index in range(FURTHER, FURTHER + number))
    every[PAGES - 1] = b"<< /Type /Pages /Count %d /MediaBox [0 0 595 842] /Kids [" % number + kids + b"] >>"
    return document(every + [b"<< /Type /Page /Parent 2 0 R >>"] * number)


def deep_tree(depth):
    """Returns a document whose only page is the kid of a kid of a kid."""
    every = objects()
    every[PAGES - 1] = b"<< /Type /Pages /Kids [7 0 R] /Count 1 >>"
    for number in range(FURTHER, FURTHER + depth):
        kid = number + 1 if number < FURTHER + depth - 1 else PAGE
        every.append(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (kid, number - 1))
    return document(every)


# ---- encryption (ISO 32000-1, 7.6.3, revision 2: RC4 of 40 bits)

FILLING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def rc4(key, data):
    """Returns data under RC4."""
    box, other = list(range(256)), 0
    for index in range(256):
        other = (other + box[index] + key[index % len(key)]) % 256
        box[index], box[other] = box[other], box[index]
    out, one, other = bytearray(), 0, 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + box[one]) % 256
        box[one], box[other] = box[other], box[one]
        out.append(byte ^ box[(box[one] + box[other]) % 256])
    return bytes(out)


def encrypted(user, owner=b"the owner's"):
    """Returns a document under two passwords, the first of which may be empty."""
    identity, permissions = b"phuchoi's number", struct.pack("<i", -4)
    padded = (user + FILLING)[:32]
    owners = rc4(hashlib.md5((owner + FILLING)[:32]).digest()[:5], padded)
    key = hashlib.md5(padded + owners + permissions + identity).digest()[:5]
    users = rc4(key, FILLING)
    own = hashlib.md5(key + struct.pack("<I", CONTENT)[:3] + b"\0\0").digest()[:10]
    every = objects(
        content=stream("", rc4(own, TEXT)),
        further=[f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owners.hex()}> /U <{users.hex()}> >>".encode()],
    )
    return document(every, f"/Encrypt 7 0 R /ID [<{identity.hex()}> <{identity.hex()}>]")


def encrypted_with(entries):
    """Returns a document with the given encryption entries."""
    return document(objects(further=[f"<< {entries} >>".encode()]), "/Encrypt 7 0 R /ID [<00> <00>]")


# ---- objects in streams (ISO 32000-1, 7.5.7 and 7.5.8)


def in_streams(damage=lambda data: data, entries="", widths="[1 4 2]", index="", table=lambda rows: rows):
    """Returns a document whose dictionaries lie in an object stream, its places in a cross-reference stream."""
    every = objects()
    packed = {CATALOGUE: every[0], PAGES: every[1], PAGE: every[2], FONT: every[5]}
    numbers, bodies = "", b""
    for number, body in packed.items():
        numbers += f"{number} {len(bodies)} "
        bodies += body + b" "
    holder, references = 7, 8
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for number, body in [
        (CONTENT, every[3]),
        (IMAGE, every[4]),
        (
            holder,
            stream(
                f"/Type /ObjStm /N {len(packed)} /First {len(numbers)} /Filter /FlateDecode {entries}",
                damage(zlib.compress(numbers.encode() + bodies)),
            ),
        ),
    ]:
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = places[references] = len(out)
    rows = struct.pack(">BIH", 0, 0, 65_535)
    for number in range(1, references + 1):
        inside = number in packed
        rows += struct.pack(
            ">BIH",
            2 if inside else 1,
            holder if inside else places[number],
            list(packed).index(number) if inside else 0,
        )
    body = flate(table(rows), f"/Type /XRef /Size {references + 1} /W {widths} {index} /Root 1 0 R")
    out += b"%d 0 obj\n" % references + body + b"\nendobj\n" + b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


# ---- circles and bombs


def bomb(length):
    """Returns a stream object of so many zero bytes, compressed twice."""
    return stream("/Filter [/FlateDecode /FlateDecode]", zlib.compress(zeros(length), 9))


def repeated(pattern, times):
    """Returns a stream object of a pattern repeated, compressed, without holding it."""
    packer = zlib.compressobj(9)
    block = pattern * 10_000
    data = b"".join(packer.compress(block) for _ in range(times // 10_000)) + packer.flush()
    return stream("/Filter /FlateDecode", data)


def form(content, resources=""):
    """Returns a form that can be drawn."""
    return stream(f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {resources} >>", content)


def forms_within_forms(depth, times):
    """Returns a document whose forms each draw the next several times."""
    further = []
    for number in range(FURTHER, FURTHER + depth):
        last = number == FURTHER + depth - 1
        content = b"0 0 m 10 10 l S " if last else b"/X Do " * times
        further.append(form(content, "" if last else f"/XObject << /X {number + 1} 0 R >>"))
    return page(content=b"/X Do", further=further)


def tiling(step, content=b"0 0 1 1 re f", box="[0 0 1 1]", resources=""):
    """Returns a page filled with a pattern."""
    pattern = stream(
        f"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox {box} /XStep {step} /YStep {step} "
        f"/Resources << {resources} >>",
        content,
    )
    return page(content=b"/Pattern cs /P scn 0 0 595 842 re f", resources="/Pattern << /P 7 0 R >>", further=[pattern])


def drawn_font(procedure, resources=""):
    """Returns a page in a font whose letters are drawings."""
    font = (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 8 0 R >> "
        f"/Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] "
        f"/Resources << {resources} >> >>"
    )
    return page(content=b"BT /G 12 Tf 60 700 Td (aaaa) Tj ET", further=[font.encode(), stream("", procedure)])


def embedded(subtype, key, data, entries=""):
    """Returns a page in a font whose own file is given."""
    font = (
        f"<< /Type /Font /Subtype /{subtype} /BaseFont /ABCDEF+Odd /FirstChar 32 /LastChar 33 /Widths [500 500] "
        f"/FontDescriptor 8 0 R {entries} >>"
    )
    descriptor = (
        f"<< /Type /FontDescriptor /FontName /ABCDEF+Odd /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
        f"/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /{key} 9 0 R >>"
    )
    file_ = data if data.startswith(b"<<") else stream(f"/Length1 {len(data)}", data)
    return page(content=TEXT.replace(b"/F ", b"/G "), further=[font.encode(), descriptor.encode(), file_])


def with_unicode(table):
    """Returns a page whose letters are to be looked up in the given table."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 8 0 R >>"
    return page(
        content=TEXT.replace(b"/F ", b"/G "), further=[font, table if table.startswith(b"<<") else stream("", table)]
    )


def masked(mask):
    """Returns a page under the given soft mask."""
    return page(
        content=b"/S gs " + TEXT,
        resources="/ExtGState << /S << /Type /ExtGState /SMask << /S /Luminosity /G 7 0 R >> >> >>",
        further=[mask],
    )


def shaded(function, further=()):
    """Returns a page shaded by the given function."""
    return page(
        content=b"/S sh",
        resources=f"/Shading << /S << /ShadingType 1 /ColorSpace /DeviceGray /Domain [0 600 0 900] "
        f"/Function {function} >> >>",
        further=further,
    )


def cut_jpeg(share):
    """Returns the first part of the page of print as a JPEG."""
    return first(encoded(sample(), "JPEG", quality=60), share)


def first(data, share):
    return data[: int(len(data) * share)]


def office(*names):
    """Returns the beginning of a ZIP archive that holds such files."""
    return b"".join(b"PK\x03\x04\x14\0\0\0\0\0" + bytes(16) + struct.pack("<HH", len(name), 0) + name for name in names)


def register():
    """Registers the kinds of this file."""
    size = sample().size
    gray = sample().tobytes()

    file("pdf-scan.pdf", "a PDF of one scan, to compare with", RESTORED, scanned)
    file("pdf-text.pdf", "a PDF of drawn text, to compare with", RESTORED, page)
    for share in (10, 50, 90, 99):
        file(
            f"pdf-cut-at-{share}.pdf",
            f"a PDF of one scan, its first {share} %",
            INPUT_FAILS,
            lambda share=share: part(share / 100),
        )
    file("pdf-zero-bytes.pdf", "an empty file named .pdf", INPUT_FAILS, lambda: b"")
    file("pdf-header-only.pdf", "a PDF's first line", INPUT_FAILS, lambda: b"%PDF-1.4\n")
    file("pdf-header-and-end.pdf", "a PDF's first line and its last", INPUT_FAILS, lambda: b"%PDF-1.4\n%%EOF\n")
    file(
        "pdf-truncated-xref.pdf",
        "a PDF cut short in its cross-reference",
        INPUT_FAILS,
        lambda: scanned()[: scanned().rindex(b"trailer") - 30],
    )
    file(
        "pdf-end-mark-missing.pdf",
        "a PDF without the mark at its very end",
        RESTORED,
        lambda: scanned().removesuffix(b"%%EOF\n"),
    )
    file(
        "pdf-startxref-missing.pdf",
        "a PDF that does not say where its cross-reference is",
        INPUT_FAILS,
        lambda: scanned()[: scanned().rindex(b"startxref")],
    )
    file(
        "pdf-startxref-nowhere.pdf",
        "a PDF whose cross-reference is said to lie beyond the file",
        RESTORED,
        lambda: scanned()[: scanned().rindex(b"startxref")] + b"startxref\n99999999999\n%%EOF\n",
    )
    file(
        "pdf-startxref-negative.pdf",
        "a PDF whose cross-reference is said to lie at -1",
        RESTORED,
        lambda: scanned()[: scanned().rindex(b"startxref")] + b"startxref\n-1\n%%EOF\n",
    )
    file("pdf-xref-places-wrong.pdf", "a PDF all of whose places are seven bytes off", RESTORED, shifted_xref)
    file(
        "pdf-xref-garbage.pdf",
        "a PDF whose cross-reference is noise",
        RESTORED,
        lambda: scanned().replace(
            scanned()[scanned().index(b"\nxref\n") + 1 : scanned().rindex(b"trailer")], noise(30, 200)
        ),
    )
    file(
        "pdf-xref-count-huge.pdf",
        "a PDF whose cross-reference says 4,000,000,000 entries",
        RESTORED,
        lambda: scanned().replace(b"xref\n0 7\n", b"xref\n0 4000000000\n"),
    )
    file(
        "pdf-xref-prev-loop.pdf",
        "a PDF whose cross-reference names itself as the one before",
        RESTORED,
        lambda: scanned().replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % scanned().index(b"xref\n0")),
    )
    file(
        "pdf-trailer-missing.pdf",
        "a PDF without a trailer",
        RESTORED,
        lambda: scanned()[: scanned().rindex(b"trailer")] + b"startxref\n0\n%%EOF\n",
    )
    file(
        "pdf-root-missing.pdf",
        "a PDF whose trailer does not name its catalogue",
        RESTORED,
        lambda: scanned().replace(b"/Root 1 0 R", b""),
    )
    file(
        "pdf-root-is-itself.pdf",
        "a PDF whose catalogue is a reference to itself",
        INPUT_FAILS,
        lambda: with_object(CATALOGUE, b"1 0 R"),
    )
    file(
        "pdf-pages-missing.pdf",
        "a PDF whose catalogue has no page tree",
        INPUT_FAILS,
        lambda: with_object(CATALOGUE, b"<< /Type /Catalog >>"),
    )
    file(
        "pdf-pages-none.pdf",
        "a PDF whose page tree is empty",
        INPUT_FAILS,
        lambda: document([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
    )
    file(
        "pdf-pages-count-huge.pdf",
        "a PDF that says it has 2,147,483,647 pages and has one",
        RESTORED,
        lambda: with_object(PAGES, b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"),
    )
    file(
        "pdf-pages-count-negative.pdf",
        "a PDF that says it has -1 pages",
        RESTORED,
        lambda: with_object(PAGES, b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>"),
    )
    file(
        "pdf-page-tree-loop.pdf",
        "a PDF whose page tree names itself as a kid",
        RESTORED,
        lambda: with_object(PAGES, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"),
    )
    file(
        "pdf-page-tree-only-loop.pdf",
        "a PDF whose page tree has no kid but itself",
        INPUT_FAILS,
        lambda: document([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
    )
    file(
        "pdf-page-tree-parent-loop.pdf",
        "a PDF whose page is its own parent",
        RESTORED,
        lambda: page().replace(b"/Type /Page /Parent 2 0 R", b"/Type /Page /Parent 3 0 R"),
    )
    file("pdf-page-tree-deep.pdf", "a PDF whose page lies 20,000 levels down", RESTORED, lambda: deep_tree(20_000))
    file(
        "pdf-pages-million.pdf",
        "a PDF whose page tree names one page a million times",
        RESTORED,
        lambda: pages(1_000_000),
    )
    file("pdf-pages-120000.pdf", "a PDF of 120,000 pages", INPUT_FAILS, lambda: many_pages(120_000))
    file(
        "pdf-pages-million-missing.pdf",
        "a PDF whose page tree names a million pages that are not there",
        INPUT_FAILS,
        lambda: pages(1_000_000, lambda index: b"%d 0 R" % (index + 100)),
    )
    file(
        "pdf-pages-garbage.pdf",
        "a PDF whose kids are numbers and words",
        INPUT_FAILS,
        lambda: document(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [1 (two) /three null] /Count 4 >>"]
        ),
    )
    file(
        "pdf-page-one-of-three-broken.pdf",
        "a PDF of three pages, the second an image that cannot be decoded",
        PAGE_FAILS,
        lambda: document_of_two_sorts(),
    )
    file(
        "pdf-incremental-noise.pdf",
        "a PDF with noise appended after its end",
        RESTORED,
        lambda: scanned() + noise(31, 3000),
    )
    file("pdf-junk-before-500.pdf", "a PDF after 500 bytes of junk", RESTORED, lambda: b"junk\n" * 100 + page())
    file("pdf-junk-before-5000.pdf", "a PDF after 5,000 bytes of junk", INPUT_FAILS, lambda: b"junk\n" * 1000 + page())
    file(
        "pdf-junk-before-binary.pdf",
        "a PDF after 500 bytes of noise",
        RESTORED,
        lambda: b"\0" + noise(32, 499) + page(),
    )

    file("pdf-password-user.pdf", "a PDF that asks for a password", INPUT_FAILS, lambda: encrypted(b"the user's"))
    file(
        "pdf-password-owner.pdf",
        "a PDF that opens without a password, under the owner's",
        RESTORED,
        lambda: encrypted(b""),
    )
    file(
        "pdf-encrypted-unknown.pdf",
        "a PDF under an unknown cipher",
        INPUT_FAILS,
        lambda: encrypted_with("/Filter /Standard /V 99 /R 99 /P -4 /O <00> /U <00>"),
    )
    file(
        "pdf-encrypted-certificate.pdf",
        "a PDF under a certificate",
        INPUT_FAILS,
        lambda: encrypted_with("/Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s4 /V 1"),
    )
    file(
        "pdf-encrypted-garbage.pdf", "a PDF whose encryption entries are empty", INPUT_FAILS, lambda: encrypted_with("")
    )

    file("pdf-object-streams.pdf", "a PDF with its objects in streams, to compare with", RESTORED, in_streams)
    file(
        "pdf-object-stream-cut.pdf",
        "a PDF whose object stream is cut short",
        INPUT_FAILS,
        lambda: in_streams(lambda data: data[:60]),
    )
    file(
        "pdf-object-stream-noise.pdf",
        "a PDF whose object stream is noise",
        INPUT_FAILS,
        lambda: in_streams(lambda _data: noise(33, 300)),
    )
    file(
        "pdf-object-stream-count-huge.pdf",
        "a PDF whose object stream says 2,147,483,647 objects",
        INPUT_FAILS,
        lambda: in_streams().replace(b"/N 4 ", b"/N 2147483647 "),
    )
    file(
        "pdf-object-stream-first-huge.pdf",
        "a PDF whose object stream begins beyond its end",
        INPUT_FAILS,
        lambda: in_streams(entries="/First 99999999"),
    )
    file(
        "pdf-object-stream-extends-itself.pdf",
        "a PDF whose object stream goes on in itself",
        RESTORED,
        lambda: in_streams(entries="/Extends 7 0 R"),
    )
    file(
        "pdf-object-stream-in-itself.pdf",
        "a PDF whose object stream lies in itself",
        RESTORED,
        lambda: in_streams(table=lambda rows: rows[:49] + struct.pack(">BIH", 2, 7, 0) + rows[56:]),
    )
    file(
        "pdf-xref-stream-widths-huge.pdf",
        "a PDF whose cross-reference has fields of 2,000,000,000 bytes",
        RESTORED,
        lambda: in_streams(widths="[1 2000000000 2000000000]"),
    )
    file(
        "pdf-xref-stream-widths-negative.pdf",
        "a PDF whose cross-reference has fields of -1 bytes",
        RESTORED,
        lambda: in_streams(widths="[-1 -4 -2]"),
    )
    file(
        "pdf-xref-stream-index-huge.pdf",
        "a PDF whose cross-reference says 2,147,483,647 entries",
        RESTORED,
        lambda: in_streams(index="/Index [0 2147483647]"),
    )
    file(
        "pdf-xref-stream-bomb.pdf",
        "a PDF whose cross-reference unpacks to 500 MB",
        RESTORED,
        lambda: in_streams(table=lambda rows: rows + bytes(500_000_000)),
    )
    file(
        "pdf-length-is-itself.pdf",
        "a PDF whose stream's length is the stream",
        RESTORED,
        lambda: with_object(CONTENT, stream("", TEXT, "4 0 R")),
    )
    file(
        "pdf-length-negative.pdf",
        "a PDF whose stream has a negative length",
        RESTORED,
        lambda: with_object(CONTENT, stream("", TEXT, -5)),
    )
    file(
        "pdf-length-huge.pdf",
        "a PDF whose stream is said to be longer than the file",
        RESTORED,
        lambda: with_object(CONTENT, stream("", TEXT, 999_999_999)),
    )
    file(
        "pdf-length-zero.pdf",
        "a PDF whose scan's length is said to be 0",
        RESTORED,
        lambda: scanned().replace(b"/Length %d" % len(encoded(sample(), "JPEG", quality=60)), b"/Length 0"),
    )
    file(
        "pdf-stream-end-missing.pdf",
        "a PDF whose streams do not end",
        PAGE_FAILS,
        lambda: page().replace(b"endstream", b""),
    )
    file(
        "pdf-content-missing.pdf",
        "a PDF whose page's content is not there",
        PAGE_FAILS,
        lambda: with_object(CONTENT, None),
    )
    file(
        "pdf-content-none.pdf",
        "a PDF of a blank page",
        RESTORED,
        lambda: page(content=b" ").replace(EVERY.encode() + b" /X 7 0 R", b""),
    )
    file(
        "pdf-content-garbage.pdf",
        "a PDF whose page's content is noise",
        PAGE_FAILS,
        lambda: page(content=noise(34, 3000)),
    )
    file(
        "pdf-content-cut.pdf",
        "a PDF whose page's compressed content is cut short",
        RESTORED,
        lambda: with_object(CONTENT, stream("/Filter /FlateDecode", zlib.compress(TEXT)[:60])),
    )

    file(
        "pdf-content-bomb-4-gb.pdf",
        "a PDF whose page's content unpacks to 4 GB",
        PAGE_FAILS,
        lambda: page(content=bomb(4 << 30)),
    )
    file(
        "pdf-content-saves-endlessly.pdf",
        "a PDF that saves its state a hundred million times",
        PAGE_FAILS,
        lambda: page(content=repeated(b"q ", 100_000_000)),
    )
    file(
        "pdf-content-lines-endlessly.pdf",
        "a PDF that draws ten million lines",
        PAGE_FAILS,
        lambda: page(content=repeated(b"0 0 m 595 842 l S ", 10_000_000)),
    )
    file(
        "pdf-content-letters-endlessly.pdf",
        "a PDF that draws ten million letters in one place",
        PAGE_FAILS,
        lambda: page(content=repeated(b"BT /F 14 Tf 60 700 Td (a) Tj ET ", 10_000_000)),
    )
    file(
        "pdf-content-clips-endlessly.pdf",
        "a PDF that clips a million times",
        PAGE_FAILS,
        lambda: page(content=repeated(b"0 0 595 842 re W n ", 1_000_000)),
    )
    file(
        "pdf-content-images-endlessly.pdf",
        "a PDF that draws its scan a hundred thousand times",
        PAGE_FAILS,
        lambda: page(content=repeated(b"/Scan Do ", 100_000)),
    )
    file(
        "pdf-content-forms-many.pdf",
        "a PDF whose forms draw the next ten times each, twelve deep",
        PAGE_FAILS,
        lambda: forms_within_forms(12, 10),
    )
    file(
        "pdf-content-arrays-deep.pdf",
        "a PDF whose page's content opens a million arrays",
        PAGE_FAILS,
        lambda: page(content=b"[" * 1_000_000),
    )
    file(
        "pdf-content-dictionaries-deep.pdf",
        "a PDF whose page's content opens a million dictionaries",
        PAGE_FAILS,
        lambda: page(content=b"BI /a <<" + b"/a <<" * 1_000_000),
    )
    file(
        "pdf-arrays-deep.pdf",
        "a PDF with a million arrays within one another",
        RESTORED,
        lambda: with_object(FONT, b"[" * 1_000_000 + b"]" * 1_000_000),
    )
    file(
        "pdf-catalogue-deep.pdf",
        "a PDF whose catalogue holds a million arrays within one another",
        INPUT_FAILS,
        lambda: with_object(
            CATALOGUE, b"<< /Type /Catalog /Deep " + b"[" * 1_000_000 + b"]" * 1_000_000 + b" /Pages 2 0 R >>"
        ),
    )
    file(
        "pdf-trailer-deep.pdf",
        "a PDF whose trailer holds a million dictionaries within one another",
        RESTORED,
        lambda: scanned().replace(b"/Root 1 0 R", b"/Root 1 0 R /Deep " + b"<</a " * 1_000_000),
    )
    file(
        "pdf-brackets-deep.pdf",
        "a PDF with a string of a million brackets",
        PAGE_FAILS,
        lambda: page(content=b"BT /F 14 Tf 60 700 Td " + b"(" * 1_000_000 + b")" * 1_000_000 + b" Tj ET"),
    )

    file(
        "pdf-form-in-itself.pdf",
        "a PDF whose form draws itself",
        RESTORED,
        lambda: page(content=TEXT + b" /X Do", further=[form(b"/X Do", "/XObject << /X 7 0 R >>")]),
    )
    file(
        "pdf-forms-in-each-other.pdf",
        "a PDF whose two forms draw each other",
        RESTORED,
        lambda: page(
            content=TEXT + b" /X Do",
            further=[form(b"/X Do", "/XObject << /X 8 0 R >>"), form(b"/X Do", "/XObject << /X 7 0 R >>")],
        ),
    )
    file(
        "pdf-forms-deep.pdf",
        "a PDF whose forms lie 5,000 deep within one another",
        PAGE_FAILS,
        lambda: forms_within_forms(5000, 1),
    )
    file(
        "pdf-pattern-in-itself.pdf",
        "a PDF whose pattern is filled with itself",
        RESTORED,
        lambda: tiling(10, b"/Pattern cs /P scn 0 0 1 1 re f", resources="/Pattern << /P 7 0 R >>"),
    )
    file(
        "pdf-pattern-step-tiny.pdf",
        "a PDF whose pattern repeats a million times an inch",
        RESTORED,
        lambda: tiling(0.0001),
    )
    file("pdf-pattern-step-0.pdf", "a PDF whose pattern repeats at every 0 points", RESTORED, lambda: tiling(0))
    file(
        "pdf-pattern-box-huge.pdf",
        "a PDF whose pattern's cell is 1e9 points wide",
        RESTORED,
        lambda: tiling(1e9, box="[0 0 1e9 1e9]"),
    )
    file(
        "pdf-letters-draw-themselves.pdf",
        "a PDF whose font's letters are drawn in that font",
        RESTORED,
        lambda: drawn_font(b"1 0 d0 BT /G 1 Tf (a) Tj ET", "/Font << /G 7 0 R >>"),
    )
    file(
        "pdf-mask-in-itself.pdf",
        "a PDF whose mask is under itself",
        RESTORED,
        lambda: masked(
            form(b"/S gs 0 0 100 100 re f", "/ExtGState << /S << /SMask << /S /Luminosity /G 7 0 R >> >> >>")
        ),
    )
    file(
        "pdf-dashes-endless.pdf",
        "a PDF with a line of a million million dashes",
        PAGE_FAILS,
        lambda: page(content=b"[0.0000001] 0 d 0 0 m 595 842 l S " + TEXT),
    )
    file(
        "pdf-lines-huge.pdf",
        "a PDF with coordinates of 1e30",
        PAGE_FAILS,
        lambda: page(content=b"1e30 w 0 0 m 1e30 -1e30 l S " + TEXT),
    )
    file(
        "pdf-matrix-not-a-number.pdf",
        "a PDF whose matrix is none",
        RESTORED,
        lambda: page(content=b"1e39 1e39 1e39 -1e39 1e39 1e39 cm " + TEXT),
    )
    file(
        "pdf-shading-circle.pdf",
        "a PDF whose shading's function is made of itself",
        PAGE_FAILS,
        lambda: shaded(
            "7 0 R", [b"<< /FunctionType 3 /Domain [0 1] /Functions [7 0 R 7 0 R] /Bounds [0.5] /Encode [0 1 0 1] >>"]
        ),
    )
    file(
        "pdf-shading-program.pdf",
        "a PDF whose shading's program is 100,000 brackets deep",
        PAGE_FAILS,
        lambda: shaded(
            "7 0 R", [stream("/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]", b"{" * 100_000 + b"}" * 100_000)]
        ),
    )

    file(
        "pdf-filter-unknown.pdf",
        "a PDF whose scan is under an unknown filter, so that its pixels cannot be had",
        PAGE_FAILS,
        lambda: with_image(*size, noise(44, len(gray)), "/NoSuchDecode"),
    )
    for name, filters, bits in [
        ("jbig2", "/JBIG2Decode", 1),
        ("jpeg-2000", "/JPXDecode", 8),
        ("fax", "/CCITTFaxDecode /DecodeParms << /K -1 /Columns 1000 >>", 1),
        ("jpeg", "/DCTDecode", 8),
        ("lzw", "/LZWDecode", 8),
        ("flate", "/FlateDecode", 8),
        ("runs", "/RunLengthDecode", 8),
        ("ascii-85", "/ASCII85Decode", 8),
        ("hex", "/ASCIIHexDecode", 8),
    ]:
        entries = f"/ColorSpace /DeviceGray /BitsPerComponent {bits}"
        file(
            f"pdf-{name}-noise.pdf",
            f"a PDF whose scan is noise under {filters.split()[0]}",
            PAGE_FAILS,
            lambda filters=filters, entries=entries: with_image(
                1000, 1000, noise(35, 20_000), filters, entries=entries
            ),
        )
    file(
        "pdf-filters-many.pdf",
        "a PDF whose scan is under ten thousand filters",
        PAGE_FAILS,
        lambda: with_image(1000, 1000, noise(36, 20_000), "[" + "/ASCIIHexDecode " * 10_000 + "]"),
    )
    for share in (10, 50, 90):
        file(
            f"pdf-jpeg-cut-at-{share}.pdf",
            f"a whole PDF around the first {share} % of a JPEG",
            PAGE_FAILS,
            lambda share=share: with_image(*size, cut_jpeg(share / 100), "/DCTDecode"),
        )
        file(
            f"pdf-flate-cut-at-{share}.pdf",
            f"a whole PDF around the first {share} % of a compressed scan",
            PAGE_FAILS,
            lambda share=share: with_image(*size, first(zlib.compress(gray), share / 100), "/FlateDecode"),
        )
    file(
        "pdf-fax-cut-at-50.pdf",
        "a whole PDF around the first half of a scan in fax group 4",
        PAGE_FAILS,
        lambda: fax_cut(0.5),
    )
    file("pdf-image-empty.pdf", "a PDF whose scan has no bytes", PAGE_FAILS, lambda: with_image(*size, b"", None))
    file(
        "pdf-image-too-little.pdf",
        "a PDF whose scan has a tenth of the pixels it says",
        PAGE_FAILS,
        lambda: with_image(*size, gray[: len(gray) // 10], None),
    )
    file(
        "pdf-image-size-lies.pdf",
        "a PDF that says another size than its JPEG has",
        RESTORED,
        lambda: with_image(100, 4000, cut_jpeg(1), "/DCTDecode"),
    )
    file(
        "pdf-image-1e9x1e9.pdf",
        "a PDF whose scan says 1,000,000,000 × 1,000,000,000",
        PAGE_FAILS,
        lambda: with_image(10**9, 10**9, gray, None),
    )
    file(
        "pdf-image-60000x60000.pdf",
        "a PDF whose scan has 3,600 million pixels in half a megabyte",
        PAGE_FAILS,
        lambda: with_image(
            60_000, 60_000, zeros(60_000 * 7500), "/FlateDecode", entries="/ColorSpace /DeviceGray /BitsPerComponent 1"
        ),
    )
    file(
        "pdf-image-60000x60000-small.pdf",
        "a PDF with such an image on a tenth of its page",
        PAGE_FAILS,
        lambda: page(
            content=TEXT + b" q 100 0 0 100 0 0 cm /Scan Do Q",
            image=image_object(
                60_000,
                60_000,
                zeros(60_000 * 7500),
                "/FlateDecode",
                entries="/ColorSpace /DeviceGray /BitsPerComponent 1",
            ),
        ),
    )
    file("pdf-image-0x0.pdf", "a PDF whose scan has no size", PAGE_FAILS, lambda: with_image(0, 0, gray, None))
    file(
        "pdf-image-negative.pdf",
        "a PDF whose scan has a negative size",
        PAGE_FAILS,
        lambda: with_image(-1653, -640, gray, None),
    )
    file(
        "pdf-image-bomb.pdf",
        "a PDF whose scan of 100 × 100 unpacks to 4 GB",
        PAGE_FAILS,
        lambda: with_image(100, 100, zlib.compress(zeros(4 << 30), 9), "[/FlateDecode /FlateDecode]"),
    )
    file(
        "pdf-image-65535-bits.pdf",
        "a PDF whose scan has 65535 bits a sample",
        RESTORED,
        lambda: with_image(*size, gray, None, entries="/ColorSpace /DeviceGray /BitsPerComponent 65535"),
    )
    file(
        "pdf-image-colours-unknown.pdf",
        "a PDF whose scan is in colours of no kind",
        RESTORED,
        lambda: with_image(*size, gray, None, entries="/ColorSpace /NoSuchColours /BitsPerComponent 8"),
    )
    file(
        "pdf-image-colours-circle.pdf",
        "a PDF whose scan's colours are indices of themselves",
        RESTORED,
        lambda: document(
            objects(
                content=SCAN,
                box="[0 612 595 842]",
                image=image_object(*size, gray, None, entries="/ColorSpace 7 0 R /BitsPerComponent 8"),
                further=[b"[/Indexed 7 0 R 255 <00>]"],
            )
        ),
    )
    file(
        "pdf-image-is-its-mask.pdf",
        "a PDF whose scan is its own mask",
        RESTORED,
        lambda: with_image(*size, gray, None, entries="/ColorSpace /DeviceGray /BitsPerComponent 8 /SMask 5 0 R"),
    )
    file(
        "pdf-image-not-there.pdf",
        "a PDF whose scan is not there",
        PAGE_FAILS,
        lambda: with_object(IMAGE, None, content=SCAN),
    )

    for name, what, box, expected in [
        ("zero", "has no size", "[0 0 0 0]", RESTORED),
        ("negative", "is given from its far corner", "[595 842 0 0]", RESTORED),
        ("gigantic", "is 1,000,000,000 points wide", "[0 0 1000000000 1000000000]", RESTORED),
        ("infinite", "is 1e300 points wide", "[0 0 1" + "0" * 300 + " 1" + "0" * 300 + "]", RESTORED),
        ("tiny", "is a thousandth of a point wide", "[0 0 0.001 0.001]", RESTORED),
        ("thin", "is 10,000 points high and 0.1 wide", "[0 0 0.1 10000]", RESTORED),
        ("words", "is made of words", "[NaN NaN Inf Inf]", RESTORED),
        ("short", "has two numbers", "[0 0]", RESTORED),
        ("missing", "is null", "null", RESTORED),
        ("elsewhere", "lies far from what is drawn", "[90000 90000 90595 90842]", RESTORED),
    ]:
        file(f"pdf-box-{name}.pdf", f"a PDF whose page {what}", expected, lambda box=box: page(box=box))
    file("pdf-unit-huge.pdf", "a PDF whose unit is 1e9 points", RESTORED, lambda: page(entries="/UserUnit 1000000000"))
    file(
        "pdf-turned-by-45.pdf", "a PDF whose page is turned by 45 degrees", RESTORED, lambda: page(entries="/Rotate 45")
    )
    file(
        "pdf-turned-by-huge.pdf",
        "a PDF whose page is turned by 2,147,483,647 degrees",
        RESTORED,
        lambda: page(entries="/Rotate 2147483647"),
    )

    for subtype, key in [("TrueType", "FontFile2"), ("Type1", "FontFile"), ("Type1", "FontFile3")]:
        file(
            f"pdf-font-noise-{key.lower()}.pdf",
            f"a PDF whose font's {key} is noise",
            RESTORED,
            lambda subtype=subtype, key=key: embedded(subtype, key, noise(37, 5000)),
        )
    file(
        "pdf-font-magic-noise.pdf",
        "a PDF whose font begins rightly and goes on as noise",
        RESTORED,
        lambda: embedded("TrueType", "FontFile2", b"\0\x01\0\0\0\x0a\0\x80\0\x03\0\x20" + noise(38, 5000)),
    )
    file(
        "pdf-font-bomb.pdf",
        "a PDF whose font unpacks to 2 GB",
        PAGE_FAILS,
        lambda: embedded("TrueType", "FontFile2", bomb(2 << 30)),
    )
    file("pdf-font-missing.pdf", "a PDF whose font is not there", RESTORED, lambda: with_object(FONT, None))
    file(
        "pdf-unicode-noise.pdf",
        "a PDF whose letters are to be looked up in noise",
        RESTORED,
        lambda: with_unicode(noise(39, 3000)),
    )
    file(
        "pdf-unicode-wrong.pdf",
        "a PDF whose letters are looked up as other letters",
        RESTORED,
        lambda: with_unicode(
            b"begincmap begincodespacerange <00> <ff> endcodespacerange beginbfrange <20> <7e> <e020> endbfrange endcmap"
        ),
    )
    file(
        "pdf-unicode-range-huge.pdf",
        "a PDF whose table of letters has a range of 4,294,967,296",
        RESTORED,
        lambda: with_unicode(
            b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange "
            b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap"
        ),
    )
    file(
        "pdf-unicode-bomb.pdf",
        "a PDF whose table of letters unpacks to 2 GB",
        PAGE_FAILS,
        lambda: with_unicode(bomb(2 << 30)),
    )
    file(
        "pdf-unicode-itself.pdf",
        "a PDF whose table of letters goes on in itself",
        RESTORED,
        lambda: with_unicode(stream("/Type /CMap /CMapName /Odd /UseCMap 8 0 R", b"begincmap endcmap")),
    )

    file("pdf-that-is-png.pdf", "a PNG named .pdf", RESTORED, FORMATS["png"][2])
    file(
        "pdf-that-is-html.pdf",
        "an HTML page named .pdf",
        INPUT_FAILS,
        lambda: b"<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n",
    )
    file(
        "pdf-that-is-text.pdf",
        "a text named .pdf",
        INPUT_FAILS,
        lambda: "Cộng hòa xã hội chủ nghĩa Việt Nam\n".encode() * 20,
    )
    file(
        "pdf-that-is-word.pdf",
        "a Word document named .pdf",
        INPUT_FAILS,
        lambda: office(b"[Content_Types].xml", b"word/document.xml"),
    )
    file(
        "pdf-that-is-excel.pdf",
        "an Excel workbook named .pdf",
        INPUT_FAILS,
        lambda: office(b"[Content_Types].xml", b"xl/workbook.xml"),
    )
    file(
        "pdf-that-is-zip.pdf",
        "a ZIP archive of scans named .pdf",
        INPUT_FAILS,
        lambda: office(b"scan-1.pdf", b"scan-2.pdf"),
    )
    file("pdf-that-is-rar.pdf", "a RAR archive named .pdf", INPUT_FAILS, lambda: b"Rar!\x1a\x07\x01\0" + noise(40, 500))
    file(
        "pdf-that-is-old-word.pdf",
        "an old Word document named .pdf",
        INPUT_FAILS,
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(41, 2000),
    )
    file("pdf-that-is-noise.pdf", "noise named .pdf", INPUT_FAILS, lambda: b"\0" + noise(42, 5000))
    file("png-that-is-pdf.png", "a PDF named .png", RESTORED, page)
    file("txt-that-is-pdf.txt", "a PDF named .txt", RESTORED, page)
    file("pdf-in-a-mail.pdf", "a PDF as it stands in a mail, in base 64", INPUT_FAILS, in_mail)


def document_of_two_sorts():
    """Returns a document of three pages, the second an image under an unknown filter."""
    every = objects(
        further=[image_object(100, 100, noise(43, 900), "/NoSuchDecode"), stream("", b"q 595 0 0 842 0 0 cm /X Do Q")]
    )
    every.append(every[PAGE - 1].replace(b"/Contents 4 0 R", b"/Contents 8 0 R"))
    every[PAGES - 1] = b"<< /Type /Pages /Kids [3 0 R 9 0 R 3 0 R] /Count 3 >>"
    return document(every)


def fax_cut(share):
    """Returns a document around the first part of a scan in fax group 4."""
    whole = encoded(bilevel(), "TIFF", compression="group4", tiffinfo={278: sample().height})
    with Image.open(io.BytesIO(whole)) as image:
        offsets, lengths = image.tag_v2[273], image.tag_v2[279]
    data = whole[offsets[0] : offsets[0] + int(lengths[0] * share)]
    width, height = sample().size
    return with_image(
        width,
        height,
        data,
        f"/CCITTFaxDecode /DecodeParms << /K -1 /Columns {width} /Rows {height} >>",
        entries="/ColorSpace /DeviceGray /BitsPerComponent 1",
    )


def in_mail():
    """Returns a document as a mail carries it."""
    return b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(page())
