"""What the tests of registers share: an office, and reading a file of a register back."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from ppid_portal.audit.models import AuditEntry
from tests.driver import Desk


@pytest.fixture
def desk(office: Any, travel: Any) -> Desk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB."""
    travel("2026-03-09 10:00")
    return Desk(office)


def content(answer: Any) -> bytes:
    """Return the bytes of a file that was sent."""
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table(answer: Any) -> list[list[str]]:
    """Return the rows of a CSV file."""
    return list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig")), delimiter=";"))


def sheet(answer: Any) -> list[list[str]]:
    """Return the rows of a workbook."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content(answer))) as archive:
        tree = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert tree.find(".//m:f", space) is None, "a formula"
    return [
        ["".join(cell.itertext()) for cell in row.iterfind("m:c", space)]
        for row in tree.iterfind(".//m:row", space)
    ]


def paper(answer: Any) -> PdfReader:
    """Return the PDF of a register."""
    return PdfReader(io.BytesIO(content(answer)))


def words(reader: PdfReader) -> str:
    """Return what stands on all its pages, in one line."""
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def looks(subject: str, what: str) -> int:
    """Return how many looks of a kind at a register are on record."""
    return AuditEntry.objects.filter(
        stream__startswith="access:", subject=subject, data__what=what
    ).count()
