"""What was printed: the text of each page of a PDF, and where a text stands in it."""

import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ElementTree

WORD = "{http://www.w3.org/1999/xhtml}word"
# Characters of a text that fill a page, at the least.
FILLED = 300
PAGE = "{http://www.w3.org/1999/xhtml}page"


def packed(text):
    """Returns text without white space, composed, as it is looked for."""
    return "".join(unicodedata.normalize("NFC", text).split())


def pages(pdf):
    """Returns of each page its text in the order in which it was drawn, packed."""
    text = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], check=True, capture_output=True).stdout.decode("utf8", "replace")
    return [packed(page) for page in text.split("\f")[:-1]]


def words(pdf):
    """Returns of each page width and height in points and its words: (x0, y0, x1, y1, text)."""
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout.decode("utf8", "replace")
    found = []
    for page in ElementTree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)).iter(PAGE):
        own = [(*(float(word.get(key)) for key in ("xMin", "yMin", "xMax", "yMax")), unicodedata.normalize("NFC", word.text or "")) for word in page.iter(WORD)]
        found.append((float(page.get("width")), float(page.get("height")), own))
    return found


def _beginning(text, page):
    """Returns how many characters of a packed text's beginning stand together on a page."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text[:middle] in page:
            low = middle
        else:
            high = middle - 1
    return low


def stands(text, pages_):
    """Returns whether a text stands on one of some packed pages, or begins on one and goes on, from a word on, on the next."""
    whole = packed(text)
    if any(whole in page for page in pages_):
        return True
    ends, length = [], 0
    for word in text.split():
        length += len(packed(word))
        ends.append(length)
    for at, page in enumerate(pages_[:-1]):
        most = _beginning(whole, page)
        # A word more than there is may stand there by chance.
        if any(_goes_on(whole[end:], pages_[at + 1:]) for end in [end for end in ends if end <= most][-2:]):
            return True
    return False


def _goes_on(rest, pages_):
    """Returns whether the packed rest of a text stands on the next page, or fills that and goes on."""
    if not pages_:
        return False
    if rest in pages_[0]:
        return True
    most = _beginning(rest, pages_[0])
    return most > FILLED and _goes_on(rest[most:], pages_[1:])
