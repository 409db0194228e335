"""Which kinds of files are accepted, and how each is recognised by its content."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import puremagic

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_MACRO_PARTS = ("vbaproject.bin", "basic/script-lc.xml")
_UNPACKED_MAX_BYTES = 300 * 1024 * 1024
# What the library raises for archives that are spoilt, locked, or made to be misread.
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
_TEXT_CONTROL = frozenset(range(32)) - {9, 10, 12, 13}


@dataclass(frozen=True)
class FileKind:
    """A kind of file by its endings; ``fits`` looks at the content."""

    label: str
    endings: tuple[str, ...]
    content_type: str
    fits: Callable[[bytes], bool]


def _is_pdf(content: bytes) -> bool:
    # Readers accept some bytes before the header, and so do real scans; but not another file's.
    return b"%PDF-" in content[:1024] and not content.startswith((b"MZ", b"\x7fELF", b"PK", b"<"))


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and _magic_says(content, "image/jpeg")


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and _magic_says(content, "image/png")


def _magic_says(content: bytes, content_type: str) -> bool:
    try:
        return any(
            match.mime_type == content_type for match in puremagic.magic_string(content[:65536])
        )
    except puremagic.PureError:
        return False


def _office(part: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        return part in _members(content)

    return fits


def _open_document(content_type: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        if not {"content.xml", "mimetype"} <= _members(content):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as said:
                # No more is read than a content type is long: the rest may unpack to anything.
                return said.read(200).decode("ascii", "replace").strip() == content_type
        except _BROKEN_ARCHIVE:
            return False

    return fits


def _members(content: bytes) -> set[str]:
    """Return the names in a ZIP archive; none when it is not one or would unpack to too much."""
    if not content.startswith(b"PK\x03\x04"):
        return set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED_MAX_BYTES:
                return set()
            return set(archive.namelist())
    except _BROKEN_ARCHIVE:
        return set()


def has_macros(content: bytes) -> bool:
    """Say whether an office document carries a program."""
    return any(name.lower().endswith(_MACRO_PARTS) for name in _members(content))


def _is_text(content: bytes) -> bool:
    """Say whether the content is text that no program would run."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    if not _TEXT_CONTROL.isdisjoint(content):
        return False
    return not content.lstrip().startswith((b"MZ", b"#!", b"PK", b"%PDF-"))


KINDS: tuple[FileKind, ...] = (
    FileKind("PDF", ("pdf",), "application/pdf", _is_pdf),
    FileKind("JPG", ("jpg", "jpeg"), "image/jpeg", _is_jpeg),
    FileKind("PNG", ("png",), "image/png", _is_png),
    FileKind(
        "DOCX",
        ("docx",),
        f"{_OFFICE}wordprocessingml.document",
        _office("word/document.xml"),
    ),
    FileKind("XLSX", ("xlsx",), f"{_OFFICE}spreadsheetml.sheet", _office("xl/workbook.xml")),
    FileKind("ODT", ("odt",), f"{_OPEN}text", _open_document(f"{_OPEN}text")),
    FileKind("ODS", ("ods",), f"{_OPEN}spreadsheet", _open_document(f"{_OPEN}spreadsheet")),
    FileKind("TXT", ("txt",), "text/plain", _is_text),
    FileKind("CSV", ("csv",), "text/csv", _is_text),
)

BY_ENDING: dict[str, FileKind] = {ending: kind for kind in KINDS for ending in kind.endings}
