"""Where the body sets how its registers are printed."""

from __future__ import annotations

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from ppid_portal.reports.models import RegisterPrint


@admin.register(RegisterPrint)
class RegisterPrintAdmin(SimpleHistoryAdmin):
    """Paper and signature of each register."""

    list_display = ("register", "paper", "signatory_role")
