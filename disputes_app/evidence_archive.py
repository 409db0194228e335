"""The archive beside the bound PDF: the originals, and lists by which they are proved."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from disputes_app.evidence_audit import Head
from disputes_app.evidence_pieces import Stage, one_line
from ppid_portal.clock import local

#: Endings of what is packed already.
_PACKED = frozenset({"pdf", "jpg", "png", "docx", "xlsx", "odt", "ods"})

_README = """BERKAS BUKTI

Arsip ini memuat berkas asli dari setiap bukti di dalam PDF gabungan, tanpa perubahan.

manifest.csv dan manifest.json   daftar berkas: jalur, judul, jenis, SHA-256, ukuran, halaman
SHA256SUMS                       untuk memeriksa keutuhan: sha256sum -c SHA256SUMS

Nilai "halaman" adalah nomor halaman di dalam PDF gabungan; kosong berarti hanya ada di arsip ini.
Tanda tangan elektronik hanya dapat diperiksa pada berkas asli.
Bagian "audit" di dalam manifest.json memuat sidik akhir setiap rantai audit saat berkas ini dibuat.
Badan publik dapat menunjukkan bahwa catatan setelahnya masih memuat sidik yang sama.
"""


def manifest(
    stages: Sequence[Stage],
    heads: dict[int, Head],
    *,
    pdf: tuple[str, int],
    pages: int,
    at: datetime,
    by: str,
    title: str,
) -> dict[str, Any]:
    """Return what is in the archive, with the fingerprint and size of the PDF."""
    return {
        "title": title,
        "made_at": local(at).isoformat(timespec="seconds"),
        "made_by": by,
        "pdf": {"sha256": pdf[0], "size": pdf[1], "pages": pages},
        "stages": [
            {
                "title": stage.title,
                "kind": stage.case.kind,
                "number": stage.case.number,
                "received_at": local(stage.case.received_at).isoformat(timespec="seconds"),
                "page": stage.page,
            }
            for stage in stages
            if stage.case is not None
        ],
        "files": [
            {
                "path": piece.path,
                "stage": stage.title,
                "title": one_line(f"{piece.title} {piece.number}"),
                "kind": piece.kind,
                "date": piece.on.isoformat() if piece.on else "",
                "sha256": piece.sha256,
                "size": piece.size,
                "page": piece.page,
                "note": piece.note,
            }
            for stage in stages
            for piece in stage.pieces
            if piece.path
        ],
        "audit": [
            {
                "stream": head.stream,
                "entries": head.length,
                "head_sha256": head.hash,
                "verified": head.whole,
            }
            for head in heads.values()
        ],
    }


def write_lists(archive: zipfile.ZipFile, listed: dict[str, Any], at: datetime) -> None:
    """Put the manifest in, as data, as a table and for ``sha256sum``, with a word on each."""
    files = listed["files"]
    sums = "".join(f"{file['sha256']}  {file['path']}\n" for file in files)
    text = json.dumps(listed, ensure_ascii=False, indent=2)
    write(archive, "manifest.json", text.encode(), at)
    write(archive, "manifest.csv", _table(files), at)
    write(archive, "SHA256SUMS", sums.encode(), at)
    write(archive, "BACA-DAHULU.txt", _README.encode(), at)


def _table(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return the manifest as a table that spreadsheets open with its letters right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = ("path", "stage", "title", "kind", "date", "sha256", "size", "page", "note")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """Keep a spreadsheet from taking somebody's title for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def write(archive: zipfile.ZipFile, path: str, content: bytes, at: datetime) -> None:
    """Put a file into the archive, dated at the moment of building."""
    entry = zipfile.ZipInfo(path, local(at).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    packed = path.rpartition(".")[2] in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
