"""Files made to break what looks into them: refused with a sentence, never an error page."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from ppid_portal.files.checks import why_not
from requests_app import rules


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def _bad_name() -> bytes:
    """A member whose name claims to be UTF-8 and is not."""
    return archive({"content.xml": b"<x/>", "mimetype": b"x", "é.xml": b""}).replace(
        "é.xml".encode(), b"\xff\xff.xml"
    )


def _locked() -> bytes:
    """Members that say they need a password."""
    content = bytearray(archive({"content.xml": b"<x/>", "mimetype": b"text"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _spoilt() -> bytes:
    """A member whose content is not what its checksum says."""
    return archive({"content.xml": b"<x/>", "mimetype": b"checksum"}).replace(
        b"checksum", b"gnirtses", 1
    )


@pytest.mark.parametrize(
    "content",
    [
        archive({"content.xml": b"<x/>"}),
        _bad_name(),
        _locked(),
        _spoilt(),
        b"PK\x03\x04" + b"\xff" * 200,
        archive({"content.xml": b"<x/>"})[:-30] + b"\xff" * 30,
    ],
    ids=["no mimetype", "name no UTF-8", "password", "checksum", "no directory", "spoilt end"],
)
@pytest.mark.parametrize("ending", ["odt", "docx", "ods", "xlsx"])
def test_a_broken_archive_is_refused_in_words(content: bytes, ending: str) -> None:
    upload = SimpleUploadedFile(f"berkas.{ending}", content)
    reason = why_not(upload)
    assert reason is not None
    assert ending.upper() in reason


@pytest.mark.parametrize("ending", ["png", "jpg", "pdf", "txt", "csv"])
@pytest.mark.parametrize("content", [b"\x00", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"])
def test_a_file_of_a_few_bytes_is_judged_without_an_error(content: bytes, ending: str) -> None:
    upload = SimpleUploadedFile(f"berkas.{ending}", content)
    assert why_not(upload) is None or isinstance(why_not(upload), str)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n"
        b"trailer<</Root 1 0 R/Size 2>>\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 1>>\nendobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 5000 + b"\nendobj\ntrailer<</Root 1 0 R/Size 2>>\n%%EOF",
    ],
    ids=["empty", "far xref", "own parent", "own child", "deep"],
)
def test_a_pdf_that_cannot_be_read_counts_as_hiding_text(content: bytes) -> None:
    """Domain case 12: what cannot be shown to be flat is not given out as blacked out."""
    assert rules.has_text_layer(content, "application/pdf") is True


def test_any_failure_of_the_reader_counts_as_hiding_text(monkeypatch: Any) -> None:
    """The reader of PDFs fails in its own many ways on bytes that somebody made on purpose."""

    class Broken:
        def __init__(self, *args: Any) -> None:
            raise AttributeError("NullObject has no attribute get")

    monkeypatch.setattr(rules, "PdfReader", Broken)
    assert rules.has_text_layer(b"%PDF-1.7\n", "application/pdf") is True


def test_more_pages_than_anybody_blackens_count_as_hiding_text(monkeypatch: Any) -> None:
    """A page costs time to read; a file of a hundred thousand would hold the desk for minutes."""
    writer = PdfWriter()
    for _page in range(6):
        writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    assert rules.has_text_layer(out.getvalue(), "application/pdf") is False
    monkeypatch.setattr(rules, "MOST_PAGES", 5)
    assert rules.has_text_layer(out.getvalue(), "application/pdf") is True
