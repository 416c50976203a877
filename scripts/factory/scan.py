"""Printed pages as scanners give them: clean at 300 dpi, and damaged as the fixtures are."""

import dataclasses
import pathlib
import subprocess
import tempfile
import zlib

from PIL import Image

import containers
import damage

DPI = 300


@dataclasses.dataclass
class Sheet:
    """A printed page: grey at 300 dpi, and where seals are put on it."""

    image: Image.Image
    seals: list

    @property
    def width(self):
        return self.image.width

    @property
    def height(self):
        return self.image.height


def sheets(pdf, document, pages):
    """Returns the pages of a PDF."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", str(pdf), f"{scratch}/page"], check=True)
        images = [Image.open(path).convert("L") for path in sorted(pathlib.Path(scratch).glob("page-*.pgm"), key=number)]
    found = []
    for image, (_, _, words) in zip(images, pages, strict=True):
        found.append(Sheet(image, seals(document, words)))
    return found


def number(path):
    return int(path.stem.rsplit("-", 1)[1])


def seals(document, words):
    """Returns where a seal is put: left of a signer's name, over it, as offices do."""
    texts = [word[4] for word in words]
    spots = []
    for part in document.parts:
        for signer in (part.closing.signers[-1:] if part.closing else []):
            name = signer.name.split()
            for at in range(len(texts) - len(name) + 1):
                if texts[at:at + len(name)] == name and not spots:
                    x, y = words[at][0], words[at][1]
                    spots.append((x * DPI / 72 - 60, y * DPI / 72 - 110))
    return spots


def write(document, pdf, pages, folder, levels):
    """Writes a document's pages at some levels: 0 is clean, 1 a fair scan at 200 dpi, 2 a poor one at 150 dpi."""
    printed = sheets(pdf, document, pages)
    if 0 in levels:
        containers.tiff([sheet.image for sheet in printed], DPI, folder / "level-0.tif")
    head = document.parts[0].head
    stamp = " ".join(head.issuer if head else ["VĂN PHÒNG"])[:34]
    for level in sorted(set(levels) - {0}):
        target = folder / f"level-{level}"
        target.mkdir(exist_ok=True)
        for index, sheet in enumerate(printed):
            behind = printed[index - 1] if index % 2 else printed[(index + 1) % len(printed)]
            seed = zlib.crc32(f"{document.name}/{level}/{index}".encode())
            scan = damage.damage(sheet, behind, level, stamp, seed)
            (target / f"page-{index + 1:02}.jpg").write_bytes(scan.jpeg)
