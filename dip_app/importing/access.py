"""Who may import: the PPID office for any unit, people of a unit for their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from dip_app.importing.models import ImportBatch
from ppid_portal.files.models import StoredFile
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.sop.scope import OFFICE_ROLES


@dataclass(frozen=True)
class Importer:
    """Somebody who may import, under the appointments in force today."""

    actors: Sequence[Actor]

    @cached_property
    def office(self) -> Actor | None:
        """The actor of the PPID office, who imports for every unit; None in a unit."""
        return next((actor for actor in self.actors if actor.role in OFFICE_ROLES), None)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """The units for which the person answers."""
        return frozenset(
            actor.unit_id
            for actor in self.actors
            if actor.role in UNIT_BOUND and actor.unit_id is not None
        )

    @property
    def may_import(self) -> bool:
        """Whether the person may import anything at all."""
        return self.office is not None or bool(self.unit_ids)

    def units(self) -> QuerySet[Unit]:
        """The units for which the person may import."""
        units = Unit.objects.filter(active=True)
        return units if self.office else units.filter(pk__in=self.unit_ids)

    def batches(self) -> QuerySet[ImportBatch]:
        """The imports that the person may see; ``may_open`` says the same of one."""
        return ImportBatch.objects.filter(self._scope())

    def may_open(self, batch: ImportBatch) -> bool:
        """Whether the person may see and work on an import; the twin of ``batches``."""
        if self.office:
            return True
        return not batch.whole_body and batch.unit_id in self.unit_ids

    def actor_for(self, batch: ImportBatch) -> Actor:
        """The actor as whom the person works on an import."""
        if self.office:
            return self.office
        return next(actor for actor in self.actors if actor.unit_id == batch.unit_id)

    def _scope(self) -> Q:
        return Q() if self.office else Q(whole_body=False, unit_id__in=self.unit_ids)


def may_read(request: HttpRequest, file: StoredFile) -> bool | None:
    """True for the file of an import that the reader may open. None: others decide."""
    batch = ImportBatch.objects.filter(file=file).first()
    if batch is None:
        return None
    importer = Importer(actors_of(request.user))
    return True if importer.may_import and importer.may_open(batch) else None
