"""What staff are told while the list is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppid_portal.clock.words import date_long
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act

if TYPE_CHECKING:
    from dip_app.compiling.models import ListRound, UnitList
    from dip_app.editions.models import ListEdition

_TO_STAFF = "\n\nBuka berkas: {{ link }}"
_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_list_ordered": (
        "Susun daftar informasi unit Anda: {{ number }}",
        "Ketua PPID meminta daftar informasi publik unit Anda paling lambat {{ due }}. Isian sudah "
        "dimulai dari informasi unit yang terbit.",
        ("due",),
    ),
    "staff_list_head_asked": (
        "Menunggu persetujuan Anda: {{ number }}",
        "Usulan daftar informasi unit Anda menunggu persetujuan Anda sebagai pimpinan. Batas waktu "
        "unit: {{ due }}.",
        ("due",),
    ),
    "staff_list_head_approved": (
        "Usulan disetujui pimpinan unit: {{ number }}",
        "Pimpinan unit menyetujui usulan daftar. Sampaikan kepada Ketua PPID paling lambat "
        "{{ due }}.",
        ("due",),
    ),
    "staff_list_head_returned": (
        "Usulan dikembalikan pimpinan unit: {{ number }}",
        "Pimpinan unit mengembalikan usulan daftar: {{ reason }}",
        ("reason",),
    ),
    "staff_list_left_out": (
        "Penyusunan DIP dilanjutkan tanpa unit Anda: {{ number }}",
        "Batas waktu {{ due }} sudah lewat. Penyusunan dilanjutkan tanpa usulan unit Anda: "
        "{{ reason }} Informasi unit Anda yang sudah terbit tetap seperti sekarang.",
        ("due", "reason"),
    ),
    "staff_list_collected": (
        "Usulan unit lengkap: {{ number }}",
        "Tidak ada unit yang ditunggu lagi. Telaah dan kompilasi usulannya.",
        (),
    ),
    "staff_list_compiled": (
        "Siap diajukan kepada Atasan PPID: {{ number }}",
        "Kompilasi daftar selesai. Ajukan kepada Atasan PPID.",
        (),
    ),
    "staff_list_decision": (
        "Menunggu persetujuan Anda: {{ number }}",
        "Daftar Informasi Publik tahun {{ year }} menunggu persetujuan Anda.",
        ("year",),
    ),
    "staff_list_returned": (
        "Daftar dikembalikan: {{ number }}",
        "Daftar Informasi Publik dikembalikan untuk ditelaah lagi: {{ reason }}",
        ("reason",),
    ),
    "staff_list_signature": (
        "Menunggu Surat Keputusan: {{ number }}",
        "Daftar Informasi Publik tahun {{ year }} sudah disetujui Atasan PPID. Tetapkan dengan "
        "Surat Keputusan; portal menerbitkannya dengan sendirinya.",
        ("year",),
    ),
    "staff_list_published": (
        "Daftar Informasi Publik terbit: {{ number }}",
        "{{ edition }} berisi {{ count }} informasi dan berlaku sejak {{ day }}.",
        ("edition", "count", "day"),
    ),
}


def declare_all() -> None:
    """Declare every notice of making the list; called once at start."""
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


def _due(case: UnitList) -> dict[str, str]:
    return {"due": date_long(case.due_on, with_day=True)}


def ordered(case: UnitList) -> None:
    """Tell the unit that its list is wanted."""
    telling.tell_role(
        case, "staff_list_ordered", Role.PPID_PELAKSANA, _due(case), unit_id=case.unit_id
    )


def head_asked(case: UnitList) -> None:
    """Tell the head of the unit that the list waits; again after each return."""
    telling.tell_role(
        case,
        "staff_list_head_asked",
        Role.PIMPINAN_UNIT_KERJA,
        _due(case),
        unit_id=case.unit_id,
        unique=_turn(case),
    )


def head_approved(case: UnitList) -> None:
    """Tell the unit that its head has approved."""
    telling.tell_role(
        case, "staff_list_head_approved", Role.PPID_PELAKSANA, _due(case), unit_id=case.unit_id
    )


def head_returned(case: UnitList, act: Act) -> None:
    """Tell the unit why its head gave the list back."""
    telling.tell_role(
        case,
        "staff_list_head_returned",
        Role.PPID_PELAKSANA,
        {"reason": act.reason},
        unit_id=case.unit_id,
        unique=act.at.isoformat(),
    )


def left_out(case: UnitList, act: Act) -> None:
    """Tell a late unit and its head that the round goes on without it."""
    for role in (Role.PPID_PELAKSANA, Role.PIMPINAN_UNIT_KERJA):
        telling.tell_role(
            case,
            "staff_list_left_out",
            role,
            {**_due(case), "reason": act.reason},
            unit_id=case.unit_id,
            unique=role,
        )


def collected(case: ListRound) -> None:
    """Tell the secretariat that nobody is awaited any more."""
    telling.tell_role(case, "staff_list_collected", Role.TIM_SEKRETARIAT_PPID, {})


def compiled(case: ListRound) -> None:
    """Tell Ketua PPID that the list can go to Atasan PPID; again after each return."""
    telling.tell_role(case, "staff_list_compiled", Role.KETUA_PPID, {}, unique=_turn(case))


def decision_needed(case: ListRound) -> None:
    """Tell Atasan PPID that the list waits; again after each return."""
    telling.tell_role(
        case, "staff_list_decision", Role.ATASAN_PPID, {"year": case.year}, unique=_turn(case)
    )


def signature_needed(case: ListRound) -> None:
    """Tell who establishes the list that it was approved."""
    telling.tell_role(
        case,
        "staff_list_signature",
        signing_role(case.decree_kind),
        {"year": case.year},
        unique=_turn(case),
    )


def returned(case: ListRound, act: Act) -> None:
    """Tell the office why the list came back."""
    for role in (Role.TIM_SEKRETARIAT_PPID, Role.KETUA_PPID):
        telling.tell_role(
            case,
            "staff_list_returned",
            role,
            {"reason": act.reason},
            unique=f"{role}:{act.at.isoformat()}",
        )


def published(case: ListRound, edition: ListEdition) -> None:
    """Tell the office that the list is public."""
    facts = {
        "edition": f"Edisi {edition.number} tahun {edition.year}",
        "count": edition.entry_count,
        "day": date_long(edition.decreed_on),
    }
    for role in (Role.TIM_SEKRETARIAT_PPID, Role.KETUA_PPID, Role.ATASAN_PPID):
        telling.tell_role(case, "staff_list_published", role, facts, unique=role)


def _turn(case: UnitList | ListRound) -> str:
    """Return which time this is: a list that came back is asked for anew."""
    return str(case.history.count())
