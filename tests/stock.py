"""Cases that a module makes once, for tests that each begin with one of them.

Where a state takes ten acts to reach and forty tests begin in it, the acts are performed once, in
the transaction that holds the module (``once``). A test asks its desk as ever, and is given the
case from the stock, at the moment at which it came to stand there; a second one of the same kind,
or one with other facts, is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ppid_portal.clock import now
from tests.conftest import Go

#: A method of the desk and what it is given: ``("in_state", "received")``.
Ask = tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A case of the stock, and when it was ready."""

    model: type[Any]
    pk: int
    moment: datetime


@dataclass(frozen=True)
class Stock:
    """What a module has made, by what its tests ask for, with the facts that all have."""

    made: dict[Ask, Made]
    facts: dict[str, Any]

    def serve(self, desk: Any, travel: Go) -> Any:
        """Return the desk, which from now on hands out the stock of its test, each case once."""
        left = dict(self.made)

        def handing_out(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
            def asked(*args: Any, **facts: Any) -> Any:
                plain = facts == self.facts and all(isinstance(each, str) for each in args)
                found = left.pop((name, *args), None) if plain else None
                if found is None:
                    return make(*args, **facts)
                if now() != found.moment:
                    travel(found.moment)
                return found.model.objects.get(pk=found.pk)

            return asked

        for name in {ask[0] for ask in self.made}:
            setattr(desk, name, handing_out(name, getattr(desk, name)))
        return desk


def lay_in(desk: Any, asks: Iterable[Ask], travel: Go, **facts: Any) -> Stock:
    """Make what a module's tests ask for, each from the present moment on."""
    start, made = now(), {}
    for name, *args in asks:
        travel(start)
        case = getattr(desk, name)(*args, **facts)
        made[name, *args] = Made(type(case), case.pk, now())
    travel(start)
    return Stock(made, facts)
