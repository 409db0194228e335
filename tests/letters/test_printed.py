"""The reading of issued documents finds what is wrong with one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ppid_portal.letters import kinds, samples
from ppid_portal.letters.models import Letter
from ppid_portal.letters.render import qr_image, render_html, render_pdf
from tests.letters import printed

pytestmark = [pytest.mark.poppler, pytest.mark.qpdf]
KEY = "extension"


def html_of(content: dict[str, Any]) -> str:
    shown = {**content, "frame": {**content["frame"]}}
    return render_html(kinds.get(KEY).template, shown)


def found(tmp_path: Path, change: Callable[[str], str] = str, **frozen: Any) -> str:
    """What is found in the example of a letter whose print, or whose context, is another."""
    content = samples.example(KEY, qr=qr_image(samples.ADDRESS))
    pdf = render_pdf(change(html_of(content)))
    content["letter"] |= frozen
    letter = Letter(kind=KEY, sealed_context=json.dumps(content))
    return "\n".join(printed.faults(letter, pdf, tmp_path))


def test_nothing_is_wrong_with_the_example(tmp_path: Path) -> None:
    assert found(tmp_path) == ""


def test_a_field_that_is_not_printed_is_found(tmp_path: Path) -> None:
    assert "new_due_on “30 April 2027” is not printed" in found(tmp_path, new_due_on="2027-04-30")
    assert "reason_detail" in found(tmp_path, reason_detail="Berkasnya hilang di jalan.")


@pytest.mark.parametrize(
    ("printed_so", "instead", "fault"),
    [
        ("Menjadi</th>", "Semula</th>", "“Menjadi” is not where the form has it"),
        ("Hal</th>", "Perihal</th>", "“Hal” is not where the form has it"),
        ("Plh. Ketua PPID,", "Pejabat,", "position “Plh. Ketua PPID” is not printed"),
        ("Biro Keuangan.", "Biro Keuangan..", "“..” has no place on paper"),
        ("Biro Keuangan.", "not_documented", "“not_documented” has no place on paper"),
        ("30 Maret 2026", "30 March 2026", "“March” has no place on paper"),
        ("7H2K-9QWD-M4TX-P8RC", "7H2K", "verification code"),
        ('lang="id-ID"', 'lang="en"', "the language: missing or wrong"),
        ("<title>", "<title>Salinan ", "the title: missing or wrong"),
        ("</head>", "<style>@page { size: A5 }</style></head>", "measures (148, 210)"),
        ("</head>", "<style>html { margin-left: -24mm }</style></head>", "up to its edge"),
        (
            "</body>",
            '<div style="break-before: page">&nbsp;</div></body>',
            "nothing above its foot",
        ),
    ],
)
def test_what_is_printed_wrongly_is_found(
    tmp_path: Path, printed_so: str, instead: str, fault: str
) -> None:
    def change(html: str) -> str:
        assert printed_so in html
        return html.replace(printed_so, instead)

    assert fault in found(tmp_path, change)


def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "surat.pdf"
    content = samples.example(KEY, qr=qr_image(samples.ADDRESS))
    file = printed.File.written(render_pdf(html_of(content)), path)
    damaged = path.read_bytes()
    path.write_bytes(damaged[: len(damaged) // 2])
    assert "qpdf" in "".join(printed._damage(file))
