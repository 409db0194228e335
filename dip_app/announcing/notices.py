"""What staff are told about announcements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppid_portal.clock.words import moment_long
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.models import Case, DueEvent

if TYPE_CHECKING:
    from dip_app.announcing.models import Announcement

_TO_STAFF = "\n\nBuka berkas: {{ link }}"
_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_announcement_approval": (
        "Menunggu persetujuan Anda: {{ number }}",
        "Pengumuman “{{ title }}” menunggu persetujuan Anda.",
        ("title",),
    ),
    "staff_announcement_returned": (
        "Dikembalikan: {{ number }}",
        "Ketua PPID mengembalikan “{{ title }}”: {{ reason }}",
        ("title", "reason"),
    ),
    "staff_announcement_up": (
        "Sudah tayang: {{ number }}",
        "Pengumuman “{{ title }}” tayang sejak {{ since }}.",
        ("title", "since"),
    ),
    "staff_announcement_urgent": (
        "Diumumkan serta-merta: {{ number }}",
        "Diumumkan tanpa menunggu persetujuan (UU 14/2008 Pasal 10): “{{ title }}”. "
        "Alasan: {{ reason }}. Periksa, dan koreksi atau tarik bila keliru.",
        ("title", "reason"),
    ),
    "staff_announcement_lapsed": (
        "Tidak sempat tayang: {{ number }}",
        "Pengumuman “{{ title }}” tidak pernah tayang: waktunya berakhir sebelum portal "
        "berjalan kembali. Buat yang baru bila masih perlu.",
        ("title",),
    ),
}


def declare_all() -> None:
    """Declare every notice of announcements; called once at start."""
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


def approval_needed(case: Announcement) -> None:
    """Tell Ketua PPID that a draft or a correction waits; each of them once."""
    version = case.pending
    unique = f"{version.number}:{case.history.count()}" if version is not None else ""
    telling.tell_role(
        case,
        "staff_announcement_approval",
        Role.KETUA_PPID,
        {"title": version.title if version is not None else case.title},
        unique=unique,
    )


def returned(case: Announcement, act: Act) -> None:
    """Tell the secretariat why a draft or a correction was not approved."""
    telling.tell_role(
        case,
        "staff_announcement_returned",
        Role.TIM_SEKRETARIAT_PPID,
        {"title": case.title, "reason": act.reason},
        unique=str(case.history.count()),
    )


def went_up(case: Announcement) -> None:
    """Tell the secretariat that something is up."""
    since = moment_long(case.up_at, with_day=True) if case.up_at is not None else ""
    telling.tell_role(
        case,
        "staff_announcement_up",
        Role.TIM_SEKRETARIAT_PPID,
        {"title": case.title, "since": since},
    )


def published_at_once(case: Announcement, act: Act) -> None:
    """Tell both heads what was published without them."""
    for role in (Role.KETUA_PPID, Role.ATASAN_PPID):
        telling.tell_role(
            case,
            "staff_announcement_urgent",
            role,
            {"title": case.title, "reason": act.reason},
            unique=role,
        )


def lapsed(case: Announcement) -> None:
    """Tell the secretariat what never went up."""
    telling.tell_role(
        case, "staff_announcement_lapsed", Role.TIM_SEKRETARIAT_PPID, {"title": case.title}
    )


def staff_reminder(case: Case, event: DueEvent) -> None:
    """Remind whoever holds the work."""
    telling.remind_staff(case, event)
