"""The rules of making the list that are more than a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from dip_app import approvals
from dip_app.editions.models import Action, ListEdition, Proposal, ProposalQuerySet
from dip_app.editions.proposing import TakenIn, take_in
from dip_app.importing.limits import Unreadable
from dip_app.models import InformationItem
from ppid_portal.people.actors import Actor, units_with
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import Refused

if TYPE_CHECKING:
    from dip_app.compiling.models import ListRound, UnitList

#: So many titles a sentence names; the page shows all.
_NAMED = 3


# -- SOP 5.1 ---------------------------------------------------------------------------------------


def check_order(case: ListRound, units: Sequence[Unit], day: date) -> None:
    """Refuse an order without units, without time, or to a unit that could not answer it."""
    if not units:
        raise Refused(_("Pilih paling sedikit satu unit."), "units")
    if case.units_due_on <= day:
        raise Refused(_("Batas waktu unit harus sesudah hari ini."), "units_due_on")
    heads = set(units_with(Role.PIMPINAN_UNIT_KERJA, day).values_list("pk", flat=True))
    doers = set(units_with(Role.PPID_PELAKSANA, day).values_list("pk", flat=True))
    lacking = [unit.name for unit in units if unit.pk not in heads or unit.pk not in doers]
    if lacking:
        raise Refused(
            _(
                "Unit ini belum mempunyai PPID Pelaksana dan Pimpinan Unit Kerja: {units}. "
                "Tetapkan penugasannya lebih dahulu."
            ).format(units=", ".join(lacking)),
            "units",
        )


# -- a unit's rows ---------------------------------------------------------------------------------


def check_row(row: Proposal) -> None:
    """Refuse a row that breaks a rule of the list; each sentence names its field."""
    try:
        row.full_clean(exclude=["case"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(" ".join(messages), field) from error


def taken_in(case: UnitList, content: bytes, name: str) -> TakenIn:
    """Take a file in, the whole of it or nothing; say which rows are wrong."""
    try:
        found = take_in(case, case.own_unit(), content, name)
    except Unreadable as error:
        raise Refused(str(error), "file") from error
    if found.rejected:
        wrong = [
            _("baris {row}, {column}: {message}").format(
                row=row.number, column=problem.column, message=problem.message
            )
            for row in found.rejected[:10]
            for problem in row.problems
        ]
        raise Refused(
            _("{count} baris salah, dan tidak ada yang dimasukkan. {wrong}").format(
                count=len(found.rejected), wrong=" ".join(wrong)
            ),
            "file",
        )
    if not found.new + found.changed + found.same:
        raise Refused(_("Tidak ada baris informasi dalam berkas ini."), "file")
    return found


def has_rows(case: UnitList, actor: Actor | None) -> str | None:
    """An inventory has at least one row."""
    return None if case.rows().exists() else _("Belum ada satu pun informasi dalam daftar unit.")


def may_be_proposed(case: UnitList, actor: Actor | None) -> str | None:
    """Nothing incomplete and nothing excluded is proposed (UU 14/2008 Pasal 11, Pasal 17)."""
    return has_rows(case, actor) or _complete(case.rows()) or _open(case.rows())


def _complete(rows: ProposalQuerySet) -> str | None:
    titles = _titles(rows.incomplete())
    if not titles:
        return None
    return _("Lengkapi dahulu semua kolom wajib. Belum lengkap: {titles}.").format(titles=titles)


def _open(rows: ProposalQuerySet) -> str | None:
    titles = _titles(rows.excluded())
    if not titles:
        return None
    return _(
        "Informasi yang dikecualikan tidak dimuat dalam daftar. Keluarkan dahulu: {titles}."
    ).format(titles=titles)


def _titles(rows: ProposalQuerySet) -> str:
    """Return the first titles in one line, "" when there are none."""
    found = list(rows.order_by("position", "id").values_list("title", flat=True)[: _NAMED + 1])
    named = "; ".join(f"“{title}”" for title in found[:_NAMED])
    return _("{titles}; dan lainnya").format(titles=named) if len(found) > _NAMED else named


def in_words(counts: Mapping[str, int]) -> str:
    """Return in one line how many entries stay, change, come and go."""
    return _("{keep} tetap, {change} diubah, {new} baru, {remove} dikeluarkan").format(**counts)


# -- the round -------------------------------------------------------------------------------------


def is_verified(case: ListRound, actor: Actor | None) -> str | None:
    """Nothing incomplete, excluded, out of date or twice is decreed (SOP 5.8)."""
    rows = case.rows()
    return _complete(rows) or _open(rows) or _fresh(rows) or _single(case)


def _fresh(rows: ProposalQuerySet) -> str | None:
    titles = _titles(stale(rows))
    if not titles:
        return None
    return _("Informasi ini ditarik sejak diusulkan. Putuskan dahulu barisnya: {titles}.").format(
        titles=titles
    )


def stale(rows: ProposalQuerySet) -> ProposalQuerySet:
    """Return rows that would change or remove what is not in the list any more."""
    public = InformationItem.objects.public().filter(pk=OuterRef("item_id"))
    return rows.live().filter(~Exists(public), action__in=(Action.CHANGE, Action.REMOVE))


def _single(case: ListRound) -> str | None:
    titles = _titles(repeated(case))
    if not titles:
        return None
    return _("Baris ini sama dengan yang lain. Putuskan dahulu: {titles}.").format(titles=titles)


def repeated(case: ListRound) -> ProposalQuerySet:
    """Return live rows that say exactly the same as another live row, or an entry of the list."""
    other = Q(lookalikes__other_row__isnull=True) | Q(lookalikes__other_row__set_aside="")
    return (
        case.rows()
        .in_list()
        .filter(other, lookalikes__exact=True, lookalikes__cleared=False)
        .distinct()
    )


def size_after(case: ListRound) -> int:
    """Return how many entries the list has when the round is published, or had then."""
    edition = ListEdition.objects.filter(case_id=case.pk).first()
    if edition is not None:
        return edition.entry_count
    counts = count_by_action(case)
    public = InformationItem.objects.public().count()
    return public + counts[Action.NEW] - counts[Action.REMOVE]


def count_by_action(case: ListRound) -> dict[str, int]:
    """Return how many live rows of the round there are of each proposal."""
    found: Any = case.rows().live().order_by().values_list("action").annotate(Count("pk"))
    counts = dict(found)
    return {action: counts.get(action, 0) for action in Action.values}


def is_the_one_who_decides(case: ListRound, actor: Actor | None) -> str | None:
    """Atasan PPID returns what waits for approval, the signatory what waits for the decree."""
    from dip_app.compiling.models import RoundState

    return approvals.waits_for(case, actor, deciding=RoundState.DECIDING)


def may_establish(case: ListRound, actor: Actor | None) -> str | None:
    """The signatory that the body has set establishes what Atasan PPID approved (domain 3.14)."""
    return approvals.may_sign(case, actor) or is_verified(case, actor)
