"""What units are told about items that are due, or overdue."""

from __future__ import annotations

from datetime import date

from ppid_portal.clock.words import date_long
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.mail.services import notify
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import Role

_TO_STAFF = "\n\nBuka daftarnya: {{ link }}"
_FOR_STAFF: dict[str, tuple[str, str]] = {
    "soon": (
        "Informasi segera perlu diperbarui: {{ unit }}",
        "{{ count }} informasi publik {{ unit }} perlu diperbarui atau dinyatakan tidak berubah, "
        "yang pertama paling lambat {{ due }}.",
    ),
    "overdue": (
        "Informasi lewat tanggal pembaruan: {{ unit }}",
        "{{ count }} informasi publik {{ unit }} lewat tanggal pembaruannya, yang tertua sejak "
        "{{ due }}. Halaman publiknya menyebutkan keterlambatan ini. Perbarui, atau nyatakan "
        "tidak berubah.",
    ),
    "escalated": (
        "PPID Pelaksana terlambat memperbarui informasi: {{ unit }}",
        "{{ count }} informasi publik {{ unit }} lewat tanggal pembaruannya lebih dari dua minggu, "
        "yang tertua sejak {{ due }}. Mohon ditindaklanjuti.",
    ),
}


def declare_all() -> None:
    """Declare every notice of this module; called once at start."""
    for kind, (subject, text) in _FOR_STAFF.items():
        declare(
            NoticeKind(
                key=f"staff_freshness_{kind}",
                subject=subject,
                body=text + _TO_STAFF,
                variables=("unit", "count", "due"),
                audience="staff",
                optional=("link",),
            )
        )


def tell(kind: str, unit: Unit, count: int, due: date, link: str, cause: int) -> None:
    """Tell PPID Pelaksana of a unit, or its head; the secretariat where nobody holds the role."""
    role = Role.PIMPINAN_UNIT_KERJA if kind == "escalated" else Role.PPID_PELAKSANA
    addresses = telling.addresses_of(role, unit.pk)
    notify(
        None,
        f"staff_freshness_{kind}",
        to=addresses or telling.addresses_of(Role.TIM_SEKRETARIAT_PPID),
        variables={
            "unit": unit.name,
            "count": count,
            "due": date_long(due, with_day=True),
            "link": link,
        },
        dedupe=f"freshness:{kind}:{unit.pk}:{cause}",
    )
