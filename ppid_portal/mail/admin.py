"""Reading notices in the admin and sending again what did not arrive."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from post_office.models import Attachment, Email, EmailTemplate, Log

from ppid_portal.mail import services
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.sop.errors import Refused

# The outbox's own pages would show every address and text, send mail in the office's name, and
# change what waits to be sent, all without a trace.
for _raw in (Attachment, Email, EmailTemplate, Log):
    admin.site.unregister(_raw)


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    """What was told to whom, newest first; addresses are not shown."""

    list_display = ("created_at", "subject", "audience", "status", "attempts", "sent_at")
    list_filter = ("status", "audience", "kind")
    search_fields = ("subject",)
    ordering = ("-created_at",)
    show_full_result_count = False
    actions = ("send_again",)
    fields = (
        "created_at",
        "kind",
        "audience",
        "subject",
        "body",
        "status",
        "attempts",
        "first_error",
        "last_error",
        "sent_at",
        "failed_at",
    )
    readonly_fields = fields

    @admin.action(description=_l("Kirim ulang"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        """Queue the chosen notices again; those that cannot be are named with the reason."""
        again = 0
        for notice in queryset:
            try:
                services.resend(notice, actor=_actor(request))
            except Refused as refusal:
                self.message_user(request, f"{notice.subject}: {refusal.message}", messages.ERROR)
            else:
                again += 1
        if again:
            self.message_user(
                request,
                ngettext(
                    "%(n)d pemberitahuan masuk antrean kirim.",
                    "%(n)d pemberitahuan masuk antrean kirim.",
                    again,
                )
                % {"n": again},
            )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Nobody deletes."""
        return False


def _actor(request: HttpRequest) -> Actor | None:
    if not isinstance(request.user, User):
        return None
    return next(iter(actors_of(request.user)), None) or Actor.account(request.user)
