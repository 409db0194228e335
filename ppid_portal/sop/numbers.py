"""Register numbers: unique and gap-free per register, unit and year, also under load."""

from __future__ import annotations

import string
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ppid_portal.clock import local
from ppid_portal.people.body import body
from ppid_portal.sop.models import NumberPattern

_FIELDS = {"number", "year", "month", "roman", "unit", "classification"}
#: What the number of a case has room for; that of a letter has more.
_LONGEST = 60
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

#: One statement takes the next number and holds the series until the transaction ends, so that
#: a rolled back case gives its number back. SQLite and PostgreSQL both know it.
_TAKE = """
    INSERT INTO sop_numberseries (register, unit_code, year, last) VALUES (%s, %s, %s, 1)
    ON CONFLICT (register, unit_code, year) DO UPDATE SET last = sop_numberseries.last + 1
    RETURNING last
"""


def take(register: str, at: datetime, unit_code: str = "", *, classification: str = "") -> str:
    """Return the next number of a register.

    ``at`` is an aware moment; its year in the body's time zone chooses the series, so that a
    request of 31 December 23.59 WIB and one of 1 January 00.01 WIB count in different years.
    ``classification`` is the code of the archive; without one, that of the body.
    Must run inside the transaction that stores what is numbered (UU 14/2008 Pasal 22 ayat (4)
    to (6)); raises ``TransactionManagementError`` otherwise.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "a register number is taken inside the transaction of its case"
        )
    moment = local(at)
    pattern = NumberPattern.objects.get(register=register).pattern
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [register, unit_code, moment.year])
        number = cursor.fetchone()[0]
    if "{classification" in pattern and not classification:
        classification = body().classification
    return write(pattern, number, moment, unit_code, classification)


def write(
    pattern: str, number: int, at: datetime, unit_code: str = "", classification: str = ""
) -> str:
    """Return a number as its register writes it; ``at`` is a local moment."""
    return pattern.format(
        number=number,
        year=at.year,
        month=f"{at.month:02d}",
        roman=_ROMAN[at.month - 1],
        unit=unit_code,
        classification=classification,
    )


def check_pattern(pattern: str) -> None:
    """Raise ``ValidationError`` for a pattern whose numbers could repeat or fail."""
    try:
        names = {name for _text, name, _spec, _conv in string.Formatter().parse(pattern) if name}
        longest = write(pattern, 999_999, datetime(2026, 8, 1), "X" * 20, "X" * 12)
    except (ValueError, KeyError, IndexError, AttributeError):
        raise ValidationError(
            _("Pola ini tidak dapat dibaca. Contoh yang benar: {number:04d}/PPID/{year}.")
        ) from None
    if len(longest) > _LONGEST:
        raise ValidationError(
            _("Nomor dengan pola ini lebih panjang dari {most} tanda. Pendekkan polanya.").format(
                most=_LONGEST
            )
        )
    unknown = names - _FIELDS
    if unknown:
        raise ValidationError(
            _("Bagian {names} tidak dikenal di dalam pola.").format(names=", ".join(unknown))
        )
    if not {"number", "year"} <= names:
        raise ValidationError(
            _("Pola harus memuat {number} dan {year}; tanpa itu nomor dapat berulang.")
        )
