"""SOP 7 for a portal that is being tried out: rounds that ended and run, disposals at both steps.

Everything goes through the engine, time travelled, in the year that is played: what a unit states
is what it had published by then.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from typing import Any

from dip_app import rounds
from dip_app.documenting import archive, intake
from dip_app.documenting.archive import Fate, Form
from dip_app.documenting.disposal import DisposalProposal
from dip_app.documenting.models import DocumentingRound, UnitDocuments
from dip_app.freshness import acts, keeping
from dip_app.models import InformationItem
from dip_app.playing import Stage, actor_of, do
from ppid_portal.clock import today
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Unit, User
from ppid_portal.people.roles import Role
from ppid_portal.sop.models import Case

#: Working days before today on which the finished round began and the running one did.
_FINISHED, _RUNNING = 45, 1
#: The same of the proposal that is carried out, and of the one that waits for Ketua PPID.
_DISPOSED, _PROPOSED = 38, 2
#: code, place, active and inactive years, fate: as the retention schedule of each topic says.
_SCHEDULE = (
    ("KU.03.01", "Ruang arsip B, rak 3, boks 7", 2, 8, Fate.PERMANENT),
    ("PL.01.01", "Ruang arsip A, rak 2, boks 4", 2, 3, Fate.DESTROY),
    ("HM.02.03", "Ruang arsip A, rak 5, map 11", 1, 4, Fate.DESTROY),
    ("OT.01.02", "Ruang arsip B, rak 1, boks 2", 2, 3, Fate.REVIEW),
)
#: The same of what is that many years old: nobody needs it any more.
_OLD, _LONG_ENDED = 7, ("RT.02.01", "Ruang arsip A, rak 7, boks 1", 2, 3, Fate.DESTROY)

#: What is played: it yields the moment of what comes next, and does it when it is called then.
Story = Generator[datetime, None, Case]


@dataclass(frozen=True, kw_only=True)
class Cast(Stage):
    """Who documents: the office, and the units with their PPID Pelaksana."""

    secretariat: User
    ketua: User
    units: Sequence[tuple[Unit, User]]


def stories(cast: Cast) -> list[tuple[str, datetime, Story]]:
    """Return each story by name, with the moment at which it begins."""
    return [
        ("documenting", cast.at(_FINISHED, 10), _finished(cast)),
        ("documenting again", cast.at(_RUNNING, 10), _running(cast)),
        ("disposal", cast.at(_DISPOSED, 10), _disposed(cast)),
        ("disposal again", cast.at(_PROPOSED, 10), _proposed(cast)),
    ]


def look_after(units: Sequence[tuple[Unit, User]]) -> None:
    """Let one unit look after its items; those of the others stay as they are."""
    keeping.date_the_undated()
    for unit, doer in units[:1]:
        late = InformationItem.objects.public().filter(unit=unit, next_update_due__lt=today())
        keys = list(late.values_list("pk", flat=True)[: acts.MOST_AT_ONCE])
        if keys:
            acts.confirm(
                keys,
                actors_of(doer)[0],
                "unchanged",
                note="Diperiksa bersama penanggung jawabnya.",
            )
    keeping.keep()


# -- rounds ----------------------------------------------------------------------------------------


def _finished(cast: Cast) -> Story:
    case: Any = _begin(cast, f"Pendokumentasian informasi publik {today().year}", "first")
    for days, (documents, doer) in zip((44, 43, 43), _parts(cast, case), strict=False):
        yield cast.at(days, 14)
        do(_state_each(documents, doer), "submit", doer)
    yield cast.at(42, 10)
    rounds.follow(case.pk)
    case = DocumentingRound.objects.get(pk=case.pk)
    case = do(case, "compile", cast.secretariat, summary="Seluruh unit menyampaikan tepat waktu.")
    yield cast.at(42, 14)
    case = do(case, "ratify", cast.ketua)
    yield cast.at(41, 10)
    return do(case, "file", cast.secretariat)


def _running(cast: Cast) -> Story:
    case = _begin(cast, "Pemutakhiran daftar arsip semester ini", "second")
    (documents, doer), *_rest = _parts(cast, case)
    yield cast.at(_RUNNING, 11)
    if archive.unrecorded(documents).filter(archive_record__isnull=False).exists():
        do(documents, "state_as_before", doer)
    return case


def _begin(cast: Cast, title: str, key: str) -> DocumentingRound:
    return intake.begin_round(
        title=title,
        direction="Cocokkan dengan jadwal retensi arsip unit masing-masing.",
        units=intake.units_with_pelaksana(),
        actor=actor_of(cast.secretariat, (Role.TIM_SEKRETARIAT_PPID,)),
        idempotency_key=f"demo:{key}",
    )


def _parts(cast: Cast, case: DocumentingRound) -> list[tuple[UnitDocuments, User]]:
    people = {unit.pk: doer for unit, doer in cast.units}
    return [(part, people[part.unit_id]) for part in case.parts() if part.unit_id in people]


def _state_each(documents: UnitDocuments, doer: User) -> UnitDocuments:
    """State item by item, as the schedule says."""
    schedule = cycle(_SCHEDULE)
    for item in archive.unrecorded(documents):
        is_old = item.made_year <= today().year - _OLD
        code, place, active, inactive, fate = _LONG_ENDED if is_old else next(schedule)
        documents = do(
            documents,
            "state_item",
            doer,
            item=item,
            facts={
                "form": Form.BOTH if item.files.exists() else Form.PAPER,
                "classification": code,
                "place": place,
                "digital": "portal PPID" if item.files.exists() else "",
                "amount": "1 berkas",
                "retention_from": archive.counted_from(item),
                "active_years": active,
                "inactive_years": inactive,
                "fate": fate,
            },
        )
    return documents


# -- disposals -------------------------------------------------------------------------------------


def _disposed(cast: Cast) -> Story:
    """What one unit kept longer than it has to: approved by Berita Acara, and destroyed."""
    unit, _doer = cast.units[0]
    case = _propose(cast, unit, "first")
    yield cast.at(_DISPOSED - 2, 10)
    case = do(case, "approve", cast.ketua)
    yield cast.at(_DISPOSED - 12, 14)
    return do(
        case,
        "carry_out",
        cast.secretariat,
        done_on=today(),
        done_letter=f"BA-12/Arsip/{today().year}",
    )


def _proposed(cast: Cast) -> Story:
    """What all others kept as long: the proposal waits for Ketua PPID."""
    yield cast.at(_PROPOSED, 11)
    return _propose(cast, None, "second")


def _propose(cast: Cast, unit: Unit | None, key: str) -> DisposalProposal:
    return intake.propose_disposal(
        sort=Fate.DESTROY,
        unit=unit,
        note="Ruang arsip penuh; sudah diperiksa bersama unitnya.",
        actor=actor_of(cast.secretariat, (Role.TIM_SEKRETARIAT_PPID,)),
        idempotency_key=f"demo:disposal {key}",
    )
