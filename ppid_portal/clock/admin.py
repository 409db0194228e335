"""Holidays and service hours in the admin, with who changed what."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from ppid_portal.clock.models import (
    CalendarTable,
    CalendarYear,
    Heartbeat,
    Holiday,
    ServiceDay,
    WorkingTimeRule,
)


class CalendarAdmin(SimpleHistoryAdmin):
    """Base: a deletion, too, is written into the history with the name of the person."""

    def delete_model(self, request: HttpRequest, obj: CalendarTable) -> None:
        """Delete one row, named in its history."""
        obj._history_user = request.user  # type: ignore[attr-defined]
        obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete the chosen rows one by one, so that each is named; one announcement for all."""
        with transaction.atomic():
            for row in queryset:
                row._history_user = request.user
                row.delete()


@admin.register(Holiday)
class HolidayAdmin(CalendarAdmin):
    """The list that office hours are counted by; a change moves the open due dates."""

    list_display = ["date", "name", "kind", "confirmed", "source"]
    list_filter = ["kind", "confirmed", "date"]
    search_fields = ["name", "source"]
    date_hierarchy = "date"
    ordering = ["-date"]

    def save_model(self, request: HttpRequest, obj: Holiday, form: Any, change: bool) -> None:
        """Save, and say so when the year of the holiday is not opened yet."""
        super().save_model(request, obj, form, change)
        if not CalendarYear.objects.filter(year=obj.date.year).exists():
            self.message_user(
                request,
                _(
                    "Tahun %(year)s belum dibuka untuk penghitungan. Setelah semua hari liburnya "
                    "diisi, tambahkan tahun itu di Tahun kalender."
                )
                % {"year": obj.date.year},
                messages.WARNING,
            )


@admin.register(CalendarYear)
class CalendarYearAdmin(CalendarAdmin):
    """Which years may be counted in, and which are confirmed by decree."""

    list_display = ["year", "confirmed", "source"]
    ordering = ["-year"]


@admin.register(ServiceDay)
class ServiceDayAdmin(CalendarAdmin):
    """Service hours per weekday; a weekday without a row has no service."""

    list_display = ["weekday", "opens", "closes", "break_from", "break_to"]


@admin.register(WorkingTimeRule)
class WorkingTimeRuleAdmin(CalendarAdmin):
    """The one row of rules."""

    list_display = ["__str__", "cutoff"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not WorkingTimeRule.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The rule is changed, never deleted."""
        return False


@admin.register(Heartbeat)
class HeartbeatAdmin(admin.ModelAdmin):
    """Read only: signs of life are not edited."""

    list_display = ["name", "last_at", "gap_from", "gap_noted"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a sign of life."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one."""
        return False
