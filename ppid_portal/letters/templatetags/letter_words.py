"""Filters that write Indonesian numbers and dates in the templates of letters."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ppid_portal.letters import schemas, words
from ppid_portal.letters.wording.blocks import wording

register = template.Library()

for _name in (
    "number_words",
    "number_with_words",
    "day_name",
    "date_long",
    "day_date",
    "moment_long",
    "clock_time",
    "date_words",
    "roman_month",
    "thousands",
    "rupiah",
    "ordinal_clause",
):
    register.filter(_name, getattr(words, _name))


@register.filter
def outcome_label(code: str) -> str:
    """ "Diberikan sebagian" for "partly"."""
    return schemas.OUTCOME_LABELS[code]


@register.filter
def delivery_label(code: str) -> str:
    """ "Pos" for "post"."""
    return schemas.DELIVERY_LABELS[code]


@register.filter
def extension_reason(code: str) -> str:
    """The reason for an extension as the law words it."""
    return schemas.EXTENSION_REASON_LABELS[code]


@register.filter
def article_17(letter: str) -> str:
    """The sense of a letter of UU 14/2008 Pasal 17."""
    return schemas.ARTICLE_17_LABELS[letter]


@register.filter
def joined(items: list[str]) -> str:
    """ "a, b, dan c"."""
    if len(items) < 3:
        return " dan ".join(items)
    return ", ".join(items[:-1]) + ", dan " + items[-1]


@register.filter
def with_outcome(parts: list[dict[str, object]], codes: str) -> list[dict[str, object]]:
    """The parts whose outcome is one of the given codes ("granted,partly")."""
    wanted = codes.split(",")
    return [part for part in parts if part["outcome"] in wanted]


@register.filter
def sentence(text: str) -> str:
    """What a person typed, as a sentence: with one full stop, whether they wrote it or not."""
    return text if text.rstrip("”\"')").endswith((".", "!", "?", "…")) else f"{text}."


@register.filter
def lowered(text: str) -> str:
    """What may begin a line, as it stands within one; an abbreviation keeps its capitals."""
    first, second = text[:1], text[1:2]
    return text if second.isupper() else f"{first.lower()}{text[1:]}"


@register.filter
def clause(text: str) -> str:
    """One item of an enumeration, without the stop that its place in it gives."""
    return lowered(text).rstrip(" .;,")


@register.filter
def total(rows: list[dict[str, int]], key: str) -> int:
    """The sum of a column."""
    return sum(row[key] for row in rows)


@register.filter
def nowrap(text: str) -> SafeString:
    """An address or a number that is not broken over two lines."""
    return format_html('<span class="nowrap">{}</span>', text)


@register.filter
def day_or_moment(value: str) -> str:
    """A day, with the time where the letter knows one."""
    return words.moment_long(value) if "T" in value else words.day_date(value)


@register.filter
def as_applicant(name: str) -> str:
    """The applicant among those who get a copy."""
    return f"Sdr. {name} (pemohon informasi)"


register.tag("wording", wording)
