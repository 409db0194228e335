"""What somebody typed into the search box, understood the same way for both databases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dip_app.search.words import STOP_WORDS, stem, words

MAX_CHARACTERS = 300
MAX_TERMS = 10
_MAX_WORD = 60

_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """One condition: words that stand together, and whether they must be absent."""

    words: tuple[str, ...]
    excluded: bool = False

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True)
class Query:
    """The conditions of a search, all of which must hold. ``terms`` empty: nothing to look for."""

    text: str
    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def key(self) -> str:
        """Equal for two texts that ask the same."""
        return " ".join(
            ("-" if term.excluded else "") + "_".join(term.words) for term in self.terms
        )

    @property
    def stems(self) -> frozenset[str]:
        """Stems of the words to mark in a result."""
        return frozenset(stem(word) for term in self.wanted for word in term.words)

    def replacing(self, corrections: dict[str, str]) -> Query:
        """The same query with words replaced, for a corrected spelling."""
        terms = tuple(
            Term(tuple(corrections.get(word, word) for word in term.words), term.excluded)
            for term in self.terms
        )
        text = " ".join(
            ("-" if term.excluded else "")
            + (f'"{" ".join(term.words)}"' if term.is_phrase else term.words[0])
            for term in terms
        )
        return Query(text, terms)


def parse(text: str) -> Query:
    """Reads a search text: words, ``"a phrase"`` and ``-excluded``; never fails.

    Whatever is not a letter or digit only separates, so no operator of a database reaches it.
    Words without meaning (yang, dan, …) are dropped while others remain. What exceeds 300
    characters or ten conditions is not read, which bounds the work anybody can cause.
    """
    text = " ".join(text[:MAX_CHARACTERS].replace("\x00", " ").split())
    terms: list[Term] = []
    for part in _PART.finditer(text):
        excluded = part["minus"] is not None
        if part["phrase"] is not None:
            phrase = tuple(word[:_MAX_WORD] for word in words(part["phrase"]))
            if phrase:
                terms.append(Term(phrase, excluded))
        else:
            terms += [Term((word[:_MAX_WORD],), excluded) for word in words(part["plain"])]
    terms = list(dict.fromkeys(terms))
    meaningful = [t for t in terms if t.is_phrase or t.words[0] not in STOP_WORDS]
    if any(not term.excluded for term in meaningful):
        terms = meaningful
    if all(term.excluded for term in terms):
        terms = []  # "everything but this" is the list itself, not a search
    return Query(text, tuple(terms[:MAX_TERMS]))
