"""What the apps add to the menu of the desk."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from ppid_portal.desk import panels
from ppid_portal.people.actors import actors_of

register = template.Library()


@register.simple_tag(takes_context=True)
def daily_pages(context: Context) -> list[dict[str, Any]]:
    """Return those that stand in the first row of the menu, such as the counter."""
    return [page for page in _pages(context) if page.get("daily")]


@register.simple_tag(takes_context=True)
def app_pages(context: Context) -> list[dict[str, Any]]:
    """Return the other pages of the apps that the signed-in person may use."""
    return [page for page in _pages(context) if not page.get("daily")]


def _pages(context: Context) -> list[dict[str, Any]]:
    request = context.get("request")
    if request is None or not getattr(request, "user", None):
        return []
    actors = getattr(request, "actors", None)
    if actors is None:
        # Kept for the rest of the page, which names them as well.
        actors = request.actors = actors_of(request.user)
    return panels.navigation(actors)
