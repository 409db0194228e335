"""Who may have a file: rooms above say so, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from ppid_portal.files.models import StoredFile

Checker = Callable[[HttpRequest, StoredFile], bool | None]

_checkers: list[Checker] = []


def register(checker: Checker) -> Checker:
    """Add a checker (in an app's ``ready``): True permits, False forbids, None does not know.

    Usable as a decorator; the same checker counts once. It may set ``request.reader`` to the
    actor for whom it said True, so that the record names the role in which a file was read.
    """
    if checker not in _checkers:
        _checkers.append(checker)
    return checker


def permitted(request: HttpRequest, file: StoredFile) -> bool:
    """Say whether somebody vouches for this request and nobody objects."""
    verdicts = [checker(request, file) for checker in _checkers]
    return True in verdicts and False not in verdicts
