"""Links from the page of the list to its open data."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from dip_app.facets import NAMES

SHOWN = ("csv", "xlsx", "json")


def list_downloads(query: str, chosen: QueryDict) -> list[tuple[str, str]]:
    """Names and addresses of what the page shows, as data: the same search and filters."""
    parameters = {"q": query} | {
        parameter: chosen.get(parameter, "") for parameter, _label in NAMES.values()
    }
    address = urlencode({name: value for name, value in parameters.items() if value})
    suffix = f"?{address}" if address else ""
    return [
        *((kind.upper(), reverse("dip_app:download", args=[kind]) + suffix) for kind in SHOWN),
        ("Atom", reverse("dip_app:feed") + suffix),
    ]
