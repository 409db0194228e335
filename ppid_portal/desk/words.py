"""Due dates, norms and spans of working time in words; computed once per page, never stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ppid_portal.clock import Limit, WorkCalendar, local, now
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import work_calendar
from ppid_portal.clock.words import clock_time, date_long, limit_words

#: The bar shows at most this share of the norm; more is said in words.
FULL = 150


@dataclass(frozen=True)
class DueWords:
    """When something is due, as a sentence and as a tone of the status words."""

    words: str
    tone: str
    date: str = ""


@dataclass
class TimeWords:
    """Puts times of one page into words against one moment and one calendar."""

    moment: datetime = field(default_factory=now)
    calendar: WorkCalendar = field(default_factory=work_calendar)
    _days: dict[date, int | None] = field(default_factory=dict)
    _dates: dict[date, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Return the day in the body's zone."""
        return local(self.moment).date()

    def in_full(self, day: date) -> str:
        """Return a date in full, each formatted once."""
        if day not in self._dates:
            self._dates[day] = date_long(day)
        return self._dates[day]

    def days_until(self, day: date) -> int | None:
        """Return the working days from today to a day, negative when past; None without table."""
        if day not in self._days:
            try:
                self._days[day] = self.calendar.working_days_between(self.today, day)
            except NoHolidayTable:
                self._days[day] = None
        return self._days[day]

    def due(self, due_at: datetime | None, *, paused: bool = False) -> DueWords:
        """Return when a piece of work is due: "3 hari kerja lagi", "terlambat 2 hari kerja"."""
        if paused:
            return DueWords(_("jam berhenti, menunggu pemohon"), "waiting")
        if due_at is None:
            return DueWords(_("tanpa batas waktu"), "neutral")
        here = local(due_at)
        day = here.date()
        shown = self.in_full(day)
        if due_at < self.moment:
            return DueWords(self._late(day, due_at), "late", shown)
        if day == self.today:
            return DueWords(
                _("hari ini pukul {time}").format(time=clock_time(due_at)), "soon", shown
            )
        left = self.days_until(day)
        if left is None:
            return DueWords(_("pada {date}").format(date=shown), "neutral", shown)
        words = ngettext("%(n)d hari kerja lagi", "%(n)d hari kerja lagi", left) % {"n": left}
        return DueWords(words, "soon" if left <= 1 else "neutral", shown)

    def due_on(self, day: date) -> DueWords:
        """Return when a legal limit ends; the whole day counts."""
        left = self.days_until(day)
        shown = self.in_full(day)
        if day < self.today:
            return DueWords(self._late(day, None), "late", shown)
        if day == self.today:
            return DueWords(_("berakhir hari ini"), "soon", shown)
        if left is None:
            return DueWords(_("pada {date}").format(date=shown), "neutral", shown)
        if left == 0:
            # A limit in calendar days may end on a holiday, before anybody is back at work.
            return DueWords(_("berakhir sebelum hari kerja berikutnya"), "soon", shown)
        words = ngettext("%(n)d hari kerja lagi", "%(n)d hari kerja lagi", left) % {"n": left}
        return DueWords(words, "soon" if left <= 3 else "neutral", shown)

    def _late(self, day: date, due_at: datetime | None) -> str:
        left = self.days_until(day)
        if due_at is not None and day == self.today:
            return _("terlambat sejak pukul {time}").format(time=clock_time(due_at))
        if not left:
            return _("terlambat sejak {date}").format(date=self.in_full(day))
        return ngettext("terlambat %(n)d hari kerja", "terlambat %(n)d hari kerja", -left) % {
            "n": -left
        }

    def spent(self, start: datetime, end: datetime, paused: int = 0) -> str:
        """Return the working time between two moments: "2 jam 5 menit", "4 hari kerja".

        ``paused`` are working minutes for which the clock stood still meanwhile.
        """
        try:
            days = self.calendar.working_days_between(local(start).date(), local(end).date())
            minutes = self.calendar.working_minutes_between(start, end)
        except NoHolidayTable:
            return _("tidak dapat dihitung, tabel hari libur belum ada")
        left = max(minutes - paused, 0)
        if paused and minutes:
            days = round(days * left / minutes)
        if days >= 2:
            return limit_words(Limit(days, "days"))
        return minutes_words(left)

    def share(self, since: datetime, due_at: datetime | None, paused: int = 0) -> int:
        """Return how much of the norm is used by now, in percent, at most :data:`FULL`."""
        if due_at is None:
            return 0
        try:
            whole = self.calendar.working_minutes_between(since, due_at) - paused
            used = self.calendar.working_minutes_between(since, self.moment) - paused
        except NoHolidayTable:
            return 0
        if whole <= 0:
            return 0 if used <= 0 else FULL
        return max(0, min(FULL, round(100 * used / whole)))


def minutes_words(minutes: int) -> str:
    """Return a span of working time in hours and minutes."""
    minutes = max(minutes, 0)
    if minutes == 0:
        return _("kurang dari 1 menit")
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(limit_words(Limit(hours, "hours")))
    if rest:
        parts.append(limit_words(Limit(rest, "minutes")))
    return " ".join(parts)


def norm_words(value: int | None, unit: str) -> str:
    """Return the norm of a step in words, "" where the SOP sets none."""
    if not value:
        return ""
    return limit_words(Limit(value, unit))  # type: ignore[arg-type]
