"""The letters of SOP 3; their numbering series are data of the body (``sop.NumberPattern``)."""

from __future__ import annotations

from objections_app import letter_samples
from ppid_portal.letters import samples
from ppid_portal.letters.kinds import LetterKind, register

KINDS = (
    LetterKind(
        key="objection_receipt",
        title="Tanda Bukti Penerimaan Keberatan",
        template="objections_app/letters/receipt.html",
        series="",
        signatory_role="petugas_pelayanan_informasi",
        audience="applicant",
        steps=("objection.3",),
    ),
    LetterKind(
        key="objection_incompleteness",
        title="Pemberitahuan Kelengkapan Keberatan",
        template="objections_app/letters/incompleteness.html",
        series="letter_out",
        signatory_role="petugas_pelayanan_informasi",
        audience="applicant",
        steps=("Perki 1/2021 Pasal 39",),
    ),
    LetterKind(
        key="objection_memorandum",
        title="Memorandum Bahan Tanggapan atas Keberatan",
        template="objections_app/letters/memorandum.html",
        series="memo",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("objection.4",),
    ),
    LetterKind(
        key="objection_reply",
        title="Tanggapan atas Keberatan",
        template="objections_app/letters/reply.html",
        series="letter_out",
        signatory_role="atasan_ppid",
        # UU 14/2008 Pasal 36; SOP 3.6 gives the letter to Ketua PPID (domain 3.8 and 5).
        signatories=("atasan_ppid", "ketua_ppid"),
        audience="applicant",
        steps=("objection.6",),
    ),
    LetterKind(
        key="objection_report",
        title="Laporan Keberatan",
        template="objections_app/letters/report.html",
        series="memo",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("objection.10",),
    ),
)


def register_all() -> None:
    """Register every kind of this module, with an example of each."""
    for kind in KINDS:
        register(kind)
    samples.register(letter_samples.contexts, letter_samples.ISSUED)
