"""Rounds whose units bring rows of the list: SOP 5 from within the units, SOP 1 from the members.

What differs between them is who works where and what is signed; what a row is, how it changes,
and how rows are laid together is the same and stands here. A kind declares its own acts, with its
own states and roles, and calls these.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext as _

from dip_app.editions import proposing
from dip_app.editions.models import Action, Proposal, ProposalQuerySet
from dip_app.models import ENTRY_COLUMNS
from dip_app.rounds import SUBMITTED, UnitPart, UnitRound
from dip_app.rows.rules import check_row, taken_in
from ppid_portal.people.models import Unit
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.errors import Refused


class RowsPart(UnitPart):
    """What one unit brings: rows that keep, change, add or remove entries of the list."""

    #: The states in which its rows may change.
    editable: ClassVar[Collection[str]] = ()

    class Meta:
        abstract = True

    @property
    def is_editable(self) -> bool:
        """Whether its rows may still change."""
        return self.state in self.editable

    @property
    def returned_because(self) -> str:
        """Return why its rows are to be mended, "" while nobody gave them back."""
        return ""

    def own_unit(self) -> Unit:
        """Return the unit; every part has one."""
        if self.unit is None:
            raise ValueError(f"{self.register} {self.pk} has no unit")
        return self.unit

    def rows(self) -> ProposalQuerySet:
        """Return what the unit brings, in the order of its list."""
        return Proposal.objects.filter(case_id=self.pk)

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each proposal."""
        found = dict(self.rows().order_by().values_list("action").annotate(Count("pk")))
        return {action: found.get(action, 0) for action in Action.values}

    def begin(self, act: Act) -> None:
        """Begin with what the list has of the unit, and with its drafts."""
        begun = proposing.prefill(self, self.own_unit())
        act.log(due_on=self.due_on.isoformat(), prefilled=begun)

    def put_row(
        self, act: Act, values: dict[str, Any], row: Proposal | None, *, remove: bool, remark: str
    ) -> None:
        """Add a row or change one; what it is follows from what it says."""
        found = row or Proposal(
            case_id=self.pk, unit=self.own_unit(), position=proposing.last_position(self) + 1
        )
        if found.case_id != self.pk:
            raise Refused(_("Usulan ini milik berkas lain."))
        for name in ENTRY_COLUMNS:
            if name in values:
                setattr(found, name, values[name])
        found.remark = remark.strip()
        found.action = Action.REMOVE if remove and found.item_id else proposing.settled(found)
        check_row(found)
        found.save()
        act.log(row=found.pk, action=found.action)

    def take_row_away(self, act: Act, row: Proposal) -> None:
        """Take a new row away; an entry of the list is removed by proposing so, with a reason."""
        if row.case_id != self.pk or row.action != Action.NEW:
            raise Refused(_("Hanya usulan baru yang dapat dihapus."), "row")
        act.log(position=row.position, title=row.title)
        row.delete()

    def put_file(self, act: Act, content: bytes, name: str) -> None:
        """Read a list as the unit sent it; no row is lost, what is wrong stops the whole file."""
        found = taken_in(self, content, name)
        act.log(new=found.new, changed=found.changed, same=found.same, skipped=len(found.skipped))

    def put_all(self, act: Act) -> None:
        """Bring every entry that the list has of the unit as it stands; new rows stay."""
        count, _each = self.rows().exclude(action=Action.NEW).delete()
        proposing.prefill(self, self.own_unit())
        act.log(renewed=count)


class RowsRound(UnitRound):
    """A round that lays the rows of its units together."""

    return_reason = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    def rows(self) -> ProposalQuerySet:
        """Return what the units that are in bring together."""
        parts = self.part_model().objects.filter(origin_id=self.pk, state=SUBMITTED)
        return Proposal.objects.filter(case_id__in=parts.values("pk"))

    def settle_row(self, act: Act, row: Proposal, *, keep: bool, why: str) -> None:
        """Leave a row out of the list with the reason, or take it in as no duplicate."""
        if not self.rows().filter(pk=row.pk).exists():
            raise Refused(_("Pilih baris dari berkas ini."), "row")
        if not keep and row.action == Action.KEEP:
            raise Refused(
                _("Informasi yang tetap hanya keluar dari daftar atas usul unitnya."), "keep"
            )
        if not keep and not why.strip():
            raise Refused(_("Tulis alasan baris ini tidak dimasukkan."), "why")
        row.set_aside = "" if keep else why.strip()[:300]
        row.save(update_fields=["set_aside"])
        if keep:
            row.lookalikes.update(cleared=True)
        act.log(row=row.pk, kept=keep, why=row.set_aside)
