"""Images that are cut short, lie about themselves, or are merely unusual."""

import functools
import io
import struct
import zlib

from PIL import Image

from kinds import INPUT_FAILS, PAGE_FAILS, RESTORED, file, noise, sample


def encoded(image, form, **options):
    """Returns an image's file."""
    target = io.BytesIO()
    image.save(target, form, dpi=options.pop("dpi", (200, 200)), **options)
    return target.getvalue()


def bilevel():
    """Returns the page of print in black and white."""
    return sample().point(lambda value: 255 if value > 140 else 0).convert("1")


def plain_pnm(digit, image):
    """Returns a Netpbm file in decimal figures."""
    width, height = image.size
    values = list(image.tobytes()) if image.mode != "1" else [int(value == 0) for value in image.getdata()]
    lines = [" ".join(map(str, values[at : at + 20])) for at in range(0, len(values), 20)]
    most = "" if digit == 1 else "255\n"
    return f"P{digit}\n{width} {height}\n{most}".encode() + "\n".join(lines).encode() + b"\n"


# ---- every format, whole and cut short

FORMATS = {
    "png": ("png", "PNG", lambda: encoded(sample(), "PNG")),
    "png-interlaced": ("png", "interlaced PNG", lambda: interlaced_png()),
    "jpg": ("jpg", "JPEG", lambda: encoded(sample(), "JPEG", quality=70)),
    "jpg-progressive": ("jpg", "progressive JPEG", lambda: encoded(sample(), "JPEG", quality=70, progressive=True)),
    "tif-plain": ("tif", "TIFF without compression", lambda: encoded(sample(), "TIFF")),
    "tif-lzw": ("tif", "TIFF in LZW", lambda: encoded(sample(), "TIFF", compression="tiff_lzw")),
    "tif-deflate": ("tif", "TIFF in Deflate", lambda: encoded(sample(), "TIFF", compression="tiff_adobe_deflate")),
    "tif-fax": ("tif", "TIFF in fax group 4", lambda: encoded(bilevel(), "TIFF", compression="group4")),
    "tif-jpeg": ("tif", "TIFF in JPEG", lambda: encoded(sample(), "TIFF", compression="jpeg")),
    "tif-tiled": ("tif", "TIFF in tiles", lambda: tiled_tiff()),
    "bmp": ("bmp", "BMP", lambda: encoded(sample(), "BMP")),
    "pbm": ("pbm", "PBM", lambda: encoded(bilevel(), "PPM")),
    "pgm": ("pgm", "PGM", lambda: encoded(sample(), "PPM")),
    "ppm": ("ppm", "PPM", lambda: encoded(sample().convert("RGB"), "PPM")),
    "pbm-figures": ("pbm", "PBM in figures", lambda: plain_pnm(1, bilevel())),
    "pgm-figures": ("pgm", "PGM in figures", lambda: plain_pnm(2, sample())),
    "ppm-figures": ("ppm", "PPM in figures", lambda: plain_pnm(3, sample().convert("RGB"))),
    "webp": ("webp", "WebP", lambda: encoded(sample(), "WEBP", quality=60)),
    "webp-lossless": ("webp", "lossless WebP", lambda: encoded(sample(), "WEBP", lossless=True, method=0)),
}
# Bytes that end within the file's header, before any pixel.
HEADERS = {"png": 20, "jpg": 12, "tif": 6, "bmp": 20, "pbm": 5, "pgm": 5, "ppm": 5, "webp": 18}


def cut(make, share):
    """Returns a function that makes the first part of a file."""

    def made():
        whole = make()
        return whole[: int(len(whole) * share)]

    return made


def header(make, length):
    """Returns a function that makes the first bytes of a file."""
    return lambda: make()[:length]


# ---- PNG


def chunk(kind, data, crc=None):
    """Returns a chunk of a PNG."""
    return (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) if crc is None else crc)
    )


SIGNATURE = b"\x89PNG\r\n\x1a\n"


def head(width, height, bits=8, colour=0, interlace=0, crc=None):
    """Returns the head of a PNG."""
    return SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace), crc)


def png(width, height, rows, bits=8, colour=0, interlace=0, before=b""):
    """Returns a PNG of rows with their filter bytes; `before` are the chunks before its pixels."""
    return (
        head(width, height, bits, colour, interlace)
        + before
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


@functools.cache
def zeros(length):
    """Returns so many zero bytes, compressed, without holding them."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    parts = [packer.compress(block) for _ in range(length >> 20)]
    parts.append(packer.compress(bytes(length & ((1 << 20) - 1))))
    return b"".join(parts) + packer.flush()


def blank_png(width, height, bits=1):
    """Returns a PNG of a single colour, of any size."""
    stride = 1 + (width * bits + 7) // 8
    return head(width, height, bits) + chunk(b"IDAT", zeros(stride * height)) + chunk(b"IEND", b"")


def interlaced_png():
    """Returns the page of print as an interlaced PNG (Adam7)."""
    image = sample()
    width, height = image.size
    pixels = image.tobytes()
    rows = bytearray()
    for left, top, right, down in [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ]:
        for y in range(top, height, down):
            rows += b"\0" + pixels[y * width + left : (y + 1) * width : right]
    return png(width, height, bytes(rows), interlace=1)


def sample_rows():
    """Returns the page of print as rows of a PNG."""
    width, height = sample().size
    pixels = sample().tobytes()
    return b"".join(b"\0" + pixels[y * width : (y + 1) * width] for y in range(height))


def of_sample(rows=None, before=b""):
    """Returns the page of print as a PNG, with other rows or further chunks."""
    return png(*sample().size, sample_rows() if rows is None else rows, before=before)


def resolution(per_metre):
    """Returns the chunk that records a resolution."""
    return chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))


def broken_crc():
    """Returns a PNG of which one byte of the pixels' checksum is another."""
    whole = bytearray(of_sample())
    whole[-13] ^= 0xFF
    return bytes(whole)


def one_byte_off():
    """Returns a PNG with one byte of its compressed pixels changed, its checksum made to fit."""
    data = bytearray(zlib.compress(sample_rows(), 9))
    data[len(data) * 9 // 10] ^= 0x55
    return head(*sample().size) + chunk(b"IDAT", bytes(data)) + chunk(b"IEND", b"")


# ---- JPEG


def jpeg():
    """Returns the page of print as a JPEG."""
    return FORMATS["jpg"][2]()


def jpeg_of_size(width, height):
    """Returns a JPEG whose frame says another size than its pixels have."""
    whole = bytearray(jpeg())
    at = whole.index(b"\xff\xc0")
    struct.pack_into(">HH", whole, at + 5, height, width)
    return bytes(whole)


def jpeg_without(marker):
    """Returns a JPEG whose segments of one kind are taken out."""
    whole = jpeg()
    out, at = bytearray(whole[:2]), 2
    while whole[at + 1] != 0xDA:
        length = 2 + struct.unpack_from(">H", whole, at + 2)[0]
        if whole[at + 1] != marker:
            out += whole[at : at + length]
        at += length
    return bytes(out + whole[at:])


def jpeg_with_noise():
    """Returns a JPEG whose pixels turn to noise in the middle."""
    whole = jpeg()
    half = len(whole) // 2
    return whole[:half] + noise(3, 400).replace(b"\xff", b"\xfe") + whole[half + 400 :]


def jpeg_with_exif(entries):
    """Returns a JPEG with an Exif block of the given bytes."""
    block = b"Exif\0\0" + entries
    return jpeg()[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + jpeg()[2:]


def jpeg_of_density(density, unit=1):
    """Returns a JPEG that records a resolution."""
    whole = bytearray(jpeg())
    struct.pack_into(">BHH", whole, 13, unit, density, density)
    return bytes(whole)


# ---- TIFF

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8}


def tiff(tags, data=b"", next_directory=0, order="<"):
    """Returns a TIFF of one directory; `tags` are (tag, type, value or bytes), data lies at its end.

    A value of `None` stands for where the data begin.
    """
    mark = b"II*\0" if order == "<" else b"MM\0*"
    start = 8 + 2 + 12 * len(tags) + 4
    long = b""
    entries = b""
    for tag, kind, value in sorted(tags, key=lambda entry: entry[0]):
        if isinstance(value, bytes):
            count = len(value) // SIZES[kind]
            if len(value) > 4:
                field = struct.pack(order + "I", start + len(long))
                long += value + b"\0" * (len(value) % 2)
            else:
                field = value.ljust(4, b"\0")
        else:
            count, field = 1, (tag, kind, value)
        entries += struct.pack(order + "HHI", tag, kind, count)
        entries += field if isinstance(field, bytes) else b"\xfe\xfe\xfe\xfe"
    at = start + len(long)
    filled, index = bytearray(entries), 0
    for _, kind, value in sorted(tags, key=lambda entry: entry[0]):
        if not isinstance(value, bytes):
            value = at if value is None else value
            short = kind == 3
            struct.pack_into(order + ("H" if short else "I"), filled, index + 8, value)
            if short:
                filled[index + 10 : index + 12] = b"\0\0"
        index += 12
    directory = struct.pack(order + "H", len(tags)) + bytes(filled) + struct.pack(order + "I", next_directory)
    return mark + struct.pack(order + "I", 8) + directory + long + data


def plain_tags(width, height, bits=8, compression=1, length=None, **others):
    """Returns the tags of an image in one strip, with those of `others` (`tag_278=...`) in their place."""
    tags = {
        256: (4, width),
        257: (4, height),
        258: (3, bits),
        259: (3, compression),
        262: (3, 1),
        273: (4, None),
        277: (3, 1),
        278: (4, height),
        279: (4, width * height * bits // 8 if length is None else length),
    }
    for name, entry in others.items():
        tags[int(name.removeprefix("tag_"))] = entry
    return [(tag, *entry) for tag, entry in tags.items() if entry is not None]


def sample_tiff(**others):
    """Returns the page of print as a TIFF with some tags put in or out."""
    return tiff(plain_tags(*sample().size, **others), sample().tobytes())


def tiled_tiff(tile=256):
    """Returns the page of print as a TIFF in tiles."""
    image = sample()
    across, down = -(-image.width // tile), -(-image.height // tile)
    tiles = b"".join(
        image.crop((x * tile, y * tile, (x + 1) * tile, (y + 1) * tile)).tobytes()
        for y in range(down)
        for x in range(across)
    )
    tags = plain_tags(*image.size, tag_273=None, tag_278=None, tag_279=None, tag_322=(3, tile), tag_323=(3, tile))
    size = tile * tile
    tags.append((325, 4, struct.pack("<I", size) * (across * down)))
    # The data lie after the directory and its two long values.
    start = 8 + 2 + 12 * (len(tags) + 1) + 4 + 8 * across * down
    offsets = b"".join(struct.pack("<I", start + size * index) for index in range(across * down))
    return tiff([*tags, (324, 4, offsets)], tiles)


def pages_tiff():
    """Returns a TIFF of three pages."""
    page = bilevel()
    target = io.BytesIO()
    page.save(target, "TIFF", save_all=True, append_images=[page, page], compression="group4", dpi=(200, 200))
    return target.getvalue()


def pages_tiff_with_noise():
    """Returns a TIFF of three pages, the second one's pixels overwritten with noise under a compression of no name."""
    whole = bytearray(pages_tiff())
    first = struct.unpack_from("<I", whole, 4)[0]
    count = struct.unpack_from("<H", whole, first)[0]
    second = struct.unpack_from("<I", whole, first + 2 + 12 * count)[0]
    for index in range(struct.unpack_from("<H", whole, second)[0]):
        entry = second + 2 + 12 * index
        if struct.unpack_from("<H", whole, entry)[0] == 259:
            struct.pack_into("<H", whole, entry + 8, 60_000)
    return bytes(whole)


def pages_tiff_cut():
    """Returns a TIFF of three pages cut short in the third."""
    whole = pages_tiff()
    first = struct.unpack_from("<I", whole, 4)[0]
    count = struct.unpack_from("<H", whole, first)[0]
    second = struct.unpack_from("<I", whole, first + 2 + 12 * count)[0]
    count = struct.unpack_from("<H", whole, second)[0]
    third = struct.unpack_from("<I", whole, second + 2 + 12 * count)[0]
    return whole[: third + 40]


def looped_tiff(back_to=8):
    """Returns a TIFF whose directory names itself as the next."""
    return tiff(plain_tags(*sample().size), sample().tobytes(), next_directory=back_to)


def big_tiff():
    """Returns the page of print as a BigTIFF."""
    width, height = sample().size
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (277, 3, 1), (278, 4, height)]
    start = 16 + 8 + 20 * (len(tags) + 2) + 8
    tags += [(273, 16, start), (279, 16, width * height)]
    body = b"".join(struct.pack("<HHQQ", tag, kind, 1, value) for tag, kind, value in sorted(tags))
    return b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, len(tags)) + body + struct.pack("<Q", 0) + sample().tobytes()


# ---- BMP, PNM, WebP


def bmp(width, height, planes_bits=(1, 8), compression=0, colours=0, data=None):
    """Returns a BMP whose header says what it is told."""
    whole = bytearray(encoded(sample(), "BMP"))
    struct.pack_into("<iiHHI", whole, 18, width, height, *planes_bits, compression)
    struct.pack_into("<I", whole, 46, colours)
    return bytes(whole if data is None else whole[:54] + data)


def webp_of_frames():
    """Returns an animated WebP."""
    frames = [sample().resize((400, 160)).point(lambda value, off=off: (value + off) % 256) for off in (0, 90)]
    target = io.BytesIO()
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


def webp_extended(width, height):
    """Returns a WebP whose extended header says a size that its pixels have not."""
    frame = encoded(Image.new("L", (16, 16)), "WEBP")[12:]
    extended = b"VP8X" + struct.pack("<I", 10) + bytes(4)
    extended += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 4 + len(extended) + len(frame)) + b"WEBP" + extended + frame


def with_riff_size(size):
    """Returns a WebP whose container says another length."""
    whole = bytearray(FORMATS["webp"][2]())
    struct.pack_into("<I", whole, 4, size)
    return bytes(whole)


def register():
    """Registers the kinds of this file."""
    for name, (extension, what, make) in FORMATS.items():
        file(f"{name}-whole.{extension}", f"a whole {what}, to compare with", RESTORED, make)
        # Pillow writes a TIFF's directory at its end, unless it has no compression.
        failing = INPUT_FAILS if extension == "tif" and name not in ("tif-plain", "tif-tiled") else PAGE_FAILS
        for share in (10, 50, 90):
            file(f"{name}-cut-at-{share}.{extension}", f"{what}, its first {share} %", failing, cut(make, share / 100))
        failing = INPUT_FAILS if extension == "tif" else PAGE_FAILS
        file(
            f"{name}-header-only.{extension}",
            f"{what}, a few bytes of its header",
            failing,
            header(make, HEADERS[extension]),
        )

    file("png-zero-bytes.png", "an empty file named .png", INPUT_FAILS, lambda: b"")
    file("png-signature-only.png", "the eight bytes that any PNG begins with", PAGE_FAILS, lambda: SIGNATURE)
    file("png-without-end.png", "a PNG without its last chunk", RESTORED, lambda: of_sample()[:-12])
    file("png-crc-of-pixels-wrong.png", "a PNG whose pixels' checksum is wrong", PAGE_FAILS, broken_crc)
    file(
        "png-crc-of-head-wrong.png",
        "a PNG whose head's checksum is wrong",
        PAGE_FAILS,
        lambda: head(*sample().size, crc=1) + of_sample()[33:],
    )
    file("png-one-byte-off.png", "a PNG with one wrong byte in its compressed pixels", PAGE_FAILS, one_byte_off)
    file(
        "png-rows-missing.png",
        "a PNG with half of the rows that its head says",
        PAGE_FAILS,
        lambda: of_sample(sample_rows()[: (sample().width + 1) * 320]),
    )
    file("png-1x1.png", "a PNG of one pixel", RESTORED, lambda: png(1, 1, b"\0\0"))
    file("png-1x5000.png", "a PNG one pixel wide", RESTORED, lambda: png(1, 5000, b"\0\0" * 5000))
    file("png-5000x1.png", "a PNG one pixel high", RESTORED, lambda: png(5000, 1, b"\0" * 5001))
    file("png-0x10.png", "a PNG of no width", PAGE_FAILS, lambda: png(0, 10, b"\0" * 10))
    file(
        "png-60000x60000.png",
        "a PNG of 3,600 million pixels in half a megabyte",
        PAGE_FAILS,
        lambda: blank_png(60_000, 60_000),
    )
    file(
        "png-2147483647x2147483647.png",
        "a PNG as large as its head can say",
        PAGE_FAILS,
        lambda: head(0x7FFFFFFF, 0x7FFFFFFF, 1) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b""),
    )
    file(
        "png-14000x14000.png", "a blank PNG just below the limit of pixels", RESTORED, lambda: blank_png(14_000, 14_000)
    )
    file(
        "png-noise.png",
        "a page of noise, 1700 × 2400",
        RESTORED,
        lambda: encoded(Image.frombytes("L", (1700, 2400), noise(4, 1700 * 2400)), "PNG"),
    )
    file(
        "png-16-bit.png",
        "a PNG of 16 bits a sample",
        RESTORED,
        lambda: png(
            *sample().size,
            b"".join(
                b"\0"
                + bytes(
                    value
                    for pixel in sample().crop((0, y, sample().width, y + 1)).tobytes()
                    for value in (pixel, pixel)
                )
                for y in range(sample().height)
            ),
            bits=16,
        ),
    )
    file("png-palette.png", "a PNG with a palette", RESTORED, lambda: encoded(sample().convert("P"), "PNG"))
    file(
        "png-palette-missing.png",
        "a PNG that says it has a palette and has none",
        PAGE_FAILS,
        lambda: png(*sample().size, sample_rows(), colour=3),
    )
    file(
        "png-alpha.png",
        "a PNG that is half transparent",
        RESTORED,
        lambda: encoded(Image.merge("LA", (sample(), Image.new("L", sample().size, 128))), "PNG"),
    )
    file(
        "png-transparent.png",
        "a PNG in which nothing can be seen",
        RESTORED,
        lambda: encoded(Image.merge("LA", (sample(), Image.new("L", sample().size, 0))), "PNG"),
    )
    file(
        "png-profile-bomb.png",
        "a PNG whose colour profile unpacks to 1 GB",
        PAGE_FAILS,
        lambda: of_sample(before=chunk(b"iCCP", b"p\0\0" + zeros(1 << 30))),
    )
    file(
        "png-text-bomb.png",
        "a PNG with a note that unpacks to 1 GB",
        RESTORED,
        lambda: of_sample(before=chunk(b"zTXt", b"n\0\0" + zeros(1 << 30))),
    )
    file(
        "png-pixels-bomb.png",
        "a PNG whose pixels unpack to 2 GB more than its head says",
        RESTORED,
        lambda: head(*sample().size) + chunk(b"IDAT", zeros(2 << 30)) + chunk(b"IEND", b""),
    )
    file(
        "png-chunks-many.png",
        "a PNG with 200,000 chunks of no meaning",
        RESTORED,
        lambda: of_sample(before=chunk(b"juNk", b"") * 200_000),
    )
    file(
        "png-chunk-too-long.png",
        "a PNG whose last chunk says that it is longer than the file, its rows all there",
        RESTORED,
        lambda: head(*sample().size) + struct.pack(">I", 0x7FFFFFFF) + b"IDAT" + zlib.compress(sample_rows()),
    )
    file(
        "png-resolution-0.png", "a PNG that records 0 dots per inch", RESTORED, lambda: of_sample(before=resolution(0))
    )
    file(
        "png-resolution-1000000.png",
        "a PNG that records a million dots per inch",
        RESTORED,
        lambda: of_sample(before=resolution(39_370_079)),
    )
    file(
        "png-resolution-1.png",
        "a PNG that records one dot per inch",
        RESTORED,
        lambda: of_sample(before=resolution(39)),
    )
    file(
        "png-resolution-unlike.png",
        "a PNG that records 200 dots per inch across and 20 down",
        RESTORED,
        lambda: of_sample(before=chunk(b"pHYs", struct.pack(">IIB", 7874, 787, 1))),
    )

    file("jpg-zero-bytes.jpg", "an empty file named .jpg", INPUT_FAILS, lambda: b"")
    file("jpg-without-end.jpg", "a JPEG without its last two bytes", PAGE_FAILS, lambda: jpeg()[:-2])
    file("jpg-noise-inside.jpg", "a JPEG with noise in its middle", RESTORED, jpeg_with_noise)
    file("jpg-cmyk.jpg", "a JPEG in four inks", RESTORED, lambda: encoded(sample().convert("CMYK"), "JPEG"))
    file(
        "jpg-65535x65535.jpg", "a JPEG whose frame says 65535 × 65535", PAGE_FAILS, lambda: jpeg_of_size(65_535, 65_535)
    )
    file("jpg-0x0.jpg", "a JPEG whose frame says 0 × 0", PAGE_FAILS, lambda: jpeg_of_size(0, 0))
    file(
        "jpg-taller-than-it-is.jpg",
        "a JPEG whose frame says ten times the rows it has",
        RESTORED,
        lambda: jpeg_of_size(sample().width, 6400),
    )
    file(
        "jpg-without-huffman-tables.jpg",
        "a JPEG without the tables to decode it by",
        PAGE_FAILS,
        lambda: jpeg_without(0xC4),
    )
    file("jpg-without-quantisation.jpg", "a JPEG without quantisation tables", PAGE_FAILS, lambda: jpeg_without(0xDB))
    file(
        "jpg-arithmetic.jpg",
        "a JPEG that says it is coded arithmetically",
        PAGE_FAILS,
        lambda: jpeg().replace(b"\xff\xc0", b"\xff\xc9", 1),
    )
    file(
        "jpg-12-bit.jpg",
        "a JPEG that says it has 12 bits a sample",
        PAGE_FAILS,
        lambda: jpeg().replace(b"\xff\xc0\x00\x0b\x08", b"\xff\xc0\x00\x0b\x0c", 1),
    )
    file(
        "jpg-turned.jpg",
        "a JPEG that says by Exif that it lies on its side",
        RESTORED,
        lambda: jpeg_with_exif(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"),
    )
    file("jpg-exif-garbage.jpg", "a JPEG whose Exif block is noise", RESTORED, lambda: jpeg_with_exif(noise(5, 2000)))
    file(
        "jpg-exif-loop.jpg",
        "a JPEG whose Exif directory names itself as the next",
        RESTORED,
        lambda: jpeg_with_exif(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\x08\0\0\0"),
    )
    file("jpg-resolution-0.jpg", "a JPEG that records 0 dots per inch", RESTORED, lambda: jpeg_of_density(0))
    file(
        "jpg-resolution-65535.jpg",
        "a JPEG that records 65535 dots per centimetre",
        RESTORED,
        lambda: jpeg_of_density(65_535, 2),
    )
    file(
        "jpg-followed-by-junk.jpg",
        "a JPEG with a megabyte of noise after its end",
        RESTORED,
        lambda: jpeg() + noise(6, 1 << 20),
    )
    file(
        "jpg-only-markers.jpg",
        "the beginning of a JPEG and a million fill bytes",
        PAGE_FAILS,
        lambda: b"\xff\xd8" + b"\xff" * 1_000_000,
    )
    file(
        "jpg-that-is-text.jpg",
        "a text named .jpg",
        INPUT_FAILS,
        lambda: "Cộng hòa xã hội chủ nghĩa Việt Nam\n".encode() * 20,
    )
    file("jpg-that-is-png.jpg", "a PNG named .jpg", RESTORED, of_sample)

    file("tif-zero-bytes.tif", "an empty file named .tif", INPUT_FAILS, lambda: b"")
    file("tif-directory-loop.tif", "a TIFF whose directory names itself as the next page", INPUT_FAILS, looped_tiff)
    file(
        "tif-directory-nowhere.tif",
        "a TIFF whose next page lies beyond the file",
        PAGE_FAILS,
        lambda: looped_tiff(back_to=0x7FFFFFF0),
    )
    file("tif-three-pages.tif", "a TIFF of three pages", RESTORED, pages_tiff)
    file(
        "tif-second-page-broken.tif",
        "a TIFF of three pages, the second of an unknown compression",
        PAGE_FAILS,
        pages_tiff_with_noise,
    )
    file(
        "tif-third-page-cut.tif",
        "a TIFF of three pages, cut short in the third one's directory",
        PAGE_FAILS,
        pages_tiff_cut,
    )
    file(
        "tif-count-huge.tif",
        "a TIFF with a tag of 4,294,967,295 values",
        INPUT_FAILS,
        lambda: sample_tiff().replace(struct.pack("<HHI", 273, 4, 1), struct.pack("<HHI", 273, 4, 0xFFFFFFFF)),
    )
    file(
        "tif-entries-65535.tif",
        "a TIFF whose directory says 65535 entries",
        INPUT_FAILS,
        lambda: b"II*\0\x08\0\0\0\xff\xff" + noise(7, 2000),
    )
    file(
        "tif-noise.tif", "the first bytes of a TIFF and noise", INPUT_FAILS, lambda: b"II*\0\x08\0\0\0" + noise(8, 5000)
    )
    file(
        "tif-fax-noise.tif",
        "a TIFF in fax group 4 whose pixels are noise",
        PAGE_FAILS,
        lambda: tiff(plain_tags(1000, 1000, bits=1, compression=4, length=8000), noise(9, 8000)),
    )
    file(
        "tif-fax-60000x60000.tif",
        "a TIFF in fax group 4 that says 60000 × 60000",
        PAGE_FAILS,
        lambda: tiff(plain_tags(60_000, 60_000, bits=1, compression=4, length=100), noise(10, 100)),
    )
    file(
        "tif-deflate-noise.tif",
        "a TIFF in Deflate whose pixels are noise",
        PAGE_FAILS,
        lambda: tiff(plain_tags(1000, 1000, compression=8, length=8000), noise(11, 8000)),
    )
    file(
        "tif-deflate-bomb.tif",
        "a TIFF in Deflate that unpacks to 2 GB, of a small size by its tags",
        RESTORED,
        lambda: deflate_bomb(),
    )
    file(
        "tif-lzw-noise.tif",
        "a TIFF in LZW whose pixels are noise",
        PAGE_FAILS,
        lambda: tiff(plain_tags(1000, 1000, compression=5, length=8000), noise(12, 8000)),
    )
    file(
        "tif-strip-nowhere.tif",
        "a TIFF whose pixels lie beyond the file",
        PAGE_FAILS,
        lambda: sample_tiff(tag_273=(4, 0x7FFFFFF0)),
    )
    file(
        "tif-strip-missing.tif",
        "a TIFF that does not say where its pixels are",
        INPUT_FAILS,
        lambda: sample_tiff(tag_273=None),
    )
    file(
        "tif-without-size.tif",
        "a TIFF that does not say how wide it is",
        INPUT_FAILS,
        lambda: sample_tiff(tag_256=None),
    )
    file("tif-0-wide.tif", "a TIFF of no width", INPUT_FAILS, lambda: sample_tiff(tag_256=(4, 0)))
    file(
        "tif-4294967295-wide.tif", "a TIFF 4,294,967,295 wide", PAGE_FAILS, lambda: sample_tiff(tag_256=(4, 0xFFFFFFFF))
    )
    file("tif-0-rows-a-strip.tif", "a TIFF of no rows a strip", INPUT_FAILS, lambda: sample_tiff(tag_278=(4, 0)))
    file(
        "tif-65535-samples.tif", "a TIFF of 65535 samples a pixel", PAGE_FAILS, lambda: sample_tiff(tag_277=(3, 65_535))
    )
    file("tif-3-bit.tif", "a TIFF of 3 bits a sample", PAGE_FAILS, lambda: sample_tiff(tag_258=(3, 3)))
    file("tif-0-bit.tif", "a TIFF of 0 bits a sample", INPUT_FAILS, lambda: sample_tiff(tag_258=(3, 0)))
    file(
        "tif-16-bit.tif",
        "a TIFF of 16 bits a sample",
        RESTORED,
        lambda: tiff(plain_tags(*sample().size, bits=16), bytes(b for v in sample().tobytes() for b in (v, v))),
    )
    file("tif-cmyk.tif", "a TIFF in four inks", RESTORED, lambda: encoded(sample().convert("CMYK"), "TIFF"))
    file("tif-palette.tif", "a TIFF with a palette", RESTORED, lambda: encoded(sample().convert("P"), "TIFF"))
    file(
        "tif-palette-short.tif",
        "a TIFF whose palette has one entry",
        PAGE_FAILS,
        lambda: sample_tiff(tag_262=(3, 3), tag_320=(3, struct.pack("<HHH", 0, 0, 0))),
    )
    file(
        "tif-big-endian.tif",
        "a TIFF whose numbers begin with the high byte",
        RESTORED,
        lambda: tiff(plain_tags(*sample().size), sample().tobytes(), order=">"),
    )
    file("tif-bigtiff.tif", "a BigTIFF", RESTORED, big_tiff)
    file(
        "tif-compression-unknown.tif",
        "a TIFF of a compression of no name",
        PAGE_FAILS,
        lambda: sample_tiff(tag_259=(3, 60_000)),
    )
    file(
        "tif-jpeg-old.tif",
        "a TIFF in JPEG as the first version of the format had it",
        PAGE_FAILS,
        lambda: sample_tiff(tag_259=(3, 6)),
    )
    file(
        "tif-resolution-0.tif",
        "a TIFF that records 0/0 dots per inch",
        RESTORED,
        lambda: sample_tiff(tag_282=(5, bytes(8)), tag_283=(5, bytes(8)), tag_296=(3, 2)),
    )
    file(
        "tif-resolution-1000000.tif",
        "a TIFF that records a million dots per inch",
        RESTORED,
        lambda: sample_tiff(
            tag_282=(5, struct.pack("<II", 1_000_000, 1)), tag_283=(5, struct.pack("<II", 1_000_000, 1))
        ),
    )
    file(
        "tif-tile-huge.tif",
        "a TIFF of one tile of 65520 × 65520",
        PAGE_FAILS,
        lambda: sample_tiff(
            tag_273=None,
            tag_278=None,
            tag_279=None,
            tag_322=(3, 65_520),
            tag_323=(3, 65_520),
            tag_324=(4, None),
            tag_325=(4, 1000),
        ),
    )

    file(
        "bmp-2147483647x2147483647.bmp",
        "a BMP as large as its header can say",
        PAGE_FAILS,
        lambda: bmp(0x7FFFFFFF, 0x7FFFFFFF),
    )
    file(
        "bmp-top-down.bmp",
        "a BMP that begins with its top row",
        RESTORED,
        lambda: bmp(sample().width, -sample().height),
    )
    file("bmp-0x0.bmp", "a BMP of no size", PAGE_FAILS, lambda: bmp(0, 0))
    file("bmp-width-negative.bmp", "a BMP of a negative width", PAGE_FAILS, lambda: bmp(-100, 100))
    file("bmp-runs-noise.bmp", "a BMP in runs that are noise", PAGE_FAILS, lambda: bmp(1000, 1000, compression=1))
    file(
        "bmp-palette-huge.bmp",
        "a BMP with a palette of 4,294,967,295 colours",
        PAGE_FAILS,
        lambda: bmp(*sample().size, colours=0xFFFFFFFF),
    )
    file("bmp-7-bit.bmp", "a BMP of 7 bits a pixel", PAGE_FAILS, lambda: bmp(*sample().size, planes_bits=(1, 7)))
    file(
        "pgm-99999999x99999999.pgm",
        "a PGM that says it is huge",
        PAGE_FAILS,
        lambda: b"P5\n99999999 99999999\n255\n" + bytes(100),
    )
    file("pgm-without-height.pgm", "a PGM without a height", PAGE_FAILS, lambda: b"P5\n640\n255\n" + bytes(1000))
    file(
        "pgm-brightest-0.pgm",
        "a PGM whose brightest value is 0",
        PAGE_FAILS,
        lambda: b"P5\n100 100\n0\n" + bytes(10_000),
    )
    file(
        "pgm-16-bit.pgm",
        "a PGM of 16 bits a sample",
        RESTORED,
        lambda: b"P5\n%d %d\n65535\n" % sample().size + bytes(b for v in sample().tobytes() for b in (v, v)),
    )
    file(
        "pgm-comment-endless.pgm",
        "a PGM with a remark of 10 MB in its header",
        RESTORED,
        lambda: b"P5\n#" + b"x" * 10_000_000 + b"\n%d %d\n255\n" % sample().size + sample().tobytes(),
    )
    file(
        "pgm-letters.pgm",
        "a PGM in figures whose figures are letters",
        PAGE_FAILS,
        lambda: b"P2\n20 20\n255\n" + b"abc def " * 100,
    )
    file("webp-animated.webp", "an animated WebP", RESTORED, webp_of_frames)
    file(
        "webp-16777216x16777216.webp",
        "a WebP that says it is huge",
        PAGE_FAILS,
        lambda: webp_extended(1 << 24, 1 << 24),
    )
    file(
        "webp-size-lies.webp",
        "a WebP whose extended header says another size than its pixels have",
        PAGE_FAILS,
        lambda: webp_extended(1000, 1000),
    )
    file("webp-riff-size-0.webp", "a WebP whose container says it is empty", RESTORED, lambda: with_riff_size(0))
    file("webp-riff-size-huge.webp", "a WebP whose container says 4 GB", RESTORED, lambda: with_riff_size(0xFFFFFFFE))
    file(
        "webp-noise.webp",
        "the first bytes of a WebP and noise",
        PAGE_FAILS,
        lambda: FORMATS["webp"][2]()[:30] + noise(13, 5000),
    )

    file("gif-named-png.png", "a GIF named .png", INPUT_FAILS, lambda: encoded(sample().resize((200, 80)), "GIF"))
    file(
        "jpeg-2000-named-jpg.jpg",
        "a JPEG 2000 image named .jpg",
        INPUT_FAILS,
        lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + noise(14, 1000),
    )
    file("heic-named-jpg.jpg", "a HEIC photo named .jpg", INPUT_FAILS, lambda: b"\0\0\0\x18ftypheic" + noise(15, 1000))
    file("noise-named-png.png", "noise named .png", INPUT_FAILS, lambda: b"\0" + noise(16, 5000))


def deflate_bomb():
    """Returns a TIFF of a small image whose one strip unpacks to far more."""
    data = zeros(2 << 30)
    return tiff(plain_tags(1000, 1000, compression=8, length=len(data)), data)
