"""The rules of excluded information that are more than a state."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dip_app import approvals
from ppid_portal.clock.services import work_calendar
from ppid_portal.people.actors import Actor

if TYPE_CHECKING:
    from dip_app.exclusions.models import DocumentationRound, ExclusionOpening
    from dip_app.models import ClassificationDecree

#: PP 61/2010; SOP 8.3: decided so many working days before the exclusion ends.
DECIDE_BEFORE_DAYS = 30
#: The proposal starts so many working days before that, so that the decision can be taken.
PREPARE_DAYS = 20


def decide_by(decree: ClassificationDecree) -> date | None:
    """Return the last day on which the opening is decided in time; ``None`` without an end date.

    Thirty working days before the end (PP 61/2010; SOP 8.3), in the body's zone.
    """
    if decree.last_end is None:
        return None
    return work_calendar().subtract_working_days(decree.last_end, DECIDE_BEFORE_DAYS)


def start_by(decree: ClassificationDecree) -> date | None:
    """Return the day on which the proposal to open starts."""
    day = decide_by(decree)
    return None if day is None else work_calendar().subtract_working_days(day, PREPARE_DAYS)


def everything_is_stored(case: DocumentationRound, actor: Actor | None) -> str | None:
    """SOP 8.5: of every excluded item it is known where its copies are."""
    missing = case.unstored().count()
    if not missing:
        return None
    return _("Tempat penyimpanan {count} informasi belum diisi.").format(count=missing)


def is_the_one_who_decides(case: ExclusionOpening, actor: Actor | None) -> str | None:
    """What was approved is returned by who is to sign it."""
    return approvals.waits_for(case, actor, deciding="deciding")


def is_not_listed(case: ExclusionOpening, actor: Actor | None) -> str | None:
    """What is open enters the public list once."""
    return None if case.item_id is None else _("Informasi ini sudah masuk DIP.")
