"""The letters of SOP 5; their numbering series are data of the body (``sop.NumberPattern``)."""

from __future__ import annotations

from dip_app.compiling import letter_samples
from ppid_portal.letters import samples
from ppid_portal.letters.kinds import LetterKind, register


def _memo(key: str, title: str, role: str, step: str, *, for_units: bool = True) -> LetterKind:
    return LetterKind(
        key=key,
        title=title,
        template=f"dip_app/letters/{key}.html",
        series="memo",
        signatory_role=role,
        audience="internal",
        steps=(f"public_information_list.{step}",),
        for_units=for_units,
    )


KINDS = (
    LetterKind(
        key="list_order",
        title="Surat Penyusunan Daftar Informasi Publik",
        template="dip_app/letters/list_order.html",
        series="letter_out",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("public_information_list.1",),
        for_units=True,
    ),
    _memo("list_unit_proposal", "Memorandum Usulan DIP kepada Pimpinan", "ppid_pelaksana", "5"),
    _memo("list_unit_approval", "Memorandum Persetujuan Usulan DIP", "pimpinan_unit_kerja", "6"),
    _memo("list_unit_submission", "Memorandum Usulan DIP", "ppid_pelaksana", "7"),
    _memo("list_report", "Memorandum Laporan DIP", "ketua_ppid", "9", for_units=False),
    LetterKind(
        key="list_decree",
        title="Keputusan tentang Daftar Informasi Publik",
        template="dip_app/letters/list_decree.html",
        series="decree",
        signatory_role="ketua_ppid",
        # Domain 3.14: Pengarah approves, Ketua PPID establishes; some bodies have one decree.
        signatories=("ketua_ppid", "atasan_ppid"),
        audience="internal",
        steps=("public_information_list.9",),
        for_units=True,
    ),
)


def register_all() -> None:
    """Register every kind of this module."""
    for kind in KINDS:
        register(kind)
    samples.register(letter_samples.contexts, letter_samples.ISSUED)
