"""Reading letters in the admin, and rendering those that failed; nothing can be changed."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from ppid_portal.letters import services
from ppid_portal.letters.kind_settings.admin import KindSettingAdmin
from ppid_portal.letters.models import Letter
from ppid_portal.letters.wording.admin import WordingAdmin

__all__ = ["KindSettingAdmin", "LetterAdmin", "WordingAdmin"]


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """Issued letters, newest first; what they say stays with the case."""

    list_display = ("number", "title", "status", "issued_at", "signatory_name", "attempts")
    list_filter = ("status", "kind", "audience")
    search_fields = ("number", "verification_code")
    ordering = ("-issued_at",)
    show_full_result_count = False
    actions = ("render_again",)
    fields = (
        "kind",
        "number",
        "title",
        "status",
        "audience",
        "issued_at",
        "signatory_position",
        "signatory_name",
        "signatory_mandate",
        "verification_code",
        "sha256",
        "rendered_at",
        "attempts",
        "error",
        "last_error",
        "withdrawn_at",
        "withdrawn_reason",
    )
    readonly_fields = fields

    @admin.action(description=_l("Buat PDF sekarang"), permissions=["view"])
    def render_again(self, request: HttpRequest, queryset: QuerySet[Letter]) -> None:
        """Render the chosen letters that have no PDF yet."""
        ready = sum(services.render(letter.pk).is_ready for letter in queryset)
        if ready:
            self.message_user(
                request,
                ngettext("%(n)d surat terbit.", "%(n)d surat terbit.", ready) % {"n": ready},
            )
        else:
            self.message_user(
                request, _("Belum ada PDF yang dapat dibuat. Baca galatnya."), messages.ERROR
            )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        """Nobody deletes."""
        return False
