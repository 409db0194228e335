"""What every round over many units asks of whoever leads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from dip_app.rounds import UnitRound
from ppid_portal.people.models import Unit
from ppid_portal.sop.case_forms import CaseForm, Ticks, UnitsField


class GoOnForm(CaseForm):
    """Which late units the round no longer waits for; the reason is asked by the act."""

    case: UnitRound
    units = UnitsField(
        label=_l("Lanjutkan tanpa unit ini"),
        help_text=_l(
            "Informasi unit ini yang sudah terbit tetap seperti sekarang. Keputusan dan alasannya "
            "dicatat."
        ),
        queryset=Unit.objects.none(),
        widget=Ticks(),
        error_messages={"required": _l("Pilih unit yang tidak ditunggu lagi.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["units"]
        late = self.case.waiting().order_by().values("unit_id")
        field.queryset = Unit.objects.filter(pk__in=late).order_by("name")
        self.order_fields(["units", "reason"])
