"""Working time: what the time is, which days count, and how every due date comes about.

Importable before Django has loaded its apps; the tables behind it are read by
:mod:`ppid_portal.clock.services`.
"""

from ppid_portal.clock.calendar import WorkCalendar
from ppid_portal.clock.due import CountedDay, Due, Limit
from ppid_portal.clock.moments import end_of, local, now, today, travel

__all__ = [
    "CountedDay",
    "Due",
    "Limit",
    "WorkCalendar",
    "end_of",
    "local",
    "now",
    "today",
    "travel",
]
