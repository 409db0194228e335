"""What staff are told about a consequence test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.letters.models import Letter
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.models import DueEvent

if TYPE_CHECKING:
    from dip_app.consequence.models import ConsequenceTest

_TO_STAFF = "\n\nBuka berkas: {{ link }}"
_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_test_received": (
        "Permintaan uji konsekuensi: {{ number }}",
        "Ada permintaan uji konsekuensi {{ number }} yang menunggu kajian Anda.",
        (),
    ),
    "staff_test_invited": (
        "Undangan uji konsekuensi: {{ number }}",
        "Unit Anda diundang dalam uji konsekuensi {{ number }}. Beri pendapat dan unggah "
        "dokumennya pada berkas.",
        (),
    ),
    "staff_test_decision": (
        "Menunggu keputusan Anda: {{ number }}",
        "Hasil uji konsekuensi {{ number }} menunggu keputusan Anda.",
        (),
    ),
    "staff_test_signature": (
        "Menunggu tanda tangan Anda: {{ number }}",
        "Hasil uji konsekuensi {{ number }} sudah disetujui Atasan PPID. Surat Keputusannya "
        "menunggu tanda tangan Anda.",
        (),
    ),
    "staff_test_returned": (
        "Lembar uji dikembalikan: {{ number }}",
        "Hasil uji konsekuensi {{ number }} dikembalikan: {{ reason }}",
        ("reason",),
    ),
    "staff_test_decided": (
        "Uji konsekuensi ditetapkan: {{ number }}",
        "Hasil uji konsekuensi {{ number }} sudah ditetapkan. Butir terbuka dimasukkan ke DIP; "
        "butir yang dikecualikan dapat menjadi dasar penolakan.",
        (),
    ),
}


def declare_all() -> None:
    """Declare every notice of a test to the mail room; called once at start."""
    for key, (subject, text, variables) in _FOR_STAFF.items():
        declare(
            NoticeKind(
                key=key,
                subject=subject,
                body=text + _TO_STAFF,
                variables=variables,
                audience="staff",
            )
        )


def received(case: ConsequenceTest) -> None:
    """Tell Ketua PPID that a test is asked for."""
    telling.tell_role(case, "staff_test_received", Role.KETUA_PPID, {})


def invited(case: ConsequenceTest, letter: Letter, units: Iterable[int]) -> None:
    """Call the units to the meeting."""
    for unit in units:
        telling.tell_role(
            case,
            "staff_test_invited",
            Role.PPID_PELAKSANA,
            {},
            unique=f"{letter.pk}:{unit}",
            unit_id=unit,
        )


def decision_needed(case: ConsequenceTest) -> None:
    """Tell Atasan PPID that the findings wait."""
    unique = str(case.history.count())
    telling.tell_role(case, "staff_test_decision", Role.ATASAN_PPID, {}, unique=unique)


def signature_needed(case: ConsequenceTest) -> None:
    """Tell the signatory that the decree was approved and waits."""
    telling.tell_role(
        case,
        "staff_test_signature",
        signing_role(case.decree_kind),
        {},
        unique=str(case.history.count()),
    )


def returned(case: ConsequenceTest, act: Act) -> None:
    """Tell Ketua PPID and the secretariat why the findings came back."""
    for role in (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID):
        telling.tell_role(
            case,
            "staff_test_returned",
            role,
            {"reason": act.reason},
            unique=f"{role}:{case.history.count()}",
        )


def decided(case: ConsequenceTest) -> None:
    """Tell the secretariat that the decree is there."""
    for role in (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID):
        telling.tell_role(case, "staff_test_decided", role, {}, unique=role)


def staff_reminder(case: ConsequenceTest, event: DueEvent) -> None:
    """Remind whoever holds the work."""
    telling.remind_staff(case, event)
