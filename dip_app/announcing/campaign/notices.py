"""What staff are told during the campaign of SOP 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppid_portal.clock.words import date_long
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act

if TYPE_CHECKING:
    from dip_app.announcing.campaign.models import Campaign, MemberList

_TO_STAFF = "\n\nBuka berkas: {{ link }}"
_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_campaign_signature": (
        "Menunggu tanda tangan Anda: {{ number }}",
        "Surat permohonan data informasi publik tahun {{ year }} kepada Anggota PPID menunggu "
        "tanda tangan Anda.",
        ("year",),
    ),
    "staff_campaign_letter_returned": (
        "Surat permohonan dikembalikan: {{ number }}",
        "Ketua PPID mengembalikan surat permohonan: {{ reason }}",
        ("reason",),
    ),
    "staff_campaign_asked": (
        "Sampaikan Daftar Informasi Publik unit Anda: {{ number }}",
        "Ketua PPID meminta Daftar Informasi Publik unit Anda, terbuka dan dikecualikan, paling "
        "lambat {{ due }}. Isian sudah dimulai dari informasi unit yang terbit.",
        ("due",),
    ),
    "staff_campaign_left_out": (
        "Pengumuman DIP dilanjutkan tanpa unit Anda: {{ number }}",
        "Batas waktu {{ due }} sudah lewat. Penggabungan dilanjutkan tanpa daftar unit Anda: "
        "{{ reason }} Informasi unit Anda yang sudah terbit tetap seperti sekarang.",
        ("due", "reason"),
    ),
    "staff_campaign_collected": (
        "Daftar Anggota PPID lengkap: {{ number }}",
        "Tidak ada Anggota PPID yang ditunggu lagi. Gabungkan dan periksa daftarnya.",
        (),
    ),
    "staff_campaign_decision": (
        "Menunggu persetujuan Anda: {{ number }}",
        "Daftar Informasi Publik tahun {{ year }} menunggu persetujuan Anda.",
        ("year",),
    ),
    "staff_campaign_list_returned": (
        "Daftar dikembalikan: {{ number }}",
        "Daftar Informasi Publik dikembalikan untuk diperiksa lagi: {{ reason }}",
        ("reason",),
    ),
    "staff_campaign_establish": (
        "Menunggu penetapan Anda: {{ number }}",
        "Daftar Informasi Publik tahun {{ year }} sudah disetujui Atasan PPID. Tetapkan dengan "
        "Berita Acara; portal menerbitkannya saat itu juga.",
        ("year",),
    ),
    "staff_campaign_announce": (
        "Umumkan Daftar Informasi Publik: {{ number }}",
        "Daftar Informasi Publik tahun {{ year }} sudah ditetapkan dan terbit. Umumkan.",
        ("year",),
    ),
    "staff_campaign_announced": (
        "Sudah diumumkan: {{ number }}",
        "Daftar Informasi Publik tahun {{ year }} sudah diumumkan.",
        ("year",),
    ),
}


def declare_all() -> None:
    """Declare every notice of the campaign; called once at start."""
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


def _turn(case: Campaign) -> str:
    """Tell one turn of a step from the next: what was returned comes back."""
    return str(case.history.count())


def signature_needed(case: Campaign) -> None:
    """Tell Ketua PPID that the letter waits."""
    telling.tell_role(
        case,
        "staff_campaign_signature",
        Role.KETUA_PPID,
        {"year": case.year},
        unique=_turn(case),
    )


def letter_returned(case: Campaign, act: Act) -> None:
    """Tell Sekretaris PPID what is to be mended."""
    telling.tell_role(
        case,
        "staff_campaign_letter_returned",
        Role.SEKRETARIS_PPID,
        {"reason": act.reason},
        unique=_turn(case),
    )


def asked(case: MemberList) -> None:
    """Tell the Anggota PPID of a unit that its list is wanted."""
    telling.tell_role(
        case,
        "staff_campaign_asked",
        Role.ANGGOTA_PPID,
        {"due": date_long(case.due_on, with_day=True)},
        unit_id=case.unit_id,
    )


def left_out(case: MemberList, act: Act) -> None:
    """Tell the Anggota PPID of a unit that it is not awaited any more."""
    telling.tell_role(
        case,
        "staff_campaign_left_out",
        Role.ANGGOTA_PPID,
        {"due": date_long(case.due_on, with_day=True), "reason": act.reason},
        unit_id=case.unit_id,
    )


def collected(case: Campaign) -> None:
    """Tell those who merge that nobody is awaited any more."""
    for role in (Role.SEKRETARIS_PPID, Role.KETUA_PPID):
        telling.tell_role(case, "staff_campaign_collected", role, {}, unique=role)


def decision_needed(case: Campaign) -> None:
    """Tell Atasan PPID that the list waits."""
    telling.tell_role(
        case, "staff_campaign_decision", Role.ATASAN_PPID, {"year": case.year}, unique=_turn(case)
    )


def list_returned(case: Campaign, act: Act) -> None:
    """Tell those who merge why the list came back."""
    for role in (Role.SEKRETARIS_PPID, Role.KETUA_PPID):
        telling.tell_role(
            case,
            "staff_campaign_list_returned",
            role,
            {"reason": act.reason},
            unique=f"{role}:{_turn(case)}",
        )


def establishment_needed(case: Campaign) -> None:
    """Tell Ketua PPID that the list is approved."""
    telling.tell_role(
        case, "staff_campaign_establish", Role.KETUA_PPID, {"year": case.year}, unique=_turn(case)
    )


def announcement_needed(case: Campaign) -> None:
    """Tell Sekretaris PPID that the list may be announced."""
    telling.tell_role(case, "staff_campaign_announce", Role.SEKRETARIS_PPID, {"year": case.year})


def announced(case: Campaign) -> None:
    """Tell both heads that the campaign is at its end."""
    for role in (Role.KETUA_PPID, Role.ATASAN_PPID):
        telling.tell_role(case, "staff_campaign_announced", role, {"year": case.year}, unique=role)
