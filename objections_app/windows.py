"""When the law lets somebody object, and whether an objection came within that time.

UU 14/2008 Pasal 36 ayat (1): within thirty working days after the reason was found. An answer
opens the time on the day on which it is received, silence on the day after its limit.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import today
from ppid_portal.clock.services import legal_due
from ppid_portal.clock.words import date_long
from ppid_portal.sop import deadlines
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import LegalDeadline
from requests_app.models import InformationRequest, State

RULE = "objection_window"
Status = LegalDeadline.Status


class Timing(models.TextChoices):
    """How an objection lies to its time."""

    IN_TIME = "in_time", _l("Dalam jangka waktu")
    LATE = "late", _l("Melewati jangka waktu")
    EARLY = "early", _l("Sebelum waktunya")
    NO_WINDOW = "no_window", _l("Tanpa jangka waktu")


@dataclass(frozen=True)
class Window:
    """The time to object as it stands on a day.

    ``opens_on`` and ``closes_on`` are the first and the last day, in the body's zone, as far as
    they are known; ``explanation`` says how the last day was counted.
    """

    code: Timing
    opens_on: date | None = None
    closes_on: date | None = None
    explanation: dict[str, object] | None = None
    provisional: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether an objection on that day is in time."""
        return self.code in (Timing.IN_TIME, Timing.NO_WINDOW)

    @property
    def sentence(self) -> str:
        """Return what this means, as an applicant reads it."""
        last = date_long(self.closes_on, with_day=True) if self.closes_on else ""
        match self.code:
            case Timing.IN_TIME:
                return _("Anda dapat mengajukan keberatan sampai {date}.").format(date=last)
            case Timing.LATE:
                return _("Waktu mengajukan keberatan berakhir pada {date}.").format(date=last)
            case Timing.EARLY if self.opens_on is not None:
                return _(
                    "Batas waktu jawaban belum lewat. Keberatan dapat diajukan begitu jawaban Anda "
                    "terima, atau mulai {date} bila belum dijawab."
                ).format(date=date_long(self.opens_on, with_day=True))
            case Timing.EARLY:
                return _("Keberatan dapat diajukan setelah jawaban Anda terima.")
            case _:
                return _("Keberatan ini tidak terikat pada jawaban suatu permohonan.")


def window(
    request: InformationRequest | None,
    *,
    on: date | None = None,
    grounds: Collection[str] = (),
    found_on: date | None = None,
) -> Window:
    """Return the time to object to the handling of a request, as it stands on a day.

    ``on`` is a day of the body's zone, today by default. Ground b needs no request (UU 14/2008
    Pasal 35 ayat (1) huruf b); its time counts from ``found_on``, the day on which the missing
    information was noticed, where that is told.
    """
    day = on or today()
    if request is None or set(grounds) == {"b"}:
        return _since_found(found_on, day)
    if request.state in (State.LAPSED, State.WITHDRAWN):
        return Window(Timing.EARLY)
    started = _started(request)
    if started is not None:
        silent = request.answered_on is None or request.answered_on > started.due_on
        opens = started.counted_from + timedelta(days=1) if silent else started.counted_from
        return _placed(day, opens, started.due_on, dict(started.explanation), started.provisional)
    answer = request.notification_deadline
    if answer is None or answer.status in (Status.PAUSED, Status.CANCELLED):
        return Window(Timing.EARLY)
    # Silence opens the time by itself, also before a sweep has seen that the limit has passed.
    due = legal_due(answer.due_on, legal_rules()[RULE].limit)
    return _placed(
        day, answer.due_on + timedelta(days=1), due.due_on, due.as_json(), due.provisional
    )


def _started(request: InformationRequest) -> LegalDeadline | None:
    return (
        request.deadlines.filter(rule=RULE).exclude(status=Status.CANCELLED).order_by("-id").first()
    )


def _since_found(found_on: date | None, day: date) -> Window:
    if found_on is None:
        return Window(Timing.NO_WINDOW)
    due = legal_due(found_on, legal_rules()[RULE].limit)
    return _placed(day, found_on, due.due_on, due.as_json(), due.provisional)


def _placed(
    day: date, opens: date, closes: date, explanation: dict[str, object], provisional: bool
) -> Window:
    code = Timing.IN_TIME
    if day < opens:
        code = Timing.EARLY
    elif day > closes:
        code = Timing.LATE
    return Window(code, opens, closes, explanation, provisional)


def running(request: InformationRequest) -> LegalDeadline | None:
    """Return the time to object where it runs on a request."""
    return deadlines.running(request, RULE)
