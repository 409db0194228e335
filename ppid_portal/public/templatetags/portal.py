"""Template tags of every page: addresses, the menu, dates with their reason."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, Field
from django.http import QueryDict
from django.template import Context
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ppid_portal.clock import now, words
from ppid_portal.clock.models import ServiceDay
from ppid_portal.language import translated as translated_text
from ppid_portal.people.actors import actors_of
from ppid_portal.public.hours import HoursLine, in_words
from ppid_portal.sop.catalogue import Step, role_names

register = template.Library()


@register.simple_tag(takes_context=True)
def nav_item(context: Context, name: str, label: str) -> SafeString:
    """Return one entry of the main menu; the page the reader is in is marked for everybody."""
    href = reverse(name)
    match = getattr(context.get("request"), "resolver_match", None)
    here = match is not None and (
        match.view_name == name
        or (name.startswith("dip_app:") and match.namespace == "dip_app")
        or (name == "requests_app:start" and str(match.route).startswith("permohonan/"))
        or (name == "requests_app:track" and str(match.route).startswith("lacak/"))
        or (name.startswith("letters:") and match.namespace == "letters")
        or (name == "announcing:list" and str(match.route).startswith("pengumuman/"))
    )
    return format_html(
        '<li class="govuk-service-navigation__item{}">'
        '<a class="govuk-service-navigation__link" href="{}"{}>{}</a></li>',
        " govuk-service-navigation__item--active" if here else "",
        href,
        SafeString(' aria-current="true"') if here else "",
        label,
    )


@register.simple_tag(takes_context=True)
def theme_url(context: Context) -> str:
    """Return the address of the body's colours, new whenever the colour changes."""
    body = context.get("body")
    colours = f"{getattr(body, 'brand_colour', '')} {getattr(body, 'accent_colour', '')}"
    version = hashlib.sha256(colours.encode()).hexdigest()[:8]
    return f"{reverse('public:theme')}?v={version}"


@register.simple_tag
def printed_at() -> str:
    """Return the moment a page is printed, in words and in the body's zone."""
    return words.moment_long(now())


@register.filter
def iso_date(value: Any) -> date | datetime | None:
    """Read a date or moment written as ISO 8601, as stored with a due date."""
    if isinstance(value, date) or not value:
        return value or None
    text = str(value)
    return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)


@register.filter
def long_date(value: Any) -> str:
    """Return ``Senin, 30 Maret 2026``; a moment with its time of day in the body's zone."""
    moment = iso_date(value)
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return words.moment_long(moment, with_day=True)
    return words.date_long(moment, with_day=True)


@register.filter
def short_date(value: Any) -> str:
    """Return ``30 Maret 2026`` for a date or a moment."""
    moment = iso_date(value)
    return "" if moment is None else words.date_long(moment)


@register.simple_tag(takes_context=True)
def desk_nav_item(context: Context, name: str, label: str) -> SafeString:
    """Return one entry of the staff menu."""
    href = reverse(name)
    match = getattr(context.get("request"), "resolver_match", None)
    here = match is not None and match.view_name == name
    return format_html(
        '<li><a href="{}"{}>{}</a></li>',
        href,
        SafeString(' aria-current="page"') if here else "",
        label,
    )


@dataclass(frozen=True)
class Problem:
    """One error of a form and the field it belongs to (``target`` is an element id)."""

    text: str
    target: str


@register.simple_tag
def form_errors(form: Any = None, forms: Any = None) -> list[Problem]:
    """Return every error of one or several forms, in the order of the fields."""
    problems: list[Problem] = []
    for each in list(forms or []) or [form]:
        if not isinstance(each, BaseForm) or not each.is_bound:
            continue
        problems += [Problem(str(text), "kesalahan-formulir") for text in each.non_field_errors()]
        for field in each:
            # Radios and checkboxes have no label of their own: the first one gets the focus.
            target = field.id_for_label or f"{field.auto_id}_0"
            problems += [Problem(_named(field, str(text)), target) for text in field.errors]
    return problems


def _named(field: BoundField, text: str) -> str:
    # "This field is required" says nothing when it stands away from its field.
    if text == str(Field.default_error_messages["required"]):
        return f"{field.label} – {text}"
    return text


@register.simple_tag
def explain_due(explanation: Any) -> str:
    """Return how a due date comes about in a few words; empty if nothing was recorded."""
    return words.explain(explanation) if explanation else ""


@dataclass(frozen=True)
class NumberedDay:
    """One day of a count; ``number`` is its place among the counted days.

    ``off`` says why a counted day has no service: of calendar days each one counts.
    """

    date: date | datetime | None
    counted: bool
    reason: str
    number: int
    off: str = ""


@register.simple_tag
def numbered_days(days: Sequence[Any]) -> list[NumberedDay]:
    """Number the counted days of a due date."""
    result: list[NumberedDay] = []
    number = 0
    for day in days:
        if isinstance(day, Mapping):
            when, counted, reason = day["date"], bool(day["counted"]), day.get("reason", "")
        else:
            when, counted, reason = day.date, day.counted, day.reason
        number += counted
        result.append(
            NumberedDay(
                iso_date(when),
                counted,
                words.reason_words(reason or ""),
                number,
                words.day_off_in(reason or "") if counted else "",
            )
        )
    return result


_KINDS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "text/plain": "TXT",
    "text/csv": "CSV",
    "application/zip": "ZIP",
}


@register.simple_tag
def file_facts(document: Any) -> str:
    """Return type, size and date of a document: ``PDF · 182 KB · 5 Juni 2026``."""

    def get(name: str) -> Any:
        if isinstance(document, Mapping):
            return document.get(name)
        return getattr(document, name, None)

    kind, size, at = get("kind"), get("size"), get("at")
    facts = [_KINDS.get(str(kind), str(kind).upper())] if kind else []
    if size is not None:
        facts.append(filesizeformat(size))
    if at:
        facts.append(short_date(at))
    return " · ".join(facts)


@register.simple_tag
def summary_row(row: Any) -> dict[str, Any]:
    """Return a fact as a mapping, whether it came as a pair or as an object."""
    if isinstance(row, Mapping):
        return dict(row)
    if isinstance(row, tuple | list):
        return {"label": row[0], "value": row[1]}
    return {
        "label": row.label,
        "value": row.value,
        "change_url": getattr(row, "change_url", ""),
        "change_what": getattr(row, "change_what", ""),
    }


@register.simple_tag(takes_context=True)
def page_urls(context: Context, page: Any = None) -> dict[str, str]:
    """Return the addresses of the neighbours of a Django page; all other filters stay."""
    if not isinstance(page, Page):
        return {}

    def address(number: int) -> str:
        request = context.get("request")
        query = request.GET.copy() if request else QueryDict(mutable=True)
        query["hal"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "words": _("Halaman %(number)s dari %(total)s")
        % {"number": page.number, "total": page.paginator.num_pages},
    }


@register.simple_tag(takes_context=True)
def acting_roles(context: Context) -> list[str]:
    """Return the appointments under which the signed-in person acts today, in words."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    # A page of the desk has read them already.
    actors = getattr(request, "actors", None)
    return [
        f"{actor.title}, {actor.unit_name}" if actor.unit_name else actor.title
        for actor in (actors_of(user) if actors is None else actors)
    ]


@register.filter
def translated(stored: str) -> str:
    """Return a text of the portal's own that was stored in Indonesian, for today's reader."""
    return translated_text(stored)


@register.simple_tag
def service_hours() -> list[HoursLine]:
    """Return the service hours, days with equal hours in one line."""
    return in_words(ServiceDay.objects.all())


@register.simple_tag
def step_facts(step: Step) -> str:
    """Return who performs a step of an SOP and how long it may take."""
    role = role_names()[step.actor]
    facts = [role.label_en if (get_language() or "id").startswith("en") else role.label_id]
    if step.limit is not None:
        facts.append(words.limit_words(step.limit))
    if step.result:
        facts.append(_("hasil: %(output)s") % {"output": step.result})
    return " · ".join(facts)
