"""What is reported of objections (Perki 1/2021 Pasal 56), as half-yearly (SOP 3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from objections_app import report
from objections_app.models import Ground, Outcome
from ppid_portal.sop.figures import Chapter, Row, Table


def tables(first: date, last: date) -> Sequence[Table]:
    """Count the objections of a period."""
    found = report.counted(first, last)
    grounds, outcomes = found.by_ground, found.by_outcome
    return [
        Table(
            key="course",
            title=_("Keberatan yang diterima"),
            rows=(
                Row("in_time", _("Ditanggapi dalam 30 hari kerja"), found.in_time),
                Row("late", _("Ditanggapi terlambat"), found.late),
                Row("unanswered", _("Lewat waktu, tidak ditanggapi"), found.lapsed_unanswered),
                Row("withdrawn", _("Dicabut"), found.withdrawn),
                Row("pending", _("Masih diperiksa"), found.pending),
            ),
            unit=_("Keberatan"),
            summed=True,
        ),
        Table(
            key="ground",
            title=_("Menurut alasan (Pasal 35 ayat (1) UU 14/2008)"),
            rows=tuple(
                Row(letter, f"{letter}. {label}", each.count)
                for (letter, label), each in zip(Ground.choices, grounds, strict=True)
            ),
            unit=_("Keberatan"),
            note=_("Satu keberatan dapat memuat lebih dari satu alasan."),
        ),
        Table(
            key="outcome",
            title=_("Menurut putusan Atasan PPID"),
            rows=tuple(
                Row(code, str(label), each.count)
                for (code, label), each in zip(Outcome.choices, outcomes, strict=True)
            ),
            unit=_("Keberatan"),
            summed=True,
        ),
        Table(
            key="order",
            title=_("Pelaksanaan perintah Atasan PPID"),
            rows=(
                Row("in_time", _("Dilaksanakan tepat waktu"), found.orders_done_in_time),
                Row("late", _("Dilaksanakan terlambat"), found.orders_late),
                Row("open", _("Belum dilaksanakan"), found.orders_open),
            ),
            unit=_("Perintah"),
        ),
        Table(
            key="time",
            title=_("Waktu yang diperlukan"),
            rows=(Row("median", _("Nilai tengah"), found.median_days),),
            unit=_("Hari kerja"),
        ),
    ]


CHAPTERS = (Chapter("objections", _l("Keberatan"), 20, tables),)
