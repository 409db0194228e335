"""Every letter as a file for keeping and for everybody: PDF/A-3u, tags, bookmarks, facts."""

from __future__ import annotations

import io
import json
import re
import subprocess
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ppid_portal.letters import facts, kinds, render, samples, services
from ppid_portal.letters.models import Letter

pytestmark = pytest.mark.any_database

KINDS = sorted(samples.contexts())
_BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "caption"}


@cache
def html_of(key: str) -> str:
    example = samples.example(key, qr=render.qr_image(samples.ADDRESS))
    return render.render_html(kinds.get(key).template, example)


@cache
def pdf_of(key: str) -> bytes:
    """The PDF of a sample, with facts as an issued letter has them."""
    said = {"number": samples.NUMBER, "issued_at": samples.ISSUED.isoformat()}
    return render.render_pdf(html_of(key), identifier=key.encode(), facts=said)


def read(key: str) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_of(key)))


class _Blocks(HTMLParser):
    """The words of the innermost blocks of a letter, in the order of the document."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in _BLOCKS:
            self._open += 1
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._open -= 1
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


def squeezed(text: str) -> str:
    """Without white space and capitals: lines are broken, also in words, and titles capital."""
    return re.sub(r"\s+", "", text).casefold()


@pytest.mark.parametrize("key", KINDS)
def test_the_text_comes_in_reading_order(key: str) -> None:
    """What is read aloud or copied follows the letter from its head to its signature."""
    blocks = _Blocks()
    blocks.feed(html_of(key).partition("<body")[2].partition(">")[2])
    footer = re.compile(
        r"nomor(?:(?!nomor)[^·]){0,60}·kodeverifikasi[-0-9a-z]{19}halaman\d+dari\d+"
    )
    text = "".join(footer.sub("", squeezed(page.extract_text())) for page in read(key).pages)
    place = 0
    for block in filter(None, map(squeezed, blocks.found)):
        found = text.find(block, place)
        assert found >= 0, f"{block!r} is not behind {text[max(0, place - 60) : place]!r}"
        place = found + len(block)


@pytest.mark.parametrize("key", KINDS)
def test_it_tells_its_title_language_and_kind(key: str) -> None:
    reader = read(key)
    root: Any = reader.trailer["/Root"]
    title = samples.example(key)["frame"]
    assert root["/Lang"] == "id-ID"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"{title['title']} {title['number']}"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part[^0-9]*3", xmp)
    assert re.search(r"pdfaid:conformance[^A-Za-z]*[Uu]\b", xmp)
    assert title["title"] in xmp


@pytest.mark.parametrize("key", KINDS)
def test_its_bookmarks_begin_with_the_letter_itself(key: str) -> None:
    first, *_ = read(key).outline
    frame = samples.example(key)["frame"]
    assert first.title == f"{frame['title']} {frame['number']}"


@pytest.mark.parametrize("key", KINDS)
def test_every_field_and_picture_has_a_name(key: str) -> None:
    """PDF/UA: what cannot be seen must be told."""
    reader = read(key)
    fields = reader.get_fields() or {}
    assert set(fields) <= {render.SIGNATURE_FIELD}, "a letter has nothing to fill in"
    for field in fields.values():
        assert field["/TU"].startswith("Tanda tangan elektronik")
    root: Any = reader.trailer["/Root"]
    assert "/NeedAppearances" not in root.get("/AcroForm", {})
    for element in elements(root["/StructTreeRoot"]):
        if element["/S"] == "/Figure":
            assert element["/Alt"]
        if element["/S"] == "/Form":
            assert element["/K"]["/Obj"]["/T"] == render.SIGNATURE_FIELD


def elements(node: Any) -> list[Any]:
    """All elements of the structure tree."""
    found = []
    waiting = [node]
    while waiting:
        each = waiting.pop().get_object()
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            if "/S" in each:
                found.append(each)
            if "/K" in each and "/Obj" not in each:
                waiting.append(each["/K"])
    return found


@pytest.mark.parametrize("key", KINDS)
def test_its_facts_travel_with_it(key: str) -> None:
    """PDF/A-3: an attachment says what it is to the document."""
    reader = read(key)
    root: Any = reader.trailer["/Root"]
    (name,) = reader.attachments
    assert name == render.FACTS_NAME
    assert json.loads(reader.attachments[name][0])["number"] == samples.NUMBER
    (attached,) = root["/AF"]
    attached = attached.get_object()
    assert attached["/AFRelationship"] == "/Data"
    stream = attached["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/application/json"
    assert "/ModDate" in stream["/Params"]


@pytest.mark.qpdf
def test_qpdf_finds_no_fault_in_any(tmp_path: Path) -> None:
    paths = []
    for key in KINDS:
        path = tmp_path / f"{key}.pdf"
        path.write_bytes(pdf_of(key))
        paths.append(path)
    for path in paths:
        result = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
        assert result.returncode == 0, f"{path.name}: {result.stdout}{result.stderr}"


def test_the_facts_are_those_of_the_verification_page(issue: Any) -> None:
    """Invariant 6: an attachment travels further than the eye sees."""
    letter = Letter.objects.get(pk=issue("receipt").pk)
    said = facts.of(letter)
    assert set(said) == {
        "kind",
        "title",
        "number",
        "issued_at",
        "issuer",
        "signatory",
        "verification",
    }
    assert said["verification"]["code"] == letter.verification_code
    assert said["signatory"]["name"] == letter.signatory_name
    text = json.dumps(said, ensure_ascii=False)
    for secret in (samples.APPLICANT.name, samples.APPLICANT.email, "Bandung", "K7QM-3XWD-9RTP"):
        assert secret not in text


def test_the_signed_letter_keeps_all_of_it(issue: Any) -> None:
    from ppid_portal.files.services import open_bytes

    letter = services.render(issue().pk)
    assert letter.pdf is not None
    content = open_bytes(letter.pdf)
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "id-ID"
    assert json.loads(reader.attachments[render.FACTS_NAME][0]) == facts.of(letter)
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part[^0-9]*3", xmp)
    assert re.search(r"pdfaid:conformance[^A-Za-z]*[Uu]\b", xmp)
    assert f"Kode verifikasi {letter.verification_code}" in xmp
    assert f"Kode verifikasi {letter.verification_code}".encode() in content
    assert reader.metadata is not None
    assert reader.metadata.title in xmp
    (form,) = [each for each in elements(root["/StructTreeRoot"]) if each["/S"] == "/Form"]
    look = form["/K"]["/Obj"]["/AP"]["/N"].get_object()
    assert look.get_data().strip() == b"", "nothing is stamped over what is printed there"
