"""What staff are told about the documenting of public information."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppid_portal.clock.words import date_long
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.models import Case, DueEvent

if TYPE_CHECKING:
    from dip_app.documenting.disposal import DisposalProposal
    from dip_app.documenting.models import DocumentingRound, UnitDocuments

_TO_STAFF = "\n\nBuka berkas: {{ link }}"
_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_documents_asked": (
        "Dokumentasi informasi publik unit Anda: {{ number }}",
        "Mohon isi keterangan arsip {{ count }} butir informasi publik unit Anda (bentuk, tempat, "
        "dan masa simpannya) paling lambat {{ due }}.{% if direction %}\n\n{{ direction }}"
        "{% endif %}",
        ("count", "due", "direction"),
    ),
    "staff_documents_returned": (
        "Dikembalikan untuk diperbaiki: {{ number }}",
        "Keterangan arsip unit Anda dikembalikan: {{ reason }}",
        ("reason",),
    ),
    "staff_documents_left_out": (
        "Pendokumentasian dilanjutkan tanpa unit Anda: {{ number }}",
        "Ketua PPID atau sekretariat memutuskan melanjutkan pendokumentasian tanpa unit Anda: "
        "{{ reason }}",
        ("reason",),
    ),
    "staff_documents_late": (
        "Unit Anda terlambat: {{ number }}",
        "PPID Pelaksana unit Anda belum menyampaikan keterangan arsip informasi publik; batasnya "
        "{{ due }}. Mohon ditindaklanjuti.",
        ("due",),
    ),
    "staff_documenting_collected": (
        "Semua unit sudah menyampaikan: {{ number }}",
        "Tidak ada unit yang ditunggu lagi. Susun dan kompilasi daftarnya (SOP 7.2).",
        (),
    ),
    "staff_documenting_decision": (
        "Menunggu pengesahan Anda: {{ number }}",
        "Kompilasi informasi dan dokumentasi publik menunggu pengesahan Anda (SOP 7.3).",
        (),
    ),
    "staff_documenting_returned": (
        "Dikembalikan Ketua PPID: {{ number }}",
        "Kompilasi dikembalikan: {{ reason }}",
        ("reason",),
    ),
    "staff_documenting_ratified": (
        "Disahkan: {{ number }}",
        "Daftar sudah disahkan Ketua PPID. Dokumentasikan dan terbitkan daftar arsipnya (SOP 7.4).",
        (),
    ),
    "staff_disposal_decision": (
        "Menunggu persetujuan Anda: {{ number }}",
        "Usul penyusutan arsip yang habis masa simpannya menunggu keputusan Anda.",
        (),
    ),
    "staff_disposal_decided": (
        "Usul penyusutan arsip diputuskan: {{ number }}",
        "Keputusan Ketua PPID: {{ decision }}.{% if reason %} Alasan: {{ reason }}{% endif %}",
        ("decision", "reason"),
    ),
}


def declare_all() -> None:
    """Declare every notice of this module; called once at start."""
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


def unit_asked(case: UnitDocuments) -> None:
    """Tell PPID Pelaksana of a unit what is asked of it, and until when."""
    of_round = case.round
    telling.tell_role(
        case,
        "staff_documents_asked",
        Role.PPID_PELAKSANA,
        {
            "count": case.expected,
            "due": date_long(of_round.units_due_on, with_day=True),
            "direction": of_round.direction,
        },
        unit_id=case.unit_id,
    )


def unit_returned(case: UnitDocuments, act: Act) -> None:
    """Tell the unit what has to be mended."""
    telling.tell_role(
        case,
        "staff_documents_returned",
        Role.PPID_PELAKSANA,
        {"reason": act.reason},
        unique=act.at.isoformat(),
        unit_id=case.unit_id,
    )


def unit_left_out(case: UnitDocuments, act: Act) -> None:
    """Tell a unit and its head that the round goes on without it."""
    for role in (Role.PPID_PELAKSANA, Role.PIMPINAN_UNIT_KERJA):
        telling.tell_role(
            case,
            "staff_documents_left_out",
            role,
            {"reason": act.reason},
            unique=role,
            unit_id=case.unit_id,
        )


def head_told(case: UnitDocuments, event: DueEvent) -> None:
    """Tell the head of a unit that its PPID Pelaksana is late."""
    telling.tell_role(
        case,
        "staff_documents_late",
        Role.PIMPINAN_UNIT_KERJA,
        {"due": date_long(event.due_on, with_day=True)},
        unique=f"event:{event.pk}",
        unit_id=case.unit_id,
    )


def all_in(case: DocumentingRound, act: Act) -> None:
    """Tell the secretariat that nobody is awaited any more."""
    telling.tell_role(
        case,
        "staff_documenting_collected",
        Role.TIM_SEKRETARIAT_PPID,
        {},
        unique=act.at.isoformat(),
    )


def decision_needed(case: DocumentingRound, act: Act) -> None:
    """Tell Ketua PPID that a compilation waits."""
    telling.tell_role(
        case, "staff_documenting_decision", Role.KETUA_PPID, {}, unique=act.at.isoformat()
    )


def returned(case: DocumentingRound, act: Act) -> None:
    """Tell the secretariat what Ketua PPID wants mended."""
    telling.tell_role(
        case,
        "staff_documenting_returned",
        Role.TIM_SEKRETARIAT_PPID,
        {"reason": act.reason},
        unique=act.at.isoformat(),
    )


def ratified(case: DocumentingRound) -> None:
    """Tell the secretariat that the list is ratified."""
    telling.tell_role(case, "staff_documenting_ratified", Role.TIM_SEKRETARIAT_PPID, {})


def disposal_decision(case: DisposalProposal) -> None:
    """Tell Ketua PPID that a proposal waits."""
    telling.tell_role(case, "staff_disposal_decision", Role.KETUA_PPID, {})


def disposal_decided(case: DisposalProposal, act: Act) -> None:
    """Tell the secretariat what Ketua PPID decided."""
    telling.tell_role(
        case,
        "staff_disposal_decided",
        Role.TIM_SEKRETARIAT_PPID,
        {"decision": "ditolak" if act.reason else "disetujui", "reason": act.reason},
    )


def staff_reminder(case: Case, event: DueEvent) -> None:
    """Remind whoever holds the work."""
    telling.remind_staff(case, event)
