"""Reading the record in the admin; nothing can be changed there."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from ppid_portal.audit.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """The record, newest first."""

    list_display = ("at", "stream", "sequence", "verb", "subject", "role", "name", "to_state")
    list_filter = ("verb", "role")
    search_fields = ("subject", "stream")
    ordering = ("-id",)
    show_full_result_count = False
    date_hierarchy = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        """Nobody deletes."""
        return False
