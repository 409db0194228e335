"""What units propose for the list, the decreed editions of it, and every change with its ground."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.models import (
    ENTRY_COLUMNS,
    ClassificationDecree,
    EntryFields,
    InformationItem,
)
from ppid_portal.clock import now
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Unit
from ppid_portal.sop.models import Case

#: The columns of the law's form that an entry must fill before it may be published; the others
#: are a choice, a date or have a default.
NEEDED = (
    "title",
    "summary",
    "category",
    "responsible",
    "made_when",
    "made_where",
    "format",
    "formats",
    "retention",
)


class FrozenEdition(Exception):
    """An edition and what it holds are never changed (design, invariant 5)."""


class Action(models.TextChoices):
    """What a unit proposes to do with an entry of the list."""

    KEEP = "keep", _l("Tetap")
    CHANGE = "change", _l("Diubah")
    NEW = "new", _l("Baru")
    REMOVE = "remove", _l("Dikeluarkan")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals by what they are and what stands in their way."""

    def live(self) -> ProposalQuerySet:
        """Those that were not set aside; ``Proposal.is_live`` says the same of one."""
        return self.filter(set_aside="")

    def in_list(self) -> ProposalQuerySet:
        """Those by which an entry stands in the list afterwards."""
        return self.live().exclude(action=Action.REMOVE)

    def incomplete(self) -> ProposalQuerySet:
        """Those that lack a column of the law's form; ``Proposal.missing`` names it for one.

        Only of entries that would be new or changed: what is kept was published as it is.
        """
        empty = Q()
        for name in NEEDED:
            empty |= Q(**{name: ""})
        return self.live().filter(empty, action__in=(Action.NEW, Action.CHANGE))

    def excluded(self) -> ProposalQuerySet:
        """Those that a determination of exclusion keeps off the list.

        The set's twin of ``dip_app.services.excluding_decree``: it names the item, or the same
        information of the same unit by its title.
        """
        barring = ClassificationDecree.objects.barring()
        return self.in_list().filter(
            Exists(barring.filter(item=OuterRef("item_id")))
            | Exists(barring.filter(unit=OuterRef("unit_id"), title__iexact=OuterRef("title")))
        )


class Proposal(EntryFields):
    """One row of a list that a unit proposes, in whatever case it is asked for one.

    ``item`` is the entry of the list that it is about; a new one has none until it is published.
    ``set_aside`` is the reason of the compiler why the row does not go into the list.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    position = models.PositiveIntegerField(_l("urutan"))
    action = models.CharField(_l("usul"), max_length=10, choices=Action, default=Action.NEW)
    item = models.ForeignKey(
        InformationItem, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_l("unit yang menguasai informasi"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    remark = models.CharField(_l("catatan"), max_length=500, blank=True, default="")
    set_aside = models.CharField(
        _l("alasan tidak dimasukkan"), max_length=300, blank=True, default=""
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _l("usulan daftar")
        verbose_name_plural = _l("usulan daftar")
        ordering = ("position", "id")
        indexes = (
            models.Index(fields=["case", "position", "id"], name="proposal_in_order"),
            models.Index(fields=["case", "action"], name="proposal_by_action"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "item"],
                name="proposal_once_per_item",
                violation_error_message=_l("Informasi ini sudah ada dalam usulan."),
            ),
            models.CheckConstraint(
                condition=Q(action="new") | Q(item__isnull=False), name="proposal_names_its_item"
            ),
            models.CheckConstraint(
                condition=Q(action__in=["keep", "change", "new", "remove"]),
                name="proposal_known_action",
            ),
        )

    @property
    def is_live(self) -> bool:
        """Whether nobody set it aside; the twin of ``ProposalQuerySet.live``."""
        return not self.set_aside

    @property
    def missing(self) -> tuple[str, ...]:
        """The needed columns that are empty; the twin of ``ProposalQuerySet.incomplete``."""
        if self.action not in (Action.NEW, Action.CHANGE):
            return ()
        return tuple(name for name in NEEDED if not getattr(self, name))

    def changed(self) -> list[str]:
        """The columns in which it differs from the entry that it is about."""
        if self.item is None:
            return []
        return [n for n in ENTRY_COLUMNS if getattr(self, n) != getattr(self.item, n)]

    def clean(self) -> None:
        """Refuse a withdrawal without its reason: it is recorded and shown."""
        super().clean()
        if self.action == Action.REMOVE and not self.remark.strip():
            raise ValidationError(
                {"remark": _("Tulis alasan informasi ini dikeluarkan dari daftar.")}
            )


class FrozenQuerySet(models.QuerySet[Any]):
    """Rows that are written once."""

    def update(self, **kwargs: Any) -> int:
        """Refuse: it is written once."""
        raise FrozenEdition(f"{self.model.__name__} is frozen")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: it is written once."""
        raise FrozenEdition(f"{self.model.__name__} is frozen")

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """Refuse: it is written once."""
        raise FrozenEdition(f"{self.model.__name__} is frozen")


class Frozen(models.Model):
    """A row that is written once and never changed or deleted."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new row; refuse a change."""
        if not self._state.adding:
            raise FrozenEdition(f"{type(self).__name__} {self.pk} is frozen")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: it is written once."""
        raise FrozenEdition(f"{type(self).__name__} {self.pk} is frozen")


class ListEdition(Frozen):
    """The public list as it was decreed: frozen, numbered within its year.

    The current list is the last edition plus the changes that came after it (``ListChange``).
    """

    year = models.PositiveSmallIntegerField(_l("tahun"))
    number = models.PositiveSmallIntegerField(_l("edisi ke"))
    decreed_on = models.DateField(_l("ditetapkan pada"))
    frozen_at = models.DateTimeField(_l("dibekukan"), default=now)
    case = models.OneToOneField(
        Case, verbose_name=_l("berkas"), on_delete=models.PROTECT, related_name="edition"
    )
    decree = models.OneToOneField(
        Letter,
        verbose_name=_l("surat keputusan"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    minutes = models.OneToOneField(
        Letter, verbose_name=_l("berita acara"), on_delete=models.PROTECT, null=True,
        related_name="+",
    )  # fmt: skip
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="following"
    )
    entry_count = models.PositiveIntegerField(_l("jumlah informasi"))
    # Against the edition before it, counted once, so that no page has to.
    added = models.PositiveIntegerField(_l("masuk daftar"), default=0)
    changed = models.PositiveIntegerField(_l("diubah"), default=0)
    removed = models.PositiveIntegerField(_l("keluar dari daftar"), default=0)

    class Meta:
        verbose_name = _l("edisi daftar")
        verbose_name_plural = _l("edisi daftar")
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=["year", "number"], name="edition_once_per_number"),
            models.CheckConstraint(
                condition=Q(decree__isnull=False) | Q(minutes__isnull=False),
                name="edition_names_its_decision",
            ),
        )

    def __str__(self) -> str:
        return _("Edisi %(number)d tahun %(year)d") % {"number": self.number, "year": self.year}

    def get_absolute_url(self) -> str:
        return reverse("dip_app:edition", args=[self.year, self.number])

    @property
    def decision(self) -> Letter:
        """The letter by which it was established: the decree, else the minutes."""
        letter = self.decree or self.minutes
        if letter is None:
            raise ValueError(f"edition {self.pk} names no decision")
        return letter

    def changes(self) -> models.QuerySet[ListChange]:
        """Return how it differs from the edition before it, newest first."""
        return ListChange.objects.filter(
            Q(after__isnull=True) if self.previous_id is None else Q(after=self.previous_id)
        ).order_by("-pk")

    @property
    def is_current(self) -> bool:
        """Whether no later edition took its place."""
        return getattr(self, "following", None) is None

    @property
    def status(self) -> str:
        """Its status in words."""
        return _("Berlaku") if self.is_current else _("Digantikan edisi berikutnya")


class EditionEntry(EntryFields, Frozen):
    """An item as it stood in an edition; pages of an edition are slices of ``position``."""

    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(_l("nomor"))
    item = models.ForeignKey(
        InformationItem, on_delete=models.PROTECT, related_name="edition_entries"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(_l("unit yang menguasai informasi"), max_length=200)

    class Meta:
        verbose_name = _l("informasi dalam edisi")
        verbose_name_plural = _l("informasi dalam edisi")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "position"], name="edition_entry_in_place"),
            models.UniqueConstraint(fields=["edition", "item"], name="edition_entry_once"),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class ChangeKind(models.TextChoices):
    """What happened to an entry of the list."""

    ADDED = "added", _l("Masuk daftar")
    CHANGED = "changed", _l("Diubah")
    REMOVED = "removed", _l("Keluar dari daftar")


class ListChange(Frozen):
    """One change of the list and the decision that it rests on.

    ``after`` is the edition that the change follows: the changes between two editions are those
    after the first, the changes by the second among them.
    """

    item = models.ForeignKey(InformationItem, on_delete=models.PROTECT, related_name="list_changes")
    kind = models.CharField(_l("perubahan"), max_length=10, choices=ChangeKind)
    at = models.DateTimeField(_l("pada"), default=now)
    basis = models.CharField(_l("dasar"), max_length=300)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="list_changes"
    )
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="list_changes"
    )
    after = models.ForeignKey(
        ListEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_since"
    )

    class Meta:
        verbose_name = _l("perubahan daftar")
        verbose_name_plural = _l("perubahan daftar")
        ordering = ("-id",)
        indexes = (
            models.Index(F("item"), F("id").desc(), name="list_change_of_item"),
            models.Index(F("after"), F("id").desc(), name="list_change_after_edition"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["added", "changed", "removed"]),
                name="list_change_known_kind",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="list_change_has_basis"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"
