"""SOP 7 for a portal that is being tried out: one round that ended, one that runs, a disposal.

Everything goes through the engine, time travelled. The items are those of ``dip_app.demo``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from itertools import cycle
from typing import Any

from dip_app import rounds
from dip_app.documenting import archive, intake
from dip_app.documenting.archive import Fate, Form
from dip_app.documenting.models import DocumentingRound, UnitDocuments
from dip_app.freshness import acts, keeping
from dip_app.models import InformationItem
from ppid_portal.clock import local, now, today, travel
from ppid_portal.clock.services import work_calendar
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import Unit, User
from ppid_portal.sop import engine

#: code, place, active and inactive years, fate: as the retention schedule of each topic says.
_SCHEDULE = (
    ("KU.03.01", "Ruang arsip B, rak 3, boks 7", 2, 8, Fate.PERMANENT),
    ("PL.01.01", "Ruang arsip A, rak 2, boks 4", 2, 3, Fate.DESTROY),
    ("HM.02.03", "Ruang arsip A, rak 5, map 11", 1, 4, Fate.DESTROY),
    ("OT.01.02", "Ruang arsip B, rak 1, boks 2", 2, 3, Fate.REVIEW),
)


def build(
    secretariat: User, ketua: User, units: Sequence[tuple[Unit, User]]
) -> tuple[DocumentingRound, DocumentingRound]:
    """Play a round of two months ago to its end, and begin one that still runs."""
    tim, head = actors_of(secretariat)[0], actors_of(ketua)[0]
    people = {unit.pk: actors_of(user)[0] for unit, user in units}
    first = _finished(tim, head, people)
    _disposal(tim)
    second = _running(tim, people)
    _confirmed(people)
    keeping.keep()
    return first, second


def _at(days: int, hour: int = 10) -> Any:
    """Stand at a working day so many before today."""
    day = work_calendar().subtract_working_days(today(), days)
    return travel(datetime.combine(day, time(hour), tzinfo=local(now()).tzinfo))


def _begin(tim: Actor, title: str, key: str) -> DocumentingRound:
    return intake.begin_round(
        title=title,
        direction="Cocokkan dengan jadwal retensi arsip unit masing-masing.",
        units=intake.units_with_pelaksana(),
        actor=tim,
        idempotency_key=f"demo:{key}",
    )


def _parts(case: DocumentingRound, people: dict[int, Actor]) -> list[tuple[Any, Actor]]:
    return [(part, people[part.unit_id]) for part in case.parts() if part.unit_id in people]


def _state_each(documents: UnitDocuments, actor: Actor) -> UnitDocuments:
    """State item by item, as the schedule says; the first to be destroyed has long ended."""
    schedule, ended = cycle(_SCHEDULE), True
    for item in archive.unrecorded(documents):
        code, place, active, inactive, fate = next(schedule)
        begin = archive.counted_from(item)
        if ended and fate == Fate.DESTROY:
            begin, ended = begin.replace(year=begin.year - 7), False
        documents = engine.perform(
            documents,
            "state_item",
            actor,
            item=item,
            facts={
                "form": Form.BOTH if item.files.exists() else Form.PAPER,
                "classification": code,
                "place": place,
                "digital": "portal PPID" if item.files.exists() else "",
                "amount": "1 berkas",
                "retention_from": begin,
                "active_years": active,
                "inactive_years": inactive,
                "fate": fate,
            },
        )
    return documents


def _finished(tim: Actor, head: Actor, people: dict[int, Actor]) -> DocumentingRound:
    with _at(45):
        case: Any = _begin(tim, f"Pendokumentasian informasi publik {today().year}", "first")
    for days, (documents, actor) in zip((44, 43, 43), _parts(case, people), strict=False):
        with _at(days, 14):
            engine.perform(_state_each(documents, actor), "submit", actor)
    with _at(42):
        rounds.follow(case.pk)
        case = DocumentingRound.objects.get(pk=case.pk)
        case = engine.perform(
            case, "compile", tim, summary="Seluruh unit menyampaikan tepat waktu."
        )
    with _at(42, 14):
        case = engine.perform(case, "ratify", head)
    with _at(41):
        return engine.perform(case, "file", tim)


def _disposal(tim: Actor) -> None:
    """Propose what has been kept longer than it has to be."""
    with _at(2):
        intake.propose_disposal(
            sort=Fate.DESTROY,
            unit=None,
            note="Ruang arsip penuh; sudah diperiksa bersama unitnya.",
            actor=tim,
            idempotency_key="demo:disposal",
        )


def _running(tim: Actor, people: dict[int, Actor]) -> DocumentingRound:
    with _at(1):
        case = _begin(tim, "Pemutakhiran daftar arsip semester ini", "second")
    (documents, actor), *_rest = _parts(case, people)
    if archive.unrecorded(documents).filter(archive_record__isnull=False).exists():
        engine.perform(documents, "state_as_before", actor)
    return case


def _confirmed(people: dict[int, Actor]) -> None:
    """Let one unit look after its items; those of the others stay as they are."""
    keeping.date_the_undated()
    for unit, actor in list(people.items())[:1]:
        late = InformationItem.objects.public().filter(unit=unit, next_update_due__lt=today())
        keys = list(late.values_list("pk", flat=True)[: acts.MOST_AT_ONCE])
        if keys:
            acts.confirm(keys, actor, "unchanged", note="Diperiksa bersama penanggung jawabnya.")
