"""The list of open work: filters that live in the address, four numbers, and one page of rows.

Reads by keyset from the indexes of open work, so that a page costs the same at ten rows and at a
million.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from ppid_portal.clock import local, now
from ppid_portal.desk.members import Member
from ppid_portal.desk.words import TimeWords, norm_words
from ppid_portal.language import translated
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop import registry
from ppid_portal.sop.models import Case, WorkItem
from ppid_portal.sop.search import find, normalise

PAGE = 25
#: A number that is larger is shown as "999+": nobody reads it, and counting it costs time.
MOST_COUNTED = 1000

#: A place in the list: due time (``None`` for work without one) and key of a row.
Place = tuple[datetime | None, int]

WHOSE = ("saya", "ambil", "peran", "unit", "lain", "semua")
WHEN = ("terlambat", "hari-ini", "segera", "jeda")


def whose_labels() -> dict[str, str]:
    """Return what each choice of the first filter is called."""
    return {
        "saya": _("Menunggu saya"),
        "ambil": _("Yang saya ambil"),
        "peran": _("Semua milik peran saya"),
        "unit": _("Unit saya"),
        "lain": _("Menunggu pihak lain"),
        "semua": _("Semua yang boleh saya lihat"),
    }


def when_labels() -> dict[str, str]:
    """Return what each choice of lateness is called."""
    return {
        "terlambat": _("Terlambat"),
        "hari-ini": _("Jatuh tempo hari ini"),
        "segera": _("Jatuh tempo dalam 7 hari"),
        "jeda": _("Jam berhenti"),
    }


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, as it stands in the address; anything unknown is ignored."""

    whose: str = "saya"
    when: str = ""
    kind: str = ""
    unit: int | None = None
    text: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Read the filters from an address."""
        whose, when = query.get("milik", ""), query.get("waktu", "")
        kind, unit = query.get("jenis", ""), query.get("unit", "")
        return cls(
            whose=whose if whose in WHOSE else "saya",
            when=when if when in WHEN else "",
            kind=kind if kind in registry.kinds() else "",
            unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
            text=query.get("teks", "").replace("\x00", "").strip()[:200],
        )

    def query(self, **changes: Any) -> str:
        """Return the filters as part of an address, with some of them changed."""
        values = {
            "milik": self.whose if self.whose != "saya" else "",
            "waktu": self.when,
            "jenis": self.kind,
            "unit": self.unit or "",
            "teks": self.text,
            **changes,
        }
        found = QueryDict(mutable=True)
        for name, value in values.items():
            if value:
                found[name] = str(value)
        return found.urlencode()

    def url(self, **changes: Any) -> str:
        """Return the address of the worklist under these filters."""
        query = self.query(**changes)
        return f"{reverse('desk:home')}?{query}" if query else reverse("desk:home")

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the first filter is set."""
        return bool(self.when or self.kind or self.unit or self.text)


@dataclass(frozen=True)
class Tally:
    """One of the four numbers above the list."""

    number: str
    label: str
    url: str
    tone: str
    here: bool


@dataclass(frozen=True)
class Row:
    """One line of the list, all in words."""

    pk: int
    case_url: str
    number: str
    title: str
    step: str
    whose: str
    taken_by: str
    taken_by_me: bool
    may_take: bool
    due: str
    due_date: str
    tone: str
    norm: str
    share: int
    sensitive: bool
    provisional: bool


@dataclass(frozen=True)
class Page:
    """A page of rows and the addresses of its neighbours."""

    rows: list[Row]
    previous_url: str
    next_url: str


def narrowed(member: Member, filters: Filters) -> QuerySet[WorkItem]:
    """Return the open work that the filters leave."""
    work = member.open_work()
    match filters.whose:
        case "saya":
            work = work.filter(member.waiting_for_me())
        case "ambil":
            work = work.filter(assigned_to=member.user)
        case "peran":
            work = work.filter(member.own_roles())
        case "unit":
            work = work.filter(unit_id__in=member.unit_ids)
        case "lain":
            work = work.exclude(member.own_roles())
    if filters.when:
        work = work.filter(_when(filters.when))
    if filters.unit:
        work = work.filter(unit_id=filters.unit)
    if filters.kind or filters.text:
        cases = Case.objects.filter(pk=OuterRef("case_id")).order_by()
        if filters.kind:
            cases = cases.filter(kind=filters.kind)
        if filters.text:
            cases = found_by_text(member, cases, filters.text)
        work = work.filter(Exists(cases))
    return work


def found_by_text(member: Member, cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Narrow cases by number, subject and text; units never find a case by its applicant's name."""
    if member.sees_applicant:
        return find(cases, text)
    condition = Q()
    for word in normalise(text).split()[:12]:
        condition &= Q(title__icontains=word) | Q(number__icontains=word)
    return cases.filter(condition)


def _when(when: str) -> Q:
    moment = now()
    if when == "jeda":
        return Q(paused_at__isnull=False)
    running = Q(paused_at__isnull=True)
    if when == "terlambat":
        return running & Q(due_at__lt=moment)
    here = local(moment)
    end_of_today = datetime.combine(here.date(), time.max, tzinfo=here.tzinfo)
    end = end_of_today if when == "hari-ini" else end_of_today + timedelta(days=7)
    return running & Q(due_at__gte=moment, due_at__lte=end)


def tallies(member: Member, filters: Filters) -> list[Tally]:
    """Return late, due today, waiting for me, waiting for others: each a number and a link."""
    wanted = (
        (Filters(when="terlambat"), _("terlambat"), "late"),
        (Filters(when="hari-ini"), _("jatuh tempo hari ini"), "soon"),
        (Filters(), _("menunggu saya"), ""),
        (Filters(whose="lain"), _("menunggu pihak lain"), ""),
    )
    return [
        Tally(
            number=_counted(narrowed(member, each)),
            label=label,
            url=each.url(),
            tone=tone,
            here=each == filters,
        )
        for each, label, tone in wanted
    ]


def _counted(work: QuerySet[WorkItem]) -> str:
    number = work.order_by()[:MOST_COUNTED].count()
    return f"{MOST_COUNTED - 1}+" if number >= MOST_COUNTED else str(number)


_COLUMNS = (
    "id",
    "case_id",
    "case__number",
    "case__title",
    "case__sensitive",
    "label",
    "role",
    "unit_id",
    "unit__short_name",
    "unit__name",
    "assigned_to_id",
    "assigned_to__name",
    "counted_since",
    "due_at",
    "norm_value",
    "norm_unit",
    "paused_at",
    "paused_minutes",
    "provisional",
)


def page(member: Member, filters: Filters, query: QueryDict) -> Page:
    """Return one page of the list, sorted by due time, with dates already in words."""
    work = narrowed(member, filters)
    backwards = _cursor(query.get("sebelum", ""))
    onwards = _cursor(query.get("setelah", "")) if backwards is None else None
    found = _take(work, backwards, -1) if backwards else _take(work, onwards, 1)
    more = len(found) > PAGE
    found = found[:PAGE]
    if backwards:
        found.reverse()
    has_previous = more if backwards else onwards is not None
    has_next = True if backwards else more
    first = _written(found[0]) if found else ""
    last = _written(found[-1]) if found else ""
    return Page(
        rows=rows(member, found),
        previous_url=filters.url(sebelum=first) if has_previous and first else "",
        next_url=filters.url(setelah=last) if has_next and last else "",
    )


def _take(work: QuerySet[WorkItem], place: Place | None, direction: int) -> list[tuple[Any, ...]]:
    """Read one row more than a page from a place on, forwards or backwards.

    What has a due time comes first, what has none after it: two plain ranges of the index
    instead of one condition with OR, which would walk past every row before the place.
    """
    dated, undated = work.filter(due_at__isnull=False), work.filter(due_at__isnull=True)
    forwards = direction > 0
    if place is not None:
        due_at, pk = place
        beside = Q(id__gt=pk) if forwards else Q(id__lt=pk)
        if due_at is not None:
            if forwards:
                dated = dated.filter(Q(due_at__gt=due_at) | beside, due_at__gte=due_at)
            else:
                dated = dated.filter(Q(due_at__lt=due_at) | beside, due_at__lte=due_at)
                undated = undated.none()
        else:
            undated = undated.filter(beside)
            if forwards:
                dated = dated.none()
    sign = "" if forwards else "-"
    parts = [
        dated.order_by(f"{sign}due_at", f"{sign}id"),
        undated.order_by(f"{sign}id"),
    ]
    found: list[tuple[Any, ...]] = []
    for part in parts if forwards else reversed(parts):
        if len(found) <= PAGE:
            found += part.values_list(*_COLUMNS)[: PAGE + 1 - len(found)]
    return found


def rows(member: Member, found: Iterable[tuple[Any, ...]]) -> list[Row]:
    """Put rows of :data:`_COLUMNS` into words."""
    words = TimeWords()
    labels: dict[str, str] = {}
    own_roles, own_units = set(member.body_roles), set(_unit_roles(member))
    result = []
    for values in found:
        row = dict(zip(_COLUMNS, values, strict=True))
        role = row["role"]
        if role not in labels:
            labels[role] = role_label(role)
        unit = row["unit__short_name"] or row["unit__name"] or ""
        due = words.due(row["due_at"], paused=row["paused_at"] is not None)
        norm = norm_words(row["norm_value"], row["norm_unit"])
        since, paused = row["counted_since"], row["paused_minutes"]
        mine = row["assigned_to_id"] == member.user.pk
        result.append(
            Row(
                pk=row["id"],
                case_url=reverse("desk:case", args=[row["case_id"]]),
                number=row["case__number"] or "",
                title=row["case__title"],
                step=translated(row["label"]),
                whose=f"{labels[role]}, {unit}" if unit else labels[role],
                taken_by="" if mine else row["assigned_to__name"] or "",
                taken_by_me=mine,
                may_take=role in own_roles or (role, row["unit_id"]) in own_units,
                due=due.words,
                due_date=due.date,
                tone=due.tone,
                norm=_norm(norm, words.spent(since, words.moment, paused)),
                share=words.share(since, row["due_at"], paused),
                sensitive=row["case__sensitive"],
                provisional=row["provisional"],
            )
        )
    return result


def _norm(norm: str, spent: str) -> str:
    return _("norma {norm}, terpakai {spent}").format(norm=norm, spent=spent) if norm else ""


def _unit_roles(member: Member) -> list[tuple[str, int | None]]:
    return [(actor.role, actor.unit_id) for actor in member.actors if actor.unit_id]


def unit_choices(member: Member) -> list[tuple[int, str]]:
    """Return the units to filter by; only the office sees work of more than its own unit."""
    if not member.is_office:
        return []
    return [
        (pk, short or name)
        for pk, short, name in Unit.objects.filter(active=True).values_list(
            "pk", "short_name", "name"
        )
    ]


# -- keyset ----------------------------------------------------------------------------------------


def _written(values: tuple[Any, ...]) -> str:
    due_at, pk = values[_COLUMNS.index("due_at")], values[0]
    if due_at is None:
        return f"-.{pk}"
    micros = (due_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return f"{micros}.{pk}"


def _cursor(text: str) -> Place | None:
    """Read a place in the list; ``None`` for none or a spoilt one, which shows the beginning."""
    moment, _dot, pk = text.partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    if moment == "-":
        return None, int(pk)
    if not (moment.isascii() and moment.isdigit() and len(moment) < 18):
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(moment)), int(pk)
    except OverflowError:
        return None
