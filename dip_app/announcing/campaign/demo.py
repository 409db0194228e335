"""Campaigns for a portal that is being tried out; what the members list is invented.

Everything goes through the engine, time travelled: last year's from letter to announcement,
without a member that was late, and this year's, for which two members are still awaited.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dip_app import rounds
from dip_app.announcing.campaign.intake import open_campaign
from dip_app.announcing.campaign.models import Campaign
from ppid_portal.clock import end_of, local, today, travel
from ppid_portal.clock.services import work_calendar
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import Unit, User
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations

#: Working days before today on which the two campaigns began.
_FINISHED, _RUNNING = 190, 18
_ROWS = (
    ("Agenda Kegiatan Terbuka {unit}", "periodic", "web", "Halaman web", "1 tahun"),
    ("Laporan Layanan Masyarakat {unit}", "periodic", "pdf", "PDF", "5 tahun"),
    ("Prosedur Penerimaan Tamu {unit}", "available", "pdf", "PDF", "Selama berlaku"),
)


@dataclass(frozen=True)
class Cast:
    """Who announces the list: the office, and the Anggota PPID of each unit."""

    sekretaris: User
    ketua: User
    atasan: User
    members: Sequence[tuple[Unit, User]]


def asked_at() -> datetime:
    """Return when last year's campaign began: what was published before is in its edition."""
    return _moment(_FINISHED, 9)


def finished_campaign(cast: Cast) -> Campaign:
    """Play last year's campaign to its end; the last of the members does not answer."""
    case = _asked(cast, today().year - 1, _FINISHED)
    for place, (unit, member) in enumerate(cast.members[:-1]):
        _listed(case, unit, member, _FINISHED - 12 - 5 * place, case.year)
    with _at(_FINISHED - 34, 10):
        late = [unit for unit, _member in cast.members[-1:]]
        _do(
            case,
            "go_on_without",
            cast.ketua,
            units=late,
            reason="Tidak menjawab surat dan dua pengingat; daftarnya yang lama tetap berlaku.",
        )
        rounds.follow(case.pk)
    with _at(_FINISHED - 38, 11):
        case = _do(case, "merge", cast.sekretaris, notes="Tidak ada informasi yang kembar.")
    with _at(_FINISHED - 39, 10):
        case = _do(case, "approve", cast.atasan)
    with _at(_FINISHED - 39, 14):
        case = _do(case, "establish", cast.ketua)
    with _at(_FINISHED - 40, 9):
        return _do(case, "announce", cast.sekretaris)


def running_campaign(cast: Cast) -> Campaign:
    """Play this year's campaign up to now: one member is in, the others still write."""
    case = _asked(cast, today().year, _RUNNING)
    unit, member = cast.members[0]
    _listed(case, unit, member, 6, case.year)
    return case


def _asked(cast: Cast, year: int, back: int) -> Campaign:
    with _at(back, 9):
        case = open_campaign(
            year=year,
            units=[unit for unit, _member in cast.members],
            actor=_actor(cast.sekretaris, ("sekretaris_ppid",)),
            instruction="Dahulukan informasi yang banyak diminta pemohon.",
        )
    with _at(back, 14):
        return _do(case, "sign", cast.ketua)


def _listed(case: Campaign, unit: Unit, member: User, back: int, year: int) -> None:
    """Let a member add what is new and hand the list in."""
    part = case.parts().get(unit=unit)
    with _at(back + 2, 10):
        for title, category, form, formats, retention in _ROWS:
            named = title.format(unit=unit.name)
            values = {
                "title": f"{named} Tahun {year}",
                "summary": f"{named} selama tahun {year}, menurut bulan.",
                "category": category,
                "responsible": f"Kepala {unit.name}",
                "made_when": f"Tahun {year}",
                "made_year": year,
                "made_where": "Jakarta",
                "format": form,
                "formats": formats,
                "retention": retention,
            }
            _do(part, "write_row", member, values=values)
    with _at(back, 11):
        _do(part, "submit", member)


def _moment(back: int, hour: int) -> datetime:
    day = work_calendar().subtract_working_days(today(), back)
    midnight = local(end_of(day)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=hour)


@contextmanager
def _at(back: int, hour: int) -> Iterator[None]:
    """Stand at an hour of a working day before today, in the body's zone."""
    with travel(_moment(back, hour)):
        yield


def _actor(user: User, roles: Sequence[str]) -> Actor:
    return next(actor for actor in actors_of(user) if actor.role in roles)


def _do(case: Any, name: str, user: User, **data: Any) -> Any:
    declaration = declarations(type(case))[name]
    if declaration.step is not None and declaration.needs_output:
        data.setdefault("checklist", list(declaration.step.requires))
    return engine.perform(case, name, _actor(user, declaration.roles), **data)
