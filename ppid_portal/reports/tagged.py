"""A PDF document written directly: pages, text, lines, and the tags that screen readers follow.

What WeasyPrint lays out in twenty seconds is a table of fixed columns; that needs no layout
engine. The objects are those of PDF/A-3u with a structure tree (ISO 32000-1, 14.8), put into a
file by pydyf, which WeasyPrint writes its own files with.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from ppid_portal.clock import local
from ppid_portal.letters.typeface import BOLD, REGULAR, Subset, typeface

_FONTS = {REGULAR: "/R", BOLD: "/B"}
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
PRODUCER = "Portal PPID"


@dataclass
class Element:
    """A node of the structure tree: what it is, and what of the pages belongs to it."""

    kind: str
    number: int
    parent: int
    kids: list[str] = field(default_factory=list)
    attributes: str = ""
    alternative: str = ""

    def data(self) -> bytes:
        kids = f"/K[{' '.join(self.kids)}]" if self.kids else ""
        return (
            f"<</Type/StructElem/S{self.kind}/P {self.parent} 0 R"
            f"{self.attributes}{self.alternative}{kids}>>"
        ).encode()


@dataclass
class Sheet:
    """A page while it is drawn."""

    number: int
    #: What is drawn, in the order in which it is read.
    content: list[str] = field(default_factory=list)
    #: Lines and repeated headings, which nobody reads twice.
    artifacts: list[str] = field(default_factory=list)
    #: The element of each marked piece, by its number on the page.
    marked: list[int] = field(default_factory=list)
    face: str = ""


class Document:
    """Pages of one size, drawn from their upper left corner, with everything tagged."""

    def __init__(self, width: float, height: float, letters: frozenset[str]) -> None:
        import pydyf

        class Raw(pydyf.Object):  # type: ignore[misc]
            """An object that is written as it is."""

            data = b""

        self._raw = Raw
        self.pdf = pydyf.PDF()
        self._pydyf = pydyf
        self.width, self.height = width, height
        self.sheets: list[Sheet] = []
        self.subsets: dict[str, Subset] = {
            name: typeface(name).subset_for(letters) for name in _FONTS
        }
        self._codes = {name: subset.codes for name, subset in self.subsets.items()}
        self._pictures: dict[str, int] = {}
        self._elements: list[tuple[Any, Element]] = []
        self._tree = self._add()
        self.root = self.element("/Document", None)

    # -- objects -------------------------------------------------------------------------------

    def _add(self, data: bytes = b"") -> Any:
        found = self._raw()
        found.data = data
        self.pdf.add_object(found)
        return found

    def _stream(self, content: bytes, extra: dict[str, Any]) -> int:
        """Add a stream whose content is compressed already, or must not be."""
        stream = self._pydyf.Stream([content], extra)
        self.pdf.add_object(stream)
        number: int = stream.number
        return number

    # -- structure -----------------------------------------------------------------------------

    def element(
        self, kind: str, parent: Element | None, *, attributes: str = "", alternative: str = ""
    ) -> Element:
        """Begin an element of the structure tree beneath ``parent``."""
        raw = self._add()
        above = parent.number if parent is not None else self._tree.number
        said = f"/Alt {_text(alternative)}" if alternative else ""
        found = Element(kind, raw.number, above, attributes=attributes, alternative=said)
        if parent is not None:
            parent.kids.append(f"{raw.number} 0 R")
        self._elements.append((raw, found))
        return found

    def cell(
        self, parent: Element, kind: str, sheet: Sheet | None, attributes: str = ""
    ) -> tuple[int, int]:
        """Add a finished element of one marked piece, or of none; return its number and mark."""
        raw = self._add()
        parent.kids.append(f"{raw.number} 0 R")
        if sheet is None:
            raw.data = f"<</S{kind}/P {parent.number} 0 R{attributes}>>".encode()
            return raw.number, -1
        mark = len(sheet.marked)
        sheet.marked.append(raw.number)
        raw.data = (
            f"<</S{kind}/P {parent.number} 0 R{attributes}/Pg {sheet.number} 0 R/K {mark}>>"
        ).encode()
        return raw.number, mark

    def mark(self, element: Element, sheet: Sheet) -> int:
        """Let the next marked piece of a page belong to an element."""
        mark = len(sheet.marked)
        sheet.marked.append(element.number)
        element.kids.append(f"<</Type/MCR/Pg {sheet.number} 0 R/MCID {mark}>>")
        return mark

    # -- drawing -------------------------------------------------------------------------------

    def new_sheet(self) -> Sheet:
        """Begin a page."""
        page = self._add()
        self.pdf.pages["Count"] += 1
        self.pdf.pages["Kids"].extend([page.number, 0, "R"])
        sheet = Sheet(page.number)
        self.sheets.append(sheet)
        return sheet

    def text(self, face: str, text: str) -> str:
        """Return a text as the content of a page writes it."""
        codes = self._codes[face]
        return f"<{''.join([codes[sign] for sign in text])}>Tj"

    def written(
        self, face: str, size: float, leading: float, x: float, y: float, lines: Sequence[str]
    ) -> str:
        """Return lines beneath each other, ``y`` being the base of the first."""
        shown = " T*".join([self.text(face, line) for line in lines])
        return (
            f"BT {_FONTS[face]} {size:g} Tf {leading:g} TL {x:.2f} {self.height - y:.2f} Td "
            f"{shown} ET"
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> str:
        """Return a line, not yet drawn."""
        return f"{x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l"

    def picture(self, sheet: Sheet, content: bytes, x: float, y: float, box: float) -> str:
        """Return a picture of at most ``box`` points, its upper left corner at ``x`` and ``y``."""
        from PIL import Image

        with Image.open(BytesIO(content)) as opened:
            image = opened.convert("RGBA")
        image.thumbnail((480, 480))
        alpha = image.getchannel("A")
        extra = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": image.width,
            "Height": image.height,
            "BitsPerComponent": 8,
            "Filter": "/FlateDecode",
        }
        mask = self._stream(zlib.compress(alpha.tobytes()), {**extra, "ColorSpace": "/DeviceGray"})
        picture = self._stream(
            zlib.compress(image.convert("RGB").tobytes()),
            {**extra, "ColorSpace": "/DeviceRGB", "SMask": f"{mask} 0 R"},
        )
        name = f"/I{len(self._pictures)}"
        self._pictures[name] = picture
        scale = box / max(image.width, image.height)
        wide, high = image.width * scale, image.height * scale
        left, top = x + (box - wide) / 2, y + (box - high) / 2
        low = self.height - top - high
        return f"q {wide:.2f} 0 0 {high:.2f} {left:.2f} {low:.2f} cm {name} Do Q"

    # -- the file ------------------------------------------------------------------------------

    def finish(self, *, title: str, author: str, made: datetime) -> bytes:
        """Return the document as a file."""
        fonts = {name: self._font(name) for name in _FONTS}
        faces = " ".join(f"{_FONTS[name]} {number} 0 R" for name, number in fonts.items())
        pictures = " ".join(f"{name} {number} 0 R" for name, number in self._pictures.items())
        resources = f"<</Font<<{faces}>>/XObject<<{pictures}>>>>"
        nums = []
        for place, sheet in enumerate(self.sheets):
            parts = [*sheet.content, "/Artifact BMC", *sheet.artifacts, "EMC"]
            content = self._stream(
                zlib.compress("\n".join(parts).encode("ascii")), {"Filter": "/FlateDecode"}
            )
            self.pdf.objects[sheet.number].data = (
                f"<</Type/Page/Parent {self.pdf.pages.number} 0 R"
                f"/MediaBox[0 0 {self.width:.2f} {self.height:.2f}]/Resources{resources}"
                f"/Contents {content} 0 R/StructParents {place}/Tabs/S>>"
            ).encode()
            marked = " ".join(f"{number} 0 R" for number in sheet.marked)
            nums.append(f"{place}[{marked}]")
        parents = self._add(f"<</Nums[{' '.join(nums)}]>>".encode())
        for raw, element in self._elements:
            raw.data = element.data()
        self._tree.data = (
            f"<</Type/StructTreeRoot/K {self.root.number} 0 R/ParentTree {parents.number} 0 R"
            f"/ParentTreeNextKey {len(self.sheets)}>>"
        ).encode()
        self._describe(title, author, made)
        out = BytesIO()
        self.pdf.write(out, version=b"1.7", identifier=True, compress=True)
        return out.getvalue()

    def _describe(self, title: str, author: str, made: datetime) -> None:
        moment = local(made).replace(microsecond=0)
        xmp = _XMP.format(
            title=escape(title),
            author=escape(author),
            producer=PRODUCER,
            made=moment.isoformat(),
        ).encode()
        metadata = self._stream(xmp, {"Type": "/Metadata", "Subtype": "/XML"})
        profile = self._stream(_colours(), {"N": 3, "Filter": "/FlateDecode"})
        zone = moment.strftime("%z")
        date = f"(D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:]}')"
        for key, value in (
            ("Title", _text(title)),
            ("Author", _text(author)),
            ("Producer", _text(PRODUCER)),
            ("CreationDate", date),
            ("ModDate", date),
        ):
            self.pdf.info[key] = value
        self.pdf.catalog.update(
            {
                "StructTreeRoot": f"{self._tree.number} 0 R",
                "MarkInfo": "<</Marked true>>",
                "Lang": "(id-ID)",
                "ViewerPreferences": "<</DisplayDocTitle true>>",
                "Metadata": f"{metadata} 0 R",
                "OutputIntents": (
                    "[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
                    f"/DestOutputProfile {profile} 0 R>>]"
                ),
            }
        )

    def _font(self, name: str) -> int:
        subset, face = self.subsets[name], typeface(name)
        about = face.measures
        program = self._stream(
            zlib.compress(subset.file), {"Filter": "/FlateDecode", "Length1": len(subset.file)}
        )
        # Six letters before the name say that it is a part of the font.
        called = f"/PPIDRG+{name}"
        descriptor = self._add(
            (
                f"<</Type/FontDescriptor/FontName{called}/Flags 4/ItalicAngle 0"
                f"/FontBBox[{about['xMin']} {about['yMin']} {about['xMax']} {about['yMax']}]"
                f"/Ascent {about['ascent']}/Descent {about['descent']}/CapHeight {about['cap']}"
                f"/StemV 80/FontFile2 {program} 0 R>>"
            ).encode()
        )
        widths = " ".join(map(str, subset.advances))
        descendant = self._add(
            (
                f"<</Type/Font/Subtype/CIDFontType2/BaseFont{called}"
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                f"/FontDescriptor {descriptor.number} 0 R/DW 0/W[0[{widths}]]"
                "/CIDToGIDMap/Identity>>"
            ).encode()
        )
        unicode = self._stream(zlib.compress(_to_unicode(subset)), {"Filter": "/FlateDecode"})
        font = self._add(
            (
                f"<</Type/Font/Subtype/Type0/BaseFont{called}/Encoding/Identity-H"
                f"/DescendantFonts[{descendant.number} 0 R]/ToUnicode {unicode} 0 R>>"
            ).encode()
        )
        number: int = font.number
        return number


def _text(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


def actual(text: str) -> str:
    """Return the property of a marked piece that is to be read as ``text``."""
    return f"/ActualText{_text(text)}"


def _to_unicode(subset: Subset) -> bytes:
    pairs = [f"<{code}> <{ord(sign):04x}>" for sign, code in subset.codes.items()]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    tables = "\n".join(
        f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{tables}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


@cache
def _colours() -> bytes:
    from PIL import ImageCms

    return zlib.compress(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
