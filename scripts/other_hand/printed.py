"""What was printed: the text of each page of a PDF, and where a text stands in it."""

import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ElementTree

WORD = "{http://www.w3.org/1999/xhtml}word"
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
    """Returns how many characters of the text's beginning stand together on a page."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text[:middle] in page:
            low = middle
        else:
            high = middle - 1
    return low


def stands(text, pages_):
    """Returns the index of the page on which a packed text stands or begins; None where it does not stand whole."""
    for at, page in enumerate(pages_):
        if text in page:
            return at
    for at, page in enumerate(pages_[:-1]):
        most = _beginning(text, page)
        for count in range(most, max(0, most - 4), -1):
            if stands_on(text[count:], pages_[at + 1:]):
                return at
    return None


def stands_on(rest, pages_):
    """Returns whether the rest of a text stands on the next page, or fills it and goes on."""
    if not pages_:
        return False
    if rest in pages_[0]:
        return True
    most = _beginning(rest, pages_[0])
    return most > 40 and stands_on(rest[most:], pages_[1:])
