"""Texts of the list made harmless for the formats that they are put into."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA = re.compile(r"((?:\A|[;\t\r\n])[\s\ufeff]*)(?=[=+\-@＝＋－＠])")


def xml_text(text: str) -> str:
    """Without the characters that no XML document may hold."""
    return _NOT_XML.sub("", text)


def may_be_formula(text: str) -> bool:
    """Whether a spreadsheet program could read a formula in a text or in a part of it."""
    return _FORMULA.search(text) is not None


def no_formula(text: str) -> str:
    """A text that a spreadsheet program takes for a text, with an apostrophe before each sign.

    Not only at the beginning: where a program divides cells at semicolons, as Indonesian
    settings do, a semicolon within a text begins a cell, and so may a line.
    """
    return _FORMULA.sub(r"\1'", text)
