"""Reference data of the SOPs that an administrator may change."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from ppid_portal.sop.models import NumberPattern, StepLimit


@admin.register(NumberPattern)
class NumberPatternAdmin(SimpleHistoryAdmin):
    """How each register writes its numbers."""

    list_display = ("register", "name", "pattern")
    readonly_fields = ("register",)

    def has_add_permission(self, request: object) -> bool:
        """Registers come with the program; only their pattern is data."""
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """Refuse: a register without a pattern could give no number."""
        return False


@admin.register(StepLimit)
class StepLimitAdmin(SimpleHistoryAdmin):
    """Norm times that the body has set for itself."""

    list_display = ("sop", "no", "value", "unit", "reason")
