"""Campaigns for a portal that is being tried out; what the members list is invented.

Everything goes through the engine, time travelled: last year's from letter to announcement,
without a member that was late, and this year's, for which two members are still awaited.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dip_app import rounds
from dip_app.announcing.campaign.intake import open_campaign
from dip_app.announcing.campaign.models import Campaign
from dip_app.playing import Stage, actor_of, do
from ppid_portal.people.models import Unit, User

#: Working days before today on which the two campaigns began.
_FINISHED, _RUNNING = 190, 18
_ROWS = (
    ("Agenda Kegiatan Terbuka {unit}", "periodic", "web", "Halaman web", "1 tahun"),
    ("Laporan Layanan Masyarakat {unit}", "periodic", "pdf", "PDF", "5 tahun"),
    ("Prosedur Penerimaan Tamu {unit}", "available", "pdf", "PDF", "Selama berlaku"),
)


@dataclass(frozen=True, kw_only=True)
class Cast(Stage):
    """Who announces the list: the office, and the Anggota PPID of each unit."""

    sekretaris: User
    ketua: User
    atasan: User
    members: Sequence[tuple[Unit, User]]


#: What is played: it yields the moment of what comes next, and does it when it is called then.
Story = Generator[datetime, None, Campaign]


def campaigns_of(cast: Cast) -> list[tuple[str, datetime, Story]]:
    """Return each campaign by name, with the moment at which it begins."""
    return [
        ("campaign", cast.at(_FINISHED, 9), finished_campaign(cast)),
        ("campaign again", cast.at(_RUNNING, 9), running_campaign(cast)),
    ]


def finished_campaign(cast: Cast) -> Story:
    """Play last year's campaign to its end; the last of the members does not answer."""
    case = yield from _asked(cast, cast.day.year - 1, _FINISHED)
    for place, (unit, member) in enumerate(cast.members[:-1]):
        yield from _listed(cast, case, unit, member, _FINISHED - 12 - 5 * place)
    yield cast.at(_FINISHED - 34, 10)
    do(
        case,
        "go_on_without",
        cast.ketua,
        units=[unit for unit, _member in cast.members[-1:]],
        reason="Tidak menjawab surat dan dua pengingat; daftarnya yang lama tetap berlaku.",
    )
    rounds.follow(case.pk)
    yield cast.at(_FINISHED - 38, 11)
    case = do(case, "merge", cast.sekretaris, notes="Tidak ada informasi yang kembar.")
    yield cast.at(_FINISHED - 39, 10)
    case = do(case, "approve", cast.atasan)
    yield cast.at(_FINISHED - 39, 14)
    case = do(case, "establish", cast.ketua)
    yield cast.at(_FINISHED - 40, 9)
    return do(case, "announce", cast.sekretaris)


def running_campaign(cast: Cast) -> Story:
    """Play this year's campaign up to now: one member is in, the others still write."""
    case = yield from _asked(cast, cast.day.year, _RUNNING)
    unit, member = cast.members[0]
    yield from _listed(cast, case, unit, member, 6)
    return case


def _asked(cast: Cast, year: int, back: int) -> Story:
    case = open_campaign(
        year=year,
        units=[unit for unit, _member in cast.members],
        actor=actor_of(cast.sekretaris, ("sekretaris_ppid",)),
        instruction="Dahulukan informasi yang banyak diminta pemohon.",
    )
    yield cast.at(back, 14)
    return do(case, "sign", cast.ketua)


def _listed(
    cast: Cast, case: Campaign, unit: Unit, member: User, back: int
) -> Generator[datetime, None, None]:
    """Let a member add what is new and hand the list in."""
    part = case.parts().get(unit=unit)
    yield cast.at(back + 2, 10)
    for title, category, form, formats, retention in _ROWS:
        named = title.format(unit=unit.name)
        values = {
            "title": f"{named} Tahun {case.year}",
            "summary": f"{named} selama tahun {case.year}, menurut bulan.",
            "category": category,
            "responsible": f"Kepala {unit.name}",
            "made_when": f"Tahun {case.year}",
            "made_year": case.year,
            "made_where": "Jakarta",
            "format": form,
            "formats": formats,
            "retention": retention,
        }
        do(part, "write_row", member, values=values)
    yield cast.at(back, 11)
    do(part, "submit", member)
