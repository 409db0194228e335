"""Following one's own objection, and what can be done with it from its page."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from objections_app import notices, tracking
from objections_app.models import Objection, State
from objections_app.public_forms import CompleteObjectionForm, WithdrawObjectionForm
from requests_app.case_pages import CasePages, keeps_text
from requests_app.public_forms import WithFiles
from requests_app.track_views import enter_by_link


class ObjectionPages(CasePages[Objection]):
    """The pages of an objection."""

    model = Objection
    template = "objections_app/case.html"
    withdraw_template = "objections_app/withdraw.html"
    withdraw_form = WithdrawObjectionForm

    def options(self, case: Objection) -> tracking.Options:
        """Return what the objector can do now."""
        return tracking.options(case)

    def asked_for(self, options: tracking.Options) -> type[WithFiles] | None:
        """Return the form of what is missing."""
        return CompleteObjectionForm if options.complete else None

    def context(self, request: HttpRequest, case: Objection) -> dict[str, Any]:
        """Return the dates."""
        return {
            "dates": tracking.dates(case),
            "replied": case.state in (State.DELIVERED, State.ARCHIVED),
        }

    def tell_office(self, case: Objection, unique: str) -> None:
        """Tell the secretariat that the objector wrote."""
        notices.objector_wrote(case, unique)

    def withdrawn_words(self) -> str:
        """Return what somebody reads who has withdrawn an objection."""
        return _("Keberatan Anda sudah dicabut.")


PAGES = ObjectionPages()


@never_cache
@require_safe
def open_link(request: HttpRequest, public_id: uuid.UUID, token: str) -> HttpResponse:
    """Open an objection by its secret link, which then leaves the address bar."""
    return enter_by_link(request, Objection, public_id, token)


@never_cache
@require_safe
def case(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show where the objection stands, what to do now, and everything that was sent."""
    return PAGES.page(request, PAGES.own(request, public_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def complete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand in what was missing (Perki 1/2021 Pasal 39)."""
    return PAGES.act(
        request,
        public_id,
        "complete",
        CompleteObjectionForm,
        _("Terima kasih. Kelengkapan Anda kami terima; hitungan hari dimulai hari ini."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def message(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write to the office."""
    return PAGES.message(request, public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask once more, then withdraw the objection."""
    return PAGES.withdraw(request, public_id)


@never_cache
@require_safe
def letter(request: HttpRequest, public_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Hand out the PDF of a letter to the objector of its case, and to nobody else."""
    return PAGES.letter(request, public_id, letter_id)
