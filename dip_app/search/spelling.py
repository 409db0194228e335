"""Finding the word somebody meant among words that exist."""

from __future__ import annotations

from collections.abc import Mapping

_SHORTEST = 4


def correctable(word: str) -> bool:
    """Whether a word is long enough, and a word at all, to guess what was meant."""
    return len(word) >= _SHORTEST and word.isalpha()


def closest(word: str, candidates: Mapping[str, int]) -> str | None:
    """The candidate at the smallest edit distance, the more common of equals; None if all are far.

    One mistake is forgiven in words of four and five letters, two in longer ones. Shorter words
    and words with digits (years, numbers of regulations) are left as they are.
    """
    if not correctable(word):
        return None
    allowed = 1 if len(word) <= 5 else 2
    best: tuple[int, int, str] | None = None
    for candidate, number in candidates.items():
        if abs(len(candidate) - len(word)) > allowed or not candidate.isalpha():
            continue
        gap = distance(word, candidate, allowed)
        if 0 < gap <= allowed and (best is None or (gap, -number, candidate) < best):
            best = (gap, -number, candidate)
    return best[2] if best else None


def distance(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, changes and swaps of neighbours between two words.

    Stops early and returns ``limit`` + 1 when they are further apart than ``limit``.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row, older = row, [i], before
        for j, counterpart in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != counterpart))
            if older and j > 1 and letter == other[j - 2] and one[i - 2] == counterpart:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = previous
    return min(row[-1], limit + 1)
