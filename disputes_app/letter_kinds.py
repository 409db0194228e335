"""The letters of SOP 4; their numbering series are data of the body (``sop.NumberPattern``)."""

from __future__ import annotations

from disputes_app import letter_samples
from ppid_portal.letters import samples
from ppid_portal.letters.kinds import LetterKind, register

KINDS = (
    LetterKind(
        key="coordination_letter",
        title="Undangan Rapat Koordinasi Sengketa Informasi",
        template="disputes_app/letters/coordination.html",
        series="letter_out",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("dispute.3",),
        for_units=True,
    ),
    LetterKind(
        key="hearing_recommendation",
        title="Rekomendasi Persiapan Sidang Sengketa Informasi",
        template="disputes_app/letters/recommendation.html",
        series="memo",
        signatory_role="asdep_hukum",
        audience="internal",
        steps=("dispute.5",),
    ),
    LetterKind(
        key="meeting_memorandum",
        title="Memorandum Hasil Rapat Koordinasi",
        template="disputes_app/letters/meeting.html",
        series="memo",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("dispute.6",),
        for_units=True,
    ),
    LetterKind(
        key="position_paper",
        title="Tanggapan Termohon",
        template="disputes_app/letters/position.html",
        series="letter_out",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("dispute.7",),
    ),
    LetterKind(
        key="power_of_attorney",
        title="Surat Kuasa Khusus",
        template="disputes_app/letters/power_of_attorney.html",
        series="power_of_attorney",
        signatory_role="atasan_ppid",
        audience="internal",
        steps=("dispute.8",),
    ),
    LetterKind(
        key="assignment_letter",
        title="Surat Tugas",
        template="disputes_app/letters/assignment.html",
        series="assignment",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("dispute.8",),
    ),
    LetterKind(
        key="dispute_report",
        title="Laporan Hasil Sidang Sengketa Informasi",
        template="disputes_app/letters/report.html",
        series="memo",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("dispute.15",),
    ),
)


def register_all() -> None:
    """Register every kind of this module, with an example of each."""
    for kind in KINDS:
        register(kind)
    samples.register(letter_samples.contexts, letter_samples.ISSUED)
