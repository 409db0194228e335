"""The letters of SOP 7; their numbering series are data of the body (``sop.NumberPattern``)."""

from __future__ import annotations

from dip_app.documenting import letter_samples
from ppid_portal.letters import samples
from ppid_portal.letters.kinds import LetterKind, register

KINDS = (
    LetterKind(
        key="documenting_memorandum",
        title="Memorandum mengenai Daftar Informasi Publik",
        template="dip_app/letters/documenting_memorandum.html",
        series="memo",
        signatory_role="tim_sekretariat_ppid",
        audience="internal",
        steps=("documentation.2",),
    ),
    LetterKind(
        key="documenting_ratified",
        title="Daftar Informasi Publik yang Telah Disahkan",
        template="dip_app/letters/documenting_ratified.html",
        series="minutes",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("documentation.3",),
    ),
    LetterKind(
        key="archive_list",
        title="Daftar Arsip Informasi Publik",
        template="dip_app/letters/archive_list.html",
        series="memo",
        signatory_role="tim_sekretariat_ppid",
        audience="internal",
        steps=("documentation.4",),
    ),
    LetterKind(
        key="disposal_minutes",
        title="Berita Acara Usul Penyusutan Arsip",
        template="dip_app/letters/disposal_minutes.html",
        series="minutes",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("UU 43/2009 Pasal 51",),
    ),
)


def register_all() -> None:
    """Register every kind of this module."""
    for kind in KINDS:
        register(kind)
    samples.register(letter_samples.contexts, letter_samples.ISSUED)
