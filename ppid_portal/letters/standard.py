"""The letters of SOP 2; their numbering series are data of the body (``sop.NumberPattern``)."""

from __future__ import annotations

from ppid_portal.letters.kinds import LetterKind, register

KINDS = (
    LetterKind(
        key="receipt",
        title="Tanda Bukti Permohonan Informasi Publik",
        template="letters/receipt.html",
        series="",
        signatory_role="tim_sekretariat_ppid",
        audience="applicant",
        steps=("request.3",),
    ),
    LetterKind(
        key="incompleteness",
        title="Pemberitahuan Kelengkapan Permohonan",
        template="letters/incompleteness.html",
        series="letter_out",
        signatory_role="tim_sekretariat_ppid",
        audience="applicant",
        steps=("request.2",),
    ),
    LetterKind(
        key="disposition",
        title="Lembar Disposisi",
        template="letters/disposition.html",
        series="disposition",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("request.4",),
    ),
    LetterKind(
        key="memorandum",
        title="Memorandum",
        template="letters/memorandum.html",
        series="memo",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=("request.4",),
        for_units=True,
    ),
    LetterKind(
        key="extension",
        title="Pemberitahuan Perpanjangan Waktu",
        template="letters/extension.html",
        series="letter_out",
        signatory_role="ketua_ppid",
        audience="applicant",
        steps=("UU 14/2008 Pasal 22(8)",),
    ),
    LetterKind(
        key="written_notification",
        title="Pemberitahuan Tertulis",
        template="letters/written_notification.html",
        series="letter_out",
        signatory_role="ketua_ppid",
        audience="applicant",
        steps=("request.5a", "request.5b"),
    ),
    LetterKind(
        key="refusal_decree",
        title="Surat Keputusan PPID tentang Penolakan Permohonan Informasi",
        template="letters/refusal_decree.html",
        series="decree",
        signatory_role="ketua_ppid",
        audience="applicant",
        steps=("request.5b",),
    ),
    LetterKind(
        key="referral",
        title="Penerusan Permohonan Informasi",
        template="letters/referral.html",
        series="letter_out",
        signatory_role="ketua_ppid",
        audience="applicant",
        steps=("UU 14/2008 Pasal 22(7) huruf b",),
    ),
)


def register_all() -> None:
    """Register every kind of this module."""
    for kind in KINDS:
        register(kind)
