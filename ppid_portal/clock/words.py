"""Dates, limits and explanations in words: Indonesian, or English where that is active.

Written in Python and not through template filters: formatting dates is what list pages spend
their time on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ppid_portal.clock.calendar import (
    COLLECTIVE_LEAVE,
    KIND_REASONS,
    LOCAL,
    NATIONAL,
    NO_SERVICE_REASON,
    WEEKDAYS,
    WEEKEND_REASON,
)
from ppid_portal.clock.due import Limit, Unit
from ppid_portal.clock.errors import BadLimit
from ppid_portal.clock.moments import local

MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_MONTHS_EN: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS_EN: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_WRITTEN_UNITS: Final[Mapping[str, Unit]] = {
    "menit": "minutes",
    "jam": "hours",
    "hari kerja": "days",
    "hari": "calendar_days",
    "hari kalender": "calendar_days",
    "bulan": "months",
}
_LIMIT: Final = re.compile(r"\s*([0-9]{1,6})\s+(\S.*?)\s*", re.ASCII)

_COUNTED: Final = re.compile(r"hari ke-([0-9]+)(?:, (.+))?")
_MINUTES: Final = re.compile(r"([0-9]+) menit")
_MONTHS_LATER: Final = re.compile(r"genap ([0-9]+) bulan")


def _english() -> bool:
    return (get_language() or "id").startswith("en")


def day_name(day: date) -> str:
    """The name of the weekday: "Senin"."""
    return (_WEEKDAYS_EN if _english() else WEEKDAYS)[day.weekday()]


def month_name(month: int) -> str:
    """The name of month 1 to 12: "Juni"."""
    return (_MONTHS_EN if _english() else MONTHS)[month - 1]


def date_long(day: date, *, with_day: bool = False) -> str:
    """A date in full: "5 Juni 2026", or "Jumat, 5 Juni 2026".

    Args:
        day: a date, or an aware datetime, which is read in the body's zone.
        with_day: put the weekday in front.
    """
    if isinstance(day, datetime):
        day = local(day).date()
    text = f"{day.day} {month_name(day.month)} {day.year}"
    return f"{day_name(day)}, {text}" if with_day else text


def clock_time(moment: datetime) -> str:
    """The time of day in the body's zone: "10.00" (English: "10:00")."""
    here = local(moment)
    return f"{here:%H:%M}" if _english() else f"{here:%H.%M}"


def moment_long(moment: datetime, *, with_day: bool = False) -> str:
    """A moment in full: "5 Juni 2026 pukul 17.00"; aware datetimes are read in the body's zone."""
    return _("%(date)s pukul %(time)s") % {
        "date": date_long(moment, with_day=with_day),
        "time": clock_time(moment),
    }


def limit_words(limit: Limit) -> str:
    """A limit in words: "10 hari kerja", "20 hari kalender"."""
    n = limit.value
    if limit.unit == "minutes":
        text = ngettext("%(n)d menit", "%(n)d menit", n)
    elif limit.unit == "hours":
        text = ngettext("%(n)d jam", "%(n)d jam", n)
    elif limit.unit == "days":
        text = ngettext("%(n)d hari kerja", "%(n)d hari kerja", n)
    elif limit.unit == "calendar_days":
        text = ngettext("%(n)d hari kalender", "%(n)d hari kalender", n)
    else:
        text = ngettext("%(n)d bulan", "%(n)d bulan", n)
    return text % {"n": n}


def parse_limit(text: str) -> Limit:
    """Read "10 hari kerja", "20 hari", "30 menit", "2 jam" or "6 bulan".

    A bare "hari" is every day of the calendar, as rulings use it beside "hari kerja"; written
    again it is "20 hari kalender", so that nobody takes the one for the other.

    Raises:
        BadLimit: it is none of these, or the number is not at least 1.
    """
    match = _LIMIT.fullmatch(text.lower())
    unit = _WRITTEN_UNITS.get(" ".join(match[2].split())) if match else None
    if match is None or unit is None or int(match[1]) < 1:
        raise BadLimit(text)
    return Limit(int(match[1]), unit)


def is_holiday_reason(reason: str) -> bool:
    """Whether a skipped day was a holiday on what would have been a day of service."""
    return not reason.startswith((WEEKEND_REASON, NO_SERVICE_REASON))


def day_off_in(reason: str) -> str:
    """Why a counted day has no service, in the active language; "" for an ordinary one."""
    match = _COUNTED.fullmatch(reason)
    return reason_words(match[2]) if match and match[2] else ""


def explain(due: Mapping[str, Any]) -> str:
    """One line about a stored explanation: "10 hari kerja; 5 hari libur dilewati".

    Args:
        due: what :meth:`ppid_portal.clock.Due.as_json` gave. Weekends are not mentioned, they
            are no news; holidays and collective leave are counted, and a provisional date says so.
            Of calendar days it says that holidays count too.
    """
    days = due["days"]
    parts = []
    if limit := due.get("limit"):
        parts.append(limit_words(Limit(limit["value"], limit["unit"])))
        if limit["unit"] == "calendar_days":
            parts.append(_("hari libur ikut dihitung"))
    else:
        parts.append(limit_words(Limit(sum(day["counted"] for day in days), "days")))
    skipped = sum(not day["counted"] and is_holiday_reason(day["reason"]) for day in days)
    if skipped:
        parts.append(
            ngettext(
                "%(n)d hari libur dilewati",
                "%(n)d hari libur dilewati",
                skipped,
            )
            % {"n": skipped}
        )
    if due["provisional"]:
        parts.append(_("sementara, hari libur belum ditetapkan"))
    return "; ".join(parts)


def reason_words(reason: str) -> str:
    """A stored reason in the active language; names of holidays stay as they were decreed."""
    if not _english():
        return reason
    if match := _COUNTED.fullmatch(reason):
        place = _("hari ke-%(n)s") % {"n": match[1]}
        return f"{place}, {reason_words(match[2])}" if match[2] else place
    for pattern, text in (
        (_MINUTES, _("%(n)s menit")),
        (_MONTHS_LATER, _("genap %(n)s bulan")),
    ):
        if match := pattern.fullmatch(reason):
            return text % {"n": match[1]}
    translated = {
        WEEKEND_REASON: _("akhir pekan"),
        NO_SERVICE_REASON: _("bukan hari layanan"),
        KIND_REASONS[NATIONAL]: _("libur nasional"),
        KIND_REASONS[COLLECTIVE_LEAVE]: _("cuti bersama"),
        KIND_REASONS[LOCAL]: _("libur setempat"),
    }
    said = []
    for part in reason.split(", ", 1):
        kind = next((kind for kind in translated if part.startswith(kind)), "")
        said.append(translated.get(kind, "") + part.removeprefix(kind))
    return ", ".join(said)


def day_sentence(day: Mapping[str, Any]) -> str:
    """One day of a stored explanation: "Rabu, 18 Maret 2026 dilewati: cuti bersama …"."""
    when = date_long(date.fromisoformat(day["date"]), with_day=True)
    if day["counted"]:
        return _("%(date)s dihitung %(reason)s") % {
            "date": when,
            "reason": reason_words(day["reason"]),
        }
    return _("%(date)s dilewati: %(reason)s") % {
        "date": when,
        "reason": reason_words(day["reason"]),
    }
