"""The language in which an office words its letters: text with named fields, and nothing else.

- An empty line ends a paragraph; lines that begin with ``- ``, ``1. `` or ``a. `` make a list.
- ``{nama_isian}`` is replaced by what the letter says there.
- ``**tebal**`` is printed bold.
- ``[… {nama_isian} …]`` is printed only when each field inside it has a value.

It is read by this module and never handed to a template engine, so that no text, whoever typed
it, can reach more than the fields that a block offers. Everything that is printed is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Shape = Literal["paragraphs", "line"]
#: Returns what a field prints, by its name; a safe text is printed as it is.
Values = Callable[[str], str]

NAME = re.compile(r"[a-z][a-z0-9_]*")
#: "0001/PPID-SETNEG/PI/2026"
_NUMBER = re.compile(r"[\w.–-]+(?:/[\w.–-]+)+\Z")
_TOKEN = re.compile(r"\{([^{}\n]*)\}|(\*\*)|([\[\]{}])")
_ITEM = re.compile(r"(?:(-)|(\d{1,2})\.|([a-z])\.)[ \t]+(?=\S)")
_LISTS = {"-": ("<ul>", "</ul>"), "1": ("<ol>", "</ol>"), "a": ('<ol class="alpha">', "</ol>")}


@dataclass(frozen=True)
class Piece:
    """A piece of running text: words, a field, a change to or from bold, or an optional part."""

    kind: Literal["words", "field", "bold", "optional"]
    text: str = ""
    parts: tuple[Piece, ...] = ()


@dataclass
class Passage:
    """One paragraph, or one list with its items; ``mark`` is "" , "-", "1" or "a"."""

    mark: str
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Offer:
    """What a block lets an office write: its fields, its shape, and what the law wants in it."""

    fields: frozenset[str]
    shape: Shape = "paragraphs"
    must_have: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()
    law: str | Promise = ""


def passages(text: str) -> list[Passage]:
    """Take a text apart into paragraphs and lists; lines of one paragraph become one."""
    found: list[Passage] = []
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        current: Passage | None = None
        for line in (line.strip() for line in part.split("\n")):
            if not line:
                continue
            item = _ITEM.match(line)
            mark = ("-" if item[1] else "1" if item[2] else "a") if item else ""
            if item is not None:
                if current is None or current.mark != mark:
                    current = Passage(mark)
                    found.append(current)
                current.items.append(line[item.end() :])
            elif current is None:
                current = Passage("", [line])
                found.append(current)
            else:
                current.items[-1] += f" {line}"
    return found


def pieces(text: str) -> tuple[Piece, ...]:
    """Take running text apart; what is not of the language stays words."""
    outside: list[Piece] = []
    inside: list[Piece] | None = None
    end = 0
    for token in _TOKEN.finditer(text):
        into = outside if inside is None else inside
        if token.start() > end:
            into.append(Piece("words", text[end : token.start()]))
        end = token.end()
        if token[1] is not None and NAME.fullmatch(token[1].strip()):
            into.append(Piece("field", token[1].strip()))
        elif token[2]:
            into.append(Piece("bold"))
        elif token[0] == "[" and inside is None and "]" in text[end:]:
            inside = []
        elif token[0] == "]" and inside is not None:
            if any(piece.kind == "field" for piece in inside):
                outside.append(Piece("optional", parts=tuple(inside)))
            else:
                # Brackets around plain words are only brackets.
                outside += [Piece("words", "["), *inside, Piece("words", "]")]
            inside = None
        else:
            into.append(Piece("words", token[0]))
    rest = outside if inside is None else inside
    if text[end:]:
        rest.append(Piece("words", text[end:]))
    return tuple(outside)


def field_names(text: str) -> set[str]:
    """Return the names of all fields that a text uses."""
    return {
        part.text
        for each in passages(text)
        for item in each.items
        for piece in pieces(item)
        for part in (piece.parts if piece.kind == "optional" else (piece,))
        if part.kind == "field"
    }


def problems(text: str, offer: Offer) -> list[str]:
    """Return what keeps a text from being printed, a sentence for each; empty when all is well."""
    found = passages(text)
    if not found:
        return [_("Tuliskan teksnya, atau kembalikan ke naskah bawaan.")]
    wrong = []
    if offer.shape == "line" and (len(found) > 1 or found[0].mark):
        wrong.append(_("Bagian ini dicetak sebagai satu kalimat: tanpa baris kosong dan daftar."))
    wrong += _misspelt(text)
    unknown = sorted(field_names(text) - offer.fields)
    if unknown:
        wrong.append(
            _("Isian {names} tidak dikenal. Yang dapat dipakai: {known}.").format(
                names=_listed(unknown),
                known=_listed(sorted(offer.fields)) or _("tidak ada"),
            )
        )
    certain, said = _certain(text)
    missing = [f"{{{name}}}" for name in offer.must_have if name not in certain]
    missing += [f"“{words}”" for words in offer.must_say if words.casefold() not in said]
    if missing:
        wrong.append(
            _("{law} Kalimat itu harus memuat {missing}, di luar tanda [ ].").format(
                law=offer.law, missing=", ".join(missing)
            )
        )
    return wrong


def render(text: str, values: Values, shape: Shape = "paragraphs", css: str = "") -> SafeString:
    """Return a text as HTML, its fields filled in; ``css`` is the class of its paragraphs."""
    if shape == "line":
        return mark_safe(  # noqa: S308 - escaped piece by piece
            " ".join(_inline(item, values) for each in passages(text) for item in each.items)
        )
    opened = f'<p class="{css}">' if css else "<p>"
    out = []
    for each in passages(text):
        if not each.mark:
            # A paragraph of optional parts only, none of which applies, leaves no gap.
            if inside := _inline(each.items[0], values).strip():
                out.append(f"{opened}{inside}</p>")
            continue
        start, stop = _LISTS[each.mark]
        items = "".join(f"<li>{_inline(item, values)}</li>" for item in each.items)
        out.append(f"{start}{items}{stop}")
    return mark_safe("\n".join(out))  # noqa: S308 - escaped piece by piece


def _inline(text: str, values: Values) -> str:
    return _joined(pieces(text), values)


def _joined(found: tuple[Piece, ...], values: Values) -> str:
    out: list[str] = []
    bold = False
    for piece in found:
        if piece.kind == "bold":
            bold = not bold
            out.append("<strong>" if bold else "</strong>")
        elif piece.kind == "words":
            out.append(escape(piece.text))
        elif piece.kind == "field":
            out.append(_unbroken(conditional_escape(values(piece.text))))
        elif all(str(values(part.text)).strip() for part in piece.parts if part.kind == "field"):
            out.append(_joined(piece.parts, values))
    if bold:
        out.append("</strong>")
    return "".join(out)


def _unbroken(value: SafeString) -> SafeString:
    """Keep the number of a letter or a register on one line: a reader copies it as it stands."""
    return format_html('<span class="nowrap">{}</span>', value) if _NUMBER.match(value) else value


def _certain(text: str) -> tuple[set[str], str]:
    """The fields and the words that are printed whatever the letter says."""
    names: set[str] = set()
    words: list[str] = []
    for each in passages(text):
        for item in each.items:
            for piece in pieces(item):
                if piece.kind == "field":
                    names.add(piece.text)
                elif piece.kind == "words":
                    words.append(piece.text)
            words.append(" ")
    return names, " ".join("".join(words).split()).casefold()


def _misspelt(text: str) -> list[str]:
    """Say which braces, brackets and stars would be printed as they stand."""
    bold = brackets = braces = False
    for each in passages(text):
        for item in each.items:
            depth = 0
            stars = [0, 0]
            for token in _TOKEN.finditer(item):
                if token[1] is not None:
                    braces = braces or not NAME.fullmatch(token[1].strip())
                elif token[2]:
                    stars[depth > 0] += 1
                elif token[0] in "{}":
                    braces = True
                else:
                    depth += 1 if token[0] == "[" else -1
                    brackets = brackets or depth not in (0, 1)
                    bold = bold or (depth == 0 and stars[1] % 2 == 1)
            bold = bold or stars[0] % 2 == 1
            brackets = brackets or depth != 0
    wrong = []
    if braces:
        wrong.append(
            _(
                "Nama isian ditulis di antara kurung kurawal, dengan huruf kecil, angka, dan garis "
                "bawah, misalnya {contoh}."
            ).replace("{contoh}", "{nomor_pendaftaran}")
        )
    if brackets:
        wrong.append(
            _("Setiap tanda [ ditutup dengan ] dalam paragraf yang sama, dan tidak bertumpuk.")
        )
    if bold:
        wrong.append(_("Huruf tebal dibuka dan ditutup dengan ** di tempat yang sama."))
    return wrong


def _listed(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
