"""Small files of every kind, made here, so that the tests need no folder of binaries."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
JPG = (
    bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x08" * 64 + b"\xff\xd9"
)
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200 + b"This program cannot be run in DOS mode."
# Two halves, so that this file itself is no test virus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def archive(**parts: bytes) -> bytes:
    """Return a ZIP archive; "__" in a name stands for "/", "_" for "."."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


DOCX = archive(word__document_xml=b"<w/>")
XLSX = archive(xl__workbook_xml=b"<x/>")
ODT = archive(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<o/>")
ODS = archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<o/>")


def upload(name: str, content: bytes, claims: str = "application/pdf") -> SimpleUploadedFile:
    """Return what a browser sends, with whatever type it claims."""
    return SimpleUploadedFile(name, content, content_type=claims)
