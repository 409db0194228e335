"""Binding pieces of many origins into one PDF: nothing of a file is run, trusted or followed.

What a stranger uploaded is rebuilt page by page before it is bound: only what is seen of a page
goes over, no script, no action, no attached file, no link but to the web. A file that cannot be
rebuilt raises :class:`NotBound` and spoils nothing of what is bound already.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    IndirectObject,
    NameObject,
    TextStringObject,
)

# What it says of a broken file may quote the file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

#: A piece with more pages, and a whole with more bytes or pages, is nothing to read on paper.
MOST_PAGES_OF_ONE = 1500
MOST_PAGES = 5000
MOST_BYTES = 80 * 1024 * 1024
#: Larger pictures would take more memory than the worker should.
MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 2400

#: Links that own pages make to a page of the whole; they are turned into real ones at the end.
LINK = "https://halaman.invalid/"

_PAGE_KEYS = frozenset(
    {
        "/Type",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/Rotate",
        "/Contents",
        "/Annots",
        "/Group",
        "/UserUnit",
    }
)
_SEEN = frozenset(
    {
        "/Text",
        "/FreeText",
        "/Line",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Stamp",
        "/Caret",
        "/Ink",
        "/Redact",
        "/Widget",
        "/Link",
    }
)
_ANNOTATION_KEYS = (
    "/Type",
    "/Subtype",
    "/Rect",
    "/AP",
    "/AS",
    "/F",
    "/C",
    "/CA",
    "/IC",
    "/BS",
    "/Border",
    "/QuadPoints",
    "/InkList",
    "/Vertices",
    "/L",
    "/LE",
    "/RD",
    "/Contents",
    "/DA",
)
_WEB = ("https://", "http://", "mailto:")
_FONT = "/PpidHalaman"
_NUMBER_SIZE = 8.5


class NotBound(Exception):
    """The file cannot be bound; the message says why, in Indonesian."""


@dataclass(frozen=True)
class Bookmark:
    """A line of the outline: a page (the first is 1), or a heading over the lines in it."""

    title: str
    page: int
    under: tuple[Bookmark, ...] = ()


class Binder:
    """Pages in their order; the front, which names their numbers, comes last and goes first."""

    def __init__(self) -> None:
        self._writer = PdfWriter()
        self._bytes = 0

    @property
    def pages(self) -> int:
        """Return how many pages are bound."""
        return len(self._writer.pages)

    def add(self, pdf: bytes, *, limited: bool = False) -> int:
        """Bind a PDF of our own, or one that was cleaned; returns how many pages it has.

        Raises:
            NotBound: it is ``limited`` and would make the whole too large.
        """
        reader = PdfReader(io.BytesIO(pdf))
        count = len(reader.pages)
        too_much = self._bytes + len(pdf) > MOST_BYTES or self.pages + count > MOST_PAGES
        if limited and too_much:
            raise NotBound("PDF gabungan sudah mencapai batas ukurannya")
        for page in reader.pages:
            self._writer.add_page(page)
        self._bytes += len(pdf)
        return count

    def finish(
        self,
        front: bytes,
        out: IO[bytes],
        *,
        title: str,
        author: str,
        outline: Sequence[Bookmark],
    ) -> None:
        """Put the front before the rest, number every page, and write it all.

        Numbers count from the cover: the number on a page, its label and its place in the file
        are one and the same. ``outline`` counts so too.
        """
        writer = self._writer
        head = list(PdfReader(io.BytesIO(front)).pages)
        for place, page in enumerate(head):
            writer.insert_page(page, place)
        for page in writer.pages[: len(head)]:
            _aim(page, writer)
        font = writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject("/Helvetica"),
                    NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
                }
            )
        )
        before = writer._add_object(_stream(b"q\n"))
        for number, page in enumerate(writer.pages, start=1):
            _number(writer, page, number, font, before)
        writer.set_page_label(0, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
        for mark in outline:
            _bookmark(writer, mark, None)
        writer.add_metadata({"/Title": title, "/Author": author, "/Creator": "Portal PPID"})
        root = writer.root_object
        root[NameObject("/Lang")] = TextStringObject("id-ID")
        root[NameObject("/PageMode")] = NameObject("/UseOutlines")
        preferences = DictionaryObject()
        preferences[NameObject("/DisplayDocTitle")] = BooleanObject(True)
        root[NameObject("/ViewerPreferences")] = preferences
        writer.write(out)


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF of our own has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def clean(content: bytes) -> bytes:
    """Rebuild somebody's PDF from what is seen of its pages.

    Raises:
        NotBound: it is locked, broken, hides layers, or is too long.
    """
    try:
        return _rebuilt(content)
    except NotBound:
        raise
    except (Exception, RecursionError) as error:
        # The library raises nearly anything for files that were made to be misread.
        raise NotBound("PDF rusak atau tidak dapat dibaca") from error


def _rebuilt(content: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise NotBound("PDF terkunci kata sandi")
    count = len(reader.pages)
    if not count:
        raise NotBound("PDF tanpa halaman")
    if count > MOST_PAGES_OF_ONE:
        raise NotBound(f"PDF lebih dari {MOST_PAGES_OF_ONE} halaman")
    if _hides_layers(reader):
        # The list of hidden layers belongs to the file, not to its pages: bound, they would show.
        raise NotBound("PDF memuat lapisan yang disembunyikan")
    writer = PdfWriter()
    for page in reader.pages:
        _strip(page)
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    rebuilt = out.getvalue()
    again = PdfReader(io.BytesIO(rebuilt))
    if len(again.pages) != count:
        raise NotBound("PDF rusak atau tidak dapat dibaca")
    for page in again.pages:
        box = page.cropbox
        if not (1 <= float(box.width) <= 20_000 and 1 <= float(box.height) <= 20_000):
            raise NotBound("PDF dengan ukuran halaman yang tidak wajar")
    return rebuilt


def _hides_layers(reader: PdfReader) -> bool:
    layers = _object(reader.root_object.get("/OCProperties"))
    if not isinstance(layers, DictionaryObject):
        return False
    usual = _object(layers.get("/D"))
    if not isinstance(usual, DictionaryObject):
        return False
    return bool(_object(usual.get("/OFF"))) or usual.get("/BaseState") == "/OFF"


def _strip(page: PageObject) -> None:
    """Leave of a page what is seen; its form fields become pictures of themselves."""
    seen = ArrayObject(_annotations(page))
    for key in list(page):
        if key not in _PAGE_KEYS:
            del page[key]
    page.pop("/Annots", None)
    if seen:
        page[NameObject("/Annots")] = seen


def _annotations(page: PageObject) -> Iterator[DictionaryObject]:
    given = _object(page.get("/Annots"))
    for reference in given if isinstance(given, ArrayObject) else ():
        found = _object(reference)
        if not isinstance(found, DictionaryObject) or found.get("/Subtype") not in _SEEN:
            continue
        kept = DictionaryObject(
            {NameObject(key): found.raw_get(key) for key in _ANNOTATION_KEYS if key in found}
        )
        kind = str(found["/Subtype"])
        if kind == "/Widget":
            kept[NameObject("/Subtype")] = NameObject("/Stamp")
        elif kind == "/Link":
            address = _web_address(found)
            if not address:
                continue
            kept[NameObject("/A")] = DictionaryObject(
                {
                    NameObject("/S"): NameObject("/URI"),
                    NameObject("/URI"): TextStringObject(address),
                }
            )
        yield kept


def _web_address(link: DictionaryObject) -> str:
    action = _object(link.get("/A"))
    if not isinstance(action, DictionaryObject) or action.get("/S") != "/URI":
        return ""
    address = str(_object(action.get("/URI")) or "")
    return address if address.lower().startswith(_WEB) and not address.startswith(LINK) else ""


def _object(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def picture(content: bytes) -> bytes:
    """Return somebody's picture as a plain JPEG of bearable size, upright and without its facts.

    Raises:
        NotBound: it is broken or too large.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotBound("gambar terlalu besar")
            image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            # Made small before anything copies it.
            image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            if upright.mode not in ("RGB", "L"):
                seen = upright.convert("RGBA")
                upright = Image.new("RGB", seen.size, "white")
                upright.paste(seen, mask=seen.getchannel("A"))
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=88)
    except NotBound:
        raise
    except Exception as error:
        raise NotBound("gambar rusak atau tidak dapat dibaca") from error
    return out.getvalue()


# -- what is put on the pages ----------------------------------------------------------------------


def _aim(page: PageObject, writer: PdfWriter) -> None:
    """Turn the links of an own page into links to pages of the whole."""
    for reference in _object(page.get("/Annots")) or ():
        link = _object(reference)
        action = _object(link.get("/A")) if link.get("/Subtype") == "/Link" else None
        address = str(action.get("/URI", "")) if action else ""
        if not address.startswith(LINK):
            continue
        target = writer.pages[int(address.removeprefix(LINK)) - 1]
        del link["/A"]
        link[NameObject("/Dest")] = ArrayObject([target.indirect_reference, NameObject("/Fit")])


def _number(
    writer: PdfWriter, page: PageObject, number: int, font: IndirectObject, before: IndirectObject
) -> None:
    """Write the number into the upper right corner as it is seen, whichever way the page lies."""
    resources = _object(page.get("/Resources"))
    if not isinstance(resources, DictionaryObject):
        resources = DictionaryObject()
        page[NameObject("/Resources")] = resources
    fonts = _object(resources.get("/Font"))
    if not isinstance(fonts, DictionaryObject):
        fonts = DictionaryObject()
        resources[NameObject("/Font")] = fonts
    fonts[NameObject(_FONT)] = font
    box = page.cropbox
    left, low, right, high = (float(value) for value in (*box.lower_left, *box.upper_right))
    size = _NUMBER_SIZE * max(1.0, min(right - left, high - low) / 595)
    text = f"Bukti hlm. {number}"
    # Towards the right and upwards, as the reader sees it, in the page's own directions.
    across, corner = {
        90: ((0, 1), (left, high)),
        180: ((-1, 0), (left, low)),
        270: ((0, -1), (right, low)),
    }.get(int(page.rotation) % 360, ((1, 0), (right, high)))
    up = (-across[1], across[0])
    inwards, down = 2.4 * size + 0.49 * size * len(text), 2.2 * size
    x = corner[0] - across[0] * inwards - up[0] * down
    y = corner[1] - across[1] * inwards - up[1] * down
    place = " ".join(f"{value:.2f}" for value in (*across, *up, x, y))
    # A white line around it, so that it is read on any ground; it is said once only.
    drawn = (
        f"\nQ\nq /Span <</ActualText <FEFF>>> BDC BT {_FONT} {size:.2f} Tf 1 Tr "
        f"{size / 3:.2f} w 1 j 1 1 1 RG {place} Tm ({text}) Tj ET EMC "
        f"BT {_FONT} {size:.2f} Tf 0 Tr 0 0 0 rg {place} Tm ({text}) Tj ET Q\n"
    )
    after = writer._add_object(_stream(drawn.encode("ascii")))
    page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), after])


def _contents(page: PageObject) -> list[Any]:
    if "/Contents" not in page:
        return []
    given = page.raw_get("/Contents")
    found = _object(given)
    if isinstance(found, ArrayObject):
        return list(found)
    return [given] if isinstance(given, IndirectObject) else []


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _bookmark(writer: PdfWriter, mark: Bookmark, parent: Any) -> None:
    line = writer.add_outline_item(
        title=mark.title,
        page_number=mark.page - 1,
        parent=parent,
        fit=Fit.fit(),
        bold=bool(mark.under),
        is_open=parent is None,
    )
    for each in mark.under:
        _bookmark(writer, each, line)


__all__ = ["LINK", "Binder", "Bookmark", "NotBound", "clean", "page_count", "picture"]
