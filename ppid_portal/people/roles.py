"""The roles that the SOPs know, and how the catalogue's shared columns resolve to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _l


class Role(models.TextChoices):
    """What a member of staff can be appointed to (SOP 01/2018, columns "Pelaksana")."""

    TIM_SEKRETARIAT_PPID = "tim_sekretariat_ppid", _l("Tim Sekretariat PPID")
    PETUGAS_PELAYANAN_INFORMASI = (
        "petugas_pelayanan_informasi",
        _l("Petugas Pelayanan Informasi"),
    )
    SEKRETARIS_PPID = "sekretaris_ppid", _l("Sekretaris PPID")
    KETUA_PPID = "ketua_ppid", _l("Ketua PPID")
    PPID_PELAKSANA = "ppid_pelaksana", _l("PPID Pelaksana")
    ANGGOTA_PPID = "anggota_ppid", _l("Anggota PPID")
    PIMPINAN_UNIT_KERJA = "pimpinan_unit_kerja", _l("Pimpinan Unit Kerja")
    UNIT_KERJA = "unit_kerja", _l("Unit Kerja")
    ASDEP_HUKUM = "asdep_hukum", _l("Asdep Hukum")
    ATASAN_PPID = "atasan_ppid", _l("Atasan PPID")


PEMOHON = "pemohon"
SISTEM = "sistem"
KIP = "kip"

ROLE_LABELS: dict[str, object] = {
    **{role.value: role.label for role in Role},
    PEMOHON: _l("Pemohon"),
    SISTEM: _l("Sistem"),
    KIP: _l("Komisi Informasi Pusat"),
}

UNIT_BOUND = frozenset(
    {Role.PPID_PELAKSANA, Role.ANGGOTA_PPID, Role.PIMPINAN_UNIT_KERJA, Role.UNIT_KERJA}
)
"""Roles that act for their own unit only; all others act for the whole public body."""

ONE_HOLDER = frozenset({Role.KETUA_PPID, Role.ATASAN_PPID, Role.SEKRETARIS_PPID})
"""Roles of which the public body has one definitive holder at a time."""

_SHARED: dict[str, tuple[Role, ...]] = {
    "ketua_ppid_utama": (Role.KETUA_PPID,),
    "ketua_ppid_utama_tim_sekretariat": (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID),
    "ppid_utama_tim_sekretariat": (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID),
}
# SOP 2 calls "Tim Sekretariat PPID" who SOP 3 and 4 call "Petugas Pelayanan Informasi"; they are
# the same people (domain: roles), so an officer may do the secretariat's work and vice versa.
_SAME_WORK = {
    Role.TIM_SEKRETARIAT_PPID: Role.PETUGAS_PELAYANAN_INFORMASI,
    Role.PETUGAS_PELAYANAN_INFORMASI: Role.TIM_SEKRETARIAT_PPID,
}


def expand(catalogue_key: str) -> tuple[str, ...]:
    """Return the roles that a role key of the SOP catalogue stands for.

    "ketua_ppid_utama_tim_sekretariat" is one column of two: Ketua PPID and the secretariat.
    Keys of people who are not staff ("pemohon", "kip", "sistem") stand for themselves.
    Raises KeyError for a key that nobody knows.
    """
    if catalogue_key in (PEMOHON, KIP, SISTEM):
        return (catalogue_key,)
    if catalogue_key in _SHARED:
        return tuple(role.value for role in _SHARED[catalogue_key])
    try:
        return (Role(catalogue_key).value,)
    except ValueError:
        raise KeyError(f"Unknown role in the SOP catalogue: {catalogue_key}") from None


def with_same_work(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return ``roles`` and behind them the roles whose holders do the same work."""
    more = [_SAME_WORK[Role(role)].value for role in roles if role in _SAME_WORK]
    return tuple(dict.fromkeys([*roles, *more]))


def label(role: str) -> str:
    """Return what a role is called, in the reader's language; the key itself when unknown."""
    return str(ROLE_LABELS.get(role, role))
