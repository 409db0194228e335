"""The wording of letters in the admin's index: it leads to its own pages, which check a text."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ppid_portal.letters.wording.models import Wording


@admin.register(Wording)
class WordingAdmin(admin.ModelAdmin):
    """A way to the pages of the desk, for those who may word letters."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, str] | None = None
    ) -> HttpResponse:
        """Lead to the pages on which letters are worded."""
        return redirect("wording:index")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        """Nobody deletes."""
        return False
