"""Walk along a machine once, instead of building every state of it from nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model


def walk(
    desk: Any, model: type[Model], states: Sequence[str], forks: Mapping[str, str] | None = None
) -> Iterator[tuple[str, Any]]:
    """Bring one case through states, and give it in each: ``for state, case in walk(…)``.

    Each state has a method of the desk by its name, which asks another one for what comes before.
    A state follows the one before it in ``states``; one of ``forks`` follows the named one, to
    which the walk goes back. Whoever looks at a state leaves it as it is, or takes back what was
    done (a block that is rolled back).

    Raises:
        AssertionError: if a method brings the case elsewhere. Whatever is raised while somebody
            looks is theirs; the state is that of the last pair.
    """
    forks = forks or {}
    stands: tuple[str, Any] = ("", None)

    def going_on(state: str, make: Any) -> Any:
        def made(*args: Any, **facts: Any) -> Any:
            if stands[0] == state:
                return model._default_manager.get(pk=stands[1])
            return make(*args, **facts)

        return made

    methods = {state: getattr(desk, state) for state in states}
    for state, make in methods.items():
        setattr(desk, state, going_on(state, make))
    ways_back: dict[str, tuple[str, Any]] = {}
    try:
        for state in states:
            origin = forks.get(state)
            if origin:
                transaction.savepoint_rollback(ways_back[origin][0])
                stands = (origin, ways_back[origin][1])
            case = methods[state]()
            assert case.state == state, (case.state, state)
            stands = (state, case.pk)
            if state in forks.values():
                ways_back[state] = (transaction.savepoint(), case.pk)
            yield state, case
    finally:
        for state in states:
            delattr(desk, state)


class _Undone(Exception):
    """Ends a block that is taken back."""


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Take back what is done inside, so that the next look starts from the same state."""
    with contextlib.suppress(_Undone), transaction.atomic():
        yield
        raise _Undone


@contextlib.contextmanager
def in_state(state: str) -> Iterator[None]:
    """Say in which state of a walk something went wrong."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"in state {state}")
        raise
