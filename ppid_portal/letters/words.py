"""Indonesian words for letters: numbers, dates, months, rupiah.

Letters are always Indonesian, so none of this goes through gettext, and none of it depends on
the language or locale that happens to be active.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from ppid_portal.clock.words import MONTHS

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ORDINALS = (
    "KESATU",
    "KEDUA",
    "KETIGA",
    "KEEMPAT",
    "KELIMA",
    "KEENAM",
    "KETUJUH",
    "KEDELAPAN",
    "KESEMBILAN",
    "KESEPULUH",
)
_UNITS = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_SCALES = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
LARGEST = 10**18 - 1


def number_words(number: int) -> str:
    """Write a whole number in words (terbilang): 2026 → "dua ribu dua puluh enam".

    Works from -LARGEST to LARGEST (below a quintillion).

    Raises:
        ValueError: beyond that range.
    """
    if abs(number) > LARGEST:
        raise ValueError(f"number_words: {number} is beyond {LARGEST}")
    if number < 0:
        return "minus " + number_words(-number)
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    if number < 100:
        return _with_rest(f"{_UNITS[number // 10]} puluh", number % 10)
    if number < 200:
        return _with_rest("seratus", number - 100)
    if number < 1000:
        return _with_rest(f"{_UNITS[number // 100]} ratus", number % 100)
    if number < 2000:
        return _with_rest("seribu", number - 1000)
    if number < 10**6:
        return _with_rest(f"{number_words(number // 1000)} ribu", number % 1000)
    scale, name = next((size, word) for size, word in _SCALES if number >= size)
    return _with_rest(f"{number_words(number // scale)} {name}", number % scale)


def _with_rest(head: str, rest: int) -> str:
    return f"{head} {number_words(rest)}" if rest else head


def as_date(value: date | datetime | str) -> date:
    """The local date (zone of the body) of a date, an aware moment or an ISO text of either."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return _local(value).date()
    return value


def as_moment(value: datetime | str) -> datetime:
    """The local moment (zone of the body) of an aware moment or its ISO text."""
    return _local(datetime.fromisoformat(value) if isinstance(value, str) else value)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment in a letter must be aware of its time zone")
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def day_name(value: date | datetime | str) -> str:
    """ "Jumat"."""
    return DAYS[as_date(value).weekday()]


def date_long(value: date | datetime | str) -> str:
    """ "5 Juni 2026"."""
    day = as_date(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_date(value: date | datetime | str) -> str:
    """ "Jumat, 5 Juni 2026"."""
    return f"{day_name(value)}, {date_long(value)}"


def moment_long(value: datetime | str) -> str:
    """ "Jumat, 5 Juni 2026 pukul 09.30 WIB"; the zone's name as the body's zone has it."""
    moment = as_moment(value)
    return f"{day_date(moment)} pukul {moment:%H.%M} {moment.tzname()}"


def clock_time(value: datetime | str) -> str:
    """ "09.30 WIB"."""
    moment = as_moment(value)
    return f"{moment:%H.%M} {moment.tzname()}"


def date_words(value: date | datetime | str) -> str:
    """ "tanggal lima bulan Juni tahun dua ribu dua puluh enam", as minutes and decrees write."""
    day = as_date(value)
    return (
        f"tanggal {number_words(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {number_words(day.year)}"
    )


def roman_month(value: date | datetime | str) -> str:
    """ "VI" for June, as letter numbers write it."""
    return ROMAN_MONTHS[as_date(value).month - 1]


def thousands(number: int) -> str:
    """ "1.250.000"."""
    return f"{number:,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """ "Rp1.250.000,00", as the official spelling has it: no space, two decimals."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{thousands(abs(amount))},00"


def number_with_words(number: int) -> str:
    """ "10 (sepuluh)", as letters state a term."""
    return f"{number} ({number_words(number)})"


def ordinal_clause(position: int) -> str:
    """ "KESATU" for 1: the heading of a clause of a decree (diktum), up to ten."""
    return ORDINALS[position - 1]
