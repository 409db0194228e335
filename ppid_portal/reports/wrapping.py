"""Breaking texts into lines that fit a column."""

from __future__ import annotations

import re

from ppid_portal.letters.typeface import UNKNOWN, Typeface

SOFT_HYPHEN = "\u00ad"
#: After these a long word may go on in the next line: numbers of letters, addresses.
_BREAKS = re.compile(r"(?<=[/\-@._,;:)])")
_CONTROL = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xFEFF, *range(0x200B, 0x2010)], " ")
_CONTROL[0x0A] = "\n"


class Ruler:
    """Measures and breaks texts in one typeface and size; remembers what it has measured."""

    def __init__(self, face: Typeface, size: float) -> None:
        self.face, self.size = face, size
        self._letters = face.widths
        self._words: dict[str, float] = {}
        self._broken: dict[tuple[str, float], list[str]] = {}
        self._space = self._letters[" "] * size / 1000

    def width(self, text: str) -> float:
        """Return how wide a text is in points."""
        found = self._words.get(text)
        if found is None:
            letters = self._letters
            found = sum([letters.get(sign, 500.0) for sign in text]) * self.size / 1000
            self._words[text] = found
        return found

    def lines(self, text: str, width: float) -> list[str]:
        """Return a text in lines of at most ``width`` points; an empty one has none."""
        key = (text, width)
        found = self._broken.get(key)
        if found is None:
            found = self._broken[key] = self._break(self._known(text), width)
        return found

    def _known(self, text: str) -> str:
        text = text.translate(_CONTROL)
        if text.isascii():
            return text
        letters = self._letters
        return "".join([sign if sign in letters or sign == "\n" else UNKNOWN for sign in text])

    def _break(self, text: str, width: float) -> list[str]:
        lines = []
        for paragraph in text.split("\n"):
            line, filled = "", 0.0
            for word in paragraph.split():
                plain = word.replace(SOFT_HYPHEN, "")
                wide = self.width(plain)
                if line and filled + self._space + wide <= width:
                    line, filled = f"{line} {plain}", filled + self._space + wide
                    continue
                if line:
                    lines.append(line)
                if wide <= width:
                    line, filled = plain, wide
                    continue
                *full, line = self._pieces(word, width)
                lines += full
                filled = self.width(line)
            if line:
                lines.append(line)
        return lines

    def _pieces(self, word: str, width: float) -> list[str]:
        """Return a word that is too long in pieces: at its own joints, else where it is full."""
        pieces, piece, hyphen = [], "", ""
        for part, following in self._parts(word):
            if self.width(piece + part + following) <= width:
                piece, hyphen = piece + part, following
                continue
            if piece:
                pieces.append(piece + hyphen)
            *full, piece = self._cut(part, width)
            pieces += full
            hyphen = following
        return [*pieces, piece]

    @staticmethod
    def _parts(word: str) -> list[tuple[str, str]]:
        """Return the parts of a word, and what a break after each of them needs."""
        if SOFT_HYPHEN in word:
            *before, last = word.split(SOFT_HYPHEN)
            return [*((part, "-") for part in before), (last, "")]
        return [(part, "") for part in _BREAKS.split(word) if part]

    def _cut(self, part: str, width: float) -> list[str]:
        pieces, piece = [], ""
        for sign in part:
            if piece and self.width(piece + sign) > width:
                pieces.append(piece)
                piece = ""
            piece += sign
        return [*pieces, piece]
