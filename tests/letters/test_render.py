"""The renderer: PDF/A-3u, tagged, own fonts, and nothing from outside."""

from __future__ import annotations

import base64
import io
import re
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from ppid_portal.letters import render
from ppid_portal.letters.errors import RenderFailed

HOSTILE_SVG = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'
    b'<image href="file:///etc/passwd" width="9" height="9"/></svg>'
).decode()
PAGE = '<html lang="id"><head><title>Uji</title></head><body><h1>Surat</h1>{}</body></html>'


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


@pytest.mark.parametrize(
    "content",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:5432/">',
        '<img src="https://contoh.example/lacak.png">',
        '<link rel="stylesheet" href="file:///etc/hosts">',
        "<style>@import url(http://127.0.0.1/x.css);</style>",
        '<style>p { background: url("file:///etc/passwd") }</style><p>x</p>',
        '<style>@font-face { font-family: x; src: url("http://127.0.0.1/x.ttf") }</style>'
        '<p style="font-family: x">x</p>',
        '<link rel="attachment" href="file:///etc/passwd">',
        f'<img alt="x" src="data:image/svg+xml;base64,{HOSTILE_SVG}">',
        '<object data="ftp://127.0.0.1/x"></object>',
        '<img src="relatif.png"><base href="file:///etc/">',
    ],
)
def test_it_fetches_nothing_but_data(content: str) -> None:
    """A template or a text that names an address must never make the server call it."""
    with pytest.raises(RenderFailed, match="may not fetch"):
        render.render_pdf(PAGE.format(content))


def test_it_takes_pictures_as_data() -> None:
    pdf = render.render_pdf(PAGE.format(f'<img alt="qr" src="{render.qr_image("halo")}">'))
    assert len(read(pdf).pages) == 1


def test_it_makes_tagged_archive_pdf_in_indonesian() -> None:
    """PDF/A-3u for keeping (Peraturan ANRI), tags and language for screen readers (UU 8/2016)."""
    pdf = render.render_pdf(PAGE.format("<p>Isi</p>"))
    reader = read(pdf)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not None
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "id"
    assert reader.metadata is not None
    assert reader.metadata.title == "Uji"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part[^0-9]*3", xmp)
    assert re.search(r"pdfaid:conformance[^A-Za-z]*[Uu]\b", xmp)


def test_a_date_is_not_torn_over_two_lines() -> None:
    """Whatever stands before it, and for every length of line: day, month and year together."""
    for width in range(40, 100, 3):
        body = f'<p style="width: {width}mm">Jangka waktunya berakhir pada 7 September 2026.</p>'
        text = read(render.render_pdf(PAGE.format(body))).pages[0].extract_text()
        lines = [" ".join(line.split()) for line in text.splitlines()]
        assert any("7 September 2026" in line for line in lines), (width, lines)


def test_it_embeds_only_its_own_font_as_a_subset() -> None:
    pdf = render.render_pdf(PAGE.format("<p>Isi <b>tebal</b> <i>miring</i></p>"))
    names = set()
    for page in read(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            names.add(font["/BaseFont"])
            descendant = font["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"].get_object()
            assert "/ToUnicode" in font
    assert len(names) == 3
    assert all(re.match(r"/[A-Z]{6}\+Liberation-Sans", name) for name in names)
    assert len(pdf) < 100_000


def test_the_same_letter_gives_the_same_bytes() -> None:
    html = PAGE.format("<p>Isi</p>")
    first = render.render_pdf(html, identifier=b"satu")
    assert first == render.render_pdf(html, identifier=b"satu")
    assert first != render.render_pdf(html, identifier=b"dua")


def test_a_missing_font_is_an_error_and_not_a_crash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(render, "_shop", None)
    monkeypatch.setattr(render, "FONT_DIRECTORY", tmp_path)
    with pytest.raises(RenderFailed, match="fonts missing"):
        render.render_pdf(PAGE.format(""))
    assert render.fonts_present() == [name for name, _, _ in render.FONTS]


@pytest.mark.qpdf
def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "surat.pdf"
    path.write_bytes(render.render_pdf(PAGE.format("<p>Isi</p>")))
    result = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_pages_that_render_no_letter_do_not_load_the_renderer() -> None:
    """Importing WeasyPrint costs a second, which no web page should pay."""
    code = (
        "import django, os, sys; django.setup();"
        "import ppid_portal.letters.services, ppid_portal.letters.views;"
        "sys.exit('weasyprint' in sys.modules)"
    )
    import os
    import sys

    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
