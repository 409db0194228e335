"""Checking what somebody wants to upload, file by file: the good ones survive the bad ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ppid_portal.files import kinds
from ppid_portal.files.kinds import BY_ENDING, KINDS

# The harmless test pattern that every virus scanner knows; split, so that this very file is none.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_NAME_MAX = 120


@dataclass(frozen=True)
class Refusal:
    """One refused file: its name as it is shown, and why, in a sentence that says what to do."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass
class Sorted:
    """What came of an upload."""

    accepted: list[UploadedFile] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def clean_name(name: str) -> str:
    """Return a file name without folders, control and direction signs, of bearable length.

    What would travel as a header or show another ending than it has (U+202E) is dropped.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = re.sub(r'[<>:"|?*;]+', "_", name)
    name = re.sub(r"\s+", " ", name).rstrip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    stem = stem.strip(" .") or "berkas"
    ending = ending.strip()[:20]
    return f"{stem[: _NAME_MAX - len(ending) - 1].rstrip(' .')}{dot}{ending}"


def allowed_labels() -> str:
    """Return the accepted kinds in words: "PDF, JPG, …"."""
    return ", ".join(kind.label for kind in KINDS)


def size_limit() -> str:
    """Return the largest accepted size in words: "10 MB"."""
    return f"{settings.UPLOAD_MAX_BYTES // (1024 * 1024)} MB"


def help_text() -> str:
    """Say, before anything is chosen, what is accepted."""
    return _("Jenis berkas: %(kinds)s. Paling besar %(size)s per berkas.") % {
        "kinds": allowed_labels(),
        "size": size_limit(),
    }


def sort(uploads: Iterable[UploadedFile]) -> Sorted:
    """Check each upload; accepted ones get a safe name and the content type of their content."""
    result = Sorted()
    for upload in uploads:
        name = clean_name(upload.name or "")
        reason = why_not(upload)
        if reason is not None:
            result.refused.append(Refusal(name, reason))
            continue
        upload.name = name
        upload.content_type = BY_ENDING[_ending(name)].content_type
        result.accepted.append(upload)
    return result


def why_not(upload: UploadedFile) -> str | None:
    """Return why a file is refused, as a sentence in Indonesian; None when it is accepted.

    The ending must be on the list and the content must be what the ending says: a renamed
    program is neither. What the browser claims about the type is not asked.
    """
    size = upload.size or 0
    if size == 0:
        return _("Berkas ini kosong (0 bita). Pilih berkas yang berisi.")
    if size > settings.UPLOAD_MAX_BYTES:
        return _("Ukurannya %(size)s, lebih dari %(limit)s. Perkecil atau bagi berkas ini.") % {
            "size": filesizeformat(size),
            "limit": size_limit(),
        }
    kind = BY_ENDING.get(_ending(clean_name(upload.name or "")))
    if kind is None:
        return _("Jenis berkas ini tidak diterima. Gunakan %(kinds)s.") % {
            "kinds": allowed_labels()
        }
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if _EICAR in content:
        return _("Berkas ini dikenali sebagai virus. Periksa perangkat Anda, lalu pilih yang lain.")
    if not kind.fits(content):
        return _(
            "Isinya bukan %(kind)s seperti namanya. Simpan ulang sebagai %(kind)s, lalu unggah."
        ) % {"kind": kind.label}
    if kinds.has_macros(content):
        return _("Berkas ini memuat makro. Simpan tanpa makro atau sebagai PDF, lalu unggah.")
    return None


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
