"""Finding cases by number, name and text, from the row itself: there is no indexer to be down."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from django.db.models import Q, QuerySet

from ppid_portal.sop.models import Case

_SPACES = re.compile(r"\s+")
_NOT_WORDS = re.compile(r"[^\w]+")
#: More words than this narrow nothing further and only cost time.
_MOST_WORDS = 12


def normalise(text: str) -> str:
    """Return text as it is compared: without accents, in small letters, single spaces."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _SPACES.sub(" ", plain).strip().casefold()


def fingerprint(text: str) -> str:
    """Return a digest of what is asked, the same for the same words in whatever spelling."""
    words = _NOT_WORDS.sub(" ", normalise(text)).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def find(cases: QuerySet[Case], query: str) -> QuerySet[Case]:
    """Narrow cases to those that hold every word of the query, in any order."""
    words = normalise(query).split()[:_MOST_WORDS]
    condition = Q()
    for word in words:
        condition &= Q(search_text__contains=word)
    return cases.filter(condition)


def similar(case: Case, cases: QuerySet[Case], *, most: int = 5) -> list[Case]:
    """Return other cases that ask the same in the same words, newest first.

    A hint for staff only: two people may ask the same, and each is answered.
    """
    return list(
        cases.filter(kind=case.kind, fingerprint=case.fingerprint)
        .exclude(pk=case.pk)
        .order_by("-opened_at")[:most]
    )
