"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ppid_portal.people.body import body as the_body


def body(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``body``; a page that does not show it costs no query."""
    return {"body": SimpleLazyObject(the_body)}
