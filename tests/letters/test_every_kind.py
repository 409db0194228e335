"""Every kind of letter that is registered has an example, and says in print what it was given."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from ppid_portal.letters import kinds, samples
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.render import qr_image, render_html, render_pdf

KINDS = kinds.kinds()


def by_key(kind: LetterKind) -> str:
    return kind.key


def squeezed(text: str) -> str:
    """Return a text without what a line may break at."""
    return re.sub(r"[\s\u00ad-]+", "", text).casefold()


def sentences(content: dict[str, Any]) -> Iterator[str]:
    """Yield what was written for this letter alone: texts of several words, one or a list.

    Facts of the case are the same for all its letters, and not every letter prints all of them.
    """
    for value in content.values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and len(text.split()) > 2:
                yield text


def test_every_kind_has_an_example_and_no_example_is_of_no_kind() -> None:
    assert set(samples.contexts()) == {kind.key for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=by_key)
def test_it_says_in_print_what_it_was_given(kind: LetterKind) -> None:
    """Read back from the PDF: letterhead, number, signatory, code, and every sentence."""
    content = samples.example(kind.key, qr=qr_image(samples.ADDRESS))
    reader = PdfReader(io.BytesIO(render_pdf(render_html(kind.template, content))))
    printed = squeezed(html.unescape(" ".join(page.extract_text() for page in reader.pages)))
    frame = content["frame"]
    expected = [
        frame["body"]["lines"][0],
        frame["number"],
        frame["signatory"]["name"],
        frame["verification"]["code"],
        f"Halaman 1 dari {len(reader.pages)}",
        *sentences(content["letter"]),
    ]
    lost = [text for text in expected if squeezed(text) not in printed]
    # A page break may stand within a sentence, with the footer between its halves.
    lost = [text for text in lost if not all(squeezed(word) in printed for word in text.split())]
    assert lost == []
    assert reader.metadata is not None
    assert frame["number"] in (reader.metadata.title or "")
