"""Which language a page is in: Indonesian, unless its reader chose English."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import check_for_language, gettext


def translated(stored: str) -> str:
    """Return a text of the portal's own that was stored in Indonesian, for today's reader.

    What the portal writes into its records is Indonesian whoever acts, so that a record reads
    alike for everybody; a text that the catalogue does not know comes back as it is.
    """
    # The empty msgid is the header of the catalogue.
    return gettext(stored) if stored else ""


class ChosenLanguageMiddleware:
    """Serve Indonesian by default and English only to those who switched to it.

    The browser's own preference is not asked: a phone set to English is the rule among people
    who read Indonesian, and an official page must not change its language by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the chosen language for this request and name it in the answer."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES) and check_for_language(chosen)
        language = chosen if known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
