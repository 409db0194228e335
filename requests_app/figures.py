"""What is reported of requests: how many, of whom, how they ended, and in what time.

Perki 1/2021 Pasal 56 (domain 3.16). Counted as the register has them, so that both agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.models import ArticleLetter
from ppid_portal.clock import local
from ppid_portal.clock.calendar import WorkCalendar
from ppid_portal.clock.services import work_calendar
from ppid_portal.clock.words import month_name
from ppid_portal.people.models.applicants import ApplicantKind
from ppid_portal.sop import deadlines
from ppid_portal.sop.figures import Chapter, Row, Table, percentile, span, tally
from ppid_portal.sop.models import Channel, LegalDeadline
from requests_app.models import Extension, InformationRequest, Outcome, State
from requests_app.registers import WITHOUT_ANSWER, result_of, with_all

_RULE = "written_notification"
_WITH_ARTICLE = (Outcome.REFUSED, Outcome.PARTLY)
_HALF, _NINE_TENTHS = 0.5, 0.9


def received_in(first: date, last: date) -> list[InformationRequest]:
    """Return the requests that were received from ``first`` to ``last``, both days included."""
    begin, end = span(first, last)
    limits = LegalDeadline.objects.filter(rule=_RULE).order_by("id")
    found = with_all(
        InformationRequest.objects.filter(received_at__gte=begin, received_at__lt=end).exclude(
            state=State.NEW
        )
    ).prefetch_related(Prefetch("deadlines", queryset=limits, to_attr="limits"), "extensions")
    return list(found.order_by("received_at", "pk"))


def tables(first: date, last: date) -> Sequence[Table]:
    """Count the requests of a period."""
    found = received_in(first, last)
    results = {case.pk: result_of(case, _outcomes(case)) for case in found}
    return [
        _months(found, first, last),
        Table(
            key="channel",
            title=_("Menurut cara masuk"),
            rows=tally(
                [(key, label) for key, label in Channel.choices if key != Channel.SYSTEM],
                Counter(case.channel for case in found),
            ),
            unit=_("Permohonan"),
            summed=True,
        ),
        Table(
            key="applicant",
            title=_("Menurut jenis pemohon"),
            rows=tally(
                ApplicantKind.choices,
                Counter(case.applicant.kind for case in found if case.applicant is not None),
            ),
            unit=_("Permohonan"),
            summed=True,
        ),
        Table(
            key="result",
            title=_("Menurut hasil"),
            rows=tally(
                [
                    *Outcome.choices,
                    *((state, State(state).label) for state in WITHOUT_ANSWER),
                    ("", _l("Masih diproses")),
                ],
                Counter(results.values()),
            ),
            unit=_("Permohonan"),
            summed=True,
        ),
        _reasons(found),
        _punctuality(found),
        _times(found, results),
    ]


def _outcomes(case: InformationRequest) -> set[str]:
    decided = next(iter(getattr(case, "decided", ())), None)
    return {part.outcome for part in decided.parts.all()} if decided is not None else set()


def _months(found: Sequence[InformationRequest], first: date, last: date) -> Table:
    by_month = Counter(f"{local(case.received_at):%Y-%m}" for case in found)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return Table(
        key="month",
        title=_("Permohonan yang diterima"),
        rows=tuple(
            Row(key, f"{month_name(each % 12 + 1)} {each // 12}", by_month[key])
            for each in months
            if (key := f"{each // 12:04d}-{each % 12 + 1:02d}")
        ),
        unit=_("Permohonan"),
        summed=True,
    )


def _reasons(found: Sequence[InformationRequest]) -> Table:
    """Count each article once for each request that it kept something from."""
    named: Counter[str] = Counter()
    for case in found:
        decided = next(iter(getattr(case, "decided", ())), None)
        if decided is None or case.answered_on is None:
            continue
        named.update(
            {
                part.article
                for part in decided.parts.all()
                if part.outcome in _WITH_ARTICLE and part.article
            }
        )
    return Table(
        key="reason",
        title=_("Alasan penolakan menurut Pasal 17 UU 14/2008"),
        rows=tally(ArticleLetter.choices, named),
        unit=_("Permohonan"),
        note=_("Satu permohonan dapat memuat lebih dari satu alasan."),
    )


def _punctuality(found: Sequence[InformationRequest]) -> Table:
    status = LegalDeadline.Status
    ends = Counter(limits[-1].status for case in found if (limits := getattr(case, "limits", [])))
    extended = sum(
        any(each.status == Extension.Status.APPROVED for each in case.extensions.all())
        for case in found
    )
    return Table(
        key="punctuality",
        title=_("Ketepatan waktu (10 hari kerja, dapat diperpanjang 7 hari kerja)"),
        rows=(
            Row("in_time", _("Dijawab dalam jangka waktu"), ends[status.MET]),
            Row("late", _("Dijawab terlambat"), ends[status.MET_LATE]),
            Row("unanswered", _("Jangka waktu berakhir tanpa jawaban"), ends[status.BREACHED]),
            Row("extended", _("Diperpanjang dengan pemberitahuan"), extended),
        ),
        unit=_("Permohonan"),
        note=_("Permohonan yang diperpanjang termasuk dalam baris di atasnya."),
    )


def _times(found: Sequence[InformationRequest], results: dict[int, str]) -> Table:
    """Return in how many working days requests were answered; pauses are left out (S8)."""
    spent: dict[str, list[int]] = {}
    calendar = work_calendar()
    for case in found:
        days = _days(case, calendar)
        if days is not None:
            spent.setdefault(results[case.pk], []).append(days)
    every = [days for group in spent.values() for days in group]
    return Table(
        key="time",
        title=_("Waktu yang diperlukan"),
        rows=(
            Row("median", _("Nilai tengah seluruh permohonan"), percentile(every, _HALF)),
            Row("most", _("Sembilan dari sepuluh dijawab dalam"), percentile(every, _NINE_TENTHS)),
            *(
                Row(key, f"{_('Nilai tengah')}: {label}", percentile(spent.get(key, []), _HALF))
                for key, label in Outcome.choices
            ),
        ),
        unit=_("Hari kerja"),
    )


def _days(case: InformationRequest, calendar: WorkCalendar) -> int | None:
    limits = getattr(case, "limits", [])
    if case.answered_on is None or not limits:
        return None
    limit = limits[-1]
    days = calendar.working_days_between(limit.counted_from, case.answered_on)
    return max(0, days - deadlines.paused_days(limit))


CHAPTERS = (Chapter("requests", _l("Permohonan informasi"), 10, tables),)
