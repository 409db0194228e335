"""The banner of what threatens lives or public order, above every public page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from dip_app.announcing import urgent
from ppid_portal.clock.words import moment_long

register = template.Library()


@register.inclusion_tag("components/urgent.html", takes_context=True)
def urgent_banner(context: Context) -> dict[str, Any]:
    """Return the warnings that are up; none on a page without a request, as after a failure."""
    request = context.get("request")
    if request is None:
        return {"warnings": []}
    return {
        "warnings": [
            {
                "title": each.title,
                "place": each.place,
                "url": each.url,
                "since": moment_long(each.since),
            }
            for each in urgent.active(request)
        ]
    }
