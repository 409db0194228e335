"""What is reported of disputes: how they ended, what became of rulings (Perki 1/2021 Pasal 56)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes_app.models import Dispute, Outcome, State
from disputes_app.records import CourtOutcome, CourtStage, Level
from ppid_portal.sop.figures import Chapter, Row, Table, span, tally
from ppid_portal.sop.models import LegalDeadline
from requests_app.models import Obligation, ObligationState

_RULE = "order_execution"


def tables(first: date, last: date) -> Sequence[Table]:
    """Count the disputes whose summons came in a period."""
    begin, end = span(first, last)
    found = list(
        Dispute.objects.filter(received_at__gte=begin, received_at__lt=end).exclude(state=State.NEW)
    )
    stages = list(CourtStage.objects.filter(dispute__in=found))
    pending = _l("Masih diproses")
    return [
        Table(
            key="outcome",
            title=_("Sengketa di Komisi Informasi"),
            rows=tally([*Outcome.choices, ("", pending)], Counter(case.outcome for case in found)),
            unit=_("Sengketa"),
            summed=True,
        ),
        *(
            Table(
                key=str(level),
                title=str(label),
                rows=tally(
                    [*CourtOutcome.choices, ("", pending)],
                    Counter(stage.outcome for stage in stages if stage.level == level),
                ),
                unit=_("Perkara"),
                summed=True,
            )
            for level, label in Level.choices
        ),
        _orders(found),
    ]


def _orders(found: Sequence[Dispute]) -> Table:
    orders = list(Obligation.objects.filter(origin_id__in=[case.pk for case in found]))
    status = LegalDeadline.Status
    ends = {
        row.case_id: row.status
        for row in LegalDeadline.objects.filter(
            rule=_RULE, case_id__in=[order.pk for order in orders]
        ).order_by("id")
    }
    limits = Counter(ends.values())
    waiting = (ObligationState.OPEN, ObligationState.SUSPENDED)
    return Table(
        key="order",
        title=_("Pelaksanaan putusan dan kesepakatan"),
        rows=(
            Row("in_time", _("Dilaksanakan tepat waktu"), limits[status.MET]),
            Row("late", _("Dilaksanakan terlambat"), limits[status.MET_LATE]),
            Row("open", _("Belum dilaksanakan"), sum(order.state in waiting for order in orders)),
        ),
        unit=_("Kewajiban"),
    )


CHAPTERS = (Chapter("disputes", _l("Sengketa informasi publik"), 30, tables),)
