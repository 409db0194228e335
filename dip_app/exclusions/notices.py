"""What staff are told about excluded information."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppid_portal.clock.words import date_long
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.models import Case, DueEvent

if TYPE_CHECKING:
    from dip_app.exclusions.models import DocumentationRound, ExclusionOpening

_TO_STAFF = "\n\nBuka berkas: {{ link }}"
_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_exclusion_round": (
        "Pendokumentasian informasi dikecualikan: {{ number }}",
        "Periode {{ period }} sudah berakhir. Kumpulkan, urutkan, dan laporkan informasi yang "
        "dikecualikan.",
        ("period",),
    ),
    "staff_exclusion_ends": (
        "Pengecualian segera berakhir: {{ number }}",
        "Jangka waktu pengecualian berakhir {{ end }}. Pembukaannya diputuskan paling lambat "
        "{{ decide }}; tanpa keputusan, informasinya terbuka dengan sendirinya.",
        ("end", "decide"),
    ),
    "staff_exclusion_decision": (
        "Menunggu persetujuan Anda: {{ number }}",
        "Usul pembukaan informasi yang dikecualikan menunggu persetujuan Anda paling lambat "
        "{{ decide }}.",
        ("decide",),
    ),
    "staff_exclusion_signature": (
        "Menunggu tanda tangan Anda: {{ number }}",
        "Pembukaan informasi yang dikecualikan sudah disetujui Atasan PPID. Keputusannya menunggu "
        "tanda tangan Anda paling lambat {{ decide }}.",
        ("decide",),
    ),
    "staff_exclusion_returned": (
        "Usul pembukaan dikembalikan: {{ number }}",
        "Usul pembukaan {{ number }} dikembalikan sebelum ditandatangani: {{ reason }}",
        ("reason",),
    ),
    "staff_exclusion_renewal": (
        "Perlu uji konsekuensi ulang: {{ number }}",
        "Atasan PPID meminta uji konsekuensi ulang: {{ reason }}. Tanpa penetapan baru, "
        "informasinya terbuka pada {{ end }}.",
        ("reason", "end"),
    ),
    "staff_exclusion_opened": (
        "Informasi terbuka: {{ number }}",
        "Jangka waktu pengecualian berakhir {{ end }}; informasinya terbuka. Masukkan ke DIP.",
        ("end",),
    ),
}


def declare_all() -> None:
    """Declare every notice of excluded information; called once at start."""
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


def round_opened(case: DocumentationRound) -> None:
    """Tell the secretariat that a half year has ended."""
    period = f"{date_long(case.period_from)} – {date_long(case.period_to)}"
    telling.tell_role(case, "staff_exclusion_round", Role.TIM_SEKRETARIAT_PPID, {"period": period})


def end_comes_near(case: ExclusionOpening) -> None:
    """Tell the secretariat and Ketua PPID that an exclusion is about to end."""
    for role in (Role.TIM_SEKRETARIAT_PPID, Role.KETUA_PPID):
        telling.tell_role(
            case,
            "staff_exclusion_ends",
            role,
            {"end": date_long(case.ends_on), "decide": date_long(case.decide_by)},
            unique=role,
        )


def decision_needed(case: ExclusionOpening) -> None:
    """Tell Atasan PPID that a proposal waits; again after each return."""
    telling.tell_role(
        case,
        "staff_exclusion_decision",
        Role.ATASAN_PPID,
        {"decide": date_long(case.decide_by)},
        unique=str(case.history.count()),
    )


def signature_needed(case: ExclusionOpening) -> None:
    """Tell the signatory that the decree was approved and waits."""
    telling.tell_role(
        case,
        "staff_exclusion_signature",
        signing_role(case.decree_kind),
        {"decide": date_long(case.decide_by)},
        unique=str(case.history.count()),
    )


def returned(case: ExclusionOpening, act: Act) -> None:
    """Tell the secretariat and Atasan PPID why what was approved came back unsigned."""
    for role in (Role.TIM_SEKRETARIAT_PPID, Role.ATASAN_PPID):
        telling.tell_role(
            case,
            "staff_exclusion_returned",
            role,
            {"reason": act.reason},
            unique=f"{role}:{case.history.count()}",
        )


def renewal_needed(case: ExclusionOpening, act: Act) -> None:
    """Tell the secretariat that only a new test keeps it closed."""
    telling.tell_role(
        case,
        "staff_exclusion_renewal",
        Role.TIM_SEKRETARIAT_PPID,
        {"reason": act.reason, "end": date_long(case.ends_on)},
    )


def opened(case: ExclusionOpening) -> None:
    """Tell the secretariat, Ketua PPID and Atasan PPID that the information is open."""
    for role in (Role.TIM_SEKRETARIAT_PPID, Role.KETUA_PPID, Role.ATASAN_PPID):
        telling.tell_role(
            case, "staff_exclusion_opened", role, {"end": date_long(case.ends_on)}, unique=role
        )


def staff_reminder(case: Case, event: DueEvent) -> None:
    """Remind whoever holds the work."""
    telling.remind_staff(case, event)
