"""The notices of the mail room itself; those of a case are declared by the case's own app."""

from __future__ import annotations

from ppid_portal.mail.notices import NoticeKind, declare

LETTER_FOLLOWS = NoticeKind(
    key="letter_follows",
    subject="Surat {{ letter_number }} untuk permohonan {{ number }}",
    body="mail/letter_follows.txt",
    variables=("letter_title", "letter_number"),
    audience="applicant",
)
LETTER_WITHDRAWN = NoticeKind(
    key="letter_withdrawn",
    subject="Surat {{ letter_number }} ditarik: {{ number }}",
    body="mail/letter_withdrawn.txt",
    variables=("name", "letter_title", "letter_number", "issued_on", "withdrawn_on"),
    audience="applicant",
)
LETTER_REPLACED = NoticeKind(
    key="letter_replaced",
    subject="Surat {{ letter_number }} menggantikan surat {{ old_number }}: {{ number }}",
    body="mail/letter_replaced.txt",
    variables=(
        "name",
        "letter_title",
        "letter_number",
        "issued_on",
        "old_number",
        "old_issued_on",
        "how",
    ),
    audience="applicant",
    optional=("next",),
)
DELIVERY_FAILED = NoticeKind(
    key="delivery_failed",
    subject="Tidak tersampaikan: {{ subject }}",
    body="mail/delivery_failed.txt",
    variables=("subject", "error"),
    audience="staff",
)
DAILY_REPORT = NoticeKind(
    key="daily_report",
    subject="Laporan harian PPID, {{ day }}",
    body="mail/daily_report.txt",
    variables=(
        "day",
        "quiet",
        "unopened",
        "breached",
        "late",
        "undelivered",
        "genuine",
        "background",
        "paused",
    ),
    audience="staff",
)


def declare_all() -> None:
    """Declare every notice of this module."""
    declare(LETTER_FOLLOWS)
    declare(LETTER_WITHDRAWN)
    declare(LETTER_REPLACED)
    declare(DELIVERY_FAILED)
    declare(DAILY_REPORT)
