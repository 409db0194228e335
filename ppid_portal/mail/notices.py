"""The kinds of notices: declared once with their variables, written in Indonesian."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.template import Context, Engine, Template, loader

from ppid_portal.mail.errors import UnknownNotice, WrongVariables

Audience = Literal["applicant", "staff"]

# Every notice may use these without declaring them.
STANDARD_VARIABLES = ("number", "body", "link")

# Stands in the stored text for the address of the page, and is replaced when the e-mail leaves:
# nothing that opens a case is kept in the database.
LINK = "[tautan]"


@dataclass(frozen=True)
class NoticeKind:
    """What a kind of notice is.

    ``subject`` is a template string; ``body`` is one too, or the path of a template
    ("mail/receipt.txt"). Besides ``variables`` both know ``number`` (of the case), ``body`` (the
    public body) and ``link`` (the applicant's page, or the case on the desk). ``optional``
    variables may be left out and are then empty.
    """

    key: str
    subject: str
    body: str
    variables: tuple[str, ...]
    audience: Audience
    optional: tuple[str, ...] = ()


_kinds: dict[str, NoticeKind] = {}
_engine = Engine(
    autoescape=False,
    libraries={"letter_words": "ppid_portal.letters.templatetags.letter_words"},
    builtins=["ppid_portal.letters.templatetags.letter_words"],
)


def declare(kind: NoticeKind) -> NoticeKind:
    """Make a kind known; the same again is harmless, another under its key is not.

    Raises:
        ValueError: the key is taken.
    """
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"notice {kind.key!r} is declared twice")
    return kind


def get(key: str) -> NoticeKind:
    """Return the kind of that key; raises ``UnknownNotice``."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownNotice(key) from None


def kinds() -> tuple[NoticeKind, ...]:
    """Return all kinds in the order in which they were declared."""
    return tuple(_kinds.values())


def write(kind: NoticeKind, variables: Mapping[str, Any]) -> tuple[str, str]:
    """Return subject and body as plain text.

    Dates are written out by the templates' filters; numbers are not localised.

    Raises:
        WrongVariables: something declared is missing, or something undeclared is given.
    """
    given = set(variables) - set(STANDARD_VARIABLES)
    missing = set(kind.variables) - given
    unknown = given - set(kind.variables) - set(kind.optional)
    if missing or unknown:
        raise WrongVariables(
            f"notice {kind.key}: missing {sorted(missing)}, unknown {sorted(unknown)}"
        )
    values = {**dict.fromkeys(kind.optional, ""), **variables, "link": LINK}
    context = Context(values, autoescape=False, use_l10n=False)
    subject = " ".join(_engine.from_string(kind.subject).render(context).split())
    body = _squeeze(_template(kind.body).render(context))
    return subject[:200], body


def as_date(value: date | datetime | str) -> str:
    """A date as JSON keeps it, for variables."""
    return value if isinstance(value, str) else value.isoformat()


def _template(body: str) -> Template:
    if "\n" not in body and body.endswith(".txt"):
        found: Template = loader.get_template(body).template  # type: ignore[attr-defined]
        return found
    return _engine.from_string(body)


def _squeeze(text: str) -> str:
    """No more than one empty line in a row, as left-out parts of a template leave them."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept) + "\n"
