"""Marking found words in a result: escaped first, so that a title cannot carry markup."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dip_app.search.words import spans, stem

SUMMARY_CHARACTERS = 220


def highlight(text: str, stems: frozenset[str]) -> SafeString:
    """The text as safe HTML with every word whose stem is wanted inside ``<mark>``."""
    if not stems:
        return escape(text)
    parts: list[str] = []
    done = 0
    for start, end, word in spans(text):
        if stem(word) in stems:
            parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
            done = end
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 - every piece of text above is escaped


def excerpt(text: str, stems: frozenset[str], length: int = SUMMARY_CHARACTERS) -> str:
    """About two lines of a text, around the first wanted word when it stands further down."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    begin = 0
    for start, end, word in spans(text):
        if stem(word) in stems:
            begin = 0 if end <= length - 40 else max(0, start - length // 3)
            break
    if begin:
        begin = text.find(" ", begin) + 1 or begin
    piece = text[begin : begin + length]
    if begin + length < len(text):
        piece = piece.rsplit(" ", 1)[0].rstrip(",;: ") + "…"
    return ("… " if begin else "") + piece
