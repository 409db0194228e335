"""``manage.py deadline``: how a due date comes about, day by day."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import Due, words
from ppid_portal.clock.errors import ClockError
from ppid_portal.clock.services import legal_due, work_calendar


class Command(BaseCommand):
    """Prints the due date of a limit and every day that was counted or skipped."""

    help = str(
        _l("Menghitung batas waktu dan menjelaskan setiap hari yang dihitung atau dilewati.")
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Two texts, as a person writes them, and the choice of JSON."""
        parser.add_argument(
            "received",
            help=_("waktu diterima menurut zona badan publik, misalnya “2026-03-09 10:00”"),
        )
        parser.add_argument(
            "limit",
            help=_(
                "batas waktu dalam menit, jam, hari kerja, hari (kalender), atau bulan: "
                "“10 hari kerja”, “20 hari”"
            ),
        )
        parser.add_argument("--json", action="store_true", help=_("cetak sebagai JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print.

        Raises:
            CommandError: an argument cannot be read, or a holiday table is missing.
        """
        received = _moment(options["received"])
        try:
            due = legal_due(received, words.parse_limit(options["limit"]))
            explanation = due.as_json()
        except ClockError as error:
            raise CommandError(str(error)) from error
        except (OverflowError, ValueError) as error:
            raise CommandError(
                _("Batas waktu itu melampaui kalender. Pakai batas yang lebih pendek.")
            ) from error
        if options["json"]:
            del explanation["limit"]
            self.stdout.write(json.dumps(explanation, ensure_ascii=False, indent=2))
        else:
            self._explain(due, explanation)

    def _explain(self, due: Due, explanation: dict[str, Any]) -> None:
        write = self.stdout.write
        write(_("Diterima: %(when)s") % {"when": _in_full(due.received)})
        write(_day_zero(due))
        for day in explanation["days"]:
            write("  " + words.day_sentence(day))
        write(
            _("Batas waktu: %(when)s (%(how)s)")
            % {"when": _in_full(due.due), "how": words.explain(explanation)}
        )
        if due.provisional:
            write(
                _(
                    "Tanggal ini sementara: hari libur pada rentang ini belum ditetapkan "
                    "dengan SKB 3 Menteri."
                )
            )


def _moment(text: str) -> date | datetime:
    """Read "2026-03-09" or "2026-03-09 10:00" in the body's zone; with an offset, that moment."""
    try:
        if len(text.strip()) == len("2026-03-09"):
            return date.fromisoformat(text.strip())
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise CommandError(
            _(
                "Waktu diterima “%(text)s” tidak dapat dibaca. Tulis tahun-bulan-tanggal dan jam, "
                "misalnya “2026-03-09 10:00”."
            )
            % {"text": text}
        ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.get_default_timezone())
    return moment


def _in_full(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return words.moment_long(moment, with_day=True)
    return words.date_long(moment, with_day=True)


def _day_zero(due: Due) -> str:
    """Where counting begins, and why if that is not the day of receipt."""
    calendar = work_calendar()
    zero = words.date_long(due.counted_from, with_day=True)
    in_hours = due.limit.unit in ("minutes", "hours")
    label = _("Dihitung sejak") if in_hours else _("Hari ke-0")
    day = calendar.local_date(due.received)
    if day == due.counted_from:
        return f"{label}: {zero}"
    if why := calendar.why_not(day):
        because = _("karena %(date)s bukan hari kerja: %(why)s") % {
            "date": words.date_long(day),
            "why": why,
        }
    else:
        until = calendar.closing(day) if in_hours else calendar.cutoff_on(day)
        because = _("karena diterima sesudah pukul %(time)s") % {"time": f"{until:%H.%M}"}
    return f"{label}: {zero}, {because}"
