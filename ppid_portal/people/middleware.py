"""Nobody of the staff goes on without a second factor where the body demands one."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils.translation import gettext as _

from ppid_portal.people.mfa import has_second_factor, must_have_second_factor

_PASSED = "second_factor_of"
_ALWAYS = ("account_", "mfa_")


class SecondFactorMiddleware:
    """Leads staff without a second factor to the page where it is set up.

    On while MFA_REQUIRED_FOR_STAFF is. Logging in, logging out and setting it up stay open. Once
    somebody has it, the session remembers, so that pages cost no further query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or lead to the set-up."""
        if settings.MFA_REQUIRED_FOR_STAFF and self._is_missing(request):
            messages.warning(
                request,
                _("Aktifkan pengamanan dua langkah dahulu untuk membuka halaman ini."),
            )
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _is_missing(request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or _stays_open(request.path_info):
            return False
        if request.session.get(_PASSED) == user.pk or not must_have_second_factor(user):
            return False
        if has_second_factor(user):
            request.session[_PASSED] = user.pk
            return False
        return True


def _stays_open(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return True
    name = match.url_name or ""
    return (not match.namespace and name.startswith(_ALWAYS)) or name in {
        "set_language",
        "javascript-catalog",
        "theme",
        "logo",
        "healthz",
        "readyz",
    }
