"""The typeface: how wide words are, how they are written, and what part of it is embedded.

The same bundled fonts as in letters. A subset with the letters of Indonesia's names is made once
per process; a document that needs others (Greek, Cyrillic) gets its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from typing import Any

from ppid_portal.letters.render import FONT_DIRECTORY

REGULAR, BOLD = "LiberationSans-Regular", "LiberationSans-Bold"
_SIDES = ("xMin", "yMin", "xMax", "yMax")
#: What stands for a letter that the typeface does not have.
UNKNOWN = "□"
_LATIN = frozenset(
    chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2045))
) | frozenset("€√−□")


@dataclass(frozen=True)
class Subset:
    """Part of a font as it goes into a document."""

    file: bytes
    codes: dict[str, str]
    advances: list[int]


@dataclass(frozen=True)
class Typeface:
    """One font of the family."""

    name: str

    @cached_property
    def _font(self) -> Any:
        from fontTools.ttLib import TTFont

        return TTFont(FONT_DIRECTORY / f"{self.name}.ttf", lazy=True)

    @cached_property
    def _cmap(self) -> dict[int, str]:
        found: dict[int, str] = self._font.getBestCmap()
        return found

    @cached_property
    def widths(self) -> dict[str, float]:
        """Return the width of every letter that the typeface has, in thousandths of its size."""
        advances, scale = self._font["hmtx"], 1000 / self._font["head"].unitsPerEm
        return {chr(code): advances[name][0] * scale for code, name in self._cmap.items()}

    @cached_property
    def measures(self) -> dict[str, int]:
        """Return what a reader of the document must know of the font as a whole."""
        scale = 1000 / self._font["head"].unitsPerEm
        head, hhea = self._font["head"], self._font["hhea"]
        return {
            "ascent": round(hhea.ascent * scale),
            "descent": round(hhea.descent * scale),
            "cap": round(self._font["OS/2"].sCapHeight * scale),
            **{side: round(getattr(head, side) * scale) for side in _SIDES},
        }

    def subset_for(self, letters: Iterable[str]) -> Subset:
        """Return a subset that has these letters."""
        wanted = frozenset(letter for letter in letters if letter in self.widths)
        return self.latin() if wanted <= _LATIN else self.make_subset(_LATIN | wanted)

    def latin(self) -> Subset:
        """Return the subset with the letters of Indonesia's names, made once per process."""
        return _latin(self.name)

    def make_subset(self, letters: frozenset[str]) -> Subset:
        """Cut a subset out of the font file."""
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont

        options = Options()
        options.layout_features = []
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "FFTM"]
        options.hinting = False
        options.notdef_outline = True
        font = TTFont(FONT_DIRECTORY / f"{self.name}.ttf", lazy=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(letter) for letter in letters])
        subsetter.subset(font)
        out = BytesIO()
        font.save(out)
        scale = 1000 / font["head"].unitsPerEm
        return Subset(
            file=out.getvalue(),
            codes={
                chr(code): f"{font.getGlyphID(name):04x}"
                for code, name in font.getBestCmap().items()
            },
            advances=[round(font["hmtx"][name][0] * scale) for name in font.getGlyphOrder()],
        )


@cache
def typeface(name: str) -> Typeface:
    """Return a font of the family, opened once per process."""
    return Typeface(name)


@cache
def _latin(name: str) -> Subset:
    return typeface(name).make_subset(_LATIN)
