"""The letters of SOP 6; their numbering series are data of the body (``sop.NumberPattern``)."""

from __future__ import annotations

from dip_app.consequence import letter_samples
from ppid_portal.letters import samples
from ppid_portal.letters.kinds import LetterKind, register

KINDS = (
    LetterKind(
        key="test_invitation",
        title="Undangan Rapat Uji Konsekuensi",
        template="dip_app/letters/test_invitation.html",
        series="letter_out",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("consequence_test.2",),
        for_units=True,
    ),
    LetterKind(
        key="test_meeting_report",
        title="Laporan Hasil Rapat Koordinasi Uji Konsekuensi",
        template="dip_app/letters/test_meeting_report.html",
        series="memo",
        signatory_role="tim_sekretariat_ppid",
        audience="internal",
        steps=("consequence_test.3",),
        for_units=True,
    ),
    LetterKind(
        key="test_minutes",
        title="Berita Acara Uji Konsekuensi",
        template="dip_app/letters/test_minutes.html",
        series="minutes",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("consequence_test.4",),
        for_units=True,
    ),
    LetterKind(
        key="test_memorandum",
        title="Memorandum Hasil Uji Konsekuensi",
        template="dip_app/letters/test_memorandum.html",
        series="memo",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("consequence_test.4",),
    ),
    LetterKind(
        key="test_decree",
        title="Keputusan tentang Klasifikasi Informasi",
        template="dip_app/letters/test_decree.html",
        series="decree",
        signatory_role="atasan_ppid",
        # SOP 6.5: Atasan PPID; Perki 1/2017 Pasal 4 ayat (3): PPID, with the head's approval.
        signatories=("atasan_ppid", "ketua_ppid"),
        audience="internal",
        steps=("consequence_test.5",),
        for_units=True,
    ),
    LetterKind(
        key="test_report",
        title="Laporan Hasil Uji Konsekuensi",
        template="dip_app/letters/test_report.html",
        series="memo",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("consequence_test.7",),
    ),
)


def register_all() -> None:
    """Register every kind of this module."""
    for kind in KINDS:
        register(kind)
    samples.register(letter_samples.contexts, letter_samples.ISSUED)
