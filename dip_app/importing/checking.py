"""Checking a list: every row beneath the headings becomes an item, is rejected, or is skipped."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dip_app.importing import twins
from dip_app.importing.judging import Judge
from dip_app.importing.mapping import TITLE, Hints, Mapping
from dip_app.importing.reading import Table
from dip_app.importing.rows import Checked, Decisions, Row, Setting
from dip_app.importing.sifting import sift


def check(
    table: Table,
    mapping: Mapping,
    setting: Setting,
    *,
    around: Hints | None = None,
    decisions: Decisions | None = None,
) -> Checked:
    """Judge every row of a table; asks the database once, for items that the list has already."""
    decided = decisions or Decisions()
    judge = Judge(mapping, setting, around or Hints())
    rows = []
    for sifted in sift(table, mapping):
        corrected = decided.corrections.get(sifted.number)
        if corrected:
            sifted.texts = {**sifted.texts, **corrected}
            sifted.texts = {target: text for target, text in sifted.texts.items() if text}
            if TITLE in corrected:
                sifted.reason = ""  # somebody says that it is an item
        row = Row(sifted.number, sifted.texts, sifted.reason)
        if sifted.number in decided.set_aside:
            row.reason = _("Dilewati menurut pilihan Anda.")
        elif not row.reason:
            judge.fill(row, sifted)
        rows.append(row)
    twins.settle(rows, decided)
    return Checked(rows)
