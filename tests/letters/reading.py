"""Reading a letter back: the words of its HTML, and the pages of its PDF."""

from __future__ import annotations

import html
import io
import re
from typing import Any

from pypdf import PdfReader

from ppid_portal.letters import kinds, samples
from ppid_portal.letters.render import render_html, render_pdf
from ppid_portal.letters.schemas import Schema


def html_of(letter: Schema, **frame: Any) -> str:
    """The HTML of a letter filled so, in the frame of the example of its kind."""
    content = samples.example(letter.kind) | {"letter": letter.as_context()}
    content["frame"] |= frame
    return render_html(kinds.get(letter.kind).template, content)


def words_of(letter: Schema, **frame: Any) -> str:
    """What a reader sees of it, in one line."""
    inside = re.sub(r"<[^>]+>", " ", html_of(letter, **frame).partition("</head>")[2])
    return re.sub(r"\s+", " ", html.unescape(inside))


def pdf_of(letter: Schema) -> PdfReader:
    """Its PDF."""
    return PdfReader(io.BytesIO(render_pdf(html_of(letter))))


def pages_of(letter: Schema) -> list[str]:
    """The text of each page of its PDF."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pdf_of(letter).pages]
