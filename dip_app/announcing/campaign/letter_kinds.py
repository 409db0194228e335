"""The letters of SOP 1; their numbering series are data of the body (``sop.NumberPattern``)."""

from __future__ import annotations

from dip_app.announcing.campaign import letter_samples
from ppid_portal.letters import samples
from ppid_portal.letters.kinds import LetterKind, register

KINDS = (
    LetterKind(
        key="member_request",
        title="Surat Permohonan Data Informasi Publik",
        template="dip_app/letters/member_request.html",
        series="letter_out",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("announcement.1",),
        for_units=True,
    ),
    LetterKind(
        key="list_minutes",
        title="Berita Acara Persetujuan dan Penetapan DIP",
        template="dip_app/letters/list_minutes.html",
        series="minutes",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("announcement.4",),
        for_units=True,
    ),
)


def register_all() -> None:
    """Register every kind of this module."""
    for kind in KINDS:
        register(kind)
    samples.register(letter_samples.contexts, letter_samples.ISSUED)
